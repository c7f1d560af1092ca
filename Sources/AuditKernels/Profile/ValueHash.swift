/// Codes of values for a profile's tables and sketches: exact ones where a value fits, else a hash.
enum ValueHash {
  /// The top four bits of a hash's code, which no exact code has.
  static let mark: UInt64 = 4

  /// The exact code of a value, or a hash of it with a mark that no exact code has.
  ///
  /// Exact codes are those of `KeyCode` and two forms more, told apart by the top four bits: 5, days as `dd/MM/yyyy`; 6,
  /// days as `yyyy-MM-dd`; four bits a digit.
  @inline(__always) static func code(of cell: Bytes) -> UInt64 {
    if cell.count == 10 {
      let day = dayCode(cell)
      if day != 0 { return day }
    }
    let code = cell.count < 16 ? KeyCode.exact(cell) : 0
    return code != 0 ? code : hash(cell) >> 4 | mark << 60
  }

  /// Ten bytes that are eight digits with two slashes or dashes where days have them; else 0.
  @inline(__always) private static func dayCode(_ cell: Bytes) -> UInt64 {
    let (low, last) = (cell.word(at: 0), cell.word(at: 2) >> 48)
    let slashed: UInt64 = 0x0000_2F00_002F_0000
    let dashed: UInt64 = 0x2D00_002D_0000_0000
    let zeros: UInt64 = 0x3030_3030_3030_3030
    let slashes: UInt64 = 0x0000_FF00_00FF_0000
    let dashes: UInt64 = 0xFF00_00FF_0000_0000
    let isSlashed = low & slashes == slashed
    guard isSlashed || low & dashes == dashed else { return 0 }
    let marks = isSlashed ? slashes : dashes
    let digits = low & ~marks | zeros & marks
    let rest = last | zeros << 16
    guard KeyCode.isDigits(digits), KeyCode.isDigits(rest) else { return 0 }
    let form: UInt64 = isSlashed ? 5 : 6
    return form << 60 | KeyCode.nibbles(digits) | (KeyCode.nibbles(rest) & 0xFF) << 32
  }

  /// A hash of eight bytes or more.
  ///
  /// Up to 32 bytes without a branch: words from both ends overlap in the middle. Products of two words each are
  /// independent of each other, so that the processor makes them side by side (after wyhash, Wang Yi).
  @inline(__always) static func hash(_ cell: Bytes) -> UInt64 {
    let count = cell.count
    guard count <= 32 else { return longHash(cell) }
    guard count >= 8 else { return KeyCode.hash(cell) }
    let first = fold(
      cell.word(at: 0) ^ seeds.0 ^ UInt64(truncatingIfNeeded: count),
      cell.word(at: min(8, count &- 8)) ^ seeds.1)
    let second = fold(
      cell.word(at: max(0, count &- 16)) ^ seeds.2, cell.word(at: count &- 8) ^ seeds.3)
    return KeyCode.mix(first ^ second &* seeds.4)
  }

  private static func longHash(_ cell: Bytes) -> UInt64 {
    let count = cell.count
    var (a, b) = (seeds.0 ^ UInt64(truncatingIfNeeded: count), seeds.1)
    var index = 0
    while index &+ 32 < count {
      a = fold(cell.word(at: index) ^ a, cell.word(at: index &+ 8) ^ seeds.2)
      b = fold(cell.word(at: index &+ 16) ^ b, cell.word(at: index &+ 24) ^ seeds.3)
      index &+= 32
    }
    a = fold(cell.word(at: count &- 32) ^ a, cell.word(at: count &- 24) ^ seeds.2)
    b = fold(cell.word(at: count &- 16) ^ b, cell.word(at: count &- 8) ^ seeds.3)
    return KeyCode.mix(a ^ b &* seeds.4)
  }

  @inline(__always) private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  /// Computed, so that the loops have literals in place of a global's memory.
  @inline(__always) private static var seeds: (UInt64, UInt64, UInt64, UInt64, UInt64) {
    (
      0x2D35_8DCC_AA6C_78A5, 0x8BB8_4B93_962E_ACC9, 0x4B33_A62E_D433_D4A3, 0x4D5A_2DA5_1DE1_AA47,
      0x9E37_79B9_7F4A_7C15
    )
  }
}

extension Bytes {
  /// Whether two runs of as many bytes are the same; from eight to 32 bytes without a branch.
  @inline(__always) func isSame(_ other: Bytes) -> Bool {
    let count = count
    guard count >= 8, count <= 32 else { return equals(other) }
    let (second, third) = (min(8, count &- 8), max(0, count &- 16))
    let head = (word(at: 0) ^ other.word(at: 0)) | (word(at: second) ^ other.word(at: second))
    let tail =
      (word(at: third) ^ other.word(at: third))
      | (word(at: count &- 8) ^ other.word(at: count &- 8))
    return head | tail == 0
  }
}
