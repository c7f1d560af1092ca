internal import Glibc

/// The calls to the operating system that deal with files, each made again when a signal broke into it.
///
/// A `String` handed to C here lives until the call returns, and none of these calls keeps it: that
/// is the reason for every `unsafe` that has no other.
enum SystemCall {
  static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(SystemError) -> Int32 {
    try check(path)
    // SAFETY: the path is a C string for the time of the call.
    return try repeating { unsafe Glibc.open(path, flags | O_CLOEXEC, mode) }
  }

  static func close(_ descriptor: Int32) throws(SystemError) {
    // Never twice: after EINTR, Linux has closed the descriptor already.
    guard Glibc.close(descriptor) == 0 || errno == EINTR else { throw .last }
  }

  /// The state of what a path names; of the link itself if `followingLinks` is false.
  static func status(_ path: String, followingLinks: Bool = true) throws(SystemError) -> stat {
    try check(path)
    var status = stat()
    // SAFETY: path and status live for the time of the call.
    _ = try repeating { unsafe followingLinks ? stat(path, &status) : lstat(path, &status) }
    return status
  }

  static func status(_ descriptor: Int32) throws(SystemError) -> stat {
    var status = stat()
    // SAFETY: status lives for the time of the call.
    _ = try repeating { unsafe fstat(descriptor, &status) }
    return status
  }

  /// Reads until the buffer is full or the file ends.
  @unsafe
  static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      let start = done
      // SAFETY: start < count, so the range lies within the buffer that the caller owns.
      let count = try repeating {
        unsafe pread(descriptor, base + start, buffer.count - start, off_t(offset + start))
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Writes all of the buffer, in as many pieces as the system takes it.
  @unsafe
  static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) throws(SystemError) {
    guard let base = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let start = done
      // SAFETY: start < count, so the range lies within the buffer that the caller owns.
      let count = try repeating {
        unsafe Glibc.write(descriptor, base + start, buffer.count - start)
      }
      guard count > 0 else { throw SystemError(number: EIO) }
      done += count
    }
  }

  /// Writes all of the buffer at an offset.
  @unsafe
  static func write(
    _ descriptor: Int32, _ buffer: UnsafeRawBufferPointer, at offset: Int
  ) throws(SystemError) {
    guard let base = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let start = done
      // SAFETY: start < count, so the range lies within the buffer that the caller owns.
      done += try repeating {
        unsafe pwrite(descriptor, base + start, buffer.count - start, off_t(offset + start))
      }
    }
  }

  static func truncate(_ descriptor: Int32, to length: Int) throws(SystemError) {
    _ = try repeating { ftruncate(descriptor, off_t(length)) }
  }

  /// Lets the disk begin with what was written, so that the end, which waits for it, waits less.
  ///
  /// Where the system knows no such thing, nothing is lost.
  static func beginWriting(_ descriptor: Int32, _ range: Range<Int>) {
    _ = posix_fadvise(
      descriptor, off_t(range.lowerBound), off_t(range.count), POSIX_FADV_DONTNEED)
  }

  /// Sees to it that what was written is on the disk; file systems that know no such thing are content.
  static func synchronize(_ descriptor: Int32) throws(SystemError) {
    do throws(SystemError) {
      _ = try repeating { fsync(descriptor) }
    } catch {
      guard error.number == EINVAL || error.number == ENOTSUP else { throw error }
    }
  }

  /// Puts the entries of a folder on the disk, so that a rename outlives a power cut.
  static func synchronize(folder: String) throws(SystemError) {
    let descriptor = try open(folder, O_RDONLY | O_DIRECTORY)
    defer { _ = Glibc.close(descriptor) }
    try synchronize(descriptor)
  }

  static func rename(_ old: String, to new: String) throws(SystemError) {
    try check(old)
    try check(new)
    // SAFETY: both are C strings for the time of the call.
    _ = try repeating { unsafe Glibc.rename(old, new) }
  }

  /// Gives a file another name; fails where the name is taken.
  static func link(_ old: String, to new: String) throws(SystemError) {
    try check(old)
    try check(new)
    // SAFETY: both are C strings for the time of the call.
    _ = try repeating { unsafe Glibc.link(old, new) }
  }

  static func unlink(_ path: String) throws(SystemError) {
    try check(path)
    // SAFETY: the path is a C string for the time of the call.
    _ = try repeating { unsafe Glibc.unlink(path) }
  }

  static func makeFolder(_ path: String, mode: UInt32) throws(SystemError) {
    try check(path)
    // SAFETY: the path is a C string for the time of the call.
    _ = try repeating { unsafe mkdir(path, mode) }
  }

  /// The path without links, `.` and `..`; what it names must exist.
  static func realPath(_ path: String) throws(SystemError) -> String {
    try check(path)
    // SAFETY: realpath gives nil or a C string of its own, which is freed here and nowhere else.
    guard let resolved = unsafe realpath(path, nil) else { throw .last }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Names in a folder without `.` and `..`, in the order of their bytes.
  static func names(in folder: String) throws(SystemError) -> [String] {
    try check(folder)
    // SAFETY: the stream is not nil, and closed at the end of this function only.
    guard let stream = unsafe opendir(folder) else { throw .last }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      // SAFETY: an entry is valid until the next readdir of this stream; its name is copied before.
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw .last }
        break
      }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A name with a zero byte would end early on the other side.
  private static func check(_ path: String) throws(SystemError) {
    guard !path.isEmpty else { throw SystemError(number: ENOENT) }
    guard !path.utf8.contains(0) else { throw SystemError(number: EINVAL) }
  }

  /// Makes a call until no signal interrupts it; a negative result is thrown as the error it stands for.
  static func repeating<N: SignedInteger>(_ call: () -> N) throws(SystemError) -> N {
    while true {
      let result = call()
      guard result < 0 else { return result }
      let error = SystemError.last
      guard error.number == EINTR else { throw error }
    }
  }
}
