package import AuditModel

/// What a batch needs to be filled with rows of a table: which, and the library's connection where it is wanted.
package final class SQLitePartReader: @unchecked Sendable {
  // SAFETY: belongs to one batch, and with it to one thread at a time.
  private let file: SQLiteFile
  private let query: String
  private var rows: SQLiteRows?
  /// The leaves whose rows these are, and how many rows they have.
  package var leaves = SQLiteTree.Leaves()
  package var rowCount = 0
  /// Only this row, from 0.
  package var onlyRow: Int?

  package init(_ file: SQLiteFile, query: String) {
    self.file = file
    self.query = query
  }

  /// The rows as the library reads them, none of them read yet; the connection is made when first asked for.
  package func begin() throws(Diagnostic) -> SQLiteRows {
    let rows = try made()
    // The ids are above `after`, which is below `through`.
    rows.begin(
      from: leaves.after.map { $0 + 1 } ?? Int64.min, through: leaves.through ?? Int64.max)
    if let onlyRow { try rows.skip(onlyRow) }
    return rows
  }

  private func made() throws(Diagnostic) -> SQLiteRows {
    if let rows { return rows }
    let made = try SQLiteRows(query, of: file, hasIDs: true)
    rows = made
    return made
  }

  /// The error that a page is which is not as the format has it; `page`: its place among the leaves.
  package func fault(_ page: Int, _ what: String) -> Diagnostic {
    let number = page < leaves.pages.count ? Int(leaves.pages[page]) : 0
    return SQLiteTree.Fault(page: number, what: what).diagnostic(file.input.path)
  }
}
