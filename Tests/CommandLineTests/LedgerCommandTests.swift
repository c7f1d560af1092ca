import AuditModel
import Foundation
import XCTest

@testable import AuditCommands

final class LedgerCommandTests: XCTestCase {
  private func rules(_ comparison: [String: Any]) throws -> [String: [String: Any]] {
    let rules = try XCTUnwrap(comparison["rules"] as? [[String: Any]])
    return Dictionary(
      rules.map { ($0["rule"] as? String ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func findings(_ comparison: [String: Any], _ rule: String) throws -> [String: Int]? {
    try rules(comparison)[rule]?["findings"] as? [String: Int]
  }

  /// Records move, their values change, and a finding stays what it is: the same field of the same key under one rule.
  func testFindingsAreFollowed() throws {
    let project = try LedgerProject()
    try project.threeYears()
    let first = try project.json("compare", "1", "2")
    XCTAssertEqual(
      try findings(first, "dan.ten.required"),
      ["new": 1, "fixed": 1, "persisting": 1, "reopened": 0])
    XCTAssertEqual(
      try findings(first, "T-1"), ["new": 0, "fixed": 1, "persisting": 1, "reopened": 0])
    XCTAssertEqual(
      try findings(first, "N"), ["new": 0, "fixed": 0, "persisting": 1, "reopened": 0])
    let second = try project.json("compare")
    XCTAssertEqual(
      try findings(second, "dan.ten.required"),
      ["new": 2, "fixed": 1, "persisting": 1, "reopened": 1])
    XCTAssertEqual(
      try findings(second, "T-1"), ["new": 2, "fixed": 1, "persisting": 0, "reopened": 0])
    XCTAssertEqual(
      second["total"] as? [String: Int],
      ["new": 4, "fixed": 2, "persisting": 2, "reopened": 1])
    XCTAssertEqual((second["earlier"] as? [String: Any])?["run"] as? Int, 2)
    let text = try project.run("compare", "--lang", "vi")
    XCTAssertTrue(
      text.contains("Mới: 4; đã sửa: 2; còn lại: 2; tái phát: 1"), text)
    XCTAssertTrue(try project.run("compare", "2", "--lang", "en").contains("New: 1; fixed: 2"))
  }

  func testARuleThatAsksOtherThingsBreaksTheSeries() throws {
    let project = try LedgerProject()
    try project.audit("2025-12-16", ["1,,x"])
    // Other words, another severity and another order of members are the same rule.
    try project.files.write(
      "p.json",
      LedgerProject.pack.replacingOccurrences(
        of: "\"id\": \"T-1\", \"kind\": \"assert\", \"on\": \"dan\"",
        with: "\"kind\": \"assert\", \"severity\": \"blocking\", \"id\": \"T-1\", \"on\": \"dan\""
      ).replacingOccurrences(of: "\"Tuổi\"", with: "\"Tuổi ghi sai\""))
    try project.audit("2026-12-15", ["1,,x"])
    XCTAssertEqual(try findings(project.json("compare"), "T-1")?["persisting"], 1)
    try project.files.write(
      "p.json", LedgerProject.pack.replacingOccurrences(of: "tuoi <> 'x'", with: "tuoi <> 'z'"))
    try project.audit("2026-12-16", ["1,,x"])
    let rule = try XCTUnwrap(rules(project.json("compare"))["T-1"])
    XCTAssertEqual(rule["changed"] as? Bool, true)
    XCTAssertTrue(rule["findings"] is NSNull)
    let text = try project.run("compare", "--lang", "en")
    XCTAssertTrue(text.contains("≠ T-1"), text)
    XCTAssertTrue(text.contains("The series breaks at 1 rules"), text)
    let history = try project.run("history", "--lang", "en")
    XCTAssertTrue(history.contains("(≠ 1 changed)"), history)
    XCTAssertEqual(history.components(separatedBy: "≠").count, 2, history)
  }

  func testHistoryShowsTheSeries() throws {
    let project = try LedgerProject()
    try project.threeYears()
    let text = try project.run("history", "--verify", "--lang", "vi")
    XCTAssertTrue(text.contains("Xã Mẫu (H00)"), text)
    XCTAssertTrue(text.contains("Diễn biến điểm: "), text)
    XCTAssertTrue(text.contains("đã đối chiếu toàn bộ sổ, còn nguyên"), text)
    let json = try project.json("history")
    let agencies = try XCTUnwrap(json["agencies"] as? [[String: Any]])
    let runs = try XCTUnwrap(agencies.first?["runs"] as? [[String: Any]])
    XCTAssertEqual(runs.map { $0["run"] as? Int }, [1, 2, 3])
    XCTAssertEqual(runs[0]["recorded"] as? String, "2024-12-16T09:30:00+07:00")
    XCTAssertEqual(runs[2]["digest"] as? String, json["digest"] as? String)
    XCTAssertEqual((runs[0]["counts"] as? [String: Int])?["failed"], 5)
    let unknown = try project.run("history", "--agency", "H99", status: 5)
    XCTAssertTrue(unknown.contains("[ledger.unknown-run]"), unknown)
  }

  func testAReportIsMadeAgainButForCellsWithoutTheData() throws {
    let project = try LedgerProject()
    try project.threeYears()
    try FileManager.default.removeItem(atPath: project.path + "/dan.csv")
    try FileManager.default.removeItem(atPath: project.path + "/p.json")
    for (number, day) in ["2024-12-16", "2025-12-16", "2026-12-16"].enumerated() {
      for (format, name) in [("html", "report.html"), ("json", "result.json")] {
        let out = project.path + "/lai"
        try project.run("report", "\(number + 1)", "--format", format, "--out", out)
        XCTAssertEqual(
          try project.withoutCells("lai"), try project.withoutCells(".kq-\(day)/\(name)"),
          "\(number) \(name)")
      }
    }
    let vietnamese = try project.run("report", "--lang", "vi")
    XCTAssertTrue(vietnamese.contains("lang=\"vi\""))
    XCTAssertTrue(
      try project.run("report", "9", status: 5).contains("[ledger.unknown-run]"))
    XCTAssertTrue(try project.run("report", "x", status: 2).contains("[usage.bad-run]"))
  }

  func testScoresFollowAnotherPolicy() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,An,1", "2,,x"])
    try project.files.write(
      "cach.json",
      """
      {"format": "soat-policy/1", "id": "thu", "title": {"vi": "Thử", "en": "To try"},
       "criterionWeights": {"completeness": 0, "consistency": 3, "validity": 0, "uniqueness": 0, "integrity": 0},
       "resourceWeights": [],
       "grades": [{"from": 5000, "name": {"vi": "Được", "en": "Fine"}}, {"from": 0, "name": {"vi": "Chưa", "en": "Not"}}]}
      """)
    let before = try project.run("history")
    let json = try project.json("rescore", "1", "--profile", "\(project.path)/cach.json")
    let result = try project.json("report", "1")
    let score = try XCTUnwrap(json["score"] as? [String: Any])
    XCTAssertEqual((score["policy"] as? [String: Any])?["id"] as? String, "thu")
    XCTAssertEqual(json["resources"] as? [[String: Any]] != nil, true)
    XCTAssertNotEqual(
      String(describing: score), String(describing: try XCTUnwrap(result["score"])))
    let text = try project.run(
      "rescore", "--profile", "\(project.path)/cach.json", "--lang", "en")
    XCTAssertTrue(text.contains("To try"), text)
    XCTAssertTrue(text.contains("(Fine)"), text)
    XCTAssertEqual(try project.run("history"), before)
    try project.files.write("sai.json", "{\"format\": \"soat-policy/1\"}")
    XCTAssertTrue(
      try project.run("rescore", "--profile", "\(project.path)/sai.json", status: 3).contains(
        "sai.json:1:1"))
    XCTAssertTrue(
      try project.run("rescore", "--profile", "khong-co", status: 3).contains(
        "[rule-file.unreadable]"))
  }

  func testMeasuresAreFollowed() throws {
    let project = try LedgerProject()
    try project.audit("2026-12-16", ["1,,1"])
    XCTAssertEqual(
      try project.run(
        "measures", "add", "--title", "Bổ sung tên", "--unit", "Ban A", "--rule",
        "dan.ten.required", "--deadline", "31/03/2027", "--run", "1"), "BP-01: mới\n")
    try project.run("measures", "add", "--title", "Khác", "--unit", "Ban B")
    let list = try project.run("measures", "--now", "2027-04-01")
    XCTAssertTrue(
      list.contains("31/03/2027 QUÁ HẠN  Ban A   Bổ sung tên [dan.ten.required]"), list)
    XCTAssertTrue(list.contains("2 biện pháp, 1 quá hạn ngày 01/04/2027"), list)
    XCTAssertTrue(
      try project.run("measures", "--overdue", "--now", "2027-03-31").contains(
        "Không có biện pháp nào"))
    try project.run(
      "measures", "set", "BP-01", "--status", "done", "--note", "Công văn 12", "--now",
      "2027-04-02T10:00")
    XCTAssertTrue(
      try project.run("measures", "--overdue", "--now", "2027-05-01").contains(
        "Không có biện pháp nào"))
    let shown = try project.run("measures", "show", "BP-01")
    XCTAssertTrue(shown.contains("2027-04-02T10:00:00+07:00  hoàn thành"), shown)
    XCTAssertTrue(shown.contains("Công văn 12"), shown)
    let json = try project.json("measures")
    let measures = try XCTUnwrap(json["measures"] as? [[String: Any]])
    XCTAssertEqual(measures.map { $0["status"] as? String }, ["done", "new"])
    XCTAssertEqual((measures[0]["history"] as? [[String: Any]])?.count, 2)
    for (words, code) in [
      (["measures", "add", "--title", "x"], "usage.missing-option"),
      (["measures", "set", "BP-01"], "usage.missing-option"),
      (["measures", "set"], "usage.missing-argument"),
      (["measures", "xoa"], "usage.bad-value"),
      (["measures", "list", "BP-01"], "usage.unexpected-argument"),
      (["measures", "--now", "2027-02-30"], "usage.bad-value"),
    ] {
      let run = try SampleAudit.run(words + ["--ledger", project.ledger])
      XCTAssertEqual(run.status, 2, words.joined(separator: " "))
      XCTAssertTrue(run.errors.contains("[\(code)]"), run.errors)
    }
    XCTAssertTrue(
      try project.run("measures", "set", "BP-07", "--status", "done", status: 5).contains(
        "[ledger.unknown-measure]"))
  }

  func testWithoutALedgerThereIsNothingToAsk() throws {
    let project = try LedgerProject()
    for command in ["history", "compare", "report", "rescore", "measures"] {
      XCTAssertTrue(try project.run(command, status: 5).contains("[ledger.missing]"), command)
    }
    try project.audit("2026-12-16", ["1,,1"])
    XCTAssertTrue(try project.run("compare", status: 5).contains("[ledger.nothing-before]"))
  }
}
