package import AuditModel
internal import Glibc
internal import Synchronization

/// Room on the disk for what does not fit in memory: written at its end, read anywhere.
///
/// It has no name from the moment it is made, so nobody else can open it and nothing is left of it,
/// however the run ends. One writer; any number of readers of what was written before.
package final class SpoolFile: Sendable {
  private let written = Atomic<Int>(0)
  private let descriptor: Int32
  private let folder: String

  /// Makes one in a folder, by default in `TMPDIR`, else `/tmp`.
  ///
  /// Throws `output.not-written`.
  package init(in folder: String? = nil) throws(Diagnostic) {
    let folder = folder ?? SpoolFile.standardFolder
    self.folder = folder
    do throws(SystemError) {
      descriptor = try Self.open(in: folder)
    } catch {
      throw Self.diagnostic(error, folder)
    }
  }

  /// Where temporary files go unless told otherwise: `TMPDIR`, else `/tmp`.
  static var standardFolder: String {
    ProcessEnvironment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// Bytes written until now, all of which can be read.
  package var byteCount: Int { written.load(ordering: .acquiring) }

  deinit { _ = Glibc.close(descriptor) }

  /// Writes at the end, all of it or an error; the offset where it begins is the `byteCount` before.
  package func append(_ bytes: [UInt8]) throws(Diagnostic) {
    // SAFETY: the pointer is used within the closure only.
    let outcome = unsafe bytes.withUnsafeBytes { pointer in
      Result<Void, Diagnostic> { () throws(Diagnostic) in try unsafe append(pointer) }
    }
    try outcome.get()
  }

  package func append(_ bytes: RawSpan) throws(Diagnostic) {
    // SAFETY: the pointer is used within the closure only.
    let outcome = unsafe bytes.withUnsafeBytes { pointer in
      Result<Void, Diagnostic> { () throws(Diagnostic) in try unsafe append(pointer) }
    }
    try outcome.get()
  }

  package func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    do throws(SystemError) {
      // SAFETY: the bytes are the caller's, who vouches for them.
      try unsafe SystemCall.write(descriptor, bytes)
      written.add(bytes.count, ordering: .releasing)
    } catch {
      throw Self.diagnostic(error, folder)
    }
  }

  /// Fills the buffer from an offset; fewer bytes than it holds mean that the file ends there.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(Diagnostic)
    -> Int
  {
    do throws(SystemError) {
      // SAFETY: the buffer is the caller's, who vouches for it.
      return try unsafe SystemCall.read(descriptor, into: buffer, at: offset)
    } catch {
      throw Self.diagnostic(error, folder)
    }
  }

  /// Fills a span from an offset; fewer bytes than it holds mean that the file ends there.
  package func read(into span: inout MutableRawSpan, at offset: Int) throws(Diagnostic) -> Int {
    var failure: Diagnostic?
    // SAFETY: the pointer is used within the closure only.
    let count = unsafe span.withUnsafeMutableBytes { buffer in
      do throws(Diagnostic) {
        return try unsafe read(into: buffer, at: offset)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  /// Up to `count` bytes from an offset, fewer at the end.
  package func bytes(at offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    var failure: Diagnostic?
    let wanted = max(0, min(count, byteCount - offset))
    // SAFETY: `read` writes at most the buffer's bytes and says how many it wrote.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initializedCount in
      do throws(Diagnostic) {
        initializedCount = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes numbers at the end, in this machine's byte order.
  package func append(words: [UInt64]) throws(Diagnostic) {
    // SAFETY: the pointer is used within the closure only.
    let outcome = unsafe words.withUnsafeBytes { pointer in
      Result<Void, Diagnostic> { () throws(Diagnostic) in try unsafe append(pointer) }
    }
    try outcome.get()
  }

  /// Appends `count` numbers from an offset to a list.
  ///
  /// Throws `output.not-written` when they are not all there.
  package func read(_ count: Int, at offset: Int, onto list: inout [UInt64]) throws(Diagnostic) {
    var outcome: Result<Int, Diagnostic> = .success(0)
    // SAFETY: `read` writes at most the buffer's bytes and says how many it wrote; only whole words are taken as made.
    let words = unsafe [UInt64](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let room = unsafe UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count * 8)
      outcome = Result { () throws(Diagnostic) in try unsafe read(into: room, at: offset) }
      if case .success(let filled) = outcome { initializedCount = filled / 8 }
    }
    _ = try outcome.get()
    guard words.count == count else { throw Self.diagnostic(SystemError(number: EIO), folder) }
    list.append(contentsOf: words)
  }

  private static func open(in folder: String) throws(SystemError) -> Int32 {
    guard !folder.utf8.contains(0) else { throw SystemError(number: EINVAL) }
    var template = Array("\(FilePath.join(folder, ".soat-spool-XXXXXX"))".utf8CString)
    // SAFETY: the template ends in XXXXXX and a zero byte, and is ours to be written over.
    let descriptor = try SystemCall.repeating { unsafe mkstemp(&template) }
    // mkstemp gives mode 0600; the close-on-exec mark and the missing name are added at once.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = unsafe Glibc.unlink(template)
    return descriptor
  }

  static func diagnostic(_ error: SystemError, _ folder: String) -> Diagnostic {
    Diagnostic(
      "output.not-written",
      LocalizedText(
        vi: "không ghi được tệp tạm: \(error.reason.vi)",
        en: "cannot write a temporary file: \(error.reason.en)"),
      at: SourceLocation(file: folder, line: 0, column: 0),
      hint: LocalizedText(
        vi: "đặt biến môi trường TMPDIR tới một thư mục ghi được, còn chỗ trống",
        en: "set TMPDIR to a folder that can be written and has room"))
  }
}
