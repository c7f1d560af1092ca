import AuditModel
import Foundation
import XCTest

@testable import AuditLedger

/// A ledger that another program has written, from the description of the format alone.
final class LedgerTwinTests: XCTestCase {
  func testAnotherProgramsRunsFitTheChain() throws {
    let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let python else { throw XCTSkip("there is no python3 here") }
    let fixture = try LedgerFixture()
    try fixture.record("2016-12-16", [LedgerFixture.Rule("A", [1, 2])])
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tables/ledger.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-B", script.path, fixture.path, "3", "2", "20", "10"]
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    let ledger = try fixture.open()
    try ledger.verify()
    XCTAssertEqual(try ledger.runs().count, 7)
    let last = try ledger.run(7)
    let before = try XCTUnwrap(ledger.predecessor(of: last))
    XCTAssertEqual(before.number, 5)
    let comparison = try ledger.comparison(earlier: before.number, later: last.number)
    XCTAssertEqual(comparison.rules.count, 20)
    for rule in comparison.rules {
      XCTAssertEqual(rule.changes, RunComparison.Changes(new: 2, fixed: 2, persisting: 8))
    }
    try fixture.record("2026-12-16", [LedgerFixture.Rule("A", [1])])
    try ledger.verify()
  }
}
