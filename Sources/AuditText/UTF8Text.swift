/// Steps through UTF-8 bytes without making a `String` of them (RFC 3629; Unicode, table 3-7).
package enum UTF8Text {
  /// The scalar that begins at `index` and the number of its bytes; nil if they are not well-formed.
  ///
  /// `index` lies inside the slice. Overlong forms, surrogates and what is past U+10FFFF are
  /// refused.
  @inline(__always)
  static func scalar(
    in bytes: ArraySlice<UInt8>, at index: Int
  ) -> (value: UInt32, length: Int)? {
    let lead = bytes[index]
    guard lead >= 0x80 else { return (UInt32(lead), 1) }
    return multibyteScalar(in: bytes, at: index, lead: lead)
  }

  private static func multibyteScalar(
    in bytes: ArraySlice<UInt8>, at index: Int, lead: UInt8
  ) -> (value: UInt32, length: Int)? {
    let length: Int
    var secondByte: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, secondByte) = (3, 0xA0...0xBF)
    case 0xED: (length, secondByte) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, secondByte) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, secondByte) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= bytes.endIndex, secondByte.contains(bytes[index + 1]) else {
      return nil
    }
    var value = UInt32(lead & (0x7F >> UInt8(length)))
    for offset in 1..<length {
      let byte = bytes[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }

  /// The scalars of a text, or nil if it is not well-formed UTF-8.
  package static func scalars(of bytes: [UInt8]) -> [UInt32]? {
    var result: [UInt32] = []
    result.reserveCapacity(bytes.count)
    let slice = bytes[...]
    var index = 0
    while index < bytes.count {
      guard let (value, length) = scalar(in: slice, at: index) else { return nil }
      result.append(value)
      index += length
    }
    return result
  }

  static func bytes(of scalars: [UInt32]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(scalars.count * 2)
    for scalar in scalars { append(scalar, to: &result) }
    return result
  }

  /// Appends the one to four bytes of a scalar.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case ..<0x80:
      bytes.append(UInt8(scalar))
    case ..<0x800:
      bytes.append(0xC0 | UInt8(scalar >> 6))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    case ..<0x1_0000:
      bytes.append(0xE0 | UInt8(scalar >> 12))
      bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    default:
      bytes.append(0xF0 | UInt8(scalar >> 18))
      bytes.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    }
  }

  /// Appends a number in capital hexadecimal digits, without leading zeros.
  static func appendHex(_ number: UInt32, to bytes: inout [UInt8]) {
    var shift: UInt32 = 28
    while shift > 0, number >> shift == 0 { shift -= 4 }
    while true {
      let digit = UInt8(number >> shift & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
      guard shift > 0 else { return }
      shift -= 4
    }
  }
}
