import AuditModel
import AuditSystem

extension Ledger {
  /// Fingerprints of a piece; a rule has as many pieces as it needs.
  package static let pieceCount = 1 << 16

  /// Adds an inspection, all of it or nothing.
  ///
  /// - `finish`: does what must be done with it, such as writing the outputs, before it is kept; where it throws, the
  ///   ledger stays as it was. Until it is done, others wait.
  package func record(
    _ entry: LedgerEntry, finish: (LedgerRun) throws -> Void = { _ in }
  ) throws -> LedgerRun {
    try database.write {
      let known = try checkedRuns()
      let number = known.count + 1
      var rules = entry.rules
      for position in rules.indices {
        try keepFingerprints(of: &rules[position], entry, number, position)
      }
      let ruleRows = rules.map(\.row)
      let rows: [(table: String, rows: [[SQLiteValue]])] = [
        ("rules", ruleRows), ("scores", entry.scores.map(\.row)),
        ("materials", entry.materials.map(\.row)),
        ("waivers", entry.result.waivers.map(\.ledgerRow)),
        ("documents", entry.documents.map(\.row)),
      ]
      var digests: [[UInt8]] = []
      for (table, rows) in rows {
        try insert(rows, into: table, of: number)
        digests.append(
          LedgerChain.digest(table, rows.map { table == "documents" ? [$0[0], $0[1]] : $0 }))
      }
      let changes = try changes(of: rules, entry, known)
      let measures = try measureHead()
      let row =
        entry.row(number, changes) + [.integer(measures.count), .blob(measures.digest)]
        + digests.map { .blob($0) }
      let previous = known.last?.digest ?? LedgerChain.start
      let digest = Ledger.digest(ofRun: row, after: previous)
      let places = Array(repeating: "?", count: row.count + 2).joined(separator: ", ")
      let columns = Ledger.runColumns.joined(separator: ", ")
      try LedgerCommand(
        "INSERT INTO runs (\(columns), previous, digest) VALUES (\(places))", on: database
      ).run(row + [.blob(previous), .blob(digest)])
      guard let run = LedgerRun(row, digest: digest) else {
        preconditionFailure("a run's row that cannot be read: \(row.count) values")
      }
      try finish(run)
      return run
    }
  }

  private func insert(_ rows: [[SQLiteValue]], into table: String, of number: Int) throws {
    guard let first = rows.first else { return }
    let places = Array(repeating: "?", count: first.count + 1).joined(separator: ", ")
    let command = try LedgerCommand("INSERT INTO \(table) VALUES (\(places))", on: database)
    for (position, row) in rows.enumerated() {
      try command.run([.integer(number << LedgerSchema.shift | position)] + row)
    }
  }

  private func keepFingerprints(
    of rule: inout LedgerRule, _ entry: LedgerEntry, _ number: Int, _ position: Int
  ) throws {
    guard let pieces = entry.fingerprints(rule) else { return }
    let command = try LedgerCommand("INSERT INTO fingerprints VALUES (?, ?)", on: database)
    let first = (number << LedgerSchema.shift | position) << LedgerSchema.shift
    var digest = SHA256()
    var (piece, count) = (0, 0)
    try pieces { list in
      let bytes = Fingerprints.bytes(of: list)
      try command.run([.integer(first | piece), .blob(bytes)])
      digest.update(bytes)
      piece += 1
      count += list.count
    }
    rule.findingCount = count
    rule.fingerprintsDigest = digest.finish()
  }

  /// How many rules are not as in the agency's inspection before.
  private func changes(
    of rules: [LedgerRule], _ entry: LedgerEntry, _ known: [LedgerRun]
  ) throws -> (changed: Int, added: Int, removed: Int) {
    let earlier = known.filter {
      $0.agencyID == entry.result.agencyID && $0.date <= entry.result.date
    }
    guard let before = earlier.max(by: { ($0.date, $0.number) < ($1.date, $1.number) }) else {
      return (0, 0, 0)
    }
    let old = try self.rules(of: before).byID
    let new = rules.byID
    let changed = new.filter { id, rule in old[id].map { $0.definition != rule.definition } ?? false
    }
    return (
      changed.count, new.keys.count { old[$0] == nil }, old.keys.count { new[$0] == nil }
    )
  }
}

extension LedgerEntry {
  /// Without the digests of other tables.
  fileprivate func row(
    _ number: Int, _ changes: (changed: Int, added: Int, removed: Int)
  ) -> [SQLiteValue] {
    var counts = RuleCounts()
    for rule in rules { counts += rule.judgedCounts ?? RuleCounts() }
    let records = result.resources.reduce(0) { $0 + $1.recordCount }
    let identity: [SQLiteValue] = [
      .integer(number), .text(recorded), .text(result.date.iso),
      SQLiteValue(result.periodFrom?.iso),
      SQLiteValue(result.periodTo?.iso), .text(result.agencyID), .text(result.agencyName.vi),
      .text(result.agencyName.en), .text(language.rawValue), .text(result.toolVersion),
      .text(policy), SQLiteValue(basisPoints),
    ]
    let figures = [
      records, counts.passed, counts.failed, counts.skipped, counts.waived, rules.count,
      changes.changed, changes.added, changes.removed,
    ].map { SQLiteValue.integer($0) }
    return identity + figures + [keyCheck.map { .blob($0) } ?? .null]
  }
}

extension LedgerEntry.Score {
  fileprivate var row: [SQLiteValue] {
    [SQLiteValue(resource), SQLiteValue(criterion), SQLiteValue(basisPoints)]
  }
}

extension LedgerEntry.Material {
  fileprivate var row: [SQLiteValue] {
    [.text(kind), .text(name), .text(version), SQLiteValue(sha256)]
  }
}

extension LedgerEntry.Document {
  fileprivate var row: [SQLiteValue] {
    [.text(name), .blob(SHA256.digest(of: bytes)), .blob(bytes)]
  }
}

extension WaiverResult {
  /// Without its keys, which are in no result, and without words that somebody wrote.
  fileprivate var ledgerRow: [SQLiteValue] {
    [
      .text(resource), .text(rule), .text(document), .text(until.iso), .text(state.rawValue),
      .integer(waived),
    ]
  }
}
