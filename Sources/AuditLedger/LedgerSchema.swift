import AuditModel
import AuditSystem

/// The tables of a ledger, made by numbered migrations.
///
/// Rows are added and never changed: triggers refuse it to whoever opens the file with another program, and the chain
/// of digests (`LedgerChain`) shows what was changed all the same. A row of a table that belongs to a run has an
/// `id` of `run << 20 | position`, a piece of fingerprints one of `run << 40 | rule's position << 20 | piece`.
enum LedgerSchema {
  /// "soat", so that no other program's database is taken for a ledger.
  static let application = 0x736F_6174
  static var version: Int { migrations.count }

  static let shift = 20

  /// One after another, each in a transaction with the number it leads to.
  static let migrations: [[String]] = [first, withoutExamples]

  private static let first =
    [
      """
      CREATE TABLE runs (
        number INTEGER PRIMARY KEY, recorded TEXT NOT NULL, date TEXT NOT NULL,
        period_from TEXT, period_to TEXT,
        agency TEXT NOT NULL, agency_vi TEXT NOT NULL, agency_en TEXT NOT NULL,
        language TEXT NOT NULL, tool TEXT NOT NULL, policy TEXT NOT NULL, basis_points INTEGER,
        records INTEGER NOT NULL, passed INTEGER NOT NULL, failed INTEGER NOT NULL,
        skipped INTEGER NOT NULL, waived INTEGER NOT NULL,
        rules INTEGER NOT NULL, changed INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL,
        key_check BLOB, measures INTEGER NOT NULL, measures_digest BLOB NOT NULL,
        rules_digest BLOB NOT NULL, scores_digest BLOB NOT NULL, materials_digest BLOB NOT NULL,
        waivers_digest BLOB NOT NULL, documents_digest BLOB NOT NULL,
        previous BLOB NOT NULL, digest BLOB NOT NULL) STRICT
      """,
      """
      CREATE TABLE rules (
        id INTEGER PRIMARY KEY, resource TEXT NOT NULL, rule TEXT NOT NULL, definition BLOB NOT NULL,
        title_vi TEXT NOT NULL, title_en TEXT NOT NULL, severity TEXT NOT NULL, status TEXT NOT NULL,
        passed INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL, waived INTEGER NOT NULL,
        findings INTEGER, fingerprints_digest BLOB) STRICT
      """,
      """
      CREATE TABLE scores (
        id INTEGER PRIMARY KEY, resource TEXT, criterion TEXT, basis_points INTEGER) STRICT
      """,
      """
      CREATE TABLE materials (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
        sha256 TEXT) STRICT
      """,
      """
      CREATE TABLE waivers (
        id INTEGER PRIMARY KEY, resource TEXT NOT NULL, rule TEXT NOT NULL, document TEXT NOT NULL,
        until TEXT NOT NULL, state TEXT NOT NULL, waived INTEGER NOT NULL) STRICT
      """,
      """
      CREATE TABLE documents (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL, bytes BLOB NOT NULL) STRICT
      """,
      "CREATE TABLE fingerprints (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
      """
      CREATE TABLE measures (
        number INTEGER PRIMARY KEY, recorded TEXT NOT NULL, measure TEXT NOT NULL, run INTEGER,
        title TEXT NOT NULL, unit TEXT NOT NULL, rules TEXT NOT NULL, deadline TEXT,
        status TEXT NOT NULL, status_date TEXT NOT NULL, note TEXT NOT NULL,
        previous BLOB NOT NULL, digest BLOB NOT NULL) STRICT
      """,
      "CREATE INDEX runs_of_agency ON runs (agency, date, number)",
    ]
    + [
      ("runs", "number"), ("rules", "id"), ("scores", "id"), ("materials", "id"),
      ("waivers", "id"), ("documents", "id"), ("fingerprints", "id"), ("measures", "number"),
    ].flatMap(appendOnly)

  /// Erases the examples that the first form kept, with cells in them; their digests stay, so that the chain holds.
  private static let withoutExamples = [
    "DROP TRIGGER documents_no_update",
    "UPDATE documents SET bytes = x'' WHERE name = '\(erasedDocument)'",
    appendOnly("documents", key: "id")[0],
  ]

  /// The document of the first form that is not kept any more.
  static let erasedDocument = "examples.json"

  /// `INSERT OR REPLACE` deletes without asking a trigger of deletions: the third one stops it.
  private static func appendOnly(_ table: String, key: String) -> [String] {
    let refusal = "SELECT RAISE(ABORT, 'a ledger is only added to'); END"
    return [
      "CREATE TRIGGER \(table)_no_update BEFORE UPDATE ON \(table) BEGIN \(refusal)",
      "CREATE TRIGGER \(table)_no_delete BEFORE DELETE ON \(table) BEGIN \(refusal)",
      """
      CREATE TRIGGER \(table)_no_replace BEFORE INSERT ON \(table)
      WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(key) = NEW.\(key)) BEGIN \(refusal)
      """,
    ]
  }

  /// Brings a database to the present form, or refuses one that is another's or of a later program.
  static func prepare(_ database: LedgerDatabase) throws {
    let (application, version) = try state(of: database)
    try require(application, version, database)
    guard version < self.version else { return }
    try database.write {
      // Another process may have done it meanwhile.
      let (application, version) = try state(of: database)
      try require(application, version, database)
      for (number, statements) in migrations.enumerated() where number >= version {
        for statement in statements { try database.run(statement) }
      }
      try database.run("PRAGMA application_id = \(LedgerSchema.application)")
      try database.run("PRAGMA user_version = \(self.version)")
    }
  }

  private static func state(of database: LedgerDatabase) throws -> (application: Int, version: Int)
  {
    (
      try database.value("PRAGMA application_id").integer ?? 0,
      try database.value("PRAGMA user_version").integer ?? 0
    )
  }

  private static func require(
    _ application: Int, _ version: Int, _ database: LedgerDatabase
  ) throws {
    if application == LedgerSchema.application {
      guard version > self.version else { return }
      throw Diagnostic(
        "ledger.newer",
        LocalizedText(
          vi: "sổ theo dõi do phiên bản mới hơn của chương trình lập (dạng \(version))",
          en: "a later version of the program made this ledger (form \(version))"),
        at: SourceLocation(file: database.path, line: 0, column: 0),
        hint: LocalizedText(vi: "dùng phiên bản mới", en: "use the later version"))
    }
    let tables = try database.value("SELECT count(*) FROM sqlite_schema").integer ?? 0
    guard application == 0, version == 0, tables == 0 else {
      throw LedgerDatabase.notALedger(database.path)
    }
  }
}
