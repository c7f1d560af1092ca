import Foundation
import XCTest

/// A Data Package as a project, and as a project's resources.
final class DataPackageTests: XCTestCase {
  private static let people = """
    {"name": "nguoi", "title": "Người", "path": ["du-lieu/n1.csv", "du-lieu/n2.csv"],
     "profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8", "la": 1,
     "dialect": {"delimiter": ";", "doubleQuote": true, "quoteChar": "\\"", "header": true,
                 "lineTerminator": "\\r\\n", "csvddfVersion": 1.2},
     "schema": {"primaryKey": ["so"], "missingValues": ["", "-"], "chu-thich": "riêng",
       "fields": [{"name": "so", "type": "string", "bizarre": true},
                  {"name": "ten", "type": "string", "constraints": {"required": true}},
                  {"name": "xa", "type": "string"}],
       "foreignKeys": [{"fields": "xa", "reference": {"resource": "xa", "fields": "ma"}}]}}
    """
  private static let communes =
    #"{"name": "xa", "path": "xa.tsv", "format": "tsv", "schema": "xa.json"}"#
  private static let files = [
    "du-lieu/n1.csv": "so;ten;xa\n1;A;X1\n2;-;X9\n", "du-lieu/n2.csv": "so;ten;xa\n1;B;X2\n",
    "xa.tsv": "ma\ttuoi\nX1\t5\nX2\tnăm\n",
    "xa.json": #"{"fields": [{"name": "ma"}, {"name": "tuoi", "type": "integer"}]}"#,
  ]

  private func package(_ resources: [String], _ more: String = "") -> String {
    """
    {"name": "goi-thu", "title": "Gói thử", "version": "1.2.0", "created": "2026-01-01T00:00:00Z",
     \(more)"resources": [\(resources.joined(separator: ",\n"))]}
    """
  }

  private func fixture(
    _ resources: [String] = [people, communes], _ more: [String: String] = [:]
  ) throws -> ProjectFixture {
    try ProjectFixture(
      DataPackageTests.files.merging(["datapackage.json": package(resources)]) { $1 }
        .merging(more) { $1 })
  }

  private func assertWhole(_ run: ProjectFixture.Outcome, line: UInt = #line) {
    XCTAssertEqual(run.status, 1, run.errors, line: line)
    XCTAssertEqual(run.resource("nguoi")["records"] as? Int, 3, line: line)
    XCTAssertEqual(
      run.failed("nguoi"),
      [
        "nguoi.structure": 0, "nguoi.header": 0, "nguoi.so.required": 0, "nguoi.ten.required": 1,
        "nguoi.primaryKey": 2, "nguoi.foreignKeys.1": 1,
      ], line: line)
    XCTAssertEqual(
      run.failed("xa"), ["xa.structure": 0, "xa.header": 0, "xa.tuoi.type": 1], line: line)
  }

  func testAPackageIsARulePackOfTheCommandLine() throws {
    let rules = """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": "Thử",
       "rules": [{"id": "R", "kind": "assert", "on": "xa", "assert": "length(ma) = 2"}]}
      """
    let fixture = try fixture([Self.people, Self.communes], ["p.json": rules])
    let package = fixture.path + "/datapackage.json"
    let check = try SampleAudit.run([
      "check", fixture.path + "/xa.tsv", "--rules", package, "--rules", fixture.path + "/p.json",
      "--lang", "en",
    ])
    XCTAssertEqual(check.status, 1, check.errors)
    XCTAssertTrue(check.output.contains("[xa.tuoi.type]"), check.output)
    XCTAssertTrue(check.output.contains("xa.tsv) - 2 records"), check.output)
    let lint = try SampleAudit.run(["lint", package, "--lang", "en"])
    XCTAssertEqual(lint.status, 0, lint.errors)
    XCTAssertTrue(lint.output.contains("2 resources"), lint.output)
    let explain = try SampleAudit.run(
      ["explain", "nguoi.ten.required", "--rules", package, "--lang", "en"])
    XCTAssertTrue(explain.output.contains("Resource: nguoi"), explain.output + explain.errors)
    let two = try SampleAudit.run(["check", package, "--rules", package, "--rules", package])
    XCTAssertEqual(two.status, 2)
    let none = try SampleAudit.run(["lint", fixture.path + "/khong/datapackage.json"])
    XCTAssertEqual(none.status, 3, none.errors)
  }

