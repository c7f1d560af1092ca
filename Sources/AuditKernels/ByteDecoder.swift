#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Decodes a one-byte encoding to UTF-8: plain ASCII sixteen bytes at a time, everything else by tables.
///
/// A byte that is a mark is joined to the byte before it where the table says so; a chunk may therefore begin
/// wherever `cut` says, and is then decoded without a look at what comes before.
///
/// Shared by all workers: only read once made.
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
    // Where the byte at `index` goes to, less `index`: grows with each byte that becomes several.
    var shift = 0
    // SAFETY: in the loop 32 bytes lie from `index` on, so that sixteen can be read behind any of the next sixteen, and
    // written: there is room for three bytes for each that is left, and sixteen more.
    while count &- index >= 32 {
      var special = unsafe ByteDecoder.copyBlock(
        input + index, output + index + shift, hasControlLetters)
      while special != 0 {
        let place = index &+ special.trailingZeroBitCount
        special &= special &- 1
        let (entry, back) = unsafe ByteDecoder.entry(at: place, input, singles, rows, joined)
        if entry & 0xFF == UInt32(DecodingDefects.mark) { defects.add(at: place) }
        let target = place &+ shift &- back
        unsafe UnsafeMutableRawPointer(output + target).storeBytes(of: entry, as: UInt32.self)
        shift = target &+ Int(entry >> 24) &- place &- 1
        unsafe ByteDecoder.copy16(input + place + 1, output + place + 1 + shift)
      }
      index &+= 16
    }
    while index < count {
      let (entry, back) = unsafe ByteDecoder.entry(at: index, input, singles, rows, joined)
      if entry & 0xFF == UInt32(DecodingDefects.mark) { defects.add(at: index) }
      let target = index &+ shift &- back
      unsafe UnsafeMutableRawPointer(output + target).storeBytes(of: entry, as: UInt32.self)
      shift = target &+ Int(entry >> 24) &- index &- 1
      index &+= 1
    }
    return count &+ shift
  }

  /// What a byte becomes, and how many bytes written before it are part of that: the letter that a mark joins.
  ///
  /// Without branches, since whether a byte is a mark cannot be foreseen.
  @inline(__always) private static func entry(
    at place: Int, _ input: UnsafePointer<UInt8>, _ singles: Store<UInt32>, _ rows: Store<UInt8>,
    _ joined: Store<UInt32>
  ) -> (entry: UInt32, back: Int) {
    // SAFETY: the caller has a byte there. The first byte is its own letter, which no mark joins.
    let byte = unsafe Int(input[place])
    let letter = unsafe Int(input[place &- (place > 0 ? 1 : 0)])
    let both = joined[Int(rows[byte]) &* 256 &+ letter]
    let back = Int(singles[letter] >> 24)
    return both != 0 ? (both, back) : (singles[byte], 0)
  }

  @inline(__always) private static func copy16(
    _ input: UnsafePointer<UInt8>, _ output: UnsafeMutablePointer<UInt8>
  ) {
    // SAFETY: the caller has sixteen bytes at both.
    let bytes = unsafe UnsafeRawPointer(input).loadUnaligned(as: SIMD16<UInt8>.self)
    unsafe UnsafeMutableRawPointer(output).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
  }

  /// Copies sixteen bytes and tells which of them are not plain: bit i is byte i.
  @inline(__always) private static func copyBlock(
    _ input: UnsafePointer<UInt8>, _ output: UnsafeMutablePointer<UInt8>, _ hasControlLetters: Bool
  ) -> UInt32 {
    // SAFETY: the caller has sixteen bytes at both.
    #if arch(x86_64)
      let block = unsafe UnsafeRawPointer(input).loadUnaligned(as: __m128i.self)
      unsafe UnsafeMutableRawPointer(output).storeBytes(of: block, as: __m128i.self)
      // As signed bytes, those past ASCII are below all others.
      let special =
        hasControlLetters
        ? _mm_movemask_epi8(_mm_cmplt_epi8(block, _mm_set1_epi8(0x20)))
        : _mm_movemask_epi8(block)
      return UInt32(bitPattern: special)
    #else
      var special: UInt32 = 0
      for index in 0..<16 {
        let byte = unsafe input[index]
        unsafe output[index] = byte
        if byte >= 0x80 || hasControlLetters && byte < 0x20 { special |= 1 << UInt32(index) }
      }
      return special
    #endif
  }
}
