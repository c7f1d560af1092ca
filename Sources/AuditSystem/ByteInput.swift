package import AuditModel
internal import Synchronization

/// Bytes of a source: a regular file, or a stream kept in a private file as it is read, so that it can be read again.
package enum ByteInput: Sendable {
  case file(InputFile)
  case stream(SpooledStream)
  /// Bytes at hand, such as the records of a rule's tests.
  case bytes([UInt8])

  /// Nil for a stream whose end is not known yet.
  package var byteCount: Int? {
    switch self {
    case .file(let file): file.byteCount
    case .stream(let stream): stream.byteCount
    case .bytes(let bytes): bytes.count
    }
  }

  /// Fills a span from an offset; fewer bytes than it holds mean the end.
  package func read(into span: inout MutableRawSpan, at offset: Int) throws(Diagnostic) -> Int {
    switch self {
    case .file(let file): return try file.read(into: &span, at: offset)
    case .stream(let stream): return try stream.read(into: &span, at: offset)
    case .bytes(let bytes):
      let count = max(0, min(span.byteCount, bytes.count - offset))
      for index in 0..<count {
        span.storeBytes(of: bytes[offset + index], toByteOffset: index, as: UInt8.self)
      }
      return count
    }
  }

  package func peek(_ count: Int) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .file(let file): try file.peek(count)
    case .stream(let stream): try stream.peek(count)
    case .bytes(let bytes): Array(bytes.prefix(count))
    }
  }

  /// Bytes from an offset; fewer than asked for mean the end.
  package func bytes(at offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .file(let file): try file.bytes(at: offset, count: count)
    case .stream(let stream): try stream.bytes(at: offset, count: count)
    case .bytes(let bytes): Array(bytes.dropFirst(offset).prefix(count))
    }
  }

  /// Whether a file is no longer what was opened; a stream's copy is nobody else's.
  package func hasChanged() -> Bool {
    switch self {
    case .file(let file): file.hasChanged()
    case .stream, .bytes: false
    }
  }

  /// The error that a changed file is.
  package var changed: Diagnostic {
    switch self {
    case .file(let file): file.changed
    case .stream, .bytes:
      Diagnostic(
        "source.changed",
        LocalizedText(
          vi: "bản sao tạm của dữ liệu vào bị mất", en: "the temporary copy of the input is gone"))
    }
  }
}

/// Standard input, copied to a nameless private file as it comes.
package final class SpooledStream: Sendable {
  private let spool: SpoolFile
  private let state: Mutex<State>
  private static let stepBytes = 1 << 18

  private struct State {
    var stream: InputStream
    var isAtEnd = false
  }

  package init(_ stream: sending InputStream, folder: String? = nil) throws(Diagnostic) {
    spool = try SpoolFile(in: folder)
    state = Mutex(State(stream: stream))
  }

  /// Nil until the end was seen.
  package var byteCount: Int? { state.withLock { $0.isAtEnd ? spool.byteCount : nil } }

  package func read(into span: inout MutableRawSpan, at offset: Int) throws(Diagnostic) -> Int {
    try pull(upTo: offset + span.byteCount)
    var failure: Diagnostic?
    // SAFETY: the pointer is used within the closure only.
    let count = unsafe span.withUnsafeMutableBytes { buffer in
      do throws(Diagnostic) {
        return try unsafe spool.read(into: buffer, at: offset)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  package func peek(_ count: Int) throws(Diagnostic) -> [UInt8] { try bytes(at: 0, count: count) }

  package func bytes(at offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    try pull(upTo: offset + count)
    return try spool.bytes(at: offset, count: count)
  }

  private func pull(upTo wanted: Int) throws(Diagnostic) {
    let failure: Diagnostic? = state.withLock { state in
      do {
        while !state.isAtEnd, spool.byteCount < wanted {
          let bytes = try state.stream.bytes(count: SpooledStream.stepBytes)
          if bytes.count < SpooledStream.stepBytes { state.isAtEnd = true }
          try spool.append(bytes)
        }
        return nil
      } catch let error as Diagnostic {
        return error
      } catch {
        return Diagnostic(
          "source.unreadable", LocalizedText(vi: "việc đọc bị ngắt", en: "reading was interrupted"))
      }
    }
    if let failure { throw failure }
  }
}
