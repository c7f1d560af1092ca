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
package struct SQLiteSource: Source {
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
    /// By ranges of row ids, side by side.
    case parts(query: String, rootPage: UInt32)
    /// One after another, each copied for when it is asked for again.
    case rows(query: String)
  }

  /// Finds the table, the view or the columns of the query; nothing of the rows is read.
  ///
  /// - Throws: `source.not-well-formed` for a damaged file, `source.not-a-table` where there is no such table or more
  ///   than one to choose from, `source.refused` for input that is no file and for SQL that may not be.
  package init(_ input: ByteInput, path: String, options: SourceOptions) throws(Diagnostic) {
    guard case .file(let opened) = input else { throw SQLiteSource.noFile(path) }
    self.input = input
    self.path = path
    chunkBytes = options.chunkBytes
    file = try SQLiteFile(opened, limits: options.limits)
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
        try SQLiteTree(file.content, rootPage: root) != nil
      {
        plan = .parts(query: table.query(ofRange: rowID), rootPage: root)
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

  package func makeBatch() -> RecordBatch {
    let batch = RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes * 3 / 2)
    if case .parts(let query, _) = plan {
      batch.attachment = SQLitePartReader(file, query: query)
    }
    return batch
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    switch plan {
    case .parts(_, let root):
      SQLiteTableReader(file, rootPage: root, chunkBytes: chunkBytes, digesting: digesting)
    case .rows(let query):
      SQLiteQueryReader(file, query: query, chunkBytes: chunkBytes, digesting: digesting)
    }
  }

  /// Reads the rows of a part on the worker's own connection; of a query they are there already.
  ///
  /// - Throws: `source.not-well-formed` where the rows are not as many as the table's pages have.
  package func split(_ batch: RecordBatch) throws {
    guard let reader = batch.attachment as? SQLitePartReader else { return }
    let rows = try reader.begin()
    let isWhole = reader.onlyRow == nil
    let wanted = isWhole ? reader.part.count : 1
    batch.prepare(carry: [], readingUpTo: reader.part.byteCount * 9 / 8 + (4 << 10))
    // One more than there should be would be read, to be missed.
    try SQLiteSource.fill(batch, from: rows, limit: wanted + (isWhole ? 1 : 0))
    guard rows.rowCount == wanted else { throw reader.mismatch }
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
