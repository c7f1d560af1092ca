import AuditModel

/// A page of HTML while it is written: its language, its numbers, and the bytes so far.
protocol HTMLPage {
  var html: HTMLWriter { get set }
  var language: Language { get }
  var numbers: ReportNumbers { get }
}

extension HTMLPage {
  typealias Attributes = HTMLWriter.Attributes

  /// The one of two texts of our own that is in the report's language.
  func say(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }

  mutating func element(
    _ tag: StaticString, _ attributes: Attributes = [:], _ body: (inout Self) -> Void
  ) {
    html.open(tag, attributes)
    body(&self)
    html.close(tag)
  }

  mutating func element(_ tag: StaticString, _ text: String) {
    element(tag, [:], text)
  }

  mutating func element(_ tag: StaticString, _ attributes: Attributes, _ text: String) {
    html.open(tag, attributes)
    html.text(text)
    html.close(tag)
  }

  /// Text that may be long, cut at a number of characters, and the cut told.
  func clipped(_ text: String, _ limit: Int = ReportBounds.title) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    let rest = numbers.count(scalars[end...].count)
    return String(scalars[..<end]) + say("… [cắt bớt \(rest) ký tự]", "… [\(rest) characters cut]")
  }

  func clipped(_ text: LocalizedText, _ limit: Int = ReportBounds.title) -> String {
    clipped(text[language], limit)
  }

  /// Whether a section that ends at `bound` bytes has room for one more entry.
  func hasRoom(until bound: Int) -> Bool {
    html.bytes.count < bound
  }

  /// A section with a heading that the table of contents links to.
  mutating func section(_ id: String, _ title: String, _ body: (inout Self) -> Void) {
    element("section", ["id": id, "aria-labelledby": "\(id)-title"]) { page in
      page.element("h2", ["id": "\(id)-title"], title)
      body(&page)
    }
  }
}
