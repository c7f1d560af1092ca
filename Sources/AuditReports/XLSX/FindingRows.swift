import AuditKernels
import AuditModel

/// Reads `findings.csv` from its beginning to its end and makes rows of a sheet from it, so many at a time.
struct FindingRows {
  private let file: FindingsFile
  private let rewriter = RowRewriter(FindingCells.frame)
  private var cells = FindingCells()
  private var offset = 0

  init(_ file: FindingsFile) { self.file = file }

  var sharedTexts: [UInt8] { cells.shared.bytes }

  /// The names of the columns, which the file begins with.
  mutating func header() throws(Diagnostic) -> [String] {
    var line: [UInt8] = []
    while !line.contains(0x0A), line.count < file.byteCount {
      line += try file.piece(at: line.count)
    }
    let end = line.firstIndex(of: 0x0A) ?? line.count
    offset = min(end + 1, file.byteCount)
    line.removeSubrange(end...)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if line.starts(with: mark) { line.removeFirst(mark.count) }
    if line.last == 0x0D { line.removeLast() }
    // Our own names: no commas or quotes within.
    return line.split(separator: 0x2C).map { field in
      String(decoding: FindingCells.text(Array(field)), as: UTF8.self).capitalisedFirst
    }
  }

  /// Gives the next rows as markup, at most so many; returns how many there were.
  mutating func rows(
    atMost limit: Int, _ take: ([UInt8]) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Int {
    var count = 0
    while count < limit, try fill() {
      var output: [UInt8] = []
      count += rewriter.rewrite(atMost: limit - count, to: &output) { field, column in
        cells.cell(of: field, column: column)
      }
      try take(output)
    }
    return count
  }

  /// Sees to it that a whole row is held; false at the file's end.
  private mutating func fill() throws(Diagnostic) -> Bool {
    while !rewriter.hasLine {
      guard offset < file.byteCount else { return false }
      let piece = try file.piece(at: offset)
      offset += piece.count
      rewriter.take(piece, isLast: offset >= file.byteCount)
    }
    return true
  }
}

extension String {
  fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
