import XCTest

/// What cannot be read of a project is said; the rest of it is inspected all the same.
final class UnreadSourceTests: XCTestCase {
  private func project(_ bad: String, _ content: String?, outputs: String = "") throws
    -> ProjectFixture
  {
    var files = [
      "audit.json": """
      {"format": "soat-project/1", "title": {"vi": "Thử"}, "agency": {"id": "A", "name": {"vi": "Thử"}},
       "packs": ["p.json"], \(outputs)
       "resources": [{"name": "con", "path": "con.csv"}, {"name": "cha", "path": "\(bad)"}]}
      """,
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": {"vi": "Thử"},
       "resources": [
        {"name": "con", "schema": {"fields": [{"name": "ma"}, {"name": "ten", "constraints": {"required": true}}],
         "foreignKeys": [{"fields": "ma", "reference": {"resource": "cha", "fields": "ma"}}]}},
        {"name": "cha", "schema": {"fields": [{"name": "ma", "constraints": {"required": true}}]}}]}
      """,
      "con.csv": "ma,ten\n01,A\n02,\n",
    ]
    if let content { files[bad] = content }
    return try ProjectFixture(files)
  }

  func testTheOthersAreInspected() throws {
    for (bad, content) in [("cha.csv", nil), ("cha.xlsx", "PK\u{3}\u{4}")] as [(String, String?)] {
      for workers in [1, 2, 7] {
        let outcome = try project(bad, content).audit(workers: workers)
        XCTAssertEqual(outcome.status, 4, bad)
        XCTAssertTrue(outcome.errors.contains(bad), outcome.errors)
        XCTAssertEqual(outcome.failed("con")["con.ten.required"], 1)
        XCTAssertEqual(outcome.resource("con")["complete"] as? Bool, true)
        XCTAssertEqual(outcome.resource("cha")["complete"] as? Bool, false)
        // A key that was looked for in what could not be read is no finding.
        XCTAssertEqual(
          outcome.failed("con").filter { $0.key.contains("foreign") }.map(\.value), [0])
      }
    }
  }

  func testNothingAtAllToReadIsAnError() throws {
    let fixture = try project("cha.csv", nil)
    try FileManager.default.removeItem(atPath: fixture.path + "/con.csv")
    let outcome = try fixture.audit()
    XCTAssertEqual(outcome.status, 4)
    XCTAssertEqual(outcome.result, "{}")
  }

  func testOutputsStayInTheProject() throws {
    for folder in ["../ra-ngoai", "/tmp/ra-ngoai", "a/../../ra-ngoai"] {
      let fixture = try project(
        "cha.csv", "ma\n01\n02\n", outputs: "\"outputs\": {\"folder\": \"\(folder)\"},")
      let run = try SampleAudit.run(["audit", fixture.path, "--root", fixture.path])
      XCTAssertEqual(run.status, 3, folder)
      XCTAssertTrue(run.errors.contains("project.outside"), run.errors)
    }
  }

  func testAFirstRecordInTheHeadersPlaceIsInNoOutput() throws {
    // Equal cells and stray spaces are faults of names; a NUL byte is one of a named cell.
    let fixture = try project(
      "cha.csv", "000099000001,Nguyễn Văn Bí, Bí mật,Bí mật,Bí mật\n000099000002,X\u{0},,,\n")
    let outcome = try fixture.audit()
    XCTAssertFalse(outcome.failed("cha").isEmpty)
    var all = outcome.result + outcome.errors + outcome.findings.joined()
    all += try String(contentsOfFile: fixture.path + "/.kq/report.html", encoding: .utf8)
    for value in ["Nguyễn", "000099000001", "Bí mật"] { XCTAssertFalse(all.contains(value), value) }
    XCTAssertTrue(outcome.findings.joined().contains("header"), outcome.findings.joined())
  }

  func testARecordPathFromAnotherRootIsSaid() throws {
    let fixture = try ProjectFixture(["d.xml": "<d><r><a>1</a></r><r><a>2</a></r></d>"])
    let file = fixture.path + "/d.xml"
    let wrong = try SampleAudit.run(["show", file, "--record", "/ho_so/r", "--lang", "en"])
    XCTAssertEqual(wrong.status, 4)
    XCTAssertTrue(wrong.errors.contains("root element is <d>"), wrong.errors)
    XCTAssertEqual(try SampleAudit.run(["show", file, "--record", "/d/r"]).status, 0)
    // A table without records is one all the same.
    try fixture.write("d.xml", "<d/>")
    XCTAssertEqual(try SampleAudit.run(["show", file, "--record", "/d/r"]).status, 0)
  }

  func testARecordPathThatLeadsToNothingIsSaid() throws {
    let filler = String(repeating: "<b>1</b>", count: 150_000)
    for (document, path, status) in [
      ("<d><r><a>1</a></r><r><a>2</a></r></d>", "/d/x", 4),
      ("<d><h>1</h><l><r><a>1</a></r></l></d>", "/d/l/x", 4),
      ("<d><h>1</h></d>", "/d/l/x", 4), ("<d><l><r><a>1</a></r></l></d>", "/d/x/r", 4),
      ("<d><l/></d>", "/d/l/r", 0), ("<d><h>1</h><l> </l></d>", "/d/l/r", 0),
      ("<d><l/><l><r><a>1</a></r></l></d>", "/d/l/r", 0), ("<d>\(filler)</d>", "/d/x", 4),
      ("<d>\(filler)<x><a>1</a></x></d>", "/d/x", 0),
    ] {
      let fixture = try ProjectFixture(["d.xml": document])
      let run = try SampleAudit.run(
        ["show", fixture.path + "/d.xml", "--record", path, "--lang", "en"])
      XCTAssertEqual(run.status, Int32(status), "\(path) \(document.prefix(60)) \(run.errors)")
      XCTAssertEqual(
        run.errors.contains("there is no element at \(path) [source.not-a-table]"), status == 4)
    }
  }

  func testACutOfTheFindingsIsSaid() throws {
    let fixture = try project("cha.csv", "ma\n01\n02\n")
    try fixture.write("con.csv", "ma,ten\n01,\n02,\n01,\n")
    let run = try SampleAudit.run([
      "check", fixture.path + "/con.csv", "--rules", fixture.path + "/p.json", "--max-findings",
      "1",
      "--findings", fixture.path + "/f.csv", "--lang", "en",
    ])
    XCTAssertTrue(run.errors.contains("2 findings were left out"), run.errors)
  }
}
