import AuditModel
import AuditRules
import XCTest

final class ExpressionTests: XCTestCase {
  func testPrecedenceIsSQLs() throws {
    for (text, printed) in [
      ("co or not co and co", "co or ((not co) and co)"),
      ("tien + 1 * 2 = 3", "(tien + (1 * 2)) = 3"),
      ("tien - 1 - 2 < -3", "((tien - 1) - 2) < -3"), ("-tien < 3", "(-tien) < 3"),
      ("ma = 'a''b' and ten <> 'c'", "(ma = 'a''b') and (ten != 'c')"),
      ("ma in ('a', 'b') or ma not in ('c')", "(ma in ('a', 'b')) or (ma not in ('c'))"),
      ("so between 1 and 2 and co", "(so between 1 and 2) and co"),
      ("NOT ma IS NULL", "not (ma is null)"), ("ten like 'N%_'", "ten like 'N%_'"),
      ("ngay < DATE'2025-07-01'", "ngay < date'2025-07-01'"), ("luc > ngay", "luc > ngay"),
      ("\"Họ tên\" = 'x'", "\"Họ tên\" = 'x'"), ("`Họ tên` = 'x'", "\"Họ tên\" = 'x'"),
      ("so <= muc", "so <= 3"), ("ngay <= moc", "ngay <= moc"), ("ngay <= asOf", "ngay <= asOf"),
      ("if(co, tien, null) > 1.50", "if(co, tien, null) > 1.50"),
      ("coalesce(ma, '') = ''", "coalesce(ma, '') = ''"),
      ("days(ngay, luc) >= 0", "days(ngay, luc) >= 0"),
      ("ngay - ngay = 0", "(ngay - ngay) = 0"),
      ("name_of('xa', ma) = ten", "name_of(xa, ma) = ten"),
      ("valid(ngay) and valid(xa, ma, ngay)", "valid(ngay) and valid(xa, ma, ngay)"),
      ("count_of(r, ma, ten) = 0", "count_of(r, ma, ten) = 0"),
      ("matches(ma, '[0-9]{2}')", "matches(ma, '[0-9]{2}')"),
      ("weighted_sum(ma, 31, 29, -1) = 5", "weighted_sum(ma, 31, 29, -1) = 5"),
    ] {
      let condition = try condition(text)
      XCTAssertEqual(condition.source, text)
      XCTAssertEqual(condition.description, printed, text)
      XCTAssertEqual(try self.condition(printed).description, printed, text)
    }
  }

  func testMistakesAreToldAtTheirCharacter() {
    for (text, code, column, hint) in [
      ("", "expression", 0, nil), ("ma =", "expression", 4, nil), ("ma = 'a", "expression", 5, nil),
      ("ma = 'a' 'b'", "expression", 9, nil), ("(co", "expression", 3, nil),
      ("ma ~ 'a'", "expression", 3, nil),
      ("so = 1.2.3", "expression", 5, nil), ("ngay = date'2025-02-30'", "expression", 11, nil),
      ("1 < so < 3", "expression", 7, "write a < b and b < c"),
      ("mã = 'a'", "unknown-field", 0, "did you mean 'ma'?"),
      ("co and tenn = 'a'", "unknown-field", 7, "did you mean 'ten'?"),
      ("lenght(ma) = 1", "unknown-function", 0, "did you mean 'length'?"),
      ("length(ma, 2) = 1", "expression-arguments", 0, "it is called as length(text)"),
      (
        "substr(ma) = 'a'", "expression-arguments", 0,
        "it is called as substr(text, start[, count])"
      ),
      ("round(tien, 19) = 1", "expression-arguments", 12, nil),
      ("date(ma, 'x') < ngay", "expression-arguments", 9, nil),
      ("ngay < '2025-07-01'", "expression-type", 7, "write date'2025-07-01'"),
      ("ma < 3", "expression-type", 5, "write '…'"),
      ("ma + 1 = 2", "expression-type", 0, "write number(…)"),
      ("ngay + 1 > ngay", "expression-type", 0, "days(from, to) counts days between dates"),
      ("ma = null", "expression-type", 5, "write x is null"),
      ("co < true", "expression-type", 0, nil),
      ("ma and co", "expression-type", 0, "write present(…)"),
      ("length(so) = 1", "expression-type", 7, "write text(…)"),
      ("if(co, ma, 1) = 'a'", "expression-type", 11, nil), ("tien", "expression-type", 0, nil),
      ("valid(xaa, ma)", "unknown-list", 6, "did you mean 'xa'?"),
      ("parent_of(xa, ma) = 'a'", "expression-arguments", 10, nil),
      ("count_of(q, ma, ma) = 1", "unknown-resource", 9, nil),
      ("matches(ma, 'a(b')", "pattern", 14, nil), ("ten like ma", "expression", 9, nil),
    ] as [(String, String, Int, String?)] {
      XCTAssertThrowsError(try condition(text), text) { error in
        let found = (error as? Diagnostics)?.all ?? []
        XCTAssertEqual(found.map(\.code), ["rule-file.\(code)"], text)
        XCTAssertEqual(found.first?.location?.column, ExpressionTests.start + column, text)
        if let hint { XCTAssertEqual(found.first?.hint?.en, hint, text) }
      }
    }
  }

  func testEscapesInTheFileMoveTheColumn() {
    let rule = #"{"id": "A", "kind": "assert", "on": "r", "assert": "\"Họ tên\" = 'x' and xx"}"#
    XCTAssertThrowsError(
      try load(["p.json": packText(sampleResource + ",\n\"rules\": [\n" + rule + "]")])
    ) {
      XCTAssertEqual(($0 as? Diagnostics)?.all.first?.location?.column, 53 + 21)
    }
  }

  func testDepthAndLengthAreCapped() {
    let deep = String(repeating: "(", count: 101) + "co" + String(repeating: ")", count: 101)
    let calls =
      String(repeating: "abs(", count: 101) + "1" + String(repeating: ")", count: 101) + " = 1"
    let long = Array(repeating: "co", count: 2_000).joined(separator: " and ")
    let nots = String(repeating: "not ", count: 10_000) + "co"
    let minuses = String(repeating: "- ", count: 10_001) + "so = 1"
    for text in [deep, calls, long, nots] {
      XCTAssertThrowsError(try condition(text), "\(text.prefix(20))…")
    }
    XCTAssertNoThrow(try condition(minuses))
  }

  /// Where the text of `assert` begins in its line.
  private static let start = 53

  private func condition(_ text: String) throws -> AuditRules.Expression {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let rule = "{\"id\": \"A\", \"kind\": \"assert\", \"on\": \"r\", \"assert\": \"\(escaped)\"}"
    let pack = try load(["p.json": packText(sampleResource + ",\n\"rules\": [\n" + rule + "]")])
    return try XCTUnwrap(pack.rules.compactMap { ($0.body as? AssertBody)?.condition }.first)
  }
}
