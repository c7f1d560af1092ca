internal import AuditModel
internal import CSQLite

/// A code that SQLite returned, and what it says of it.
struct SQLiteError: Error {
  /// The primary code, such as SQLITE_CORRUPT.
  var code: Int32
  /// SQLite's words: while a statement is prepared its own, which name tables and columns; later those of the code.
  var message: String

  /// As an error of a source.
  func diagnostic(_ path: String) -> Diagnostic {
    let place = SourceLocation(file: path, line: 0, column: 0)
    // A function that may not be used is an ordinary error to SQLite.
    let isRefused = code == SQLITE_ERROR && message.hasPrefix("not authorized")
    switch isRefused ? SQLITE_AUTH : code {
    case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT:
      return SQLiteError.damaged(path, message)
    case SQLITE_TOOBIG, SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_FULL:
      return Diagnostic(
        "source.limit",
        LocalizedText(
          vi: "đọc cơ sở dữ liệu SQLite vượt giới hạn (\(message))",
          en: "reading the SQLite database passes a limit (\(message))"),
        at: place,
        hint: LocalizedText(
          vi: "xem soat limits: cellBytes, querySeconds; thu hẹp truy vấn",
          en: "see soat limits: cellBytes, querySeconds; narrow the query"))
    case SQLITE_AUTH, SQLITE_READONLY:
      return Diagnostic(
        "source.refused",
        LocalizedText(
          vi: "truy vấn làm việc không được phép (\(message))",
          en: "the query does what it may not (\(message))"),
        at: place,
        hint: LocalizedText(
          vi: "chỉ dùng SELECT trên bảng và khung nhìn của chính tệp",
          en: "use SELECT on the file's own tables and views only"))
    case SQLITE_ERROR, SQLITE_SCHEMA:
      return Diagnostic(
        "source.not-a-table",
        LocalizedText(
          vi: "SQLite không hiểu bảng hoặc truy vấn (\(message))",
          en: "SQLite does not understand the table or query (\(message))"),
        at: place,
        hint: LocalizedText(
          vi: "kiểm tra tên bảng, tên cột; sqlite3 TỆP .schema in lược đồ",
          en: "check the names of tables and columns; sqlite3 FILE .schema prints them"))
    default:
      return Diagnostic(
        "source.unreadable",
        LocalizedText(
          vi: "không đọc được cơ sở dữ liệu SQLite (\(code): \(message))",
          en: "cannot read the SQLite database (\(code): \(message))"),
        at: place,
        hint: LocalizedText(
          vi: "kiểm tra tệp bằng: sqlite3 TỆP 'pragma integrity_check'",
          en: "look at the file with: sqlite3 FILE 'pragma integrity_check'"))
    }
  }

  /// The error that a damaged database is.
  static func damaged(_ path: String, _ what: String) -> Diagnostic {
    Diagnostic(
      "source.not-well-formed",
      LocalizedText(
        vi: "cơ sở dữ liệu SQLite bị hỏng (\(what))", en: "the SQLite database is damaged (\(what))"
      ),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "chép lại từ bản gốc; hoặc cứu dữ liệu: sqlite3 TỆP .recover | sqlite3 MỚI.db",
        en:
          "copy it again from its original, or save what there is: sqlite3 FILE .recover | sqlite3 NEW.db"
      ))
  }
}
