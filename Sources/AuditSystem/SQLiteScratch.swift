package import AuditModel
internal import CSQLite
internal import Glibc

/// A private database on the disk, filled with texts and then asked; it has no name, and nothing is left of it.
///
/// Used by one thread at a time.
@safe package final class SQLiteScratch: @unchecked Sendable {
  // SAFETY: `handle` and `insertion` came from SQLite and are closed by `seal` or `deinit`, once.
  private var handle: OpaquePointer?
  private var insertion: OpaquePointer?
  private var connection: SQLiteConnection?
  private let limits: Limits
  private let folder: String

  /// Throws `output.not-written` where the folder takes no file.
  package init(in folder: String?, limits: Limits) throws(Diagnostic) {
    self.limits = limits
    self.folder = folder ?? SpoolFile.standardFolder
    do throws(SQLiteError) {
      try SQLiteConnection.prepareLibrary()
    } catch {
      throw error.diagnostic("sqlite")
    }
    unsafe handle = try SQLiteScratch.open(in: self.folder)
    for pragma in ["journal_mode=off", "synchronous=off", "locking_mode=exclusive"] {
      try run("PRAGMA \(pragma)")
    }
    try run("BEGIN")
  }

  deinit {
    // SAFETY: see above; nil is allowed.
    _ = unsafe sqlite3_finalize(insertion)
    _ = unsafe sqlite3_close_v2(handle)
  }

  private static func open(in folder: String) throws(Diagnostic) -> OpaquePointer {
    let path: String
    do throws(SystemError) {
      path = try privateFile(in: folder)
    } catch {
      throw SpoolFile.diagnostic(error, folder)
    }
    defer { _ = unsafe Glibc.unlink(path) }
    var handle: OpaquePointer?
    // SAFETY: name and handle live for the time of the call.
    let code = unsafe sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      _ = unsafe sqlite3_close_v2(handle)
      throw SpoolFile.diagnostic(SystemError(number: EIO), folder)
    }
    // The file is opened in earnest at the first page; it must be before its name goes.
    guard unsafe sqlite3_exec(opened, "PRAGMA user_version=1", nil, nil, nil) == SQLITE_OK else {
      _ = unsafe sqlite3_close_v2(opened)
      throw SpoolFile.diagnostic(SystemError(number: EIO), folder)
    }
    return unsafe opened
  }

  /// An empty file that only its owner may open.
  private static func privateFile(in folder: String) throws(SystemError) -> String {
    guard !folder.utf8.contains(0) else { throw SystemError(number: EINVAL) }
    var template = Array(FilePath.join(folder, ".soat-sqlite-XXXXXX").utf8CString)
    // SAFETY: the template ends in XXXXXX and a zero byte, and is ours to be written over.
    let descriptor = try SystemCall.repeating { unsafe mkstemp(&template) }
    _ = Glibc.close(descriptor)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  // MARK: Filling

  /// A table whose columns hold texts, but for the first, `record`, the record's number.
  ///
  /// Rows are inserted into the table made last.
  package func makeTable(
    _ name: String, record: String, columns: [String]
  ) throws(Diagnostic) {
    let table = SQLiteConnection.quoted(name)
    let number = SQLiteConnection.quoted(record)
    let list = columns.map { ", \(SQLiteConnection.quoted($0)) TEXT" }.joined()
    try run("CREATE TABLE \(table) (\(number) INTEGER PRIMARY KEY\(list))")
    let places = Array(repeating: ", ?", count: columns.count).joined()
    _ = unsafe sqlite3_finalize(insertion)
    unsafe insertion = nil
    let sql = "INSERT INTO \(table) VALUES (?\(places))"
    // SAFETY: the handle is open; the text lives for the time of the call.
    guard unsafe sqlite3_prepare_v2(handle, sql, -1, &insertion, nil) == SQLITE_OK else {
      throw failure
    }
  }

  /// A record's cells in the order of the columns; nil for SQL's null.
  package func insert(_ record: Int, _ cells: [[UInt8]?]) throws(Diagnostic) {
    // SAFETY: the statement is alive; the bytes live until it was stepped and reset.
    _ = unsafe sqlite3_bind_int64(insertion, 1, Int64(record))
    for (number, cell) in cells.enumerated() {
      let place = Int32(number + 2)
      guard let cell else {
        _ = unsafe sqlite3_bind_null(insertion, place)
        continue
      }
      let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      // An empty array's address may be nil, which would be SQL's null.
      let bytes = cell.isEmpty ? [0] : cell
      let code = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe buffer.withMemoryRebound(to: CChar.self) {
          unsafe sqlite3_bind_text(
            insertion, place, $0.baseAddress, Int32(clamping: cell.count), transient)
        }
      }
      guard code == SQLITE_OK else { throw failure }
    }
    let code = unsafe sqlite3_step(insertion)
    _ = unsafe sqlite3_reset(insertion)
    guard code == SQLITE_DONE else { throw failure }
  }

  // MARK: Asking

  /// What a query gave; texts as SQLite prints values, nil for its null.
  package struct Answer: Sendable {
    package var columns: [String]
    package var rows: [[String?]]
    /// There were more rows than were asked for.
    package var isCut: Bool
  }

  /// Runs one SELECT; the first call ends the filling.
  ///
  /// A row has the values of the columns that `wanted` names, of each as many bytes as `textBytes` at most: what a
  /// query makes has no bound else.
  ///
  /// - Throws: `source.not-a-table` for SQL that SQLite does not understand, `source.refused` for what is no reading,
  ///   `source.limit` when it takes longer than `seconds` or more memory than there is.
  package func ask(
    _ sql: String, seconds: Int, limit: Int, textBytes: Int, wanted: (String) -> Bool
  ) throws(Diagnostic) -> Answer {
    try seal()
    guard let open = connection.take() else { throw failure }
    let outcome = Result<Answer, Diagnostic> { () throws(Diagnostic) in
      var statement = try SQLiteStatement(sql, on: open)
      open.beginQuery(seconds: seconds)
      let count = statement.columnCount
      let columns = (0..<count).filter { wanted(statement.columnName($0)) }
      var answer = Answer(
        columns: columns.map { statement.columnName($0) }, rows: [], isCut: false)
      while try statement.step() {
        guard answer.rows.count < limit else {
          answer.isCut = true
          break
        }
        answer.rows.append(
          columns.map { statement.isNull($0) ? nil : statement.text($0, bytes: textBytes) })
      }
      return answer
    }
    connection = consume open
    return try outcome.get()
  }

  private func seal() throws(Diagnostic) {
    guard connection == nil, let open = unsafe handle else { return }
    try run("COMMIT")
    _ = unsafe sqlite3_finalize(insertion)
    unsafe insertion = nil
    unsafe handle = nil
    do throws(SQLiteError) {
      connection = unsafe try SQLiteConnection(sealing: open, "sql", limits)
    } catch {
      throw error.diagnostic("sql")
    }
  }

  private func run(_ sql: String) throws(Diagnostic) {
    // SAFETY: the handle is open.
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  /// What went wrong while the database was filled: mostly a disk without room.
  private var failure: Diagnostic {
    let code = unsafe handle.map { unsafe sqlite3_errcode($0) & 0xFF } ?? SQLITE_MISUSE
    let isFull = code == SQLITE_FULL
    return SpoolFile.diagnostic(SystemError(number: isFull ? ENOSPC : EIO), folder)
  }
}
