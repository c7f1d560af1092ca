import AuditModel
import XCTest

@testable import AuditText

final class TextLadderTests: XCTestCase {
  func testRungs() {
    let cases: [(String, String, TextRung)] = [
      ("Hòa Bình", "Hòa Bình", .exact),
      ("Nguyễn", "Nguye\u{302}\u{303}n", .composed),
      ("Hòa Bình", "Hoà Bình", .tone),
      ("Hòa Bình", "Hoa\u{300} Bi\u{300}nh", .tone),
      ("Thuý", "Thúy", .tone),
      ("Hòa Bình", "Hoà\u{A0}Bình ", .spaces),
      ("Hòa Bình", "Hòa\n Bình", .spaces),
      ("Hòa Bình", "HOÀ BÌNH", .letterCase),
      ("Đắk Lắk", "đắk lắk", .letterCase),
      ("Ea H'leo", "Ea H’Leo", .punctuation),
      ("Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu", .punctuation),
      ("Bà Rịa – Vũng Tàu", "bà rịa -  vũng tàu", .punctuation),
      ("Quý", "Qúy", .none), ("Lý", "Lí", .none), ("Đức", "Ðức", .none), ("Hòa", "Hoa", .none),
      ("Hoàn", "Hòan", .none), ("", " ", .spaces),
    ]
    for (a, b, rung) in cases {
      XCTAssertEqual(TextLadder.rung(utf8(a), utf8(b)), rung, "\(a) and \(b)")
      XCTAssertEqual(TextLadder.rung(utf8(b), utf8(a)), rung, "\(b) and \(a)")
    }
  }

  /// All texts up to four characters of those that the rungs are about.
  func testKeyIsIdempotentAndAgreesWithRungs() {
    let alphabet = ["o", "À", "q", "\u{301}", " ", "\u{200B}", "-", "’", "Ủ", "y"].map(utf8)
    var texts: [[UInt8]] = [[]]
    var longest = texts
    for _ in 0..<4 {
      longest = longest.flatMap { text in alphabet.map { text + $0 } }
      texts += longest
    }
    var representatives: [[UInt8]: [UInt8]] = [:]
    for text in texts {
      let key = TextLadder.key(text)
      let other = representatives[key, default: text]
      representatives[key] = other
      guard TextLadder.key(key) == key, TextLadder.rung(text, other) != .none else {
        return XCTFail("\(string(text)) and \(string(other)): \(key)")
      }
    }
  }

  func testTitlesAreInBothLanguages() {
    for rung in TextRung.allCases {
      XCTAssertFalse(rung.title.vi.isEmpty || rung.title.en.isEmpty)
    }
  }
}
