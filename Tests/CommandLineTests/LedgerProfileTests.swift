import Foundation
import XCTest

@testable import AuditCommands

/// What the ledger keeps of the legal profile, and what documents say of the inspection before.
final class LedgerProfileTests: XCTestCase {
  private var rules: String { SampleAudit.root.appendingPathComponent("rules").path }

  func testTheProfileIsKeptWithTheRun() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,x"], more: ["--rules-folder", rules])
    let out = project.path + "/lai.html"
    try project.run("report", "1", "--out", out)
    XCTAssertEqual(
      try project.withoutCells("lai.html"),
      try project.withoutCells(".kq-2026-12-16/report.html"),
      "the report is not the one that was written")
    let text = try project.run("rescore", "--profile", "dqi-2026", "--rules-folder", rules)
    XCTAssertTrue(text.contains("Điểm chung"), text)
  }

  func testTheReportTellsWhatBecameOfLastYearsFindings() throws {
    let project = try LedgerProject()
    let more = ["--rules-folder", rules, "--document", "report"]
    try project.audit("2025-12-16", ["1,,20", "2,,30", "3,An,x"], more: more)
    try project.run(
      "measures", "add", "--title", "Bổ sung họ tên", "--unit", "Ban A", "--deadline",
      "2026-06-30")
    try project.audit("2026-12-16", ["1,,20", "4,,30", "3,An,1"], more: more)
    let report = String(
      decoding: try project.bytes(".kq-2026-12-16/bao-cao.html"), as: UTF8.self)
    XCTAssertTrue(report.contains("Bổ sung họ tên"))
    let first = String(decoding: try project.bytes(".kq-2025-12-16/bao-cao.html"), as: UTF8.self)
    XCTAssertFalse(first.contains("Bổ sung họ tên"))
  }

  /// As of a ledger whose runs were recorded while profiles had no steps.
  func testAPlanWhoseProfileHasNoStepsSaysSo() throws {
    let shipped = try String(contentsOfFile: rules + "/profiles/nd278-2025.json", encoding: .utf8)
    let steps = /\n  "steps": \[.*?\n  \],/.dotMatchesNewlines()
    XCTAssertEqual(shipped.matches(of: steps).count, 1)
    let project = try LedgerProject()
    try project.files.write(
      "luat/profiles/nd278-2025.json", shipped.replacing(steps, with: ""))
    try project.audit("2025-12-16", ["1,,20"], more: ["--rules-folder", "\(project.path)/luat"])
    try project.audit("2026-12-16", ["1,,20"], more: ["--rules-folder", rules])
    for (number, document, warns) in [
      ("1", "plan", true), ("1", "report", false), ("2", "plan", false),
    ] {
      let said = try project.run(
        "report", number, "--document", document, "--out", "\(project.path)/lai", "--lang", "en")
      XCTAssertEqual(said.contains("inspection \(number) has no \"steps\""), warns, said)
    }
  }

  /// What is lost of examples is told where a report is made again, in both languages.
  func testHelpAndManualSayWhatIsLostOfExamples() throws {
    let manual = try String(
      contentsOf: SampleAudit.root.appendingPathComponent(
        "Sources/AuditCommands/AuditCommands.docc/Ledger.md"), encoding: .utf8)
    for (language, words) in [
      ("vi", "yêu cầu và lời giải thích lấy từ dữ liệu thì không còn"),
      ("en", "demands and explanations taken from the data are gone"),
    ] {
      let help = try SampleAudit.run(["report", "--help", "--lang", language]).output
      for text in [help, manual] {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        XCTAssertTrue(line.contains(words), language)
      }
    }
  }

  func testDeadlinesAreCountedInWorkingDays() throws {
    let project = try LedgerProject()
    try project.audit("2025-12-16", ["1,,x"])
    // A Tuesday; 1 and 2 January are off, 3 and 4 January a weekend.
    try project.run(
      "measures", "add", "--title", "Sửa", "--unit", "Ban A", "--working-days", "3", "--now",
      "2025-12-30", "--rules-folder", rules)
    let list = try project.run("measures", "--now", "2026-01-01")
    XCTAssertTrue(list.contains("06/01/2026  Ban A"), list)
    let both = try project.run(
      "measures", "set", "BP-01", "--working-days", "3", "--deadline", "2026-01-01", status: 2)
    XCTAssertTrue(both.contains("[usage.unfit-option]"), both)
  }
}
