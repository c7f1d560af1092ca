import AuditModel

/// A sheet of a workbook that is made as a whole: rows of cells, one below the other.
///
/// No cell is ever a formula: text is an inline string, whatever it begins with.
struct Sheet {
  let name: String
  /// In characters of the font, from the first column on.
  let widths: [Int]
  /// Rows that stay in sight, and on each printed page.
  private(set) var frozenRows = 0
  private(set) var rowCount = 0
  private var rows = XMLText(fragment: ())
  private var merged: [String] = []
  private var validations: [Validation] = []
  private var filter: String?

  struct Validation {
    enum Form {
      /// One of these words.
      case list([String])
      /// A day from the one given on.
      case date(from: CivilDate)
    }

    let range: String
    let form: Form
    let title: String
    let message: String
  }

  init(_ name: String, widths: [Int]) {
    self.name = name
    self.widths = widths
  }

  /// A row as high as given in points, or as its texts need; a program may make it higher when somebody edits it.
  mutating func row(_ cells: [SheetCell], height: Int? = nil) {
    rowCount += 1
    let points = height ?? min(Sheet.highest, 2 + Sheet.linePoints * lineCount(of: cells))
    rows.open("row", ["r": String(rowCount), "ht": String(points)])
    for (column, cell) in cells.enumerated() {
      append(cell, Sheet.reference(column, rowCount))
    }
    rows.close("row")
  }

  /// A row of one cell as wide as the sheet.
  mutating func wideRow(_ text: String, _ style: CellStyle, lines: Int = 1) {
    let height = style == .title ? 24 : style == .heading ? 22 : 16 * lines
    row([.text(text, style)], height: height)
    merged.append("\(Sheet.reference(0, rowCount)):\(Sheet.reference(widths.count - 1, rowCount))")
  }

  /// A row of titles.
  mutating func header(_ titles: [String], isFrozen: Bool = false) {
    row(titles.map { .text($0, .header) }, height: 34)
    if isFrozen { frozenRows = rowCount }
  }

  /// Lets the rows from the frozen header on be filtered.
  mutating func addFilter() {
    filter =
      "\(Sheet.reference(0, frozenRows)):\(Sheet.reference(widths.count - 1, rowCount))"
  }

  mutating func add(_ validation: Validation) { validations.append(validation) }

  /// The rows alone.
  var rowBytes: [UInt8] { rows.bytes }

  /// The part of the workbook.
  var bytes: [UInt8] {
    var xml = SheetFrame.head(widths: widths, frozenRows: frozenRows)
    xml.append(rows)
    SheetFrame.appendEnd(
      to: &xml, filter: filter, merged: merged, validations: validations)
    return xml.bytes
  }

  /// `B7`; both from the upper left, the column from 0, the row from 1.
  static func reference(_ column: Int, _ row: Int) -> String {
    var (name, rest) = ("", column + 1)
    while rest > 0 {
      name = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + name
      rest = (rest - 1) / 26
    }
    return name + String(row)
  }

  private static let linePoints = 14
  /// What Excel takes.
  private static let highest = 409

  /// Lines of the longest text, as wide as its column: programs differ in whether they find that out themselves.
  private func lineCount(of cells: [SheetCell]) -> Int {
    var most = 1
    for (cell, width) in zip(cells, widths) {
      guard case .text(let text, _) = cell else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) {
        $0 + max(1, ($1.unicodeScalars.count + width - 1) / width)
      }
      most = max(most, lines)
    }
    return most
  }

  private mutating func append(_ cell: SheetCell, _ place: String) {
    switch cell {
    case .empty(let style):
      rows.empty("c", ["r": place, "s": String(style.rawValue)])
    case .text(let text, let style):
      let isQuoted = style == .text && CellText.looksLikeFormula(text.utf8)
      let shown = isQuoted ? CellStyle.quoted : style
      rows.open("c", ["r": place, "s": String(shown.rawValue), "t": "inlineStr"])
      rows.raw("<is><t xml:space=\"preserve\">")
      rows.append(markup: CellText.markup(text))
      rows.raw("</t></is></c>")
    case .count(let number): appendNumber(String(number), .count, place)
    case .share(let basisPoints): appendNumber(Sheet.decimal(basisPoints), .percent, place)
    case .date(let date, let style): appendNumber(String(date.sheetNumber), style, place)
    }
  }

  private mutating func appendNumber(_ text: String, _ style: CellStyle, _ place: String) {
    rows.open("c", ["r": place, "s": String(style.rawValue)])
    rows.element("v", text: text)
    rows.close("c")
  }

  /// Hundredths of a percent as a number: 9735 is `0.9735`.
  static func decimal(_ basisPoints: Int) -> String {
    let fraction = String(basisPoints % 10_000)
    return "\(basisPoints / 10_000)."
      + String(repeating: "0", count: 4 - fraction.utf8.count) + fraction
  }
}

/// What stands in a cell.
enum SheetCell {
  case empty(CellStyle)
  case text(String, CellStyle)
  case count(Int)
  case share(basisPoints: Int)
  case date(CivilDate, CellStyle)
}

extension CivilDate {
  /// Days as spreadsheets count them, from 30/12/1899; right from 01/3/1900 on.
  var sheetNumber: Int { dayNumber + 25_569 }
}
