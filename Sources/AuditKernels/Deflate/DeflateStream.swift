/// Compresses a stream by DEFLATE (RFC 1951), in memory that does not depend on the stream's length.
///
/// The output depends on the bytes alone: not on how they are cut into calls, nor on the machine; so a file made
/// anywhere can be compared byte by byte, which a system's library, of whatever version, does not give.
///
/// Input is gathered into blocks of 128 KiB. In each, the last place with the same four bytes is the one candidate for
/// a repetition, and it is taken as far as it goes: markup repeats in long runs, for which this finds nearly all
/// that a patient search does.
///
/// Of one writer; nothing of it is shared.
package final class DeflateStream: @unchecked Sendable {
  /// The history, at most 32 KiB, then the block that is gathered.
  private let window: Store<UInt8>
  /// By hash of four bytes: the last place in `window` where they began; far below zero for none.
  private let places: Store<Int32>
  private let tokens: DeflateTokens
  private let block = DeflateBlock()
  private var historyCount = 0
  private var end = 0

  private static let reach = 32 << 10
  private static let blockBytes = 128 << 10
  private static let hashBits = 15
  private static let longest = 258
  private static let never = Int32.min / 2

  package init() {
    window = .allocate(DeflateStream.reach + DeflateStream.blockBytes + 64, fill: 0)
    places = .allocate(1 << DeflateStream.hashBits, fill: DeflateStream.never)
    tokens = DeflateTokens(capacity: DeflateStream.blockBytes)
  }

  deinit {
    window.deallocate()
    places.deallocate()
  }

  /// A whole stream; none may be begun.
  package func compress(_ bytes: [UInt8]) -> [UInt8] {
    precondition(end == 0, "\(end) bytes of another stream")
    var output: [UInt8] = []
    write(bytes[...], to: &output)
    finish(to: &output)
    return output
  }

  /// Takes more of the stream, and appends what is ready of its compressed form.
  package func write(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var rest = bytes
    while !rest.isEmpty {
      let room = historyCount + DeflateStream.blockBytes - end
      let part = rest.prefix(room)
      // SAFETY: the window has room for a history and a whole block; a slice's memory is never the window's.
      unsafe part.withUnsafeBufferPointer { part in
        guard let base = part.baseAddress else { return }
        unsafe (window.base + end).update(from: base, count: part.count)
      }
      end += part.count
      rest = rest.dropFirst(part.count)
      // A full block waits for what follows: the last one says that it is the last.
      if end - historyCount == DeflateStream.blockBytes, !rest.isEmpty {
        endBlock(isLast: false, to: &output)
      }
    }
  }

  /// Ends the stream; what is written afterwards begins another.
  package func finish(to output: inout [UInt8]) {
    endBlock(isLast: true, to: &output)
    block.flush(to: &output)
    guard end > 0 else { return }
    historyCount = 0
    end = 0
    for index in 0..<places.capacity { places[index] = DeflateStream.never }
  }

  private func endBlock(isLast: Bool, to output: inout [UInt8]) {
    findRepetitions()
    // SAFETY: the window lives as long as this object.
    let bytes = unsafe Bytes(window.base + historyCount, end - historyCount)
    block.write(tokens, of: bytes, isLast: isLast, to: &output)
    if !isLast { slide() }
  }

  /// Cuts the gathered block into literals and repetitions.
  private func findRepetitions() {
    tokens.removeAll()
    var index = historyCount
    // Four bytes must be there to be hashed.
    let lastStart = end - 4
    while index <= lastStart {
      let found = place(at: index)
      let distance = index - found
      guard found >= 0, distance <= DeflateStream.reach, word(found) == word(index) else {
        tokens.add(literal: window[index])
        index += 1
        continue
      }
      let length = commonLength(found, index, atMost: min(DeflateStream.longest, end - index))
      tokens.add(length: length, distance: distance)
      remember(from: index + 1, to: min(index + length, lastStart + 1))
      index += length
    }
    while index < end {
      tokens.add(literal: window[index])
      index += 1
    }
  }

  /// The last place with the four bytes at `index`, which becomes the last place itself.
  @inline(__always) private func place(at index: Int) -> Int {
    let hash = Int((word(index) &* 0x9E37_79B1) >> UInt32(32 - DeflateStream.hashBits))
    defer { places[hash] = Int32(truncatingIfNeeded: index) }
    return Int(places[hash])
  }

  /// Notes places inside a repetition: the first few and the last, where the next one may begin.
  @inline(__always) private func remember(from start: Int, to stop: Int) {
    guard start < stop else { return }
    for index in start..<min(start + 3, stop) { _ = place(at: index) }
    for index in max(start, stop - 3)..<stop { _ = place(at: index) }
  }

  @inline(__always) private func word(_ index: Int) -> UInt32 {
    assert(index >= 0 && index + 4 <= window.capacity)
    // SAFETY: within the window, which ends with padding.
    return unsafe UnsafeRawPointer(window.base + index).loadUnaligned(as: UInt32.self).littleEndian
  }

  /// How many bytes from `earlier` and `later` on are the same; four are already known to be.
  @inline(__always)
  private func commonLength(_ earlier: Int, _ later: Int, atMost limit: Int) -> Int {
    var length = 4
    while length < limit {
      // SAFETY: at most seven bytes past the block's end, in the padding.
      let (first, second) = unsafe (
        UnsafeRawPointer(window.base + earlier + length).loadUnaligned(as: UInt64.self),
        UnsafeRawPointer(window.base + later + length).loadUnaligned(as: UInt64.self)
      )
      let difference = first ^ second
      if difference != 0 {
        return min(limit, length + difference.littleEndian.trailingZeroBitCount / 8)
      }
      length += 8
    }
    return limit
  }

  /// Keeps the last 32 KiB as the next block's history.
  private func slide() {
    let kept = min(DeflateStream.reach, end)
    let shift = end - kept
    // SAFETY: both runs lie in the window; `update` allows them to overlap.
    unsafe window.base.update(from: window.base + shift, count: kept)
    for index in 0..<places.capacity {
      places[index] = max(DeflateStream.never, places[index] - Int32(truncatingIfNeeded: shift))
    }
    historyCount = kept
    end = kept
  }
}
