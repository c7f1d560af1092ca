import AuditModel
import AuditScoring

/// “Quy tắc”: every rule with its exact counts, in the order of the datasets.
extension XLSXReport {
  var ruleSheet: Sheet {
    var sheet = Sheet(
      words.rulesName,
      widths: [22, 14, 48, 20, 13, 12, 12, 11, 11, 11, 10, 16, 44, 44])
    sheet.header(
      [
        words.say("Bộ dữ liệu", "Dataset"), words.say("Quy tắc", "Rule"),
        words.say("Tên quy tắc", "Title"), words.say("Tiêu chí", "Criterion"),
        words.say("Mức độ", "Severity"), words.say("Đã đánh giá", "Evaluated"),
        words.say("Đạt", "Passed"), words.say("Không đạt", "Failed"),
        words.say("Miễn trừ", "Waived"), words.say("Bỏ qua", "Skipped"),
        words.say("Tỷ lệ đạt", "Score"), words.say("Tình trạng", "Status"),
        words.say("Căn cứ", "Legal basis"), words.say("Lý do", "Reason"),
      ], isFrozen: true)
    for ranked in rules.sorted(by: { $0.place < $1.place }) { sheet.row(cells(of: ranked)) }
    sheet.addFilter()
    return sheet
  }

  private func cells(of ranked: RankedRule) -> [SheetCell] {
    let (rule, language) = (ranked.rule, input.language)
    return [
      .text(ranked.resource.title[language], .text), .text(rule.id, .text),
      .text(rule.title[language], .text), .text(rule.dimension.title[language], .text),
      .text(rule.severity.title[language], .text), .count(rule.counts.evaluated),
      .count(rule.counts.passed), .count(rule.counts.failed), .count(rule.counts.waived),
      .count(rule.counts.skipped), share(ranked.card.score),
      .text("\(rule.status.sign) \(rule.status.title[language])", rule.status.cellStyle),
      .text(legal(rule), .text),
      .text((rule.statusReason ?? ranked.card.exclusion)?[language] ?? "", .text),
    ]
  }

  func legal(_ rule: RuleResult) -> String {
    rule.legal.map { $0.cite[input.language] }.joined(separator: "\n")
  }
}

extension RuleStatus {
  fileprivate var cellStyle: CellStyle {
    switch self {
    case .failed, .error: .bad
    case .warned, .incomplete: .middling
    case .passed: .good
    case .notApplicable, .waived: .neutral
    }
  }
}
