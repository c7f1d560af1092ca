import AuditRules
import AuditSystem
import Foundation
import XCTest

/// `soat lint`: levels, forms and exit codes; `soat explain` of its codes.
final class LintCommandTests: XCTestCase {
  private func pack(_ constraints: String, _ rules: String = "") throws -> ProjectFixture {
    try ProjectFixture([
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "resources": [{"name": "r", "schema": {"fields": [
        {"name": "n", "type": "integer", "constraints": {\(constraints)}}]}}],
       "rules": [\(rules)]}
      """
    ])
  }

  private func lint(
    _ fixture: ProjectFixture, _ more: String...
  ) throws -> (status: Int32, output: String) {
    let run = try SampleAudit.run(
      ["lint", "\(fixture.path)/p.json", "--root", fixture.path, "--lang", "en"] + more)
    return (run.status, run.output.replacingOccurrences(of: fixture.path + "/", with: ""))
  }

  func testWhatIsFoundIsToldWithPlaceLevelAndCode() throws {
    let run = try lint(try pack(#""minimum": 5, "maximum": 3"#))
    XCTAssertEqual(run.status, 1)
    XCTAssertEqual(
      run.output,
      """
      p.json:2:77: error: no value can pass both rules r.n.minimum and r.n.maximum [lint.contradiction]
        hint: the other one is at p.json:2:63
      p.json: 1 error - pack p 1, 1 resources, 5 rules with constraints, 0 code lists, 0 test records
        not printed (--level note shows them): lint.missing-basis 3, lint.missing-text 1

      """)
  }

  func testTheExitCodeFollowsTheLevelAskedFor() throws {
    let contradiction = try pack(#""minimum": 5, "maximum": 3"#)
    let redundant = try pack(#""minimum": 5, "exclusiveMinimum": 3"#)
    XCTAssertEqual(try lint(contradiction, "--fail-on", "never").status, 0)
    XCTAssertEqual(try lint(redundant).status, 0)
    XCTAssertEqual(try lint(redundant, "--fail-on", "warning").status, 1)
    XCTAssertEqual(try lint(try pack(""), "--fail-on", "note").status, 1)
    XCTAssertEqual(try lint(try pack(#""minimun": 5"#)).status, 3)
  }

  func testAnExampleThatFailsIsFoundToo() throws {
    let rule =
      #"{"id": "A", "kind": "assert", "on": "r", "assert": "n > 1", "tests": {"pass": [{"n": 1}]}}"#
    let run = try lint(try pack("", rule))
    XCTAssertEqual(run.status, 1)
    XCTAssertTrue(run.output.contains("has to pass, but fails [lint.test-failed]"), run.output)
    let off = try lint(
      try pack("", rule.replacingOccurrences(of: "\"on\"", with: "\"enabled\": false, \"on\"")))
    XCTAssertEqual(off.status, 0)
    XCTAssertTrue(off.output.contains("rules switched off, not linted: A (p)"), off.output)
  }

  func testOtherProgramsAreToldTheSame() throws {
    let fixture = try pack(#""minimum": 5, "maximum": 3"#)
    let json = try lint(fixture, "--format", "json", "--level", "note").output
    let root = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let packs = try XCTUnwrap(root["packs"] as? [[String: Any]])
    XCTAssertEqual((packs[0]["findings"] as? [Any])?.count, 5)
    XCTAssertEqual(packs[0]["counts"] as? [String: Int], ["error": 1, "warning": 0, "note": 4])
    let sarif = try lint(fixture, "--format", "sarif").output
    let log = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any])
    let run = try XCTUnwrap((log["runs"] as? [[String: Any]])?.first)
    let results = try XCTUnwrap(run["results"] as? [[String: Any]])
    XCTAssertEqual(results.map { $0["ruleId"] as? String }, ["lint.contradiction"])
    XCTAssertEqual(results.map { $0["level"] as? String }, ["error"])
  }

  func testEachCodeIsExplainedInBothLanguages() throws {
    for check in LintCheck.all {
      for language in ["vi", "en"] {
        let run = try SampleAudit.run(["explain", check.code, "--lang", language])
        XCTAssertEqual(run.status, 0, check.code)
        XCTAssertTrue(run.output.hasPrefix("## \(check.code) - "), run.output)
      }
    }
    XCTAssertEqual(try SampleAudit.run(["explain", "lint.nothing"]).status, 2)
  }

  /// Shipped packs have neither errors nor warnings.
  func testShippedPacksAreClean() throws {
    for name in [
      "rules/vn.chung.json", "rules/vn.dan-cu.json", "samples/xa-mau/quy-tac.json",
      "samples/benchmark/benchmark.json",
    ] {
      let path = SampleAudit.root.appendingPathComponent(name).path
      let run = try SampleAudit.run([
        "lint", path, "--root", SampleAudit.root.path, "--fail-on", "warning",
      ])
      XCTAssertEqual(run.status, 0, "\(name): \(run.output)\(run.errors)")
    }
  }
}
