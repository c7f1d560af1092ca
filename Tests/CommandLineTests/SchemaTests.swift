import AuditModel
import AuditRules
import AuditText
import Foundation
import XCTest

@testable import AuditCommands

/// What `soat schema` prints: the files there are keep to it, mistakes do not, and the readers ask for the same keys.
final class SchemaTests: XCTestCase {
  private func validator(_ format: String) throws -> SchemaValidator {
    let run = try SampleAudit.run(["schema", format])
    XCTAssertEqual(run.status, 0, run.errors)
    return try SchemaValidator(Array(run.output.utf8))
  }

  private func parsed(_ text: String) throws -> LocatedJSON {
    try LocatedJSON.parse(Array(text.utf8), file: "", syntax: .relaxed)
  }

  /// The files of the repository by their formats.
  private func files() throws -> [String: [(path: String, json: LocatedJSON)]] {
    var found: [String: [(path: String, json: LocatedJSON)]] = [:]
    for folder in ["rules", "samples", "reports"] {
      let place = SampleAudit.root.appendingPathComponent(folder)
      for path in try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
      where path.hasSuffix(".json") && !path.contains("ket-qua") {
        let data = try Data(contentsOf: place.appendingPathComponent(path))
        let json = try LocatedJSON.parse(Array(data), file: path, syntax: .relaxed)
        if let format = json["format"]?.string {
          found[format, default: []].append(("\(folder)/\(path)", json))
        }
      }
    }
    return found
  }

  func testEveryFileThereIsKeepsToItsSchema() throws {
    let files = try files()
    for (format, least) in [("soat-rules/1", 12), ("soat-project/1", 10), ("soat-result/1", 1)] {
      XCTAssertGreaterThanOrEqual(files[format]?.count ?? 0, least, format)
    }
    for (format, files) in files {
      let validator = try validator(format)
      for file in files { XCTAssertEqual(validator.faults(of: file.json), [], file.path) }
    }
  }

