import AuditModel
import AuditSystem

/// What a rule is known by within an agency's series.
package struct LedgerRuleID: Hashable, Sendable {
  package var resource: String
  package var rule: String

  package init(resource: String, rule: String) {
    self.resource = resource
    self.rule = rule
  }
}

extension LedgerRule {
  package var id: LedgerRuleID { LedgerRuleID(resource: resource, rule: rule) }

  var row: [SQLiteValue] {
    [
      .text(resource), .text(rule), .blob(definition), .text(title.vi), .text(title.en),
      .text(severity.rawValue), .text(status.rawValue), .integer(counts.passed),
      .integer(counts.failed), .integer(counts.skipped), .integer(counts.waived),
      SQLiteValue(findingCount), fingerprintsDigest.map { .blob($0) } ?? .null,
    ]
  }

  /// Nil where a value is none that the program writes.
  init?(_ row: [SQLiteValue]) {
    guard row.count == 13, let resource = row[0].text, let rule = row[1].text,
      let definition = row[2].blob, let vi = row[3].text, let en = row[4].text,
      let severity = row[5].text.flatMap(Severity.init(rawValue:)),
      let status = row[6].text.flatMap(RuleStatus.init(rawValue:)), let passed = row[7].integer,
      let failed = row[8].integer, let skipped = row[9].integer, let waived = row[10].integer
    else { return nil }
    self.init(
      resource: resource, rule: rule, definition: definition,
      title: LocalizedText(vi: vi, en: en), severity: severity, status: status,
      counts: RuleCounts(passed: passed, failed: failed, skipped: skipped, waived: waived))
    findingCount = row[11].integer
    fingerprintsDigest = row[12].blob
  }
}

extension [LedgerRule] {
  /// A resource has a rule once.
  var byID: [LedgerRuleID: LedgerRule] {
    Dictionary(map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Ledger {
  /// Whether any inspection had a rule of the id, in whichever resource.
  package func knows(rule: String) throws -> Bool {
    try database.value("SELECT 1 FROM rules WHERE rule = ? LIMIT 1", [.text(rule)]) != .null
  }

  /// The rules of an inspection in its order, held to the digest in its row.
  package func rules(of run: LedgerRun) throws -> [LedgerRule] {
    let rows = try checkedRows("rules", of: run)
    return try rows.map { row in
      guard let rule = LedgerRule(row) else { throw broken("rules", run) }
      return rule
    }
  }

  /// A document of an inspection, such as `result.json`; nil where it has none of the name.
  package func document(_ name: String, of run: LedgerRun) throws -> [UInt8]? {
    _ = try checkedRows("documents", columns: "name, sha256", of: run)
    let first = run.number << LedgerSchema.shift
    let command = try LedgerCommand(
      "SELECT sha256, bytes FROM documents WHERE id BETWEEN ? AND ? AND name = ?", on: database)
    try command.begin([
      .integer(first), .integer(first + (1 << LedgerSchema.shift) - 1), .text(name),
    ])
    guard try command.step() else { return nil }
    if name == LedgerSchema.erasedDocument, command.value(1).blob == [] { return nil }
    guard let bytes = command.value(1).blob, command.value(0) == .blob(SHA256.digest(of: bytes))
    else { throw broken("documents", run) }
    return bytes
  }

  /// The rows of a table that belong to a run, without their ids.
  func checkedRows(
    _ table: String, columns: String = "*", of run: LedgerRun
  ) throws -> [[SQLiteValue]] {
    let first = run.number << LedgerSchema.shift
    let command = try LedgerCommand(
      "SELECT id, \(columns) FROM \(table) WHERE id BETWEEN ? AND ? ORDER BY id", on: database)
    try command.begin([.integer(first), .integer(first + (1 << LedgerSchema.shift) - 1)])
    var rows: [[SQLiteValue]] = []
    while try command.step() {
      let row = command.row
      guard row[0] == .integer(first + rows.count) else { throw broken(table, run) }
      rows.append(Array(row.dropFirst(columns == "*" ? 2 : 1)))
    }
    let stored = try database.value(
      "SELECT \(table)_digest FROM runs WHERE number = ?", [.integer(run.number)])
    guard stored == .blob(LedgerChain.digest(table, rows)) else { throw broken(table, run) }
    return rows
  }

  func broken(_ table: String, _ run: LedgerRun) -> Diagnostic {
    database.broken(
      LocalizedText(
        vi: "bảng \(table) của lần kiểm tra số \(run.number) không khớp mã kiểm chứng",
        en: "the table \(table) of inspection \(run.number) does not fit its digest"))
  }

  /// Reads everything and holds it to the chain; throws at the first place that does not fit.
  package func verify() throws {
    try database.check()
    try database.read {
      let runs = try checkedRuns()
      for run in runs {
        for (position, rule) in try rules(of: run).enumerated() {
          _ = try fingerprints(of: rule, position, in: run)
        }
        for table in ["scores", "materials", "waivers"] { _ = try checkedRows(table, of: run) }
        for row in try checkedRows("documents", columns: "name, sha256", of: run) {
          _ = try document(row[0].text ?? "", of: run)
        }
      }
      try verifyMeasures(runs)
      try requireNothingElse()
    }
  }

  /// Rows of runs that are not there were put in by somebody else.
  private func requireNothingElse() throws {
    let last = try database.value("SELECT coalesce(max(number), 0) FROM runs").integer ?? 0
    let tables = ["rules", "scores", "materials", "waivers", "documents", "fingerprints"]
    for table in tables {
      let shift = LedgerSchema.shift * (table == "fingerprints" ? 2 : 1)
      let extra = try database.value(
        "SELECT count(*) FROM \(table) WHERE id < ? OR id >= ?",
        [.integer(1 << shift), .integer((last + 1) << shift)])
      guard extra == .integer(0) else {
        throw database.broken(
          LocalizedText(
            vi: "bảng \(table) có dòng không thuộc lần kiểm tra nào",
            en: "the table \(table) has rows of no inspection"))
      }
    }
  }
}
