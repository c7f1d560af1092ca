/// Where an element of a list ends, byte by byte: the authority on it, and slow beside `JSONFramer`'s masks.
///
/// Quotes and brackets alone say it, so that a record that is wrong inside costs itself only. They are trusted as long as
/// they stand where RFC 8259 can have them: each string follows `{`, `[`, `,` or `:` and is followed by `,`, `:`, `]`
/// or `}`; each bracket opens after `:` in an object, after `[` or `,` in a list; each closes its own kind; no backslash
/// stands outside strings. (A quote too many turns the text outside strings into text inside and the other
/// way round: the next name then breaks one of these.) White space here is every byte up to a space.
enum JSONElement {
  enum End: Equatable {
    case end(Int)
    case needsMore
    /// Nobody knows where the element ends; what is wrong is at this byte or before.
    case broken(Int)
  }

  /// The end of the element that begins at `start`, a byte other than white space, `,` and `]`.
  static func end(_ bytes: Bytes, from start: Int) -> End {
    switch bytes[start] {
    case JSONBytes.openObject, JSONBytes.openArray: return container(bytes, start)
    case JSONBytes.quote:
      guard let end = stringEnd(bytes, start) else { return .needsMore }
      return .end(end)
    default: return word(bytes, start)
    }
  }

  /// A number or a word: up to white space or a byte that has a meaning outside strings.
  private static func word(_ bytes: Bytes, _ start: Int) -> End {
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case 0...0x20, JSONBytes.comma, JSONBytes.closeArray:
        return position > start ? .end(position) : .broken(position)
      case JSONBytes.quote, JSONBytes.backslash, JSONBytes.colon, JSONBytes.openObject,
        JSONBytes.openArray, JSONBytes.closeObject:
        return .broken(position)
      default: position += 1
      }
    }
    return .needsMore
  }

  /// After the closing quote; nil if it is not there yet.
  private static func stringEnd(_ bytes: Bytes, _ start: Int) -> Int? {
    var position = start + 1
    while position < bytes.count {
      switch bytes[position] {
      case JSONBytes.quote: return position + 1
      case JSONBytes.backslash: position += 2
      default: position += 1
      }
    }
    return nil
  }

  private static func container(_ bytes: Bytes, _ start: Int) -> End {
    /// Open brackets: whether each is a list, a bit each.
    var kinds = BitStack()
    var position = start
    var previous = JSONBytes.comma
    var isAfterString = false
    while position < bytes.count {
      let byte = bytes[position]
      guard byte > 0x20 else {
        position += 1
        continue
      }
      if isAfterString {
        switch byte {
        case JSONBytes.comma, JSONBytes.colon, JSONBytes.closeArray, JSONBytes.closeObject: break
        default: return .broken(position)
        }
        isAfterString = false
      }
      switch byte {
      case JSONBytes.quote:
        switch previous {
        case JSONBytes.comma, JSONBytes.colon, JSONBytes.openArray, JSONBytes.openObject: break
        default: return .broken(position)
        }
        guard let end = stringEnd(bytes, position) else { return .needsMore }
        position = end
        isAfterString = true
        previous = byte
        continue
      case JSONBytes.backslash: return .broken(position)
      case JSONBytes.openObject, JSONBytes.openArray:
        if let isList = kinds.last {
          let isPlaced =
            isList
            ? previous == JSONBytes.openArray || previous == JSONBytes.comma
            : previous == JSONBytes.colon
          guard isPlaced else { return .broken(position) }
        }
        kinds.push(byte == JSONBytes.openArray)
      case JSONBytes.closeObject, JSONBytes.closeArray:
        guard kinds.pop() == (byte == JSONBytes.closeArray) else { return .broken(position) }
        if kinds.last == nil { return .end(position + 1) }
      default: break
      }
      previous = byte
      position += 1
    }
    return .needsMore
  }
}

/// Bits, the last one in first out.
struct BitStack {
  private var words: [UInt64] = []
  private(set) var count = 0

  var last: Bool? {
    count == 0 ? nil : words[(count - 1) / 64] >> UInt64((count - 1) % 64) & 1 == 1
  }

  mutating func push(_ bit: Bool) {
    if count / 64 == words.count { words.append(0) }
    let mask: UInt64 = 1 << UInt64(count % 64)
    words[count / 64] = bit ? words[count / 64] | mask : words[count / 64] & ~mask
    count += 1
  }

  mutating func pop() -> Bool? {
    defer { if count > 0 { count -= 1 } }
    return last
  }
}
