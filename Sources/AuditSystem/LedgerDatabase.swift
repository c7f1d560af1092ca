package import AuditModel
internal import CSQLite
internal import Glibc

/// A SQLite database that the program itself keeps, by several processes at once, each transaction whole or not there.
///
/// A rollback journal, not a log beside the file: the database is one file that can be copied, also on a network's disk.
/// A process that dies in the middle leaves a journal, and whoever opens the database next takes the half back.
@safe package final class LedgerDatabase {
  // SAFETY: `handle` came from sqlite3_open_v2, is not nil, and is closed in `deinit` and nowhere else.
  let handle: OpaquePointer
  package let path: String

  package enum Access: Sendable {
    /// What is there.
    case existing
    /// Makes the file where there is none.
    case create
  }

  /// Milliseconds to wait for another process before `ledger.busy` is thrown.
  private static let patience: Int32 = 15_000

  /// Opens a database; a new file is the owner's alone.
  package init(_ path: String, _ access: Access) throws(Diagnostic) {
    self.path = path
    if access == .create { try LedgerDatabase.makeFile(path) }
    try LedgerDatabase.requireFile(path)
    unsafe handle = try LedgerDatabase.open(path)
    let settings = [
      "temp_store=memory", "mmap_size=0", "cell_size_check=on", "journal_mode=delete",
      "synchronous=extra", "secure_delete=on",
    ]
    for setting in settings { try run("PRAGMA \(setting)") }
  }

  deinit {
    // SAFETY: see `handle`; `v2` waits for statements that are still alive.
    _ = unsafe sqlite3_close_v2(handle)
  }

  private static func makeFile(_ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
      _ = Glibc.close(try SystemCall.open(path, flags, mode: 0o600))
      try SystemCall.synchronize(folder: FilePath.parent(of: path))
    } catch {
      guard !error.isExisting else { return }
      throw notWritten(path, error.reason, hint: error.hint)
    }
  }

  private static func requireFile(_ path: String) throws(Diagnostic) {
    switch FileTree.kind(of: path) {
    case .file: return
    case nil:
      throw Diagnostic(
        "ledger.missing",
        LocalizedText(vi: "không có sổ theo dõi ở đây", en: "there is no ledger here"),
        at: SourceLocation(file: path, line: 0, column: 0),
        hint: LocalizedText(
          vi: "sổ được lập khi chạy: soat audit DỰ_ÁN --ledger TỆP",
          en: "a ledger is made by: soat audit PROJECT --ledger FILE"))
    case .folder, .other:
      throw Diagnostic(
        "ledger.not-a-ledger",
        LocalizedText(vi: "đây không phải là một tệp", en: "this is no file"),
        at: SourceLocation(file: path, line: 0, column: 0))
    }
  }

  private static func open(_ path: String) throws(Diagnostic) -> OpaquePointer {
    var handle: OpaquePointer?
    do throws(SQLiteError) {
      try SQLiteConnection.prepareLibrary()
    } catch {
      throw diagnostic(error, path)
    }
    // SAFETY: name and handle live for the time of the call.
    let code = unsafe sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      _ = unsafe sqlite3_close_v2(handle)
      throw diagnostic(SQLiteError(code: code & 0xFF, message: "open"), path)
    }
    // SAFETY: the handle is open. Its own statements need no triggers, and a strange file's are not to be run.
    _ = unsafe soat_sqlite3_harden(opened)
    _ = unsafe sqlite3_busy_timeout(opened, patience)
    _ = unsafe sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0)
    return unsafe opened
  }

  // MARK: Statements

  /// Runs statements that give nothing back.
  package func run(_ sql: String) throws(Diagnostic) {
    // SAFETY: the handle is open; the text lives for the time of the call.
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw lastError }
  }

  /// Does `body` alone among all processes that write, and keeps all of it, or nothing where it throws.
  package func write<Result>(_ body: () throws -> Result) throws -> Result {
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Where the failure has ended the transaction already, there is none to end.
      try? run("ROLLBACK")
      throw error
    }
  }

  /// Reads the state of one moment, whatever others write meanwhile; within `write`, what is being written too.
  package func read<Result>(_ body: () throws -> Result) throws -> Result {
    // SAFETY: the handle is open.
    guard unsafe sqlite3_get_autocommit(handle) != 0 else { return try body() }
    try run("BEGIN")
    defer { try? run("COMMIT") }
    return try body()
  }

  /// The first value of a statement's first row; null where it has none.
  package func value(_ sql: String, _ values: [SQLiteValue] = []) throws(Diagnostic) -> SQLiteValue
  {
    let command = try LedgerCommand(sql, on: self)
    try command.begin(values)
    return try command.step() ? command.value(0) : .null
  }

  /// Reads all pages and compares what must agree; `ledger.damaged` names the first thing that does not.
  package func check() throws(Diagnostic) {
    let answer = try value("PRAGMA quick_check(1)")
    guard answer.text == "ok" else { throw damaged(answer.text ?? "quick_check") }
  }

  var lastError: Diagnostic {
    LedgerDatabase.diagnostic(unsafe SQLiteConnection.lastError(of: handle), path)
  }

  package func damaged(_ what: String) -> Diagnostic {
    LedgerDatabase.diagnostic(SQLiteError(code: SQLITE_CORRUPT, message: what), path)
  }
}

