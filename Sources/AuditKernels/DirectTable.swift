/// Numbers of keys that are all made of the same few digits, such as the codes of units: one place a number.
///
/// Only read once made.
struct DirectTable: @unchecked Sendable {
  let digits: Int
  // SAFETY: owned and freed by the `KeyTable` that made it; only read once made.
  let numbers: Store<Int32>

  /// Up to 100,000 places, of 400 KB: they keep to the second-level cache.
  private static let digitLimit = 5

  /// Nil when some key is otherwise, or they would be few in many places.
  init?<Keys: Sequence>(_ keys: Keys, count: Int) where Keys.Element == KeyTable.Slot {
    guard let some = keys.first(where: { _ in true }) else { return nil }
    digits = Int(some.code >> 56)
    guard (1...DirectTable.digitLimit).contains(digits) else { return nil }
    let places = (0..<digits).reduce(1) { product, _ in product * 10 }
    guard places <= max(1000, count * 64) else { return nil }
    let numbers = Store<Int32>.allocate(places, fill: Int32(Node.absentEntry))
    for key in keys {
      guard Int(key.code >> 56) == digits,
        let place = DirectTable.place(key.code << UInt64(64 - 8 * digits), digits)
      else {
        numbers.deallocate()
        return nil
      }
      numbers[place] = Int32(truncatingIfNeeded: key.number)
    }
    self.numbers = numbers
  }

  /// The key's number, or -1.
  @inline(__always) func find(_ key: Bytes) -> Int64 {
    guard key.count == digits,
      let place = DirectTable.place(key.word(at: 0) << UInt64(64 &- 8 &* digits), digits)
    else { return Node.absentEntry }
    return Int64(numbers[place])
  }

  /// The number that the topmost bytes of a word spell, the first digit the lowest of them; nil if they are no digits.
  @inline(__always) private static func place(_ top: UInt64, _ digits: Int) -> Int? {
    let word = top | 0x3030_3030_3030_3030 >> UInt64(8 &* digits)
    guard (word & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030,
      ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
    else { return nil }
    // Digits to pairs, pairs to fours, fours to all eight.
    var value = word & 0x0F0F_0F0F_0F0F_0F0F
    value = ((value &* 2_561) >> 8) & 0x00FF_00FF_00FF_00FF
    value = ((value &* 6_553_601) >> 16) & 0x0000_FFFF_0000_FFFF
    return Int(truncatingIfNeeded: (value &* 42_949_672_960_001) >> 32)
  }
}
