import Foundation
import XCTest

@testable import AuditText

final class VietnameseTextTests: XCTestCase {
  func testMarksGivenInAnyOrderCompose() {
    let cases = [
      ("o\u{31B}\u{323}", "ợ"), ("o\u{323}\u{31B}", "ợ"), ("ọ\u{31B}", "ợ"), ("ơ\u{323}", "ợ"),
      ("ọ\u{302}", "ộ"), ("ô\u{323}", "ộ"), ("o\u{302}\u{323}", "ộ"), ("e\u{302}\u{303}", "ễ"),
      ("A\u{306}\u{323}", "Ặ"), ("u\u{340}", "ù"), ("\u{212A}", "K"), ("đ\u{323}", "đ\u{323}"),
      ("Nguye\u{302}\u{303}n Va\u{306}n A\u{301}nh", "Nguyễn Văn Ánh"), ("", ""), ("abc", "abc"),
      ("ó\u{302}", "ó\u{302}"),
    ]
    for (text, expected) in cases {
      XCTAssertEqual(VietnameseText.composed(utf8(text)), utf8(expected), expected)
      XCTAssertEqual(VietnameseText.isComposed(utf8(text)), utf8(text) == utf8(expected), expected)
    }
  }

  /// Every Latin letter with every two marks, against Foundation's normalization.
  func testComposedFormIsUnicodes() {
    let letters = "aăâdđeêhioôơuưysAĂÂOƠUẠọặợṢœǫ-".unicodeScalars
    let marks = (0x300...0x36F).compactMap { UnicodeScalar($0 as Int) }
    for letter in letters {
      for first in marks {
        for second in marks {
          let text = "\(letter)\(first)\(second)"
          let ours = VietnameseText.composed(utf8(text))
          let theirs = utf8(text.precomposedStringWithCanonicalMapping)
          guard ours == theirs else {
            return XCTFail("\(letter) \(first.value) \(second.value): \(ours), not \(theirs)")
          }
        }
      }
    }
  }

  func testEveryLatinLetterComposesFromItsDecomposition() {
    for value in Array(0xC0...0x24F) + Array(0x1E00...0x1EFF) {
      guard let scalar = UnicodeScalar(value as Int) else { continue }
      let text = String(Character(scalar))
      XCTAssertEqual(
        VietnameseText.composed(utf8(text.decomposedStringWithCanonicalMapping)), utf8(text))
    }
  }

  func testToneStandsOnTheFirstVowel() {
    let cases = [
      ("Hoà", "Hòa"), ("HOÀ BÌNH", "HÒA BÌNH"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("Uỷ", "Ủy"),
      ("hoà-thuỵ", "hòa-thụy"), ("hòa", "hòa"), ("quý", "quý"), ("Quỳ", "Quỳ"), ("QUÝ", "QUÝ"),
      ("hoàn", "hoàn"), ("toán", "toán"), ("huỳnh", "huỳnh"), ("suýt", "suýt"), ("xoè1", "xòe1"),
      ("loại", "loại"), ("hoạ.", "họa."), ("oà", "òa"), ("cuả", "cuả"), ("hoă", "hoă"),
      ("khuỷu", "khuỷu"), ("Hoà\u{323}", "Hoà\u{323}"), ("a", "a"), ("thuở", "thuở"),
    ]
    for (text, expected) in cases {
      XCTAssertEqual(string(VietnameseText.tonePlaced(utf8(text))), expected)
    }
  }

  func testSpaces() {
    let cases = [
      ("  a  b ", "a b"), ("a\u{A0}b", "a b"), ("a\t\r\n b", "a b"), ("a\u{200B}b", "ab"),
      ("\u{FEFF}a", "a"), ("\u{2003}", ""), ("a \u{200B} b", "a b"), ("Nguyễn", "Nguyễn"),
    ]
    for (text, expected) in cases {
      XCTAssertEqual(VietnameseText.spacesCollapsed(utf8(text)), utf8(expected), expected)
    }
  }

  func testPunctuation() {
    let cases = [
      ("Ea H’leo", "Ea H'leo"), ("Ea H`leo", "Ea H'leo"), ("Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu"),
      ("Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu"), ("a--b", "a--b"), ("-  a", "-a"),
    ]
    for (text, expected) in cases {
      XCTAssertEqual(string(VietnameseText.punctuationFolded(utf8(text))), expected)
    }
  }

  func testLettersWithoutMarks() {
    XCTAssertEqual(
      string(VietnameseText.withoutMarks(utf8("Đỗ Thị Ngọc Huyền, Ê Đê, e\u{301}"))),
      "Do Thi Ngoc Huyen, E De, e")
  }

  func testCaseIsUnicodes() {
    let values = Array(0x00...0x24F) + Array(0x391...0x3A9) + Array(0x400...0x44F)
    for value in values + Array(0x1E00...0x1EFF) {
      guard let scalar = UnicodeScalar(value as Int), scalar.properties.numericType == nil else {
        continue
      }
      let text = utf8(String(Character(scalar)))
      let lower = scalar.properties.lowercaseMapping
      let upper = scalar.properties.uppercaseMapping
      let isVietnamese =
        value < 0x180 || value >= 0x1EA0 || [0x1A0, 0x1A1, 0x1AF, 0x1B0].contains(value)
      if isVietnamese, lower.unicodeScalars.count == 1 {
        XCTAssertEqual(string(VietnameseText.lowercased(text)), lower, "\(value)")
      }
      if isVietnamese, upper.unicodeScalars.count == 1, value != 0xB5 {
        XCTAssertEqual(string(VietnameseText.uppercased(text)), upper, "\(value)")
      }
      XCTAssertTrue(
        [string(text), lower, "i"].contains(string(VietnameseText.lowercased(text))), "\(value)")
      XCTAssertTrue(
        [string(text), upper].contains(string(VietnameseText.uppercased(text))), "\(value)")
    }
  }

  func testTextThatIsNotUTF8IsLeftAlone() {
    let text: [UInt8] = [0x41, 0xFF, 0x20, 0x20, 0xCC]
    XCTAssertEqual(VietnameseText.composed(text), text)
    XCTAssertEqual(VietnameseText.lowercased(text), text)
    XCTAssertEqual(VietnameseText.spacesCollapsed(text), text)
    XCTAssertEqual(VietnameseText.tonePlaced(text), text)
    XCTAssertEqual(TextLadder.key(text), text)
  }
}

func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
