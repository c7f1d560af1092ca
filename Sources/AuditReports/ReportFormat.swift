import AuditModel
import AuditScoring

/// A form a report can be had in.
package struct ReportFormat: Sendable {
  /// What the command line calls it.
  package let name: String
  package let title: LocalizedText
  /// Without the dot.
  package let fileExtension: String
  package let render: @Sendable (ReportInput) -> [UInt8]
}

/// Everything a report is rendered from.
package struct ReportInput: Sendable {
  package var result: InspectionResult
  package var scores: AgencyScorecard
  package var examples: [FindingExample]
  package var language: Language
  package var profile: LegalProfile

  package init(
    result: InspectionResult, scores: AgencyScorecard, examples: [FindingExample] = [],
    language: Language = .vi, profile: LegalProfile = .none
  ) {
    self.result = result
    self.scores = scores
    self.examples = examples
    self.language = language
    self.profile = profile
  }
}

extension ReportFormat {
  package static let all: [ReportFormat] = [.html, .json]

  package static func named(_ name: String) -> ReportFormat? {
    all.first { $0.name == name }
  }
}
