import AuditSystem
import Foundation
import XCTest

/// Part files in projects and on command lines.
final class PartsCommandTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "thu", "version": "1.0", "title": "Thử", "resources": [
      {"name": "nguoi", "keys": ["so"], "mask": {"so": "none"}, "schema": {"primaryKey": "so",
       "fields": [{"name": "so"}, {"name": "ten", "constraints": {"required": true}}]}}]}
    """

  private func project(_ path: String) -> String {
    """
    {"format": "soat-project/1", "agency": {"id": "X", "name": "Xã"}, "packs": ["goi.json"],
     "date": "2026-01-31", "resources": [{"name": "nguoi", "path": \(path)}]}
    """
  }

  private func fixture(_ path: String) throws -> ProjectFixture {
    try ProjectFixture([
      "audit.json": project(path), "goi.json": PartsCommandTests.pack,
      "nguoi/a.csv": "so,ten\n1,A\n2,\n", "nguoi/b.csv": "ten;so\nB;3\nC;1\n",
      "nguoi/.an.csv": "x", "nguoi/~$a.csv": "x",
    ])
  }

  func testAFolderAPatternAndAListAreOneTable() throws {
    for path in [
      #""nguoi""#, #""nguoi/""#, #""nguoi/*.csv""#, #""*/?.csv""#,
      #"["nguoi/a.csv", "nguoi/b.csv"]"#,
    ] {
      var first: ProjectFixture.Outcome?
      for workers in [1, 2, 7] {
        let run = try fixture(path).audit(workers: workers)
        XCTAssertEqual(run.status, 1, run.errors)
        XCTAssertEqual(run.resource("nguoi")["records"] as? Int, 4, path)
        XCTAssertEqual(run.failed("nguoi")["nguoi.primaryKey"], 2)
        XCTAssertEqual(run.failed("nguoi")["nguoi.ten.required"], 1)
        XCTAssertEqual(run.failed("nguoi")["nguoi.header"], 0)
        let parts = run.source("nguoi")["parts"] as? [[String: Any]] ?? []
        XCTAssertEqual(parts.map { $0["path"] as? String }, ["nguoi/a.csv", "nguoi/b.csv"])
        XCTAssertEqual(parts.map { $0["records"] as? Int }, [2, 2])
        XCTAssertEqual(
          parts.first?["sha256"] as? String, SHA256.hex(digestOf: Array("so,ten\n1,A\n2,\n".utf8)))
        XCTAssertTrue(run.findings[0].hasSuffix(#""message","file""#), run.findings[0])
        XCTAssertTrue(
          run.findings.contains {
            $0.hasPrefix(#""nguoi",2,3,"nguoi.primaryKey""#) && $0.hasSuffix(#","nguoi/b.csv""#)
          }, "\(run.findings)")
        XCTAssertEqual((first ?? run).result, run.result)
        XCTAssertEqual((first ?? run).findings, run.findings)
        first = run
      }
    }
  }

  func testWhatIsPassedOverIsSaid() throws {
    let run = try fixture(#""nguoi""#).audit()
    XCTAssertTrue(run.errors.contains("nguoi/.an.csv, nguoi/~$a.csv"), run.errors)
    XCTAssertTrue(run.result.contains(#""value": "2: nguoi/.an.csv, nguoi/~$a.csv""#))
  }

  func testAFileThatIsOneHasNoColumnForIt() throws {
    let run = try fixture(#""nguoi/a.csv""#).audit()
    XCTAssertTrue(run.findings[0].hasSuffix(#""message""#), run.findings[0])
    XCTAssertFalse(run.result.contains(#""parts""#))
  }

  func testAMissingPartIsNamedAndTheOthersAreCounted() throws {
    let run = try fixture(#"["nguoi/a.csv", "nguoi/khong-co.csv", "nguoi/b.csv"]"#).audit()
    XCTAssertEqual(run.status, 4)
    XCTAssertTrue(run.errors.contains("1 of 3 part files"), run.errors)
    XCTAssertTrue(run.errors.contains("nguoi/khong-co.csv"), run.errors)
    XCTAssertEqual(run.resource("nguoi")["records"] as? Int, 4)
    XCTAssertEqual(run.failed("nguoi")["nguoi.primaryKey"], 2)
    let parts = run.source("nguoi")["parts"] as? [[String: Any]] ?? []
    XCTAssertEqual(parts.map { $0["problem"] is NSNull }, [true, false, true])
  }

  func testNoFileAtAllIsAnErrorWithAHint() throws {
    for path in [#""nguoi/*.xml""#, #""nguoi/?""#] {
      let run = try fixture(path).audit()
      XCTAssertEqual(run.status, 4)
      XCTAssertTrue(run.errors.contains("[source.no-parts]"), run.errors)
      XCTAssertTrue(run.errors.contains("audit.json:2:"), run.errors)
      XCTAssertTrue(run.errors.contains("hint: "), run.errors)
    }
    let empty = try fixture("[]").audit()
    XCTAssertEqual(empty.status, 3)
    XCTAssertTrue(empty.errors.contains("at least"), empty.errors)
  }

  func testNoPartLeadsOutOfTheProject() throws {
    let other = try ProjectFixture(["ngoai/a.csv": "so,ten\n1,A\n"])
    for path in [
      "\"\(other.path)/ngoai/*.csv\"", #""../*/ngoai/*.csv""#, "\"\(other.path)/ngoai\"",
      #"["nguoi/a.csv", "../x.csv"]"#, #""https://vi.du/*.csv""#,
    ] {
      let run = try fixture(path).audit()
      XCTAssertEqual(run.status, 3, path)
      XCTAssertTrue(run.errors.contains("[project.outside]"), "\(path) \(run.errors)")
    }
    let linked = try fixture(#""nguoi""#)
    try FileManager.default.createSymbolicLink(
      atPath: linked.path + "/nguoi/c.csv", withDestinationPath: other.path + "/ngoai/a.csv")
    XCTAssertEqual(try linked.audit().status, 3)
    let linkedFolder = try fixture(#""lien-ket/*.csv""#)
    try FileManager.default.createSymbolicLink(
      atPath: linkedFolder.path + "/lien-ket", withDestinationPath: other.path + "/ngoai")
    XCTAssertEqual(try linkedFolder.audit().status, 3)
  }

  func testCheckAndShowTakeThemToo() throws {
    let fixture = try fixture(#""nguoi""#)
    let pack = fixture.path + "/goi.json"
    let checked = try SampleAudit.run([
      "check", fixture.path + "/nguoi/*.csv", "--rules", pack, "--lang", "en",
    ])
    XCTAssertEqual(checked.status, 1)
    XCTAssertTrue(checked.output.contains("/nguoi/a.csv:3: error: ten: "), checked.output)
    XCTAssertTrue(checked.output.contains("/nguoi/b.csv:3: error: so: "), checked.output)
    let shown = try SampleAudit.run([
      "show", fixture.path + "/nguoi", "--to", "ndjson", "--lang", "en",
    ])
    XCTAssertEqual(shown.status, 0)
    XCTAssertTrue(
      shown.output.contains(
        "{\"file\":\"\(fixture.path)/nguoi/b.csv\",\"record\":2,\"line\":3,"
          + "\"fields\":{\"so\":\"1\",\"ten\":\"C\"}}"), shown.output)
    let slip = try SampleAudit.run([
      "check", fixture.path + "/nguoi", "--rules", pack, "--findings",
      fixture.path + "/nguoi/b.csv",
    ])
    XCTAssertEqual(slip.status, 2)
  }
}
