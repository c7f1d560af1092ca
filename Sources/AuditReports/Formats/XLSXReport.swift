import AuditModel
import AuditScoring

extension ReportFormat {
  /// A workbook for those who mend the data: figures, rules, measures to fill in, every finding.
  package static let xlsx = ReportFormat(
    name: "xlsx",
    title: LocalizedText(
      vi: "Bảng tính XLSX: tổng hợp, quy tắc, biện pháp, lỗi phát hiện",
      en: "XLSX workbook: summary, rules, measures, findings"),
    fileExtension: "xlsx",
    write: { (input, sink) throws(Diagnostic) in try XLSXReport(input).write(to: sink) })
}

/// The sheets of the workbook.
struct XLSXReport {
  let input: ReportInput
  let rules: [RankedRule]
  let words: XLSXWords

  init(_ input: ReportInput) {
    self.input = input
    rules = RankedRule.ranked(input.result, input.scores)
    words = XLSXWords(language: input.language)
  }

  /// `limit`: rows that a sheet holds.
  func write(
    to sink: @escaping ZipArchive.Sink, limit: Int = FindingsSheets.excelLimit
  ) throws(Diagnostic) {
    var findings: FindingsSheets?
    if let file = input.findings { findings = try FindingsSheets(file, words, limit: limit) }
    let found = findings
    var workbook = Workbook(sharedTexts: { found?.sharedTexts ?? SharedTexts().bytes })
    workbook.add(summary(findingCount: found?.findingCount))
    workbook.add(ruleSheet)
    workbook.add(measureSheet)
    found?.add(to: &workbook)
    try workbook.package(properties).write(to: sink)
  }

  private var properties: OfficePackage.Properties {
    OfficePackage.Properties(
      title: words.title, author: CellText.cut(input.result.agencyName[input.language]),
      date: input.result.date, language: input.language)
  }
}

/// Names and words of the workbook.
struct XLSXWords {
  let language: Language

  func say(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }

  var title: String { say("Kết quả kiểm tra dữ liệu", "Results of the data inspection") }
  var summaryName: String { say("Tổng hợp", "Summary") }
  var rulesName: String { say("Quy tắc", "Rules") }
  var measuresName: String { say("Biện pháp", "Measures") }
  var findingsName: String { say("Lỗi phát hiện", "Findings") }

  /// Of a measure in the sheet: the model's word, with a capital.
  func status(_ status: CorrectiveMeasure.Status) -> String {
    let text = status.title[language]
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
