import AuditText
import XCTest

@testable import AuditKernels
@testable import AuditRules

/// What is told of plain text at a glance, against what is told after reading it.
final class TextShortcutTests: XCTestCase {
  private let arena = ByteArena(capacity: 1 << 12)
  private let words = PlaceholderWords.standard.adding(["khuyết", "Ñ", "(hỏi lại)"])
  private lazy var filter = PlainTextFilter(besides: words)

  /// Places where a random choice is made, from a seed.
  private struct Choices {
    var state: UInt64

    mutating func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }

  /// Whether the filter passes the value; one with a defect, or that is a word of `words`, it must not.
  private func passes(
    _ value: [UInt8], file: StaticString = #filePath, line: UInt = #line
  ) -> Bool {
    arena.removeAll()
    _ = arena.append(value)
    let cell = arena.bytes(at: 0, count: value.count)
    let isPassed = filter.passes(cell)
    if isPassed || PlainTextFilter.ofDefects.passes(cell) {
      var defects = ReadableText.defects(in: value, placeholders: words)
      if !isPassed { defects.subtract(.placeholder) }
      XCTAssertTrue(
        defects.isEmpty, "\(String(decoding: value, as: UTF8.self)) \(value)", file: file,
        line: line)
    }
    return isPassed
  }

  private func passes(_ scalars: [Unicode.Scalar]) -> Bool {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return passes(Array(String(view).utf8))
  }

  /// The letters whose bytes, or that as bytes, are other letters; those of the old fonts; and what is no letter.
  private static let letters = Array(
    "aeoiuyAnhgLBTcpx dđĐêốƯạàâùĩỄôÂ-.1ÐðƉаВαᾱά\u{A0}\u{AD}\u{200B}\u{301}\u{323}ŉĳſƠơǍȘŠšŒœŽžŸƒẛİı\u{1F71}\u{1E9B}я㍿ﬁ\u{FFFD}\u{7F}\u{85}²€ÃÄÆáº»¿µ¸©ªïöñÔ§øü×÷"
      .unicodeScalars)

  func testPlainTextThatTheFilterPassesIsNoPlaceholder() {
    let characters: [Character] = [
      "a", "n", "K", "x", "X", "đ", "Đ", "ê", "ố", "Ñ", " ", "-", ".", "/", "1", "0", "(", "ư", "Ạ",
      "\u{1680}", "\u{0489}", "\u{05B0}", "ก", "か", "д", "\u{180E}",
    ]
    let starts =
      PlaceholderWords.standardWords + [
        "khuyết", "ñ", "(hỏi lại)", "xx", "...", "---", "Lê Văn Ba",
      ]
    var choices = Choices(state: 5)
    var told = 0
    for round in 0..<60_000 {
      var text = Array(starts[choices.next(starts.count)])
      for _ in 0..<choices.next(4) {
        let place = choices.next(text.count + 1)
        switch choices.next(4) {
        case 0: text.insert(characters[choices.next(characters.count)], at: place)
        case 1 where place < text.count: text.remove(at: place)
        case 2 where place < text.count: text[place] = characters[choices.next(characters.count)]
        default: text = Array(round % 2 == 0 ? String(text).uppercased() : String(text))
        }
      }
      told += passes(Array(String(text).utf8)) ? 1 : 0
    }
    XCTAssertGreaterThan(told, 10_000)
  }

  /// Whatever a rule looks for: what is passed unasked has no defect.
  func testPlainTextHasNoDefect() {
    let starts = [
      "Hoàng Thị Ngọc Diễm", "Lê Thanh Hà", "LÊ VĂN Ý", "Nguyễn", "Số 5/12, ngõ 3", "Phïng Hïng",
      "NguyÔn V¨n Hïng", "Dòng Sü", "Nguyeãn Vaên Töôûng", "LÃŠ THá»Š", "Hoan Luan", "José Noël",
    ].map { Array($0.unicodeScalars) }
    let letters = TextShortcutTests.letters
    var choices = Choices(state: 11)
    var told = 0
    for round in 0..<120_000 {
      let start = starts[choices.next(starts.count)]
      var text = Array(start.prefix(1 + choices.next(start.count)))
      for _ in 0..<choices.next(2 + round % 4) {
        text.insert(letters[choices.next(letters.count)], at: choices.next(text.count + 1))
      }
      told += passes(text) ? 1 : 0
    }
    XCTAssertGreaterThan(told, 20_000)
  }

  /// Every letter that there is a plain one of, and some that there are not, beside each other and within a word.
  func testPairsOfLettersHaveNoDefect() {
    let letters = ([0x80..<0x100, 0x14A..<0x1C0, 0x1EA0..<0x1EC0] as [Range<UInt32>])
      .joined().compactMap(Unicode.Scalar.init)
    var told = 0
    for first in letters {
      for second in letters {
        for text in [["L", first, second], [first, "n", " ", "B", second, "n"]]
          as [[Unicode.Scalar]]
        {
          told += passes(text) ? 1 : 0
        }
      }
    }
    XCTAssertGreaterThan(told, 40_000)
  }

  /// Bytes that are no text are left to be read.
  func testIllFormedTextIsNotPassed() {
    for bytes in [
      [0x41, 0xC3], [0xC3, 0x41], [0x80], [0xC1, 0x81], [0xE1, 0xBB], [0xE1, 0xBB, 0x41],
      [0xC4, 0xC4], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [],
    ] as [[UInt8]] {
      XCTAssertFalse(passes(bytes), "\(bytes)")
    }
  }

  /// What the filter is for: ordinary names and addresses are passed.
  func testOrdinaryTextIsPassed() {
    for text in [
      "Nguyễn Thị Hoa", "Hoàng Văn Hà", "Lê Thanh Hoà", "LÊ HOÀNG HUÂN", "Đặng Đình Đức", "A",
      "Ngô Gia Quý", "Nguyen Van An", "Thôn Trung 24", "Số 12/5, ngõ 3 (cũ), P. Lê Lợi",
      "Tòa nhà \"Quảng Nội\", tầng 58", "Xóm Ngoại đội 16", "Bệnh viện Đa khoa tỉnh",
      "Công an tỉnh Thuận Thuận", "H' Hoan Niê Kđăm", "José Trần",
    ] {
      XCTAssertTrue(passes(Array(text.utf8)), text)
    }
  }

  /// Defects that once were passed: misread capitals behind a consonant, and words of an old font.
  func testMisreadTextIsNotPassed() {
    for text in ["LÃŠ VAN AN", "LÃŠ", "Phïng Hïng", "Bïn Hïng", "NguyÔn V¨n An"] {
      let value = Array(text.utf8)
      XCTAssertFalse(ReadableText.defects(in: value).isEmpty, text)
      XCTAssertFalse(passes(value), text)
    }
  }

  func testFourTextsAreToldAsEachAlone() {
    let texts = ["", "Lê", "Nguyễn  Văn An", "Hoàng Anh", "không rõ", "Nguyễn Văn An", "LÃŠ", "x"]
    arena.removeAll()
    let cells = texts.map { text -> Bytes in
      let value = Array(text.utf8)
      let offset = arena.append(value)
      return arena.bytes(at: offset, count: value.count)
    }
    for first in cells {
      for second in cells {
        for third in cells {
          let four = [first, second, third, third.null]
          var expected: UInt8 = 0
          for (place, cell) in four.enumerated() where filter.passes(cell) {
            expected |= 1 << UInt8(place)
          }
          XCTAssertEqual(filter.passes(four[0], four[1], four[2], four[3]), expected)
        }
      }
    }
  }
}
