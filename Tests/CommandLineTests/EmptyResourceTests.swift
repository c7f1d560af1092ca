import XCTest

/// A resource without a record is not assessed: it is neither good nor bad.
final class EmptyResourceTests: XCTestCase {
  private func project(_ path: String, _ content: String, rules: String = "") throws
    -> ProjectFixture
  {
    try ProjectFixture([
      "audit.json": """
      {"format": "soat-project/1", "agency": {"id": "A", "name": "Thử"}, "packs": ["p.json"],
       "resources": [{"name": "t", "path": "\(path)"}]}
      """,
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": "Thử",
       "resources": [{"name": "t", "schema": {"primaryKey": "x",
        "fields": [{"name": "x", "type": "integer", "constraints": {"required": true}}]}}],
       "rules": [\(rules)]}
      """, path: content,
    ])
  }

  func testNoFormOfEmptinessIsAHundredPercent() throws {
    for (path, content) in [
      ("t.csv", "x\n"), ("t.csv", "x"), ("t.json", "[]"),
      ("t.xml", "<ds></ds>"), ("t.xml", "<ds/>"), ("t.ndjson", ""), ("t.jsonl", "\n \n"),
    ] {
      let fixture = try project(path, content)
      let outcome = try fixture.audit()
      XCTAssertEqual(outcome.status, 0, "\(content): \(outcome.errors)")
      let score = try XCTUnwrap(outcome.resource("t")["score"] as? [String: Any])
      XCTAssertTrue(score["basisPoints"] is NSNull, "\(content): \(score)")
      XCTAssertEqual(outcome.failed("t").values.reduce(0, +), 0, content)
      XCTAssertEqual(outcome.resource("t")["complete"] as? Bool, true)
      let page = try String(contentsOfFile: fixture.path + "/.kq/report.html", encoding: .utf8)
      XCTAssertTrue(page.contains("has no record, so this dataset has no score"), content)
      XCTAssertFalse(page.contains(">100.00"), content)
      let check = try SampleAudit.run([
        "check", fixture.path + "/" + path, "--rules", fixture.path + "/p.json", "--as", "t",
        "--lang", "en",
      ])
      XCTAssertTrue(
        check.output.contains("0 records - score not evaluated (there is no record)"),
        check.output)
      XCTAssertTrue(check.output.contains("not assessed: the resource has no record"), check.output)
    }
  }

  func testARuleAgainstEmptinessFails() throws {
    let outcome = try project(
      "t.csv", "x\n", rules: "{\"id\": \"C\", \"kind\": \"count\", \"on\": \"t\", \"min\": 1}"
    ).audit()
    XCTAssertEqual(outcome.status, 1, outcome.errors)
    let score = outcome.resource("t")["score"] as? [String: Any]
    XCTAssertEqual(score?["basisPoints"] as? Int, 0)
  }
}
