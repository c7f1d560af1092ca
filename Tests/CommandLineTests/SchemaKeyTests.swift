import AuditRules
import AuditText
import Foundation
import XCTest

@testable import AuditCommands

/// The readers say which keys they know when they meet one that they do not: a schema has the same, no more and no less.
final class SchemaKeyTests: XCTestCase {
  private static let unknown = #""qqqqqqqqqqqqqqqqqqqq": 1"#

  /// Keys that the reader knows beside another one only, which examples do not have.
  private static let besidesAnother: [String: Set<String>] = ["outlier": ["change", "compare"]]

  func testEveryKindsKeysAreThoseOfTheSchema() throws {
    let validator = try SchemaValidator(FormatSchema.named("soat-rules")?.schema.bytes ?? [])
    for kind in RuleKind.all where kind.form == .listed {
      let example = try XCTUnwrap(kind.examples.first, kind.name)
      let rule = try XCTUnwrap(example.rule, kind.name)
      let asked = try keys(
        pack:
          #""resources": [{"name": "vi_du", \#(example.resource.dropFirst())], "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "name": "ten", "parent": "cha", "from": "tu", "to": "den", "successor": "moi"}}, "rules": [{"id": "A", \#(Self.unknown), \#(rule.dropFirst())]"#,
        list: example.list, schema: example.schema)
      let known = try names(validator, "$defs/rule-\(kind.name)/properties")
        .subtracting(Self.besidesAnother[kind.name] ?? [])
      XCTAssertEqual(asked, known, kind.name)
    }
  }

