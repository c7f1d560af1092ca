internal import AuditModel
internal import Glibc
internal import Synchronization

/// What a command writes to: standard output, standard error, or memory in a test.
///
/// Every byte is written or an error thrown: a full disk behind `> file` must not pass for success.
package final class ByteWriter: Sendable {
  /// The descriptor written to; nil keeps everything in memory.
  private let descriptor: Int32?
  private let name: String
  private let state = Mutex(State())

  private static let bufferSize = 64 << 10

  private struct State {
    var buffer: [UInt8] = []
    var failure: SystemError?
  }

  private init(descriptor: Int32?, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package static func standardOutput() -> ByteWriter { ByteWriter(descriptor: 1, name: "stdout") }

  package static func standardError() -> ByteWriter { ByteWriter(descriptor: 2, name: "stderr") }

  /// Keeps what is written; `captured` gives it.
  package static func memory() -> ByteWriter { ByteWriter(descriptor: nil, name: "memory") }

  package var captured: [UInt8] { state.withLock { $0.buffer } }

  /// What was captured, as text.
  package var capturedText: String { String(decoding: captured, as: UTF8.self) }

  package func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Throws `ClosedPipe` if the receiver has gone, else `output.not-written`.
  package func write(_ bytes: [UInt8]) throws {
    let isFull = state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      return state.buffer.count >= Self.bufferSize
    }
    if isFull { try flush() }
  }

  /// Writes out what is held back; to be called at the end, for its error counts as well.
  package func flush() throws {
    guard let descriptor else { return }
    let failure = state.withLock { state in
      if state.failure == nil { state.failure = Self.write(descriptor, state.buffer) }
      state.buffer.removeAll(keepingCapacity: true)
      return state.failure
    }
    guard let failure else { return }
    if failure.isClosedPipe { throw ClosedPipe() }
    throw OutputFile.diagnostic(failure, name)
  }

  private static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> SystemError? {
    // SAFETY: the pointer is used within the closure only.
    unsafe bytes.withUnsafeBytes { pointer in
      do throws(SystemError) {
        try unsafe SystemCall.write(descriptor, pointer)
        return nil
      } catch {
        return error
      }
    }
  }
}

/// Nobody reads standard output any more (`soat show … | head`): no fault, and nothing to say.
package struct ClosedPipe: Error {
  package init() {}
}

/// Standard input, or any stream without offsets, read once from its beginning to its end.
package final class InputStream: Sendable {
  private let descriptor: Int32
  private let name: String

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package static func standardInput() -> InputStream { InputStream(descriptor: 0, name: "-") }

  /// Fills the buffer; fewer bytes than it holds mean the end.
  ///
  /// Throws `source.unreadable`, or `Interrupted` once a signal asks the run to end, also while it waits.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      try waitForInput()
      // SAFETY: done < count, so the range lies within the buffer that the caller owns.
      let count = unsafe Glibc.read(descriptor, base + done, buffer.count - done)
      if count == 0 { break }
      if count < 0 {
        let error = SystemError.last
        if error.number == EINTR || error.number == EAGAIN { continue }
        throw InputFile.diagnostic(error, name)
      }
      done += count
    }
    return done
  }

  /// Up to `count` bytes; fewer mean the end.
  package func bytes(count: Int) throws -> [UInt8] {
    // SAFETY: `read` writes at most the buffer's bytes and says how many it wrote.
    try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      initializedCount = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Waits in short steps: a signal that came just before a read would otherwise be seen after it only.
  private func waitForInput() throws {
    while true {
      try Signals.check()
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // SAFETY: one structure, which lives for the time of the call.
      let ready = unsafe poll(&request, 1, 200)
      if ready > 0 { return }
      // Any other trouble than a signal is told by the read itself.
      if ready < 0, errno != EINTR { return }
    }
  }
}
