/// A start tag as it stands (production [40] and [44]), read with every check that is not about namespaces.
struct XMLTag {
  struct Attribute {
    var nameStart: Int
    var nameCount: Int
    var valueStart: Int
    var valueCount: Int
    /// The value is not what stands between the quotes: references or white space other than blanks.
    var needsCopy: Bool
  }

  /// The tag is libxml2's own output: nothing has to be checked again.
  let isTrusted: Bool
  private(set) var nameCount = 0
  private(set) var attributes: [Attribute] = []
  /// `<a/>`.
  private(set) var isEmpty = false

  init(isTrusted: Bool = false) { self.isTrusted = isTrusted }

  /// Reads the tag that begins at a `<`; where it ends, `XMLMarkup.outside` or `runsOut`.
  mutating func read(_ bytes: Bytes, _ start: Int) -> Int {
    attributes.removeAll(keepingCapacity: true)
    let after = XMLMarkup.name(bytes, start + 1)
    guard after >= 0 else { return after }
    nameCount = after - start - 1
    return readAttributes(bytes, after)
  }

  /// Reads what follows a tag's name.
  mutating func readAttributes(_ bytes: Bytes, _ start: Int) -> Int {
    attributes.removeAll(keepingCapacity: true)
    isEmpty = false
    var position = start
    while true {
      let next = XMLMarkup.skipSpace(bytes, position)
      guard next < bytes.count else { return XMLMarkup.runsOut }
      switch bytes[next] {
      case 0x3E: return finish(bytes, start, next + 1)
      case 0x2F:
        guard next + 1 < bytes.count else { return XMLMarkup.runsOut }
        guard bytes[next + 1] == 0x3E else { return XMLMarkup.outside }
        isEmpty = true
        return finish(bytes, start, next + 2)
      default:
        guard next > position, isTrusted || attributes.count < XMLMarkup.attributeLimit else {
          return XMLMarkup.outside
        }
        position = attribute(bytes, next)
        guard position >= 0 else { return position }
      }
    }
  }

  private mutating func attribute(_ bytes: Bytes, _ start: Int) -> Int {
    let nameEnd = XMLMarkup.name(bytes, start)
    guard nameEnd >= 0 else { return nameEnd }
    let equals = XMLMarkup.skipSpace(bytes, nameEnd)
    guard equals < bytes.count else { return XMLMarkup.runsOut }
    guard bytes[equals] == 0x3D else { return XMLMarkup.outside }
    let open = XMLMarkup.skipSpace(bytes, equals + 1)
    guard open < bytes.count else { return XMLMarkup.runsOut }
    let quote = bytes[open]
    guard quote == 0x22 || quote == 0x27 else { return XMLMarkup.outside }
    var position = open + 1
    var needsCopy = false
    while position < bytes.count, bytes[position] != quote {
      switch bytes[position] {
      case 0x3C: return XMLMarkup.outside
      case 0x26:
        let reference = XMLMarkup.reference(bytes, position)
        guard reference.end >= 0 else { return reference.end }
        needsCopy = true
        position = reference.end
      case 0..<0x20:
        needsCopy = true
        position &+= 1
      default: position &+= 1
      }
    }
    guard position < bytes.count else { return XMLMarkup.runsOut }
    let count = position - open - 1
    guard isTrusted || count <= XMLMarkup.pieceLimit else { return XMLMarkup.outside }
    attributes.append(
      Attribute(
        nameStart: start, nameCount: nameEnd - start, valueStart: open + 1, valueCount: count,
        needsCopy: needsCopy))
    return position + 1
  }

  /// `end` if characters are legal and no attribute stands twice, by its name as written or behind its prefix.
  private func finish(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int {
    guard !isTrusted else { return end }
    guard XMLCharacters.areLegal(bytes.slice(start, end - start)) else { return XMLMarkup.outside }
    for (index, attribute) in attributes.enumerated() {
      let local = localPart(attribute, bytes)
      for other in attributes[..<index] {
        let otherLocal = localPart(other, bytes)
        // Two that differ in their prefixes alone may be of one namespace; only one of them without is told apart.
        let areBothPrefixed =
          local.count < attribute.nameCount && otherLocal.count < other.nameCount
        if local.equals(otherLocal), areBothPrefixed || attribute.nameCount == other.nameCount {
          return XMLMarkup.outside
        }
      }
    }
    return end
  }

  private func localPart(_ attribute: Attribute, _ bytes: Bytes) -> Bytes {
    let name = bytes.slice(attribute.nameStart, attribute.nameCount)
    for index in 0..<name.count where name[index] == 0x3A {
      return name.slice(index + 1, name.count - index - 1)
    }
    return name
  }

  /// Appends an attribute's value as the standard has it (3.3.3): references resolved, white space become blanks.
  static func append(_ value: Bytes, to arena: ByteArena) {
    var position = 0
    while position < value.count {
      let byte = value[position]
      switch byte {
      case 0x26:
        let reference = XMLMarkup.reference(value, position)
        append(reference.scalar, to: arena)
        position = reference.end
        continue
      case 0x0D: break
      case 0x09, 0x0A: arena.append(byte: 0x20)
      default: arena.append(byte: byte)
      }
      position += 1
    }
  }

  /// Appends a character as UTF-8.
  static func append(_ scalar: UInt32, to arena: ByteArena) {
    if scalar < 0x80 { return arena.append(byte: UInt8(scalar)) }
    func part(_ shift: UInt32) -> UInt8 { UInt8(scalar >> shift & 0x3F | 0x80) }
    if scalar < 0x800 {
      arena.append(byte: UInt8(scalar >> 6 | 0xC0))
    } else if scalar < 0x10000 {
      arena.append(byte: UInt8(scalar >> 12 | 0xE0))
      arena.append(byte: part(6))
    } else {
      arena.append(byte: UInt8(scalar >> 18 | 0xF0))
      arena.append(byte: part(12))
      arena.append(byte: part(6))
    }
    arena.append(byte: part(0))
  }
}
