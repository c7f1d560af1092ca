import AuditModel
import AuditScoring

/// Annexes I to III: the inventory, every rule, and where most is wrong.
extension ReportBuilder {
  var annexes: [(title: String, blocks: [OfficialDocument.Block])] {
    [
      ("Kiểm kê bộ dữ liệu", inventoryAnnex), ("Kết quả từng quy tắc", ruleAnnex),
      ("Trường và đơn vị có nhiều lỗi", worstAnnex), ("Danh sách biện pháp", measureAnnex),
      ("Phương pháp, giới hạn và nội dung không tự động kiểm tra được", methodAnnex),
      ("Mã băm của dữ liệu, gói quy tắc, danh mục và chương trình", digestAnnex),
    ]
  }

  /// At most so many lines of a list are printed; what is cut is told.
  static let listBound = 400

  func cut(_ shown: Int, of total: Int, _ what: String) -> [OfficialDocument.Block] {
    guard shown < total else { return [] }
    return [
      .note(
        "Chỉ in \(frame.count(shown)) trong \(frame.count(total)) \(what); danh sách đầy đủ ở tệp "
          + "result.json.")
    ]
  }

  private var inventoryAnnex: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = []
    for (index, resource) in frame.result.resources.enumerated() {
      let coverage = frame.card.resources[index].coverage
      blocks.append(.heading(2, "\(index + 1). \(frame.title(resource))"))
      blocks.append(
        .paragraph(
          "Tệp \(frame.clip(resource.source.path, 160)), dạng "
            + "\(frame.clip(resource.source.format, 20).uppercased()), "
            + "\(frame.numbers.bytes(resource.source.byteCount)); "
            + "\(frame.count(resource.recordCount)) bản ghi, "
            + "\(frame.count(coverage.judgedRecords)) bản ghi được ít nhất một quy tắc xét; "
            + "\(frame.count(resource.fields.count)) trường, "
            + "\(frame.count(coverage.judgedFields)) trường được xét "
            + "(\(frame.score(coverage.fieldShare)))."))
      let fields = resource.fields.prefix(Self.listBound)
      blocks.append(
        .table(
          OfficialDocument.Table(
            "Các trường của “\(frame.title(resource))”",
            [
              .init("STT", 7, .centre), .init("Trường", 37), .init("Kiểu khai báo", 16),
              .init("Có giá trị", 14, .number), .init("Tỷ lệ", 14, .number),
              .init("Số quy tắc", 12, .number),
            ],
            fields.enumerated().map { number, field in
              let name = frame.clip(field.name, 80)
              let title = field.title.map { frame.clip($0.vi, 120) }
              return OfficialDocument.Table.Row([
                String(number + 1), title.map { "\($0) (\(name))" } ?? name,
                field.type.map { frame.clip($0, 40) } ?? "không khai báo",
                field.filled.map(frame.count) ?? "chưa đọc",
                field.filled.map { frame.percent($0, of: resource.recordCount) } ?? "–",
                field.ruleCount > 0 ? frame.count(field.ruleCount) : "chưa có",
              ])
            })))
      blocks += cut(fields.count, of: resource.fields.count, "trường")
    }
    return blocks
  }

  private var ruleAnnex: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = [.heading(2, "1. Tổng hợp theo nội dung")]
    for part in frame.profile.outline.parts where !part.isInventory {
      let aspects = part.aspects.map { AspectFigures($0, frame) }
      let all = AspectFigures(part.title, aspects.flatMap(\.members))
      blocks.append(
        .table(
          OfficialDocument.Table(
            "\(part.letter)) \(frame.clip(part.title.vi, 200))", AspectFigures.columns,
            aspects.map { $0.row(frame) } + [all.row(frame, isSum: true)])))
    }
    var cites: [String] = []
    for (index, resource) in frame.result.resources.enumerated() {
      let own = frame.rules.filter { $0.place.resource == index }
      let shown = own.prefix(Self.listBound)
      blocks.append(.heading(2, "\(index + 2). \(frame.title(resource))"))
      blocks.append(
        .table(
          OfficialDocument.Table(
            "Quy tắc của “\(frame.title(resource))”, lỗi nặng trước",
            [
              .init("Mã", 12), .init("Quy tắc", 26), .init("Tiêu chí, mức độ", 17),
              .init("Đã xét", 9, .number), .init("Không đạt", 12, .number),
              .init("Điểm", 11, .number), .init("Kết quả, căn cứ", 13),
            ], shown.map { row($0, &cites) })))
      blocks += cut(shown.count, of: own.count, "quy tắc")
    }
    guard !cites.isEmpty else { return blocks }
    let number = frame.result.resources.count + 2
    blocks.append(.heading(2, "\(number). Căn cứ của quy tắc"))
    blocks.append(
      .table(
        OfficialDocument.Table(
          "Căn cứ ghi ở cột cuối của các bảng trên",
          [.init("Ký hiệu", 12, .centre), .init("Căn cứ", 88)],
          cites.enumerated().map { OfficialDocument.Table.Row(["[\($0 + 1)]", $1]) })))
    return blocks
  }

  private func failedText(_ counts: RuleCounts) -> String {
    guard counts.failed > 0 else { return "0" }
    return "\(frame.count(counts.failed))\n(\(frame.percent(counts.failed, of: counts.evaluated)))"
  }

  private func row(_ ranked: RankedRule, _ cites: inout [String]) -> OfficialDocument.Table.Row {
    let rule = ranked.rule
    var marks: [String] = []
    for legal in rule.legal.prefix(5) {
      let cite = frame.clip(legal.cite.vi, 300)
      let place = cites.firstIndex(of: cite) ?? cites.count
      if place == cites.count { cites.append(cite) }
      marks.append("[\(place + 1)]")
    }
    return OfficialDocument.Table.Row([
      frame.clip(rule.id, 60), frame.clip(rule.title.vi, 200),
      "\(rule.dimension.title.vi); \(frame.inner(rule.severity.title.vi))",
      frame.count(rule.counts.evaluated), failedText(rule.counts),
      frame.score(ranked.card.score),
      rule.status.title.vi + (marks.isEmpty ? "" : " " + marks.joined()),
    ])
  }

  private var worstAnnex: [OfficialDocument.Block] {
    var figures: [(resource: Int, field: String, rules: Int, failed: Int)] = []
    for (index, resource) in frame.result.resources.enumerated() {
      let faults = frame.rules.filter { $0.isFault && $0.place.resource == index }
      for field in resource.fields {
        let own = faults.filter { $0.rule.fields.contains(field.name) }
        guard !own.isEmpty else { continue }
        figures.append(
          (index, field.name, own.count, own.reduce(0) { $0 + $1.rule.counts.failed }))
      }
    }
    figures.sort {
      ($1.failed, $1.rules, $0.resource) < ($0.failed, $0.rules, $1.resource)
    }
    let fields = figures.prefix(30).enumerated().map { number, figure in
      let resource = frame.result.resources[figure.resource]
      let title = resource.fields.first { $0.name == figure.field }?.title
      return OfficialDocument.Table.Row([
        String(number + 1),
        (title.map { frame.clip($0.vi, 120) + " " } ?? "") + "(\(frame.clip(figure.field, 80)))",
        frame.title(resource), frame.count(figure.rules), frame.count(figure.failed),
      ])
    }
    var blocks: [OfficialDocument.Block] = [.heading(2, "1. Trường")]
    if fields.isEmpty {
      blocks.append(.paragraph("Không trường nào có lỗi."))
    } else {
      blocks.append(
        .table(
          OfficialDocument.Table(
            "Trường có nhiều lượt không đạt nhất",
            [
              .init("STT", 7, .centre), .init("Trường", 38), .init("Bộ dữ liệu", 29),
              .init("Quy tắc có lỗi", 13, .number), .init("Lượt không đạt", 13, .number),
            ], Array(fields))))
      blocks.append(
        .note(
          "Một lỗi của quy tắc xét nhiều trường được tính cho từng trường; quy tắc xét cả bộ dữ liệu "
            + "không tính cho trường nào."))
    }
    return blocks + [.heading(2, "2. Đơn vị"), .table(unitTable)]
  }

  private var unitTable: OfficialDocument.Table {
    let rows = frame.units.map { unit in
      let own = frame.rules.filter { unit.resources.contains($0.resource.name) }
      let scored = own.filter { $0.card.score != nil }
      let counts = scored.reduce(into: RuleCounts()) { $0 += $1.rule.counts }
      return OfficialDocument.Table.Row([
        unit.name, unit.resources.map(frame.resourceTitle).joined(separator: "; "),
        frame.count(own.count(where: \.isFault)), frame.count(counts.evaluated),
        frame.count(counts.failed), frame.percent(counts.passed, of: counts.evaluated),
      ])
    }
    return OfficialDocument.Table(
      "Kết quả theo đơn vị phụ trách",
      [
        .init("Đơn vị", 26), .init("Bộ dữ liệu", 26), .init("Quy tắc có lỗi", 11, .number),
        .init("Lượt xét", 13, .number), .init("Không đạt", 12, .number),
        .init("Tỷ lệ đạt", 12, .number),
      ], rows)
  }
}

extension OfficialFrame {
  /// Units with datasets, in the order of the datasets; those without a unit are the agency's.
  var units: [DocumentDetails.Unit] {
    var units: [DocumentDetails.Unit] = []
    for resource in result.resources {
      let name = unit(resource.name)
      if let index = units.firstIndex(where: { $0.name == name }) {
        units[index].resources.append(resource.name)
      } else {
        units.append(
          DocumentDetails.Unit(
            name: name, resources: [resource.name],
            officer: details.unit(of: resource.name)?.officer))
      }
    }
    return units
  }
}
