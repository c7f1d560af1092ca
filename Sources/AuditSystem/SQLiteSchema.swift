package import AuditModel

/// A table or view of a database, as its schema has it.
package struct SQLiteTable: Sendable, Hashable {
  package var name: String
  package var kind: Kind
  /// Names of the columns that a query can ask for, generated ones included.
  package var columns: [String]
  /// How each is stored; nil where rows are not stored as the columns stand.
  package var storage: [Storage]?
  /// Under which name its rows' ids can be asked for; nil where they have none.
  package var rowID: String?
  /// The first page of a table whose pages can be walked; nil of others.
  package var rootPage: UInt32?

  /// What reading a column's stored values takes to know.
  package struct Storage: Sendable, Hashable {
    /// Whole numbers in it mean real ones.
    package var isReal: Bool
    package var isRowID: Bool
    package var hasDefault: Bool
  }

  package enum Kind: String, Sendable {
    case table, view, virtual
  }

  /// The query for the rows whose ids lie from the first number up to the second, each with its id at the end.
  package func query(ofRange rowID: String) -> String {
    let list = (columns.map(SQLiteConnection.quoted) + [rowID]).joined(separator: ", ")
    return
      "SELECT \(list) FROM \(SQLiteConnection.quoted(name)) NOT INDEXED WHERE \(rowID) >= ?1 AND \(rowID) <= ?2 ORDER BY \(rowID)"
  }

  /// The query for all rows.
  package var query: String {
    let list = columns.map(SQLiteConnection.quoted).joined(separator: ", ")
    return "SELECT \(list) FROM \(SQLiteConnection.quoted(name))"
  }
}

extension SQLiteFile {
  /// Tables and views in the order of the schema, those of the library and of virtual tables' storage left out.
  package func tables() throws(Diagnostic) -> [SQLiteTable] {
    let connection = try connect()
    let list = try tableList(connection)
    let schema = try connection.texts("SELECT name, rootpage FROM main.sqlite_schema")
    var kinds: [String: (type: String, hasRowID: Bool)] = [:]
    for row in list where row.count >= 5 && row[0] == "main" {
      kinds[row[1]] = (row[2], row[4] == "0")
    }
    var tables: [SQLiteTable] = []
    for row in schema {
      guard let (type, hasRowID) = kinds[row[0]], let kind = SQLiteTable.Kind(rawValue: type),
        !row[0].hasPrefix("sqlite_")
      else { continue }
      // A view over what is no longer there keeps nobody from reading the tables.
      var columns: [Column] = []
      do throws(Diagnostic) {
        columns = try self.columns(of: row[0], connection)
      } catch {
        if kind == .table { throw error }
        continue
      }
      let names = columns.map(\.name)
      let taken = Set(names.map { $0.lowercased() })
      let rowID =
        kind == .table && hasRowID
        ? ["rowid", "_rowid_", "oid"].first { !taken.contains($0) } : nil
      tables.append(
        SQLiteTable(
          name: row[0], kind: kind, columns: names,
          storage: rowID == nil ? nil : try storage(of: row[0], columns, connection),
          rowID: rowID, rootPage: rowID == nil ? nil : UInt32(row[1])))
    }
    return tables
  }

  /// Rows of `PRAGMA table_list`; made from the schema where the library cannot make it, because of a virtual table
  /// whose module it does not have.
  private func tableList(
    _ connection: borrowing SQLiteConnection
  ) throws(Diagnostic) -> [[String]] {
    do throws(Diagnostic) {
      return try connection.texts("PRAGMA main.table_list")
    } catch {
      return try connection.texts(
        """
        SELECT 'main', name, type, 0, '1' FROM main.sqlite_schema
        WHERE type = 'view' OR type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
        """)
    }
  }

  private struct Column {
    var name: String
    var type: String
    var hasDefault: Bool
    var keyPlace: Int
    var isGenerated: Bool
  }

  /// Hidden columns of virtual tables are left out; generated ones are read as any.
  private func columns(
    of table: String, _ connection: borrowing SQLiteConnection
  ) throws(Diagnostic) -> [Column] {
    try connection.texts("PRAGMA main.table_xinfo(\(SQLiteConnection.quoted(table)))")
      .filter { $0.count >= 7 && $0[6] != "1" }.map { row in
        Column(
          name: row[1], type: row[2].uppercased(),
          hasDefault: !row[4].isEmpty && row[4].uppercased() != "NULL",
          keyPlace: Int(row[5]) ?? 0, isGenerated: row[6] != "0")
      }
  }

  /// Nil where text is not UTF-8 or columns are computed.
  private func storage(
    of table: String, _ columns: [Column], _ connection: borrowing SQLiteConnection
  ) throws(Diagnostic) -> [SQLiteTable.Storage]? {
    guard !columns.contains(where: \.isGenerated),
      try connection.texts("PRAGMA encoding").first == ["UTF-8"]
    else { return nil }
    // An INTEGER PRIMARY KEY is the row id, unless it has an index of its own (as with DESC).
    let indexes = try connection.texts(
      "PRAGMA main.index_list(\(SQLiteConnection.quoted(table)))")
    let hasKeyIndex = indexes.contains { $0.count >= 4 && $0[3] == "pk" }
    let isSingleKey = columns.count { $0.keyPlace > 0 } == 1
    return columns.map { column in
      SQLiteTable.Storage(
        isReal: SQLiteFile.isReal(column.type),
        isRowID: column.keyPlace > 0 && isSingleKey && !hasKeyIndex && column.type == "INTEGER",
        hasDefault: column.hasDefault)
    }
  }

  /// Whether a declared type has the affinity REAL (sqlite.org/datatype3.html, 3.1).
  private static func isReal(_ type: String) -> Bool {
    func has(_ part: String) -> Bool { type.contains(part) }
    guard !has("INT"), !has("CHAR"), !has("CLOB"), !has("TEXT"), !has("BLOB"), !type.isEmpty else {
      return false
    }
    return has("REAL") || has("FLOA") || has("DOUB")
  }
}
