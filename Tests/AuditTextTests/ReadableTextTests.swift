import AuditModel
import XCTest

@testable import AuditText

final class ReadableTextTests: XCTestCase {
  func testDefects() {
    let cases: [(String, ReadableTextDefects)] = [
      ("", []), ("Nguyễn Văn An", []), ("Nguye\u{302}\u{303}n", .notComposed),
      (" An", .strayLeadingTrailingSpace), ("An\n", .strayLeadingTrailingSpace),
      ("An\u{A0}", [.strayLeadingTrailingSpace, .invisibleCharacter]),
      ("Văn  An", .doubleSpace), ("Văn\nAn", .lineBreak), ("Văn\tAn", .lineBreak),
      ("Văn \r\n An", [.lineBreak, .doubleSpace]), ("Văn\u{A0}An", .invisibleCharacter),
      ("\u{FEFF}An", .invisibleCharacter), ("A\u{200B}n", .invisibleCharacter),
      ("\u{202E}An", .invisibleCharacter), ("A\u{7}n", .controlCharacter),
      ("A\u{85}n", .lineBreak), ("A\u{90}n", .controlCharacter),
      ("Nguy\u{FFFD}n", .replacementCharacter), ("Ðinh Văn Ðức", .lookalikeLetter),
      ("Mаi", .lookalikeLetter), ("Москва", []), ("Αθήνα", []), ("Guðrún", []),
      ("  ", .strayLeadingTrailingSpace),
      ("Nguyá»…n VÄƒn An", .mojibake), ("không rõ", .placeholder),
    ]
    for (text, expected) in cases {
      XCTAssertEqual(ReadableText.defects(in: utf8(text)), expected, text.debugDescription)
    }
    XCTAssertEqual(ReadableText.defects(in: [0x41, 0xE1, 0xBB]), .notUTF8)
  }

  func testPlaceholders() {
    let words = [
      "Không rõ", "CHƯA RÕ", " không  rõ ", "Kho\u{302}ng ro\u{303}", "N/A", "null", "NULL", "None",
      "test", "TEST", "xxx", "XX", "-", "--", "...", "…", "?", "???", "abc", "#N/A", "\\N",
      "123456", "Đang cập nhật", ". . .", "(trống)",
    ]
    for word in words {
      XCTAssertTrue(ReadableText.defects(in: utf8(word)).contains(.placeholder), word)
    }
    let values = [
      "", " ", "An", "Na", "Không", "Có", "x", "X", "III", "0", "123", "00123", "A+", "-1",
      "Testarossa",
      "Nan Văn Null", "Hòa", "XXI", "5", "không rõ ràng", "N", "O-",
    ]
    for value in values {
      XCTAssertFalse(ReadableText.defects(in: utf8(value)).contains(.placeholder), value)
    }
    let more = PlaceholderWords.standard.adding(["Khuyết danh"])
    XCTAssertTrue(more.contains(utf8("KHUYẾT DANH")))
    XCTAssertTrue(more.contains(utf8("n/a")))
  }

  func testMojibakeIsFoundAndRead() {
    let texts = [
      "Việt", "Nguyễn", "Thừa Thiên Huế", "Đặng Thị Bé", "ĐẶNG THỊ BÉ", "Hà Nội",
      "Bà Rịa – Vũng Tàu",
      "Lê Hà", "Xà Nu", "Trần Văn Ấn", "Ngô", "Ánh", "“Phở”, Ưng", "Ông Ích", "nghĩa",
    ]
    for text in texts {
      let once = asWindows1252(text)
      XCTAssertTrue(ReadableText.defects(in: utf8(once)).contains(.mojibake), "\(text): \(once)")
      XCTAssertEqual(ReadableText.repaired(utf8(once)).map(string), text, once)
      let twice = asWindows1252(once)
      XCTAssertTrue(ReadableText.defects(in: utf8(twice)).contains(.mojibake), "\(text): \(twice)")
      XCTAssertEqual(ReadableText.repaired(utf8(twice)).map(string), text, twice)
    }
    XCTAssertEqual(ReadableText.repaired(utf8("Phường Viá»‡t")).map(string), "Phường Việt")
  }

  func testWhatOnlyHasSuchCharactersIsNoMojibake() {
    let texts = [
      "XÃ\u{A0}TÂN AN", "XÃ\u{A0}HÒA", "Cà Ná…”", "50 °C", "€ 5", "« Ê »", "Â", "„Ä“", "m²",
      "São",
      "NHÀ “Á”", "±5 µm", "BÃ", "3½", "Müller–Straße",
    ]
    for text in texts {
      XCTAssertFalse(ReadableText.defects(in: utf8(text)).contains(.mojibake), text)
    }
  }

