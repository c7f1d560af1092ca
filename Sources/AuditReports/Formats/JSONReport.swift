import AuditModel

extension ReportFormat {
  /// `result.json`; without examples, which are personal data.
  package static let json = ReportFormat(
    name: "json", title: LocalizedText(vi: "Tệp kết quả JSON", en: "JSON result file"),
    fileExtension: "json", render: { ResultFile.write($0.result, $0.scores) })
}
