import AuditModel
import AuditScoring

/// Builds the agency's own plan for the next inspection (KẾ HOẠCH): what, by whom, by when.
package struct PlanBuilder {
  private let frame: OfficialFrame

  package init(_ input: OfficialInput) { frame = OfficialFrame(input) }

  /// The day that data of the next period are cut off at: a year after this period's.
  private var cutoff: CivilDate {
    let end = frame.result.periodTo ?? frame.result.date
    // 29 February has no day a year later.
    return CivilDate(year: end.year + 1, month: end.month, day: end.day)
      ?? CivilDate(year: end.year + 1, month: end.month, day: 28) ?? end
  }

  private var start: CivilDate {
    let end = frame.result.periodTo ?? frame.result.date
    return CivilDate(dayNumber: end.dayNumber + 1) ?? end
  }

  package func document() -> OfficialDocument {
    let act = frame.profile.act
    let body: [OfficialDocument.Block] =
      [
        .paragraph(
          "\(frame.agencyName) ban hành kế hoạch \(act.name.vi) năm \(cutoff.year) như sau:"),
        .heading(1, "I. MỤC ĐÍCH, YÊU CẦU"),
        .paragraph(
          "1. Kiểm tra, đánh giá định kỳ các bộ dữ liệu do cơ quan quản lý; phát hiện, khắc phục lỗi "
            + "tại nguồn; duy trì, cập nhật dữ liệu theo kết quả kiểm tra."),
        .paragraph(
          "2. Kết quả có số liệu kiểm chứng được, so sánh được với kỳ trước; dữ liệu cá nhân được bảo "
            + "vệ trong suốt quá trình kiểm tra."),
        .heading(1, "II. PHẠM VI, NỘI DUNG"),
        .paragraph(
          "1. Kỳ dữ liệu: từ ngày \(frame.date(start)) đến ngày \(frame.date(cutoff)). Bộ dữ liệu, "
            + "đơn vị phụ trách và kết quả kỳ trước ở Bảng 1."), .table(resources),
        .paragraph("2. Nội dung kiểm tra, đánh giá:"),
      ] + contents
      + [
        .heading(1, "III. TIẾN ĐỘ")
      ] + schedule
      + [
        .heading(1, "IV. TỔ CHỨC THỰC HIỆN"),
        .paragraph(
          "1. Đầu mối dữ liệu của cơ quan theo dõi, đôn đốc thực hiện kế hoạch, tổng hợp kết quả."),
        .paragraph(
          "2. Các đơn vị phụ trách bộ dữ liệu kết xuất dữ liệu đúng hạn, khắc phục lỗi và báo kết quả "
            + "khắc phục cho đầu mối."),
        .paragraph(
          "3. Kinh phí, hạ tầng và nhân lực sử dụng nguồn hiện có của cơ quan. Vướng mắc phát sinh báo "
            + "người đứng đầu cơ quan xem xét, quyết định./."),
      ]
    return OfficialDocument(
      kind: "KẾ HOẠCH", subject: "\(act.planSubject.vi) năm \(cutoff.year)",
      letterhead: frame.letterhead("KH"), recipients: [], basis: frame.basis, body: body,
      signature: frame.signature(isAddressed: false), annexes: [],
      author: frame.agencyName, date: frame.startDay)
  }

  private var resources: OfficialDocument.Table {
    OfficialDocument.Table(
      "Bảng 1. Bộ dữ liệu được kiểm tra",
      [
        .init("STT", 7, .centre), .init("Bộ dữ liệu", 27), .init("Đơn vị phụ trách", 26),
        .init("Người phụ trách", 16), .init("Số quy tắc", 10, .number),
        .init("Điểm kỳ trước", 14, .number),
      ],
      frame.result.resources.enumerated().map { index, resource in
        OfficialDocument.Table.Row([
          String(index + 1), frame.title(resource), frame.unit(resource.name),
          frame.details.unit(of: resource.name)?.officer.map { frame.clip($0, 80) } ?? "",
          frame.count(resource.rules.count), frame.score(frame.card.resources[index].score),
        ])
      })
  }

  private var contents: [OfficialDocument.Block] {
    let lines = frame.profile.outline.parts.map { frame.clip($0.title.vi, 300) }
    return OfficialDocument.closed(lines).enumerated().map { index, line in
      .paragraph("\(OfficialDocument.letter(index))) \(line)")
    }
  }

  /// The profile's steps; what an agency has to write itself where it gives none.
  private var schedule: [OfficialDocument.Block] {
    guard !frame.profile.steps.isEmpty else {
      return [.paragraph("Các bước và thời hạn do người đứng đầu cơ quan quy định.")]
    }
    return [
      .table(steps),
      .note(
        "Tiến độ là đề xuất, tính theo ngày làm việc từ ngày chốt số liệu \(frame.date(cutoff))"
          + (stepsAreConfirmed ? "." : "; lịch nghỉ của thời gian này chưa được xác nhận.")),
    ]
  }

  private func day(_ days: Int) -> CivilDate {
    frame.input.holidays.day(days, workingDaysAfter: cutoff) ?? cutoff
  }

  private var stepsAreConfirmed: Bool {
    let last = day(frame.profile.steps.map(\.days).max() ?? 0)
    return frame.input.holidays.isConfirmed(from: cutoff, to: last)
  }

  private var steps: OfficialDocument.Table {
    OfficialDocument.Table(
      "Bảng 2. Tiến độ thực hiện",
      [
        .init("STT", 7, .centre), .init("Công việc", 45), .init("Đơn vị thực hiện", 28),
        .init("Hạn hoàn thành", 20, .centre),
      ],
      frame.profile.steps.enumerated().map { index, step in
        OfficialDocument.Table.Row([
          String(index + 1), frame.clip(step.title.vi, 200), frame.clip(step.unit.vi, 120),
          frame.date(day(step.days)),
        ])
      })
  }
}
