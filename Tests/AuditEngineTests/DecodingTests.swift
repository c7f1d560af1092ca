import AuditKernels
import AuditModel
import AuditSystem
import AuditText
import XCTest

@testable import AuditSources

/// Text in other encodings, read as UTF-8: the fast decoders against the tables, and cuts that must not show.
final class DecodingTests: XCTestCase {
  private static let encodings = TextEncoding.allCases.filter { $0 != .utf8 }

  /// Every pair of bytes, so that every mark meets every letter, also where blocks of sixteen end.
  func testAllPairsOfBytesDecodeAsTheTableSays() throws {
    for encoding in Self.encodings where !encoding.isUTF16 {
      let decoder = try XCTUnwrap(TextDecoder(encoding))
      for first in UInt8.min...UInt8.max {
        var bytes = Array("0123456789abcde".utf8.prefix(Int(first) % 16))
        for second in UInt8.min...UInt8.max { bytes += [0x2C, first, second] }
        assertDecodes(bytes, encoding, decoder)
      }
    }
  }

  func testRandomBytesDecodeAsTheSlowTwinSays() throws {
    var random = Random(seed: 3)
    for encoding in Self.encodings {
      let decoder = try XCTUnwrap(TextDecoder(encoding))
      for _ in 0..<400 {
        let bytes = random.bytes(upTo: 90, plain: random.next(4) < 3)
        assertDecodes(bytes, encoding, decoder)
      }
    }
  }

  func testEveryCutGivesTheSameText() throws {
    var random = Random(seed: 5)
    for encoding in Self.encodings {
      let decoder = try XCTUnwrap(TextDecoder(encoding))
      for _ in 0..<60 {
        let bytes = random.bytes(upTo: 40, plain: random.next(2) == 0)
        let whole = decode(bytes, decoder)
        for cut in stride(from: 0, through: bytes.count, by: encoding.isUTF16 ? 2 : 1) {
          let place = decoder.cut(bytes.span.bytes, at: cut)
          let first = decode(Array(bytes[..<place]), decoder)
          let second = decode(Array(bytes[place...]), decoder)
          XCTAssertEqual(first.text + second.text, whole.text, "\(encoding) \(bytes) at \(cut)")
          XCTAssertEqual(
            first.part.defectCount + second.part.defectCount, whole.part.defectCount)
        }
      }
    }
  }

  /// Longer than several chunks, with marks, pairs and letters where chunks meet.
  func testAFileOfManyChunksReadsAsItsWhole() throws {
    var random = Random(seed: 11)
    for encoding in Self.encodings {
      let decoder = try XCTUnwrap(TextDecoder(encoding))
      let bytes = random.bytes(count: decoder.chunkBytes * 3 + 77, plain: true)
      let whole = decode(bytes, decoder)
      let input = ByteInput.decoded(DecodedInput(.bytes(bytes), decoder))
      XCTAssertNil(input.byteCount)
      input.beginDigest()
      var text: [UInt8] = []
      while true {
        input.readAhead()
        let part = try input.bytes(at: text.count, count: 100_003)
        text += part
        if part.count < 100_003 { break }
      }
      XCTAssertTrue(text == whole.text, "\(encoding)")
      XCTAssertEqual(input.byteCount, text.count)
      XCTAssertEqual(input.ownByteCount, bytes.count)
      XCTAssertEqual(input.ownSHA256(), SHA256.hex(digestOf: bytes))
      for _ in 0..<60 {
        let place = random.next(text.count)
        let count = random.next(3000)
        let expected = Array(text[place..<min(text.count, place + count)])
        XCTAssertEqual(try input.bytes(at: place, count: count), expected)
      }
      guard case .decoded(let decoded) = input else { return }
      XCTAssertEqual(decoded.defects.count, whole.part.defectCount)
      XCTAssertEqual(decoded.defects.first, whole.part.firstDefect)
    }
  }

  func testMarksWithoutEndAreCutAllTheSame() throws {
    let decoder = try XCTUnwrap(TextDecoder(.windows1258))
    let bytes = [0x65] + [UInt8](repeating: 0xEC, count: decoder.chunkBytes * 2)
    let input = ByteInput.decoded(DecodedInput(.bytes(bytes), decoder))
    let text = try input.bytes(at: 0, count: bytes.count * 2)
    XCTAssertTrue(text == decode(bytes, decoder).text)
  }

