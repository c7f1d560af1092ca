import AuditModel
import AuditScoring

/// Builds what each unit has to mend (PHIẾU YÊU CẦU KHẮC PHỤC), with room for its answer.
package struct RemedyBuilder {
  private let frame: OfficialFrame
  private let report: ReportBuilder

  package init(_ input: OfficialInput) {
    frame = OfficialFrame(input)
    report = ReportBuilder(input)
  }

  /// A document for each unit with a fault, in the order of the datasets.
  package func documents() -> [OfficialDocument] {
    frame.units.compactMap { unit in
      let faults = frame.rules.filter { $0.isFault && unit.resources.contains($0.resource.name) }
      return faults.isEmpty ? nil : document(unit, faults)
    }
  }

  private func document(
    _ unit: DocumentDetails.Unit, _ faults: [RankedRule]
  ) -> OfficialDocument {
    let failed = faults.reduce(0) { $0 + $1.rule.counts.failed }
    let shown = faults.prefix(ReportBuilder.listBound)
    let titles = unit.resources.map { "“\(frame.resourceTitle($0))”" }.joined(separator: "; ")
    let body: [OfficialDocument.Block] =
      [
        .paragraph(
          "Theo kết quả kiểm tra, đánh giá dữ liệu ngày \(frame.date(frame.result.date)) (kỳ dữ liệu "
            + "\(frame.periodText)), bộ dữ liệu \(titles) do \(frame.clip(unit.name, 160)) phụ trách "
            + "có \(frame.count(faults.count)) quy tắc không đạt hoặc có cảnh báo, "
            + "\(frame.count(failed)) lượt không đạt. \(frame.agencyName) yêu cầu:"),
        .heading(1, "I. NỘI DUNG KHẮC PHỤC"),
        .table(
          OfficialDocument.Table(
            "Bảng 1. Lỗi phải khắc phục, lỗi nặng trước",
            [
              .init("STT", 7, .centre), .init("Nội dung khắc phục", 53), .init("Mức độ", 13),
              .init("Lượt không đạt", 12, .number), .init("Thời hạn", 15, .centre),
            ],
            shown.enumerated().map { index, fault in
              // Whose it is, is clear.
              var row = report.remedyRow(index, fault)
              row.cells.remove(at: 4)
              return row
            })),
      ] + report.cut(shown.count, of: faults.count, "quy tắc có lỗi")
      + [
        .note(frame.deadlineNote),
        .paragraph(
          "Từng bản ghi lỗi (số thứ tự, dòng, trường, giá trị đã che) ở tệp findings.csv gửi kèm theo "
            + "đường nội bộ. Khắc phục tại nguồn; không sửa tệp kết xuất; giữ mã lịch sử của bản ghi cũ."
        ),
        .heading(1, "II. KẾT QUẢ XỬ LÝ CỦA ĐƠN VỊ"),
        .table(
          OfficialDocument.Table(
            "Bảng 2. Đơn vị ghi và gửi lại",
            [
              .init("Mã quy tắc", 14), .init("Nguyên nhân", 28), .init("Cách khắc phục", 28),
              .init("Số đã sửa", 12, .number), .init("Ngày hoàn thành", 18, .centre),
            ],
            shown.map {
              OfficialDocument.Table.Row([frame.clip($0.rule.id, 60), "", "", "", ""])
            })),
        .paragraph(
          "Đề nghị \(frame.clip(unit.name, 160)) thực hiện đúng thời hạn và gửi kết quả về đầu mối dữ "
            + "liệu của cơ quan./."),
      ]
    return OfficialDocument(
      kind: "PHIẾU YÊU CẦU KHẮC PHỤC",
      subject: "\(frame.profile.act.remedySubject.vi) năm \(frame.year)",
      letterhead: frame.letterhead("PYC"), recipients: [frame.clip(unit.name, 160)], basis: [],
      body: body, signature: frame.signature(isAddressed: true), annexes: [],
      author: frame.agencyName, date: frame.startDay)
  }
}
