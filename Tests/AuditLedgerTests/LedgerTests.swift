import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditLedger

final class LedgerTests: XCTestCase {
  private typealias Rule = LedgerFixture.Rule

  func testWhatIsRecordedIsReadBack() throws {
    let fixture = try LedgerFixture()
    let first = try fixture.record("2025-12-16", [Rule("A", [1, 5, 9]), Rule("B", nil)])
    let second = try fixture.record("2026-12-16", [Rule("A", Array(0..<10), definition: 2)])
    let ledger = try fixture.open()
    XCTAssertEqual(try ledger.runs(), [first, second])
    XCTAssertEqual(first.number, 1)
    XCTAssertEqual(first.basisPoints, 9735)
    XCTAssertEqual(first.counts, RuleCounts(passed: 20, failed: 3, skipped: 2))
    XCTAssertEqual(first.periodFrom?.iso, "2025-01-01")
    XCTAssertNil(first.periodTo)
    XCTAssertEqual(first.changedRules, 0)
    XCTAssertEqual([second.changedRules, second.addedRules, second.removedRules], [1, 0, 1])
    let rules = try ledger.rules(of: first)
    XCTAssertEqual(rules.map(\.rule), ["A", "B"])
    XCTAssertEqual(rules.map(\.findingCount), [3, nil])
    XCTAssertEqual(try ledger.fingerprints(of: rules[0], 0, in: first), [1, 5, 9])
    XCTAssertEqual(try ledger.document("result.json", of: first), Array("{}".utf8))
    XCTAssertNil(try ledger.document("x", of: first))
    XCTAssertEqual(try ledger.head(), second.digest)
    try ledger.verify()
    assertLedger("ledger.unknown-run", try ledger.run(3))
  }

