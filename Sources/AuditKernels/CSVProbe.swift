/// Reads single records of a few bytes at hand, for headers and for finding the delimiter.
package struct CSVProbe {
  package struct Record {
    package var cells: [[UInt8]]
    package var next: Int
    package var lineCount: Int
    package var isEmptyLine: Bool
  }

  private let arena = ByteArena()
  private let dialect: CSVDialect
  private let isWhole: Bool

  /// `isWhole`: the file ends where the bytes do.
  package init(_ bytes: [UInt8], dialect: CSVDialect, isWhole: Bool) {
    _ = arena.append(bytes)
    self.dialect = dialect
    self.isWhole = isWhole
  }

  /// The record that begins at a byte; nil at the end, or when it does not end within the bytes.
  package func record(from start: Int) -> Record? {
    let bytes = arena.bytes(at: 0, count: arena.count)
    var scan = CSVRecordScan(dialect, collects: true)
    switch scan.scan(bytes, from: start, isLast: isWhole) {
    case .needsMore, .end, .cut: return nil
    case .emptyLine: return Record(cells: [], next: scan.next, lineCount: 1, isEmptyLine: true)
    case .record:
      let cells = scan.fields.map { field in
        guard field.needsCopy, let quote = dialect.quote else {
          return bytes.slice(field.start, field.count).array
        }
        var copy: [UInt8] = []
        CSVRecordScan.copy(field, of: bytes, quote: quote, into: &copy)
        return copy
      }
      return Record(cells: cells, next: scan.next, lineCount: scan.lineCount, isEmptyLine: false)
    }
  }
}
