import AuditModel
import AuditSystem

/// The history of inspections: added to, never changed, and without a cell of the data.
///
/// One file for one agency or for many. What a run found is known by keyed hashes (`FingerprintStore` of the engine);
/// the whole result is kept, so that reports are made again without the data.
package final class Ledger {
  let database: LedgerDatabase
  /// See `fingerprintCommand`.
  var fingerprintQuery: LedgerCommand?

  package var path: String { database.path }

  /// Opens a ledger and looks whether its chain of digests holds.
  package init(_ path: String, _ access: LedgerDatabase.Access = .existing) throws {
    database = try LedgerDatabase(path, access)
    try LedgerSchema.prepare(database)
    _ = try database.read { try checkedRuns() }
  }

  /// Every inspection in the order of recording.
  package func runs() throws -> [LedgerRun] { try database.read { try checkedRuns() } }

  /// The inspection of the same agency that comes before one by its day, or its number where the days are equal.
  ///
  /// Of those recorded before it, so that the answer stays the same whatever is recorded later.
  package func predecessor(of run: LedgerRun) throws -> LedgerRun? {
    try runs().filter {
      $0.agencyID == run.agencyID && $0.number < run.number && $0.date <= run.date
    }.max { ($0.date, $0.number) < ($1.date, $1.number) }
  }

  /// The digest of the last inspection, which stands for all before it; nil while there is none.
  package func head() throws -> [UInt8]? {
    try database.value("SELECT digest FROM runs ORDER BY number DESC LIMIT 1").blob
  }

  /// One inspection by its number; `ledger.unknown-run` if there is none.
  package func run(_ number: Int) throws -> LedgerRun {
    guard let run = try runs().first(where: { $0.number == number }) else {
      throw try unknownRun(number)
    }
    return run
  }

  func unknownRun(_ number: Int) throws -> Diagnostic {
    let count = try database.value("SELECT count(*) FROM runs").integer ?? 0
    return Diagnostic(
      "ledger.unknown-run",
      LocalizedText(
        vi: "sổ không có lần kiểm tra số \(number)", en: "the ledger has no inspection \(number)"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: count == 0
        ? LocalizedText(vi: "sổ chưa có lần nào", en: "it has none as yet")
        : LocalizedText(
          vi: "sổ có các lần từ 1 đến \(count); `soat history` liệt kê",
          en: "there are 1 to \(count); `soat history` lists them"))
  }

  // MARK: Rows

  static let runColumns = [
    "number", "recorded", "date", "period_from", "period_to", "agency", "agency_vi", "agency_en",
    "language", "tool", "policy", "basis_points", "records", "passed", "failed", "skipped",
    "waived", "rules", "changed", "added", "removed", "key_check",
    "measures", "measures_digest", "rules_digest",
    "scores_digest", "materials_digest", "waivers_digest", "documents_digest",
  ]

  /// Reads all runs and holds each row to its digest, and each digest to the one before.
  func checkedRuns() throws -> [LedgerRun] {
    let columns = Ledger.runColumns.joined(separator: ", ")
    let command = try LedgerCommand(
      "SELECT \(columns), previous, digest FROM runs ORDER BY number", on: database)
    var runs: [LedgerRun] = []
    var previous = LedgerChain.start
    try command.begin()
    while try command.step() {
      let row = command.row
      let values = Array(row.dropLast(2))
      let expected = Ledger.digest(ofRun: values, after: previous)
      guard row[0].integer == runs.count + 1, row[row.count - 2] == .blob(previous),
        row[row.count - 1] == .blob(expected), let run = LedgerRun(values, digest: expected)
      else {
        let number = runs.count + 1
        throw database.broken(
          LocalizedText(
            vi: "dòng của lần kiểm tra số \(number) không khớp mã kiểm chứng",
            en: "the row of inspection \(number) does not fit its digest"))
      }
      runs.append(run)
      previous = expected
    }
    return runs
  }

  static func digest(ofRun row: [SQLiteValue], after previous: [UInt8]) -> [UInt8] {
    var chain = LedgerChain("soat-ledger-run/1")
    chain.add(.blob(previous))
    chain.add(row)
    return chain.finish()
  }
}

extension LedgerRun {
  /// Nil where a value is none that the program writes.
  init?(_ row: [SQLiteValue], digest: [UInt8]) {
    let texts = row.map(\.text)
    let numbers = row.map(\.integer)
    func day(_ column: Int) -> CivilDate? { texts[column].flatMap { CivilDate(iso: $0) } }
    guard let number = numbers[0], let recorded = texts[1], let date = day(2),
      let agency = texts[5],
      let nameVi = texts[6], let nameEn = texts[7],
      let language = texts[8].flatMap(Language.init(rawValue:)), let tool = texts[9],
      let policy = texts[10], let records = numbers[12], let passed = numbers[13],
      let failed = numbers[14], let skipped = numbers[15], let waived = numbers[16],
      let rules = numbers[17], let changed = numbers[18], let added = numbers[19],
      let removed = numbers[20], let measures = numbers[22]
    else { return nil }
    self.init(
      number: number, recorded: recorded, date: date, periodFrom: day(3), periodTo: day(4),
      agencyID: agency, agencyName: LocalizedText(vi: nameVi, en: nameEn), language: language,
      toolVersion: tool, policy: policy, basisPoints: numbers[11], recordCount: records,
      counts: RuleCounts(passed: passed, failed: failed, skipped: skipped, waived: waived),
      ruleCount: rules, changedRules: changed, addedRules: added, removedRules: removed,
      keyCheck: row[21].blob, measureEventCount: measures, digest: digest)
  }
}
