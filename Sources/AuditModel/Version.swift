/// The program's name and version, printed by `soat --version` and written into every result.
package enum Version {
  package static let tool = "2026.1.0"
  package static let resultFormat = "soat-result/1"
  package static let projectFormat = "soat-project/1"
  package static let rulesFormat = "soat-rules/1"
  package static let waiversFormat = "soat-waivers/1"
  package static let examplesFormat = "soat-examples/1"
  package static let detailsFormat = "soat-details/1"
  package static let policyFormat = "soat-policy/1"
  package static let historyFormat = "soat-history/1"
  package static let comparisonFormat = "soat-comparison/1"
  package static let measuresFormat = "soat-measures/1"
  package static let legalProfileFormat = "soat-profile/1"
  package static let agenciesFormat = "soat-agencies/1"
  package static let holidaysFormat = "soat-holidays/1"
  package static let profileResultFormat = "soat-profile-result/1"
}
