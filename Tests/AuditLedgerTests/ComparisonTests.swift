import AuditModel
import XCTest

@testable import AuditLedger

final class ComparisonTests: XCTestCase {
  private typealias Rule = LedgerFixture.Rule
  private typealias Changes = RunComparison.Changes

  private func changes(_ comparison: RunComparison, _ rule: String) -> Changes? {
    comparison.rules.first { $0.rule == rule }?.changes
  }

  func testFindingsAreNewFixedPersistingOrReopened() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2024-12-16", [Rule("A", [1, 2, 3, 7])])
    try fixture.record("2025-12-16", [Rule("A", [3, 4, 4])])
    try fixture.record("2026-12-16", [Rule("A", [1, 3, 4, 5, 7, 7])])
    let ledger = try fixture.open()
    let comparison = try ledger.comparison(earlier: 2, later: 3)
    XCTAssertEqual(comparison.earlier.number, 2)
    XCTAssertEqual(comparison.later.basisPoints, 9735)
    // 1 and one 7 had been there, the other 7 and 5 had not; one 4 is gone.
    XCTAssertEqual(
      changes(comparison, "A"), Changes(new: 2, fixed: 1, persisting: 2, reopened: 2))
    let first = try ledger.comparison(earlier: 1, later: 2)
    XCTAssertEqual(changes(first, "A"), Changes(new: 2, fixed: 3, persisting: 1, reopened: 0))
    let same = try ledger.comparison(earlier: 2, later: 2)
    XCTAssertEqual(changes(same, "A"), Changes(persisting: 3))
  }

  func testARuleThatChangedBreaksTheSeries() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2024-12-16", [Rule("A", [1], definition: 1)])
    try fixture.record("2025-12-16", [Rule("A", [2], definition: 2)])
    try fixture.record("2026-12-16", [Rule("A", [1, 2], definition: 2)])
    let ledger = try fixture.open()
    let broken = try XCTUnwrap(ledger.comparison(earlier: 1, later: 2).rules.first)
    XCTAssertTrue(broken.isChanged)
    XCTAssertNil(broken.changes)
    XCTAssertEqual(broken.earlier?.failed, 1)
    XCTAssertEqual(broken.later?.failed, 1)
    // What an older definition found is not found again.
    XCTAssertEqual(
      changes(try ledger.comparison(earlier: 2, later: 3), "A"), Changes(new: 1, persisting: 1))
  }

  func testNothingIsSaidOfWhatWasNotJudged() throws {
    let fixture = try LedgerFixture()
    try fixture.record(
      "2025-12-16", [Rule("A", [1]), Rule("B", [1]), Rule("C", nil), Rule("D", [1])])
    try fixture.record(
      "2026-12-16",
      [
        Rule("N", [1]), Rule("A", [1], status: .incomplete),
        Rule("B", [], status: .notApplicable), Rule("C", [1]),
      ])
    let comparison = try fixture.open().comparison(earlier: 1, later: 2)
    XCTAssertEqual(comparison.rules.map(\.rule), ["N", "A", "B", "C", "D"])
    XCTAssertEqual(comparison.rules.map { $0.changes == nil }, Array(repeating: true, count: 5))
    XCTAssertEqual(comparison.rules.map { $0.earlier == nil }, [true, false, false, false, false])
    XCTAssertEqual(comparison.rules.map { $0.later == nil }, [false, true, true, false, true])
  }

  func testAnotherKeyTellsNothing() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2025-12-16", [Rule("A", [1])], key: [1])
    try fixture.record("2026-12-16", [Rule("A", [1])], key: [2])
    XCTAssertNil(changes(try fixture.open().comparison(earlier: 1, later: 2), "A"))
  }

  func testOtherAgenciesAreNoHistory() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2024-12-16", [Rule("A", [9])], agency: "X")
    try fixture.record("2025-12-16", [Rule("A", [])], agency: "Y")
    try fixture.record("2024-12-17", [Rule("A", [8])], agency: "Y")
    let last = try fixture.record("2026-12-16", [Rule("A", [8, 9])], agency: "Y")
    let ledger = try fixture.open()
    // By the day, not by the order of recording.
    let before = try XCTUnwrap(ledger.predecessor(of: last))
    XCTAssertEqual(before.number, 2)
    XCTAssertEqual(
      changes(try ledger.comparison(earlier: before.number, later: last.number), "A"),
      Changes(new: 1, reopened: 1))
    XCTAssertNil(try ledger.predecessor(of: ledger.run(1)))
  }
}
