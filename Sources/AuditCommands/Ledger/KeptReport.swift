import AuditLedger
import AuditModel
import AuditReports
import AuditRules
import AuditScoring

/// What a report is rendered from, as the ledger has kept it.
struct KeptReport {
  static let resultName = "result.json"
  static let placesName = "places.json"
  static let profileName = "profile.json"

  let result: InspectionResult
  let policy: ScoringPolicy
  /// Without a cell of the data; nil where the run kept none.
  let examples: [FindingExample]?
  let profile: LegalProfile

  init(_ run: LedgerRun, in ledger: Ledger) throws {
    let place = "\(ledger.path)#\(run.number)"
    guard let bytes = try ledger.document(KeptReport.resultName, of: run) else {
      throw Diagnostic(
        "ledger.no-result",
        LocalizedText(
          vi: "sổ không giữ kết quả của lần kiểm tra số \(run.number)",
          en: "the ledger has no result of inspection \(run.number)"),
        at: SourceLocation(file: ledger.path, line: 0, column: 0))
    }
    result = try ResultFile.read(bytes, file: place)
    policy = try ResultFile.readPolicy(bytes, file: place)
    examples = try ledger.document(KeptReport.placesName, of: run).map {
      try ExamplesFile.read($0, file: place)
    }
    var profile =
      try ledger.document(KeptReport.profileName, of: run).map {
        try LegalProfile.read($0, file: place)
      } ?? .none
    profile.material = result.profile
    self.profile = profile
  }

  var scores: AgencyScorecard { Scoring.scorecard(of: result, by: policy) }

  /// Equal to what the run itself rendered from but for the cells of examples, in the language given.
  func input(_ language: Language) -> ReportInput {
    ReportInput(
      result: result, scores: scores, examples: examples ?? [],
      language: language, profile: profile)
  }
}
