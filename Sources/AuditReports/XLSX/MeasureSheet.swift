import AuditModel

/// “Biện pháp”: a line for each rule that failed or warned, the gravest first, and empty ones; who does what by when is
/// for the agency to fill in.
extension XLSXReport {
  private static let emptyRows = 20
  private static let firstInput = 7

  var measureSheet: Sheet {
    var sheet = Sheet(
      words.measuresName, widths: [6, 14, 22, 14, 44, 12, 30, 40, 26, 14, 18, 14, 30])
    sheet.header(
      [
        words.say("STT", "No."), words.say("Mức độ", "Severity"),
        words.say("Bộ dữ liệu", "Dataset"), words.say("Quy tắc", "Rule"),
        words.say("Nội dung", "What is wrong"), words.say("Số lỗi", "Failures"),
        words.say("Nguyên nhân", "Cause"), words.say("Biện pháp khắc phục", "Measure"),
        words.say("Đơn vị, người thực hiện", "Unit or person"),
        words.say("Thời hạn", "Deadline"), words.say("Trạng thái", "Status"),
        words.say("Ngày hoàn thành", "Done on"), words.say("Ghi chú", "Remarks"),
      ], isFrozen: true)
    let faults = rules.filter { $0.rule.counts.failed > 0 }
    for (index, fault) in faults.enumerated() {
      sheet.row(known(fault, number: index + 1) + inputs(status: .new))
    }
    let blank: [SheetCell] = Array(repeating: .empty(.input), count: XLSXReport.firstInput - 1)
    for _ in 0..<XLSXReport.emptyRows { sheet.row(blank + inputs(status: nil)) }
    sheet.addFilter()
    addValidations(to: &sheet)
    return sheet
  }

  private func known(_ fault: RankedRule, number: Int) -> [SheetCell] {
    let (rule, language) = (fault.rule, input.language)
    return [
      .count(number), .text(rule.severity.title[language], .text),
      .text(fault.resource.title[language], .text), .text(rule.id, .text),
      .text(rule.title[language], .text), .count(rule.counts.failed),
    ]
  }

  /// From the cause to the remarks.
  private func inputs(status: CorrectiveMeasure.Status?) -> [SheetCell] {
    [
      .empty(.input), .empty(.input), .empty(.input), .empty(.inputDate),
      status.map { .text(words.status($0), .input) } ?? .empty(.input), .empty(.inputDate),
      .empty(.input),
    ]
  }

  private func addValidations(to sheet: inout Sheet) {
    func range(_ column: Int) -> String {
      "\(Sheet.reference(column, 2)):\(Sheet.reference(column, sheet.rowCount))"
    }
    let day = input.result.date
    for (column, title) in [
      (9, words.say("Thời hạn", "Deadline")), (11, words.say("Ngày hoàn thành", "Done on")),
    ] {
      sheet.add(
        Sheet.Validation(
          range: range(column), form: .date(from: day), title: title,
          message: words.say(
            "Ngày, viết như 31/12/2026; không trước ngày kiểm tra \(day.vietnamese).",
            "A day, not before the inspection on \(day.vietnamese).")))
    }
    let states = CorrectiveMeasure.Status.allCases.map(words.status)
    sheet.add(
      Sheet.Validation(
        range: range(10), form: .list(states), title: words.say("Trạng thái", "Status"),
        message: words.say("Chọn: ", "One of: ") + states.joined(separator: ", ") + "."))
  }
}
