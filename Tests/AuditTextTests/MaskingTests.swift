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
      (.sensitive, "01", "•••"), (.sensitive, "Nguyễn Văn An", "•••"), (.sensitive, "", ""),
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
    XCTAssertEqual(Mask.names, ["all", "last3", "first3", "initials", "year", "none", "sensitive"])
  }

  func testValuesThatAreAskedForAreShownUnlessSensitive() {
    for mask in Mask.allCases {
      XCTAssertEqual(mask.lifted, mask == .sensitive ? .sensitive : .none)
    }
  }

  func testNamesOfSensitiveFields() {
    for name in [
      "ma_dan_toc", "Dân tộc", "DÂN TỘC", "maDanToc", "MA_DANTOC", "madantoc", "tôn giáo",
      "TonGiao", "d/ton_giao", "religion", "tinh_trang_suc_khoe", "ten_benh", "so_tai_khoan",
      "tien_an_tien_su", "van_tay", "ngay_vao_dang", "mat_khau", "Dân tô\u{323}c",
      "dan_toc1", "dantoc1", "2dan_toc", "IDDanToc", "DANToc", "MAdantoc", "benh", "Bệnh", "icd10",
      "benh1", "ADN2", "ma_benh_vien_ten_benh",
    ] { XCTAssertTrue(SensitiveNames.holds(name), name) }
    for name in [
      "dan_so", "toc_do", "ma_xa", "benh_vien", "ma_nguoi_dan", "tinh_trang_hon_nhan", "quoc_tich",
      "nhom_mau", "ma_benh_vien", "TenBenhVien", "BENH_VIEN2", "ho_ten", "tai_khoan", "", "___",
      "dan", "trace", "dangky",
    ] { XCTAssertFalse(SensitiveNames.holds(name), name) }
    XCTAssertEqual(Mask.unnamed(["x", "Dân tộc"]), .sensitive)
    XCTAssertEqual(Mask.unnamed(["x", "Xã"]), .all)
  }
}
