import AuditModel
import XCTest

@testable import AuditRules

final class LintTests: XCTestCase {
  private let day = CivilDate(year: 2026, month: 12, day: 16)

  /// Codes found, without `lint.`, of a level and above; the tables leave notes out.
  private func codes(
    fields: String, rules: String = "", from level: LintCheck.Level = .warning
  ) throws -> [String] {
    let pack = try load([
      "p.json": packText(
        """
        "legal": [{"id": "CU", "cite": "x", "to": "2020-12-31"}, {"id": "MOI", "cite": "y", "from": "2021-01-01"}],
        "resources": [{"name": "r", "title": "R", "schema": {"missingValues": ["", "-"], "fields": [\(fields)]}}],
        "rules": [\(rules)]
        """)
    ])
    let subject = LintSubject(pack, on: try XCTUnwrap(day))
    return subject.findings().filter { $0.check.level >= level }.map {
      String($0.check.code.dropFirst("lint.".count))
    }
  }

  private func field(_ constraints: String, type: String = "string") -> String {
    #"{"name": "n", "type": "\#(type)", "constraints": {\#(constraints)}}"#
  }

  func testConstraintsOfAField() throws {
    for (type, constraints, expected) in [
      ("integer", #""minimum": 10, "maximum": 5"#, ["contradiction"]),
      ("integer", #""minimum": 5, "maximum": 5"#, []),
      ("integer", #""exclusiveMinimum": 5, "exclusiveMaximum": 6"#, ["contradiction"]),
      ("number", #""exclusiveMinimum": 5, "exclusiveMaximum": 6"#, []),
      ("integer", #""minimum": 10, "exclusiveMinimum": 5"#, ["redundant"]),
      ("integer", #""minimum": 5, "exclusiveMinimum": 5"#, ["redundant"]),
      ("date", #""minimum": "2020-01-02", "maximum": "2020-01-01""#, ["contradiction"]),
      ("string", #""minLength": 4, "maxLength": 3"#, ["contradiction"]),
      ("string", #""minLength": 3, "maxLength": 3"#, []),
      ("string", #""pattern": "[0-9]{5}", "maxLength": 4"#, ["contradiction"]),
      ("string", #""pattern": "[0-9]{5}", "maxLength": 5"#, ["redundant"]),
      ("string", #""pattern": "[0-9]+", "maxLength": 5"#, []),
      (
        "string", #""enum": ["a", "b"], "pattern": "[c-z]""#,
        ["contradiction", "dead-value", "dead-value"]
      ),
      ("string", #""enum": ["a", "b"], "pattern": "[b-z]""#, ["dead-value"]),
      ("string", #""enum": ["a", "b"], "pattern": "[a-z]""#, ["redundant"]),
      ("string", #""enum": ["a", "-"]"#, ["dead-value"]),
      ("string", #""enum": ["a"], "compare": "text", "pattern": "A""#, []),
      ("integer", #""enum": [1, 2], "minimum": 3"#, ["contradiction", "dead-value", "dead-value"]),
      ("integer", #""enum": [1, 2], "minimum": 2"#, ["dead-value"]),
      ("integer", #""enum": ["01", "2"], "pattern": "[0-9]{2}""#, []),
      ("string", #""required": true, "unique": true"#, []),
    ] as [(String, String, [String])] {
      XCTAssertEqual(
        try codes(fields: field(constraints, type: type)).sorted(), expected, constraints)
    }
  }

  func testSensitiveFieldsAreDeclared() throws {
    for (mask, field, found) in [
      ("none", #"{"name": "dan_toc"}"#, true), ("last3", #"{"name": "dan_toc"}"#, true),
      ("sensitive", #"{"name": "dan_toc"}"#, false), (nil, #"{"name": "dan_toc"}"#, false),
      ("all", #"{"name": "a", "title": {"vi": "Tôn giáo"}}"#, true),
      ("none", #"{"name": "a", "title": {"vi": "Tên xã"}}"#, false),
    ] as [(String?, String, Bool)] {
      let name = field.contains("dan_toc") ? "dan_toc" : "a"
      let masks = mask.map { #""mask": {"\#(name)": "\#($0)"}, "# } ?? ""
      let pack = try load([
        "p.json": packText(
          #""resources": [{"name": "r", "title": "R", \#(masks)"schema": {"fields": [\#(field)]}}]"#
        )
      ])
      let codes = LintSubject(pack, on: try XCTUnwrap(day)).findings().map(\.check.code)
      XCTAssertEqual(codes.contains("lint.shown-sensitive"), found, "\(mask ?? "-") \(field)")
    }
  }

  private static let fields = """
    {"name": "gioi", "constraints": {"enum": ["Nam", "Nữ"]}}, {"name": "ten"},
    {"name": "tuoi", "type": "integer", "constraints": {"minimum": 0, "maximum": 150}},
    {"name": "ma", "constraints": {"required": true, "pattern": "[A-Z]{2}"}},
    {"name": "a", "type": "date"}, {"name": "b", "type": "date"}
    """

  func testAssertions() throws {
    for (rule, expected) in [
      (#""assert": "tuoi > 200""#, ["contradiction"]),
      (#""assert": "tuoi > 5 and tuoi < 3""#, ["contradiction"]),
      (#""assert": "a < b and b < a""#, ["contradiction"]),
      (#""assert": "a < b or b < a""#, []),
      (#""assert": "tuoi >= 0 or ten = 'x'""#, ["redundant"]),
      (#""assert": "tuoi < 200""#, ["redundant"]),
      (#""assert": "tuoi < 100""#, []),
      (#""assert": "present(ma)""#, ["redundant"]),
      (#""assert": "present(ten)""#, []),
      (#""assert": "ma is null""#, ["contradiction"]),
      (#""assert": "tuoi is null""#, []),
      (#""assert": "matches(ma, '[0-9]+')""#, ["contradiction"]),
      (#""assert": "matches(ma, '[0-9A-Z]+')""#, []),
      (#""assert": "length(ma) = 3""#, ["contradiction"]),
      (#""assert": "length(ten) > 5 and length(ten) < 3""#, ["contradiction"]),
      (#""when": "gioi = 'nam'", "assert": "tuoi > 5""#, ["never-applies", "unlisted-value"]),
      (#""when": "gioi in ('Nam', 'Nu')", "assert": "tuoi > 5""#, ["unlisted-value"]),
      (#""when": "tuoi > 5 and not tuoi > 3", "assert": "ten = 'x'""#, ["never-applies"]),
      (#""when": "1 > 2", "assert": "ten = 'x'""#, ["never-applies"]),
      (#""when": "tuoi > 20", "assert": "tuoi > 10""#, ["never-fails"]),
      (#""when": "tuoi > 20", "assert": "tuoi > 30""#, []),
      (#""when": "tuoi > 20", "assert": "tuoi < 10""#, ["contradiction"]),
      (#""when": "ten is null", "assert": "ten = 'x'""#, ["never-applies"]),
      (#""when": "ten is null", "assert": "ten = 'x'", "nulls": "fail""#, ["contradiction"]),
      (#""when": "ten is null", "assert": "ten = 'x'", "nulls": "pass""#, ["never-fails"]),
      (#""assert": "tuoi = tuoi", "nulls": "fail""#, []),
      (#""assert": "tuoi = tuoi""#, ["never-fails"]),
      (#""assert": "present(ten)", "legal": ["CU"]"#, ["expired-basis"]),
      (#""assert": "present(ten)", "legal": ["CU", "MOI"]"#, []),
      (#""assert": "tuoi > 200", "enabled": false"#, []),
    ] as [(String, [String])] {
      let found = try codes(
        fields: Self.fields, rules: "{\"id\": \"A\", \"kind\": \"assert\", \"on\": \"r\", \(rule)}")
      XCTAssertEqual(found.sorted(), expected, rule)
    }
  }

  func testAssertionsAgainstEachOther() throws {
    for (first, second, expected) in [
      (#""assert": "a < b""#, #""assert": "a < b""#, ["redundant"]),
      (#""assert": "ten = 'x'""#, #""assert": "ten = 'y'""#, ["contradiction"]),
      (#""assert": "ten = 'x'""#, #""assert": "ten is null""#, []),
      (#""when": "a < b", "assert": "ten = 'x'""#, #""assert": "ten = 'y'""#, []),
      (
        #""when": "a < b", "assert": "ten = 'x'""#, #""when": "a<b", "assert": "ten = 'y'""#,
        ["contradiction"]
      ),
    ] as [(String, String, [String])] {
      let rules = [("A", first), ("B", second)].map {
        "{\"id\": \"\($0)\", \"kind\": \"assert\", \"on\": \"r\", \($1)}"
      }
      XCTAssertEqual(
        try codes(fields: Self.fields, rules: rules.joined(separator: ",")), expected,
        "\(first) \(second)")
    }
  }

  func testNotes() throws {
    let rule = #"{"id": "A", "kind": "assert", "on": "r", "assert": "tuoi > 5"}"#
    let found = try codes(
      fields: #"{"name": "tuoi", "type": "integer"}, {"name": "x"}"#, rules: rule, from: .note)
    XCTAssertEqual(
      found.sorted(),
      ["missing-basis", "missing-basis", "missing-text", "no-tests", "nulls", "untouched-field"])
    for guarded in [
      #""assert": "tuoi > 5", "nulls": "skip""#, #""when": "present(tuoi)", "assert": "tuoi > 5""#,
      #""assert": "tuoi is null or tuoi > 5""#, #""assert": "coalesce(tuoi, 9) > 5""#,
    ] {
      let found = try codes(
        fields: #"{"name": "tuoi", "type": "integer"}"#,
        rules: "{\"id\": \"A\", \"kind\": \"assert\", \"on\": \"r\", \(guarded)}", from: .note)
      XCTAssertFalse(found.contains("nulls"), guarded)
    }
  }

  func testWhatConcernsAnExtendedPackAloneIsToldThere() throws {
    let base = packText(
      #""resources": [{"name": "r", "schema": {"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": 5, "maximum": 3}}]}}]"#,
      id: "goc")
    let own = packText(
      """
      "extends": ["goc.json"],
      "rules": [{"id": "A", "kind": "assert", "on": "r", "assert": "n > 9"}]
      """)
    let pack = try load(["p.json": own, "goc.json": base])
    let found = LintSubject(pack, on: try XCTUnwrap(day)).findings().filter {
      $0.check.level == .error
    }
    XCTAssertEqual(found.map(\.location.file), ["p.json"])
  }

  func testEveryCheckIsListedOnceAndExplained() {
    XCTAssertEqual(Set(LintCheck.all.map(\.code)).count, LintCheck.all.count)
    for check in LintCheck.all {
      XCTAssertTrue(check.code.hasPrefix("lint."), check.code)
      XCTAssertFalse(check.explanation.vi.isEmpty || check.example.isEmpty, check.code)
    }
  }
}
