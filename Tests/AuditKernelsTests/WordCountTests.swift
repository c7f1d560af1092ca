import XCTest

@testable import AuditKernels

final class WordCountTests: XCTestCase {
  /// Eight bytes at a time, against one byte at a time.
  func testWordsAreCountedAsByteByByte() {
    let arena = ByteArena(capacity: 256)
    let bytes: [UInt8] = [
      0x20, 0x20, 0x09, 0x0D, 0x0A, 0x41, 0x61, 0x2D, 0xA0, 0x89, 0x8A, 0xC3, 0,
    ]
    var state: UInt64 = 3
    for round in 0..<20_000 {
      let value = (0..<(round % 40)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return bytes[Int(state >> 33) % bytes.count]
      }
      arena.removeAll()
      // What stands behind the value is no part of it.
      _ = arena.append(value + Array("x y z x y z x y ".utf8))
      let expected = value.split { [0x20, 0x09, 0x0D, 0x0A].contains($0) }.count
      XCTAssertEqual(
        Evaluator.wordCount(arena.bytes(at: 0, count: value.count)), expected, "\(value)")
    }
    XCTAssertEqual(Evaluator.wordCount(arena.bytes(at: 0, count: -1)), 0)
  }
}
