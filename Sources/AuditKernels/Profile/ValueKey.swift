/// A value as 128 bits, which tables compare and sketches hash: a short value itself, of a longer one a hash.
///
/// Of up to fifteen bytes the bytes, the first the lowest, and how many they are in the highest byte. Longer values have
/// a hash in `low`, and in `high` their length below a byte of ones: those with equal keys are told apart by their bytes.
/// The key of zeros is no value's.
struct ValueKey: BitwiseCopyable {
  var low: UInt64 = 0
  var high: UInt64 = 0

  /// Bytes that a key holds.
  static let shortLimit = 15

  init() {}

  /// - `cell`: not empty.
  @inline(__always) init(_ cell: Bytes) {
    let count = cell.count
    let length = UInt64(truncatingIfNeeded: count)
    if count <= 8 {
      low = cell.word(at: 0) & (~0 &>> (64 &- 8 &* length))
      high = length << 56
    } else if count <= ValueKey.shortLimit {
      low = cell.word(at: 0)
      high = cell.word(at: 8) & (~0 &>> (128 &- 8 &* length)) | length << 56
    } else {
      low = ValueKey.hash(cell)
      high = length | 0xFF << 56
    }
  }

  @inline(__always) static func == (a: ValueKey, b: ValueKey) -> Bool {
    (a.low ^ b.low) | (a.high ^ b.high) == 0
  }

  @inline(__always) var isFree: Bool { high == 0 }
  @inline(__always) var isLong: Bool { Int64(bitPattern: high) < 0 }

  /// How many bytes the value has.
  @inline(__always) var count: Int {
    Int(truncatingIfNeeded: isLong ? high & 0xFFFF_FFFF : high >> 56)
  }

  /// Where a table looks first: good in its low bits.
  ///
  /// - `salt`: gives another place to each value, so that values chosen to crowd under one salt do not under the next.
  @inline(__always) func place(_ salt: UInt64) -> Int {
    Int(
      truncatingIfNeeded: ValueKey.fold(
        low ^ ValueKey.seeds.0 ^ salt, high ^ ValueKey.seeds.1 ^ (salt << 32 | salt >> 32)))
  }

  /// Spread over all 64 bits: of values with the same number there is one in practice.
  @inline(__always) var spread: UInt64 {
    KeyCode.mix(UInt64(truncatingIfNeeded: place(0)))
  }

  /// A hash of sixteen bytes or more.
  ///
  /// Up to 32 bytes without a branch: words from both ends overlap in the middle. Products of two words each are
  /// independent of each other, so that the processor makes them side by side (after wyhash, Wang Yi).
  @inline(__always) private static func hash(_ cell: Bytes) -> UInt64 {
    let count = cell.count
    guard count <= 32 else { return longHash(cell) }
    let first = fold(cell.word(at: 0) ^ seeds.0, cell.word(at: 8) ^ seeds.1)
    let second = fold(cell.word(at: count &- 16) ^ seeds.2, cell.word(at: count &- 8) ^ seeds.3)
    return first ^ second &* seeds.4
  }

  private static func longHash(_ cell: Bytes) -> UInt64 {
    let count = cell.count
    var (a, b) = (seeds.0, seeds.1)
    var index = 0
    while index &+ 32 < count {
      a = fold(cell.word(at: index) ^ a, cell.word(at: index &+ 8) ^ seeds.2)
      b = fold(cell.word(at: index &+ 16) ^ b, cell.word(at: index &+ 24) ^ seeds.3)
      index &+= 32
    }
    a = fold(cell.word(at: count &- 32) ^ a, cell.word(at: count &- 24) ^ seeds.2)
    b = fold(cell.word(at: count &- 16) ^ b, cell.word(at: count &- 8) ^ seeds.3)
    return a ^ b &* seeds.4
  }

  @inline(__always) private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    // With the factors themselves: a product by zero would be the same for all.
    return product.high ^ product.low ^ a ^ b
  }

  /// Computed, so that the loops have literals in place of a global's memory.
  @inline(__always) private static var seeds: (UInt64, UInt64, UInt64, UInt64, UInt64) {
    (
      0x2D35_8DCC_AA6C_78A5, 0x8BB8_4B93_962E_ACC9, 0x4B33_A62E_D433_D4A3, 0x4D5A_2DA5_1DE1_AA47,
      0x9E37_79B9_7F4A_7C15
    )
  }
}

extension Store where Element == ValueKey {
  /// A short value's bytes, which lie in its key; `index` is not the last.
  func shortValue(at index: Int) -> Bytes {
    assert(index + 1 < capacity && !self[index].isLong)
    // SAFETY: of a key's sixteen bytes the value has fifteen at most, and sixteen more are behind it.
    return unsafe Bytes(
      UnsafeRawPointer(base + index).assumingMemoryBound(to: UInt8.self), self[index].count)
  }
}

extension Bytes {
  /// Whether two runs of as many bytes are the same; from sixteen to 32 bytes without a branch.
  @inline(__always) func isSame(_ other: Bytes) -> Bool {
    let count = count
    guard count >= 16, count <= 32 else { return equals(other) }
    let head = (word(at: 0) ^ other.word(at: 0)) | (word(at: 8) ^ other.word(at: 8))
    let tail =
      (word(at: count &- 16) ^ other.word(at: count &- 16))
      | (word(at: count &- 8) ^ other.word(at: count &- 8))
    return head | tail == 0
  }
}
