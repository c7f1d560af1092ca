/// Keys as 64-bit numbers: exact where a key is short and plain, a hash where it is not.
enum KeyCode {
  /// A number that no other key has, never 0; or 0 for a key that does not fit.
  ///
  /// Four forms, told apart by the top four bits: 0, up to 7 bytes as they are, with the length; 8 to 15, so many
  /// digits, four bits each; 2, a byte and 7 to 11 digits, with the length; 1, 8 to 10 characters of
  /// `0-9 A-Z a-z -`, six bits each.
  @inline(__always) static func exact(_ key: Bytes) -> UInt64 {
    let count = key.count
    guard count >= 1, count <= 15 else { return 0 }
    let low = key.word(at: 0)
    if count <= 7 { return UInt64(count) << 56 | (low & (~0 >> UInt64(64 - 8 * count))) }
    let rest = count - 8
    let digits: UInt64 = 0x3030_3030_3030_3030
    let high =
      rest == 0
      ? digits : (key.word(at: 8) & (~0 >> UInt64(64 - 8 * rest))) | (digits << UInt64(8 * rest))
    if isDigits(high) {
      if isDigits(low) {
        return UInt64(count) << 60 | nibbles(low) | (nibbles(high) & 0x0FFF_FFFF) << 32
      }
      if count <= 12, isDigits(low >> 8 | 0x30 << 56) {
        let tail = nibbles(low >> 8 | 0x30 << 56) | (nibbles(high) & 0xFFFF) << 28
        return 2 << 60 | UInt64(count) << 56 | (low & 0xFF) << 48 | tail
      }
    }
    return count <= 10 ? sixBits(key) : 0
  }

  private static func sixBits(_ key: Bytes) -> UInt64 {
    var packed: UInt64 = 1 << 60
    for index in 0..<key.count {
      let six = sixBits(key[index])
      guard six != 0 else { return 0 }
      packed |= UInt64(six) << UInt64(6 * index)
    }
    return packed
  }

  @inline(__always) static func isDigits(_ word: UInt64) -> Bool {
    (word & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
      && ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
  }

  /// The eight low nibbles of a word, together.
  @inline(__always) static func nibbles(_ word: UInt64) -> UInt64 {
    var value = word & 0x0F0F_0F0F_0F0F_0F0F
    value = (value | (value >> 4)) & 0x00FF_00FF_00FF_00FF
    value = (value | (value >> 8)) & 0x0000_FFFF_0000_FFFF
    return (value | (value >> 16)) & 0x0000_0000_FFFF_FFFF
  }

  /// 1 to 63 for a character of the short alphabet, 0 for any other.
  @inline(__always) private static func sixBits(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x30...0x39: byte &- 0x30 &+ 1
    case 0x41...0x5A: byte &- 0x41 &+ 11
    case 0x61...0x7A: byte &- 0x61 &+ 37
    case 0x2D: 63
    default: 0
    }
  }

  /// Spreads an exact code over all 64 bits, one to one.
  @inline(__always) static func mix(_ code: UInt64) -> UInt64 {
    var value = code &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 32
    value = value &* 0xD6E8_FEB8_6659_FD93
    return value ^ (value >> 32)
  }

  /// A hash of any bytes; equal hashes are told apart by the bytes wherever it is used.
  static func hash(_ key: Bytes) -> UInt64 {
    var state: UInt64 = 0x2D35_8DCC_AA6C_78A5 ^ UInt64(truncatingIfNeeded: key.count)
    var index = 0
    while index < key.count {
      let rest = key.count - index
      let word =
        rest >= 8 ? key.word(at: index) : key.word(at: index) & (~0 >> UInt64(64 - 8 * rest))
      let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      state = product.high ^ product.low &+ 0x8BB8_4B93_962E_ACC9
      index += 8
    }
    return mix(state)
  }
}
