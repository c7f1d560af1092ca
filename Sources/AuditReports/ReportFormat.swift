import AuditModel
import AuditScoring

/// A form a report can be had in.
package struct ReportFormat: Sendable {
  /// What the command line calls it.
  package let name: String
  package let title: LocalizedText
  /// Without the dot.
  package let fileExtension: String
  /// Gives the report's bytes in pieces, so that one with every finding need not be held as a whole.
  package let write: @Sendable (ReportInput, @escaping Sink) throws(Diagnostic) -> Void

  /// Takes bytes in order.
  package typealias Sink = ([UInt8]) throws(Diagnostic) -> Void

  init(
    name: String, title: LocalizedText, fileExtension: String,
    write: @escaping @Sendable (ReportInput, @escaping Sink) throws(Diagnostic) -> Void
  ) {
    self.name = name
    self.title = title
    self.fileExtension = fileExtension
    self.write = write
  }

  /// Of a report that is made as a whole.
  init(
    name: String, title: LocalizedText, fileExtension: String,
    render: @escaping @Sendable (ReportInput) -> [UInt8]
  ) {
    self.init(name: name, title: title, fileExtension: fileExtension) {
      (input, sink) throws(Diagnostic) in
      try sink(render(input))
    }
  }

  /// The report as a whole.
  package func render(_ input: ReportInput) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    try write(input) { (piece) throws(Diagnostic) in bytes.append(contentsOf: piece) }
    return bytes
  }
}

/// Everything a report is rendered from.
package struct ReportInput: Sendable {
  package var result: InspectionResult
  package var scores: AgencyScorecard
  package var examples: [FindingExample]
  package var language: Language
  /// Every finding, for the formats that list them; nil if they were not written.
  package var findings: FindingsFile?
  package var profile: LegalProfile

  package init(
    result: InspectionResult, scores: AgencyScorecard, examples: [FindingExample] = [],
    language: Language = .vi, findings: FindingsFile? = nil, profile: LegalProfile = .none
  ) {
    self.result = result
    self.scores = scores
    self.examples = examples
    self.language = language
    self.findings = findings
    self.profile = profile
  }
}

extension ReportFormat {
  package static let all: [ReportFormat] = [.html, .json, .xlsx]

  package static func named(_ name: String) -> ReportFormat? {
    all.first { $0.name == name }
  }
}
