/// Reads single pieces of XML's markup, byte by byte, as far as the plain subset goes.
///
/// Each function returns where the piece ends, `outside` for what the subset does not have - or what is not
/// well-formed, which is libxml2's to say - or `runsOut` when the bytes end first.
enum XMLMarkup {
  static let outside = -1
  static let runsOut = -2

  /// Libxml2 refuses pieces of 10,000,000 bytes and names of 50,000 by itself: such documents are its.
  static let pieceLimit = 1 << 20
  static let nameLimit = 60_000
  static let attributeLimit = 64

  @inline(__always) static func skipSpace(_ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    while position < bytes.count, XMLCharacters.isSpace(bytes[position]) { position &+= 1 }
    return position
  }

  /// Whether the text stands at a position; nil when the bytes end within what could become it.
  static func has(_ text: StaticString, _ bytes: Bytes, _ start: Int) -> Bool? {
    // SAFETY: a static string's bytes are there for good.
    let wanted = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    for index in 0..<wanted.count {
      guard start + index < bytes.count else { return nil }
      if unsafe bytes[start + index] != wanted[index] { return false }
    }
    return true
  }

  /// The end of a name that begins at a position: before the first byte that cannot be in one.
  static func name(_ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    while position < bytes.count, XMLCharacters.mayBeInName(bytes[position]) { position &+= 1 }
    if position >= bytes.count { return runsOut }
    let count = position - start
    return count > 0 && count <= nameLimit ? position : outside
  }

  /// `<!--` … `-->`, production [15]: no `--` within.
  static func comment(_ bytes: Bytes, _ start: Int) -> Int {
    let dashes = find(0x2D, 0x2D, bytes, start + 4)
    guard dashes >= 0 else { return dashes }
    guard dashes + 2 < bytes.count else { return runsOut }
    guard bytes[dashes + 2] == 0x3E else { return outside }
    return checked(bytes, start + 4, dashes, end: dashes + 3)
  }

  /// `<?` … `?>`, production [16]; targets that begin with `xml` say something about the document and are not taken.
  static func instruction(_ bytes: Bytes, _ start: Int) -> Int {
    let target = name(bytes, start + 2)
    guard target >= 0 else { return target }
    let raw = bytes.slice(start + 2, target - start - 2)
    guard XMLCharacters.isQualifiedName(raw), !raw.array.contains(0x3A), !isReserved(raw) else {
      return outside
    }
    let close = find(0x3F, 0x3E, bytes, target)
    guard close >= 0 else { return close }
    guard close == target || XMLCharacters.isSpace(bytes[target]) else { return outside }
    return checked(bytes, target, close, end: close + 2)
  }

  private static func isReserved(_ target: Bytes) -> Bool {
    target.count >= 3 && target[0] | 0x20 == 0x78 && target[1] | 0x20 == 0x6D
      && target[2] | 0x20 == 0x6C
  }

  /// `<![CDATA[` … `]]>`, production [18].
  static func section(_ bytes: Bytes, _ start: Int) -> Int {
    var position = start + 9
    while true {
      let close = find(0x5D, 0x5D, bytes, position)
      guard close >= 0 else { return close }
      guard close + 2 < bytes.count else { return runsOut }
      if bytes[close + 2] == 0x3E { return checked(bytes, start + 9, close, end: close + 3) }
      position = close + 1
    }
  }

  /// `end` if the piece's inside is of legal characters.
  private static func checked(_ bytes: Bytes, _ from: Int, _ to: Int, end: Int) -> Int {
    guard to - from <= pieceLimit else { return outside }
    return XMLCharacters.areLegal(bytes.slice(from, to - from)) ? end : outside
  }

  /// Where two bytes stand next to each other.
  static func find(_ first: UInt8, _ second: UInt8, _ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    while position < bytes.count {
      let rest = bytes.count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      // SAFETY: bytes are padded, and the surplus is masked out.
      var found = unsafe ByteBlock(bytes.base + position).equal(first) & valid
      while found != 0 {
        let at = position + found.trailingZeroBitCount
        guard at + 1 < bytes.count else { return runsOut }
        if bytes[at + 1] == second { return at }
        found &= found &- 1
      }
      position += 64
    }
    return runsOut
  }

  /// `&` … `;`: the five entities that XML has by itself, and characters by number, productions [66] and [68].
  ///
  /// `end` is negative for any other.
  static func reference(_ bytes: Bytes, _ start: Int) -> (scalar: UInt32, end: Int) {
    var position = start + 1
    while position < bytes.count, bytes[position] != 0x3B, position - start < 32 { position += 1 }
    guard position < bytes.count else { return (0, runsOut) }
    guard bytes[position] == 0x3B else { return (0, outside) }
    let inner = bytes.slice(start + 1, position - start - 1)
    let scalar = inner.count > 0 && inner[0] == 0x23 ? number(inner) : entity(inner)
    guard let scalar, XMLCharacters.isLegal(scalar) else { return (0, outside) }
    return (scalar, position + 1)
  }

  private static func entity(_ name: Bytes) -> UInt32? {
    switch name.array {
    case [0x6C, 0x74]: 0x3C
    case [0x67, 0x74]: 0x3E
    case [0x61, 0x6D, 0x70]: 0x26
    case [0x71, 0x75, 0x6F, 0x74]: 0x22
    case [0x61, 0x70, 0x6F, 0x73]: 0x27
    default: nil
    }
  }

  private static func number(_ text: Bytes) -> UInt32? {
    let isHex = text.count > 1 && text[1] == 0x78
    let first = isHex ? 2 : 1
    guard text.count > first else { return nil }
    var value: UInt32 = 0
    for index in first..<text.count {
      let digit: UInt32
      switch text[index] {
      case 0x30...0x39: digit = UInt32(text[index]) - 0x30
      case 0x41...0x46 where isHex: digit = UInt32(text[index]) - 0x37
      case 0x61...0x66 where isHex: digit = UInt32(text[index]) - 0x57
      default: return nil
      }
      value = value * (isHex ? 16 : 10) + digit
      guard value <= 0x10FFFF else { return nil }
    }
    return value
  }
}
