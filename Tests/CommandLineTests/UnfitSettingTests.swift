import XCTest

/// What is said of a source and its format cannot follow is a mistake, not passed over.
final class UnfitSettingTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "p", "version": "1", "title": "Thử",
     "resources": [{"name": "t", "schema": {"fields": [{"name": "x"}]}}]}
    """

  private let files = [
    "a.csv": "x\n1\n", "a.xml": "<r><a><x>1</x></a><a><x>2</x></a></r>",
    "a.json": "[{\"x\": 1}, {\"x\": 2}]", "a.ndjson": "{\"x\": 1}\n{\"x\": 2}\n",
    "rong.json": "{\"ds\": []}",
  ]

  func testOptionsOfOtherFormats() throws {
    let fixture = try ProjectFixture(files.merging(["p.json": Self.pack]) { a, _ in a })
    let cases: [(file: String, option: [String], format: String)] = [
      ("a.csv", ["--record", "/r"], "CSV"), ("a.csv", ["--table", "t"], "CSV"),
      ("a.csv", ["--query", "select 1"], "CSV"), ("a.xml", ["--delimiter", ";"], "XML"),
      ("a.xml", ["--table", "t"], "XML"), ("a.json", ["--delimiter", ";"], "JSON"),
      ("a.ndjson", ["--record", "/r"], "NDJSON"),
    ]
    for (file, option, format) in cases {
      for command in [["show"], ["check", "--rules", fixture.path + "/p.json", "--as", "t"]] {
        let run = try SampleAudit.run(
          command + [fixture.path + "/" + file] + option + ["--lang", "en"])
        XCTAssertEqual(run.status, 2, "\(file) \(option): \(run.errors)")
        XCTAssertTrue(run.errors.contains("read as \(format) [usage.unfit-option]"), run.errors)
        XCTAssertTrue(run.errors.contains("hint: it is for "), run.errors)
      }
    }
    let skip = try SampleAudit.run(["show", fixture.path + "/a.xml", "--skip", "1"])
    XCTAssertEqual(skip.status, 2, skip.errors)
  }

  func testOptionsOfTheFormatItself() throws {
    let fixture = try ProjectFixture(files)
    for (file, option) in [
      ("a.csv", ["--delimiter", ","]), ("a.csv", ["--encoding", "utf-8"]),
      ("a.xml", ["--record", "/r/a"]), ("a.json", ["--record", "/"]),
      ("a.ndjson", ["--encoding", "utf-8"]),
    ] {
      XCTAssertEqual(try SampleAudit.run(["show", fixture.path + "/" + file] + option).status, 0)
    }
    // A document on one line whose list has no records is no line of JSON where a path leads into it.
    let empty = try SampleAudit.run(
      ["show", fixture.path + "/rong.json", "--record", "/ds", "--lang", "en"])
    XCTAssertTrue(empty.output.contains("0 records"), empty.output + empty.errors)
  }

  func testAnOptionThatOneOfSeveralFilesFollows() throws {
    let pack = Self.pack.replacingOccurrences(
      of: "}]}}]}", with: "}]}}, {\"name\": \"u\", \"schema\": {\"fields\": [{\"name\": \"x\"}]}}]}"
    )
    let fixture = try ProjectFixture(files.merging(["p.json": pack]) { a, _ in a })
    let run = try SampleAudit.run([
      "check", fixture.path + "/a.csv", fixture.path + "/a.xml", "--as", "t", "--as", "u",
      "--record", "/r/a", "--rules", fixture.path + "/p.json",
    ])
    XCTAssertEqual(run.status, 0, run.errors)
  }

  func testKeysOfOtherFormats() throws {
    let cases: [(path: String, key: String, name: String)] = [
      ("a.csv", "\"xml\": {\"record\": \"/r/a\"}", "\"xml\""),
      ("a.csv", "\"json\": {\"record\": \"/a\"}", "\"json\""),
      ("a.csv", "\"sqlite\": {\"table\": \"t\"}", "\"sqlite\""),
      ("a.xml", "\"csv\": {\"delimiter\": \";\"}", "\"csv\""),
      ("a.ndjson", "\"json\": {\"record\": \"/a\"}", "\"record\""),
    ]
    for (path, key, name) in cases {
      let project = """
        {"format": "soat-project/1", "agency": {"id": "A", "name": "Thử"}, "packs": ["p.json"],
         "resources": [{"name": "t", "path": "\(path)", \(key)}]}
        """
      let outcome = try ProjectFixture(
        files.merging(["p.json": Self.pack, "audit.json": project]) { a, _ in a }
      ).audit()
      XCTAssertEqual(outcome.status, 3, outcome.errors)
      XCTAssertTrue(outcome.errors.contains("audit.json:2:"), outcome.errors)
      XCTAssertTrue(outcome.errors.contains("error: \(name) does not apply to"), outcome.errors)
      XCTAssertEqual(
        outcome.errors.components(separatedBy: "[project.unfit-key]").count, 2, outcome.errors)
    }
  }

  func testCheckGoesOnWithoutAFileThatCannotBeOpened() throws {
    let fixture = try ProjectFixture(
      files.merging(["p.json": Self.pack, "b.csv": "x\n"]) { a, _ in a })
    func check(_ files: [String], _ more: [String] = []) throws -> (
      status: Int32, output: String, errors: String
    ) {
      try SampleAudit.run(
        ["check"] + files.map { fixture.path + "/" + $0 }
          + ["--rules", fixture.path + "/p.json", "--lang", "en"] + more)
    }
    for names in [["khong-co.csv", "a.csv"], ["a.csv", "khong-co.csv"]] {
      let run = try check(names)
      XCTAssertEqual(run.status, 4)
      XCTAssertTrue(run.errors.contains("[source.unreadable]"), run.errors)
      XCTAssertTrue(run.output.contains("a.csv) - 1 records - score 100.00"), run.output)
      XCTAssertTrue(run.output.contains("NOT READ WHOLE"), run.output)
    }
    let named = try check(["khong-co.csv", "a.csv"], ["--as", "u", "--as", "t"])
    XCTAssertEqual(named.status, 3, "a resource that no pack has")
    let alone = try check(["khong-co.csv", "cung-khong.csv"])
    XCTAssertEqual(alone.status, 4)
    XCTAssertEqual(alone.output, "")
  }
}
