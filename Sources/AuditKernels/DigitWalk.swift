#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// What an automaton says of values made of digits, up to 16 of them: told without a step a byte.
///
/// Holds as far as each place leads to one state, whatever the digit, or to none: telephone numbers, tax numbers, amounts.
///
/// Only read once made.
struct DigitWalk: @unchecked Sendable {
  /// Values of more digits than this are not spoken of.
  let length: Int
  /// Bit i: i digits match, if each is one that its place allows.
  let accepted: UInt32
  /// Places that do not allow every digit, in order: the place, and a bit for each digit allowed.
  // SAFETY: owned and freed by `AutomatonTables`, written by `init` alone.
  let narrowed: Store<Place>

  struct Place: BitwiseCopyable {
    var index: Int32
    var digits: UInt32
  }

  static let limit = 16

  /// - `targets`: where each of the ten digits leads from a state; 0 is the dead state.
  init(start: UInt32, targets: (UInt32) -> [UInt32], isAccepting: (UInt32) -> Bool) {
    var state = start
    var accepted: UInt32 = 0
    var places: [Place] = []
    var length = 0
    while length < DigitWalk.limit, state != 0 {
      let next = targets(state)
      let alive = Set(next).subtracting([0])
      guard alive.count <= 1 else { break }
      var digits: UInt32 = 0
      for (digit, target) in next.enumerated() where target != 0 { digits |= 1 << UInt32(digit) }
      if digits != 0x3FF { places.append(Place(index: Int32(length), digits: digits)) }
      length += 1
      state = alive.first ?? 0
      if state != 0, isAccepting(state) { accepted |= 1 << UInt32(length) }
    }
    // From the dead state on every further digit is one too many.
    if state == 0 { length = DigitWalk.limit }
    self.length = length
    self.accepted = accepted
    narrowed = .allocate(places.count, fill: Place(index: 0, digits: 0))
    for (index, place) in places.enumerated() { narrowed[index] = place }
  }

  /// Whether values of digits are worth looking at by themselves: some of them match.
  var isUseful: Bool { accepted != 0 }

  /// 1 or 0 for whether the value matches; `unknown` unless it is made of digits and not too long.
  @inline(__always) func verdict(_ cell: Bytes) -> UInt8 {
    let count = UInt32(truncatingIfNeeded: cell.count)
    guard cell.count > 0, cell.count <= length,
      cell.firstSixteenOtherThanDigits << (32 &- count) == 0
    else { return DigitWalk.unknown }
    var matches = accepted >> count & 1
    for index in 0..<narrowed.capacity {
      let place = narrowed[index]
      guard Int(place.index) < cell.count else { break }
      matches &= place.digits >> UInt32(cell[Int(place.index)] & 15)
    }
    return UInt8(truncatingIfNeeded: matches)
  }

  static let unknown: UInt8 = 3
}

extension Bytes {
  /// Which of the sixteen bytes from the first on are no digits: bit i is byte i; those behind the end may be anything.
  @inline(__always) var firstSixteenOtherThanDigits: UInt32 {
    #if arch(x86_64)
      // SAFETY: runs of bytes are padded by 16.
      let bytes = unsafe UnsafeRawPointer(base).loadUnaligned(as: __m128i.self)
      let values = _mm_sub_epi8(bytes, _mm_set1_epi8(0x30))
      let digits = _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values)
      return ~UInt32(bitPattern: _mm_movemask_epi8(digits)) & 0xFFFF
    #else
      return portableOtherThanDigits
    #endif
  }

  /// The twin for other processors.
  var portableOtherThanDigits: UInt32 {
    var others: UInt32 = 0
    for index in 0..<16 {
      // SAFETY: as above.
      let byte = unsafe base[index]
      if byte &- 0x30 > 9 { others |= 1 << UInt32(index) }
    }
    return others
  }
}
