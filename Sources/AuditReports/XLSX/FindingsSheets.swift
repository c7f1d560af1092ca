import AuditModel

/// The sheets of findings: as many as Excel's limit of rows asks for, each with its header.
///
/// The sheets are written one after the other; the reading goes on where the sheet before has ended.
final class FindingsSheets {
  private var rows: FindingRows
  private let titles: [String]
  private let lineCount: Int
  private let words: XLSXWords
  /// Rows of a sheet, its header among them.
  private let limit: Int

  /// ECMA-376 leaves it open; what Excel and LibreOffice hold.
  static let excelLimit = 1_048_576

  init(
    _ file: FindingsFile, _ words: XLSXWords, limit: Int = FindingsSheets.excelLimit
  ) throws(Diagnostic) {
    rows = FindingRows(file)
    titles = try rows.header()
    lineCount = try file.lineCount()
    self.words = words
    self.limit = limit
  }

  /// Findings in all.
  var findingCount: Int { max(0, lineCount - 1) }

  var sharedTexts: [UInt8] { rows.sharedTexts }

  func add(to workbook: inout Workbook) {
    let count = max(1, (findingCount + limit - 2) / (limit - 1))
    for number in 1...count {
      let name = words.findingsName + (number > 1 ? " \(number)" : "")
      workbook.add(
        name, titles: 1, .stream { (write) throws(Diagnostic) in try self.write(write) })
    }
  }

  private func write(_ take: ZipArchive.Sink) throws(Diagnostic) {
    let widths = titles.indices.map { FindingsSheets.width(ofColumn: $0) }
    try take(SheetFrame.head(widths: widths, frozenRows: 1).bytes)
    var header = Sheet("", widths: widths)
    header.header(titles)
    try take(header.rowBytes)
    let count = try rows.rows(atMost: limit - 1, take)
    var end = XMLText(fragment: ())
    let last = Sheet.reference(max(0, titles.count - 1), count + 1)
    SheetFrame.appendEnd(to: &end, filter: "A1:\(last)")
    try take(end.bytes)
  }

  /// In characters; columns behind the tenth, which not every file has, are texts.
  private static func width(ofColumn column: Int) -> Int {
    let widths = [18, 12, 12, 18, 14, 22, 20, 28, 44, 84]
    return column < widths.count ? widths[column] : 30
  }
}
