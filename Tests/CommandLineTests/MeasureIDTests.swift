import Foundation
import XCTest

@testable import AuditCommands

/// What measures may be called, and what they may be about.
final class MeasureIDTests: XCTestCase {
  private func add(_ project: LedgerProject, _ more: [String]) throws -> (Int32, String) {
    let run = try SampleAudit.run(
      ["measures", "add", "--title", "Sửa", "--unit", "Ban A", "--ledger", project.ledger] + more)
    return (run.status, run.output + run.errors)
  }

  private func ids(_ project: LedgerProject) throws -> [String] {
    let measures = try XCTUnwrap(project.json("measures")["measures"] as? [[String: Any]])
    return measures.compactMap { $0["id"] as? String }
  }

  func testAnAutomaticIDCountsAllMeasures() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,x"])
    for id in ["BP-2025-01", "BP-2025-02", " bp-04 "] { _ = try add(project, ["--id", id]) }
    // BP-04 is taken, though in other letters.
    XCTAssertEqual(try add(project, []).1, "BP-05: mới\n")
    XCTAssertEqual(try add(project, []).1, "BP-06: mới\n")
    XCTAssertEqual(
      try ids(project), ["BP-2025-01", "BP-2025-02", "bp-04", "BP-05", "BP-06"])
  }

  func testIDsThatReadAlikeAreRefusedAndBlankOnesToo() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,x"])
    _ = try add(project, ["--id", "BP-2025-01"])
    for id in ["BP-2025-01", " BP-2025-01", "bp-2025-01", "BP - 2025-01\u{A0}"] {
      let (status, said) = try add(project, ["--id", id])
      XCTAssertEqual(status, 5, id)
      XCTAssertTrue(said.contains("[ledger.duplicate-measure]"), said)
      XCTAssertTrue(said.contains("measures set 'BP-2025-01'"), said)
    }
    for id in ["", "  ", "\u{A0}"] {
      let (status, said) = try add(project, ["--id", id])
      XCTAssertEqual(status, 2, id)
      XCTAssertTrue(said.contains("[usage.bad-value]"), said)
    }
    for words in [
      ["measures", "add", "--title", " ", "--unit", "Ban A"],
      ["measures", "set", "BP-2025-01", "--unit", ""],
    ] {
      let run = try SampleAudit.run(words + ["--ledger", project.ledger])
      XCTAssertEqual(run.status, 2, words.joined(separator: " "))
      XCTAssertTrue(run.errors.contains("[usage.bad-value]"), run.errors)
    }
    XCTAssertEqual(try ids(project), ["BP-2025-01"])
  }

  func testOptionsOfAddingAreRefusedElsewhere() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,x"])
    _ = try add(project, ["--id", "BP-09"])
    for words in [
      [], ["list"], ["show", "BP-09"], ["set", "BP-09", "--status", "done"], ["set", "BP-09"],
    ] {
      for option in [["--id", "BP-09"], ["--run", "1"]] {
        let run = try SampleAudit.run(
          ["measures"] + words + option + ["--ledger", project.ledger])
        XCTAssertEqual(run.status, 2, words.joined(separator: " "))
        XCTAssertTrue(run.errors.contains("[usage.unfit-option]"), run.errors)
      }
    }
  }

  func testARuleThatNoInspectionHadIsSaid() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,x"])
    let (status, said) = try add(project, ["--rule", "NOPE", "--rule", " T-1 ", "--lang", "en"])
    XCTAssertEqual(status, 0)
    XCTAssertTrue(said.contains("no inspection of the ledger has a rule 'NOPE'"), said)
    XCTAssertFalse(said.contains("'T-1'"), said)
    XCTAssertFalse(
      try project.run("measures", "set", "BP-01", "--rule", "T-1", "--lang", "en").contains(
        "warning"))
    XCTAssertTrue(
      try project.run("measures", "set", "BP-01", "--rule", "T-2").contains("quy tắc 'T-2'"))
  }
}
