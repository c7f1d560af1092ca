package import AuditModel
internal import Synchronization

/// A source in another encoding, read as the UTF-8 it means.
///
/// Offsets are those of the decoded text. What was read once can be read again at any place: where each chunk begins in
/// the text is kept, and a chunk is decoded without those before it. `readAhead` lets workers decode chunks that will be
/// asked for, side by side.
package final class DecodedInput: Sendable {
  package let base: ByteInput
  package let label: InputLabel
  private let decoder: any ChunkDecoder
  private let state = Mutex(State())
  private let digest = Mutex(Digest())
  /// Chunks that are decoded before they are asked for, and chunks kept.
  private static let ahead = 8
  private static let kept = 16

  private struct State {
    /// Where each chunk begins in the decoded text: one more than the chunks known, whose end it is.
    var starts = [0]
    var isAtEnd = false
    var nextAhead = 0
    /// The last used at the end.
    var chunks: [DecodedChunk] = []
    var defectCount = 0
    var firstDefect: Int?
  }

  private struct Digest {
    var isWanted = false
    var hash = SHA256()
    var chunkCount = 0
    var isWhole = false
    var hex: String?
  }

  package init(
    _ base: ByteInput, _ decoder: any ChunkDecoder, label: InputLabel = InputLabel()
  ) {
    precondition(decoder.chunkBytes % 4096 == 0, "\(decoder.chunkBytes) bytes a chunk")
    self.base = base
    self.decoder = decoder
    self.label = label
  }

  /// Of the decoded text; nil until its end was seen.
  package var byteCount: Int? { state.withLock { $0.isAtEnd ? $0.starts.last : nil } }

  /// Bytes or code units that could not be decoded so far, and the source's offset of the first.
  package var defects: (count: Int, first: Int?) {
    state.withLock { ($0.defectCount, $0.firstDefect) }
  }

  /// Fills a span from an offset of the decoded text; fewer bytes than it holds mean the end.
  package func read(into span: inout MutableRawSpan, at offset: Int) throws(Diagnostic) -> Int {
    var filled = 0
    while filled < span.byteCount {
      guard let (chunk, part, start) = try chunk(at: offset + filled) else { break }
      filled += chunk.copy(part, from: offset + filled - start, into: &span, at: filled)
    }
    return filled
  }

  /// Decodes one chunk that was not asked for yet, if not enough of them are ready.
  ///
  /// Errors are left for whoever reads the chunk.
  package func readAhead() {
    let chunk: DecodedChunk? = state.withLock { state in
      let known = state.starts.count - 1
      let next = max(state.nextAhead, known)
      guard !state.isAtEnd, next < known + DecodedInput.ahead,
        next * decoder.chunkBytes < base.byteCount ?? Int.max
      else { return nil }
      state.nextAhead = next + 1
      return take(next, from: &state)
    }
    if let chunk { _ = try? chunk.fill(from: base, decoder) }
  }

  /// Lets go of chunks and of the file; both come back when something is read again.
  package func park() {
    state.withLock { $0.chunks.removeAll() }
    base.park()
  }

  // MARK: Chunks

  /// The chunk that holds an offset, and where it begins; nil behind the end.
  private func chunk(
    at offset: Int
  ) throws(Diagnostic) -> (DecodedChunk, DecodedPart, start: Int)? {
    while true {
      let found: (chunk: DecodedChunk, start: Int?)? = state.withLock { state in
        let known = state.starts.count - 1
        if offset < state.starts[known] {
          let number = place(of: offset, in: state.starts)
          return (take(number, from: &state), state.starts[number])
        }
        return state.isAtEnd ? nil : (take(known, from: &state), nil)
      }
      guard let found else { return nil }
      let part = try found.chunk.fill(from: base, decoder)
      addToDigest(found.chunk)
      if let start = found.start { return (found.chunk, part, start) }
      state.withLock { note(found.chunk, part, &$0) }
    }
  }

  /// The chunk whose text holds the offset, by halving.
  private func place(of offset: Int, in starts: [Int]) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private func note(_ chunk: DecodedChunk, _ part: DecodedPart, _ state: inout State) {
    guard let end = state.starts.last, chunk.number == state.starts.count - 1, !state.isAtEnd else {
      return
    }
    state.starts.append(end + part.byteCount)
    state.isAtEnd = chunk.isLast
    state.defectCount += part.defectCount
    if state.firstDefect == nil { state.firstDefect = part.firstDefect }
  }

  private func take(_ number: Int, from state: inout State) -> DecodedChunk {
    if let index = state.chunks.lastIndex(where: { $0.number == number }) {
      let chunk = state.chunks.remove(at: index)
      state.chunks.append(chunk)
      return chunk
    }
    if state.chunks.count >= DecodedInput.kept {
      var oldest = state.chunks.removeFirst()
      if isKnownUniquelyReferenced(&oldest) {
        oldest.renew(number: number)
        state.chunks.append(oldest)
        return oldest
      }
    }
    let chunk = DecodedChunk(number: number, for: decoder)
    state.chunks.append(chunk)
    return chunk
  }

  // MARK: The digest

  /// Asks for the digest of the source's own bytes, to be made while they are read.
  package func beginDigest() { digest.withLock { $0.isWanted = true } }

  private func addToDigest(_ chunk: DecodedChunk) {
    digest.withLock { digest in
      guard digest.isWanted, !digest.isWhole, chunk.number == digest.chunkCount else { return }
      chunk.withSource(decoder.chunkBytes) { digest.hash.update($0) }
      digest.chunkCount += 1
      digest.isWhole = chunk.isLast
    }
  }

  /// Hex SHA-256 of the source's own bytes; nil if it was not asked for, or not all were read.
  package func sha256() -> String? {
    digest.withLock { digest in
      guard digest.isWhole else { return nil }
      if digest.hex == nil { digest.hex = SHA256.hex(of: digest.hash.finish()) }
      return digest.hex
    }
  }
}
