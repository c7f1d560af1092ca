import AuditModel
import AuditScoring

/// Part II: the parts that the legal text asks for, each with its table and its chart.
extension ReportBuilder {
  var results: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = []
    if let basis = frame.profile.outline.basis {
      blocks.append(.paragraph("Nội dung kiểm tra, đánh giá theo \(frame.clip(basis.vi, 400))."))
    }
    for (index, part) in frame.profile.outline.parts.enumerated() {
      blocks.append(.heading(2, "\(index + 1). \(frame.clip(part.title.vi, 300))"))
      if let cite = part.cite {
        blocks.append(.note("(\(frame.sentence(frame.clip(cite.vi, 300))).)"))
      }
      blocks += part.isInventory ? inventory : assessment(part)
    }
    return blocks
  }

  private var inventory: [OfficialDocument.Block] {
    let resources = frame.result.resources
    let fields = resources.reduce(0) { $0 + $1.fields.count }
    let judged = frame.card.coverage.judgedFields
    let fills = resources.map { Fill($0) }
    let all = fills.reduce(Fill()) { $0 + $1 }
    let rows = zip(resources, fills).enumerated().map { index, pair in
      OfficialDocument.Table.Row([
        String(index + 1), frame.title(pair.0), frame.count(pair.0.recordCount),
        frame.count(pair.0.fields.count), frame.count(pair.1.cells), frame.count(pair.1.filled),
        frame.percent(pair.1.filled, of: pair.1.cells),
      ])
    }
    let total = OfficialDocument.Table.Row(
      [
        "", "Cộng", frame.count(records), frame.count(fields), frame.count(all.cells),
        frame.count(all.filled), frame.percent(all.filled, of: all.cells),
      ], isStrong: true)
    return [
      .paragraph(
        "Đã kiểm kê \(frame.count(resources.count)) bộ dữ liệu với \(frame.count(records)) bản ghi, "
          + "\(frame.count(fields)) trường; \(frame.count(judged)) trường "
          + "(\(frame.percent(judged, of: fields))) được ít nhất một quy tắc xét. Trong "
          + "\(frame.count(all.cells)) ô của các trường đã đọc, \(frame.count(all.filled)) ô có giá "
          + "trị (\(frame.percent(all.filled, of: all.cells))). Chi tiết từng trường ở Phụ lục I."),
      .table(
        OfficialDocument.Table(
          "Bảng #. Kiểm kê dữ liệu",
          [
            .init("STT", 7, .centre), .init("Bộ dữ liệu", 31), .init("Số bản ghi", 13, .number),
            .init("Số trường", 10, .number), .init("Số ô đã đếm", 14, .number),
            .init("Số ô có giá trị", 14, .number), .init("Tỷ lệ", 13, .number),
          ], rows + [total])),
      .chart(
        OfficialDocument.Chart(
          caption: "Biểu đồ #. Tỷ lệ ô có giá trị",
          bars: zip(resources, fills).map { resource, fill in
            OfficialDocument.Chart.Bar(
              label:
                "\(frame.clip(frame.title(resource), 60)) (\(frame.percent(fill.filled, of: fill.cells)))",
              value: ExactShare(fill.filled, of: fill.cells)?.basisPoints)
          })),
    ]
  }

  private func assessment(_ part: ReportOutline.Part) -> [OfficialDocument.Block] {
    let aspects = part.aspects.map { AspectFigures($0, frame) }
    let all = AspectFigures(part.title, aspects.flatMap(\.members))
    var blocks: [OfficialDocument.Block] = [
      .paragraph(sentence(all))
    ]
    if !all.scored.isEmpty {
      blocks.append(.table(table(aspects, all)))
      blocks.append(
        .chart(
          OfficialDocument.Chart(
            caption: "Biểu đồ #. Tỷ lệ lượt xét không đạt",
            bars: aspects.map { aspect in
              let counts = aspect.counts
              return OfficialDocument.Chart.Bar(
                label:
                  "\(frame.clip(aspect.title.vi, 60)) (\(frame.percent(counts.failed, of: counts.evaluated)))",
                value: ExactShare(counts.failed, of: counts.evaluated)?.basisPoints)
            })))
    }
    for (index, aspect) in aspects.enumerated() {
      if aspects.count > 1 {
        blocks.append(
          .heading(3, "\(OfficialDocument.letter(index))) \(frame.clip(aspect.title.vi, 200))"))
      }
      if aspects.count > 1 || aspect.scored.isEmpty {
        blocks.append(.paragraph(sentence(aspect)))
      }
      blocks += faults(aspect)
    }
    return blocks
  }

  private func sentence(_ figures: AspectFigures) -> String {
    guard !figures.scored.isEmpty else {
      return "Không đánh giá: "
        + (figures.members.isEmpty
          ? "không có quy tắc nào của các gói quy tắc đã dùng thuộc nội dung này."
          : "cả \(frame.count(figures.members.count)) quy tắc thuộc nội dung này đều không đánh giá "
            + "được (lý do ở Phụ lục V).")
    }
    let counts = figures.counts
    return "Đánh giá được \(frame.count(figures.scored.count)) trong "
      + "\(frame.count(figures.members.count)) quy tắc; \(frame.count(counts.evaluated)) lượt xét, "
      + "\(frame.count(counts.passed)) lượt đạt (\(frame.percent(counts.passed, of: counts.evaluated))), "
      + "\(frame.count(counts.failed)) lượt không đạt."
  }

  private func table(
    _ aspects: [AspectFigures], _ all: AspectFigures
  ) -> OfficialDocument.Table {
    OfficialDocument.Table(
      "Bảng #. Kết quả theo nội dung", AspectFigures.columns,
      aspects.map { $0.row(frame) } + [all.row(frame, isSum: true)])
  }

  /// The gravest faults of an aspect in words; all of them are in the annex.
  private func faults(_ aspect: AspectFigures) -> [OfficialDocument.Block] {
    let faults = aspect.scored.filter(\.isFault)
    guard !aspect.scored.isEmpty else { return [] }
    guard !faults.isEmpty else { return [.paragraph("Không phát hiện lỗi.")] }
    let shown = faults.prefix(3)
    var blocks: [OfficialDocument.Block] = [
      .paragraph(
        faults.count == 1
          ? "Một quy tắc có lỗi:"
          : "\(frame.count(faults.count)) quy tắc có lỗi"
            + (faults.count > shown.count ? ", trong đó nặng nhất:" : ":"))
    ]
    blocks += shown.enumerated().map { index, fault in
      .item("\(faultText(fault))\(index == shown.count - 1 ? "." : ";")")
    }
    return blocks
  }
}

