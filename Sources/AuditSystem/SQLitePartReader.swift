package import AuditModel

/// What a batch needs to be filled with a part of a table: the part, and a connection of the worker's own.
package final class SQLitePartReader: @unchecked Sendable {
  // SAFETY: belongs to one batch, and with it to one thread at a time.
  private let file: SQLiteFile
  private let query: String
  private var rows: SQLiteRows?
  /// The part to be read next.
  package var part = SQLiteTree.Part(after: nil, through: 0, count: 0, byteCount: 0)
  /// Only this row of it, from 0.
  package var onlyRow: Int?

  package init(_ file: SQLiteFile, query: String) {
    self.file = file
    self.query = query
  }

  /// The rows of the part, none of them read yet; the connection is made when first asked for.
  package func begin() throws(Diagnostic) -> SQLiteRows {
    let rows = try made()
    // The ids are above `after`, which is below `through`.
    rows.begin(from: part.after.map { $0 + 1 } ?? Int64.min, through: part.through)
    if let onlyRow { try rows.skip(onlyRow) }
    return rows
  }

  private func made() throws(Diagnostic) -> SQLiteRows {
    if let rows { return rows }
    let made = try SQLiteRows(query, of: file, hasIDs: true)
    rows = made
    return made
  }

  /// The error that a part is whose rows are not those its pages have.
  package var mismatch: Diagnostic {
    SQLiteError.damaged(file.input.path, "rows \(part.after ?? Int64.min)…\(part.through)")
  }
}