  func testWhatTheProgramWritesKeepsToItsSchema() throws {
    let list = SampleAudit.root.appendingPathComponent("samples/xa-mau/ho_gia_dinh.csv").path
    let profile = try SampleAudit.run(["profile", list, "--format", "json"])
    try assertValid(profile.output, "soat-profile-result/1")
    try assertValid(try SampleAudit.run(["draft", list]).output, "soat-rules/1")

    let waivers = #"""
      {"format": "soat-waivers/1", "title": "Miễn trừ", "waivers": [
        {"rule": "A", "keys": ["2"], "reason": {"vi": "Đã biết"}, "document": "1/BC", "approvedBy": "B", "until": "2027-01-01"},
        {"rule": "B", "all": true, "reason": "x", "document": "1/BC", "approvedBy": "B", "until": "2020-01-01"}]}
      """#
    try assertValid(waivers, "soat-waivers/1")
    let project = #"""
      {"format": "soat-project/1", "agency": {"id": "X", "name": "X"}, "packs": ["p.json"], "waivers": "w.json",
       "resources": [{"name": "r", "path": ["a.csv", "b.csv"]}], "outputs": {"lang": "en"}}
      """#
    try assertValid(project, "soat-project/1")
    let fixture = try ProjectFixture([
      "w.json": waivers, "audit.json": project, "a.csv": "so,n\n1,2\n2,\n", "b.csv": "so,n\n3,\n",
      "p.json": #"""
      {"format": "soat-rules/1", "id": "p", "version": "1", "resources": [{"name": "r", "keys": "so", "schema": {
        "fields": [{"name": "so"}, {"name": "n", "type": "integer", "constraints": {"required": true}}]},
        "fieldRules": {"n.required": {"id": "A", "tolerate": {"warn": 1, "fail": "90%"}}, "n.type": {"enabled": false}}}],
       "rules": [{"id": "B", "kind": "count", "on": "r", "min": 1}]}
      """#,
    ])
    let outcome = try fixture.audit()
    XCTAssertTrue(outcome.result.contains(#""parts""#), outcome.errors)
    XCTAssertTrue(outcome.result.contains(#""applied""#))
    try assertValid(outcome.result, "soat-result/1")
  }

  private func assertValid(_ text: String, _ format: String, line: UInt = #line) throws {
    XCTAssertEqual(
      try validator(format).faults(of: try parsed(text)), [], format, line: line)
  }

  func testPlantedMistakesAreRefused() throws {
    let rules = #"{"format": "soat-rules/1", "id": "p", "version": "1""#
    let resource = #""name": "r", "schema": {"fields": [{"name": "a"}]}"#
    let project = #"{"format": "soat-project/1", "agency": {"id": "X", "name": "X"}"#
    let waiver = #""rule": "A", "reason": "x", "document": "d", "approvedBy": "b""#
    for (format, right, wrong) in [
      (rules, #""x-own": 1, "$schema": "s""#, #""own": 1"#),
      (rules, #""version": "1.2""#, #""version": "1.x""#),
      (rules, #""legal": [{"id": "L", "cite": "c"}]"#, #""legal": [{"id": "L"}]"#),
      (
        rules, #""parameters": {"p": {"type": "date"}}"#, #""parameters": {"p": {"type": "dat"}}"#
      ),
      (rules, #""resources": [{\#(resource)}]"#, #""resources": [{"name": "r"}]"#),
      (
        rules, #""resources": [{\#(resource), "mask": {"a": "last3"}}]"#,
        #""resources": [{\#(resource), "mask": {"a": "last4"}}]"#
      ),
      (
        rules,
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "type": "date"}]}}]"#,
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "type": "day"}]}}]"#
      ),
      (
        rules,
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"required": true}}]}}]"#,
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"require": true}}]}}]"#
      ),
      (
        rules, #""rules": [{"id": "A", "kind": "count", "on": "r", "min": 1}]"#,
        #""rules": [{"id": "A", "kind": "cout", "on": "r", "min": 1}]"#
      ),
      (
        rules, #""rules": [{"id": "A", "kind": "fresh", "on": "r.a", "frequency": "daily"}]"#,
        #""rules": [{"id": "A", "kind": "fresh", "on": "r.a", "frequency": "dayly"}]"#
      ),
      (
        rules, #""rules": [{"id": "A", "kind": "assert", "on": "r", "assert": "true"}]"#,
        #""rules": [{"id": "A", "kind": "assert", "on": "r"}]"#
      ),
      (
        rules, #""rules": [{"id": "A", "kind": "text", "on": "r.a"}]"#,
        #""rules": [{"id": "A", "kind": "text", "on": "r.a", "min": 1}]"#
      ),
      (
        rules, #""rules": [{"id": "A", "severity": "note"}]"#,
        #""rules": [{"id": "A", "severity": "notice"}]"#
      ),
      (rules, #""rules": [{"id": "A", "enabled": false}]"#, #""rules": [{"id": "A", "min": 1}]"#),
      (
        rules, #""rules": [{"id": "A", "tolerate": {"fail": "0.5%"}}]"#,
        #""rules": [{"id": "A", "tolerate": {"fail": "0,5%"}}]"#
      ),
      (
        rules,
        #""rules": [{"id": "A", "kind": "log", "on": "r", "keys": "a", "changes": {"resource": "s", "keys": "a"}}]"#,
        #""rules": [{"id": "A", "kind": "log", "on": "r", "keys": "a", "changes": {"resource": "s", "key": "a"}}]"#
      ),
      (
        project, #""packs": "p", "resources": [{"name": "r", "path": "r.csv"}]"#,
        #""packs": "p""#
      ),
      (
        project, #""datapackage": "d.json""#,
        #""datapackage": "d.json", "period": {"from": "2026"}"#
      ),
      (
        project, #""datapackage": "d.json", "outputs": {"lang": "vi"}"#,
        #""datapackage": "d.json", "outputs": {"lang": "fr"}"#
      ),
      (
        #"{"format": "soat-waivers/1""#,
        #""waivers": [{\#(waiver), "until": "2027-01-01", "all": true}]"#,
        #""waivers": [{\#(waiver), "until": "2027-01-01"}]"#
      ),
      (
        #"{"format": "soat-waivers/1""#,
        #""waivers": [{\#(waiver), "until": "2027-01-01", "keys": ["1"]}]"#,
        #""waivers": [{\#(waiver), "keys": ["1"]}]"#
      ),
    ] {
      let name = try XCTUnwrap(try parsed(format + "}")["format"]?.string)
      let validator = try validator(name)
      let (good, bad) = (replaced(format, right), replaced(format, wrong))
      XCTAssertEqual(validator.faults(of: try parsed(good)), [], good)
      XCTAssertNotEqual(validator.faults(of: try parsed(bad)), [], bad)
    }
  }

  /// `{"a": 1, "b": 2` and `"b": 3` make an object whose `b` is 3.
  private func replaced(_ start: String, _ member: String) -> String {
    let version = #", "version": "1""#
    return
      (member.contains(#""version""#) ? start.replacingOccurrences(of: version, with: "") : start)
      + ", \(member)}"
  }

  func testMistakesPlantedInAResultAreRefused() throws {
    let place = SampleAudit.root.appendingPathComponent("reports/xa-mau/result.json")
    let text = try String(contentsOf: place, encoding: .utf8)
    let validator = try validator("soat-result/1")
    for (right, wrong) in [
      (#""status": "failed""#, #""status": "broken""#), (#""failed": "#, #""failed": -"#),
      (#""severity": "error""#, #""severity": "fatal""#), (#""evaluated": "#, #""judged": "#),
      (#""complete": true"#, #""complete": "yes""#), (#""date": "20"#, #""date": "on 20"#),
    ] {
      let spoilt = try XCTUnwrap(text.range(of: right)).lowerBound
      let mistaken =
        text[..<spoilt] + text[spoilt...].replacingOccurrences(of: right, with: wrong)
      XCTAssertNotEqual(validator.faults(of: try parsed(String(mistaken))), [], wrong)
    }
  }

  /// Mended by: `for f in project rules waivers result profile-result; do soat schema soat-$f > rules/schemas/soat-$f-1.schema.json; done`.
  func testTheSchemasShippedAreThosePrinted() throws {
    let folder = SampleAudit.root.appendingPathComponent("rules/schemas")
    for format in FormatSchema.all {
      let file = folder.appendingPathComponent(format.fileName)
      XCTAssertEqual(
        try String(contentsOf: file, encoding: .utf8),
        try SampleAudit.run(["schema", format.name]).output, format.name)
    }
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        $0.hasSuffix(".json")
      }.count, FormatSchema.all.count)
  }

  func testTheFormatsAreListedAndNoOther() throws {
    let run = try SampleAudit.run(["schema", "--lang", "en"])
    XCTAssertEqual(run.output.split(separator: "\n").count, FormatSchema.all.count)
    let unknown = try SampleAudit.run(["schema", "soat-rule", "--lang", "en"])
    XCTAssertEqual(unknown.status, 2)
    XCTAssertTrue(unknown.errors.contains("[usage.unknown-format]"), unknown.errors)
  }
}
