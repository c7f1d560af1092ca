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
        let plain = unsafe copyPlain(input + index, output + written, isBigEndian)
        index &+= plain &* 2
        written &+= plain
        if plain == 8 { continue }
      }
      repeat {
        let value = unit(index)
        index &+= 2
        var packed: UInt32
        if value < 0x80 {
          unsafe output[written] = UInt8(truncatingIfNeeded: value)
          written &+= 1
          continue
        } else if value < 0x800 {
          packed = 0xC0 | value >> 6 | (0x80 | value & 0x3F) << 8
          unsafe UnsafeMutableRawPointer(output + written).storeBytes(of: packed, as: UInt32.self)
          written &+= 2
        } else if value & 0xF800 != 0xD800 {
          packed = 0xE0 | value >> 12 | (0x80 | value >> 6 & 0x3F) << 8
          packed |= (0x80 | value & 0x3F) << 16
          unsafe UnsafeMutableRawPointer(output + written).storeBytes(of: packed, as: UInt32.self)
          written &+= 3
        } else if value < 0xDC00, index < whole, unit(index) & 0xFC00 == 0xDC00 {
          let scalar = 0x10000 &+ ((value & 0x3FF) << 10 | (unit(index) & 0x3FF))
          index &+= 2
          packed = 0xF0 | scalar >> 18 | (0x80 | scalar >> 12 & 0x3F) << 8
          packed |= (0x80 | scalar >> 6 & 0x3F) << 16 | (0x80 | scalar & 0x3F) << 24
          unsafe UnsafeMutableRawPointer(output + written).storeBytes(of: packed, as: UInt32.self)
          written &+= 4
        } else {
          defects.add(at: index &- 2)
          unsafe output[written] = DecodingDefects.mark
          written &+= 1
        }
      } while index < whole && (unit(index) >= 0x80 || whole &- index < 16)
    }
    if whole < count {
      defects.add(at: whole)
      unsafe output[written] = DecodingDefects.mark
      written &+= 1
    }
    return written
  }

  /// Copies eight code units as bytes and tells how many of them, from the first on, are ASCII.
  @inline(__always) private static func copyPlain(
    _ input: UnsafeRawPointer, _ output: UnsafeMutablePointer<UInt8>, _ isBigEndian: Bool
  ) -> Int {
    // SAFETY: the caller has sixteen bytes to read and to write.
    #if arch(x86_64)
      var block = unsafe input.loadUnaligned(as: __m128i.self)
      if isBigEndian { block = _mm_or_si128(_mm_slli_epi16(block, 8), _mm_srli_epi16(block, 8)) }
      let bytes = _mm_packus_epi16(block, block)
      unsafe UnsafeMutableRawPointer(output).storeBytes(of: bytes, as: __m128i.self)
      let above = _mm_and_si128(block, _mm_set1_epi16(Int16(bitPattern: 0xFF80)))
      let plain = _mm_movemask_epi8(_mm_cmpeq_epi16(above, _mm_setzero_si128()))
      return plain == 0xFFFF ? 8 : (~plain).trailingZeroBitCount / 2
    #else
      for index in 0..<8 {
        let low = unsafe input.load(
          fromByteOffset: index * 2 + (isBigEndian ? 1 : 0), as: UInt8.self)
        let high = unsafe input.load(
          fromByteOffset: index * 2 + (isBigEndian ? 0 : 1), as: UInt8.self)
        guard high == 0, low < 0x80 else { return index }
        unsafe output[index] = low
      }
      return 8
    #endif
  }
}
