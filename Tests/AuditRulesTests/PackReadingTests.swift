import AuditModel
import AuditRules
import AuditText
import XCTest

final class PackReadingTests: XCTestCase {
  func testConstraintsAreRulesWithIdsAndDimensions() throws {
    let pack = try load([
      "p.json": packText(
        """
        "resources": [{"name": "r", "schema": {"primaryKey": "a", "uniqueKeys": [["b", "a"]],
          "fields": [{"name": "a", "format": "vn-cccd"},
            {"name": "b", "type": "integer", "constraints": {"minimum": 0, "required": true}}],
          "foreignKeys": [{"fields": "b", "reference": {"resource": "", "fields": "a"}}]}}]
        """)
    ])
    XCTAssertEqual(
      pack.rules.map { "\($0.id) \($0.dimension.rawValue)" },
      [
        "r.structure validity", "r.header validity", "r.a.required completeness",
        "r.a.type validity",
        "r.b.required completeness", "r.b.type validity", "r.b.minimum accuracy",
        "r.primaryKey uniqueness", "r.uniqueKeys.1 uniqueness", "r.foreignKeys.1 integrity",
      ])
    XCTAssertTrue(pack.rules.allSatisfy { $0.severity == .error && $0.weight == 1 && $0.isEnabled })
  }