  func testThePartsOfAPackHaveTheKeysOfTheSchema() throws {
    let validator = try SchemaValidator(FormatSchema.named("soat-rules")?.schema.bytes ?? [])
    let fields =
      #""schema": {"fields": [{"name": "a"}, {"name": "n", "type": "integer"}, {"name": "d", "type": "date"}]}"#
    let two = #""resources": [{"name": "r", \#(fields)}, {"name": "s", \#(fields)}]"#
    let dm = #""codeLists": {"dm": {"path": "dm.csv", "code": "ma"}}"#
    for (pack, place) in [
      ("@", ""), (#""legal": [{"id": "L", "cite": "c", @}]"#, "$defs/legal"),
      (#""legal": [{"id": "L", "cite": {"vi": "c", @}}]"#, "$defs/text/anyOf/1"),
      (#""extends": [{"path": "p.json", @}]"#, "properties/extends/items/anyOf/1"),
      (#""parameters": {"p": {"type": "date", @}}"#, "$defs/parameter"),
      (#""codeLists": {"dm": {"path": "dm.csv", "code": "ma", @}}"#, "$defs/codeList"),
      (#""resources": [{"name": "r", \#(fields), @}]"#, "$defs/resource"),
      (#""resources": [{"name": "r", "schema": {@}}]"#, "$defs/schema"),
      (#""resources": [{"name": "r", "schema": {"fields": [{"name": "a", @}]}}]"#, "$defs/field"),
      (
        #""resources": [{"name": "r", "schema": {"missingValues": [{"value": "", @}]}}]"#,
        "$defs/schema/properties/missingValues/items/anyOf/1"
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "a"}, @}]}}]"#,
        "$defs/foreignKey"
      ),
      (
        #""resources": [{"name": "r", "schema": {"fields": [{"name": "a"}], "foreignKeys": [{"fields": "a", "reference": {"resource": "", "fields": "a", @}}]}}]"#,
        "$defs/foreignKey/properties/reference"
      ),
      (
        #""resources": [{"name": "r", \#(fields), "fieldRules": {"n.type": {"tests": {}, @}}}]"#,
        "$defs/constraintRule"
      ),
      (
        two + #", "rules": [{"id": "A", "kind": "count", "on": "r", "min": 1, "tests": {@}}]"#,
        "$defs/tests"
      ),
      (
        two + #", "rules": [{"id": "A", "kind": "count", "on": "r", "min": 1, "tolerate": {@}}]"#,
        "$defs/tolerance"
      ),
      (two + #", "rules": [{"id": "r.n.type", @}]"#, "$defs/change"),
      (
        two
          + #", "rules": [{"id": "A", "kind": "assert", "on": "r", "forEach": {"fields": "a", @}, "assert": "true"}]"#,
        "$defs/rule-assert/properties/forEach"
      ),
      (
        two
          + #", "rules": [{"id": "A", "kind": "log", "on": "r", "keys": "a", "changes": {"resource": "s", "keys": "a", @}}]"#,
        "$defs/rule-log/properties/changes"
      ),
      (
        two
          + #", "rules": [{"id": "A", "kind": "reconcile", "on": "r", "value": 1, "with": {"resource": "s", @}}]"#,
        "$defs/rule-reconcile/properties/with"
      ),
      (
        dm + ", " + two
          + #", "rules": [{"id": "A", "kind": "coverage", "on": "r.a", "register": {"list": "dm", @}}]"#,
        "$defs/rule-coverage/properties/register/anyOf/0"
      ),
      (
        dm + ", " + two
          + #", "rules": [{"id": "A", "kind": "coverage", "on": "r.a", "register": {"list": "dm", "filter": {"column": "ma", "equals": "1", @}}}]"#,
        "$defs/rule-coverage/properties/register/anyOf/0/properties/filter"
      ),
      (
        two
          + #", "rules": [{"id": "A", "kind": "coverage", "on": "r.a", "register": {"resource": "s", "field": "a", @}}]"#,
        "$defs/rule-coverage/properties/register/anyOf/1"
      ),
    ] {
      let asked = try keys(pack: pack.replacingOccurrences(of: "@", with: Self.unknown))
      // Read to be refused, and read to see that it is not there.
      let besides: Set = place == "$defs/change" ? ["kind"] : ["profiles"]
      XCTAssertEqual(
        asked.subtracting(besides), try names(validator, "\(place)/properties"), pack)
    }
  }

  func testConstraintsAreThoseOfTheSchema() throws {
    let validator = try SchemaValidator(FormatSchema.named("soat-rules")?.schema.bytes ?? [])
    let kinds = RuleKind.all.filter { $0.form == .field && $0.name != "type" }.map(\.name)
    XCTAssertEqual(
      try names(validator, "$defs/constraints/properties"), Set(kinds + ["compare"]))
  }

  func testTheKeysOfProjectsAndWaiversAreThoseOfTheirSchemas() throws {
    let project = #""format": "soat-project/1", "packs": "p.json""#
    let agency = #""agency": {"id": "X", "name": "X"}"#
    let source = #""resources": [{"name": "r", "path": "r.csv""#
    for (text, place) in [
      (#"{\#(project), \#(agency), \#(source)}], @}"#, ""),
      (#"{\#(project), "agency": {"id": "X", "name": "X", @}, \#(source)}]}"#, "properties/agency"),
      (#"{\#(project), \#(agency), \#(source), @}]}"#, "$defs/source"),
      (
        #"{\#(project), \#(agency), \#(source), "csv": {@}}]}"#, "$defs/source/properties/csv"
      ),
      (
        #"{\#(project), \#(agency), \#(source), "json": {@}}]}"#, "$defs/source/properties/json"
      ),
      (#"{\#(project), \#(agency), \#(source), "xml": {@}}]}"#, "$defs/source/properties/xml"),
      (
        #"{\#(project), \#(agency), \#(source), "sqlite": {@}}]}"#,
        "$defs/source/properties/sqlite"
      ),
      (#"{\#(project), \#(agency), \#(source)}], "period": {@}}"#, "properties/period"),
      (#"{\#(project), \#(agency), \#(source)}], "outputs": {@}}"#, "properties/outputs"),
      (#"{\#(project), \#(agency), \#(source)}], "document": {@}}"#, "$defs/document"),
    ] {
      let validator = try SchemaValidator(FormatSchema.named("soat-project")?.schema.bytes ?? [])
      let asked = try keys(["audit.json": text.replacingOccurrences(of: "@", with: Self.unknown)])
      XCTAssertEqual(asked, try names(validator, "\(place)/properties"), text)
    }
    for (text, places) in [
      (#"{"format": "soat-waivers/1", "waivers": [], @}"#, ["properties"]),
      (
        #"{"format": "soat-waivers/1", "waivers": [{"rule": "r.n.type", "reason": "x", "document": "d", "approvedBy": "b", "until": "2027-01-01", "all": true, @}]}"#,
        (0..<3).map { "$defs/waiver/anyOf/\($0)/properties" }
      ),
    ] {
      let validator = try SchemaValidator(FormatSchema.named("soat-waivers")?.schema.bytes ?? [])
      let asked = try keys([
        "audit.json": #"{\#(project), \#(agency), "waivers": "w.json", \#(source)}]}"#,
        "w.json": text.replacingOccurrences(of: "@", with: Self.unknown),
        "p.json":
          #"{"format": "soat-rules/1", "id": "p", "version": "1", "resources": [{"name": "r", "keys": "n", "schema": {"fields": [{"name": "n", "type": "integer"}]}}]}"#,
        "r.csv": "n\n1\n",
      ])
      let known = try places.map { try names(validator, $0) }.reduce(into: Set()) {
        $0.formUnion($1)
      }
      XCTAssertEqual(asked, known, text)
    }
  }

  // MARK: Helpers

  /// What the reader of a pack knows where the unknown key stands.
  private func keys(pack: String, list: String? = nil, schema: String? = nil) throws -> Set<String>
  {
    let fixture = try ProjectFixture([
      "t.json": #"{"format": "soat-rules/1", "id": "t", "version": "1", \#(pack)}"#,
      "p.json": #"{"format": "soat-rules/1", "id": "p", "version": "1"}"#,
      "dm.csv": list ?? "ma,ten,cha,tu,den,moi\n", "s.xsd": schema ?? "",
    ])
    return try known(
      SampleAudit.run(["lint", "\(fixture.path)/t.json", "--root", fixture.path, "--lang", "en"]))
  }

  private func keys(_ files: [String: String]) throws -> Set<String> {
    let fixture = try ProjectFixture(files)
    return try known(
      SampleAudit.run(["audit", fixture.path, "--root", fixture.path, "--lang", "en"]))
  }

  private func known(_ run: (status: Int32, output: String, errors: String)) throws -> Set<String> {
    let text = run.output + run.errors
    let start = try XCTUnwrap(text.range(of: "keys are: "), text).upperBound
    let end = try XCTUnwrap(text.range(of: "; a key of your own"), text).lowerBound
    // A hint may go over several lines.
    let names = text[start..<end].split { ", \n".contains($0) }.map(String.init)
    return Set(names).subtracting(["$schema"])
  }

  private func names(_ validator: SchemaValidator, _ place: String) throws -> Set<String> {
    let part = try XCTUnwrap(validator.part(place), place)
    return Set((part.members ?? []).map(\.name)).subtracting(["$schema"])
  }
}
