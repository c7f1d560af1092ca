package import AuditKernels
package import AuditModel
package import AuditSystem

extension SourceFormat {
  package static let sqlite = SourceFormat(
    name: "sqlite", title: LocalizedText(vi: "SQLite", en: "SQLite"), isText: false,
    recognises: { head, _ in head.starts(with: SQLiteFile.magic) },
    open: { (input, path, options) throws(Diagnostic) in
      try SQLiteSource(input, path: path, options: options)
    })
}

/// A table, a view or a query of a SQLite database.
package struct SQLiteSource: InputSource {
  package let format = "sqlite"
  package let path: String
  package let input: ByteInput
  package let header: SourceHeader
  package let chunkBytes: Int
  private let file: SQLiteFile
  private let plan: Plan
  /// The table's name, or the query.
  private let subject: SourceDescription.Detail

  /// How the rows are read.
  private enum Plan {
    /// By runs of leaf pages, side by side; the query is for rows that the library has to read.
    case pages(SQLitePages, query: String, rootPage: UInt32)
    /// One after another, each copied for when it is asked for again.
    case rows(query: String)
  }

  /// Finds the table, the view or the columns of the query; nothing of the rows is read.
  ///
  /// - Throws: `source.not-well-formed` for a damaged file, `source.not-a-table` where there is no such table or more
  ///   than one to choose from, `source.refused` for input that is no file and for SQL that may not be.
  package init(_ input: ByteInput, path: String, options: SourceOptions) throws(Diagnostic) {
    guard case .file(let opened) = input else { throw SQLiteSource.noFile(path) }
    try self.init(SQLiteFile(opened, limits: options.limits), path: path, options: options)
  }

  init(_ file: SQLiteFile, path: String, options: SourceOptions) throws(Diagnostic) {
    input = .file(file.input)
    self.file = file
    self.path = path
    chunkBytes = options.chunkBytes
    let columns: [String]
    if let query = options.sqlite.query {
      plan = .rows(query: query)
      subject = SourceDescription.Detail("query", query)
      try file.check()
      columns = try SQLiteRows(query, of: file, hasIDs: false).columnNames
    } else {
      let table = try SQLiteSource.table(options, in: file, path)
      columns = table.columns
      subject = SourceDescription.Detail(table.kind == .view ? "view" : "table", table.name)
      if let rowID = table.rowID, let root = table.rootPage,
        let tree = try SQLiteTree(file.content, rootPage: root)
      {
        plan = .pages(
          SQLiteSource.pages(tree, table), query: table.query(ofRange: rowID), rootPage: root)
      } else {
        plan = .rows(query: table.query)
        try file.check()
      }
    }
    guard !columns.isEmpty else { throw SQLiteSource.notATable(path, .noColumns) }
    // Names of a query's columns may repeat, and be anything.
    header = SourceHeader(
      records: [columns.map { Array($0.utf8) }], line: 0, nameLimit: options.limits.fieldNameBytes)
  }

  /// The table asked for; else the one of the resource's name; else the only one there is.
  private static func table(
    _ options: SourceOptions, in file: SQLiteFile, _ path: String
  ) throws(Diagnostic) -> SQLiteTable {
    let all = try file.tables()
    if let name = options.sqlite.table {
      guard let table = all.first(where: { $0.name == name }) else {
        throw notATable(path, .missing(name, among: all.map(\.name)))
      }
      return table
    }
    if let table = all.first(where: { $0.name == options.resourceName }) { return table }
    let tables = all.filter { $0.kind == .table }
    guard tables.count == 1 else { throw notATable(path, .choice(among: all.map(\.name))) }
    return tables[0]
  }

  /// What the pages of the table hold; where columns are not stored as they stand, rows are the library's to read.
  private static func pages(_ tree: SQLiteTree, _ table: SQLiteTable) -> SQLitePages {
    SQLitePages(
      pageBytes: tree.pageBytes, usableBytes: tree.usableBytes,
      columns: table.storage?.map {
        SQLitePages.Column(isReal: $0.isReal, isRowID: $0.isRowID, hasDefault: $0.hasDefault)
      })
  }

  package func makeBatch() -> RecordBatch {
    let batch = RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes)
    fit(batch)
    return batch
  }

  package func fit(_ batch: RecordBatch) {
    batch.fit(fieldCount: header.names.count)
    if case .pages(_, let query, _) = plan {
      batch.attachment = SQLitePartReader(file, query: query)
    }
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    switch plan {
    case .pages(let pages, _, let root):
      SQLiteTableReader(
        file, pages, rootPage: root, chunkBytes: chunkBytes, digesting: digesting)
    case .rows(let query):
      SQLiteQueryReader(file, query: query, chunkBytes: chunkBytes, digesting: digesting)
    }
  }

  /// Finds the cells of the pages that the batch has; rows of a query are there already.
  ///
  /// - Throws: `source.not-well-formed` where a page is damaged, or has not the rows that the library finds.
  package func split(_ batch: RecordBatch) throws {
    guard case .pages(let pages, _, _) = plan, let reader = batch.attachment as? SQLitePartReader
    else { return }
    if reader.onlyRow == nil {
      let leaves = reader.leaves
      switch pages.split(batch, after: leaves.after, through: leaves.through) {
      case .done: return
      case .unusual: break
      case .damaged(let page, let what): throw reader.fault(page, what)
      }
    }
    try splitByLibrary(batch, reader)
  }

  private func splitByLibrary(_ batch: RecordBatch, _ reader: SQLitePartReader) throws {
    let rows = try reader.begin()
    let wanted = reader.onlyRow == nil ? reader.rowCount : 1
    batch.prepare(carry: [], readingUpTo: chunkBytes)
    // One more than there should be would be read, to be missed.
    try SQLiteSource.fill(batch, from: rows, limit: wanted + (reader.onlyRow == nil ? 1 : 0))
    guard rows.rowCount == wanted else { throw reader.fault(0, "row count") }
    rows.withCells { lengths, ids in
      RowPlacement.place(batch, rowCount: wanted, lengths: lengths, ids: ids)
    }
  }

  /// Copies rows behind what the batch has, with as much room as they need; true if there are no more.
  static func fill(_ batch: RecordBatch, from rows: SQLiteRows, limit: Int) throws(Diagnostic) {
    let target = rows.rowCount + limit
    var room = 64 << 10
    while true {
      var isFull = false
      _ = try batch.fill(Int.max) { (span: inout MutableRawSpan) throws(Diagnostic) in
        let (count, full) = try rows.read(into: &span, limit: target - rows.rowCount)
        isFull = full
        return count
      }
      guard isFull else { return }
      batch.makeRoom(room)
      room *= 2
    }
  }

  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    var details = [
      subject, SourceDescription.Detail("checked", file.isChecked ? "quick_check" : "pages"),
    ]
    if let journal = file.journal {
      details.append(SourceDescription.Detail("journal", journal.rawValue))
    }
    return details
  }
}