  func testPlainTextMakesNoTypeRule() throws {
    let pack = try load([
      "p.json": packText(
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}, {"name": "b", "type": "any"}]}}]"#
      )
    ])
    XCTAssertEqual(pack.rules.map(\.id), ["r.structure", "r.header"])
  }

  func testFieldRulesChangeSingleRules() throws {
    let pack = try load([
      "p.json": packText(
        """
        "legal": [{"id": "L", "cite": "Điều 8", "from": "2021-10-11", "to": "2025-06-30"}],
        "resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"required": true, "minLength": 2}}]},
          "fieldRules": {"*": {"weight": 5}, "a.required": {"id": "X-1", "severity": "blocking", "legal": ["L"],
            "tolerate": {"warn": "0.1%", "fail": 5}}, "a.minLength": {"enabled": false}}}]
        """)
    ])
    let rule = try XCTUnwrap(pack.rules.first { $0.id == "X-1" })
    XCTAssertEqual(rule.severity, .blocking)
    XCTAssertEqual(rule.weight, 5)
    XCTAssertEqual(rule.warnAt, .share(Share(1, of: 1000)))
    XCTAssertEqual(rule.failAt, .count(5))
    XCTAssertEqual(pack.rules.first { $0.id == "r.a.minLength" }?.isEnabled, false)
    XCTAssertEqual(
      pack.legalReferences(of: rule, on: CivilDate(iso: "2025-06-30")).map(\.cite.vi), ["Điều 8"])
    XCTAssertEqual(pack.legalReferences(of: rule, on: CivilDate(iso: "2025-07-01")).count, 0)
  }

  func testMistakesAreToldWithTheirPlace() {
    let cases: [(String, [String])] = [
      (#""resurces": []"#, ["rule-file.unknown-key 2:1"]),
      (#""x-ours": []"#, []),
      (#""title": 3"#, ["rule-file.wrong-type 2:10"]),
      (#""legal": [{"id": "a"}]"#, ["rule-file.missing-key 2:11"]),
      (
        #""legal": [{"id": "a", "cite": "b", "from": "2025-02-30"}]"#,
        ["rule-file.wrong-value 2:44"]
      ),
      (#""parameters": {"a": {"type": "dat"}}"#, ["rule-file.wrong-value 2:30"]),
      (#""parameters": {"a": {"type": "date", "default": 3}}"#, ["rule-file.wrong-type 2:49"]),
      (#""codeLists": {"a": {"path": "a.csv"}}"#, ["rule-file.missing-key 2:20"]),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "type": "strng"}]}}]"#,
        ["rule-file.wrong-value 2:73"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}, {"name": "a"}]}}]"#,
        ["rule-file.duplicate-field 2:75"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"requird": true}}]}}]"#,
        ["rule-file.unknown-constraint 2:81"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"required": "yes"}}]}}]"#,
        ["rule-file.wrong-type 2:93"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"pattern": "a(b"}}]}}]"#,
        ["rule-file.pattern 2:94"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"minimum": 3}}]}}]"#,
        ["rule-file.constraint-type 2:92"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "type": "date", "format": "%d/%q/%Y"}]}}]"#,
        ["rule-file.wrong-value 2:95"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "format": "vn-cccdd"}]}}]"#,
        ["rule-file.wrong-value 2:75"]
      ),
      (
        #""resources": [{"name": "r", "keys": ["b"], "schema": {"fields": [{"name": "a"}]}}]"#,
        ["rule-file.unknown-field 2:38"]
      ),
      (
        #""resources": [{"name": "r", "mask": {"a": "lost3"}, "schema": {"fields": [{"name": "a"}]}}]"#,
        ["rule-file.wrong-value 2:43"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"primaryKey": "b", "fields": [{"name": "a"}]}}]"#,
        ["rule-file.unknown-field 2:54"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": "q", "fields": "a"}}]}}]"#,
        ["rule-file.unknown-resource 2:125"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}]}, "fieldRules": {"a.required": {}}}]"#,
        ["rule-file.unknown-rule 2:83"]
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": []}}, {"name": "r", "schema": {"fields": []}}]"#,
        ["rule-file.duplicate-resource 2:65"]
      ),
      (#""rules": [{"kind": "count", "on": "r"}]"#, ["rule-file.missing-key 2:11"]),
      (#""rules": [{"id": "A", "severity": "error"}]"#, ["rule-file.unknown-rule 2:18"]),
      (
        #""resources": [{"name": "r", "schema": {"fields": []}}], "rules": [{"id": "A", "kind": "count", "on": "r", "min": 1}, {"id": "A", "kind": "count", "on": "q", "mn": 1}]"#,
        ["rule-file.duplicate-rule 2:125", "rule-file.unknown-resource 2:153"]
      ),
      (
        #""rules": [{"id": "A", "kind": "count", "on": "q", "min": 1}]"#,
        ["rule-file.unknown-resource 2:46"]
      ),
      (#""profiles": {}"#, ["rule-file.not-in-this-version 2:13"]),
    ]
    for (body, expected) in cases { XCTAssertEqual(mistakes(in: body), expected, body) }
  }

  func testMistakesOfListedRulesAreToldWithTheirPlace() {
    let line = sampleResource.split(separator: "\n").count + 2
    let cases: [(String, [String])] = [
      (#"{"id": "A", "kind": "asert", "on": "r", "assert": "true"}"#, ["unknown-kind 21"]),
      (#"{"id": "A", "kind": "required", "on": "r"}"#, ["wrong-value 21"]),
      (#"{"id": "A", "kind": "sequense", "on": "r"}"#, ["unknown-kind 21"]),
      (#"{"id": "A", "kind": "sequence", "on": "r"}"#, ["on-field 39"]),
      (#"{"id": "A", "kind": "fresh", "on": "r.ma", "within": 3}"#, ["wrong-value 36"]),
      (#"{"id": "A", "kind": "dependency", "on": "r.ma"}"#, ["missing-key 1"]),
      (#"{"id": "A", "kind": "sql", "on": "r"}"#, ["missing-key 1"]),
      // What is null is not there: no rule may go without a word.
      (#"{"id": "A", "kind": "sql", "on": "r", "query": null}"#, ["missing-key 48"]),
      (#"{"id": "A", "kind": "dependency", "on": "r.ma", "by": null}"#, ["missing-key 55"]),
      (#"{"id": "A", "kind": "count", "on": "r", "min": null}"#, ["missing-key 1"]),
      (
        #"{"id": "A", "kind": "reconcile", "on": "r", "value": 1, "with": null}"#,
        ["missing-key 1"]
      ),
      (
        #"{"id": "A", "kind": "outlier", "on": "r.ma", "previous": {"resource": "r"}}"#,
        ["missing-key 1", "wrong-value 71"]
      ),
      (
        #"{"id": "A", "kind": "outlier", "on": "r", "previous": {"resource": "q"}, "change": "5%"}"#,
        ["on-field 38", "unknown-resource 68"]
      ),
      (
        #"{"id": "A", "kind": "outlier", "on": "r.ma", "change": "5%"}"#,
        ["wrong-value 38", "unknown-key 46"]
      ),
      (#"{"id": "A", "kind": "assert", "on": "r"}"#, ["missing-key 1"]),
      (
        #"{"id": "A", "kind": "assert", "on": "r", "assert": "co", "wen": "co"}"#,
        ["unknown-key 58"]
      ),
      (#"{"id": "A", "kind": "assert", "on": "r.xx", "assert": "co"}"#, ["unknown-field 37"]),
      (
        #"{"id": "A", "kind": "assert", "on": "r", "assert": "co", "severity": "fatal"}"#,
        ["wrong-value 70"]
      ),
      (
        #"{"id": "A", "kind": "assert", "on": "r", "assert": "co", "legal": "L"}"#,
        ["unknown-legal 67"]
      ),
      (
        #"{"id": "A", "kind": "assert", "on": "r", "assert": "co", "tolerate": {"fail": "5"}}"#,
        ["wrong-value 79"]
      ),
      (
        #"{"id": "A", "kind": "assert", "on": "r", "assert": "co", "tests": {"pass": [{"cc": "1"}]}}"#,
        ["unknown-field 78"]
      ),
      (#"{"id": "A", "kind": "code", "on": "r", "list": "xa"}"#, ["on-field 35"]),
      (#"{"id": "A", "kind": "code", "on": "r.ma", "list": "xaa"}"#, ["unknown-list 51"]),
      (
        #"{"id": "A", "kind": "code", "on": "r.ma", "list": "xa", "at": "ten"}"#, ["wrong-value 63"]
      ),
      (
        #"{"id": "A", "kind": "code", "on": "r.ma", "list": "xa", "parent": "ten"}"#,
        ["wrong-value 67"]
      ),
      (
        #"{"id": "A", "kind": "code", "on": "r.ma", "list": "xa", "accept": "any"}"#,
        ["wrong-value 67"]
      ),
      (#"{"id": "A", "kind": "reconcile", "on": "r", "value": 1}"#, ["missing-key 1"]),
      (
        #"{"id": "A", "kind": "reconcile", "on": "r", "key": "ma", "value": 1, "with": {"resource": "r"}}"#,
        ["wrong-value 78"]
      ),
      (
        #"{"id": "A", "kind": "reconcile", "on": "r", "value": 1, "equals": 1, "compare": "~"}"#,
        ["wrong-value 81"]
      ),
      (#"{"id": "A", "kind": "count", "on": "r"}"#, ["missing-key 1"]),
      (#"{"id": "A", "kind": "count", "on": "r", "min": 3, "max": 2}"#, ["wrong-value 58"]),
      (#"{"id": "A", "kind": "count", "on": "r", "previous": 10}"#, ["missing-key 1"]),
      (
        #"{"id": "A", "kind": "count", "on": "r", "previous": 9223372036854775807, "change": "1%"}"#,
        ["wrong-value 84"]
      ),
      (
        #"{"id": "A", "kind": "coverage", "on": "r.ma", "register": {"list": "xb"}}"#,
        ["unknown-list 68"]
      ),
      (#"{"id": "A", "kind": "text", "on": "r.ten", "checks": ["space"]}"#, ["wrong-value 55"]),
    ]
    for (rule, expected) in cases {
      let found = mistakes(in: sampleResource + ",\n\"rules\": [\n\(rule)]")
      XCTAssertEqual(
        found,
        expected.map { text in
          let parts = text.split(separator: " ")
          return "rule-file.\(parts[0]) \(line + 1):\(parts[1])"
        }, rule)
    }
  }

  func testAllMistakesOfAFileAreToldAtOnce() {
    let body =
      #""titel": "a", "legal": 3, "resources": [{"name": "r", "schema": {"fields": [{"type": "x"}]}}]"#
    XCTAssertEqual(mistakes(in: body).count, 3)
  }

  func testHintsSuggestTheNearestWord() {
    XCTAssertThrowsError(try load(["p.json": packText(#""resurces": []"#)])) { error in
      XCTAssertEqual((error as? Diagnostics)?.all.first?.hint?.en, "did you mean 'resources'?")
    }
  }
}
