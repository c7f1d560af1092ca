import XCTest

@testable import AuditKernels

/// The wide questions have the same answers as their byte-by-byte twins.
final class XMLWideTests: XCTestCase {
  private var state: UInt64 = 5

  private func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private func sample(_ count: Int) -> [UInt8] {
    let bytes: [UInt8] = [0x3C, 0x26, 0x5D, 0x0A, 0x09, 0x0D, 0x20, 0x1F, 0x00, 0x7F, 0x80, 0xFF]
    return (0..<count).map { _ in
      next(3) == 0 ? bytes[next(bytes.count)] : UInt8(next(256))
    }
  }

  func testMasksAreThoseOfSingleBytes() {
    for _ in 0..<2000 {
      let arena = ByteArena()
      var (one, other) = (sample(64), sample(64))
      for index in 0..<64 where next(2) == 0 { other[index] = one[index] }
      one[next(64)] = 0x3C
      _ = arena.append(one + other)
      let bytes = arena.bytes(at: 0, count: 128)
      let (a, b) = (bytes.base, bytes.base + 64)
      XCTAssertEqual(XMLWide.equal32(a, b), XMLWide.equal32ByBytes(a, b))
      XCTAssertTrue(XMLWide.stops(a) == XMLWide.stopsByBytes(a), "\(one)")
      XCTAssertTrue(XMLWide.blanks(a) == XMLWide.blanksByBytes(a), "\(one)")
    }
  }

  func testTextIsWhatSingleCharactersSay() {
    let pieces = [
      "a", "Nguyễn Văn Ân", "ợ", "é", "\u{FFFD}", "\u{E000}", "\u{F900}", "😀", "ê\u{301}", "\u{ED}",
    ].map { Array($0.utf8) }
    let faults: [[UInt8]] = [
      [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x80], [0xC3],
      [0xF5, 0x80, 0x80, 0x80],
    ]
    for _ in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<next(12) { text += pieces[next(pieces.count)] }
      if next(2) == 0 {
        text.insert(contentsOf: faults[next(faults.count)], at: next(text.count + 1))
      }
      let arena = ByteArena()
      _ = arena.append(text + [0x80, 0x80, 0x80])
      let bytes = arena.bytes(at: 0, count: text.count + 3)
      for count in [text.count, next(text.count + 1)] {
        let isText = String(validating: text[..<count], as: UTF8.self)?.unicodeScalars.allSatisfy {
          XMLCharacters.isLegal($0.value)
        }
        XCTAssertEqual(XMLWide.isText(bytes.base, count), isText ?? false, "\(text[..<count])")
        XCTAssertEqual(XMLWide.isTextByBytes(bytes.base, count), isText ?? false)
      }
    }
  }

  func testNamesAreThoseOfTheStandard() {
    let names = ["a", "_", "tên", "a-b.c_1", "a:b", "ợ", "ê\u{301}", "\u{10000}"]
    let others = ["", "-a", ".a", "1a", ":a", "a:", "a:b:c", "a b", "×", "÷", "\u{37E}", "\u{301}"]
    for (list, isName) in [(names, true), (others, false)] {
      for name in list {
        let arena = ByteArena()
        _ = arena.append(Array(name.utf8))
        let bytes = arena.bytes(at: 0, count: name.utf8.count)
        XCTAssertEqual(XMLCharacters.isQualifiedName(bytes), isName, name)
      }
    }
  }
}