// MARK: Errors

extension SQLiteSource {
  private enum Trouble {
    case missing(String, among: [String])
    case choice(among: [String])
    case noColumns
  }

  private static func notATable(_ path: String, _ trouble: Trouble) -> Diagnostic {
    let message: LocalizedText
    var hint = LocalizedText(
      vi: "nêu bảng: \"sqlite\": {\"table\": \"…\"} trong audit.json, hoặc --table",
      en: "name the table: \"sqlite\": {\"table\": \"…\"} in audit.json, or --table")
    switch trouble {
    case .missing(let name, let names):
      message = LocalizedText(
        vi: "cơ sở dữ liệu không có bảng '\(name)'", en: "the database has no table '\(name)'")
      hint = .tables(names)
    case .choice(let names) where names.isEmpty:
      message = LocalizedText(
        vi: "cơ sở dữ liệu không có bảng nào", en: "the database has no table")
    case .choice(let names):
      message = LocalizedText(
        vi: "cơ sở dữ liệu có nhiều bảng, chưa rõ đọc bảng nào: \(list(names))",
        en: "the database has several tables, and none is named: \(list(names))")
    case .noColumns:
      message = LocalizedText(vi: "bảng không có cột nào", en: "the table has no columns")
    }
    return Diagnostic(
      "source.not-a-table", message, at: SourceLocation(file: path, line: 0, column: 0), hint: hint)
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }

  private static func noFile(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.refused",
      LocalizedText(
        vi: "cơ sở dữ liệu SQLite chỉ đọc được từ tệp, không từ luồng vào hay tệp nén",
        en: "a SQLite database can be read from a file only, not from a stream or a compressed file"
      ),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "ghi ra một tệp rồi nêu tên tệp đó", en: "write it to a file and name that"))
  }
}

extension LocalizedText {
  fileprivate static func tables(_ names: [String]) -> LocalizedText {
    let list = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    return LocalizedText(vi: "các bảng của tệp: \(list)", en: "the file's tables: \(list)")
  }
}
