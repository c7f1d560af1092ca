package import AuditModel
internal import CSQLite
internal import Glibc
internal import Synchronization

/// A SQLite database open for reading, by one thread at a time; closed when this value's life ends.
///
/// The file is opened as one that nobody changes (`immutable`): no lock is taken, no journal looked for, not a byte of
/// it or beside it written. Whether it did change is for the caller to see: `InputFile.hasChanged`.
@safe package struct SQLiteConnection: ~Copyable, @unchecked Sendable {
  // SAFETY: `handle` came from sqlite3_open_v2, is not nil, and is closed in `deinit` and nowhere else.
  let handle: OpaquePointer
  let path: String
  private let watch: Watch

  /// Opens a file that no journal belongs to: see `SQLiteFile`.
  package init(_ path: String, limits: Limits = Limits()) throws(Diagnostic) {
    let watch = Watch(seconds: limits.querySeconds)
    unsafe handle = try SQLiteConnection.opened(path, limits, watch)
    self.path = path
    self.watch = watch
  }

  /// Takes a database over that was written to until now; from here on it is only read.
  ///
  /// `handle` is closed where this fails, too.
  init(sealing handle: OpaquePointer, _ path: String, _ limits: Limits) throws(SQLiteError) {
    let watch = Watch(seconds: limits.querySeconds)
    do throws(SQLiteError) {
      unsafe try SQLiteConnection.prepare(handle, limits, watch, temporaries: "file")
    } catch {
      _ = unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe self.handle = handle
    self.path = path
    self.watch = watch
  }

  deinit {
    // SAFETY: see `handle`; `v2` waits for statements that are still alive.
    _ = unsafe sqlite3_close_v2(handle)
  }

  private static func opened(
    _ path: String, _ limits: Limits, _ watch: Watch
  ) throws(Diagnostic) -> OpaquePointer {
    do throws(SQLiteError) {
      let handle = unsafe try open(path)
      do throws(SQLiteError) {
        unsafe try prepare(handle, limits, watch)
      } catch {
        _ = unsafe sqlite3_close_v2(handle)
        throw error
      }
      return unsafe handle
    } catch {
      throw error.diagnostic(path)
    }
  }

  private static func open(_ path: String) throws(SQLiteError) -> OpaquePointer {
    try prepareLibrary()
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    // SAFETY: name and handle live for the time of the call.
    let code = unsafe sqlite3_open_v2(uri(path), &handle, flags, nil)
    guard code == SQLITE_OK, let opened = unsafe handle else {
      let message = unsafe handle.map { unsafe words($0) } ?? "out of memory"
      _ = unsafe sqlite3_close_v2(handle)
      throw SQLiteError(code: code & 0xFF, message: message)
    }
    return unsafe opened
  }

  /// Makes the library's own settings, once and before anything else is asked of it.
  static func prepareLibrary() throws(SQLiteError) {
    guard isPrepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "sqlite3_initialize") }
  }

  /// The name as a URI; a path may hold any byte.
  private static func uri(_ path: String) -> String {
    let plain = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var name = Array("file:".utf8)
    // Two slashes at the beginning would name a machine.
    if path.hasPrefix("/") { name += Array("//".utf8) }
    for byte in path.utf8 {
      if plain.contains(byte) {
        name.append(byte)
      } else {
        name += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: name, as: UTF8.self) + "?immutable=1"
  }

  private static func prepare(
    _ handle: OpaquePointer, _ limits: Limits, _ watch: Watch, temporaries: String = "memory"
  ) throws(SQLiteError) {
    // SAFETY: the handle is open; the watch lives as long as the connection that holds it.
    _ = unsafe sqlite3_extended_result_codes(handle, 0)
    guard unsafe soat_sqlite3_harden(handle) == SQLITE_OK else {
      throw unsafe lastError(of: handle)
    }
    for (limit, value) in [
      (SQLITE_LIMIT_LENGTH, Int32(clamping: limits.cellBytes * 2)),
      (SQLITE_LIMIT_SQL_LENGTH, 1 << 20), (SQLITE_LIMIT_EXPR_DEPTH, 200),
      (SQLITE_LIMIT_COMPOUND_SELECT, 100), (SQLITE_LIMIT_VDBE_OP, 250_000),
      (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
      (SQLITE_LIMIT_TRIGGER_DEPTH, 1), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
      _ = unsafe sqlite3_limit(handle, limit, value)
    }
    for pragma in [
      "temp_store=\(temporaries)", "mmap_size=0", "cell_size_check=on", "query_only=on",
    ] {
      guard unsafe sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil) == SQLITE_OK else {
        throw unsafe lastError(of: handle)
      }
    }
    unsafe SQLiteAuthorizer.install(on: handle)
    unsafe sqlite3_progress_handler(
      handle, 100_000,
      { context in
        guard let context = unsafe context else { return 0 }
        return unsafe Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
      }, Unmanaged.passUnretained(watch).toOpaque())
  }

  /// Starts the clock of `querySeconds`, or of fewer, for a statement that may work without end.
  package func beginQuery(seconds: Int = Int.max) { watch.begin(seconds) }

  /// Reads all pages of all tables, or of one, and compares what must agree.
  ///
  /// Throws `source.not-well-formed` with the first thing that does not.
  package func check(table: String? = nil) throws(Diagnostic) {
    let argument = table.map { "(\(SQLiteConnection.quoted($0)))" } ?? "(1)"
    unsafe sqlite3_set_authorizer(handle, nil, nil)
    defer { unsafe SQLiteAuthorizer.install(on: handle) }
    let rows = try texts("PRAGMA quick_check\(argument)")
    guard rows.first?.first == "ok" else {
      throw SQLiteError.damaged(path, rows.first?.first ?? "quick_check")
    }
  }

  /// Rows of a small result as text; SQL's null is an empty text.
  package func texts(_ sql: String) throws(Diagnostic) -> [[String]] {
    var statement = try SQLiteStatement(sql, on: self)
    var rows: [[String]] = []
    while try statement.step() {
      rows.append((0..<statement.columnCount).map { statement.text($0) })
    }
    return rows
  }

  var lastError: SQLiteError { unsafe SQLiteConnection.lastError(of: handle) }

  static func lastError(of handle: OpaquePointer) -> SQLiteError {
    // SAFETY: the handle is open.
    SQLiteError(code: unsafe sqlite3_errcode(handle) & 0xFF, message: unsafe words(handle))
  }

  private static func words(_ handle: OpaquePointer) -> String {
    // SAFETY: SQLite's text is valid until its next call, and is copied at once.
    unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "SQLite"
  }

  /// A name in double quotes, as SQL has it.
  package static func quoted(_ name: String) -> String {
    "\"" + String(name.flatMap { $0 == "\"" ? ["\"", "\""] : [$0] }) + "\""
  }

  /// Settings of the whole library, made once and before its first use.
  ///
  /// Where somebody used it before, it counts its memory, and nothing else is lost.
  private static let isPrepared: Bool = {
    _ = soat_sqlite3_configure()
    return sqlite3_initialize() == SQLITE_OK
  }()

  /// How long a query may go on, asked now and then by SQLite itself.
  final class Watch: Sendable {
    private let end = Atomic<Int>(Int.max)
    private let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    func begin(_ atMost: Int) {
      end.store(Watch.now() + min(seconds, atMost), ordering: .relaxed)
    }

    var isOver: Bool {
      Signals.interrupted != nil || Watch.now() > end.load(ordering: .relaxed)
    }

    private static func now() -> Int {
      var time = timespec()
      // SAFETY: the structure lives for the time of the call.
      _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
      return Int(time.tv_sec)
    }
  }
}

