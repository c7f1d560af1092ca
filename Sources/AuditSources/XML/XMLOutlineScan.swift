/// Goes through the plain XML that `XMLEventReader` writes, tag by tag; it may end anywhere.
struct XMLOutlineScan {
  enum Event {
    /// The tag's attributes in order, values with their references; `xml:nil` is none.
    case start(name: [UInt8], attributes: [Attribute])
    case end
    /// Text that is more than white space.
    case text
  }

  struct Attribute {
    var name: [UInt8]
    var value: [UInt8]
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next event; nil at the end, or where a tag is cut.
  mutating func next() -> Event? {
    while position < bytes.count {
      guard bytes[position] == 0x3C else {
        let end = bytes[position...].firstIndex(of: 0x3C) ?? bytes.count
        let isBlank = bytes[position..<end].allSatisfy { [0x20, 0x0A, 0x09, 0x0D].contains($0) }
        position = end
        if isBlank { continue }
        return .text
      }
      // The writer escapes `>` wherever it does not end a tag.
      guard let close = bytes[position...].firstIndex(of: 0x3E) else { return nil }
      let inner = bytes[(position + 1)..<close]
      position = close + 1
      if inner.first == 0x2F { return .end }
      let name = inner.prefix { $0 != 0x20 }
      return .start(name: Array(name), attributes: attributes(inner.dropFirst(name.count)))
    }
    return nil
  }

  /// Names out of ` a="…" b="…"`; quotes within values are escaped.
  private func attributes(_ text: ArraySlice<UInt8>) -> [Attribute] {
    var attributes: [Attribute] = []
    var rest = text
    while rest.first == 0x20 {
      let name = rest.dropFirst().prefix { $0 != 0x3D }
      let value = rest.dropFirst(name.count + 3).prefix { $0 != 0x22 }
      rest = rest.dropFirst(name.count + value.count + 4)
      if !name.elementsEqual("xml:nil".utf8) {
        attributes.append(Attribute(name: Array(name), value: Array(value)))
      }
    }
    return attributes
  }
}
