import Foundation
import XCTest

/// `soat test`: what a rule's examples show.
final class PackTestTests: XCTestCase {
  private func pack(_ rules: String) throws -> ProjectFixture {
    try ProjectFixture([
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1",
       "resources": [{"name": "r", "schema": {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}}],
       "rules": [
      \(rules)
      ]}
      """
    ])
  }

  private func test(
    _ fixture: ProjectFixture, _ more: String...
  ) throws -> (status: Int32, output: String, errors: String) {
    let run = try SampleAudit.run(
      ["test", "\(fixture.path)/p.json", "--root", fixture.path, "--lang", "en"] + more)
    let output = run.output.replacingOccurrences(of: fixture.path + "/", with: "")
    return (run.status, output, run.errors)
  }

  func testExamplesThatAreAsExpectedMakeTheCodeZero() throws {
    let fixture = try pack(
      """
      {"id": "A", "kind": "assert", "on": "r", "assert": "a > 1",
       "tests": {"pass": [{"a": 2}, {"b": "x"}], "fail": [{"a": 1}]}},
      {"id": "B", "kind": "assert", "on": "r", "assert": "a > 2"},
      {"id": "C", "kind": "assert", "on": "r", "assert": "a > 3", "enabled": false}
      """)
    let run = try test(fixture)
    XCTAssertEqual(run.status, 0, run.errors)
    XCTAssertEqual(
      run.output,
      """
      p.json: 3 examples of 1 rules, all as expected - pack p 1
        1 rule without examples (`tests`): B
        1 rule switched off, not run: C

      """)
  }

  func testWhatIsNotAsExpectedIsToldWithItsPlace() throws {
    let fixture = try pack(
      """
      {"id": "A", "kind": "assert", "on": "r", "assert": "a > 1",
       "tests": {"pass": [{"a": 2},
         {"a": 1}],
        "fail": [{"a": 3}, {"b": "x"}]}}
      """)
    let run = try test(fixture)
    XCTAssertEqual(run.status, 1, run.errors)
    XCTAssertEqual(
      run.output,
      """
      p.json:6:4: rule A, example pass 2: has to pass, but fails
      p.json:7:12: rule A, example fail 1: has to fail, but passes
      p.json:7:22: rule A, example fail 2: has to fail, but is not judged (a blank or unreadable field, or its condition)
      p.json: 4 examples of 1 rules, 3 not as expected - pack p 1

      """)
  }

  func testAPackThatCannotBeReadIsAnErrorOfItsOwn() throws {
    let run = try test(try pack(#"{"id": "A", "kind": "assert", "on": "r", "assert": "x > 1"}"#))
    XCTAssertEqual(run.status, 3)
    XCTAssertTrue(run.errors.contains("rule-file.unknown-field"), run.errors)
  }

  func testOtherProgramsAreToldTheSame() throws {
    let fixture = try pack(
      """
      {"id": "A<1>", "kind": "assert", "on": "r", "assert": "a > 1",
       "tests": {"pass": [{"a": 2}], "fail": [{"a": 3}]}}
      """)
    let json = try test(fixture, "--format", "json")
    XCTAssertEqual(json.status, 1)
    let root = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    XCTAssertEqual(root["tests"] as? Int, 2)
    XCTAssertEqual(root["failed"] as? Int, 1)
    let junit = try test(fixture, "--format", "junit")
    XCTAssertEqual(junit.status, 1)
    XCTAssertEqual(
      junit.output,
      #"""
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="p" tests="2" failures="1" errors="0" skipped="0">
          <testcase classname="r" name="A&lt;1&gt; pass 1" file="p.json" line="5"/>
          <testcase classname="r" name="A&lt;1&gt; fail 1" file="p.json" line="5">
            <failure message="rule A&lt;1&gt;, example fail 1: has to fail, but passes"/>
          </testcase>
        </testsuite>
      </testsuites>

      """#)
  }
}
