package import AuditModel
internal import Glibc
internal import Synchronization

/// A file that appears under its name whole or not at all.
///
/// Written beside its final place under a name of ours, then put on the disk and renamed by `commit`.
/// The rename replaces a link of that name and never follows it. Whatever is not committed is removed:
/// by `discard`, at the end of the value's life, by the next run if this one is killed.
package final class OutputFile: Sendable {
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

  private let folder: String
  private let temporaryPath: String
  private let cleaning: TemporaryFiles.Slot
  private let state: Mutex<State>

  fileprivate static let bufferSize = 256 << 10
  /// Bytes after which the disk is told to begin.
  private static let stepBytes = 1 << 20

  fileprivate struct State {
    var descriptor: Int32
    var buffer: [UInt8] = []
    var byteCount = 0
    /// Bytes that the disk was told to begin with.
    var begunCount = 0
    /// The first error: after a failed write the file is never committed.
    var failure: SystemError?
  }

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
      // Noted before it is there: an interrupt in between then has nothing to remove, rather than
      // something unknown.
      cleaning = TemporaryFiles.add(temporaryPath)
    } catch {
      throw Self.diagnostic(error, path)
    }
    do throws(SystemError) {
      let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
      let descriptor = try SystemCall.open(temporaryPath, flags, mode: access.mode)
      // The lock says to other runs that somebody lives; where locks are unknown, the process number does.
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      state = Mutex(State(descriptor: descriptor))
    } catch {
      TemporaryFiles.remove(cleaning)
      throw Self.diagnostic(error, path)
    }
  }

  deinit { discard() }

  /// Bytes given to `write` until now.
  package var byteCount: Int { state.withLock { $0.byteCount } }

  package func write(_ text: String) throws(Diagnostic) { try write(Array(text.utf8)) }

  package func write(_ bytes: [UInt8]) throws(Diagnostic) { try write(bytes[...]) }

  package func write(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) {
    try step { (state: inout State) throws(SystemError) in
      // SAFETY: the pointer is used within the closure only, and holds bytes.count bytes.
      let outcome = unsafe bytes.withUnsafeBytes { pointer in
        Result<Void, SystemError> { () throws(SystemError) in try unsafe state.write(pointer) }
      }
      try outcome.get()
    }
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    // SAFETY: the bytes are the caller's, who vouches for them.
    try step { (state: inout State) throws(SystemError) in try unsafe state.write(bytes) }
  }

  /// Settles where the next `count` bytes go, which `write(_:at:)` then puts there, at any time and from any thread.
  ///
  /// Not to be mixed with `write(_:)`: a file is written the one way or the other.
  package func reserve(_ count: Int) -> Int {
    state.withLock { state in
      defer { state.byteCount += count }
      return state.byteCount
    }
  }

  /// Writes bytes at an offset that `reserve` gave.
  package func write(_ bytes: [UInt8], at offset: Int) throws(Diagnostic) {
    let (descriptor, failure) = state.withLock { ($0.descriptor, $0.failure) }
    if let failure { throw Self.diagnostic(failure, path) }
    // SAFETY: the pointer is used within the closure only, and holds bytes.count bytes.
    let outcome = unsafe bytes.withUnsafeBytes { pointer in
      Result<Void, SystemError> { () throws(SystemError) in
        try unsafe SystemCall.write(descriptor, pointer, at: offset)
      }
    }
    if case .failure(let error) = outcome {
      state.withLock { $0.failure = error }
      throw Self.diagnostic(error, path)
    }
    let end = offset + bytes.count
    let ready: Range<Int>? = state.withLock { state in
      guard end - state.begunCount >= OutputFile.stepBytes else { return nil }
      defer { state.begunCount = end }
      return state.begunCount..<end
    }
    if let ready { SystemCall.beginWriting(descriptor, ready) }
  }

  /// Reads what was written by `write(_:at:)`: so many bytes from an offset on, all of which are there.
  package func read(at offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try step { (state: inout State) throws(SystemError) in
      let descriptor = state.descriptor
      // SAFETY: the pointer is used within the closure only, and has room for `count` bytes.
      let outcome = unsafe bytes.withUnsafeMutableBytes { pointer in
        Result<Int, SystemError> { () throws(SystemError) in
          try unsafe SystemCall.read(descriptor, into: pointer, at: offset)
        }
      }
      guard try outcome.get() == count else { throw SystemError(number: EIO) }
    }
    return bytes
  }

  /// Takes back what was written by `write(_:at:)` after the first so many bytes; nobody may be writing.
  package func truncate(to byteCount: Int) throws(Diagnostic) {
    try step { (state: inout State) throws(SystemError) in
      try SystemCall.truncate(state.descriptor, to: byteCount)
      state.byteCount = byteCount
      state.begunCount = min(state.begunCount, byteCount)
    }
  }

  /// Puts the file under its name.
  ///
  /// Throws `output.not-written`, and the name is then as it was before. Once done, it does nothing.
  package func commit() throws(Diagnostic) {
    guard TemporaryFiles.isListed(cleaning) else { return }
    do throws(Diagnostic) {
      try step { (state: inout State) throws(SystemError) in
        try state.finish()
        try SystemCall.rename(temporaryPath, to: path)
      }
    } catch {
      discard()
      throw error
    }
    TemporaryFiles.remove(cleaning)
    try step { (_: inout State) throws(SystemError) in try SystemCall.synchronize(folder: folder) }
  }

  /// Removes what was written; the name stays as it was.
  ///
  /// After `commit` it does nothing.
  package func discard() {
    state.withLock { $0.close() }
    guard TemporaryFiles.isListed(cleaning) else { return }
    try? SystemCall.unlink(temporaryPath)
    TemporaryFiles.remove(cleaning)
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
  /// Runs a step unless an earlier one failed.
  private func step(_ step: (inout State) throws(SystemError) -> Void) throws(Diagnostic) {
    let outcome = state.withLock { state in
      Result<Void, SystemError> { () throws(SystemError) in
        if let failure = state.failure { throw failure }
        do throws(SystemError) {
          try step(&state)
        } catch {
          state.failure = error
          throw error
        }
      }
    }
    if case .failure(let error) = outcome { throw Self.diagnostic(error, path) }
  }

  /// Refuses names that a rename would do harm to: folders, devices, pipes, and the system's own trees.
  private static func requireReplaceable(_ path: String, in folder: String) throws(SystemError) {
    guard !["", ".", "..", "/"].contains(FilePath.name(of: path)), !path.hasSuffix("/") else {
      throw SystemError(number: path.isEmpty ? EINVAL : EISDIR)
    }
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

extension OutputFile.State {
  @unsafe
  fileprivate mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    guard descriptor >= 0 else { throw SystemError(number: EBADF) }
    byteCount += bytes.count
    if buffer.count + bytes.count > OutputFile.bufferSize { try flush() }
    guard bytes.count < OutputFile.bufferSize else {
      // SAFETY: the bytes are the caller's, who vouches for them.
      return try unsafe SystemCall.write(descriptor, bytes)
    }
    unsafe buffer.append(contentsOf: bytes)
  }

  fileprivate mutating func flush() throws(SystemError) {
    // SAFETY: the pointer is used within the closure only.
    let outcome = unsafe buffer.withUnsafeBytes { pointer in
      Result<Void, SystemError> { () throws(SystemError) in
        try unsafe SystemCall.write(descriptor, pointer)
      }
    }
    try outcome.get()
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes out what is held back, puts it on the disk and closes.
  fileprivate mutating func finish() throws(SystemError) {
    guard descriptor >= 0 else { throw SystemError(number: EBADF) }
    try flush()
    try SystemCall.synchronize(descriptor)
    let finished = descriptor
    descriptor = -1
    try SystemCall.close(finished)
  }

  fileprivate mutating func close() {
    buffer = []
    guard descriptor >= 0 else { return }
    _ = Glibc.close(descriptor)
    descriptor = -1
  }
}
