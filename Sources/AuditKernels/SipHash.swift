/// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012): a keyed hash of 64 bits.
///
/// Without the key nobody can tell which input a hash is of, though the inputs can all be tried, as personal
/// numbers can. Some twenty nanoseconds for a key of twelve bytes.
package struct SipHash: Sendable, BitwiseCopyable, Hashable {
  package let key0: UInt64
  package let key1: UInt64

  package init(key0: UInt64, key1: UInt64) {
    self.key0 = key0
    self.key1 = key1
  }

  /// The key as 16 bytes, each half with its lowest byte first.
  package init(key: [UInt8]) {
    precondition(key.count == 16, "a SipHash key of \(key.count) bytes")
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.init(key0: word(key[..<8]), key1: word(key[8...]))
  }

  package func hash(_ bytes: [UInt8]) -> UInt64 {
    var state = State(self)
    var index = 0
    while index + 8 <= bytes.count {
      state.take(word(bytes, index, 8))
      index += 8
    }
    let rest = word(bytes, index, bytes.count - index)
    return state.finish(rest, count: bytes.count)
  }

  private func word(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(bytes[start + index]) << UInt64(8 * index) }
    return word
  }

  /// The same of bytes that are padded.
  func hash(_ bytes: Bytes) -> UInt64 {
    var state = State(self)
    let count = max(0, bytes.count)
    var index = 0
    while index + 8 <= count {
      state.take(bytes.word(at: index))
      index += 8
    }
    // The word may reach into the padding: only the bytes that are left count.
    let left = count - index
    let rest = left == 0 ? 0 : bytes.word(at: index) & (UInt64.max >> UInt64(64 - 8 * left))
    return state.finish(rest, count: count)
  }

  /// The four words that the input is mixed into.
  private struct State {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    @inline(__always) init(_ hash: SipHash) {
      v0 = hash.key0 ^ 0x736f_6d65_7073_6575
      v1 = hash.key1 ^ 0x646f_7261_6e64_6f6d
      v2 = hash.key0 ^ 0x6c79_6765_6e65_7261
      v3 = hash.key1 ^ 0x7465_6462_7974_6573
    }

    @inline(__always) mutating func take(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    /// `rest`: what is left of the input, below eight bytes; `count`: all bytes of it.
    @inline(__always) mutating func finish(_ rest: UInt64, count: Int) -> UInt64 {
      take(rest | UInt64(truncatingIfNeeded: count) << 56)
      v2 ^= 0xFF
      for _ in 0..<4 { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    @inline(__always) private mutating func round() {
      v0 = v0 &+ v1
      v2 = v2 &+ v3
      v1 = turned(v1, 13) ^ v0
      v3 = turned(v3, 16) ^ v2
      v0 = turned(v0, 32)
      v2 = v2 &+ v1
      v0 = v0 &+ v3
      v1 = turned(v1, 17) ^ v2
      v3 = turned(v3, 21) ^ v0
      v2 = turned(v2, 32)
    }

    @inline(__always) private func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 {
      word &<< bits | word &>> (64 - bits)
    }
  }
}
