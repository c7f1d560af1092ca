/// Undoes the escapes of JSON strings (RFC 8259, section 7).
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

  /// Reads on from the first byte that is not plain, and checks each escape.
  ///
  /// `from`: what `JSONBytes.plainEnd` found.
  static func read(_ bytes: Bytes, _ from: Int, _ end: Int) -> Reading {
    var reading = Reading(end: from)
    var position = from
    while position < end {
      let byte = bytes[position]
      if byte == JSONBytes.quote {
        reading.isClosed = true
        break
      }
      guard byte == JSONBytes.backslash, position + 1 < end else { break }
      reading.hasEscapes = true
      guard bytes[position + 1] == 0x75 else {
        guard simple(bytes[position + 1]) != nil else { break }
        position = JSONBytes.plainEnd(bytes, position + 2, end)
        continue
      }
      guard let unit = unit(bytes, position + 2, end) else { break }
      if unit == 0 { reading.hasNul = true }
      if let _ = pair(bytes, position, end, first: unit) {
        position += 12
      } else {
        if unit & 0xF800 == 0xD800 { reading.loneSurrogates += 1 }
        position += 6
      }
      position = JSONBytes.plainEnd(bytes, position, end)
    }
    reading.end = position
    return reading
  }

  /// Appends a checked string's text; a surrogate alone stays as it is written.
  ///
  /// Returns how many bytes that took.
  static func append(_ bytes: Bytes, _ start: Int, _ end: Int, to arena: ByteArena) -> Int {
    // No escape is shorter than what it stands for.
    let room = arena.room(end - start)
    let first = arena.count
    var output = first
    var position = start
    while position < end {
      let stop = JSONBytes.plainEnd(bytes, position, end)
      while position < stop {
        room[output] = bytes[position]
        output &+= 1
        position &+= 1
      }
      guard position < end else { break }
      // A raw quote or control character within a checked string's range is its end: there is none.
      var scalar: UInt32
      if bytes[position + 1] == 0x75 {
        scalar = unit(bytes, position + 2, end) ?? 0
        if let second = pair(bytes, position, end, first: scalar) {
          scalar = second
          position &+= 12
        } else if scalar & 0xF800 == 0xD800 {
          for index in position..<position + 6 {
            room[output] = bytes[index]
            output &+= 1
          }
          position &+= 6
          continue
        } else {
          position &+= 6
        }
      } else {
        scalar = UInt32(simple(bytes[position + 1]) ?? 0)
        position &+= 2
      }
      output = write(scalar, to: room, at: output)
    }
    arena.claim(output - first)
    return output - first
  }

  /// The text of a checked string's bytes; for names, where speed is no matter.
  static func undone(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(JSONBytes.backslash) else { return text }
    let (source, target) = (ByteArena(capacity: text.count), ByteArena(capacity: text.count))
    _ = source.append(text)
    let count = append(
      source.bytes(at: 0, count: text.count), 0, text.count, to: target)
    return target.bytes(at: 0, count: count).array
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
    guard from + 4 <= end else { return nil }
    var value: UInt32 = 0
    for index in from..<from + 4 {
      guard let digit = digit(bytes[index]) else { return nil }
      value = value << 4 | digit
    }
    return value
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
