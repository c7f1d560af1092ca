internal import AuditText

/// The encoding that an XML document names in its first line (XML 1.0, 2.8 and 4.3.3).
enum XMLDeclaration {
  /// Nil if there is no declaration, or it names none that is known here, or one in which it could not be read.
  static func encoding(in head: [UInt8]) -> TextEncoding? {
    guard head.starts(with: Array("<?xml".utf8)), let end = head.firstIndex(of: 0x3E) else {
      return nil
    }
    let line = String(decoding: head[..<min(end, 200)], as: UTF8.self)
    let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "=" }
    guard let place = words.firstIndex(of: "encoding"), place + 1 < words.count else { return nil }
    let name = words[place + 1].filter { $0 != "\"" && $0 != "'" && $0 != "?" }
    return TextEncoding(name: String(name)).flatMap { $0.isUTF16 ? nil : $0 }
  }
}
