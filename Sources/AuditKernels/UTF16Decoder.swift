#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Decodes UTF-16 (RFC 2781) to UTF-8, eight ASCII characters at a time.
///
/// A surrogate without its other half, and half a code unit at the end, are defects.
package struct UTF16Decoder: Sendable {
  private let isBigEndian: Bool

  package init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  /// The first place from `offset` on where a chunk may begin: not at the second half of a pair.
  ///
  /// `offset` is a whole number of code units from the text's beginning.
  package func cut(_ bytes: RawSpan, at offset: Int) -> Int {
    guard offset + 2 <= bytes.byteCount else { return min(offset, bytes.byteCount) }
    // SAFETY: two bytes lie from `offset` on.
    let high = unsafe bytes.unsafeLoad(
      fromByteOffset: offset + (isBigEndian ? 0 : 1), as: UInt8.self)
    return high & 0xFC == 0xDC ? offset + 2 : offset
  }

  /// Bytes that `count` bytes can become at most, and the room that is written over behind them.
  package static func room(for count: Int) -> Int { count / 2 * 3 + 16 }

  /// Decodes all of `input` and returns how many bytes it became.
  ///
  /// `output` has `room(for:)` bytes.
  package func decode(
    _ input: RawSpan, into output: inout MutableRawSpan, _ defects: inout DecodingDefects
  ) -> Int {
    precondition(output.byteCount >= UTF16Decoder.room(for: input.byteCount), "too little room")
    let isBigEndian = isBigEndian
    // SAFETY: both pointers are used within the closures only; there is room for what the bytes can become.
    return unsafe input.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
        let bytes = unsafe to.assumingMemoryBound(to: UInt8.self)
        return isBigEndian
          ? unsafe UTF16Decoder.decode(from, source.count, bytes, &defects, isBigEndian: true)
          : unsafe UTF16Decoder.decode(from, source.count, bytes, &defects, isBigEndian: false)
      }
    }
  }

  @inline(__always) private static func decode(
    _ input: UnsafeRawPointer, _ count: Int, _ output: UnsafeMutablePointer<UInt8>,
    _ defects: inout DecodingDefects, isBigEndian: Bool
  ) -> Int {
    @inline(__always) func unit(_ index: Int) -> UInt32 {
      // SAFETY: callers have two bytes at `index`.
      let value = unsafe (input + index).loadUnaligned(as: UInt16.self)
      return UInt32(isBigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value))
    }
    var index = 0
    var written = 0
    let whole = count & ~1
    // SAFETY: sixteen bytes are read only where there are as many, and written where there is room for three bytes for
    // each unit that is left, and sixteen more.
    while index < whole {
      if whole &- index >= 16 {
        let (plain, packed, hasSurrogate) = unsafe load(input + index, isBigEndian)
        unsafe UnsafeMutableRawPointer(output + written).storeBytes(of: packed, as: UInt64.self)
        if plain == 0xFF {
          index &+= 16
          written &+= 8
          continue
        }
        if !hasSurrogate {
          // Where the unit at a place goes to, less the place: grows with each that becomes several bytes.
          var shift = written
          var special = ~plain & 0xFF
          repeat {
            let place = special.trailingZeroBitCount
            special &= special &- 1
            let value = unit(index &+ place &* 2)
            let two = 0xC0 | value >> 6 | (0x80 | value & 0x3F) << 8
            let three =
              0xE0 | value >> 12 | (0x80 | value >> 6 & 0x3F) << 8 | (0x80 | value & 0x3F) << 16
            let entry = value < 0x800 ? two : three
            unsafe UnsafeMutableRawPointer(output + place + shift).storeBytes(
              of: entry, as: UInt32.self)
            shift &+= value < 0x800 ? 1 : 2
            let rest = place == 7 ? 0 : packed >> UInt64(8 &* place &+ 8)
            unsafe UnsafeMutableRawPointer(output + place + 1 + shift).storeBytes(
              of: rest, as: UInt64.self)
          } while special != 0
          index &+= 16
          written = shift &+ 8
          continue
        }
      }
      written &+= unsafe single(input, &index, whole, output + written, &defects, isBigEndian)
    }
    if whole < count {
      defects.add(at: whole)
      unsafe output[written] = DecodingDefects.mark
      written &+= 1
    }
    return written
  }

  /// Decodes the unit at `index`, or the pair that begins there, and returns the bytes written.
  @inline(__always) private static func single(
    _ input: UnsafeRawPointer, _ index: inout Int, _ whole: Int,
    _ output: UnsafeMutablePointer<UInt8>, _ defects: inout DecodingDefects, _ isBigEndian: Bool
  ) -> Int {
    func unit(_ index: Int) -> UInt32 {
      // SAFETY: two bytes lie at `index`, which is below `whole`.
      let value = unsafe (input + index).loadUnaligned(as: UInt16.self)
      return UInt32(isBigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value))
    }
    func put(_ bytes: UInt32, _ count: Int) -> Int {
      // SAFETY: there is room for sixteen bytes behind what is written.
      unsafe UnsafeMutableRawPointer(output).storeBytes(of: bytes, as: UInt32.self)
      return count
    }
    let value = unit(index)
    index &+= 2
    if value < 0x80 { return put(value, 1) }
    if value < 0x800 { return put(0xC0 | value >> 6 | (0x80 | value & 0x3F) << 8, 2) }
    if value & 0xF800 != 0xD800 {
      let tail = (0x80 | value >> 6 & 0x3F) << 8 | (0x80 | value & 0x3F) << 16
      return put(0xE0 | value >> 12 | tail, 3)
    }
    guard value < 0xDC00, index < whole, unit(index) & 0xFC00 == 0xDC00 else {
      defects.add(at: index &- 2)
      return put(UInt32(DecodingDefects.mark), 1)
    }
    let scalar = 0x10000 &+ ((value & 0x3FF) << 10 | (unit(index) & 0x3FF))
    index &+= 2
    let tail = (0x80 | scalar >> 6 & 0x3F) << 16 | (0x80 | scalar & 0x3F) << 24
    return put(0xF0 | scalar >> 18 | (0x80 | scalar >> 12 & 0x3F) << 8 | tail, 4)
  }

  /// Eight code units: which are ASCII, bit i of unit i; the eight as bytes, right for those; whether any is half a pair.
  @inline(__always) private static func load(
    _ input: UnsafeRawPointer, _ isBigEndian: Bool
  ) -> (plain: UInt32, packed: UInt64, hasSurrogate: Bool) {
    // SAFETY: the caller has sixteen bytes to read.
    #if arch(x86_64)
      var block = unsafe input.loadUnaligned(as: __m128i.self)
      if isBigEndian { block = _mm_or_si128(_mm_slli_epi16(block, 8), _mm_srli_epi16(block, 8)) }
      let zero = _mm_setzero_si128()
      let above = _mm_and_si128(block, _mm_set1_epi16(Int16(bitPattern: 0xFF80)))
      let plain = _mm_packs_epi16(_mm_cmpeq_epi16(above, zero), zero)
      let packed = UInt64(bitPattern: _mm_cvtsi128_si64(_mm_packus_epi16(block, zero)))
      let surrogate = _mm_cmpeq_epi16(
        _mm_and_si128(block, _mm_set1_epi16(Int16(bitPattern: 0xF800))),
        _mm_set1_epi16(Int16(bitPattern: 0xD800)))
      return (
        UInt32(bitPattern: _mm_movemask_epi8(plain)) & 0xFF, packed,
        _mm_movemask_epi8(surrogate) != 0
      )
    #else
      var (plain, packed, hasSurrogate) = (UInt32(0), UInt64(0), false)
      for index in 0..<8 {
        let value = unsafe (input + index * 2).loadUnaligned(as: UInt16.self)
        let unit = isBigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
        if unit < 0x80 {
          plain |= 1 << UInt32(index)
          packed |= UInt64(unit) << UInt64(8 * index)
        }
        if unit & 0xF800 == 0xD800 { hasSurrogate = true }
      }
      return (plain, packed, hasSurrogate)
    #endif
  }
}
