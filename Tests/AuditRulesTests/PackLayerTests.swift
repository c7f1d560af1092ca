import AuditModel
import AuditRules
import AuditText
import XCTest

final class PackLayerTests: XCTestCase {
  private let base = packText(
    """
    "resources": [{"name": "r", "schema": {"missingValues": ["", "-"], "fields": [{"name": "a", "constraints": {"required": true}}]}}],
    "rules": [{"id": "A", "kind": "assert", "on": "r", "assert": "present(a)", "weight": 2}]
    """, id: "goc", version: "2026.1.0")

  func testLaterLayersChangeRulesAndAddFields() throws {
    let own = packText(
      """
      "extends": [{"path": "goc.json", "version": ">=2026.1 <2027"}],
      "resources": [{"name": "r", "schema": {"fields": [{"name": "b"}]}, "fieldRules": {"a.required": {"severity": "warning"}}}],
      "rules": [{"id": "A", "severity": "note", "message": "tự đặt"}, {"id": "r.structure", "enabled": false}]
      """)
    let pack = try load(["p.json": own, "goc.json": base])
    XCTAssertEqual(pack.layers.map(\.id), ["goc", "p"])
    XCTAssertEqual(pack.resource("r")?.fieldNames, ["a", "b"])
    XCTAssertEqual(pack.resource("r")?.field("b")?.missing, [[0x2D]])
    let rule = pack.rules.first { $0.id == "A" }
    XCTAssertEqual(rule?.severity, .note)
    XCTAssertEqual(rule?.weight, 2)
    XCTAssertEqual(rule?.message.vi, "tự đặt")
    XCTAssertEqual(rule?.pack, "goc")
    XCTAssertEqual(pack.rules.first { $0.id == "r.a.required" }?.severity, .warning)
    XCTAssertEqual(pack.rules.first { $0.id == "r.structure" }?.isEnabled, false)
  }

  /// `*` is for declared fields that no layer names; what a layer hides by name stays hidden.
  func testOneMaskForAllOtherFields() throws {
    let hidden = packText(
      """
      "resources": [{"name": "r", "mask": {"a": "last3"}, "schema": {"fields": [{"name": "a"}, {"name": "b"}]}}]
      """, id: "goc")
    let own = packText(
      """
      "extends": ["goc.json"],
      "resources": [{"name": "r", "mask": {"*": "none", "c": "year"}, "schema": {"fields": [{"name": "c"}, {"name": "d"}]}}]
      """)
    let masks = try load(["p.json": own, "goc.json": hidden]).resource("r")?.masks
    XCTAssertEqual(masks, ["a": .last3, "b": Mask.none, "c": .year, "d": Mask.none])
    XCTAssertEqual(
      try load(["p.json": hidden]).resource("r")?.masks, ["a": .last3])
  }

