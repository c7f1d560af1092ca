package import AuditModel
internal import Synchronization

/// A SQLite database file as a source: opened for reading only, whatever lies beside it.
///
/// A journal or log beside the file belongs to it: without it, transactions would be missing or half there, and to take it
/// in the library would write into the file. So both are copied, privately, and the copy is put in order and read.
package final class SQLiteFile: Sendable {
  package let input: InputFile
  package let limits: Limits
  /// What is read: the file itself, or the copy.
  package let content: InputFile
  private let copy: SQLiteCopy?
  /// Whether the library's `quick_check` has looked at all pages.
  private let checked = Atomic<Bool>(false)

  package static let magic: [UInt8] = Array("SQLite format 3\0".utf8)
  /// Files up to this size are looked at whole before anything is read; it takes some 0.15 s.
  package static let smallBytes = 64 << 20

  /// Which of the two is beside the file and holds something.
  package enum Journal: String, Sendable {
    case rollback, wal
  }

  package let journal: Journal?

  /// Throws `source.not-well-formed` for a damaged file, and what opening throws.
  package init(
    _ input: InputFile, limits: Limits = Limits(), folder: String? = nil,
    checksSmallFiles: Bool = true
  ) throws(Diagnostic) {
    self.input = input
    self.limits = limits
    journal = try SQLiteFile.journal(beside: SQLiteFile.realPath(of: input))
    if let journal {
      let copy = try SQLiteCopy(of: input, journal, limits: limits, folder: folder)
      self.copy = copy
      content = try InputFile(copy.path)
    } else {
      copy = nil
      content = input
    }
    let isSmall = checksSmallFiles && input.byteCount <= SQLiteFile.smallBytes
    if isSmall || journal != nil { try check() }
  }

  /// A connection of its own for whoever asks.
  package func connect() throws(Diagnostic) -> SQLiteConnection {
    try SQLiteConnection(content.path, limits: limits)
  }

  /// Looks at all pages, unless that was done.
  ///
  /// Throws `source.not-well-formed`.
  package func check() throws(Diagnostic) {
    guard !checked.load(ordering: .relaxed) else { return }
    try connect().check()
    checked.store(true, ordering: .relaxed)
  }

  package var isChecked: Bool { checked.load(ordering: .relaxed) }

  /// The name that the library would look for a journal beside.
  static func realPath(of input: InputFile) -> String {
    (try? SystemCall.realPath(input.path)) ?? input.path
  }

  /// A rollback journal begins with a byte that is not zero until its transaction has ended; a log is empty or in use.
  private static func journal(beside path: String) throws(Diagnostic) -> Journal? {
    if let bytes = try first(of: path + "-wal"), !bytes.isEmpty { return .wal }
    if let bytes = try first(of: path + "-journal"), bytes.contains(where: { $0 != 0 }) {
      return .rollback
    }
    return nil
  }

  private static func first(of path: String) throws(Diagnostic) -> [UInt8]? {
    guard FileTree.kind(of: path) != nil else { return nil }
    return try InputFile(path).peek(16)
  }
}