  func testTheOpeningFindsOrTakesTheEncoding() throws {
    let text = "so,ho_ten\n1,Nguyễn Văn An\n2,Trần Thị Bình\n"
    for encoding in Self.encodings {
      guard let bytes = encoded(text, encoding) else { continue }
      let found = try TextOpening(.bytes(bytes), path: "a.csv")
      let expected = encoding == .tcvn5712 ? .tcvn3 : encoding
      XCTAssertEqual(found.encoding, expected)
      let declared = try TextOpening(.bytes(bytes), declared: encoding, path: "a.csv")
      XCTAssertEqual(declared.evidence, EncodingEvidence(encoding, .declared))
      for opening in [found, declared] {
        XCTAssertEqual(try opening.input.bytes(at: 0, count: 1000), Array(text.utf8))
      }
    }
    let little = try XCTUnwrap(encoded(text, .utf16LittleEndian))
    let big = try XCTUnwrap(encoded(text, .utf16BigEndian))
    for (bytes, declared, expected) in [
      ([0xFF, 0xFE] + little, nil, TextEncoding.utf16LittleEndian),
      ([0xFE, 0xFF] + big, nil, .utf16BigEndian),
      ([0xFE, 0xFF] + big, TextEncoding.utf16LittleEndian, .utf16BigEndian),
    ] {
      let opening = try TextOpening(.bytes(bytes), declared: declared, path: "a.csv")
      XCTAssertEqual(opening.encoding, expected)
      XCTAssertEqual(try opening.input.bytes(at: 0, count: 1000), Array(text.utf8))
    }
    XCTAssertThrowsError(try TextOpening(.bytes([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]), path: "a")) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, "source.refused")
    }
  }

  /// The beginning of a large file may be plain; what comes later tells.
  func testALargeFileIsLookedAtAllOver() throws {
    let line = try XCTUnwrap(encoded("2,Nguyễn Văn An\n", .tcvn3))
    let plain = [UInt8](repeating: 0x31, count: 19) + [0x0A]
    var bytes = Array([[UInt8]](repeating: plain, count: 80_000).joined())
    bytes += [[UInt8]](repeating: line, count: 40_000).joined()
    XCTAssertEqual(try TextOpening(.bytes(bytes), path: "a").encoding, .tcvn3)
  }

  // MARK: Helpers

  private func decode(_ bytes: [UInt8], _ decoder: TextDecoder) -> (
    text: [UInt8], part: DecodedPart
  ) {
    var output = [UInt8](repeating: 0xEE, count: decoder.room(for: bytes.count))
    var span = output.mutableSpan
    var raw = span.mutableBytes
    let part = decoder.decode(bytes.span.bytes, into: &raw)
    return (Array(output.prefix(part.byteCount)), part)
  }

  private func assertDecodes(
    _ bytes: [UInt8], _ encoding: TextEncoding, _ decoder: TextDecoder,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let scalars = encoding.table.map { $0.decoded(bytes) } ?? slowUTF16(bytes, encoding)
    var expected: [UInt8] = []
    for scalar in scalars {
      guard let value = scalar.flatMap(Unicode.Scalar.init) else {
        expected.append(0xFF)
        continue
      }
      expected += Array(String(Character(value)).utf8)
    }
    let (text, part) = decode(bytes, decoder)
    XCTAssertEqual(text, expected, "\(encoding) \(bytes)", file: file, line: line)
    XCTAssertEqual(part.defectCount, scalars.count { $0 == nil }, file: file, line: line)
  }

  private func slowUTF16(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt32?] {
    let units = (0..<bytes.count / 2).map { place -> UInt16 in
      let pair = (UInt16(bytes[2 * place]), UInt16(bytes[2 * place + 1]))
      return encoding == .utf16BigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0
    }
    var result: [UInt32?] = []
    var index = 0
    while index < units.count {
      let unit = units[index]
      if UTF16.isLeadSurrogate(unit), index + 1 < units.count,
        UTF16.isTrailSurrogate(units[index + 1])
      {
        result.append(UTF16.decode(UTF16.EncodedScalar([unit, units[index + 1]])).value)
        index += 2
      } else {
        result.append(UTF16.isSurrogate(unit) ? nil : UInt32(unit))
        index += 1
      }
    }
    return bytes.count % 2 == 0 ? result : result + [nil]
  }

  private func encoded(_ text: String, _ encoding: TextEncoding) -> [UInt8]? {
    switch encoding {
    case .utf8: Array(text.utf8)
    case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: encoding.table?.bytes(of: text)
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

/// Numbers that are the same in every run.
private struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return bound == 0 ? 0 : Int(state >> 33) % bound
  }

  mutating func bytes(upTo count: Int, plain: Bool) -> [UInt8] {
    bytes(count: next(count), plain: plain)
  }

  /// `plain`: mostly ASCII, in runs, of one byte a character or two.
  mutating func bytes(count: Int, plain: Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + 64)
    while result.count < count {
      if plain, next(3) > 0 {
        let isWide = next(2) == 0
        for _ in 0..<next(40) {
          let byte = UInt8(0x20 + next(0x5F))
          if isWide { result += [byte, 0] } else { result.append(byte) }
        }
      } else {
        for _ in 0..<next(6) { result.append(UInt8(next(256))) }
      }
    }
    return Array(result.prefix(count))
  }
}
