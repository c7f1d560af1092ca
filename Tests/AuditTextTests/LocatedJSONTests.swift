import AuditModel
import AuditText
import XCTest

final class LocatedJSONTests: XCTestCase {
  func testValuesKnowTheirPlace() throws {
    let root = try parse("{\n  \"tên\": [1, \"đ\", true],\n  \"b\": null}")
    XCTAssertEqual(root.location, place(1, 1))
    XCTAssertEqual(root["tên"]?.location, place(2, 10))
    XCTAssertEqual(root["tên"]?.array?[2].location, place(2, 19))
    XCTAssertEqual(root["b"]?.isNull, true)
    XCTAssertEqual(root.members?.map(\.nameLocation), [place(2, 3), place(3, 3)])
  }

  func testNumbersKeepTheirText() throws {
    for text in ["0", "-0", "0.10", "1e3", "123456789012345678901234567890", "1E-5"] {
      XCTAssertEqual(try parse(text).number, text)
    }
  }

  func testColumnsInsideStringsCountEscapes() throws {
    let node = try parse(#"["a\nđ\u0041b\ud83d\ude00c"]"#).array?[0]
    XCTAssertEqual(node?.string, "a\nđAb😀c")
    XCTAssertEqual(
      (0...7).map { node?.location(ofScalar: $0).column }, [3, 4, 6, 7, 13, 14, 26, 27])
  }

  func testRefusedWithPlace() {
    let cases: [(String, String, Int, Int)] = [
      ("", "syntax", 1, 1), ("[1,]", "syntax", 1, 3), ("[1 2]", "syntax", 1, 4),
      ("{\"a\" 1}", "syntax", 1, 6), ("{a: 1}", "syntax", 1, 2), ("[01]", "syntax", 1, 2),
      ("[1.]", "syntax", 1, 2), ("[.5]", "syntax", 1, 2), ("[+1]", "syntax", 1, 2),
      ("[1e]", "syntax", 1, 2), ("[-]", "syntax", 1, 2), ("[True]", "syntax", 1, 2),
      ("[\"a\nb\"]", "syntax", 1, 2), ("[\"a\tb\"]", "syntax", 1, 4), ("[\"\\d\"]", "syntax", 1, 3),
      ("[\"\\ud800\"]", "syntax", 1, 3), ("[\"\\ud800\\u0041\"]", "syntax", 1, 3),
      ("[\"\\u00g0\"]", "syntax", 1, 3), ("[1]]", "syntax", 1, 4), ("[1", "syntax", 1, 3),
      ("// a\n[]", "syntax", 1, 1), ("\u{0}", "syntax", 1, 1), ("[1]\u{0}", "syntax", 1, 4),
      ("{\"a\":1,\n\"b\":2, \"a\":3}", "duplicate-member", 2, 8), ("[\u{FEFF}1]", "syntax", 1, 2),
    ]
    for (text, code, line, column) in cases {
      assertRefused(Array(text.utf8), "rule-file.\(code)", place(line, column), text)
    }
  }

  func testBytesThatAreNoUTF8AreRefused() {
    for tail: [UInt8] in [
      [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE1, 0xBB],
    ] {
      assertRefused(Array("[\n\"đ".utf8) + tail, "rule-file.encoding", place(2, 3), "\(tail)")
    }
    assertRefused([0xFF, 0xFE, 0x5B, 0], "rule-file.encoding", place(1, 1), "UTF-16")
  }

  func testRelaxedTakesCommentsAndTrailingCommas() throws {
    let root = try parse("// một\n{\"a\": [1, 2,], // \"hai\"\n}\n//", .relaxed)
    XCTAssertEqual(root["a"]?.array?.compactMap(\.integer), [1, 2])
    XCTAssertThrowsError(try parse("[,]", .relaxed))
    XCTAssertThrowsError(try parse("[1,,]", .relaxed))
    XCTAssertThrowsError(try parse("[1] /", .relaxed))
  }

  func testByteOrderMarkIsPassedOver() throws {
    XCTAssertEqual(try parse("\u{FEFF}[1]").array?[0].location, place(1, 2))
  }

  func testDepthAndSizeAreCapped() throws {
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    assertRefused(Array(deep.utf8), "rule-file.too-deep", place(1, 65), "65 deep")
    XCTAssertNoThrow(try LocatedJSON.parse(Array(deep.utf8), file: "f", depth: 65))
    assertRefused(
      Array(repeating: UInt8(ascii: "["), count: 1 << 20), "rule-file.too-deep", place(1, 65),
      "1 MB")
    XCTAssertThrowsError(try LocatedJSON.parse(Array("[1]".utf8), file: "f", byteLimit: 2)) {
      error in
      XCTAssertEqual((error as? Diagnostics)?.all.map(\.code), ["rule-file.too-large"])
    }
  }

  func testClosestWord() {
    let words = ["so_cccd", "ho_ten", "ngay_sinh"]
    XCTAssertEqual(EditDistance.closest(to: "ho_tn", among: words), "ho_ten")
    XCTAssertEqual(EditDistance.closest(to: "HO_TEN", among: words), "ho_ten")
    XCTAssertEqual(EditDistance.closest(to: "ngay_snih", among: words), "ngay_sinh")
    XCTAssertNil(EditDistance.closest(to: "dia_chi", among: words))
    XCTAssertEqual(EditDistance.between("", "abc"), 3)
  }

  private func parse(_ text: String, _ syntax: LocatedJSON.Syntax = .strict) throws -> LocatedJSON {
    try LocatedJSON.parse(Array(text.utf8), file: "f", syntax: syntax)
  }

  private func place(_ line: Int, _ column: Int) -> SourceLocation {
    SourceLocation(file: "f", line: line, column: column)
  }

  private func assertRefused(
    _ bytes: [UInt8], _ code: String, _ place: SourceLocation, _ note: String, line: UInt = #line
  ) {
    XCTAssertThrowsError(try LocatedJSON.parse(bytes, file: "f"), note, line: line) { error in
      let first = (error as? Diagnostics)?.all.first
      XCTAssertEqual(first?.code, code, note, line: line)
      XCTAssertEqual(first?.location, place, note, line: line)
    }
  }
}