  func testAFileOfAPackageIsReadAsThePackageSays() throws {
    let table = """
      {"name": "t", "path": "t.csv", "dialect": {"delimiter": "|", "header": false},
       "schema": {"fields": [{"name": "f1", "type": "integer"}, {"name": "f2"}]}}
      """
    let fixture = try fixture([table], ["t.csv": "1|a;b\n2|c\n", "u.csv": "1|a;b\nx|c\n"])
    func check(_ file: String, _ more: [String] = []) throws -> (status: Int32, output: String) {
      let run = try SampleAudit.run(
        [
          "check", fixture.path + "/" + file, "--rules", fixture.path + "/datapackage.json",
          "--lang", "en",
        ] + more)
      return (run.status, run.output + run.errors)
    }
    let own = try check("t.csv")
    XCTAssertEqual(own.status, 0, own.output)
    XCTAssertTrue(own.output.contains("2 records"), own.output)
    // Another file is one of the package's resources where `--as` says so.
    XCTAssertTrue(try check("u.csv", ["--as", "t"]).output.contains("u.csv:2: error: f1"))
    XCTAssertEqual(try check("u.csv").status, 3)
    // The command line prevails.
    XCTAssertTrue(try check("t.csv", ["--delimiter", ";"]).output.contains("t.csv:1: error: f1"))
  }

  func testAPackageIsAProject() throws {
    assertWhole(try fixture().audit("datapackage.json"))
    let run = try fixture().audit()
    assertWhole(run)
    XCTAssertFalse(run.errors.contains("warning"), run.errors)
    XCTAssertTrue(run.result.contains("\"id\": \"goi-thu\""))
    XCTAssertTrue(run.result.contains("Gói thử"))
    XCTAssertTrue(run.result.contains("\"id\": \"datapackage.goi-thu\""))
    XCTAssertTrue(run.result.contains("\"version\": \"1.2.0\""))
  }

  func testAProjectTakesItsResourcesFromAPackage() throws {
    let run = try ProjectFixture(
      [
        "audit.json": """
        {"format": "soat-project/1", "agency": {"id": "X", "name": "Xã"}, "packs": ["goi.json"],
         "datapackage": "con/datapackage.json"}
        """,
        "goi.json": """
        {"format": "soat-rules/1", "id": "thu", "version": "1.0", "resources": [
          {"name": "nguoi", "keys": ["so"], "schema": {},
           "fieldRules": {"ten.required": {"severity": "note"}}}],
         "rules": [{"id": "dem", "kind": "count", "on": "nguoi", "min": 10}]}
        """,
        "con/datapackage.json": package([DataPackageTests.people, DataPackageTests.communes]),
      ].merging(DataPackageTests.files.map { ("con/" + $0.key, $0.value) }) { $1 }
    ).audit()
    XCTAssertEqual(run.status, 1, run.errors)
    XCTAssertEqual(run.failed("nguoi")["dem"], 1)
    XCTAssertEqual(run.failed("nguoi")["nguoi.ten.required"], 1)
    XCTAssertEqual(run.failed("xa")["xa.tuoi.type"], 1)
    XCTAssertTrue(run.findings.contains { $0.contains("\"nguoi.ten.required\",\"Note\"") })
  }

  func testAnAuditFileGoesBeforeAPackage() throws {
    let run = try fixture([DataPackageTests.communes], ["audit.json": "{}"]).audit()
    XCTAssertEqual(run.status, 3)
    XCTAssertTrue(run.errors.contains("audit.json:1:1"), run.errors)
  }

