/// Values of up to sixteen digits and nothing else: by how many digits, so that little is done for each.
///
/// All that is told of them but the least and the greatest follows from these counts; `ValueTally.settle` draws it.
struct DigitTally {
  static let limit = 16

  /// How many values have so many digits: 0 to 16.
  // SAFETY: of the tally that owns it.
  let counts: Store<Int>
  /// Those that begin with a zero and go on; the least and the greatest of the others, which have no sign.
  private let bounds: Store<Int>

  init() {
    counts = .allocate(DigitTally.limit + 1, fill: 0)
    bounds = .allocate(3, fill: 0)
    reset()
  }

  func deallocate() {
    counts.deallocate()
    bounds.deallocate()
  }

  func reset() {
    for index in 0..<counts.capacity { counts[index] = 0 }
    bounds[0] = 0
    bounds[1] = Int.max
    bounds[2] = Int.min
  }

  var leadingZeros: Int { bounds[0] }
  var least: Int { bounds[1] }
  var greatest: Int { bounds[2] }

  /// Whether the value is one to sixteen digits.
  @inline(__always) static func takes(_ cell: Bytes) -> Bool {
    cell.count <= limit && cell.firstSixteenOtherThanDigits << UInt32(32 &- cell.count) == 0
  }

  /// Counts a value of digits; the number, or -1 where a zero leads it.
  @inline(__always) func add(_ cell: Bytes, _ count: Int) -> Int {
    counts[cell.count] &+= count
    if cell[0] == 0x30, cell.count > 1 {
      bounds[0] &+= count
      return -1
    }
    let value = DigitTally.number(cell)
    if value < bounds[1] { bounds[1] = value }
    if value > bounds[2] { bounds[2] = value }
    return value
  }

  /// The number that up to sixteen digits are.
  @inline(__always) static func number(_ cell: Bytes) -> Int {
    let count = cell.count
    let zeros: UInt64 = 0x3030_3030_3030_3030
    if count <= 8 {
      return eight((cell.word(at: 0) &- zeros) << UInt64(64 &- 8 &* count))
    }
    let head = (cell.word(at: 0) &- zeros) << UInt64(128 &- 8 &* count)
    return eight(head) &* 100_000_000 &+ eight(cell.word(at: count &- 8) &- zeros)
  }

  /// Eight digits as numbers, the first the lowest byte: pairs, then fours, then all are put together in one product each.
  @inline(__always) static func eight(_ digits: UInt64) -> Int {
    let pairs = (digits &* 10 &+ (digits >> 8)) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ (pairs >> 16)) & 0x0000_FFFF_0000_FFFF
    return Int(truncatingIfNeeded: (fours &* 10_000 &+ (fours >> 32)) & 0xFFFF_FFFF)
  }
}

extension NamedFormats {
  /// As `isOrganisationTaxNumber`, of ten bytes that are known to be digits.
  @inline(__always) static func hasTaxCheckDigit(_ cell: Bytes) -> Bool {
    let digits = (cell.word(at: 0) & 0x0F0F_0F0F_0F0F_0F0F)
    let ninth = Int(cell[8] & 15)
    // Digits 3 to 9 are not all zero.
    guard digits >> 16 != 0 || ninth != 0 else { return false }
    let sum = weighed(digits) &+ 3 &* ninth
    return Int(cell[9] & 15) == 10 &- sum % 11
  }

  /// 31·d1 + 29·d2 + 23·d3 + 19·d4 + 17·d5 + 13·d6 + 7·d7 + 5·d8, d1 the lowest byte.
  @inline(__always) private static func weighed(_ digits: UInt64) -> Int {
    // Every other digit times its weight, in 16 bits each: the highest 16 bits of the product are the sum.
    let mask: UInt64 = 0x00FF_00FF_00FF_00FF
    let odd = (digits & mask) &* (31 << 48 | 23 << 32 | 17 << 16 | 7)
    let even = (digits >> 8 & mask) &* (29 << 48 | 19 << 32 | 13 << 16 | 5)
    return Int(truncatingIfNeeded: odd >> 48) &+ Int(truncatingIfNeeded: even >> 48)
  }
}