  /// What a layer declares sensitive, no later one shows; what its name alone hides, a layer may name.
  func testSensitiveFieldsStaySo() throws {
    func masks(_ earlier: String, _ later: String) throws -> [String: Mask]? {
      let fields = #""schema": {"fields": [{"name": "a"}, {"name": "ton_giao"}]}"#
      let base = packText(
        #""resources": [{"name": "r", "mask": {\#(earlier)}, \#(fields)}]"#, id: "goc")
      let own = packText(
        #""extends": ["goc.json"], "resources": [{"name": "r", "mask": {\#(later)}, "schema": {"fields": []}}]"#
      )
      return try load(["p.json": own, "goc.json": base]).resource("r")?.masks
    }
    XCTAssertEqual(
      try masks(#""*": "none""#, #""a": "sensitive""#), ["a": .sensitive, "ton_giao": .sensitive])
    XCTAssertEqual(
      try masks("", #""ton_giao": "none""#), ["ton_giao": Mask.none], "a pack has the last word")
    for (earlier, later) in [
      (#""a": "sensitive""#, #""a": "all""#), (#""*": "sensitive""#, #""*": "none""#),
    ] {
      XCTAssertThrowsError(try masks(earlier, later)) { error in
        XCTAssertEqual(
          mistakes(of: error).map { $0.split(separator: " ")[0] }, ["rule-file.wrong-value"])
      }
    }
  }

  func testAPackReachedTwiceIsReadOnce() throws {
    let files = [
      "a.json": packText(#""extends": ["goc.json"]"#, id: "a"),
      "b.json": packText(#""extends": ["goc.json"]"#, id: "b"), "goc.json": base,
    ]
    XCTAssertEqual(try load(files, ["a.json", "b.json"]).layers.map(\.id), ["goc", "a", "b"])
  }

  func testWrongLayersAreTold() {
    let cases: [(extends: String, code: String)] = [
      (#"{"path": "goc.json", "version": ">=2027"}"#, "rule-file.pack-version 2:22"),
      (#"{"path": "goc.json", "version": "^2027"}"#, "rule-file.wrong-value 2:45"),
      (#""p.json""#, "rule-file.extends-cycle 2:13"), (#""q.json""#, "test.no-file 2:13"),
      (#"{}"#, "rule-file.missing-key 2:13"),
    ]
    for (extends, code) in cases {
      let files = ["p.json": packText("\"extends\": [\(extends)]"), "goc.json": base]
      XCTAssertThrowsError(try load(files), extends) {
        XCTAssertEqual(mistakes(of: $0), [code], extends)
      }
    }
  }

  func testVersionsAreComparedByTheirNumbers() throws {
    for (version, range, fits) in [
      ("2026.10", ">=2026.9", true), ("2026.1.0", "2026.1", true), ("2026.1.0", "=2026.1.1", false),
      ("2027", "<2027", false), ("2026.12.31", ">=2026.1 <2027", true), ("1", ">1", false),
    ] {
      let files = [
        "p.json": packText("\"extends\": [{\"path\": \"q.json\", \"version\": \"\(range)\"}]"),
        "q.json": packText("", id: "q", version: version).replacing(",\n}", with: "}"),
      ]
      XCTAssertEqual((try? load(files)) != nil, fits, "\(version) \(range)")
    }
  }

  func testParametersComeFromTheProject() throws {
    let text = packText(
      #""parameters": {"muc": {"type": "number", "default": 3}, "moc": {"type": "date"}}"#)
    let pack = try load(["p.json": text], parameters: #"{"muc": "4.5", "moc": "2025-07-01"}"#)
    XCTAssertEqual(pack.parameter("moc")?.value, CivilDate(iso: "2025-07-01").map { .date($0) })
    XCTAssertThrowsError(try load(["p.json": text], parameters: #"{"mox": 1}"#)) {
      XCTAssertEqual(mistakes(of: $0), ["rule-file.unknown-parameter 1:2"])
    }
  }

  func testProjectsAreRead() throws {
    let project = try ProjectSpec.read(
      Array(
        """
        // đợt kiểm tra
        {"format": "soat-project/1", "agency": {"id": "H08", "name": "Xã Mẫu"},
         "period": {"from": "2025-01-01", "to": "2025-12-31"}, "packs": ["vn.dan-cu", "./rieng.json"],
         "resources": [{"name": "cd", "as": "cong_dan", "path": "cd.csv", "csv": {"delimiter": ";", "headerRows": 2}}],
         "outputs": {"folder": "out", "lang": "en", "findings": false,},}
        """.utf8), file: "audit.json")
    XCTAssertEqual(project.packs.map(\.value), ["vn.dan-cu", "./rieng.json"])
    XCTAssertEqual(project.resources[0].packName.value, "cong_dan")
    XCTAssertEqual(project.resources[0].csv.delimiter, 0x3B)
    XCTAssertEqual(project.resources[0].csv.headerRecords, 2)
    XCTAssertEqual(project.outputs.language, .en)
    XCTAssertFalse(project.outputs.writesFindings)
  }

  func testOptionsOfJSONAreRead() throws {
    func json(_ text: String) throws -> ProjectSpec.JSON {
      let project = try ProjectSpec.read(
        Array(
          """
          {"format": "soat-project/1", "agency": {"id": "a", "name": "b"}, "packs": ["p"],
           "resources": [{"name": "a", "path": "a.json", "format": "json", "json": \(text)}]}
          """.utf8), file: "f")
      return project.resources[0].json
    }
    XCTAssertNil(try json("{}").path)
    XCTAssertEqual(try json(#"{"record": "/"}"#).path, [])
    XCTAssertEqual(try json(#"{"record": "/data/a~1b~0"}"#).path, ["data", "a/b~"])
    XCTAssertEqual(try json(#"{"arrays": "join: | "}"#).separator, " | ")
    XCTAssertEqual(try json(#"{"arrays": "records:dt"}"#).spreadField, "dt")
    for (wrong, place) in [
      (#"{"record": "data"}"#, "rule-file.wrong-value 2:85"),
      (#"{"arrays": "join:"}"#, "rule-file.wrong-value 2:85"),
      (#"{"arrays": "explode"}"#, "rule-file.wrong-value 2:85"),
      (#"{"path": "/data"}"#, "rule-file.unknown-key 2:75"),
    ] {
      XCTAssertThrowsError(try json(wrong), wrong) { XCTAssertEqual(mistakes(of: $0), [place]) }
    }
  }

  func testMistakesOfProjectsAreTold() {
    let head = #"{"format": "soat-project/1", "agency": {"id": "a", "name": "b"}, "packs": ["p"], "#
    let cases: [(String, [String])] = [
      (#"{"format": "soat-rules/1"}"#, ["rule-file.format 1:12"]),
      (#"{"format": "soat-project/1"}"#, Array(repeating: "rule-file.missing-key 1:1", count: 3)),
      (head + "\n\"resources\": [{\"name\": \"a\"}]}", ["rule-file.missing-key 2:15"]),
      (
        head
          + "\n\"resources\": [], \"period\": {\"from\": \"2025-01-02\", \"to\": \"2025-01-01\"}}",
        ["rule-file.wrong-value 2:57"]
      ),
      (
        head
          + "\n\"resources\": [{\"name\": \"a\", \"path\": \"a\", \"csv\": {\"delimiter\": \"ab\"}}]}",
        ["rule-file.wrong-value 2:63"]
      ),
      (
        head
          + "\n\"resources\": [{\"name\": \"a\", \"path\": \"a\"}, {\"name\": \"a\", \"path\": \"b\"}]}",
        ["rule-file.duplicate-resource 2:52"]
      ),
    ]
    for (text, expected) in cases {
      XCTAssertThrowsError(try ProjectSpec.read(Array(text.utf8), file: "f"), text) {
        XCTAssertEqual(mistakes(of: $0), expected, text)
      }
    }
  }
}
