import AuditCommands
import AuditModel
import Foundation
import XCTest

@testable import AuditSystem

/// What a key or a whole rule means for each way in which rules judge.
final class WaiverScopeTests: XCTestCase {
  /// Keys of two fields, rules about records, groups, whole files and registers.
  private func project(_ waivers: [String], records: String) throws -> ProjectFixture {
    let list = waivers.map {
      $0.dropLast()
        + ", \"reason\": \"x\", \"document\": \"1/QĐ\", \"approvedBy\": \"A\", \"until\": \"2026-12-31\"}"
    }
    return try ProjectFixture([
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1",
       "codeLists": {"dm": {"path": "dm.csv", "code": "ma"}},
       "resources": [{"name": "r", "keys": ["a", "b"], "schema": {"fields": [
         {"name": "a"}, {"name": "b"}, {"name": "ma"}, {"name": "n", "type": "integer"}, {"name": "khac"}]}}],
       "rules": [
         {"id": "ASSERT", "kind": "assert", "on": "r", "assert": "n < 5"},
         {"id": "DEP", "kind": "dependency", "on": "r.n", "by": "ma"},
         {"id": "COVER", "kind": "coverage", "on": "r.ma", "register": {"list": "dm"}},
         {"id": "SUM", "kind": "reconcile", "on": "r", "aggregate": "sum", "value": "n", "equals": 0}]}
      """,
      "dm.csv": "ma\nX\nY\nZ\n", "r.csv": records,
      "w.json":
        "{\"format\": \"soat-waivers/1\", \"waivers\": [\(list.joined(separator: ","))]}",
      "audit.json": """
      {"format": "soat-project/1", "agency": {"id": "x", "name": "X"}, "date": "2026-12-16",
       "packs": ["p.json"], "resources": [{"name": "r", "path": "r.csv"}], "waivers": ["w.json"]}
      """,
    ])
  }

  private func counts(_ run: ProjectFixture.Outcome, _ id: String) -> [Int] {
    let rules = run.resource("r")["rules"] as? [[String: Any]] ?? []
    let counts = rules.first { $0["id"] as? String == id }?["counts"] as? [String: Int] ?? [:]
    return ["passed", "failed", "waived"].map { counts[$0] ?? -1 }
  }

  private static let records =
    "a,b,ma,n\n1,2,X,9\n12,,X,3\n,12,X,9\n1,3,W,9\n"

  func testWithoutWaivers() throws {
    let run = try project([], records: Self.records).audit()
    XCTAssertEqual(counts(run, "ASSERT"), [1, 3, 0])
    XCTAssertEqual(counts(run, "DEP").last, 0)
    XCTAssertEqual(counts(run, "COVER"), [1, 3, 0])
    XCTAssertEqual(counts(run, "r.header"), [0, 1, 0])
    XCTAssertEqual(run.findings.filter { $0.contains("1/QĐ") }, [])
  }

  func testAKeyOfSeveralFieldsIsAllOfThem() throws {
    let fixture = try project(
      [#"{"rule": "ASSERT", "keys": [["1", "2"], ["", "12"], ["1", ""]]}"#],
      records: Self.records)
    XCTAssertEqual(counts(try fixture.audit(), "ASSERT"), [1, 1, 2])
  }

  func testFindingsThatTheEndTellsAreOfTheirRecords() throws {
    let before = counts(try project([], records: Self.records).audit(), "DEP")
    let run = try project(
      [#"{"rule": "DEP", "keys": [["1", "2"]]}"#, #"{"rule": "DEP", "all": true}"#],
      records: Self.records
    ).audit()
    XCTAssertEqual(counts(run, "DEP"), [before[0], 0, before[1]])
    XCTAssertGreaterThan(before[1], 1)
  }

  func testAMissingKeyOfARegisterIsWaivedByThatKey() throws {
    // Y and Z are missing, W is in no register: it is of a record, and waived by the record's key.
    let run = try project(
      [#"{"rule": "COVER", "keys": [["1", "3"]]}"#], records: Self.records
    ).audit()
    XCTAssertEqual(counts(run, "COVER"), [1, 2, 1])
  }

  func testWhatIsOfNoRecordIsWaivedByTheWholeRule() throws {
    let fixture = try project(
      [
        #"{"rule": "r.header", "all": true}"#, #"{"rule": "SUM", "all": true}"#,
        #"{"rule": "COVER", "all": true}"#,
      ], records: Self.records)
    let run = try fixture.audit()
    XCTAssertEqual(counts(run, "r.header"), [0, 0, 1])
    XCTAssertEqual(counts(run, "SUM"), [0, 0, 1])
    XCTAssertEqual(counts(run, "COVER"), [1, 0, 3])
    XCTAssertEqual(run.findings.filter { $0.contains("1/QĐ") }.count, 5)
  }

  func testACapLeavesTheCountsWhole() throws {
    let fixture = try project([#"{"rule": "ASSERT", "all": true}"#], records: Self.records)
    let run = try fixture.audit(more: ["--max-findings", "1"])
    XCTAssertEqual(counts(run, "ASSERT"), [1, 0, 3])
    XCTAssertTrue(run.errors.contains("findings were left out"), run.errors)
  }

  // MARK: Digests of keys

  private func hashes(_ keys: String, _ more: String...) throws -> [String] {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data(keys.utf8))
    try pipe.fileHandleForWriting.close()
    let (output, errors) = (ByteWriter.memory(), ByteWriter.memory())
    let status = Program.main(
      arguments: ["waiver-hash"] + more,
      context: CommandContext(
        output: output, error: errors,
        input: InputStream(descriptor: pipe.fileHandleForReading.fileDescriptor, name: "-"),
        today: try XCTUnwrap(CivilDate(year: 2026, month: 12, day: 16))))
    XCTAssertEqual(status, 0, errors.capturedText)
    return output.capturedText.split(separator: "\n").map(String.init)
  }

  func testDigestsThatAreMadeAreDigestsThatMatch() throws {
    let plain = try hashes("1\t2\r\n\n\t12")
    XCTAssertEqual(plain.count, 2)
    XCTAssertTrue(plain.allSatisfy { $0.hasPrefix("sha256:") })
    let list = plain.map { "\"\($0)\"" }.joined(separator: ",")
    let run = try project(
      ["{\"rule\": \"ASSERT\", \"keyHashes\": [\(list)]}"], records: Self.records
    ).audit()
    XCTAssertEqual(counts(run, "ASSERT"), [1, 1, 2])
    let fixture = try ProjectFixture(["khoa.txt": "0123456789abcdef\n"])
    // printf 2 | openssl dgst -sha256 -hmac 0123456789abcdef
    XCTAssertEqual(
      try hashes("2\n", "--waiver-key", "\(fixture.path)/khoa.txt"),
      ["hmac-sha256:c6c718d2551697a7b265a3113e04b08bc61170ba215a06859adb6eedebb966b8"])
  }
}
