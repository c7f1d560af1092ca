import AuditModel
import AuditScoring

/// Annexes IV to VI: measures, how it was done and what could not be, and digests of all that took part.
extension ReportBuilder {
  var measureAnnex: [OfficialDocument.Block] {
    let faults = frame.rules.filter(\.isFault)
    var blocks: [OfficialDocument.Block] = []
    if !frame.details.measures.isEmpty {
      blocks.append(.heading(2, "Biện pháp của cơ quan"))
      blocks.append(
        .table(
          OfficialDocument.Table(
            "Biện pháp do cơ quan đề ra",
            [
              .init("Mã", 14), .init("Biện pháp", 32), .init("Quy tắc", 14),
              .init("Đơn vị thực hiện", 24), .init("Thời hạn", 16, .centre),
            ],
            frame.details.measures.prefix(Self.listBound).map { measure in
              OfficialDocument.Table.Row([
                frame.clip(measure.id, 40), frame.clip(measure.title, 300),
                frame.clip(measure.rules.joined(separator: ", "), 200),
                frame.clip(measure.unit, 160), measure.deadline.map(frame.date) ?? "không đặt",
              ])
            })))
    }
    guard !faults.isEmpty else {
      return blocks + [.paragraph("Không quy tắc nào có lỗi phải khắc phục.")]
    }
    let shown = faults.prefix(Self.listBound)
    blocks.append(.heading(2, "Khắc phục theo quy tắc"))
    blocks.append(
      .table(
        OfficialDocument.Table(
          "Lỗi phải khắc phục theo từng quy tắc", Self.remedyColumns,
          shown.enumerated().map { remedyRow($0.offset, $0.element) })))
    blocks += cut(shown.count, of: faults.count, "quy tắc có lỗi")
    return blocks + [.note(frame.deadlineNote)]
  }

  static let remedyColumns: [OfficialDocument.Table.Column] = [
    .init("STT", 7, .centre), .init("Nội dung khắc phục", 39), .init("Mức độ", 12),
    .init("Lượt không đạt", 10, .number), .init("Đơn vị thực hiện", 19),
    .init("Thời hạn", 13, .centre),
  ]

  func remedyRow(_ index: Int, _ ranked: RankedRule) -> OfficialDocument.Table.Row {
    OfficialDocument.Table.Row([
      String(index + 1),
      "\(frame.clip(ranked.rule.title.vi, 200)) (\(frame.clip(ranked.rule.id, 60)), "
        + "\(frame.title(ranked.resource)))",
      ranked.rule.severity.title.vi, frame.count(ranked.rule.counts.failed),
      frame.unit(ranked.resource.name),
      frame.deadline(ranked.rule.severity).map { frame.date($0.day) } ?? "do đơn vị đề xuất",
    ])
  }

