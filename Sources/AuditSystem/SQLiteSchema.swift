package import AuditModel

/// A table or view of a database, as its schema has it.
package struct SQLiteTable: Sendable, Hashable {
  package var name: String
  package var kind: Kind
  /// Names of the columns that a query can ask for, generated ones included.
  package var columns: [String]
  /// Under which name its rows' ids can be asked for; nil where they have none.
  package var rowID: String?
  /// The first page of a table whose pages can be walked; nil of others.
  package var rootPage: UInt32?

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
    let list = try connection.texts("PRAGMA main.table_list")
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
      let columns = try columns(of: row[0], connection)
      let taken = Set(columns.map { $0.lowercased() })
      let rowID =
        kind == .table && hasRowID
        ? ["rowid", "_rowid_", "oid"].first { !taken.contains($0) } : nil
      tables.append(
        SQLiteTable(
          name: row[0], kind: kind, columns: columns, rowID: rowID,
          rootPage: rowID == nil ? nil : UInt32(row[1])))
    }
    return tables
  }

  /// Hidden columns of virtual tables are left out; generated ones are read as any.
  private func columns(
    of table: String, _ connection: borrowing SQLiteConnection
  ) throws(Diagnostic) -> [String] {
    try connection.texts("PRAGMA main.table_xinfo(\(SQLiteConnection.quoted(table)))")
      .filter { $0.count >= 7 && $0[6] != "1" }.map { $0[1] }
  }
}
