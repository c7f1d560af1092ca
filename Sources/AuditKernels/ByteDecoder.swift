#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Decodes a one-byte encoding to UTF-8: plain ASCII sixteen bytes at a time, everything else by tables.
///
/// A byte that is a mark is joined to the byte before it where the table says so; a chunk may therefore begin
/// wherever `cut` says, and is then decoded without a look at what comes before.
package final class ByteDecoder: @unchecked Sendable {
  /// UTF-8 of each byte, the first byte lowest, and how many there are in the top byte.
  private let singles: Store<UInt32>
  /// Of a mark, the number of its row in `joined`; 0 of other bytes.
  private let rows: Store<UInt8>
  /// By row and letter: UTF-8 of both as one, 0 where they stay two.
  private let joined: Store<UInt32>
  /// Whether control bytes are letters, so that sixteen bytes are plain only if there are none of these.
  private let hasControlLetters: Bool

  /// Marks further than this behind a place where a chunk could begin are not looked at.
  static let longestRun = 64

  /// - `scalars`: of each of the 256 bytes; `invalid` for those that say nothing.
  /// - `pairs`: letter, mark, and what they are together.
  package init(
    scalars: [UInt16], invalid: UInt16, pairs: [(letter: UInt8, mark: UInt8, scalar: UInt16)]
  ) {
    precondition(scalars.count == 256, "\(scalars.count) scalars")
    singles = .allocate(256, fill: 0)
    rows = .allocate(256, fill: 0)
    for byte in 0..<256 {
      singles[byte] =
        scalars[byte] == invalid
        ? UInt32(DecodingDefects.mark) | 1 << 24 : ByteDecoder.packed(scalars[byte])
    }
    let marks = Set(pairs.map(\.mark)).sorted()
    for (row, mark) in marks.enumerated() { rows[Int(mark)] = UInt8(row + 1) }
    joined = .allocate((marks.count + 1) * 256, fill: 0)
    for pair in pairs {
      joined[Int(rows[Int(pair.mark)]) * 256 + Int(pair.letter)] = ByteDecoder.packed(pair.scalar)
    }
    hasControlLetters = (0..<0x20).contains { scalars[$0] != UInt16($0) }
  }

  deinit {
    singles.deallocate()
    rows.deallocate()
    joined.deallocate()
  }

  private static func packed(_ scalar: UInt16) -> UInt32 {
    let value = UInt32(scalar)
    if value < 0x80 { return value | 1 << 24 }
    if value < 0x800 { return 0xC0 | value >> 6 | (0x80 | value & 0x3F) << 8 | 2 << 24 }
    return 0xE0 | value >> 12 | (0x80 | value >> 6 & 0x3F) << 8 | (0x80 | value & 0x3F) << 16
      | 3 << 24
  }

  /// The first place from `offset` on where a chunk may begin: not at a mark, unless so many stand in a row that they
  /// join nothing.
  package func cut(_ bytes: RawSpan, at offset: Int) -> Int {
    let end = min(bytes.byteCount, offset + ByteDecoder.longestRun)
    var place = min(offset, end)
    // SAFETY: `place` is below the count.
    while place < end,
      rows[Int(unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))] != 0
    { place += 1 }
    return place
  }

  /// Bytes that `count` bytes can become at most, and the room that is written over behind them.
  package static func room(for count: Int) -> Int { count * 3 + 16 }

  /// Decodes all of `input` and returns how many bytes it became.
  ///
  /// `output` has `room(for:)` bytes.
  package func decode(
    _ input: RawSpan, into output: inout MutableRawSpan, _ defects: inout DecodingDefects
  ) -> Int {
    precondition(output.byteCount >= ByteDecoder.room(for: input.byteCount), "too little room")
    // SAFETY: both pointers are used within the closures only; there is room for what the bytes can become.
    return unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        return unsafe decode(
          from.assumingMemoryBound(to: UInt8.self), source.count,
          to.assumingMemoryBound(to: UInt8.self), &defects)
      }
    }
  }

  private func decode(
    _ input: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>,
    _ defects: inout DecodingDefects
  ) -> Int {
    let (singles, rows, joined) = (singles, rows, joined)
    let hasControlLetters = hasControlLetters
    var index = 0
    var written = 0
    // SAFETY: `index` stays below `count`; sixteen bytes are read only where there are as many, and written where
    // there is room for three bytes for each that is left, and sixteen more.
    while index < count {
      if count &- index >= 16 {
        let plain = unsafe ByteDecoder.copyPlain(
          input + index, output + written, hasControlLetters)
        index &+= plain
        written &+= plain
        if plain == 16 { continue }
      }
      repeat {
        let byte = unsafe Int(input[index])
        var entry = singles[byte]
        let row = Int(rows[byte])
        if row != 0, index > 0 {
          let letter = unsafe Int(input[index &- 1])
          let both = joined[row &* 256 &+ letter]
          if both != 0 {
            written &-= Int(singles[letter] >> 24)
            entry = both
          }
        }
        if entry & 0xFF == UInt32(DecodingDefects.mark) { defects.add(at: index) }
        unsafe UnsafeMutableRawPointer(output + written).storeBytes(of: entry, as: UInt32.self)
        written &+= Int(entry >> 24)
        index &+= 1
      } while unsafe index < count && (input[index] >= 0x80 || count &- index < 16)
    }
    return written
  }

  /// Copies sixteen bytes and tells how many of them, from the first on, are plain.
  @inline(__always) private static func copyPlain(
    _ input: UnsafePointer<UInt8>, _ output: UnsafeMutablePointer<UInt8>, _ hasControlLetters: Bool
  ) -> Int {
    // SAFETY: the caller has sixteen bytes at both.
    #if arch(x86_64)
      let block = unsafe UnsafeRawPointer(input).loadUnaligned(as: __m128i.self)
      unsafe UnsafeMutableRawPointer(output).storeBytes(of: block, as: __m128i.self)
      // As signed bytes, those past ASCII are below all others.
      let special =
        hasControlLetters
        ? _mm_movemask_epi8(_mm_cmplt_epi8(block, _mm_set1_epi8(0x20)))
        : _mm_movemask_epi8(block)
      return special == 0 ? 16 : special.trailingZeroBitCount
    #else
      for index in 0..<16 {
        let byte = unsafe input[index]
        unsafe output[index] = byte
        if byte >= 0x80 || hasControlLetters && byte < 0x20 { return index }
      }
      return 16
    #endif
  }
}