/// What statements may do: read.
///
/// What else SQL can do is refused when a statement is made.
enum SQLiteAuthorizer {
  static func install(on handle: OpaquePointer) {
    // SAFETY: the function keeps nothing.
    _ = unsafe sqlite3_set_authorizer(
      handle,
      { _, action, first, second, _, _ in
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
          return unsafe SQLiteAuthorizer.isRefused(second) ? SQLITE_DENY : SQLITE_OK
        case SQLITE_PRAGMA: return unsafe SQLiteAuthorizer.isSchema(first) ? SQLITE_OK : SQLITE_DENY
        default: return SQLITE_DENY
        }
      }, nil)
  }

  /// Functions that reach out of the database, or give another result each time.
  private static func isRefused(_ name: UnsafePointer<CChar>?) -> Bool {
    guard let name = unsafe name else { return true }
    // SAFETY: SQLite hands over C strings.
    let word = unsafe String(cString: name).lowercased()
    return [
      "load_extension", "random", "randomblob", "fts3_tokenizer", "readfile", "writefile", "edit",
      "current_timestamp", "current_date", "current_time", "sqlite_compileoption_get",
    ].contains(word)
  }

  private static func isSchema(_ name: UnsafePointer<CChar>?) -> Bool {
    guard let name = unsafe name else { return false }
    // SAFETY: SQLite hands over C strings.
    return unsafe ["table_xinfo", "table_list", "index_list", "encoding"].contains(
      String(cString: name).lowercased())
  }
}
