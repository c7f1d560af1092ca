import XCTest

@testable import AuditRules

final class EditBandTests: XCTestCase {
  /// Against the whole table of distances, for texts near each other and far, and any bound.
  func testDistancesAreThoseOfTheWholeTable() {
    var random = SystemIndependentRandom(state: 11)
    var band = EditBand()
    var near = 0
    for _ in 0..<20_000 {
      let letters = UInt32(1 + random.next(4))
      let a = (0..<random.next(24)).map { _ in UInt32(random.next(Int(letters))) + 0x61 }
      var b = a
      if random.next(3) == 0 {
        b = (0..<random.next(24)).map { _ in UInt32(random.next(Int(letters))) + 0x61 }
      } else {
        for _ in 0..<random.next(5) { blemish(&b, &random) }
      }
      let most = random.next(12)
      let whole = distance(a, b)
      near += whole <= most ? 1 : 0
      XCTAssertEqual(
        band.between(a, b, most: most), whole <= most ? whole : nil, "\(a) \(b), \(most) at most")
    }
    XCTAssertGreaterThan(near, 4000)
    XCTAssertLessThan(near, 18_000)
  }

  /// Texts of megabytes end with no answer, not after days; the steps are those of all comparisons together.
  func testStepsThatDoNotDoEndTheComparison() {
    let (a, b) = ([UInt32](repeating: 1, count: 1000), [UInt32](repeating: 2, count: 1000))
    var band = EditBand(steps: 30_000)
    XCTAssertNil(band.between(a, b, most: 999))
    XCTAssertTrue(band.isExhausted)
    var wide = EditBand(steps: 1_000_000)
    XCTAssertEqual(wide.between(a, b, most: 1000), 1000)
    XCTAssertFalse(wide.isExhausted)
    XCTAssertNil(wide.between(a, b, most: 1000))
    XCTAssertTrue(wide.isExhausted)
  }

  private func blemish(_ text: inout [UInt32], _ random: inout SystemIndependentRandom) {
    let at = random.next(text.count + 1)
    switch random.next(3) {
    case 0: text.insert(0x7A, at: at)
    case 1 where at < text.count: text.remove(at: at)
    case 2 where at < text.count: text[at] = 0x79
    default: break
    }
  }

  private func distance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var table = [Array(0...b.count)]
    for line in 0..<a.count {
      var row = [line + 1]
      for column in 0..<b.count {
        let kept = table[line][column] + (a[line] == b[column] ? 0 : 1)
        row.append(min(kept, table[line][column + 1] + 1, row[column] + 1))
      }
      table.append(row)
    }
    return table[a.count][b.count]
  }
}

private struct SystemIndependentRandom {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