  func testLegacyCodesAreFoundAndRead() {
    let cases = [
      ("NguyÔn V¨n An", "Nguyễn Văn An"), ("TrÇn ThÞ H­¬ng", "Trần Thị Hương"),
      ("Lª Hoµng §øc", "Lê Hoàng Đức"), ("Céng hoµ x· héi chñ nghÜa", "Cộng hoà xã hội chủ nghĩa"),
      ("Nguyeãn Vaên An", "Nguyễn Văn An"), ("Traàn Thò Höông", "Trần Thị Hương"),
      ("NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"), ("Ñaëng Thuøy Traâm", "Đặng Thùy Trâm"),
      ("Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),
    ]
    for (text, meant) in cases {
      XCTAssertEqual(ReadableText.defects(in: utf8(text)), .legacyEncoding, text)
      XCTAssertEqual(ReadableText.repaired(utf8(text)).map(string), meant, text)
    }
    // Signs that stand by themselves are arithmetic.
    for text in ["5 × 20 m", "5×20 m", "Thép 40×40×2", "Phòng A × B", "100 ÷ 200", "×"] {
      XCTAssertEqual(ReadableText.defects(in: utf8(text)), [], text)
    }
    XCTAssertEqual(ReadableText.defects(in: utf8("T×nh")), .legacyEncoding)
  }

  func testForeignNamesHaveNoDefect() {
    let names = [
      "Ñ", "Señor Muñoz", "José", "André Menras", "René", "Noé", "Noël", "Zoë", "Chloé", "Müller",
      "Jürgen Groß", "São Tomé", "François", "Hélène", "Thérèse", "Göran Åkesson", "Øyvind",
      "Łukasz",
      "Čeněk", "Ğ", "Zürich", "Côte d'Ivoire", "Curaçao", "Köln", "Malmö", "El Niño", "Peña Nieto",
      "Ærø", "O'Brien", "Jean-Luc", "Renée", "Beyoncé", "Citroën", "Nestlé", "Señorita Año",
      "Düsseldorf",
      "Coca-Cola®", "Honda™", "Công ty TNHH A&B", "Bình Định (cũ)", "Số 5/12, ngõ 3", "李小龍", "김민수",
      "😀",
      "Neáng Kim Cheng (Neáng Kim)", "Éric", "Loïc", "Aloïs", "Anaïs", "Gaël", "Ángel", "Inés",
      "Bé", "Ý", "Öz", "Süß", "Tönu",
      "Väinö", "Äiti",
      "Hồ Chí Minh",
    ]
    for name in names {
      XCTAssertEqual(ReadableText.defects(in: utf8(name)), [], name)
    }
  }

  func testEthnicGroupsHaveNoDefect() {
    let groups = """
      Kinh,Tày,Thái,Mường,Khmer,Hoa,Nùng,HMông,Mông,Dao,Gia Rai,Ê Đê,Ba Na,Sán Chay,Chăm,Cơ Ho,\
      Xơ Đăng,Sán Dìu,Hrê,Ra Glai,Mnông,Thổ,Xtiêng,Khơ mú,Bru Vân Kiều,Cơ Tu,Giáy,Tà Ôi,Mạ,\
      Gié Triêng,Co,Chơ Ro,Xinh Mun,Hà Nhì,Chu Ru,Lào,La Chí,Kháng,Phù Lá,La Hủ,La Ha,Pà Thẻn,Lự,\
      Ngái,Chứt,Lô Lô,Mảng,Cơ Lao,Bố Y,Cống,Si La,Pu Péo,Rơ Măm,Brâu,Ơ Đu,Ba-na,Ra-glai,\
      Bru-Vân Kiều,Gié-Triêng,Co-ho,Stiêng,M'Nông,H’Mông
      """
    for group in groups.split(separator: ",") {
      XCTAssertEqual(ReadableText.defects(in: Array(group.utf8)), [], String(group))
    }
  }

  func testChecksNameEveryDefect() {
    let named = ReadableTextDefects.checks.reduce(into: ReadableTextDefects()) {
      $0.formUnion($1.defects)
    }
    XCTAssertEqual(named.elements, ReadableTextDefects.all)
    XCTAssertEqual(ReadableTextDefects(check: "composed"), .notComposed)
    XCTAssertNil(ReadableTextDefects(check: "readable"))
    let descriptions = ReadableTextDefects.all.map { ReadableText.description(of: $0).vi }
    XCTAssertEqual(Set(descriptions).count, ReadableTextDefects.all.count)
  }

  func testExplanations() {
    let cases: [(String, String, String?)] = [
      ("An", "An", nil), ("An", "Bình", nil), ("Nữ", "Nu\u{31B}\u{303}", "tổ hợp"),
      ("Hoà", "Hòa", "dấu thanh"), ("Văn An", "Văn  An", "khoảng trắng"),
      ("Văn An", "Văn\u{A0}An", "không nhìn thấy"), ("Nam", "nam", "chữ hoa"),
      ("H'Mi", "H’Mi", "dấu nháy"), ("Việt", "Viá»‡t", "bảng mã"), ("Nguyễn", "Nguyeãn", "bảng mã"),
      ("Đức", "Ðức", "ký tự khác"), ("Mai", "Mаi", "ký tự khác"), ("Hòa", "Hóa", "dấu của chữ"),
    ]
    for (a, b, part) in cases {
      let explanation = ReadableText.explain(utf8(a), utf8(b))?.vi
      XCTAssertEqual(explanation == nil, part == nil, "\(a) and \(b): \(explanation ?? "nil")")
      if let part { XCTAssertTrue(explanation?.contains(part) == true, "\(a) and \(b): \(part)") }
      XCTAssertEqual(ReadableText.explain(utf8(b), utf8(a))?.vi, explanation)
    }
  }
}

/// What becomes of UTF-8 that is read as Windows-1252.
private func asWindows1252(_ text: String) -> String {
  let upperRow: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152,
    0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122,
    0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]
  let scalars = text.utf8.compactMap { byte in
    UnicodeScalar((0x80...0x9F).contains(byte) ? upperRow[Int(byte) - 0x80] : UInt32(byte))
  }
  return String(String.UnicodeScalarView(scalars))
}
