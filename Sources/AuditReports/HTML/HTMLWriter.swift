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

extension Unicode.Scalar {
  /// Controls, marks of direction, characters without width, and what is no character at all.
  fileprivate var isUnseen: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F: true
    case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true
    case 0xFDD0...0xFDEF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  fileprivate var mark: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "[U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "]"
  }
}
