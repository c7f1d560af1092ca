/// The XML declaration, `<?xml … ?>` (production [23]).
package enum XMLPrologue {
  /// Whether what stands between `<?xml` and `?>` says version 1.0, some encoding or none, and `standalone` as it may.
  ///
  /// Which encoding does not matter: the bytes are UTF-8 by the time they come here.
  static func isPlain(_ text: [UInt8]) -> Bool {
    guard let pairs = pairs(text), pairs.count >= 1, pairs.count <= 3,
      pairs[0] == ("version", "1.0")
    else { return false }
    var rest = pairs.dropFirst()
    if let first = rest.first, first.name == "encoding" {
      guard isEncodingName(first.value) else { return false }
      rest = rest.dropFirst()
    }
    guard let last = rest.first else { return true }
    return rest.count == 1 && last.name == "standalone" && ["yes", "no"].contains(last.value)
  }

  /// `EncName`, production [81].
  private static func isEncodingName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x41...0x5A).contains(first & 0xDF) else { return false }
    return name.utf8.allSatisfy { byte in
      (0x41...0x5A).contains(byte & 0xDF) && byte > 0x40 || (0x30...0x39).contains(byte)
        || [0x2E, 0x5F, 0x2D].contains(byte)
    }
  }

  /// The encoding that the beginning of a document declares; nil if it declares none.
  package static func encoding(of head: [UInt8]) -> String? {
    var text = head[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    guard text.starts(with: "<?xml".utf8) else { return nil }
    let inner = text.dropFirst(5).prefix(1000)
    guard let end = inner.firstIndex(of: 0x3F), let pairs = pairs(Array(inner[..<end])) else {
      return nil
    }
    return pairs.first { $0.name == "encoding" }?.value
  }

  /// ` name="value"` again and again, ASCII throughout; nil for anything else.
  private static func pairs(_ text: [UInt8]) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    var rest = text[...]
    while true {
      let spaces = rest.prefix { XMLCharacters.isSpace($0) }
      rest = rest.dropFirst(spaces.count)
      guard !rest.isEmpty else { return pairs }
      guard !spaces.isEmpty else { return nil }
      let name = rest.prefix { (0x61...0x7A).contains($0) }
      rest = rest.dropFirst(name.count).drop { XMLCharacters.isSpace($0) }
      guard !name.isEmpty, rest.first == 0x3D else { return nil }
      rest = rest.dropFirst().drop { XMLCharacters.isSpace($0) }
      guard let quote = rest.first, quote == 0x22 || quote == 0x27 else { return nil }
      let value = rest.dropFirst().prefix { $0 != quote }
      rest = rest.dropFirst(value.count + 1)
      guard rest.first == quote, value.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        return nil
      }
      rest = rest.dropFirst()
      pairs.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }
}
