import AuditModel
import XCTest

@testable import AuditRules

/// Rules that are made for each field whose name matches.
final class ForEachTests: XCTestCase {
  private static let resource = """
    "parameters": {"asOf": {"type": "date"}},
    "resources": [{"name": "r", "schema": {"fields": [
      {"name": "ngay_sinh", "type": "date", "title": {"vi": "Ngày sinh", "en": "Birth date"}},
      {"name": "ngay_cap", "type": "date"}, {"name": "ngay_ghi"}, {"name": "Họ tên"}]}}],
    """

  private func rules(_ text: String) throws -> [RuleSpec] {
    try load(["p.json": packText(Self.resource + "\"rules\": [\(text)]")]).rules.filter {
      $0.kind.form == .listed
    }
  }

  func testOneRuleIsMadeForEachField() throws {
    let made = try rules(
      """
      {"id": "N", "forEach": {"fields": "ngay_*", "type": "date"}, "kind": "assert", "on": "r",
       "assert": "{field} <= asOf", "message": {"vi": "{title} sau ngày chốt", "en": "{title} is late"},
       "tests": {"fail": [{"{field}": "2999-01-01"}]}}
      """)
    XCTAssertEqual(made.map(\.id), ["N.ngay_sinh", "N.ngay_cap"])
    XCTAssertEqual(made.map(\.body.text), ["ngay_sinh <= asOf", "ngay_cap <= asOf"])
    XCTAssertEqual(made.map(\.message.vi), ["Ngày sinh sau ngày chốt", "ngay_cap sau ngày chốt"])
    XCTAssertEqual(made[0].message.en, "Birth date is late")
    let cells = made.map { $0.tests.fail[0].records[0].cells[0].field.value }
    XCTAssertEqual(cells, ["ngay_sinh", "ngay_cap"])
  }

  func testNamesAreQuotedInExpressionsAndPlainElsewhere() throws {
    let made = try rules(
      """
      {"id": "T-{field}", "forEach": {"fields": ["H*", "ngay_gh?"], "except": "x*"}, "kind": "assert",
       "on": "r", "assert": "length({field}) < 9"}
      """)
    XCTAssertEqual(made.map(\.id), ["T-ngay_ghi", "T-Họ tên"])
    XCTAssertEqual(made.map(\.body.fields), [["ngay_ghi"], ["Họ tên"]])
    let text = try rules(
      #"{"id": "T", "forEach": {"fields": "H*"}, "kind": "text", "on": "r.{field}"}"#)
    XCTAssertEqual(text.map(\.body.fields), [["Họ tên"]])
  }

  func testAPatternThatMatchesNothingIsAMistake() {
    XCTAssertEqual(
      mistakes(
        in: Self.resource.replacingOccurrences(of: "\n", with: " ")
          + "\n\"rules\": [{\"id\": \"N\", \"forEach\": {\"fields\": \"x*\"}, \"kind\": \"assert\", \"on\": \"r\", \"assert\": \"true\"}]"
      ), ["rule-file.for-each 3:34"])
  }

  func testALaterPackChangesAllOrOne() throws {
    let base = packText(
      Self.resource
        + #""rules": [{"id": "N", "forEach": {"fields": "ngay_*"}, "kind": "assert", "on": "r", "assert": "present({field})"}]"#,
      id: "goc")
    let own = packText(
      """
      "extends": ["goc.json"],
      "rules": [{"id": "N", "severity": "note"}, {"id": "N.ngay_cap", "enabled": false}]
      """)
    let rules = try load(["p.json": own, "goc.json": base]).rules.filter {
      $0.kind.form == .listed
    }
    XCTAssertEqual(rules.map(\.severity), [.note, .note, .note])
    XCTAssertEqual(rules.map(\.isEnabled), [true, false, true])
    XCTAssertEqual(rules.map(\.switchedOffBy), [nil, "p", nil])
    let again = packText(
      """
      "extends": ["goc.json"],
      "rules": [{"id": "N", "forEach": {"fields": "ngay_c*"}, "kind": "assert", "on": "r", "assert": "present({field})"}]
      """)
    XCTAssertEqual(
      try load(["p.json": again, "goc.json": base]).rules.filter { $0.kind.form == .listed }
        .map(\.id), ["N.ngay_cap"])
  }

  func testConstraintsThatARedeclaredFieldLosesAreKept() throws {
    let base = packText(
      #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"required": true, "maxLength": 3, "minLength": 1}}]}}]"#,
      id: "goc")
    let own = packText(
      #""extends": ["goc.json"], "resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"required": false, "maxLength": 5}}]}}]"#
    )
    let dropped = try load(["p.json": own, "goc.json": base]).dropped
    XCTAssertEqual(Set(dropped.map(\.id)), ["r.a.required", "r.a.minLength"])
    XCTAssertEqual(Set(dropped.map(\.by)), ["p"])
  }

  func testNamePatterns() {
    for (pattern, name, matches) in [
      ("*", "", true), ("a*", "abc", true), ("a*", "ba", false), ("*a*b", "xaxb", true),
      ("?", "đ", true), ("?", "ab", false), ("", "a", false), ("a**c", "ac", true),
    ] {
      XCTAssertEqual(NamePattern(pattern).matches(name), matches, "\(pattern) \(name)")
    }
  }
}
