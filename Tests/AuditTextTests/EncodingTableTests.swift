import Glibc
import XCTest

@testable import AuditText

/// The tables against the C library's, and those it has none of against the letters of Vietnamese.
final class EncodingTableTests: XCTestCase {
  /// Pairs that glibc joins and Unicode does not: form C of ó and a tilde is not the letter that has both.
  private static let joinedByGlibcOnly: Set<UInt32> = [
    0x1E4C, 0x1E4D, 0x1E4E, 0x1E4F, 0x1E78, 0x1E79,
  ]

  func testTablesAreThoseOfTheLibrary() throws {
    for (encoding, name) in [
      (TextEncoding.windows1252, "WINDOWS-1252"), (.windows1258, "WINDOWS-1258"),
      (.tcvn5712, "TCVN5712-1"), (.viscii, "VISCII"),
    ] {
      let table = try XCTUnwrap(encoding.table)
      for byte in UInt8.min...UInt8.max {
        let theirs = try scalars([byte], of: name)
        XCTAssertEqual(table.decoded([byte]), theirs ?? [nil], "\(name) \(byte)")
      }
      for mark in Set(table.pairs.map(\.mark)) {
        for letter in UInt8.min...UInt8.max where table.scalars[Int(letter)] != 0xFFFF {
          let theirs = try XCTUnwrap(scalars([letter, mark], of: name))
          if theirs.count == 1, Self.joinedByGlibcOnly.contains(theirs[0]) { continue }
          XCTAssertEqual(table.decoded([letter, mark]), theirs, "\(name) \(letter) \(mark)")
        }
      }
    }
  }

  func testAMarkJoinsTheLetterRightBeforeItOnly() throws {
    let table = try XCTUnwrap(TextEncoding.windows1258.table)
    for (bytes, text) in [
      ([0xEA, 0xEC], "ế"), ([0x65, 0xEC, 0xEC], "é\u{301}"), ([0xEC, 0x65], "\u{301}e"),
      ([0x65, 0xF2, 0xEC], "ẹ\u{301}"), ([0x7A, 0xEC], "ź"),
    ] as [([UInt8], String)] {
      XCTAssertEqual(table.decoded(bytes), text.unicodeScalars.map(\.value), text)
    }
  }

  /// Each small letter of Vietnamese has its bytes in each encoding, capitals in all but TCVN3.
  func testEveryLetterCanBeWritten() throws {
    let small =
      "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
    for encoding in TextEncoding.allCases where encoding != .windows1252 {
      guard let table = encoding.table else { continue }
      for letter in encoding == .tcvn3 ? small + "ĂÂĐÊÔƠƯ" : small + small.uppercased() {
        let bytes = try XCTUnwrap(table.bytes(of: String(letter)), "\(letter) in \(encoding)")
        XCTAssertEqual(table.decoded(bytes), letter.unicodeScalars.map(\.value))
      }
    }
  }

  func testSentencesOfTheFontsWithoutAStandard() throws {
    for (encoding, bytes, text) in [
      (
        TextEncoding.tcvn3, "Céng hßa x· héi chñ nghÜa ViÖt Nam",
        "Cộng hòa xã hội chủ nghĩa Việt Nam"
      ),
      (.tcvn3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
      (.vni, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
      (.vni, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
      (.vni, "ÑÒNH MÖÙC ÔÛ SAÜN", "ĐỊNH MỨC Ở SẴN"),
    ] {
      let latin = bytes.unicodeScalars.map { UInt8($0.value) }
      XCTAssertEqual(encoding.table?.decoded(latin), text.unicodeScalars.map(\.value), text)
    }
  }

  func testNamesAreRead() {
    for (name, encoding) in [
      ("UTF-8", TextEncoding.utf8), ("utf16", .utf16LittleEndian), ("UTF-16BE", .utf16BigEndian),
      ("cp1258", .windows1258), ("Windows-1258", .windows1258), ("latin1", .windows1252),
      ("TCVN3 (ABC)", .tcvn3), ("abc", .tcvn3), ("TCVN5712-1", .tcvn5712), ("vni", .vni),
      ("VISCII", .viscii),
    ] {
      XCTAssertEqual(TextEncoding(name: name), encoding, name)
    }
    XCTAssertNil(TextEncoding(name: "koi8-r"))
    for encoding in TextEncoding.allCases {
      XCTAssertEqual(TextEncoding(name: encoding.rawValue), encoding)
      XCTAssertEqual(TextEncoding(name: encoding.title), encoding)
    }
  }

  /// What the C library makes of the bytes; nil if it refuses them.
  private func scalars(_ bytes: [UInt8], of name: String) throws -> [UInt32]? {
    let converter = iconv_open("UTF-32LE", name)
    guard converter != iconv_t(bitPattern: -1) else { throw XCTSkip("no \(name) in this library") }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 64)
    let written: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var (from, fromLeft) = (source.baseAddress, source.count)
        var (to, toLeft) = (target.baseAddress, target.count)
        guard iconv(converter, &from, &fromLeft, &to, &toLeft) != -1,
          iconv(converter, nil, nil, &to, &toLeft) != -1
        else { return nil }
        return 64 - toLeft
      }
    }
    guard let written else { return nil }
    let result = output.prefix(written).map { UInt32(UInt8(bitPattern: $0)) }
    return stride(from: 0, to: written, by: 4).map { place in
      result[place] | result[place + 1] << 8 | result[place + 2] << 16 | result[place + 3] << 24
    }
  }
}

extension EncodingTable {
  /// The bytes of a text; nil if a character has none.
  func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80, scalars[Int(scalar.value)] == UInt16(scalar.value) {
        result.append(UInt8(scalar.value))
      } else if let byte = scalars.firstIndex(of: UInt16(truncatingIfNeeded: scalar.value)) {
        result.append(UInt8(byte))
      } else if let pair = pairs.first(where: { UInt32($0.scalar) == scalar.value }) {
        result += [pair.letter, pair.mark]
      } else {
        return nil
      }
    }
    return result
  }
}