  func testTheFileIsItsOwnersAlone() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2025-12-16", [Rule("A", [1])])
    let mode = try FileManager.default.attributesOfItem(atPath: fixture.path)[.posixPermissions]
    XCTAssertEqual(mode as? Int, 0o600)
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: fixture.folder), ["soat.db"])
  }

  // MARK: Only added to

  private static let tables = [
    "runs", "rules", "scores", "materials", "waivers", "documents", "fingerprints", "measures",
  ]

  func testOtherProgramsCannotChangeARow() throws {
    let fixture = try full()
    for table in LedgerTests.tables {
      let key = table == "runs" || table == "measures" ? "number" : "id"
      for statement in [
        "UPDATE \(table) SET \(key) = \(key)", "DELETE FROM \(table)",
        "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table) LIMIT 1",
      ] {
        let answer = fixture.sql(statement)
        XCTAssertEqual(answer, "a ledger is only added to", statement)
      }
    }
    try fixture.open().verify()
  }

  /// Every cell of every row, changed, must be seen, and every row that is gone.
  func testEveryChangeIsSeen() throws {
    let fixture = try full()
    for table in LedgerTests.tables {
      let key = table == "runs" || table == "measures" ? "number" : "id"
      let columns = fixture.rows("SELECT name FROM pragma_table_info('\(table)')").map { $0[0] }
      let ids = fixture.rows("SELECT \(key) FROM \(table)").map { $0[0] }
      XCTAssertFalse(ids.isEmpty, table)
      for id in ids {
        for column in columns {
          let changed =
            "CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1000 WHEN 'text' THEN \(column) || '0'"
            + " WHEN 'blob' THEN CAST(\(column) || x'00' AS BLOB)"
            + " ELSE CASE WHEN '\(column)' IN ('basis_points', 'findings', 'run') THEN 1"
            + " WHEN '\(column)' LIKE '%digest' OR '\(column)' = 'key_check' THEN x'00' ELSE 'x' END END"
          try assertSeen(
            "UPDATE \(table) SET \(column) = \(changed) WHERE \(key) = \(id)", in: fixture)
        }
        // The last row gone is a shorter ledger, and whole: only a digest kept elsewhere tells.
        let isLast = (table == "runs" || table == "measures") && id == ids.last
        if !isLast { try assertSeen("DELETE FROM \(table) WHERE \(key) = \(id)", in: fixture) }
      }
      let last = ids.last ?? ""
      let copied = columns.map { $0 == key ? "\(key) + 1" : $0 }.joined(separator: ", ")
      try assertSeen(
        "INSERT INTO \(table) SELECT \(copied) FROM \(table) WHERE \(key) = \(last)", in: fixture)
    }
  }

  private func full() throws -> LedgerFixture {
    let fixture = try LedgerFixture()
    try fixture.record("2025-12-16", [Rule("A", [1, 5, 9, 11]), Rule("B", nil)])
    try fixture.record("2026-12-16", [Rule("A", [1])])
    let ledger = try fixture.open()
    let day = try XCTUnwrap(CivilDate(iso: "2026-12-20"))
    let measure = CorrectiveMeasure(
      id: "", title: "Sửa", unit: "Ban", rules: ["A", "B"], deadline: nil, statusDate: day)
    _ = try ledger.add(measure, run: 1, note: "", recorded: "x")
    _ = try ledger.change("BP-01", note: "n", recorded: "y") { $0.status = .done }
    try ledger.verify()
    return fixture
  }

  private func assertSeen(
    _ statement: String, in fixture: LedgerFixture, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let copy = fixture.folder + "/copy.db"
    let open = fixture.folder + "/open.db"
    if !FileManager.default.fileExists(atPath: open) {
      try FileManager.default.copyItem(atPath: fixture.path, toPath: open)
      let drops = LedgerTests.tables.flatMap { table in
        ["update", "delete", "replace"].map { "DROP TRIGGER \(table)_no_\($0);" }
      }.joined()
      XCTAssertNil(fixture.sql(drops, at: open))
    }
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: open, toPath: copy)
    // No disk has to be waited for.
    let change = "PRAGMA synchronous=off; PRAGMA journal_mode=memory; " + statement
    XCTAssertNil(fixture.sql(change, at: copy), statement, file: file, line: line)
    XCTAssertThrowsError(try Ledger(copy).verify(), statement, file: file, line: line) { error in
      let code = (error as? Diagnostic)?.code ?? "\(error)"
      XCTAssertTrue(code == "ledger.broken", "\(statement): \(code)", file: file, line: line)
    }
  }

  // MARK: Other files

  func testWhatIsNoLedgerIsRefusedAndLeftAsItIs() throws {
    let fixture = try LedgerFixture()
    let other = fixture.folder + "/other.db"
    XCTAssertNil(fixture.sql("CREATE TABLE t (x)", at: other))
    let before = try Data(contentsOf: URL(fileURLWithPath: other))
    assertLedger("ledger.not-a-ledger", try Ledger(other, .create))
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: other)), before)
    let text = fixture.folder + "/text.db"
    try Data("một tệp văn bản, dài hơn phần đầu của một cơ sở dữ liệu".utf8).write(
      to: URL(fileURLWithPath: text))
    assertLedger("ledger.not-a-ledger", try Ledger(text, .create))
    assertLedger("ledger.not-a-ledger", try Ledger(fixture.folder))
    assertLedger("ledger.missing", try Ledger(fixture.folder + "/no.db"))
    assertLedger("ledger.not-written", try Ledger(fixture.folder + "/no/soat.db", .create))
  }

  /// A ledger of the first form had examples with cells: they are gone when it is opened, and all else is whole.
  func testExamplesOfTheFirstFormAreErased() throws {
    let fixture = try LedgerFixture()
    var entry = try LedgerFixture.entry("2025-12-16", [.init("A", [1, 2])])
    let planted = Array(repeating: "Nguyễn Văn DAUVET ", count: 1_000).joined()
    entry.documents = [
      LedgerEntry.Document(name: "result.json", bytes: Array("{}".utf8)),
      LedgerEntry.Document(name: "examples.json", bytes: Array(planted.utf8)),
    ]
    _ = try fixture.open().record(entry)
    XCTAssertNil(fixture.sql("PRAGMA user_version = 1"))
    XCTAssertTrue(try fixture.text().contains("DAUVET"))
    let ledger = try fixture.open()
    try ledger.verify()
    let run = try XCTUnwrap(ledger.runs().first)
    XCTAssertNil(try ledger.document("examples.json", of: run))
    XCTAssertEqual(try ledger.document("result.json", of: run), Array("{}".utf8))
    XCTAssertFalse(try fixture.text().contains("DAUVET"))
    XCTAssertNotNil(fixture.sql("UPDATE documents SET bytes = x''"), "it is only added to")
    // Nothing else may be blank.
    XCTAssertNil(
      fixture.sql(
        "DROP TRIGGER documents_no_update; UPDATE documents SET bytes = x'' WHERE name = 'result.json'"
      ))
    assertLedger("ledger.broken", try fixture.open().verify())
  }

  func testALaterFormIsRefused() throws {
    let fixture = try full()
    XCTAssertNil(fixture.sql("PRAGMA user_version = \(LedgerSchema.version + 1)"))
    assertLedger("ledger.newer", try fixture.open())
  }

  func testCutAndFlippedFilesAreRefusedOrWhole() throws {
    let fixture = try full()
    let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    let copy = fixture.folder + "/copy.db"
    var seen = 0
    for step in 0..<200 {
      var bytes = whole
      let place = step * bytes.count / 200
      if step % 2 == 0 { bytes = bytes.prefix(place) } else { bytes[place] ^= 0xFF }
      try bytes.write(to: URL(fileURLWithPath: copy))
      do {
        let ledger = try Ledger(copy, .create)
        try ledger.verify()
        // A byte that no row is made of, or a file that was cut to nothing.
        let runs = try ledger.runs()
        XCTAssertTrue(runs.count == 2 || place == 0, "\(step)")
      } catch let error as Diagnostic {
        XCTAssertTrue(error.code.hasPrefix("ledger."), "\(step): \(error.code)")
        seen += 1
      }
    }
    XCTAssertGreaterThan(seen, 100)
  }

  // MARK: Several at once

  func testSeveralWritersEachGetTheirNumber() throws {
    let fixture = try LedgerFixture()
    let failures = SharedList<String>()
    DispatchQueue.concurrentPerform(iterations: 6) { writer in
      do {
        for turn in 0..<5 {
          try fixture.record(
            "2026-01-0\(turn + 1)", [Rule("A", [UInt64(writer)])], agency: "H\(writer)")
        }
      } catch {
        failures.append("\(error)")
      }
    }
    XCTAssertEqual(failures.all, [])
    let ledger = try fixture.open()
    try ledger.verify()
    let runs = try ledger.runs()
    XCTAssertEqual(runs.map(\.number), Array(1...30))
    for writer in 0..<6 {
      XCTAssertEqual(runs.filter { $0.agencyID == "H\(writer)" }.count, 5)
    }
  }

  func testAnErrorInTheMiddleLeavesNothing() throws {
    struct Stop: Error {}
    let fixture = try LedgerFixture()
    try fixture.record("2025-12-16", [Rule("A", [1])])
    let ledger = try fixture.open()
    var entry = try LedgerFixture.entry("2026-12-16", [Rule("A", [1]), Rule("B", [2])])
    let whole = entry.fingerprints
    entry.fingerprints = { rule in
      guard rule.rule == "B" else { return whole(rule) }
      return { _ in throw Stop() }
    }
    XCTAssertThrowsError(try ledger.record(entry))
    XCTAssertEqual(try ledger.runs().count, 1)
    entry.fingerprints = whole
    XCTAssertThrowsError(
      try ledger.record(entry) { run in
        // What is being recorded can be asked about already.
        let comparison = try ledger.comparison(earlier: 1, later: run.number)
        XCTAssertEqual(comparison.rules.first?.changes?.persisting, 1)
        throw Stop()
      })
    XCTAssertEqual(try ledger.runs().count, 1)
    try ledger.verify()
    try fixture.record("2026-12-16", [Rule("A", [1])], in: ledger)
    try ledger.verify()
  }
}
