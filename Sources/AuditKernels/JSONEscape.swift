/// Undoes the escapes of JSON strings (RFC 8259, section 7), and checks them.
enum JSONEscape {
  /// What is within a string between its quotes, once it was read to its end.
  struct Reading {
    /// Where it stopped: the closing quote, or what is wrong.
    var end: Int
    var isClosed = false
    var hasEscapes = false
    /// Half of a surrogate pair, written alone.
    var loneSurrogates = 0
    var hasNul = false
  }

  /// Appends the text of the string whose first byte within its quotes is at `start`, checking it on the way.
  ///
  /// A surrogate alone stays as it is written. Where the string is not closed, what was appended is of no use.
  static func undo(_ bytes: Bytes, _ start: Int, _ end: Int, to arena: ByteArena) -> Reading {
    var reading = Reading(end: start)
    let first = arena.count
    var room = arena.room(256)
    var output = first
    var position = start
    while position < end {
      if output &+ 64 > room.capacity { room = arena.room((output &- first) &* 2 &+ 4096) }
      // SAFETY: both have 16 bytes there: the text is padded, and more room was made.
      let found = unsafe JSONBytes.special(bytes.base + position)
      unsafe JSONBytes.copy(bytes.base + position, to: room.base + output)
      guard found != 0 else {
        position &+= 16
        output &+= 16
        continue
      }
      position &+= found.trailingZeroBitCount
      output &+= found.trailingZeroBitCount
      guard position < end else { break }
      let byte = bytes[position]
      if byte == JSONBytes.quote {
        reading.isClosed = true
        break
      }
      guard byte == JSONBytes.backslash, position &+ 1 < end else { break }
      reading.hasEscapes = true
      let letter = bytes[position &+ 1]
      if letter != 0x75 {
        guard let simple = simple(letter) else { break }
        room[output] = simple
        output &+= 1
        position &+= 2
        continue
      }
      guard let unit = unit(bytes, position &+ 2, end) else { break }
      if unit & 0xF800 != 0xD800 {
        if unit == 0 { reading.hasNul = true }
        output = write(unit, to: room, at: output)
        position &+= 6
      } else if let scalar = pair(bytes, position, end, first: unit) {
        output = write(scalar, to: room, at: output)
        position &+= 12
      } else {
        reading.loneSurrogates &+= 1
        for offset in 0..<6 { room[output &+ offset] = bytes[position &+ offset] }
        output &+= 6
        position &+= 6
      }
    }
    reading.end = min(position, end)
    if reading.isClosed { arena.claim(output &- first) }
    return reading
  }

  /// The text of a checked string's bytes; for names, where speed is no matter.
  static func undone(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(JSONBytes.backslash) else { return text }
    let (source, target) = (ByteArena(capacity: text.count), ByteArena(capacity: text.count))
    _ = source.append(text + [JSONBytes.quote])
    let whole = source.bytes(at: 0, count: text.count + 1)
    _ = undo(whole, 0, text.count + 1, to: target)
    return target.bytes(at: 0, count: target.count).array
  }

  /// The first quote or control character at or after a byte within a string; `end` if there is none.
  static func stop(_ bytes: Bytes, _ from: Int, _ end: Int) -> Int {
    var position = JSONBytes.plainEnd(bytes, from, end)
    while position < end, bytes[position] == JSONBytes.backslash {
      position = JSONBytes.plainEnd(bytes, min(end, position + 2), end)
    }
    return min(position, end)
  }

  /// The value of a hexadecimal digit.
  @inline(__always) static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte &- 0x30)
    case 0x41...0x46: UInt32(byte &- 0x37)
    case 0x61...0x66: UInt32(byte &- 0x57)
    default: nil
    }
  }

  @inline(__always) private static func simple(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x22, 0x5C, 0x2F: byte
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    default: nil
    }
  }

  /// Four hexadecimal digits.
  @inline(__always) private static func unit(_ bytes: Bytes, _ from: Int, _ end: Int) -> UInt32? {
    guard from &+ 4 <= end else { return nil }
    let word = UInt32(truncatingIfNeeded: bytes.word(at: from))
    // Bit 6 tells letters from digits; letters are made small.
    let letters = (word >> 6) & 0x0101_0101
    let digits = (word | letters << 5) &- (0x3030_3030 &+ letters &* 0x31)
    // What is past 9, or past f, sets the top bit of its byte; so does what was below.
    guard ((digits &+ 0x7676_7676 &+ letters << 2) | digits) & 0x8080_8080 == 0 else { return nil }
    let values = digits &+ letters &* 10
    return (values & 0xF) << 12 | (values >> 8 & 0xF) << 8 | (values >> 16 & 0xF) << 4
      | values >> 24
  }

  /// The scalar of a surrogate pair whose first half stands at `position`; nil if there is no second.
  @inline(__always) private static func pair(
    _ bytes: Bytes, _ position: Int, _ end: Int, first: UInt32
  ) -> UInt32? {
    guard first & 0xFC00 == 0xD800, position + 12 <= end,
      bytes[position + 6] == JSONBytes.backslash, bytes[position + 7] == 0x75,
      let second = unit(bytes, position + 8, end), second & 0xFC00 == 0xDC00
    else { return nil }
    return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
  }

  /// Writes a scalar that is no surrogate as UTF-8, and says where the next goes.
  @inline(__always) private static func write(
    _ scalar: UInt32, to room: Store<UInt8>, at index: Int
  ) -> Int {
    func put(_ offset: Int, _ value: UInt32) {
      room[index &+ offset] = UInt8(truncatingIfNeeded: value)
    }
    if scalar < 0x80 {
      put(0, scalar)
      return index &+ 1
    }
    if scalar < 0x800 {
      put(0, 0xC0 | scalar >> 6)
      put(1, 0x80 | scalar & 0x3F)
      return index &+ 2
    }
    if scalar < 0x10000 {
      put(0, 0xE0 | scalar >> 12)
      put(1, 0x80 | scalar >> 6 & 0x3F)
      put(2, 0x80 | scalar & 0x3F)
      return index &+ 3
    }
    put(0, 0xF0 | scalar >> 18)
    put(1, 0x80 | scalar >> 12 & 0x3F)
    put(2, 0x80 | scalar >> 6 & 0x3F)
    put(3, 0x80 | scalar & 0x3F)
    return index &+ 4
  }
}
