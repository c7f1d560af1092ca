import AuditModel
import AuditSystem
import CSQLite
import Foundation
import XCTest

@testable import AuditLedger

/// A folder with a ledger in it, removed with this.
final class LedgerFixture: Sendable {
  let folder: String
  var path: String { folder + "/soat.db" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/soat-ledger-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func open() throws -> Ledger { try Ledger(path, .create) }

  /// One rule of an inspection: what it asks, and the findings it has.
  struct Rule {
    var id: String
    var definition: UInt8 = 1
    var findings: [UInt64]?
    var status = RuleStatus.failed

    init(
      _ id: String, _ findings: [UInt64]?, definition: UInt8 = 1, status: RuleStatus = .failed
    ) {
      self.id = id
      self.findings = findings
      self.definition = definition
      self.status = status
    }
  }

  @discardableResult
  func record(
    _ day: String, _ rules: [Rule], agency: String = "H00", key: [UInt8]? = [1, 2, 3],
    in ledger: Ledger? = nil
  ) throws -> LedgerRun {
    let ledger = try ledger ?? open()
    return try ledger.record(LedgerFixture.entry(day, rules, agency: agency, key: key))
  }

  static func entry(
    _ day: String, _ rules: [Rule], agency: String = "H00", key: [UInt8]? = [1, 2, 3]
  ) throws -> LedgerEntry {
    let date = try XCTUnwrap(CivilDate(iso: day))
    var result = InspectionResult(
      toolVersion: "1", agencyID: agency, agencyName: LocalizedText(vi: "Xã", en: "Commune"),
      periodFrom: CivilDate(iso: "2025-01-01"), date: date, packs: [], codeLists: [], resources: [])
    result.waivers = [
      WaiverResult(
        rule: "A", resource: "r", file: "w.json", line: 2, keyCount: nil,
        reason: LocalizedText("known"), document: "12/QĐ", approvedBy: "CT", until: date,
        state: .applied)
    ]
    let kept = rules.map { rule in
      LedgerRule(
        resource: "r", rule: rule.id, definition: [rule.definition],
        title: LocalizedText(vi: "Quy tắc", en: "Rule"), severity: .error, status: rule.status,
        counts: RuleCounts(passed: 10, failed: rule.findings?.count ?? 0, skipped: 1))
    }
    let findings = Dictionary(
      rules.map { ($0.id, $0.findings) }, uniquingKeysWith: { first, _ in first })
    return LedgerEntry(
      result: result, recorded: "\(day)T08:00:00+07:00", language: .vi, policy: "p",
      basisPoints: 9735,
      scores: [LedgerEntry.Score(resource: "r", criterion: nil, basisPoints: 9735)],
      materials: [LedgerEntry.Material(kind: "input", name: "r", sha256: "ab")],
      documents: [
        LedgerEntry.Document(name: "result.json", bytes: Array("{}".utf8)),
        LedgerEntry.Document(name: "examples.json", bytes: Array("[]".utf8)),
      ], rules: kept, keyCheck: key
    ) { rule in
      guard let list = findings[rule.rule] ?? nil else { return nil }
      return { body in
        // Pieces of three: where one ends must not matter.
        for start in stride(from: 0, to: list.count, by: 3) {
          try body(Array(list[start..<min(list.count, start + 3)]))
        }
      }
    }
  }

  /// All bytes of the ledger's files.
  func text() throws -> String {
    try FileManager.default.contentsOfDirectory(atPath: folder).map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")), as: UTF8.self)
    }.joined()
  }

  /// Runs SQL as another program would; the text of the error, or nil.
  func sql(_ statements: String, at path: String? = nil) -> String? {
    var handle: OpaquePointer?
    guard sqlite3_open(path ?? self.path, &handle) == SQLITE_OK else { return "cannot open" }
    defer { sqlite3_close(handle) }
    guard sqlite3_exec(handle, statements, nil, nil, nil) == SQLITE_OK else {
      return String(cString: sqlite3_errmsg(handle))
    }
    return nil
  }

  /// The rows of a query, cells as text.
  func rows(_ query: String) -> [[String]] {
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK else { return [] }
    defer { sqlite3_close(handle) }
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, query, -1, &statement, nil) == SQLITE_OK else { return [] }
    defer { sqlite3_finalize(statement) }
    var rows: [[String]] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        })
    }
    return rows
  }
}

/// A list that several threads add to.
final class SharedList<Element>: @unchecked Sendable {
  private let lock = NSLock()
  private var elements: [Element] = []

  func append(_ element: Element) {
    lock.lock()
    defer { lock.unlock() }
    elements.append(element)
  }

  var all: [Element] {
    lock.lock()
    defer { lock.unlock() }
    return elements
  }
}

/// Asserts that a ledger's error has the code.
func assertLedger<T>(
  _ code: String, _ body: @autoclosure () throws -> T, file: StaticString = #filePath,
  line: UInt = #line
) {
  XCTAssertThrowsError(try body(), code, file: file, line: line) { error in
    XCTAssertEqual((error as? Diagnostic)?.code, code, "\(error)", file: file, line: line)
  }
}
