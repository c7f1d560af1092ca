import XCTest

@testable import AuditKernels

final class CSVByteBlockTests: XCTestCase {
  func testBlocksAgreeWithASlowLoop() {
    var state: UInt64 = 7
    let store = Store<UInt8>.allocate(64 + 16, fill: 0)
    defer { store.deallocate() }
    for round in 0..<2000 {
      for index in 0..<64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1
        store[index] =
          round % 2 == 0
          ? UInt8(state >> 56) : [0, 0x22, 0x2C, 0x80, 0xFF, 0x0A][Int(state >> 60) % 6]
      }
      for byte in [0, 0x0A, 0x0D, 0x22, 0x2C, 0x7F, 0x80, 0xFF] as [UInt8] {
        let slow = (0..<64).reduce(UInt64(0)) { $0 | (store[$1] == byte ? 1 << UInt64($1) : 0) }
        XCTAssertEqual(ByteBlock(store.base).equal(byte), slow)
        XCTAssertEqual(PortableBlock(store.base).equal(byte), slow)
        XCTAssertEqual(prefixParity(slow), parity(slow))
        let folded = (0..<64).reduce(UInt64(0)) {
          $0 | (store[$1] | 0x20 == byte ? 1 << UInt64($1) : 0)
        }
        XCTAssertEqual(ByteBlock(store.base).equalFolded(byte), folded)
        XCTAssertEqual(PortableBlock(store.base).equalFolded(byte), folded)
        guard byte < 0x80 else { continue }
        let atMost = (0..<64).reduce(UInt64(0)) {
          $0 | (store[$1] <= byte ? 1 << UInt64($1) : 0)
        }
        XCTAssertEqual(ByteBlock(store.base).atMost(byte), atMost)
        XCTAssertEqual(PortableBlock(store.base).atMost(byte), atMost)
      }
      XCTAssertEqual(ByteBlock(store.base).hasZero, (0..<64).contains { store[$0] == 0 })
    }
  }

  private func parity(_ mask: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var isOdd = false
    for bit in 0..<64 as Range<UInt64> {
      if mask >> bit & 1 == 1 { isOdd.toggle() }
      if isOdd { result |= 1 << bit }
    }
    return result
  }
}
