import XCTest

@testable import AuditKernels

final class JSONBytesTests: XCTestCase {
  func testManyBytesAtOnceAgreeWithOneByOne() {
    var random = SeededRandom(5)
    let (one, other) = (
      Store<UInt8>.allocate(64, fill: 0), Store<UInt8>.allocate(64, fill: 0)
    )
    defer {
      one.deallocate()
      other.deallocate()
    }
    for _ in 0..<3000 {
      for index in 0..<64 {
        one[index] = random.pick([0x22, 0x5C, 0x1F, 0x20, 0x00, 0x7F, 0x80, 0xFF, 0x61])
        other[index] = random.next(3) > 0 ? one[index] : UInt8(random.next(256))
      }
      XCTAssertEqual(JSONBytes.special(one.base), JSONBytes.specialByBytes(one.base))
      XCTAssertEqual(
        JSONBytes.same16(one.base, other.base), JSONBytes.same16ByBytes(one.base, other.base))
      XCTAssertEqual(
        JSONBytes.asciiCount(other.base), JSONBytes.asciiCountByBytes(other.base))
      let (marks, byBytes) = (JSONBytes.marks(other.base), JSONBytes.marksByBytes(other.base))
      XCTAssertEqual(marks.special, byBytes.special)
      XCTAssertEqual(marks.high, byBytes.high)
    }
  }

  func testLineFeedsAreCountedAndFound() {
    var random = SeededRandom(6)
    for _ in 0..<500 {
      let text = (0..<random.next(200)).map { _ in UInt8(random.next(8) == 0 ? 0x0A : 0x61) }
      let arena = ByteArena(capacity: text.count)
      _ = arena.append(text)
      let bytes = arena.bytes(at: 0, count: text.count)
      let from = random.next(text.count + 1)
      XCTAssertEqual(
        JSONBytes.lineCount(bytes, from, text.count), text[from...].filter { $0 == 0x0A }.count)
      XCTAssertEqual(
        JSONBytes.lineEnd(bytes, from, text.count), text[from...].firstIndex(of: 0x0A))
    }
  }

  func testNumbersFollowTheGrammar() {
    let good = ["0", "-0", "10", "-1", "0.5", "1.25e10", "1E+2", "2e-3", "123456789012345678901"]
    let bad = ["", "-", "+1", ".5", "1.", "1e", "1e+", "-a", "NaN", "Infinity", "0x1"]
    for text in good { XCTAssertEqual(length(text), text.utf8.count, text) }
    for text in bad { XCTAssertNotEqual(length(text), text.utf8.count, text) }
    XCTAssertEqual(length("01"), 1, "a leading zero is a number of its own")
  }

  func testEscapesOfFourDigits() {
    for place in 0..<4 {
      for byte in 0...255 as ClosedRange<UInt8> {
        var digits = Array("1aF9".utf8)
        digits[place] = byte
        let text = Array("\\u".utf8) + digits + [0x22]
        let arenas = (ByteArena(), ByteArena())
        _ = arenas.0.append(text)
        let bytes = arenas.0.bytes(at: 0, count: text.count)
        let reading = JSONEscape.undo(bytes, 0, text.count, to: arenas.1)
        let isHex =
          byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
        XCTAssertEqual(reading.isClosed, isHex, "\(byte) at \(place)")
        let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        guard isHex, let scalar = value.flatMap(Unicode.Scalar.init) else { continue }
        XCTAssertEqual(
          arenas.1.bytes(at: 0, count: arenas.1.count).array, Array(String(scalar).utf8))
      }
    }
  }

  func testLongStringsWithEscapesGrow() {
    for count in [0, 1, 15, 16, 17, 5000, 70_000] {
      let text = Array(String(repeating: "x", count: count).utf8) + Array("\\u1ea1\\n".utf8)
      let (source, target) = (ByteArena(), ByteArena())
      _ = source.append(text + [0x22])
      let bytes = source.bytes(at: 0, count: text.count + 1)
      let reading = JSONEscape.undo(bytes, 0, text.count + 1, to: target)
      XCTAssertEqual(reading.end, text.count)
      XCTAssertEqual(
        target.bytes(at: 0, count: target.count).array,
        Array(String(repeating: "x", count: count).utf8) + Array("ạ\n".utf8))
    }
  }

  private func length(_ text: String) -> Int? {
    let arena = ByteArena()
    _ = arena.append(Array((text + "\0").utf8))
    let bytes = arena.bytes(at: 0, count: text.utf8.count + 1)
    return JSONNumber.end(bytes, 0, text.utf8.count)
  }
}
