internal import AuditModel
internal import CSQLite

/// A statement made ready, of a connection that outlives it; finalised when this value's life ends.
@safe struct SQLiteStatement: ~Copyable {
  // SAFETY: `handle` came from sqlite3_prepare_v3, is not nil, and is finalised in `deinit` and nowhere else.
  let handle: OpaquePointer
  private let path: String

  /// Throws what is wrong with the SQL as an error of the source; more than one statement is refused.
  init(_ sql: String, on connection: borrowing SQLiteConnection) throws(Diagnostic) {
    unsafe handle = try SQLiteStatement.made(sql, connection)
    path = connection.path
  }

  deinit {
    // SAFETY: see `handle`.
    _ = unsafe sqlite3_finalize(handle)
  }

  private static func made(
    _ sql: String, _ connection: borrowing SQLiteConnection
  ) throws(Diagnostic) -> OpaquePointer {
    do throws(SQLiteError) {
      return unsafe try make(sql, connection)
    } catch {
      throw error.diagnostic(connection.path)
    }
  }

  private static func make(
    _ sql: String, _ connection: borrowing SQLiteConnection
  ) throws(SQLiteError) -> OpaquePointer {
    let bytes = sql.utf8CString
    var handle: OpaquePointer?
    var rest = 0
    // SAFETY: the text lives within the closure; the tail points into it.
    let code = unsafe bytes.withUnsafeBufferPointer { buffer in
      var tail: UnsafePointer<CChar>?
      let code = unsafe sqlite3_prepare_v3(
        connection.handle, buffer.baseAddress, Int32(clamping: buffer.count), 0, &handle, &tail)
      if let base = buffer.baseAddress, let tail = unsafe tail { rest = unsafe tail - base }
      return code
    }
    guard code == SQLITE_OK else {
      throw SQLiteError(code: code & 0xFF, message: connection.lastError.message)
    }
    guard let made = unsafe handle else {
      throw SQLiteError(code: SQLITE_ERROR, message: "no statement")
    }
    let isAlone = bytes[rest...].allSatisfy { $0 <= 0x20 && $0 >= 0 || $0 == 0x3B }
    guard isAlone, unsafe sqlite3_stmt_readonly(made) != 0 else {
      _ = unsafe sqlite3_finalize(made)
      throw SQLiteError(code: SQLITE_AUTH, message: "one SELECT only")
    }
    return unsafe made
  }

  var columnCount: Int {
    // SAFETY: the statement is alive.
    Int(unsafe sqlite3_column_count(handle))
  }

  func columnName(_ column: Int) -> String {
    // SAFETY: SQLite's text is valid until its next call, and is copied at once.
    unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  func isNull(_ column: Int) -> Bool {
    // SAFETY: the statement is alive.
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  /// A cell of the row there is, as text.
  func text(_ column: Int) -> String {
    // SAFETY: as above.
    unsafe sqlite3_column_text(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The same, of a longer one the beginning and a mark.
  func text(_ column: Int, bytes: Int) -> String {
    // SAFETY: SQLite's text is valid until its next call, and is copied at once; it is asked for before its length.
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    guard count > bytes else { return text(column) }
    var kept = unsafe Array(UnsafeBufferPointer(start: start, count: bytes))
    // Not within a character.
    while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
    return String(decoding: kept.dropLast(), as: UTF8.self) + "…"
  }

  func bind(_ number: Int64, at place: Int32) {
    // SAFETY: the statement is alive and reset.
    _ = unsafe sqlite3_bind_int64(handle, place, number)
  }

  func reset() {
    // SAFETY: the statement is alive.
    _ = unsafe sqlite3_reset(handle)
  }

  /// The next row; false when there are none.
  mutating func step() throws(Diagnostic) -> Bool {
    // SAFETY: the statement is alive.
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code != SQLITE_DONE else { return false }
    // SQLite's own words at this point may quote a cell, such as the path that a function was given: the code's are fixed.
    // SAFETY: a text that lasts as long as the program.
    let words = unsafe sqlite3_errstr(code).map { unsafe String(cString: $0) }
    throw SQLiteError(code: code & 0xFF, message: words ?? "SQLite").diagnostic(path)
  }
}
