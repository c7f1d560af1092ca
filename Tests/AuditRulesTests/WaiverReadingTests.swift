import AuditModel
import XCTest

@testable import AuditRules

final class WaiverReadingTests: XCTestCase {
  private static let pack = packText(
    """
    "resources": [
      {"name": "r", "keys": ["ma"], "schema": {"fields": [{"name": "ma"}, {"name": "ten", "constraints": {"required": true}}]}},
      {"name": "hai", "keys": ["a", "b"], "schema": {"fields": [{"name": "a"}, {"name": "b", "constraints": {"required": true}}]}},
      {"name": "khong", "schema": {"fields": [{"name": "a", "constraints": {"required": true}}]}}]
    """)

  private func read(_ waivers: String) throws -> WaiverFile {
    let pack = try load(["p.json": WaiverReadingTests.pack])
    let text = "{\"format\": \"soat-waivers/1\", \"waivers\": [\n\(waivers)\n]}"
    return try WaiverFile.read(Array(text.utf8), file: "w.json", pack: pack)
  }

  private func mistakes(_ waivers: String) -> [String] {
    do {
      _ = try read(waivers)
      return []
    } catch { return AuditRulesTests.mistakes(of: error) }
  }

  private static let rest =
    "\"reason\": \"x\", \"document\": \"1/QĐ\", \"approvedBy\": \"A\", \"until\": \"2026-12-31\"}"

  func testEachFormOfScope() throws {
    let hash = String(repeating: "0a", count: 32)
    let file = try read(
      """
      {"rule": "r.ten.required", "keys": ["000"], \(Self.rest),
      {"rule": "r.ten.required", "resource": "r", "all": true, \(Self.rest),
      {"rule": "hai.b.required", "keys": [["x", "y"]], \(Self.rest),
      {"rule": "r.ten.required", "keyHashes": ["sha256:\(hash)", "hmac-sha256:\(hash)"], \(Self.rest)
      """)
    let digest = [UInt8](repeating: 10, count: 32)
    let keys: [[WaiverKey]?] = file.waivers.map {
      if case .keys(let keys) = $0.scope { keys } else { nil }
    }
    XCTAssertEqual(
      keys,
      [
        [.value(Array("000".utf8))], nil, [.value(Array("x\u{1F}y".utf8))],
        [.digest(digest), .keyedDigest(digest)],
      ])
    XCTAssertEqual(file.waivers[0].until, CivilDate(year: 2026, month: 12, day: 31))
    XCTAssertEqual(file.waivers[2].resource, "hai")
  }

  func testEveryMistakeIsToldWithItsPlace() {
    for (waiver, expected) in [
      ("{\"rule\": \"r.ten.requird\", \"all\": true, ", ["rule-file.unknown-rule 2:10"]),
      (
        "{\"rule\": \"r.ten.required\", \"resource\": \"hai\", \"all\": true, ",
        ["rule-file.wrong-value 2:40"]
      ),
      ("{\"rule\": \"r.ten.required\", ", ["rule-file.waiver-scope 2:1"]),
      ("{\"rule\": \"r.ten.required\", \"all\": false, ", ["rule-file.waiver-scope 2:1"]),
      (
        "{\"rule\": \"r.ten.required\", \"all\": true, \"keys\": [\"1\"], ",
        ["rule-file.waiver-scope 2:1"]
      ),
      ("{\"rule\": \"r.ten.required\", \"keys\": [], ", ["rule-file.wrong-value 2:1"]),
      (
        "{\"rule\": \"r.ten.required\", \"keys\": [\"1\", 2, \"\"], ",
        ["rule-file.waiver-keys 2:42", "rule-file.waiver-keys 2:45"]
      ),
      ("{\"rule\": \"hai.b.required\", \"keys\": [\"1\"], ", ["rule-file.waiver-keys 2:37"]),
      ("{\"rule\": \"khong.a.required\", \"keys\": [\"1\"], ", ["rule-file.waiver-keys 2:1"]),
      (
        "{\"rule\": \"r.ten.required\", \"keyHashes\": [\"sha256:0A\"], ",
        ["rule-file.waiver-hash 2:42"]
      ),
      (
        "{\"rule\": \"r.ten.required\", \"all\": true, \"ngay\": 1, ",
        ["rule-file.unknown-key 2:41"]
      ),
    ] {
      XCTAssertEqual(mistakes(waiver + Self.rest), expected, waiver)
    }
    XCTAssertEqual(
      mistakes("{\"rule\": \"r.ten.required\", \"all\": true, \"until\": \"2026-02-30\"}"),
      [
        "rule-file.missing-key 2:1", "rule-file.missing-key 2:1", "rule-file.missing-key 2:1",
        "rule-file.wrong-value 2:50",
      ])
  }
}
