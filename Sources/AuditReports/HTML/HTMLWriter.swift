/// Writes HTML in which text from outside is text and nothing else.
///
/// Tags and attribute names are ours; every value goes through one escape. Characters that a reader
/// cannot see or that turn the direction of writing are shown as marks, such as `[U+202E]`.
struct HTMLWriter {
  private(set) var bytes: [UInt8] = []

  typealias Attributes = KeyValuePairs<String, String>

  mutating func open(_ tag: StaticString, _ attributes: Attributes = [:]) {
    raw("<")
    raw(tag)
    for (name, value) in attributes {
      bytes.append(0x20)
      bytes.append(contentsOf: name.utf8)
      raw("=\"")
      text(value)
      raw("\"")
    }
    raw(">")
  }

  mutating func close(_ tag: StaticString) {
    raw("</")
    raw(tag)
    raw(">")
  }

  /// Markup of our own, as it stands.
  mutating func raw(_ markup: StaticString) {
    bytes.append(contentsOf: markup.description.utf8)
  }

  /// A style sheet of our own, as it stands.
  mutating func raw(styleSheet: [UInt8]) {
    bytes.append(contentsOf: styleSheet)
  }

  /// Escaped text, good between tags and in quoted attributes alike.
  mutating func text(_ text: String, keepingLines: Bool = false) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": raw("&amp;")
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "\"": raw("&quot;")
      case "'": raw("&#39;")
      case "\n" where keepingLines: bytes.append(0x0A)
      case _ where scalar.isUnseen: bytes.append(contentsOf: scalar.mark.utf8)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