/// What goes wrong with a ledger, as errors.
extension LedgerDatabase {
  static func diagnostic(_ error: SQLiteError, _ path: String) -> Diagnostic {
    let place = SourceLocation(file: path, line: 0, column: 0)
    switch error.code {
    case SQLITE_BUSY, SQLITE_LOCKED:
      return Diagnostic(
        "ledger.busy",
        LocalizedText(
          vi: "sổ theo dõi đang được tiến trình khác ghi, đợi \(patience / 1000) giây chưa xong",
          en: "another process is writing to the ledger, and has not ended in \(patience / 1000) s"),
        at: place,
        hint: LocalizedText(
          vi: "đợi tiến trình ấy xong rồi chạy lại", en: "wait until it is done, then run again"))
    case SQLITE_CORRUPT:
      return Diagnostic(
        "ledger.damaged",
        LocalizedText(
          vi: "sổ theo dõi bị hỏng (\(error.message))",
          en: "the ledger is damaged (\(error.message))"),
        at: place,
        hint: LocalizedText(
          vi: "dùng bản sao lưu; `soat history --verify` nêu chỗ hỏng",
          en: "take a copy kept elsewhere; `soat history --verify` says where it breaks"))
    case SQLITE_NOTADB, SQLITE_FORMAT:
      return notALedger(path)
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_NOMEM:
      return notWritten(
        path,
        error.code == SQLITE_FULL
          ? SystemError(number: ENOSPC).reason : LocalizedText(error.message),
        hint: LocalizedText(
          vi: "kiểm tra quyền ghi và chỗ trống ở thư mục của sổ",
          en: "see whether its folder can be written to and has room"))
    default:
      return Diagnostic(
        "ledger.damaged",
        LocalizedText(
          vi: "sổ theo dõi không như chương trình đã lập (\(error.code): \(error.message))",
          en: "the ledger is not as this program makes it (\(error.code): \(error.message))"),
        at: place)
    }
  }

  package static func notALedger(_ path: String) -> Diagnostic {
    Diagnostic(
      "ledger.not-a-ledger",
      LocalizedText(vi: "tệp không phải sổ theo dõi", en: "the file is no ledger"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "nêu đúng tên tệp bằng --ledger; tệp ấy không bị đổi gì",
        en: "name the right file by --ledger; nothing was changed in this one"))
  }

  private static func notWritten(
    _ path: String, _ reason: LocalizedText, hint: LocalizedText?
  ) -> Diagnostic {
    Diagnostic(
      "ledger.not-written",
      LocalizedText(
        vi: "không ghi được sổ theo dõi: \(reason.vi)", en: "cannot write the ledger: \(reason.en)"),
      at: SourceLocation(file: path, line: 0, column: 0), hint: hint)
  }
}
