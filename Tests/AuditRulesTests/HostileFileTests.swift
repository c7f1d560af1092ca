import AuditModel
import AuditRules
import AuditText
import XCTest

final class HostileFileTests: XCTestCase {
  func testHostileBytesAreRefused() {
    let cases: [(String, [UInt8], String)] = [
      ("deep", Array(repeating: 0x5B, count: 1 << 20), "rule-file.too-deep"),
      ("NUL", Array("{\"format\": \"soat\0\"}".utf8), "rule-file.syntax"),
      (
        "no UTF-8", Array("{\"format\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8),
        "rule-file.encoding"
      ),
      ("UTF-16", [0xFF, 0xFE, 0x7B, 0], "rule-file.encoding"), ("empty", [], "rule-file.syntax"),
      (
        "too large", Array(repeating: 0x20, count: Limits().ruleFileBytes + 1),
        "rule-file.too-large"
      ),
      ("no object", Array("[1]".utf8), "rule-file.wrong-type"),
    ]
    for (name, bytes, code) in cases {
      XCTAssertThrowsError(try loadBytes(bytes), name) { error in
        XCTAssertEqual((error as? Diagnostics)?.all.first?.code, code, name)
      }
    }
  }

  func testTooManyRulesAreRefusedAtOnce() {
    let rules = (0..<100_000).map {
      "{\"id\":\"A\($0)\",\"kind\":\"assert\",\"on\":\"r\",\"assert\":\"co\"}"
    }
    let text = packText(sampleResource + ",\n\"rules\": [" + rules.joined(separator: ",") + "]")
    let start = ContinuousClock.now
    XCTAssertThrowsError(try load(["p.json": text])) {
      XCTAssertEqual(mistakes(of: $0), ["rule-file.too-many-rules 1:1"])
    }
    // A second as built for use; tests are built without optimisation.
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(60))
  }

  func testAPatternThatWouldGrowIsRefused() {
    let body =
      #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", "constraints": {"pattern": "(a|b)*a(a|b){30}"}}]}}]"#
    XCTAssertEqual(mistakes(in: body).map { $0.prefix(17) }, ["rule-file.pattern"])
  }

  func testEveryPrefixOfAPackIsRefusedWithoutACrash() throws {
    let text = Array(
      packText(
        sampleResource
          + ",\n\"rules\": [{\"id\": \"A\", \"kind\": \"assert\", \"on\": \"r\", \"assert\": \"so = 1\"}]"
      ).utf8)
    for count in 0..<text.count {
      XCTAssertThrowsError(try loadBytes(Array(text.prefix(count))), "\(count)")
    }
    XCTAssertNoThrow(try loadBytes(text))
  }

  private func loadBytes(_ bytes: [UInt8]) throws -> RulePack {
    let place = SourceLocation(file: "audit.json", line: 1, column: 1)
    return try RulePack.load([Located(value: "p.json", location: place)]) { _, _ in
      ("p.json", bytes)
    }
  }
}
