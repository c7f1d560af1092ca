package import AuditModel
internal import Glibc
internal import Synchronization

/// A file that appears under its name whole or not at all.
///
/// Written beside its final place under a name of ours, then put on the disk and renamed by `commit`.
/// The rename replaces a link of that name and never follows it. Whatever is not committed is removed:
/// by `discard`, at the end of the value's life, by the next run if this one is killed.
package final class OutputFile {
  /// Who may read the file.
  package enum Access: Sendable {
    /// Reports: whoever the user's own settings (umask) let.
    case shared
    /// Files that hold values of the data: the owner alone.
    case ownerOnly

    var mode: UInt32 {
      switch self {
      case .shared: 0o644
      case .ownerOnly: 0o600
      }
    }
  }

  /// The path as given, for messages.
  package let path: String
  /// Bytes given to `write` until now.
  package private(set) var byteCount = 0

  private let folder: String
  private let temporaryPath: String
  private let cleaning: TemporaryFiles.Slot
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var failure: SystemError?

  private static let bufferSize = 256 << 10

  /// Begins a file; the folder must exist.
  ///
  /// Throws `output.not-written`.
  package init(_ path: String, access: Access = .shared) throws(Diagnostic) {
    self.path = path
    folder = FilePath.parent(of: path)
    let name = FilePath.name(of: path)
    do throws(SystemError) {
      try Self.requireReplaceable(path, in: folder)
      Leftovers.remove(in: folder)
      temporaryPath = FilePath.join(folder, Leftovers.temporaryName(for: name))
      // Noted before it is there: an interrupt in between then has nothing to remove, rather than something unknown.
      cleaning = TemporaryFiles.add(temporaryPath)
    } catch {
      throw Self.diagnostic(error, path)
    }
    do throws(SystemError) {
      descriptor = try SystemCall.open(
        temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: access.mode)
    } catch {
      TemporaryFiles.remove(cleaning)
      throw Self.diagnostic(error, path)
    }
    // The lock says to other runs that somebody lives; where locks are unknown, the process number does.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit { discard() }

  package func write(_ text: String) throws(Diagnostic) { try write(Array(text.utf8)) }

  package func write(_ bytes: [UInt8]) throws(Diagnostic) { try write(bytes[...]) }

  package func write(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
    byteCount += bytes.count
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    guard bytes.count < Self.bufferSize else { return try writeNow(bytes) }
    buffer.append(contentsOf: bytes)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    byteCount += bytes.count
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    guard bytes.count < Self.bufferSize else {
      // SAFETY: the bytes are the caller's, who vouches for them.
      return try checked { () throws(SystemError) in try unsafe SystemCall.write(descriptor, bytes)
      }
    }
    unsafe buffer.append(contentsOf: bytes)
  }

  /// Puts the file under its name.
  ///
  /// Throws `output.not-written`, and the name is then as it was before.
  package func commit() throws(Diagnostic) {
    guard descriptor >= 0 else { return }
    do throws(Diagnostic) {
      try flush()
      try checked { () throws(SystemError) in
        try SystemCall.synchronize(descriptor)
        let finished = descriptor
        descriptor = -1
        try SystemCall.close(finished)
        try SystemCall.rename(temporaryPath, to: path)
      }
    } catch {
      discard()
      throw error
    }
    TemporaryFiles.remove(cleaning)
    try checked { () throws(SystemError) in try SystemCall.synchronize(folder: folder) }
  }

  /// Removes what was written; the name stays as it was.
  ///
  /// After `commit` it does nothing.
  package func discard() {
    if descriptor >= 0 {
      _ = Glibc.close(descriptor)
      descriptor = -1
    }
    guard TemporaryFiles.isListed(cleaning) else { return }
    try? SystemCall.unlink(temporaryPath)
    TemporaryFiles.remove(cleaning)
    buffer = []
  }

  /// Writes a whole file in one go.
  package static func write(
    _ bytes: [UInt8], to path: String, access: Access = .shared
  ) throws(Diagnostic) {
    let file = try OutputFile(path, access: access)
    try file.write(bytes)
    try file.commit()
  }
}

extension OutputFile {
  private func flush() throws(Diagnostic) {
    guard !buffer.isEmpty else { return try checked { () throws(SystemError) in } }
    try writeNow(buffer[...])
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeNow(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
    try checked { () throws(SystemError) in
      // SAFETY: the pointer is used within the closure only, and holds bytes.count bytes.
      let outcome = unsafe bytes.withUnsafeBytes { pointer in
        Result<Void, SystemError> { () throws(SystemError) in
          try unsafe SystemCall.write(descriptor, pointer)
        }
      }
      try outcome.get()
    }
  }

  /// Runs a step unless an earlier one failed: after a failed write the file is never committed.
  private func checked(_ step: () throws(SystemError) -> Void) throws(Diagnostic) {
    do throws(SystemError) {
      if let failure { throw failure }
      try step()
    } catch {
      failure = error
      throw Self.diagnostic(error, path)
    }
  }

  /// Refuses names that a rename would do harm to: folders, devices, pipes, and the system's own trees.
  private static func requireReplaceable(_ path: String, in folder: String) throws(SystemError) {
    let real = try SystemCall.realPath(folder)
    let isForeign =
      real == "/dev" || real.hasPrefix("/dev/fd") || real.hasPrefix("/proc")
      || real.hasPrefix("/sys/")
    guard !isForeign else { throw SystemError(number: EINVAL) }
    guard let status = try? SystemCall.status(path) else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw SystemError(number: EISDIR)
    default: throw SystemError(number: EINVAL)
    }
  }

  static func diagnostic(_ error: SystemError, _ path: String) -> Diagnostic {
    Diagnostic(
      "output.not-written",
      LocalizedText(
        vi: "không ghi được tệp: \(error.reason.vi)",
        en: "cannot write the file: \(error.reason.en)"),
      at: SourceLocation(file: path, line: 0, column: 0), hint: error.hint)
  }
}
