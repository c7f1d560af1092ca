import AuditModel
import XCTest

@testable import AuditLedger

final class MeasureTests: XCTestCase {
  func testMeasuresKeepTheirHistory() throws {
    let fixture = try LedgerFixture()
    try fixture.record("2026-12-16", [LedgerFixture.Rule("A", [1])])
    let ledger = try fixture.open()
    let (day, later) = (try date("2026-12-20"), try date("2027-02-01"))
    let plan = CorrectiveMeasure(
      id: "", title: "Bổ sung số định danh", unit: "Ban Công an xã", rules: ["A", "B"],
      deadline: try date("2027-01-31"), statusDate: day)
    let added = try ledger.add(plan, run: 1, note: "Công văn 1", recorded: "a")
    XCTAssertEqual(added.id, "BP-01")
    var second = plan
    second.deadline = nil
    XCTAssertEqual(try ledger.add(second, run: nil, note: "", recorded: "b").id, "BP-02")
    XCTAssertFalse(added.isOverdue(on: try date("2027-01-31")))
    XCTAssertTrue(added.isOverdue(on: later))
    let done = try ledger.change("BP-01", note: "xong", recorded: "c") {
      $0.status = .done
      $0.statusDate = later
    }
    XCTAssertFalse(done.isOverdue(on: later))
    XCTAssertEqual(try ledger.measures().map(\.id), ["BP-01", "BP-02"])
    let history = try ledger.measureHistories()[0]
    XCTAssertEqual(history.events.map(\.measure.status), [.new, .done])
    XCTAssertEqual(history.events.map(\.note), ["Công văn 1", "xong"])
    XCTAssertEqual(history.events.map(\.run), [1, 1])
    XCTAssertEqual(history.measure.rules, ["A", "B"])
    try ledger.verify()
    assertLedger(
      "ledger.unknown-measure", try ledger.change("BP-09", note: "", recorded: "") { _ in })
    assertLedger("ledger.unknown-run", try ledger.add(plan, run: 7, note: "", recorded: ""))
    assertLedger("ledger.duplicate-measure", try ledger.add(added, run: 1, note: "", recorded: ""))
  }

  func testAnInspectionKnowsTheMeasuresOfItsTime() throws {
    let fixture = try LedgerFixture()
    let ledger = try fixture.open()
    let first = try fixture.record("2025-12-16", [], in: ledger)
    let plan = CorrectiveMeasure(
      id: "", title: "Sửa", unit: "Ban", deadline: nil, statusDate: try date("2026-01-10"))
    _ = try ledger.add(plan, run: 1, note: "", recorded: "a")
    let second = try fixture.record("2026-12-16", [], in: ledger)
    _ = try ledger.change("BP-01", note: "", recorded: "b") { $0.status = .done }
    XCTAssertEqual(try ledger.measures(asOf: first), [])
    XCTAssertEqual(try ledger.measures(asOf: second).map(\.status), [.new])
    XCTAssertEqual(try ledger.measures().map(\.status), [.done])
    try ledger.verify()
    // The second inspection has seen one entry: a ledger without any is too short.
    let cut = "DROP TRIGGER measures_no_delete; DELETE FROM measures"
    XCTAssertNil(fixture.sql(cut))
    assertLedger("ledger.broken", try ledger.verify())
  }

  private func date(_ iso: String) throws -> CivilDate { try XCTUnwrap(CivilDate(iso: iso)) }
}
