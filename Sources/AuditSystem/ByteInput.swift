package import AuditModel
internal import Synchronization

/// Bytes of a source: a regular file, or a stream kept in a private file as it is read, so that it can be read again.
package enum ByteInput: Sendable {
  case file(InputFile)
  case stream(SpooledStream)
  /// Bytes at hand, such as the records of a rule's tests.
  case bytes([UInt8])
  /// A source in another encoding, as the UTF-8 it means; offsets are those of the decoded text.
  case decoded(DecodedInput)
  /// A gzip file, as what it expands to.
  case expanded(GzipInput)

  /// Nil for a stream or decoded text whose end is not known yet.
  package var byteCount: Int? {
    switch self {
    case .file(let file): file.byteCount
    case .stream(let stream): stream.byteCount
    case .bytes(let bytes): bytes.count
    case .decoded(let input): input.byteCount
    case .expanded(let input): input.byteCount
    }
  }

  /// Bytes of the file or stream itself, whatever they are read as; nil while unknown.
  package var ownByteCount: Int? {
    switch self {
    case .decoded(let input): input.base.ownByteCount
    case .expanded(let input): input.file.byteCount
    case .file, .stream, .bytes: byteCount
    }
  }

  /// Whether what is read is not the file's own bytes, so that the digest is this input's to make.
  package var isDerived: Bool {
    switch self {
    case .decoded, .expanded: true
    case .file, .stream, .bytes: false
    }
  }

  /// Asks a derived input for the digest of its own bytes, before they are read.
  package func beginDigest() {
    if case .decoded(let input) = self, !input.base.isDerived { input.beginDigest() }
  }

  /// Hex SHA-256 of a derived input's own bytes; nil if it was not asked for, or not all were read.
  package func ownSHA256() -> String? {
    switch self {
    case .decoded(let input): input.base.isDerived ? input.base.ownSHA256() : input.sha256()
    case .expanded(let input): input.sha256()
    case .file, .stream, .bytes: nil
    }
  }

  /// Prepares what will be asked for next, for workers to call before they wait for their turn to read.
  package func readAhead() {
    switch self {
    case .decoded(let input): input.readAhead()
    case .expanded(let input): input.readAhead()
    case .file, .stream, .bytes: break
    }
  }

  /// Whether a gzip file is beneath.
  package var isExpanded: Bool {
    switch self {
    case .decoded(let input): input.base.isExpanded
    case .expanded: true
    case .file, .stream, .bytes: false
    }
  }

  /// Expands some of a gzip file ahead, unless enough of it is or somebody does; whether it did.
  package func readAheadIfIdle() -> Bool {
    switch self {
    case .decoded(let input): input.base.readAheadIfIdle()
    case .expanded(let input): input.readAheadIfIdle()
    case .file, .stream, .bytes: false
    }
  }

  /// Lets go of what reading takes, until something is read again; streams are kept.
  package func park() {
    switch self {
    case .file(let file): file.park()
    case .decoded(let input): input.park()
    case .expanded(let input): input.park()
    case .stream, .bytes: break
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
    case .decoded(let input): return try input.read(into: &span, at: offset)
    case .expanded(let input): return try input.read(into: &span, at: offset)
    }
  }

  package func peek(_ count: Int) throws(Diagnostic) -> [UInt8] {
    switch self {
    case .file(let file): try file.peek(count)
    case .stream(let stream): try stream.peek(count)
    case .bytes(let bytes): Array(bytes.prefix(count))
    case .decoded, .expanded: try bytes(at: 0, count: count)
    }
  }

  /// Up to `count` bytes from an offset; fewer mean the end.
  package func bytes(at offset: Int, count: Int) throws(Diagnostic) -> [UInt8] {
    var failure: Diagnostic?
    // SAFETY: `read` fills as many bytes as it says.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      var span = unsafe MutableRawSpan(_unsafeBytes: UnsafeMutableRawBufferPointer(buffer))
      do throws(Diagnostic) {
        initializedCount = try read(into: &span, at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Whether a file is no longer what was opened; a stream's copy is nobody else's.
  package func hasChanged() -> Bool {
    switch self {
    case .file(let file): file.hasChanged()
    case .stream, .bytes: false
    case .decoded(let input): input.base.hasChanged()
    case .expanded(let input): input.file.hasChanged()
    }
  }

  /// The error that a changed file is.
  package var changed: Diagnostic {
    switch self {
    case .file(let file): file.changed
    case .decoded(let input): input.base.changed
    case .expanded(let input): input.file.changed
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
