/// Writes XML in which text from outside is text and nothing else.
///
/// Element and attribute names are ours; every value goes through one escape. Characters that XML 1.0 forbids (section
/// 2.2), and those that a reader cannot see, appear as marks, such as `[U+202E]`.
package struct XMLText {
  package private(set) var bytes: [UInt8] = []

  package typealias Attributes = KeyValuePairs<StaticString, String>

  /// Begins a document.
  package init() { raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") }

  /// Begins a part of a document, to be put into another by `append`.
  package init(fragment: Void) {}

  package mutating func open(_ element: StaticString, _ attributes: Attributes = [:]) {
    begin(element, attributes)
    raw(">")
  }

  package mutating func empty(_ element: StaticString, _ attributes: Attributes = [:]) {
    begin(element, attributes)
    raw("/>")
  }

  package mutating func close(_ element: StaticString) {
    raw("</")
    raw(element)
    raw(">")
  }

  /// An element with text and nothing else.
  package mutating func element(
    _ element: StaticString, _ attributes: Attributes = [:], text value: String
  ) {
    open(element, attributes)
    text(value)
    close(element)
  }

  /// Escaped text, good between tags and in quoted attributes alike; line ends and tabs stay.
  package mutating func text(_ text: String) {
    for scalar in text.unicodeScalars { append(scalar) }
  }

  /// Markup of our own, as it stands.
  package mutating func raw(_ markup: StaticString) {
    bytes.append(contentsOf: markup.description.utf8)
  }

  package mutating func append(_ fragment: XMLText) {
    bytes.append(contentsOf: fragment.bytes)
  }

  /// Text that was escaped before.
  package mutating func append(markup: [UInt8]) {
    bytes.append(contentsOf: markup)
  }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func begin(_ element: StaticString, _ attributes: Attributes) {
    raw("<")
    raw(element)
    for (name, value) in attributes {
      raw(" ")
      raw(name)
      raw("=\"")
      text(value)
      raw("\"")
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "&": raw("&amp;")
    case "<": raw("&lt;")
    case ">": raw("&gt;")
    case "\"": raw("&quot;")
    // As references, so that no parser turns them into spaces or other line ends (2.11, 3.3.3).
    case "\n": raw("&#10;")
    case "\t": raw("&#9;")
    case _ where scalar.isUnseen: bytes.append(contentsOf: scalar.mark.utf8)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
