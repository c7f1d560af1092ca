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
