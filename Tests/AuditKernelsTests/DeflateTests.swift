import XCTest

@testable import AuditKernels

final class DeflateTests: XCTestCase {
  func testCheckSumsAreThoseOfOthers() {
    XCTAssertEqual(CRC32.of([]), 0)
    XCTAssertEqual(CRC32.of(Array("123456789".utf8)), 0xCBF4_3926)
    XCTAssertEqual(CRC32.of(Array("The quick brown fox jumps over the lazy dog".utf8)), 0x414F_A339)
  }

  func testACheckSumDoesNotDependOnThePieces() {
    let bytes = noise(100)
    for cut in 0...bytes.count {
      var sum = CRC32()
      sum.add(bytes[..<cut])
      sum.add(bytes[cut...])
      XCTAssertEqual(sum.value, CRC32.of(bytes), "cut at \(cut)")
    }
  }

  func testEveryShortTextOfTwoLettersComesBack() throws {
    for length in 0...12 {
      for number in 0..<1 << length {
        try assertComesBack((0..<length).map { number >> $0 & 1 == 0 ? 0x61 : 0x62 })
      }
    }
  }

  func testEveryLengthAndDistanceComesBack() throws {
    // A run that is repeated after a gap of what occurs once: lengths 3 to 300, distances over 32 KiB.
    for length in [3, 4, 5, 10, 11, 17, 18, 19, 34, 35, 66, 67, 130, 131, 257, 258, 259, 300] {
      for gap in [0, 1, 2, 3, 5, 9, 17, 255, 256, 4095, 32_000, 32_767, 32_768, 32_769, 40_000] {
        let run = noise(length, seed: UInt64(length))
        try assertComesBack(run + noise(gap, seed: UInt64(gap + 1)) + run + run)
      }
    }
  }

  func testWhatCannotBeCompressedIsHardlyLonger() throws {
    for count in [1, 100, 65_535, 65_536, 131_072, 300_000] {
      let bytes = noise(count)
      let compressed = try assertComesBack(bytes)
      XCTAssertLessThanOrEqual(compressed.count, count + 5 * (count / 65_535 + 3), "\(count)")
    }
  }

  func testBlocksEndWhereTheyFill() throws {
    let line = Array("<c t=\"s\"><v>12</v></c><c><v>345</v></c>".utf8)
    let text = (0..<8000).flatMap { line + Array("\($0 &* 2_654_435_761 % 100_003)".utf8) }
    for count in [131_071, 131_072, 131_073, 262_144, text.count] {
      let compressed = try assertComesBack(Array(text[..<count]))
      XCTAssertLessThan(compressed.count, count / 6, "\(count)")
    }
  }

  func testBytesDoNotDependOnThePieces() {
    let text = Array((0..<30_000).map { "\($0 % 977),\($0 % 31);" }.joined().utf8)
    let whole = DeflateStream.compress(text)
    for size in [1, 1000, 131_072, 131_073] {
      let stream = DeflateStream()
      // The stream is used twice: nothing of the first text may be left in the second.
      for _ in 0..<2 {
        var output: [UInt8] = []
        var start = 0
        while start < text.count {
          let end = min(start + size, text.count)
          stream.write(text[start..<end], to: &output)
          start = end
        }
        stream.finish(to: &output)
        XCTAssertTrue(output == whole, "pieces of \(size)")
      }
    }
  }

  /// Counts that grow like Fibonacci's numbers ask for the longest words there are.
  func testWordsAreNeverTooLong() throws {
    var counts = [1, 1]
    while counts.count < 24 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
    for limit in [7, 15] {
      let code = PrefixCode(counts: Array(counts.prefix(limit == 7 ? 19 : 24)), limit: limit)
      XCTAssertLessThanOrEqual(code.lengths.max() ?? 0, UInt8(limit))
      // Kraft: every word is used, and none begins another.
      let share = code.lengths.reduce(0) { $0 + 1 << (limit - Int($1)) }
      XCTAssertEqual(share, 1 << limit)
    }
    let bytes = counts.prefix(22).enumerated().flatMap { symbol, count in
      Array(repeating: UInt8(symbol), count: count)
    }
    try assertComesBack(bytes.enumerated().map { bytes[$0.offset * 7919 % bytes.count] })
  }

  @discardableResult
  private func assertComesBack(
    _ bytes: [UInt8], file: StaticString = #filePath, line: UInt = #line
  ) throws -> [UInt8] {
    let compressed = DeflateStream.compress(bytes)
    let back = try Inflater.inflate(compressed)
    XCTAssertTrue(back == bytes, "\(bytes.prefix(40))", file: file, line: line)
    return compressed
  }

  private func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 32)
    }
  }
}
