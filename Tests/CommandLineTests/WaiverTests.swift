import Foundation
import XCTest

/// Findings that an agency accepts by a document, until a day.
final class WaiverTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "p", "version": "1", "resources": [
      {"name": "r", "keys": ["ma"], "mask": {"ma": "none", "ten": "none"},
       "schema": {"primaryKey": "ma", "fields": [
        {"name": "ma"}, {"name": "ten", "constraints": {"required": true, "maxLength": 3}}]}}],
     "rules": [{"id": "N", "kind": "count", "on": "r", "min": 100}]}
    """
  private static let records = "ma,ten\n1,\n2,\n3,abcd\n4,abcd\n5,abc\n5,abc\n6,a,b\n7\n"

  private func project(_ waivers: String?) throws -> ProjectFixture {
    var files = [
      "p.json": WaiverTests.pack, "r.csv": WaiverTests.records,
      "audit.json": """
      {"format": "soat-project/1", "agency": {"id": "x", "name": "X"}, "date": "2026-12-16",
       "packs": ["p.json"], "resources": [{"name": "r", "path": "r.csv"}]
       \(waivers == nil ? "" : ", \"waivers\": \"w.json\"")}
      """,
    ]
    if let waivers {
      files["w.json"] = "{\"format\": \"soat-waivers/1\", \"waivers\": [\n\(waivers)\n]}"
    }
    return try ProjectFixture(files)
  }

  private func waiver(_ rule: String, _ scope: String, until: String = "2026-12-16") -> String {
    """
    {"rule": "\(rule)", \(scope), "reason": {"vi": "đã biết", "en": "known"}, "document": "12/QĐ-UBND",
     "approvedBy": "Chủ tịch", "until": "\(until)"}
    """
  }

  private struct Rule: Equatable {
    var status: String
    var counts: [String: Int]
  }

  private func rule(_ run: ProjectFixture.Outcome, _ id: String) -> Rule {
    let rules = run.resource("r")["rules"] as? [[String: Any]] ?? []
    let rule = rules.first { $0["id"] as? String == id } ?? [:]
    return Rule(
      status: rule["status"] as? String ?? "", counts: rule["counts"] as? [String: Int] ?? [:])
  }

  private func waivers(_ run: ProjectFixture.Outcome) throws -> [[String: Any]] {
    let json = try JSONSerialization.jsonObject(with: Data(run.result.utf8)) as? [String: Any]
    return (json?["waivers"] as? [String: Any])?["list"] as? [[String: Any]] ?? []
  }

  func testWithoutWaiversTheFindingsHaveTheOldColumns() throws {
    let run = try project(nil).audit()
    XCTAssertEqual(
      run.findings.first,
      "\"resource\",\"record\",\"line\",\"rule\",\"severity\",\"field\",\"key\",\"value\",\"expected\",\"message\""
    )
    XCTAssertEqual(
      rule(run, "r.ten.required").counts,
      ["evaluated": 8, "failed": 3, "passed": 5, "skipped": 0, "waived": 0])
    XCTAssertEqual(run.status, 1)
  }

  func testWhatIsWaivedIsCountedApartAndSaid() throws {
    let all = [
      waiver("r.ten.required", #""keys": ["1", "7"]"#), waiver("r.ten.maxLength", #""all": true"#),
      waiver("r.primaryKey", #""keys": ["5"]"#), waiver("r.structure", #""keys": ["6"]"#),
      waiver("N", #""all": true"#),
    ].joined(separator: ",\n")
    let fixture = try project(all)
    let run = try fixture.audit()
    XCTAssertEqual(
      rule(run, "r.ten.required"),
      Rule(
        status: "failed",
        counts: ["evaluated": 6, "failed": 1, "passed": 5, "skipped": 0, "waived": 2]))
    XCTAssertEqual(
      rule(run, "r.ten.maxLength"),
      Rule(
        status: "waived",
        counts: ["evaluated": 3, "failed": 0, "passed": 3, "skipped": 3, "waived": 2]))
    XCTAssertEqual(rule(run, "r.primaryKey").counts["waived"], 2)
    XCTAssertEqual(rule(run, "r.primaryKey").status, "waived")
    XCTAssertEqual(rule(run, "r.structure").counts["failed"], 1)
    XCTAssertEqual(rule(run, "r.structure").counts["waived"], 1)
    XCTAssertEqual(rule(run, "N").status, "waived")
    XCTAssertEqual(try waivers(run).map { $0["waived"] as? Int }, [2, 2, 2, 1, 1])
    XCTAssertEqual(Set(try waivers(run).map { $0["state"] as? String }), ["applied"])
    XCTAssertTrue(run.findings[0].hasSuffix(",\"message\",\"waived by\""), run.findings[0])
    let lines = run.findings.filter { $0.contains("\"r.ten.required\"") }
    XCTAssertEqual(
      lines,
      [
        #""r",1,2,"r.ten.required","Waived","ten","1","","","has no value","12/QĐ-UBND, until 16/12/2026: known""#,
        #""r",2,3,"r.ten.required","Error","ten","2","","","has no value","""#,
        #""r",8,9,"r.ten.required","Waived","ten","7","","","has no value","12/QĐ-UBND, until 16/12/2026: known""#,
      ])
    for workers in 1...3 {
      let again = try fixture.audit(workers: workers)
      XCTAssertEqual(again.result, run.result)
      XCTAssertEqual(again.findings, run.findings)
    }
    let report = try String(contentsOfFile: "\(fixture.path)/.kq/report.html", encoding: .utf8)
    XCTAssertTrue(report.contains("id=\"mien-tru\""))
    XCTAssertTrue(report.contains("2 of 2 keys have findings"))
    XCTAssertTrue(report.contains("12/QĐ-UBND"))
    XCTAssertTrue(report.contains("8 findings are waived by documents"))
  }

  func testOnlyWhatIsNotWaivedMakesTheVerdict() throws {
    let rules = ["r.structure", "r.ten.required", "r.ten.maxLength", "r.primaryKey", "N"]
    let all = rules.map { waiver($0, #""all": true"#) }.joined(separator: ",\n")
    let run = try project(all).audit()
    XCTAssertEqual(run.status, 0, run.errors)
  }

  func testAWaiverEndsWithItsLastDay() throws {
    let run = try project(
      waiver("r.ten.required", #""all": true"#, until: "2026-12-15") + ",\n"
        + waiver("r.ten.maxLength", #""keys": ["1", "99"]"#)
    ).audit()
    XCTAssertEqual(rule(run, "r.ten.required").counts["failed"], 3)
    XCTAssertEqual(rule(run, "r.ten.required").counts["waived"], 0)
    XCTAssertEqual(try waivers(run).map { $0["state"] as? String }, ["expired", "unmatched"])
    let text = try project(
      waiver("r.ten.required", #""all": true"#, until: "2026-12-15"))
    let check = try SampleAudit.run([
      "check", "\(text.path)/r.csv", "--rules", "\(text.path)/p.json", "--root", text.path,
      "--waivers", "\(text.path)/w.json", "--lang", "en", "--date", "2026-12-16",
    ])
    XCTAssertTrue(
      check.output.contains("Waiver w.json:2 (r.ten.required, 12/QĐ-UBND): expired"), check.output)
    let before = try SampleAudit.run([
      "check", "\(text.path)/r.csv", "--rules", "\(text.path)/p.json", "--root", text.path,
      "--waivers", "\(text.path)/w.json", "--lang", "en", "--date", "2026-12-15",
    ])
    XCTAssertTrue(before.output.contains("Waived: 3 findings"), before.output)
    XCTAssertTrue(
      before.output.contains(
        "r.csv:2: waived: ten: has no value [r.ten.required] (waived by 12/QĐ-UBND"),
      before.output)
  }

  func testAFileOfWaiversNeedsNoPersonalData() throws {
    // printf 1 | sha256sum
    let one = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    let run = try project(waiver("r.ten.required", #""keyHashes": ["sha256:\#(one)"]"#)).audit()
    XCTAssertEqual(rule(run, "r.ten.required").counts["waived"], 1)
    // printf 2 | openssl dgst -sha256 -hmac 0123456789abcdef
    let two = "c6c718d2551697a7b265a3113e04b08bc61170ba215a06859adb6eedebb966b8"
    let keyed = try project(waiver("r.ten.required", #""keyHashes": ["hmac-sha256:\#(two)"]"#))
    try keyed.write("khoa.txt", "0123456789abcdef\n")
    let key = ["--waiver-key", "\(keyed.path)/khoa.txt"]
    XCTAssertEqual(
      rule(try keyed.audit(more: key), "r.ten.required").counts["waived"], 1)
    let without = try keyed.audit()
    XCTAssertEqual(without.status, 3)
    XCTAssertTrue(without.errors.contains("rule-file.waiver-key"), without.errors)
    try keyed.write("khoa.txt", "short\n")
    XCTAssertEqual(try keyed.audit(more: key).status, 3)
  }

  func testRulesThatAreSwitchedOffAreListed() throws {
    let fixture = try project(nil)
    try fixture.write(
      "p.json",
      WaiverTests.pack.replacingOccurrences(
        of: "\"min\": 100}", with: "\"min\": 100, \"enabled\": false}"))
    let run = try fixture.audit()
    let json = try JSONSerialization.jsonObject(with: Data(run.result.utf8)) as? [String: Any]
    let off = json?["switchedOff"] as? [[String: Any]] ?? []
    XCTAssertEqual(off.map { $0["id"] as? String }, ["N"])
    XCTAssertEqual(off.map { $0["by"] as? String }, ["p"])
    let report = try String(contentsOfFile: "\(fixture.path)/.kq/report.html", encoding: .utf8)
    XCTAssertTrue(report.contains("Rules switched off"))
  }
}
