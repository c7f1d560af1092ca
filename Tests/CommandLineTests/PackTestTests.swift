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

  // MARK: Tables

  private static let groups = """
    {"format": "soat-rules/1", "id": "g", "version": "1", "parameters": {"asOf": {"type": "date"}},
     "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "name": "ten", "parent": "cha"}},
     "resources": [
       {"name": "r", "schema": {"fields": [{"name": "a"}, {"name": "n", "type": "number"}, {"name": "d", "type": "date"}]}},
       {"name": "o", "schema": {"fields": [{"name": "a"}, {"name": "n", "type": "number"}]}}],
     "rules": [
    """

  private func groups(_ rules: String) throws -> ProjectFixture {
    try ProjectFixture([
      "p.json": Self.groups + rules + "\n]}",
      "dm.csv": "ma,ten,cha\nT,Tỉnh,\nX,Xã An,T\nY,Xã Bình,T\n",
    ])
  }

  /// Every kind that looks at more than a record, with what it finds and what it does not.
  func testEachKindOfGroupsIsTriedOnTables() throws {
    let run = try test(
      try groups(
        #"""
        {"id": "dep", "kind": "dependency", "on": "r.n", "by": "a", "tests": {
          "pass": [{"records": [{"a": "x", "n": 1}, {"a": "y", "n": 2}]}],
          "fail": [{"records": [{"a": "x", "n": 1}, {"a": "y", "n": 1}, {"a": "x", "n": 2}], "fails": [1, 3]}]}},
        {"id": "seq", "kind": "sequence", "on": "r.n", "by": "a", "tests": {
          "pass": [{"records": [{"a": "x", "n": 2}, {"a": "y", "n": 9}, {"a": "x", "n": 1}]}],
          "fail": [{"records": [{"a": "x", "n": 1}, {"a": "x", "n": 3}], "fails": [2]}]}},
        {"id": "sim", "kind": "similar", "on": "r.a", "block": "n", "least": "80%", "tests": {
          "pass": [{"records": [{"a": "Nguyễn Văn An", "n": 1}, {"a": "Lê Thị Bình", "n": 1}], "counts": {"passed": 2}}],
          "fail": [{"records": [{"a": "Nguyễn Văn An", "n": 1}, {"a": "Lê Bình", "n": 1}, {"a": "Nguyễn Văn Ân", "n": 1}], "fails": [1, 3]}]}},
        {"id": "out", "kind": "outlier", "on": "r.n", "least": 5, "tests": {
          "pass": [{"records": [{"n": 1}, {"n": 2}, {"n": 99}], "counts": {"skipped": 3}}],
          "fail": [{"records": [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 99}, {"n": 4}], "fails": [4]}]}},
        {"id": "tree", "kind": "hierarchy", "on": "r.n", "code": "a", "list": "dm", "tests": {
          "pass": [{"records": [{"a": "X", "n": 1}, {"a": "T", "n": 3}, {"a": "Y", "n": 2}]}],
          "fail": [{"records": [{"a": "X", "n": 1}, {"a": "T", "n": 9}], "fails": [2]}]}},
        {"id": "rec", "kind": "reconcile", "on": "r", "key": "a", "value": "n", "with": {"resource": "o", "key": "a"}, "tests": {
          "pass": [{"records": [{"a": "x", "n": 1}], "resources": {"o": [{"a": "x"}]}}],
          "fail": [{"records": [{"a": "x", "n": 1}, {"a": "y", "n": 1}], "resources": {"o": [{"a": "x"}]}, "fails": [2]}]}},
        {"id": "cov", "kind": "coverage", "on": "r.a", "register": {"resource": "o", "field": "a"}, "tests": {
          "pass": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}]}}],
          "fail": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}, {"a": "y"}]}, "fails": [],
                    "counts": {"passed": 1, "failed": 1}},
                   {"records": [{"a": "z"}], "resources": {"o": []}, "fails": [1]}]}},
        {"id": "cnt", "kind": "count", "on": "r", "min": 1, "max": 2, "tests": {
          "pass": [{"records": [{}, {}]}], "fail": [{"records": []}, {"records": [{}, {}, {}], "fails": []}]}},
        {"id": "fre", "kind": "fresh", "on": "r.d", "within": 10, "tests": {
          "pass": [{"records": [{"d": "2025-01-01"}, {"d": "2025-02-01"}], "asOf": "2025-02-11"}],
          "fail": [{"records": [{"d": "2025-01-01"}, {"d": "2025-02-01"}], "asOf": "2025-02-12"}]}},
        {"id": "log", "kind": "log", "on": "r", "required": ["n"], "keys": ["a"], "changes": {"resource": "o", "keys": ["a"]}, "tests": {
          "pass": [{"records": [{"a": "x", "n": 1}], "resources": {"o": [{"a": "x"}]}}],
          "fail": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}]}, "fails": [1]},
                   {"records": [{"a": "x", "n": 1}], "resources": {"o": [{"a": "y"}]}, "fails": []}]}},
        {"id": "sql", "kind": "sql", "on": "r", "resources": ["o", "r"], "query": "select a from o where a not in (select a from r)", "tests": {
          "pass": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}]}}],
          "fail": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "y"}]}}]}},
        {"id": "mas", "kind": "master", "on": "r.a", "list": "dm", "fields": {"n": "ten"}, "tests": {
          "pass": [{"records": [{"a": "X"}, {}], "counts": {"passed": 1, "skipped": 1}}],
          "fail": [{"records": [{"a": "X"}, {"a": "Z"}], "fails": [2]}]}},
        {"id": "cou", "kind": "assert", "on": "r", "assert": "count_of(o, a, a) >= 1", "tests": {
          "pass": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}]}}],
          "fail": [{"records": [{"a": "x"}, {"a": "y"}], "resources": {"o": [{"a": "x"}]}, "fails": [2]}]}}
        """#))
    XCTAssertEqual(run.errors, "")
    XCTAssertTrue(
      run.output.hasPrefix("p.json: 29 examples of 13 rules, all as expected"), run.output)
    XCTAssertEqual(run.status, 0)
  }

  func testTablesThatAreNotAsExpectedAreToldWithWhatCameOut() throws {
    let fixture = try groups(
      #"""
      {"id": "A", "kind": "dependency", "on": "r.n", "by": "a", "tests": {
       "pass": [{"records": [{"a": "x", "n": 1}, {"a": "x", "n": 2}]},
      {"records": [{"a": "x"}], "counts": {"passed": 1}}],
       "fail": [{"records": [{"a": "x", "n": 1}, {"a": "x", "n": 2}], "fails": [2]},
      {"records": [{"a": "x", "n": 1}, {"a": "x", "n": 2}], "fails": [], "counts": {"failed": 1}},
      {"records": [{"a": "x", "n": 1}, {"a": "x", "n": 1}]}]}},
      {"id": "B", "kind": "coverage", "on": "r.a", "register": {"resource": "o", "field": "a"}, "tests": {
       "pass": [{"records": [{"a": "x"}]}],
       "fail": [{"records": [{"a": "x"}], "resources": {"o": [{"a": "x"}, {"a": "y"}]}, "fails": [1]}]}}
      """#)
    let run = try test(fixture)
    XCTAssertEqual(run.status, 1, run.errors)
    XCTAssertEqual(
      run.output,
      """
      p.json:7:11: rule A, example pass 1: has to pass, but fails at records 1, 2
      p.json:8:1: rule A, example pass 2: has to pass (1 passed), but is not judged (0 passed, 0 failed, 1 skipped)
      p.json:9:11: rule A, example fail 1: has to fail at record 2, but fails at records 1, 2
      p.json:10:1: rule A, example fail 2: has to fail at no record (1 failed), but fails at records 1, 2 (0 passed, 2 failed, 0 skipped)
      p.json:11:1: rule A, example fail 3: has to fail, but passes
      p.json:13:11: rule B, example pass 1: has to pass, but is not judged: the resource 'o' is not part of this inspection
      p.json:14:11: rule B, example fail 1: has to fail at record 1, but fails at no record
      p.json: 7 examples of 2 rules, 7 not as expected - pack g 1

      """)
    let json = try test(fixture, "--format", "json").output
    let root = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let packs = try XCTUnwrap(root["packs"] as? [[String: Any]])
    let results = try XCTUnwrap(packs[0]["results"] as? [[String: Any]])
    XCTAssertEqual(results[2]["expectedRecords"] as? [Int], [2])
    XCTAssertEqual(results[2]["foundRecords"] as? [Int], [1, 2])
    XCTAssertEqual(
      results[2]["counts"] as? [String: Int], ["passed": 0, "failed": 2, "skipped": 0])
    XCTAssertNil(results[0]["expectedRecords"])
  }

  func testATestThatSaysWhatCannotBeIsAMistakeWithItsPlace() throws {
    // The place is marked with ^.
    let cases = [
      (#""pass": [{"records": [{"a": "x"}], "fails": ^[1]}]"#, "test"),
      (#""fail": [{"records": [{"a": "x"}], "fails": [^2]}]"#, "test"),
      (#""fail": [{"records": [], "fails": [^1]}]"#, "test"),
      (#""fail": [{"records": [{"a": "x"}], "fails": [^"1"]}]"#, "test"),
      (#""fail": [{"records": [{^"b": "x"}]}]"#, "unknown-field"),
      (#""fail": [{"records": [^"x"]}]"#, "wrong-type"),
      (#""fail": [{"records": [], "resources": {^"q": []}}]"#, "unknown-resource"),
      (#""fail": [{"records": [], "resources": {^"r": []}}]"#, "test"),
      (#""fail": [{"records": [], "resources": {"o": [{^"d": 1}]}}]"#, "unknown-field"),
      (#""fail": [{"records": [], "resources": {"o": ^{}}}]"#, "wrong-type"),
      (#""fail": [^{"resources": {}}]"#, "missing-key"),
      (#""fail": [{"records": [], ^"fals": []}]"#, "unknown-key"),
      (#""fail": [{"records": [], "counts": {"failed": ^0}}]"#, "wrong-value"),
      (#""pass": [{"records": [], "counts": {"failed": ^1}}]"#, "wrong-value"),
      (#""pass": [{"records": [], "counts": {^"pased": 1}}]"#, "unknown-key"),
      (#""pass": [{"records": [], "asOf": ^"31/12/2025"}]"#, "wrong-value"),
    ]
    let line = Self.groups.components(separatedBy: "\n").count + 1
    for (marked, code) in cases {
      let tests = #""tests":{"# + marked
      let column = tests.prefix { $0 != "^" }.count + 1
      let fixture = try groups(
        #"{"id": "A", "kind": "count", "on": "r", "min": 1,"# + "\n"
          + tests.filter { $0 != "^" } + "}}")
      let run = try test(fixture)
      XCTAssertEqual(run.status, 3, marked)
      XCTAssertTrue(
        run.errors.contains("p.json:\(line):\(column): ")
          && run.errors.contains("[rule-file.\(code)]"), "\(marked): \(run.errors)")
    }
  }

  func testTheManualsExampleComesOutAsItSays() throws {
    let page = SampleAudit.root.appendingPathComponent(
      "Sources/AuditRules/AuditRules.docc/RuleLanguage.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let chapter = try XCTUnwrap(text.components(separatedBy: "## Thử quy tắc").last)
    let block = try XCTUnwrap(chapter.components(separatedBy: "```json\n").dropFirst().first)
    let example = try XCTUnwrap(block.components(separatedBy: "```").first)
    let fixture = try ProjectFixture([
      "p.json": #"{"format": "soat-rules/1", "id": "p", "version": "1","# + example.dropFirst()
    ])
    let run = try test(fixture)
    XCTAssertEqual(run.errors, "")
    XCTAssertEqual(
      run.output, "p.json: 8 examples of 4 rules, all as expected - pack p 1\n")
  }
}
