import AuditModel
import XCTest

@testable import AuditText

final class EncodingRecognizerTests: XCTestCase {
  private static let sentences = [
    "Nguyễn Văn An,Nam,Phường Bến Nghé", "Trần Thị Bình,Nữ,Xã Đồng Tháp",
    "Quyết định số 15/2021/QĐ-UBND của Ủy ban nhân dân tỉnh, ngày ban hành và hiệu lực.",
    "số định danh,họ tên,giới tính\n000099000001,Lê Thị Hồng Gấm,Nữ\n000099000002,Phạm Văn Khuê,Nam\n",
  ]
  private static let legacy: [TextEncoding] = [.windows1258, .tcvn3, .tcvn5712, .vni, .viscii]

  func testVietnameseIsRecognisedInEachEncoding() throws {
    for sentence in Self.sentences {
      for encoding in Self.legacy {
        // TCVN3 has no capitals with a tone: such text has the small letter there.
        let text = encoding == .tcvn3 ? sentence.replacingOccurrences(of: "Ủ", with: "ủ") : sentence
        let bytes = try XCTUnwrap(encoding.table?.bytes(of: text))
        let found = evidence(bytes)
        // Without capitals both tables of TCVN say the same.
        let expected = encoding == .tcvn5712 && !text.contains("Ủ") ? .tcvn3 : encoding
        XCTAssertEqual(found.encoding, expected, "\(encoding): \(text): \(found.explanation.en)")
        XCTAssertTrue(found.isRecognizedLegacy)
      }
    }
  }

  /// The letters of these two words stand for letters in several encodings: no guess is better than a wrong one.
  func testWhatCouldBeTwoEncodingsIsNotGuessed() throws {
    for encoding in Self.legacy {
      let bytes = try XCTUnwrap(encoding.table?.bytes(of: "gioi_tinh\nNữ\nNữ\nKhông rõ\n"))
      let found = evidence(bytes)
      let isSibling = encoding == .tcvn5712 && found.encoding == .tcvn3
      XCTAssertTrue(
        found.encoding == encoding || found.encoding == .utf8 || isSibling,
        "\(encoding) as \(found.encoding)")
    }
  }

  func testUnicodeIsLeftAlone() {
    for sentence in Self.sentences {
      XCTAssertEqual(evidence(Array(sentence.utf8)).basis, .wellFormed)
      let decomposed = sentence.decomposedStringWithCanonicalMapping
      XCTAssertEqual(evidence(Array(decomposed.utf8)).basis, .wellFormed)
    }
    // Read once as Windows-1252: the text rule's business.
    XCTAssertEqual(evidence(Array("Viá»‡t Nam".utf8)).basis, .wellFormed)
    XCTAssertEqual(evidence(Array("so,ten\n1,An\n".utf8)).basis, .ascii)
    XCTAssertEqual(evidence([]).basis, .ascii)
  }

  func testDamagedUTF8IsStillUTF8() {
    let bytes = Array("Nguyễn Văn An".utf8) + [0xFF, 0x80] + Array("Trần Thị Bình".utf8)
    XCTAssertEqual(evidence(bytes).basis, .damaged(sequences: 5, bytes: 2))
  }

  func testOtherTextIsNotTakenForVietnamese() throws {
    let table = try XCTUnwrap(TextEncoding.windows1252.table)
    for text in [
      "Le café est très près de là, où l'été à Orléans est déjà passé.",
      "Müller, Jürgen; Größe über München", "Ångström señor niño mañana", "René Descartes",
      "là à", "à,b\n1,à\n2,là\n", "Trung tâm\n", "“quoted” – dash… 20 °C ½ €",
    ] {
      let bytes = try XCTUnwrap(table.bytes(of: text), text)
      let found = evidence(bytes)
      XCTAssertEqual(found.encoding, .utf8, "\(text): \(found.explanation.en)")
      XCTAssertFalse(found.isRecognizedLegacy)
    }
  }

  func testRandomBytesAreNoText() {
    var state: UInt64 = 7
    for round in 0..<200 {
      let bytes = (0..<(20 + round * 10)).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      XCTAssertFalse(evidence(bytes).isRecognizedLegacy, "\(evidence(bytes).explanation.en)")
      XCTAssertNil(WideText.evidence(of: bytes))
    }
  }

  func testPartsMayBeCutAnywhere() throws {
    let text = Self.sentences.joined(separator: "\n")
    for encoding in [TextEncoding.windows1258, .vni] {
      let bytes = try XCTUnwrap(encoding.table?.bytes(of: text))
      for cut in 0...bytes.count {
        var recognizer = EncodingRecognizer()
        recognizer.take(Array(bytes[..<cut]), isCutBefore: false, isCutAfter: cut < bytes.count)
        recognizer.take(Array(bytes[cut...]), isCutBefore: cut > 0, isCutAfter: false)
        XCTAssertEqual(recognizer.evidence().encoding, encoding)
      }
    }
    let utf8 = Array(text.utf8)
    for cut in 0...utf8.count {
      var recognizer = EncodingRecognizer()
      recognizer.take(Array(utf8[..<cut]), isCutBefore: false, isCutAfter: cut < utf8.count)
      recognizer.take(Array(utf8[cut...]), isCutBefore: cut > 0, isCutAfter: false)
      XCTAssertEqual(recognizer.evidence().basis, .wellFormed)
    }
  }

  func testUTF16WithoutAMarkIsKnownByItsZeroBytes() {
    let text = "so,ho_ten\n000099000001,Nguyễn Văn An\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    XCTAssertEqual(WideText.evidence(of: little)?.encoding, .utf16LittleEndian)
    XCTAssertEqual(WideText.evidence(of: big)?.encoding, .utf16BigEndian)
    XCTAssertNil(WideText.evidence(of: Array(text.utf8)))
    XCTAssertNil(WideText.evidence(of: [UInt8](repeating: 0, count: 64)))
  }

  func testAFewZeroBytesInAShortTextAreDamage() {
    for text in [
      "a,b\n1,\0\n", "so,x\n1\0\n2\0\n", "abc\0ef\0\n", "ab\0cd\0ef\0g", "ten\nA\0B\0C\n",
      "x\n\0\u{1}\u{1}\u{1}", "ab,\0cd,\0ef,\0gh",
    ] {
      XCTAssertNil(WideText.evidence(of: Array(text.utf8)), text.debugDescription)
    }
    for text in ["a\n1\n", "tên\nđó\n", "ệ,ộ\n1,2\n"] {
      let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      XCTAssertEqual(WideText.evidence(of: little)?.encoding, .utf16LittleEndian, text)
    }
  }

  func testTheEvidenceIsStated() throws {
    let bytes = try XCTUnwrap(TextEncoding.vni.table?.bytes(of: "Nguyễn Văn An ở Đồng Tháp"))
    XCTAssertEqual(
      evidence(bytes).explanation.vi,
      "5 trong 5 từ có dấu là âm tiết tiếng Việt theo VNI, 0 theo Windows-1252")
  }

  private func evidence(_ bytes: [UInt8]) -> EncodingEvidence {
    var recognizer = EncodingRecognizer()
    recognizer.take(bytes, isCutBefore: false, isCutAfter: false)
    return recognizer.evidence()
  }
}
