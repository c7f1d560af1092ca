package import AuditModel
internal import Glibc
internal import Synchronization

/// A regular file open for reading by ranges, from as many threads as like.
///
/// It is read, never mapped: a mapped file that somebody cuts short would end the program.
package final class InputFile: Sendable {
  /// The path as given, for messages.
  package let path: String
  /// The size when it was opened; a reader takes no byte beyond it.
  package let byteCount: Int
  package let identity: Identity
  private let flags: Int32
  /// Nil while parked.
  private let opened: Mutex<Descriptor?>

  /// Closed when nobody reads through it any more.
  private final class Descriptor: Sendable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { _ = Glibc.close(number) }
  }

  /// What tells a file apart from another and from itself at another time.
  package struct Identity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let byteCount: Int
    package let modifiedNanoseconds: Int
    package let changedNanoseconds: Int

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      byteCount = Int(status.st_size)
      modifiedNanoseconds =
        Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
      changedNanoseconds =
        Int(status.st_ctim.tv_sec) &* 1_000_000_000 &+ Int(status.st_ctim.tv_nsec)
    }
  }

  /// Opens a regular file, through links unless told otherwise.
  ///
  /// Throws `source.unreadable` if the system does not let us, `source.refused` for folders, pipes and
  /// devices, at once: none is opened, so none can hang the run.
  package init(_ path: String, followingLinks: Bool = true) throws(Diagnostic) {
    let descriptor: Descriptor
    flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
    do throws(SystemError) {
      // Asked before opening, since opening a device can do things, and after, since the name may have moved.
      try Self.requireRegular(SystemCall.status(path, followingLinks: followingLinks))
      descriptor = Descriptor(try SystemCall.open(path, flags))
    } catch {
      throw Self.diagnostic(error, path)
    }
    self.path = path
    do throws(SystemError) {
      let status = try SystemCall.status(descriptor.number)
      try Self.requireRegular(status)
      identity = Identity(status)
      byteCount = identity.byteCount
      opened = Mutex(descriptor)
    } catch {
      throw Self.diagnostic(error, path)
    }
  }

  /// Closes the file until it is read again, so that there can be more files than a process may have open.
  package func park() { opened.withLock { $0 = nil } }

  /// The open file.
  ///
  /// - Throws: `source.changed` when a parked one is no longer what was opened first.
  private func descriptor() throws(Diagnostic) -> Descriptor {
    try opened.withLock { (descriptor: inout Descriptor?) throws(Diagnostic) in
      if let descriptor { return descriptor }
      let again: Descriptor
      let isSame: Bool
      do throws(SystemError) {
        again = Descriptor(try SystemCall.open(path, flags))
        isSame = Identity(try SystemCall.status(again.number)) == identity
      } catch {
        throw Self.diagnostic(error, path)
      }
      guard isSame else { throw changed }
      descriptor = again
      return again
    }
  }

  /// A name under which the very file that is open can be opened once more, whatever became of its path.
  ///
  /// It holds while `body` runs.
  func withPathOfDescriptor<Result>(_ body: (String) -> Result) throws(Diagnostic) -> Result {
    let descriptor = try descriptor()
    let name = "/proc/self/fd/\(descriptor.number)"
    return withExtendedLifetime(descriptor) {
      body((try? SystemCall.status(name)) == nil ? path : name)
    }
  }

  /// Fills the buffer from an offset; fewer bytes than it holds mean that the file ends there.
  package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(Diagnostic)
    -> Int
  {
    let descriptor = try descriptor()
    do throws(SystemError) {
      // SAFETY: the buffer is the caller's, who vouches for it.
      return try unsafe SystemCall.read(descriptor.number, into: buffer, at: offset)
    } catch {
      throw Self.diagnostic(error, path)
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

  /// Up to `count` bytes from an offset, fewer at the end of the file.
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

  /// The first bytes, for a look at what kind of file it is.
  package func peek(_ count: Int) throws(Diagnostic) -> [UInt8] { try bytes(at: 0, count: count) }

  /// Whether the file, or what the path names, is no longer what was opened.
  ///
  /// To be asked after the last byte was read: a change means that nothing read can be relied on.
  package func hasChanged() -> Bool {
    do throws(SystemError) {
      if let descriptor = opened.withLock({ $0 }),
        Identity(try SystemCall.status(descriptor.number)) != identity
      {
        return true
      }
      return Identity(try SystemCall.status(path)) != identity
    } catch {
      return true
    }
  }

  /// The error that a changed file is: `source.changed`.
  package var changed: Diagnostic {
    Diagnostic(
      "source.changed",
      LocalizedText(
        vi: "tệp bị thay đổi trong khi đang đọc", en: "the file changed while it was being read"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "đợi đến khi việc xuất, chép tệp xong rồi chạy lại",
        en: "wait until nobody writes to it, then run again"))
  }

  /// A whole small file.
  ///
  /// Throws `source.limit` if it is longer than `limit` bytes.
  package static func contents(
    of path: String, limit: Int, followingLinks: Bool = true
  ) throws(Diagnostic) -> [UInt8] {
    let file = try InputFile(path, followingLinks: followingLinks)
    guard file.byteCount <= limit else { throw tooLarge(path, file.byteCount, limit) }
    let bytes = try file.bytes(at: 0, count: file.byteCount)
    guard bytes.count == file.byteCount, !file.hasChanged() else { throw file.changed }
    return bytes
  }
}

extension InputFile {
  private static func requireRegular(_ status: stat) throws(SystemError) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw SystemError(number: EISDIR)
    default: throw SystemError(number: notRegular)
    }
  }

  /// Stands for "neither a file nor a folder"; no call gives it for a file.
  private static var notRegular: Int32 { ENOTBLK }

  static func diagnostic(_ error: SystemError, _ path: String) -> Diagnostic {
    let place = SourceLocation(file: path, line: 0, column: 0)
    switch error.number {
    case EISDIR:
      return Diagnostic(
        "source.refused",
        LocalizedText(vi: "đây là thư mục, không phải tệp", en: "this is a folder, not a file"),
        at: place,
        hint: LocalizedText(vi: "nêu tên một tệp trong thư mục đó", en: "name a file in it"))
    case notRegular, ELOOP:
      return Diagnostic(
        "source.refused",
        LocalizedText(
          vi: "đây không phải tệp thường (là ống dẫn, thiết bị hoặc liên kết)",
          en: "this is no regular file but a pipe, a device or a link"),
        at: place,
        hint: LocalizedText(
          vi: "chép ra một tệp thường, hoặc dùng `-` để đọc từ đầu vào chuẩn",
          en: "copy it to a regular file, or use `-` to read standard input"))
    default:
      return Diagnostic(
        "source.unreadable",
        LocalizedText(
          vi: "không đọc được tệp: \(error.reason.vi)",
          en: "cannot read the file: \(error.reason.en)"),
        at: place, hint: error.hint)
    }
  }

  private static func tooLarge(_ path: String, _ count: Int, _ limit: Int) -> Diagnostic {
    Diagnostic(
      "source.limit",
      LocalizedText(
        vi: "tệp dài \(count) byte, vượt giới hạn \(limit) byte",
        en: "the file has \(count) bytes, over the limit of \(limit)"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "`soat limits` nêu mọi giới hạn", en: "`soat limits` lists every limit"))
  }
}
