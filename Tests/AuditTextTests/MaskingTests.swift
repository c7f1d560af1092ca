import AuditText
import XCTest

final class MaskingTests: XCTestCase {
  func testMasks() {
    let cases: [(Mask, String, String)] = [
      (.all, "Nguyễn Văn An", "•••"), (.all, "x", "•••"), (.all, "", ""),
      (.last3, "000099000001", "•••001"), (.last3, "12345", "•••"), (.last3, "Đặng Ánh", "•••Ánh"),
      (.first3, "000099000001", "000•••"), (.first3, "12345", "•••"),
      (.initials, "Nguyễn Văn An", "N. V. A."), (.initials, "  đỗ \u{A0} ánh ", "đ. á."),
      (.initials, "H'Mi Ê\u{301}ban", "H. Ê\u{301}."), (.initials, "000099000001", "•••"),
      (.initials, "Nguyễn 2", "•••"), (.initials, "  ", "•••"), (.initials, "李", "•••"),
      (.year, "15/03/1987", "•••1987"), (.year, "1987-03-15", "1987•••"), (.year, "1987", "1987"),
      (.year, "1987-03-15T10:00:00", "1987•••"), (.year, "5.3.1987 10:00", "•••1987"),
      (.year, "19870315", "•••"), (.year, "15/03/87", "•••"), (.year, "không rõ", "•••"),
      (.year, "000/099/0000", "•••"), (.year, "15/3/1987/1", "•••"), (.year, "1987 x", "•••"),
      (.none, "Nguyễn Văn An", "Nguyễn Văn An"),
    ]
    for (mask, value, expected) in cases {
      let shown = String(decoding: mask.apply(Array(value.utf8)), as: UTF8.self)
      XCTAssertEqual(shown, expected, "\(mask) of \(value)")
    }
  }

  func testBytesThatAreNotTextAreHidden() {
    for mask in Mask.allCases where mask != .none {
      XCTAssertEqual(mask.apply([0x61, 0xFF, 0x61, 0x61, 0x61, 0x61, 0x61]), Array("•••".utf8))
    }
  }

  func testNames() {
    XCTAssertEqual(Mask(name: "last3"), .last3)
    XCTAssertNil(Mask(name: "Last3"))
    XCTAssertEqual(Mask.names, ["all", "last3", "first3", "initials", "year", "none"])
  }
}