  func testTheDialectsOfBothVersionsAreFollowed() throws {
    for (dialect, text, names) in [
      (#"{"header": false}"#, "1,A\n2,B\n", ["f1", "f2"]),
      (#"{"headerRows": []}"#, "1,A\n2,B\n", ["f1", "f2"]),
      (#"{"headerRows": [3], "commentRows": [1, 2]}"#, "a\nb\nso,ten\n1,A\n2,B\n", ["so", "ten"]),
      (#"{"commentRows": [1]}"#, "a\nso,ten\n1,A\n2,B\n", ["so", "ten"]),
      (#"{"quoteChar": null}"#, "so,ten\n1,\"A\n2,B\n", ["so", "ten"]),
      (#"{"delimiter": "\t", "escapeChar": null}"#, "so\tten\n1\tA\n2\tB\n", ["so", "ten"]),
      (#""dia.json""#, "so|ten\n1|A\n2|B\n", ["so", "ten"]),
    ] {
      let run = try fixture(
        [#"{"name": "t", "path": "t.csv", "dialect": \#(dialect)}"#],
        ["t.csv": text, "dia.json": #"{"delimiter": "|"}"#]
      ).audit()
      XCTAssertEqual(run.status, 0, dialect + run.errors)
      XCTAssertEqual(run.resource("t")["records"] as? Int, 2, dialect)
      let fields = run.resource("t")["fields"] as? [[String: Any]] ?? []
      XCTAssertEqual(fields.map { $0["name"] as? String }, names, dialect)
    }
  }

  func testWhatIsNotReadIsRefusedWithItsPlaceAndAHint() throws {
    for (resource, code, text) in [
      (#"{"name": "t", "path": "https://vi.du/t.csv"}"#, "project.remote", "network"),
      (#"{"name": "t", "path": ["xa.tsv", "http://vi.du/t.csv"]}"#, "project.remote", "network"),
      (
        #"{"name": "t", "path": "xa.tsv", "schema": "https://vi.du/s.json"}"#, "project.remote",
        "network"
      ),
      (#"{"name": "t", "data": [{"so": 1}]}"#, "project.inline-data", "'path'"),
      (#"{"name": "t"}"#, "rule-file.missing-key", "'path'"),
      (#"{"path": "xa.tsv"}"#, "rule-file.missing-key", "'name'"),
      (#"{"name": "t", "path": "/etc/passwd"}"#, "project.outside", "leads out"),
      (
        #"{"name": "t", "path": "xa.tsv", "schema": "/etc/passwd"}"#, "project.outside", "leads out"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "encoding": "utf8x"}"#, "rule-file.wrong-value",
        "one of: utf-8"
      ),
      (
        #"{"name": "t", "path": "t.xlsx", "format": "xlsx", "schema": {}}"#,
        "rule-file.wrong-value", "one of: csv"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "dialect": {"escapeChar": "\\"}}"#,
        "rule-file.not-in-this-version", "RFC 4180"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "dialect": {"commentChar": "%"}}"#,
        "rule-file.not-in-this-version", "comments"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "dialect": {"headerRows": [1, 2]}}"#,
        "rule-file.not-in-this-version", "audit.json"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "dialect": {"delimiter": "ab"}}"#,
        "rule-file.wrong-value", "single character"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "schema": {"fields": [{"name": "ma", "type": "strng"}]}}"#,
        "rule-file.wrong-value", "did you mean 'string'"
      ),
      (
        #"{"name": "t", "path": "xa.tsv", "schema": {"fields": [{"name": "ma", "constraints": {"requird": true}}]}}"#,
        "rule-file.unknown-constraint", "did you mean 'required'"
      ),
    ] {
      let run = try fixture([resource]).audit()
      XCTAssertEqual(run.status, 3, resource + run.errors)
      XCTAssertTrue(run.errors.contains("[\(code)]"), resource + run.errors)
      XCTAssertTrue(run.errors.contains("datapackage.json:2:"), resource + run.errors)
      XCTAssertTrue(run.errors.contains(text), resource + run.errors)
    }
  }

  func testUnknownKeysAreAllowedAndThoseThatLookMistypedAreSaid() throws {
    let run = try fixture([
      #"{"name": "t", "path": "xa.tsv", "schma": {"fields": []}, "mot-muc-rieng": {"a": [1]}}"#
    ]).audit()
    XCTAssertEqual(run.status, 0, run.errors)
    XCTAssertTrue(run.errors.contains("datapackage.json:2:"), run.errors)
    XCTAssertTrue(run.errors.contains("did you mean 'schema'?"), run.errors)
    XCTAssertFalse(run.errors.contains("mot-muc-rieng"), run.errors)
  }

  func testWhatIsNoTableIsPassedOverWithAWord() throws {
    let run = try fixture([
      DataPackageTests.communes, #"{"name": "doc", "path": "doc.pdf", "format": "pdf"}"#,
    ]).audit()
    XCTAssertEqual(run.resources.count, 1)
    XCTAssertTrue(run.errors.contains("'doc' is not inspected"), run.errors)
  }

  func testAMissingFileOfAPackageIsUnread() throws {
    let run = try fixture([#"{"name": "t", "path": "khong-co.csv"}"#]).audit()
    XCTAssertEqual(run.status, 4, run.errors)
    XCTAssertTrue(run.errors.contains("datapackage.json:2:"), run.errors)
    let schema = try fixture([#"{"name": "t", "path": "xa.tsv", "schema": "khong-co.json"}"#])
      .audit()
    XCTAssertEqual(schema.status, 3, schema.errors)
  }
}
