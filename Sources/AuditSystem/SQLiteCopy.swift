internal import AuditModel
internal import CSQLite
internal import Glibc

/// A private copy of a database and its journal, put in order by the library; gone when this value's life ends.
///
/// It lies in a folder that nobody else can enter, so that nobody can put a link where the library makes its files.
final class SQLiteCopy: Sendable {
  let path: String
  private let folder: String
  private let slots: [TemporaryFiles.Slot]

  init(
    of input: InputFile, _ journal: SQLiteFile.Journal, limits: Limits, folder parent: String?
  ) throws(Diagnostic) {
    folder = try SQLiteCopy.makeFolder(in: parent)
    path = FilePath.join(folder, "copy.db")
    let suffix = journal == .wal ? "-wal" : "-journal"
    // Noted before they are there, so that an interrupt removes them.
    slots = [path, path + suffix].map { TemporaryFiles.add($0) }
    let source = try InputFile(SQLiteFile.realPath(of: input) + suffix)
    try SQLiteCopy.copy(source, to: path + suffix)
    try SQLiteCopy.copy(input, to: path)
    guard !source.hasChanged() else { throw source.changed }
    guard !input.hasChanged() else { throw input.changed }
    try putInOrder(input.path)
  }

  deinit {
    for slot in slots { TemporaryFiles.remove(slot) }
    for suffix in ["", "-wal", "-journal", "-shm"] { try? SystemCall.unlink(path + suffix) }
    // SAFETY: the path is a C string for the time of the call.
    _ = unsafe rmdir(folder)
  }

  /// Takes the log in, or the half transaction back, as the owner's own program would; no file but the copy is left.
  private func putInOrder(_ name: String) throws(Diagnostic) {
    do throws(SQLiteError) {
      try SQLiteConnection.prepareLibrary()
    } catch {
      throw error.diagnostic(name)
    }
    // SAFETY: the handle is closed below, and its words copied before.
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
    var code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    if code == SQLITE_OK, let handle = unsafe handle {
      _ = unsafe soat_sqlite3_harden(handle)
      let statements =
        "PRAGMA cell_size_check=on; PRAGMA locking_mode=exclusive; PRAGMA synchronous=off;"
        + " PRAGMA journal_mode=delete; SELECT count(*) FROM sqlite_schema"
      code = unsafe sqlite3_exec(handle, statements, nil, nil, nil)
    }
    let words = unsafe handle.flatMap { unsafe sqlite3_errmsg($0) }.map {
      unsafe String(cString: $0)
    }
    _ = unsafe sqlite3_close(handle)
    guard code == SQLITE_OK else {
      throw SQLiteError(code: code & 0xFF, message: words ?? "SQLite").diagnostic(name)
    }
  }

  private static func makeFolder(in parent: String?) throws(Diagnostic) -> String {
    let parent = parent ?? SpoolFile.standardFolder
    var template = Array("\(FilePath.join(parent, ".soat-sqlite-XXXXXX"))".utf8CString)
    // SAFETY: the template ends in XXXXXX and a zero byte, and is ours to be written over.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    guard let made else { throw SpoolFile.diagnostic(.last, parent) }
    return made
  }

  private static func copy(_ source: InputFile, to path: String) throws(Diagnostic) {
    do throws(SystemError) {
      let descriptor = try SystemCall.open(
        path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      defer { _ = Glibc.close(descriptor) }
      var offset = 0
      while offset < source.byteCount {
        guard let bytes = try? source.bytes(at: offset, count: 1 << 20), !bytes.isEmpty else {
          throw SystemError(number: EIO)
        }
        var failure: SystemError?
        // SAFETY: the pointer is used within the closure only.
        unsafe bytes.withUnsafeBytes { buffer in
          do throws(SystemError) {
            try unsafe SystemCall.write(descriptor, buffer)
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
        offset += bytes.count
      }
    } catch {
      throw SpoolFile.diagnostic(error, FilePath.parent(of: path))
    }
  }
}
