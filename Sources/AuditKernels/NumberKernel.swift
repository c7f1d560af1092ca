/// How a number is written, after Table Schema's `number` and `integer`.
package struct NumberFormat: Hashable, Sendable {
  package var decimalMark: UInt8
  /// Removed wherever it stands between digits; nil when there is none.
  package var groupMark: UInt8?
  /// False lets text surround the number (`95 %`, `€95`), as `bareNumber: false` says.
  package var isBare: Bool
  package var isInteger: Bool
  /// A leading plus, an exponent, and a point without digits on one side.
  package var isLenient: Bool

  package init(
    decimalMark: UInt8 = 0x2E, groupMark: UInt8? = nil, isBare: Bool = true,
    isInteger: Bool = false,
    isLenient: Bool = true
  ) {
    self.decimalMark = decimalMark
    self.groupMark = groupMark
    self.isBare = isBare
    self.isInteger = isInteger
    self.isLenient = isLenient
  }

  /// `-?[0-9]+(\.[0-9]+)?` and nothing else: what the function `number` reads.
  package static let plain = NumberFormat(isLenient: false)

  /// Table Schema's defaults.
  package static let number = NumberFormat()
  package static let integer = NumberFormat(isInteger: true)
}

extension NumberFormat {
  /// Whether a text is written as such a number, however many digits it needs: `1e20`.
  package func isWritten(_ text: [UInt8]) -> Bool {
    // As the same text in zeros is, which fits whatever its length and exponent are.
    let zeros = text.map { $0 &- 0x30 < 10 ? 0x30 : $0 }
    let arena = ByteArena(capacity: zeros.count)
    _ = arena.append(zeros)
    var scale: UInt8 = 0
    return withExtendedLifetime(arena) {
      NumberKernel.parse(arena.bytes(at: 0, count: zeros.count), self, scale: &scale) != absent
    }
  }

  /// Whether infinity and what is no number are values (Table Schema, `number`): they are of the type, and no decimal.
  var hasSpecialValues: Bool { isLenient && !isInteger }
}

enum NumberKernel {
  /// Whether a text is `INF`, `-INF` or `NaN`.
  static func isSpecial(_ text: Bytes) -> Bool {
    let isNegative = text.count == 4 && text[0] == 0x2D
    guard text.count == 3 || isNegative else { return false }
    let (first, second, third) =
      isNegative ? (text[1], text[2], text[3]) : (text[0], text[1], text[2])
    switch (first, second, third) {
    case (0x49, 0x4E, 0x46): return true
    case (0x4E, 0x61, 0x4E): return !isNegative
    default: return false
    }
  }

  /// The coefficient, or `absent` when the text is no such number or has over 18 significant digits.
  @inline(__always) static func parse(
    _ text: Bytes, _ format: NumberFormat, scale: inout UInt8
  ) -> Int64 {
    if text.count <= 8, text.count > 0 {
      let digits = wholeNumber(text)
      if digits >= 0 { return digits }
    }
    return general(text, format, scale: &scale)
  }

  /// The number that one to eight digits are, in every format; -1 for anything else.
  @inline(__always) private static func wholeNumber(_ text: Bytes) -> Int64 {
    // The first digit in the lowest byte, zeros in front of it: 12 is read as 00000012.
    let shift = UInt64(64 &- 8 &* text.count)
    let word =
      shift == 0
      ? text.word(at: 0) : text.word(at: 0) << shift | 0x3030_3030_3030_3030 >> (64 &- shift)
    guard (word & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030,
      ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) == 0x3030_3030_3030_3030
    else { return -1 }
    // Pairs, then fours, then all eight, each step by one multiplication.
    let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
    let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
    let value = ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
    return Int64(truncatingIfNeeded: value)
  }

  private static func general(
    _ text: Bytes, _ format: NumberFormat, scale: inout UInt8
  ) -> Int64 {
    var start = 0
    var end = text.count
    if !format.isBare { (start, end) = stripped(text, format) }
    var isNegative = false
    if start < end, text[start] == 0x2D {
      isNegative = true
      start += 1
    } else if format.isLenient, start < end, text[start] == 0x2B {
      start += 1
    }
    var value: Int64 = 0
    var digitCount = 0
    var fractionDigits = 0
    var fractionZeros = 0
    var seesPoint = false
    var lastIsDigit = false
    var position = start
    loop: while position < end {
      let byte = text[position]
      let digit = byte &- 0x30
      if digit < 10 {
        digitCount += 1
        lastIsDigit = true
        if seesPoint, digit == 0 {
          // Zeros at the end of the fraction change nothing: they are taken in only when a digit follows.
          fractionZeros += 1
        } else {
          let shift = seesPoint ? fractionZeros + 1 : 1
          for _ in 0..<shift {
            guard value < 100_000_000_000_000_000 else { return absent }
            value *= 10
          }
          if seesPoint {
            fractionDigits += shift
            fractionZeros = 0
          }
          value += Int64(digit)
        }
      } else if byte == format.decimalMark, !seesPoint, !format.isInteger,
        lastIsDigit || (format.isLenient && digitCount == 0)
      {
        seesPoint = true
        lastIsDigit = false
      } else if let mark = format.groupMark, byte == mark, lastIsDigit, !seesPoint,
        position + 1 < end
      {
        lastIsDigit = false
      } else {
        break loop
      }
      position += 1
    }
    guard digitCount > 0, lastIsDigit || (seesPoint && format.isLenient) else { return absent }
    if position < end {
      guard format.isLenient, !format.isInteger, text[position] | 0x20 == 0x65,
        let exponent = exponent(text, position + 1, end)
      else { return absent }
      guard apply(exponent, to: &value, fractionDigits: &fractionDigits) else { return absent }
    }
    guard fractionDigits <= 18 else { return absent }
    scale = UInt8(fractionDigits)
    return isNegative ? -value : value
  }

  private static func exponent(_ text: Bytes, _ from: Int, _ end: Int) -> Int? {
    var position = from
    var isNegative = false
    if position < end, text[position] == 0x2D || text[position] == 0x2B {
      isNegative = text[position] == 0x2D
      position += 1
    }
    guard position < end else { return nil }
    var value = 0
    while position < end {
      let digit = text[position] &- 0x30
      guard digit < 10 else { return nil }
      value = min(9999, value * 10 + Int(digit))
      position += 1
    }
    return isNegative ? -value : value
  }

  private static func apply(_ exponent: Int, to value: inout Int64, fractionDigits: inout Int)
    -> Bool
  {
    guard value != 0 else {
      fractionDigits = 0
      return true
    }
    fractionDigits -= exponent
    while fractionDigits > 18, value % 10 == 0 {
      value /= 10
      fractionDigits -= 1
    }
    while fractionDigits < 0 {
      guard value < 100_000_000_000_000_000 else { return false }
      value *= 10
      fractionDigits += 1
    }
    return fractionDigits <= 18
  }

  /// Without what stands before the first sign or digit and after the last digit.
  private static func stripped(_ text: Bytes, _ format: NumberFormat) -> (Int, Int) {
    var start = 0
    var end = text.count
    func isDigit(_ index: Int) -> Bool { text[index] &- 0x30 < 10 }
    while start < end, !isDigit(start) {
      if text[start] == 0x2D || text[start] == 0x2B, start + 1 < end, isDigit(start + 1) { break }
      start += 1
    }
    while end > start, !isDigit(end - 1) { end -= 1 }
    return (start, end)
  }
}
