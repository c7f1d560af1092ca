/// The grammar of numbers (RFC 8259, section 6).
enum JSONNumber {
  /// The byte after the number that begins at `start`; nil if none does.
  static func end(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int? {
    var position = start
    if bytes[position] == 0x2D { position += 1 }
    guard position < end, JSONBytes.isDigit(bytes[position]) else { return nil }
    position = bytes[position] == 0x30 ? position + 1 : digits(bytes, position, end)
    if position < end, bytes[position] == 0x2E {
      let fraction = digits(bytes, position + 1, end)
      guard fraction > position + 1 else { return nil }
      position = fraction
    }
    if position < end, bytes[position] | 0x20 == 0x65 {
      var power = position + 1
      if power < end, bytes[power] == 0x2B || bytes[power] == 0x2D { power += 1 }
      let last = digits(bytes, power, end)
      guard last > power else { return nil }
      position = last
    }
    return position
  }

  @inline(__always) private static func digits(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int {
    var position = start
    while position < end, JSONBytes.isDigit(bytes[position]) { position &+= 1 }
    return position
  }
}
