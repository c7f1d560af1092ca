import AuditKernels

/// Turns fields of `findings.csv` into cells.
struct FindingCells {
  private(set) var shared = SharedTexts()

  /// Rows of two lines, whatever is in them: programs that fit a million rows to their texts take minutes.
  static let frame = RowRewriter.Frame(
    rowStart: Array("<row ht=\"32\" customHeight=\"1\">".utf8), rowEnd: Array("</row>".utf8),
    numberStart: Array("<c s=\"\(CellStyle.count.rawValue)\"><v>".utf8),
    numberEnd: Array("</v></c>".utf8))

  /// The cell of a text, and whether it may come again.
  mutating func cell(of field: [UInt8], column: Int) -> (text: [UInt8], isKept: Bool) {
    let text = FindingCells.text(field)
    guard !text.isEmpty else { return (FindingCells.emptyCell, true) }
    let style = CellText.looksLikeFormula(text) ? CellStyle.quoted : .text
    let markup =
      CellText.isMarkup(text) ? text : CellText.markup(String(decoding: text, as: UTF8.self))
    guard let place = shared.place(of: markup, column: column) else {
      return (FindingCells.inlineStart[style == .quoted ? 1 : 0] + markup + inlineEnd, false)
    }
    return (Array("<c s=\"\(style.rawValue)\" t=\"s\"><v>\(place)</v></c>".utf8), true)
  }

  private static let emptyCell = Array("<c s=\"\(CellStyle.text.rawValue)\"/>".utf8)
  private static let inlineStart = [CellStyle.text, .quoted].map {
    Array("<c s=\"\($0.rawValue)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8)
  }
  private let inlineEnd = Array("</t></is></c>".utf8)

  /// The text of a quoted field, without the apostrophe that keeps CSV from being a formula (see `CSVWriter`).
  static func text(_ field: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(field.count)
    var isSecondQuote = false
    for byte in field.dropFirst().dropLast() {
      isSecondQuote = byte == 0x22 && !isSecondQuote
      if !isSecondQuote { text.append(byte) }
    }
    if text.first == 0x27 { text.removeFirst() }
    return text
  }
}
