package import AuditModel
internal import CSQLite

/// A value of a SQLite column.
package enum SQLiteValue: Hashable, Sendable {
  case null
  case integer(Int)
  case text(String)
  case blob([UInt8])

  package init(_ integer: Int?) { self = integer.map { .integer($0) } ?? .null }
  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  package var text: String? { if case .text(let value) = self { value } else { nil } }
  package var blob: [UInt8]? { if case .blob(let value) = self { value } else { nil } }
}

/// A statement made ready, to be run with other values again and again.
@safe package final class LedgerCommand {
  // SAFETY: `handle` came from sqlite3_prepare_v3, is not nil, and is finalised in `deinit` and nowhere else; the
  // database lives at least as long.
  private let handle: OpaquePointer
  private let database: LedgerDatabase

  package init(_ sql: String, on database: LedgerDatabase) throws(Diagnostic) {
    var made: OpaquePointer?
    // SAFETY: the database is open; the text lives for the time of the call.
    let code = unsafe sqlite3_prepare_v3(database.handle, sql, -1, 0, &made, nil)
    guard code == SQLITE_OK, let statement = unsafe made else { throw database.lastError }
    unsafe handle = statement
    self.database = database
  }

  deinit {
    // SAFETY: see `handle`.
    _ = unsafe sqlite3_finalize(handle)
  }

  /// Takes the values in the order of the question marks, and begins anew.
  package func begin(_ values: [SQLiteValue] = []) throws(Diagnostic) {
    // SAFETY: the statement is alive.
    _ = unsafe sqlite3_reset(handle)
    for (index, value) in values.enumerated() {
      guard bind(value, Int32(index + 1)) == SQLITE_OK else { throw database.lastError }
    }
  }

  /// Runs it once with these values, for a statement that gives nothing back.
  package func run(_ values: [SQLiteValue]) throws(Diagnostic) {
    try begin(values)
    _ = try step()
    // SAFETY: the statement is alive.
    _ = unsafe sqlite3_reset(handle)
  }

  private func bind(_ value: SQLiteValue, _ place: Int32) -> Int32 {
    // SAFETY: the statement is alive and reset; SQLite copies the bytes before each call returns (SQLITE_TRANSIENT).
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return unsafe sqlite3_bind_null(handle, place)
    case .integer(let number): return unsafe sqlite3_bind_int64(handle, place, Int64(number))
    case .text(let text):
      let bytes = Array(text.utf8CString)
      return unsafe sqlite3_bind_text(
        handle, place, bytes, Int32(clamping: bytes.count - 1), copied)
    case .blob(let bytes):
      guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, place, 0) }
      return unsafe sqlite3_bind_blob64(handle, place, bytes, UInt64(bytes.count), copied)
    }
  }

  /// The next row; false when there are none.
  package func step() throws(Diagnostic) -> Bool {
    // SAFETY: the statement is alive.
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code != SQLITE_DONE else { return false }
    throw database.lastError
  }

  /// The values of the row there is.
  package var row: [SQLiteValue] {
    // SAFETY: the statement is alive.
    (0..<Int(unsafe sqlite3_column_count(handle))).map(value)
  }

  package func value(_ column: Int) -> SQLiteValue {
    let place = Int32(column)
    // SAFETY: the statement is alive; texts and bytes are valid until its next call, and are copied at once. Their
    // lengths are asked for after them.
    switch unsafe sqlite3_column_type(handle, place) {
    case SQLITE_INTEGER: return .integer(Int(unsafe sqlite3_column_int64(handle, place)))
    case SQLITE_TEXT:
      guard let start = unsafe sqlite3_column_text(handle, place) else { return .text("") }
      let count = Int(unsafe sqlite3_column_bytes(handle, place))
      let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
      return .text(unsafe String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      guard let start = unsafe sqlite3_column_blob(handle, place) else { return .blob([]) }
      let count = Int(unsafe sqlite3_column_bytes(handle, place))
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
      return .blob(unsafe Array(bytes))
    default: return .null
    }
  }
}
