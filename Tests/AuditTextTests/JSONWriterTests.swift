import AuditModel
import AuditText
import Foundation
import XCTest

final class JSONWriterTests: XCTestCase {
  func testIndentedTextHasALineForEachMember() {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", "soat-result/1")
      json.member("count", -12)
      json.array("empty") { _ in }
      json.object("none") { _ in }
      json.member("title", LocalizedText(vi: "Hộ tịch", en: "Civil status"))
      json.member("names", ["a", "b"])
    }
    XCTAssertEqual(
      String(decoding: json.finish(), as: UTF8.self),
      """
      {
        "format": "soat-result/1",
        "count": -12,
        "empty": [],
        "none": {},
        "title": {
          "vi": "Hộ tịch",
          "en": "Civil status"
        },
        "names": [
          "a",
          "b"
        ]
      }

      """)
  }

  func testCompactTextHasNoSpaces() {
    var json = JSONWriter(indented: false)
    json.array { json in
      json.element(1)
      json.element("x")
      json.element(true)
      json.element(nil as Int?)
      json.object { json in
        json.member("b", false)
        json.null("a")
        json.member("c", nil as String?)
      }
      json.array { _ in }
    }
    XCTAssertEqual(
      String(decoding: json.finish(), as: UTF8.self),
      #"[1,"x",true,null,{"b":false,"a":null,"c":null},[]]"#)
  }

  func testDecimalsKeepTheirPlaces() {
    let cases = [
      (9835, 2, "98.35"), (5, 2, "0.05"), (-5, 2, "-0.05"), (0, 2, "0.00"), (7, 0, "7"),
      (100, 1, "10.0"), (Int.min, 0, "-9223372036854775808"),
    ]
    for (value, places, expected) in cases {
      var json = JSONWriter(indented: false)
      json.element(value, places: places)
      XCTAssertEqual(String(decoding: json.finish(), as: UTF8.self), expected)
    }
  }

  func testEscapesAreThoseOfTheStandard() {
    XCTAssertEqual(written("a\"\\\n\r\t\u{8}\u{C}"), #""a\"\\\n\r\t\b\f""#)
    XCTAssertEqual(written("\u{0}\u{1F}\u{7F}"), #""\u0000\u001F\u007F""#)
    XCTAssertEqual(written("\u{2028}\u{2029}"), #""\u2028\u2029""#)
    XCTAssertEqual(written("Đặng 😀/"), #""Đặng 😀/""#)
  }

  func testBytesThatAreNotTextAreShown() {
    var json = JSONWriter(indented: false)
    json.element(utf8: [0x61, 0xFF, 0x62])
    XCTAssertEqual(String(decoding: json.finish(), as: UTF8.self), #""a\\x{FF}b""#)
  }

  func testEveryTextReadsBack() throws {
    var texts = (0...0x2030).compactMap { UnicodeScalar($0 as Int) }.map { "a\($0)b" }
    texts += ["", "Nguyễn", "😀", "\u{FFFF}", "\u{10FFFF}", "x\u{FEFF}x"]
    var json = JSONWriter(indented: true)
    json.array { json in
      for text in texts { json.element(text) }
    }
    let read = try JSONSerialization.jsonObject(with: Data(json.finish())) as? [String]
    XCTAssertEqual(read?.count, texts.count)
    for (text, copy) in zip(texts, read ?? []) {
      XCTAssertEqual(Array(copy.utf8), Array(text.utf8))
    }
  }

  private func written(_ text: String) -> String {
    var json = JSONWriter(indented: false)
    json.element(text)
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