  var methodAnnex: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = [.heading(2, "1. Phương pháp và giới hạn")]
    blocks += MethodNotes.all.map { .item($0.vi) }
    blocks.append(.item(weights))
    blocks.append(.heading(2, "2. Nội dung không đánh giá"))
    blocks += unjudgedParts
    blocks.append(.heading(2, "3. Quy tắc không đánh giá được, đã tắt, được miễn trừ"))
    blocks += unjudgedRules + exceptions
    blocks.append(.heading(2, "4. Căn cứ cần đối chiếu trước khi ban hành"))
    return blocks + uncertainTexts
  }

  private var weights: String {
    let policy = frame.card.policy
    let bands = policy.grades.map {
      "\(frame.clip($0.name.vi, 60)) từ \(frame.numbers.percent(basisPoints: $0.fromBasisPoints))"
    }
    let groups = policy.groups.map { group in
      let names = group.dimensions.map(\.title.vi).joined(separator: ", ")
      return "\(frame.clip(group.name.vi, 60)) (\(names); trọng số \(frame.count(group.weight)))"
    }
    return "Cách tính điểm: \(frame.clip(policy.title.vi)) (\(frame.clip(policy.id, 60))). "
      + (groups.isEmpty ? "" : "Nhóm tiêu chí: \(groups.joined(separator: "; ")). ")
      + "Mức: \(bands.joined(separator: "; "))."
  }

  private var unjudgedParts: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = []
    for part in frame.profile.outline.parts where !part.isInventory {
      for aspect in part.aspects.map({ AspectFigures($0, frame) }) where aspect.scored.isEmpty {
        let why =
          aspect.members.isEmpty
          ? "không có quy tắc nào thuộc nội dung này"
          : "\(frame.count(aspect.members.count)) quy tắc thuộc nội dung này đều không đánh giá được"
        blocks.append(.item("\(frame.clip(aspect.title.vi, 200)): không đánh giá, \(why)."))
      }
    }
    blocks.append(
      .item(
        "Quy trình vận hành, phân quyền, sao lưu, hạ tầng, an toàn thông tin: không tự động kiểm tra "
          + "được, cơ quan đánh giá bằng hồ sơ và kiểm tra thực tế."))
    blocks.append(
      .item(
        "Sự phù hợp của dữ liệu với thực tế: chỉ kết luận được ở những quy tắc đối chiếu với nguồn có "
          + "thẩm quyền."))
    return blocks
  }

  private var unjudgedRules: [OfficialDocument.Block] {
    let members = frame.rules.filter { $0.card.score == nil }
    guard !members.isEmpty else { return [.paragraph("Mọi quy tắc đều đã được đánh giá.")] }
    let shown = members.prefix(Self.listBound)
    return [
      .table(
        OfficialDocument.Table(
          "Quy tắc không đánh giá và lý do",
          [
            .init("Mã", 14), .init("Quy tắc", 34), .init("Bộ dữ liệu", 20), .init("Lý do", 32),
          ],
          shown.map { ranked in
            OfficialDocument.Table.Row([
              frame.clip(ranked.rule.id, 60), frame.clip(ranked.rule.title.vi, 200),
              frame.title(ranked.resource), frame.clip(ranked.card.exclusion?.vi ?? "", 300),
            ])
          }))
    ] + cut(shown.count, of: members.count, "quy tắc")
  }

  private var exceptions: [OfficialDocument.Block] {
    var blocks: [OfficialDocument.Block] = []
    let off = frame.result.switchedOff
    if !off.isEmpty {
      let ids = off.prefix(50).map { frame.clip($0.id, 60) }.joined(separator: ", ")
      blocks.append(.item("\(frame.count(off.count)) quy tắc đã tắt trong gói quy tắc: \(ids)."))
    }
    for waiver in frame.result.waivers.prefix(50) {
      let state =
        switch waiver.state {
        case .applied: "\(frame.count(waiver.waived)) lỗi được chấp nhận"
        case .unmatched: "không khớp lỗi nào"
        case .expired: "đã hết hạn, lỗi được tính lại"
        case .notJudged: "quy tắc không chạy"
        }
      blocks.append(
        .item(
          "Miễn trừ quy tắc \(frame.clip(waiver.rule, 60)) theo \(frame.clip(waiver.document, 120)), "
            + "đến ngày \(frame.date(waiver.until)): \(state)."))
    }
    return blocks
      + cut(min(50, frame.result.waivers.count), of: frame.result.waivers.count, "miễn trừ")
  }

  private var uncertainTexts: [OfficialDocument.Block] {
    var lines = frame.input.policyWarnings.map { frame.sentence(frame.clip($0.vi, 400)) }
    for text in frame.profile.basisTexts where text.certainty.needsChecking {
      let note = text.note.map { "; \(frame.clip($0.vi, 300))" } ?? ""
      lines.append("\(frame.clip(text.cite.vi, 400)): \(text.certainty.title.vi)\(note)")
    }
    for part in frame.profile.outline.parts where part.cite != nil && part.certainty.needsChecking {
      lines.append(
        "\(frame.sentence(frame.clip(part.cite?.vi ?? "", 300))): \(part.certainty.title.vi)")
    }
    lines += frame.profile.notes.map { frame.clip($0.vi, 400) }
    if let note = frame.profile.outline.note { lines.append(frame.clip(note.vi, 400)) }
    guard !lines.isEmpty else {
      return [.paragraph("Không có căn cứ nào được đánh dấu là cần đối chiếu.")]
    }
    return lines.map { .item($0.hasSuffix(".") ? $0 : $0 + ".") }
  }

  var digestAnnex: [OfficialDocument.Block] {
    let result = frame.result
    var rows: [OfficialDocument.Table.Row] = []
    func add(_ name: String, _ version: String, _ digest: String?) {
      rows.append(
        OfficialDocument.Table.Row([
          frame.clip(name, 160), frame.clip(version, 80),
          digest.map(Self.broken) ?? "không có: tệp không đọc được trọn vẹn",
        ]))
    }
    for resource in result.resources {
      let source = resource.source
      add(source.path, frame.numbers.bytes(source.byteCount), source.sha256)
      for part in source.parts.prefix(100) {
        add(part.path, frame.numbers.bytes(part.byteCount), part.sha256)
      }
    }
    let materials =
      result.packs + result.codeLists + result.waiverFiles + [result.profile].compactMap(\.self)
    for material in materials {
      add("\(material.path) (\(material.id))", material.version, material.sha256)
    }
    return [
      .paragraph(
        "Lập bằng chương trình Soát, phiên bản \(frame.clip(result.toolVersion, 40)). Cùng dữ liệu, "
          + "gói quy tắc, danh mục và hồ sơ pháp lý thì cho ra cùng kết quả."),
      .table(
        OfficialDocument.Table(
          "Tệp đã dùng và mã băm SHA-256",
          [.init("Tệp", 34), .init("Cỡ hoặc phiên bản", 22), .init("SHA-256", 44)], rows)),
    ]
  }

  /// 64 digits in two lines.
  private static func broken(_ digest: String) -> String {
    digest.count == 64 ? "\(digest.prefix(32))\n\(digest.suffix(32))" : digest
  }
}
