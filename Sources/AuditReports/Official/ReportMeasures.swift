import AuditModel
import AuditScoring

/// Parts IV and V: shortcomings, causes, measures, and what is asked of others.
extension ReportBuilder {
  var shortcomings: [OfficialDocument.Block] {
    let faults = frame.rules.filter(\.isFault)
    var blocks: [OfficialDocument.Block] = [.heading(2, "1. Tồn tại, hạn chế")]
    if faults.isEmpty {
      blocks.append(.paragraph("Không phát hiện lỗi ở các quy tắc đã đánh giá."))
    } else {
      blocks.append(
        .paragraph(
          "\(frame.count(faults.count)) quy tắc có lỗi, phân theo mức độ và bộ dữ liệu ở Bảng "
            + "\(measureTable); từng quy tắc ở Phụ lục II, trường có nhiều lỗi ở Phụ lục III."))
    }
    blocks.append(.heading(2, "2. Nguyên nhân"))
    let causes = frame.details.causes.map { frame.clip($0, 600) }
    if causes.isEmpty {
      blocks.append(
        .paragraph(
          "Kiểm tra tự động chỉ ra nơi sai, không chỉ ra nguyên nhân; đơn vị phụ trách xác định "
            + "nguyên nhân khi khắc phục và ghi vào kết quả xử lý."))
    } else {
      blocks += OfficialDocument.closed(causes).map { .item($0) }
    }
    blocks.append(.heading(2, "3. Biện pháp duy trì dữ liệu"))
    blocks += remedies
    return blocks
  }

  /// The number of the table of measures: that of those before it, and one.
  private var measureTable: Int {
    OfficialDocument.tableCount(scope + results + followUp) + 1
  }

  private var remedies: [OfficialDocument.Block] {
    let groups = frame.remedyGroups
    guard !groups.isEmpty || !frame.details.measures.isEmpty else {
      return [.paragraph("Tiếp tục duy trì, cập nhật dữ liệu và kiểm tra định kỳ hằng năm.")]
    }
    let own = frame.details.measures.map { measure in
      OfficialDocument.Table.Row([
        "\(frame.clip(measure.title, 300)) (\(frame.clip(measure.id, 40)))",
        frame.clip(measure.unit, 160), measure.deadline.map(frame.date) ?? "không đặt",
      ])
    }
    let rows = groups.map { group in
      OfficialDocument.Table.Row([
        "Khắc phục lỗi mức “\(group.severity.title.vi)” của bộ dữ liệu "
          + "“\(group.resource)”: \(frame.count(group.rules)) quy tắc, "
          + "\(frame.count(group.failed)) lượt không đạt",
        group.unit, frame.deadlineText(group.severity),
      ])
    }
    var blocks: [OfficialDocument.Block] = [
      .table(
        OfficialDocument.Table(
          "Bảng #. Biện pháp, đơn vị thực hiện và thời hạn",
          [
            .init("Biện pháp", 48), .init("Đơn vị thực hiện", 28), .init("Thời hạn", 24, .centre),
          ], own + rows)),
      .note(frame.deadlineNote),
    ]
    blocks.append(
      .paragraph(
        "Danh sách đầy đủ từng biện pháp ở Phụ lục IV. Lỗi khắc phục tại nguồn; không sửa bản ghi cũ "
          + "để đổi mã lịch sử; kết quả được kiểm tra lại ở kỳ sau."))
    return blocks
  }

  var recommendations: [OfficialDocument.Block] {
    var lines = frame.details.recommendations.map { frame.clip($0, 600) }
    let blocked = frame.card.resources.enumerated().filter {
      !$0.element.failedBlockingRules.isEmpty
    }
    .map { frame.title(frame.result.resources[$0.offset]) }
    if !blocked.isEmpty {
      lines.append(
        "Xem xét chưa công bố, tạm dừng chia sẻ các bộ dữ liệu còn lỗi mức nghiêm trọng cho đến khi "
          + "khắc phục xong: \(blocked.joined(separator: "; "))")
    }
    let missing = frame.profile.outline.parts.filter { part in
      !part.isInventory && part.aspects.contains { AspectFigures($0, frame).scored.isEmpty }
    }
    if !missing.isEmpty {
      lines.append(
        "Bổ sung quy tắc hoặc dữ liệu đầu vào cho các nội dung chưa đánh giá được ở "
          + missing.map { "“\(frame.clip($0.title.vi, 200))”" }.joined(separator: "; "))
    }
    let expired = frame.result.waivers.count { $0.state == .expired }
    if expired > 0 {
      lines.append("Xem xét lại \(frame.count(expired)) miễn trừ đã hết hạn")
    }
    guard !lines.isEmpty else { return [.paragraph("Không có kiến nghị, đề xuất.")] }
    return OfficialDocument.closed(lines).enumerated().map { index, line in
      .paragraph("\(index + 1). \(line.hasSuffix(";") ? line.dropLast() + "." : line[...])")
    }
  }
}

/// Faults of one severity in one dataset, which one unit mends by one day.
struct RemedyGroup {
  var resourceName: String
  var resource: String
  var unit: String
  var severity: Severity
  var rules: Int
  var failed: Int
}

extension OfficialFrame {
  /// The gravest first, datasets in their order.
  var remedyGroups: [RemedyGroup] {
    var groups: [RemedyGroup] = []
    for severity in Severity.allCases.reversed() {
      for resource in result.resources {
        let faults = rules.filter {
          $0.isFault && $0.resource.name == resource.name && $0.rule.severity == severity
        }
        guard !faults.isEmpty else { continue }
        groups.append(
          RemedyGroup(
            resourceName: resource.name, resource: title(resource), unit: unit(resource.name),
            severity: severity, rules: faults.count,
            failed: faults.reduce(0) { $0 + $1.rule.counts.failed }))
      }
    }
    return groups
  }

  /// The last day for faults of a severity; nil where the profile sets none.
  func deadline(_ severity: Severity) -> (days: Int, day: CivilDate)? {
    guard let days = profile.deadlines[severity],
      let day = input.holidays.day(days, workingDaysAfter: startDay)
    else { return nil }
    return (days, day)
  }

  func deadlineText(_ severity: Severity) -> String {
    guard let deadline = deadline(severity) else { return "do đơn vị đề xuất" }
    return "\(date(deadline.day))\n(\(count(deadline.days)) ngày làm việc)"
  }

  /// How the days were counted, and what of it is not sure.
  var deadlineNote: String {
    let days = profile.deadlines.keys.compactMap { deadline($0)?.day }
    guard let last = days.max() else {
      return "Hồ sơ pháp lý đã dùng không đặt thời hạn; đơn vị đề xuất thời hạn khắc phục."
    }
    let text =
      "Thời hạn là mức nội bộ, tính theo ngày làm việc từ ngày \(date(startDay)), trừ thứ bảy, chủ "
      + "nhật và ngày nghỉ trong bảng ngày nghỉ"
    guard input.holidays.isConfirmed(from: startDay, to: last) else {
      return text + "; lịch nghỉ đến ngày \(date(last)) chưa được xác nhận đầy đủ, cần đối chiếu."
    }
    return text + "."
  }
}