/// Cells of the fields that were read, and those of them that hold a value.
struct Fill {
  var cells = 0
  var filled = 0

  init() {}

  init(_ resource: ResourceResult) {
    for field in resource.fields {
      guard let filled = field.filled else { continue }
      cells += resource.recordCount
      self.filled += filled
    }
  }

  static func + (a: Fill, b: Fill) -> Fill {
    var sum = a
    sum.cells += b.cells
    sum.filled += b.filled
    return sum
  }
}

/// The rules under an aspect of the outline, and what their counts add up to.
struct AspectFigures {
  let title: LocalizedText
  let members: [RankedRule]

  init(_ title: LocalizedText, _ members: [RankedRule]) {
    self.title = title
    self.members = members
  }

  init(_ aspect: ReportOutline.Aspect, _ frame: OfficialFrame) {
    self.init(aspect.title, frame.profile.outline.rules(of: aspect, among: frame.rules))
  }

  var scored: [RankedRule] { members.filter { $0.card.score != nil } }

  /// Of the rules that were assessed.
  var counts: RuleCounts { scored.reduce(into: RuleCounts()) { $0 += $1.rule.counts } }

  static let columns: [OfficialDocument.Table.Column] = [
    .init("Nội dung", 25), .init("Quy tắc đã đánh giá", 13, .number),
    .init("Quy tắc có lỗi", 10, .number), .init("Lượt xét", 14, .number),
    .init("Đạt", 14, .number), .init("Không đạt", 11, .number),
    .init("Tỷ lệ đạt", 13, .number),
  ]

  func row(_ frame: OfficialFrame, isSum: Bool = false) -> OfficialDocument.Table.Row {
    let counts = counts
    return OfficialDocument.Table.Row(
      [
        isSum ? "Cộng" : frame.clip(title.vi, 200),
        "\(frame.count(scored.count))/\(frame.count(members.count))",
        frame.count(scored.count(where: \.isFault)),
        frame.count(counts.evaluated), frame.count(counts.passed), frame.count(counts.failed),
        frame.percent(counts.passed, of: counts.evaluated),
      ], isStrong: isSum)
  }
}
