import XCTest

@testable import AuditLedger

final class FingerprintTests: XCTestCase {
  func testBytesAndNumbers() {
    let list: [UInt64] = [0, 1, 0x0102_0304_0506_0708, .max]
    let bytes = Fingerprints.bytes(of: list)
    XCTAssertEqual(bytes.count, 32)
    XCTAssertEqual(Array(bytes[16..<24]), [1, 2, 3, 4, 5, 6, 7, 8])
    XCTAssertEqual(Fingerprints.list(of: bytes), list)
  }

  /// Against counting one by one, for all pairs of short lists.
  func testEveryPairOfShortListsIsComparedExactly() {
    let lists: [[UInt64]] = (0..<81).map { number in
      // How often 0, 1, 2 and 3 are in the list.
      [number % 3, number / 3 % 3, number / 9 % 3, number / 27].enumerated().flatMap {
        [UInt64](repeating: UInt64($0), count: $1)
      }
    }
    for earlier in lists {
      for later in lists {
        let found = Fingerprints.compare(earlier, later)
        var (persisting, fixed, appeared) = (0, 0, 0)
        for value in UInt64(0)..<4 {
          let (a, b) = (earlier.count { $0 == value }, later.count { $0 == value })
          persisting += min(a, b)
          fixed += max(0, a - b)
          appeared += max(0, b - a)
        }
        XCTAssertEqual(found.persisting, persisting, "\(earlier) \(later)")
        XCTAssertEqual(found.fixed, fixed, "\(earlier) \(later)")
        XCTAssertEqual(
          found.appeared.reduce(0) { $0 + $1.now - $1.before }, appeared, "\(earlier) \(later)")
        XCTAssertEqual(persisting + fixed, earlier.count)
        XCTAssertEqual(persisting + appeared, later.count)
      }
    }
  }
}
