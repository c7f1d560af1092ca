import XCTest

@testable import AuditKernels

/// Numbers against a reading of the grammar, part by part.
final class NumberKernelTests: XCTestCase {
  private let arena = ByteArena()

  /// With 18 digits after the point; nil for no number.
  private func value(_ text: [UInt8], _ format: NumberFormat) -> Int128? {
    arena.removeAll()
    _ = arena.append(text)
    var scale: UInt8 = 0
    let coefficient = NumberKernel.parse(
      arena.bytes(at: 0, count: text.count), format, scale: &scale)
    guard coefficient != absent else { return nil }
    XCTAssertLessThanOrEqual(scale, 18)
    return Int128(coefficient) * Int128(powersOfTen[18 - Int(scale)])
  }

  private func value(_ text: String, _ format: NumberFormat) -> Int128? {
    value(Array(text.utf8), format)
  }

  func testEveryShortText() {
    let formats: [NumberFormat] = [.plain, .number, .integer, NumberFormat(groupMark: 0x2C)]
    forEveryText(over: Array("019.,-+e ".utf8), upTo: 5) { text in
      for format in formats {
        let (found, expected) = (value(text, format), slow(text, format))
        if found != expected {
          XCTFail(
            "\(String(decoding: text, as: UTF8.self)) as \(format): \(found ?? -1), not \(expected ?? -1)"
          )
        }
      }
    }
  }

  func testDigitsAloneOfEveryLength() {
    for length in 1...12 {
      for text in ["123456789012", "900000000009", "000000000001", "999999999999"] {
        let digits = Array(text.utf8.prefix(length))
        for format in [NumberFormat.plain, .number, .integer] {
          XCTAssertEqual(value(digits, format), slow(digits, format), "\(digits)")
          for position in 0..<length {
            for byte: UInt8 in [0x2F, 0x3A, 0x20, 0xB0, 0x00] {
              var changed = digits
              changed[position] = byte
              XCTAssertEqual(value(changed, format), slow(changed, format), "\(changed)")
            }
          }
        }
      }
    }
  }

  func testEighteenDigits() {
    let unit: Int128 = 1_000_000_000_000_000_000
    XCTAssertEqual(value("999999999999999999", .number), 999_999_999_999_999_999 * unit)
    XCTAssertEqual(value("-000999999999999999999", .number), -999_999_999_999_999_999 * unit)
    XCTAssertNil(value("1000000000000000000", .number))
    XCTAssertEqual(value("0.000000000000000001", .number), 1)
    XCTAssertEqual(value("0.0000000000000000010", .number), 1)
    XCTAssertNil(value("0.0000000000000000001", .number))
    XCTAssertEqual(value("1.\(String(repeating: "0", count: 40))", .number), unit)
    XCTAssertEqual(value("100e-20", .number), 1)
    XCTAssertEqual(value("1e17", .number), unit * 100_000_000_000_000_000)
    XCTAssertNil(value("1e18", .number))
    XCTAssertNil(value("1e999999999999", .number))
    XCTAssertEqual(value("0e999999999999", .number), 0)
    for wrong in ["0x10", "nan", "inf", "1_000", "١", "1e", "--1", "1-", ""] {
      XCTAssertNil(value(wrong, .number), wrong)
    }
  }

  func testNumbersThatNeedMoreDigitsAreNumbersAllTheSame() {
    for text in ["1e20", "1E+20", "-1e-19", "1000000000000000000", "0.0000000000000000001", "12"] {
      XCTAssertTrue(NumberFormat.number.isWritten(Array(text.utf8)), text)
    }
    for text in ["1e", "e20", "1e2.5", "INF", "1,5", "", "-"] {
      XCTAssertFalse(NumberFormat.number.isWritten(Array(text.utf8)), text)
    }
    XCTAssertTrue(NumberFormat.integer.isWritten(Array("12345678901234567890".utf8)))
    XCTAssertFalse(NumberFormat.integer.isWritten(Array("1e20".utf8)))
    forEveryText(over: Array("0-+INFNaNe".utf8), upTo: 4) { text in
      arena.removeAll()
      _ = arena.append(text)
      let isSpecial = NumberKernel.isSpecial(arena.bytes(at: 0, count: text.count))
      if isSpecial != ["INF", "-INF", "NaN"].contains(String(decoding: text, as: UTF8.self)) {
        XCTFail(String(decoding: text, as: UTF8.self))
      }
    }
  }

  func testMarksAndSurroundings() {
    let unit: Int128 = 1_000_000_000_000_000_000
    let vietnamese = NumberFormat(decimalMark: 0x2C, groupMark: 0x2E)
    XCTAssertEqual(value("1.234.567,5", vietnamese), 1_234_567 * unit + unit / 2)
    XCTAssertNil(value("1,234.5", vietnamese))
    XCTAssertEqual(value("95 %", NumberFormat(isBare: false)), 95 * unit)
    XCTAssertEqual(value("€-95", NumberFormat(isBare: false)), -95 * unit)
    XCTAssertNil(value("95 %", .number))
  }

  /// sign? (digits (point digits?)? | point digits) exponent?, less for the stricter formats.
  private func slow(_ text: [UInt8], _ format: NumberFormat) -> Int128? {
    var rest = String(decoding: text, as: UTF8.self)[...]
    var sign: Int128 = 1
    if rest.first == "-" || (format.isLenient && rest.first == "+") {
      sign = rest.removeFirst() == "-" ? -1 : 1
    }
    var exponent = 0
    if let mark = rest.firstIndex(of: "e") {
      guard format.isLenient, !format.isInteger else { return nil }
      var digits = rest[rest.index(after: mark)...]
      var direction = 1
      if digits.first == "-" || digits.first == "+" {
        direction = digits.removeFirst() == "-" ? -1 : 1
      }
      guard !digits.isEmpty, digits.allSatisfy({ "0123456789".contains($0) }) else { return nil }
      exponent = direction * (Int(digits) ?? 0)
      rest = rest[..<mark]
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= (format.isInteger ? 1 : 2) else { return nil }
    var whole = String(parts.first ?? "")
    if format.groupMark != nil {
      let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
      guard groups.count == 1 || groups.allSatisfy({ !$0.isEmpty }) else { return nil }
      whole = groups.joined()
    }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard (whole + fraction).allSatisfy({ "0123456789".contains($0) }), !(whole + fraction).isEmpty
    else { return nil }
    if !format.isLenient {
      guard !whole.isEmpty, parts.count == 1 || !fraction.isEmpty else { return nil }
    }
    guard let digits = Int128(whole + fraction) else { return nil }
    let shift = 18 - fraction.count + exponent
    guard digits != 0 else { return 0 }
    guard (0...35).contains(shift) else { return nil }
    let value = (0..<shift).reduce(digits) { value, _ in value * 10 }
    return value / 1_000_000_000_000_000_000 < 1_000_000_000_000_000_000 ? sign * value : nil
  }

  private func forEveryText(over alphabet: [UInt8], upTo length: Int, _ body: ([UInt8]) -> Void) {
    var texts: [[UInt8]] = [[]]
    body([])
    for _ in 0..<length {
      texts = texts.flatMap { text in alphabet.map { text + [$0] } }
      texts.forEach(body)
    }
  }
}
