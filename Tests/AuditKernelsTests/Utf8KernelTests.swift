import XCTest

@testable import AuditKernels

final class Utf8KernelTests: XCTestCase {
  func testEverySequenceOfEdgeBytes() {
    // The bytes at which table 3-7 of the standard turns.
    let edges: [UInt8] = [
      0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
      0xED, 0xEE, 0xEF, 0xF0,
      0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for a in edges {
      for b in edges {
        for c in edges {
          for d in edges {
            let bytes = [a, b, c, d]
            XCTAssertEqual(found(bytes, byMasks: false), expected(bytes), "\(bytes)")
          }
        }
      }
    }
  }

  /// Texts of every length up to three blocks; what follows them must not matter.
  func testShortTexts() {
    var random = SeededRandom(7)
    let pieces: [[UInt8]] = [
      [0x61], [0xC3, 0xAA], [0xE1, 0xBA, 0xBF], [0xE1, 0xBB, 0x80], [0xC6, 0xB0],
      [0xE2, 0x80, 0x93],
      [0xEF, 0xBF, 0xBD], [0xEE, 0x80, 0x80], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
      [0xF0, 0x9F, 0x98, 0x80],
    ]
    let bad: [[UInt8]] = [
      [0x80], [0xC3], [0xE1, 0xBA], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xFF],
      [0xE1, 0xBA, 0xC0], [0xC3, 0xC3, 0xAA], [0xF5, 0x80, 0x80, 0x80],
    ]
    let memory = Store<UInt8>.allocate(200, fill: 0)
    defer { memory.deallocate() }
    for round in 0..<40_000 {
      let length = random.next(100)
      var text: [UInt8] = []
      while text.count < length { text += random.next(2) == 0 ? pieces[0] : random.pick(pieces) }
      if round % 3 == 0 {
        let part = random.pick(bad)
        let at = random.next(text.count + 1)
        text.replaceSubrange(at..<min(text.count, at + part.count), with: part)
      }
      if round % 5 == 0 { text = Array(text.prefix(random.next(text.count + 1))) }
      for index in 0..<200 {
        memory[index] =
          index < text.count ? text[index] : random.pick([0x22, 0x80, 0xBA, 0xE1, 0xFF])
      }
      let isGood = expected(text) == nil
      XCTAssertEqual(Utf8Kernel.isWellFormed(memory.base, text.count), isGood, "\(text)")
      guard text.count < 32 else { continue }
      var high: UInt32 = 0
      for (index, byte) in text.enumerated() where byte >= 0x80 { high |= 1 << UInt32(index) }
      XCTAssertEqual(
        Utf8Kernel.isWellFormed(memory.base, text.count, high: high), isGood, "\(text)")
    }
  }

  func testEveryPairOfEdgeSequencesAtEveryPlaceOfABlock() {
    let sequences: [[UInt8]] = [
      [0xC2, 0x80], [0xE1, 0xBA, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
      [0xF0, 0x90, 0x80, 0x80],
      [0xF4, 0x8F, 0xBF, 0xBF], [0xC0, 0x80], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE1, 0xBA], [0xF1, 0x80, 0x80], [0xC3], [0xFF],
    ]
    for first in sequences {
      for second in sequences {
        for place in [0, 1, 59, 60, 61, 62, 63, 64, 65, 124, 125, 126, 127] {
          var bytes = [UInt8](repeating: 0x61, count: place) + first + second
          bytes += [UInt8](repeating: 0x61, count: 3 + (192 - bytes.count % 64) % 64)
          XCTAssertEqual(
            found(bytes, byMasks: true), expected(bytes), "\(first) \(second) at \(place)")
        }
      }
    }
  }

  func testMutatedVietnameseText() {
    let text = Array(
      String(repeating: "Nguyễn Thị Ánh Tuyết, xã Mỹ Đức; 😀 Phường Bến Nghé – อ ퟿ ", count: 8).utf8)
    var state: UInt64 = 11
    func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<6_000 {
      var bytes = Array(text[below(text.count)...].prefix(below(300)))
      for _ in 0..<below(3) where !bytes.isEmpty {
        switch below(3) {
        case 0: bytes[below(bytes.count)] = UInt8(below(256))
        case 1: bytes.remove(at: below(bytes.count))
        default: bytes.insert(UInt8(0x80 + below(128)), at: below(bytes.count))
        }
      }
      XCTAssertEqual(found(bytes, byMasks: true), expected(bytes), "\(bytes)")
      XCTAssertEqual(found(bytes, byMasks: false), expected(bytes), "\(bytes)")
    }
  }

  /// What the standard library says, by its own account of where repair would begin.
  private func expected(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }

  /// The bytes are copied to memory of exactly their size, so that a sanitiser sees a read behind them.
  private func found(_ bytes: [UInt8], byMasks: Bool) -> Int? {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    defer { memory.deallocate() }
    memory.update(from: bytes, count: bytes.count)
    return byMasks
      ? Utf8Kernel.firstInvalid(memory, bytes.count)
      : Utf8Kernel.firstInvalidByBytes(memory, bytes.count)
  }
}
