import XCTest

/// What a code should have been tells the code: it is shown where the code is.
final class CodeExpectationTests: XCTestCase {
  private func output(mask: String, _ arguments: [String] = []) throws -> String {
    let fixture = try ProjectFixture([
      "dm.csv": "ma,ten\n01,Kinh\n02,Tày\n",
      "d.csv": "ma,ten\n01,Thái\n",
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": {"vi": "Thử"},
       "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "name": "ten"}},
       "resources": [{"name": "d", "mask": {\(mask)}, "schema": {"fields": [{"name": "ma"}, {"name": "ten"}]}}],
       "rules": [{"id": "C", "kind": "code", "on": "d.ma", "list": "dm", "name": "ten"}]}
      """,
    ])
    let findings = fixture.path + "/f.csv"
    let run = try SampleAudit.run(
      [
        "check", fixture.path + "/d.csv", "--rules", fixture.path + "/p.json", "--findings",
        findings,
      ]
        + arguments)
    XCTAssertEqual(run.status, 1, run.errors)
    return try String(contentsOfFile: findings, encoding: .utf8)
  }

  func testTheNameOfAHiddenCodeIsHidden() throws {
    for mask in ["", "\"ten\": \"none\"", "\"ma\": \"last3\""] {
      let findings = try output(mask: mask)
      XCTAssertTrue(findings.contains("tên không khớp"), findings)
      XCTAssertFalse(findings.contains("Kinh"), findings)
    }
  }

  func testTheNameOfAShownCodeIsShown() throws {
    XCTAssertTrue(try output(mask: "\"ma\": \"none\"").contains("Kinh"))
    XCTAssertTrue(try output(mask: "", ["--show-values"]).contains("Kinh"))
  }

  func testWhereTheDayIsAtFaultTheSuccessorIsExpected() throws {
    let rule = #""kind": "code", "on": "d.ma", "list": "dm", "parent": "cha", "at": "2026-01-01""#
    for (accept, message) in [
      ("", "mã không còn hoặc chưa có hiệu lực"),
      (", \"accept\": [\"current\", \"successor:warning\"]", "mã đã hết hiệu lực"),
    ] {
      let fixture = try ProjectFixture([
        "dm.csv": "ma,cha,den,moi\n01,A,2025-06-30,02\n02,B,,\n",
        "d.csv": "ma,cha\n01,A\n",
        "p.json": """
        {"format": "soat-rules/1", "id": "p", "version": "1", "title": {"vi": "Thử"},
         "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "parent": "cha", "to": "den", "successor": "moi"}},
         "resources": [{"name": "d", "mask": {"ma": "none", "cha": "none"},
          "schema": {"fields": [{"name": "ma"}, {"name": "cha"}]}}],
         "rules": [{"id": "C", \(rule)\(accept)}]}
        """,
      ])
      let findings = fixture.path + "/f.csv"
      _ = try SampleAudit.run([
        "check", fixture.path + "/d.csv", "--rules", fixture.path + "/p.json", "--findings",
        findings,
      ])
      let text = try String(contentsOfFile: findings, encoding: .utf8)
      let line = try XCTUnwrap(text.split(whereSeparator: \.isNewline).dropFirst().first)
      XCTAssertTrue(line.contains(message), text)
      // The successor, and not the parent code, with which nothing is wrong.
      XCTAssertTrue(line.contains(",02,") || line.contains("\"02\""), text)
      XCTAssertFalse(line.contains(",A,"), text)
    }
  }

  func testAWeightedSumThatDoesNotFitIsARuleThatFailed() throws {
    let fixture = try ProjectFixture([
      "d.csv": "ma\n99\n",
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": {"vi": "Thử"},
       "resources": [{"name": "d", "schema": {"fields": [{"name": "ma"}]}}],
       "rules": [
        {"id": "A", "kind": "assert", "on": "d",
         "assert": "weighted_sum(ma, 999999999999999999, 999999999999999999) > 0"},
        {"id": "B", "kind": "assert", "on": "d", "assert": "weighted_sum(ma, 99999999999999999, 1) > 0"}]}
      """,
    ])
    let run = try SampleAudit.run(
      ["check", fixture.path + "/d.csv", "--rules", fixture.path + "/p.json", "--format", "json"])
    XCTAssertEqual(run.output.components(separatedBy: "\"status\": \"error\"").count, 2, run.output)
  }
}
