internal import AuditModel
internal import Synchronization

/// A chunk of a source, as it is and decoded; decoded by whoever asks first, while others wait.
@safe final class DecodedChunk: @unchecked Sendable {
  // SAFETY: both buffers are written by `fill` under its lock and read only after it; a chunk is filled anew only by
  // who holds the one reference to it.
  private let raw: UnsafeMutableRawPointer
  private let rawRoom: Int
  private let text: UnsafeMutableRawPointer
  private let textRoom: Int
  private let outcome = Mutex<Result<DecodedPart, Diagnostic>?>(nil)
  private(set) var number: Int
  /// Source bytes there are from the chunk's place on, what is looked at behind it included.
  private var rawCount = 0
  private(set) var isLast = false

  init(number: Int, for decoder: any ChunkDecoder) {
    self.number = number
    rawRoom = decoder.chunkBytes + decoder.lookAhead
    unsafe raw = UnsafeMutableRawPointer.allocate(byteCount: rawRoom, alignment: 4096)
    textRoom = decoder.room(for: rawRoom)
    unsafe text = UnsafeMutableRawPointer.allocate(byteCount: textRoom, alignment: 64)
    unsafe raw.initializeMemory(as: UInt8.self, repeating: 0, count: rawRoom)
    unsafe text.initializeMemory(as: UInt8.self, repeating: 0, count: textRoom)
  }

  deinit {
    unsafe raw.deallocate()
    unsafe text.deallocate()
  }

  /// Makes it another chunk, to be called by its only owner.
  func renew(number: Int) {
    self.number = number
    outcome.withLock { $0 = nil }
  }

  /// Reads and decodes it, unless that was done.
  func fill(from base: ByteInput, _ decoder: any ChunkDecoder) throws(Diagnostic) -> DecodedPart {
    try outcome.withLock { known in
      if let known { return known }
      let made = Result { () throws(Diagnostic) in try decode(base, decoder) }
      known = made
      return made
    }.get()
  }

  private func decode(
    _ base: ByteInput, _ decoder: any ChunkDecoder
  ) throws(Diagnostic) -> DecodedPart {
    var target = unsafe MutableRawSpan(_unsafeStart: raw, byteCount: rawRoom)
    rawCount = try base.read(into: &target, at: number * decoder.chunkBytes)
    isLast = rawCount <= decoder.chunkBytes
    let all = unsafe RawSpan(_unsafeStart: raw, byteCount: rawCount)
    let start = number == 0 ? min(decoder.skippedBytes, rawCount) : decoder.cut(all, at: 0)
    let end = isLast ? rawCount : decoder.cut(all, at: decoder.chunkBytes)
    guard start < end else { return DecodedPart(byteCount: 0) }
    let input = unsafe RawSpan(_unsafeStart: raw + start, byteCount: end - start)
    var output = unsafe MutableRawSpan(_unsafeStart: text, byteCount: textRoom)
    var part = decoder.decode(input, into: &output)
    precondition(part.byteCount <= textRoom, "\(part.byteCount) of \(textRoom)")
    part.firstDefect = part.firstDefect.map { $0 + start + number * decoder.chunkBytes }
    return part
  }

  /// Copies decoded bytes, as many as there are from `offset` on and room for from `position` on.
  func copy(
    _ part: DecodedPart, from offset: Int, into span: inout MutableRawSpan, at position: Int
  ) -> Int {
    let count = min(part.byteCount - offset, span.byteCount - position)
    guard count > 0 else { return 0 }
    // SAFETY: `count` bytes lie from `offset` on in the chunk and from `position` on in the span.
    unsafe span.withUnsafeMutableBytes { target in
      guard let base = target.baseAddress else { return }
      unsafe (base + position).copyMemory(from: text + offset, byteCount: count)
    }
    return count
  }

  /// The source's own bytes of this chunk, each in one chunk only.
  func withSource(_ chunkBytes: Int, _ body: (RawSpan) -> Void) {
    unsafe body(RawSpan(_unsafeStart: raw, byteCount: min(rawCount, chunkBytes)))
  }
}
