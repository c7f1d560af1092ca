/// The check sum of ZIP and gzip (ISO 3309; RFC 1952, section 8), taken in pieces.
package struct CRC32: Sendable {
  private var register: UInt32 = 0xFFFF_FFFF

  package init() {}

  package var value: UInt32 { ~register }

  package static func of(_ bytes: [UInt8]) -> UInt32 {
    var sum = CRC32()
    sum.add(bytes[...])
    return sum.value
  }

  package mutating func add(_ bytes: ArraySlice<UInt8>) {
    let table = CRC32.table
    var sum = register
    // SAFETY: every address lies within the slice; the pointer is used within the closure only.
    unsafe bytes.withUnsafeBytes { bytes in
      var index = 0
      while index + 16 <= bytes.count {
        let low = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        let high = unsafe bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
          .littleEndian
        let first = low ^ UInt64(sum)
        sum = CRC32.fold(first, by: 8, table) ^ CRC32.fold(high, by: 0, table)
        index += 16
      }
      while index < bytes.count {
        sum = sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ (unsafe bytes[index]))]
        index += 1
      }
    }
    register = sum
  }

  /// What eight bytes leave behind, the lowest first, with `distance` more of the sixteen to come.
  @inline(__always)
  private static func fold(_ word: UInt64, by distance: Int, _ table: Store<UInt32>) -> UInt32 {
    var sum: UInt32 = 0
    for byte in 0..<8 {
      let value = Int(truncatingIfNeeded: word >> UInt64(8 * byte)) & 0xFF
      sum ^= table[(distance + 7 - byte) << 8 | value]
    }
    return sum
  }

  /// Row d: what a byte leaves behind after d more bytes of zero.
  private static let table: Store<UInt32> = {
    let table = Store<UInt32>.allocate(16 * 256, fill: 0)
    for byte in 0..<256 {
      var sum = UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
      table[byte] = sum
    }
    for index in 256..<16 * 256 {
      let before = table[index - 256]
      table[index] = before >> 8 ^ table[Int(before & 0xFF)]
    }
    return table
  }()
}
