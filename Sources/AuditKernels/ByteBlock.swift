#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// 64 bytes, asked which of them equal a byte: bit i of the answer is byte i.
///
/// On x86-64 with SSE2, which every such processor has; elsewhere eight bytes at a time. Both are tested.
@safe struct ByteBlock {
  #if arch(x86_64)
    // SAFETY: callers pass an address with 64 readable bytes; buffers are padded by that much.
    let a: __m128i
    let b: __m128i
    let c: __m128i
    let d: __m128i

    @inline(__always) init(_ pointer: UnsafePointer<UInt8>) {
      let raw = unsafe UnsafeRawPointer(pointer)
      a = unsafe raw.loadUnaligned(as: __m128i.self)
      b = unsafe (raw + 16).loadUnaligned(as: __m128i.self)
      c = unsafe (raw + 32).loadUnaligned(as: __m128i.self)
      d = unsafe (raw + 48).loadUnaligned(as: __m128i.self)
    }

    @inline(__always) func equal(_ byte: UInt8) -> UInt64 {
      let wanted = _mm_set1_epi8(CChar(bitPattern: byte))
      @inline(__always) func mask(_ v: __m128i) -> UInt64 {
        UInt64(UInt32(bitPattern: _mm_movemask_epi8(_mm_cmpeq_epi8(v, wanted))))
      }
      return mask(a) | mask(b) << 16 | mask(c) << 32 | mask(d) << 48
    }

    /// Whether any byte is this one: half the work of saying which.
    @inline(__always) func has(_ byte: UInt8) -> Bool {
      let wanted = _mm_set1_epi8(CChar(bitPattern: byte))
      let some = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(a, wanted), _mm_cmpeq_epi8(b, wanted)),
        _mm_or_si128(_mm_cmpeq_epi8(c, wanted), _mm_cmpeq_epi8(d, wanted)))
      return _mm_movemask_epi8(some) != 0
    }

    /// Whether any byte is one of these, or zero.
    @inline(__always) func hasAny(_ x: UInt8, _ y: UInt8) -> Bool {
      let (first, second) = (
        _mm_set1_epi8(CChar(bitPattern: x)), _mm_set1_epi8(CChar(bitPattern: y))
      )
      @inline(__always) func found(_ v: __m128i) -> __m128i {
        _mm_or_si128(_mm_cmpeq_epi8(v, first), _mm_cmpeq_epi8(v, second))
      }
      let lowest = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d))
      let some = _mm_or_si128(
        _mm_or_si128(found(a), found(b)),
        _mm_or_si128(
          _mm_or_si128(found(c), found(d)), _mm_cmpeq_epi8(lowest, _mm_setzero_si128())))
      return _mm_movemask_epi8(some) != 0
    }

    @inline(__always) var hasZero: Bool {
      let lowest = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d))
      return _mm_movemask_epi8(_mm_cmpeq_epi8(lowest, _mm_setzero_si128())) != 0
    }
  #else
    let portable: PortableBlock
    @inline(__always) init(_ pointer: UnsafePointer<UInt8>) {
      portable = unsafe PortableBlock(pointer)
    }
    @inline(__always) func equal(_ byte: UInt8) -> UInt64 { portable.equal(byte) }
    @inline(__always) func has(_ byte: UInt8) -> Bool { portable.equal(byte) != 0 }
    @inline(__always) func hasAny(_ x: UInt8, _ y: UInt8) -> Bool { portable.hasAny(x, y) }
    @inline(__always) var hasZero: Bool { portable.equal(0) != 0 }
  #endif
}

/// The twin of `ByteBlock` for other processors: eight bytes a step.
@safe struct PortableBlock {
  let pointer: UnsafePointer<UInt8>

  // SAFETY: as `ByteBlock`.
  @inline(__always) init(_ pointer: UnsafePointer<UInt8>) { unsafe self.pointer = pointer }

  @inline(__always) func hasAny(_ x: UInt8, _ y: UInt8) -> Bool {
    equal(x) | equal(y) | equal(0) != 0
  }

  @inline(__always) func equal(_ byte: UInt8) -> UInt64 {
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var result: UInt64 = 0
    for step in 0..<8 {
      let word =
        unsafe UnsafeRawPointer(pointer + step * 8).loadUnaligned(as: UInt64.self) ^ pattern
      // 0x80 in each byte that is zero, exactly.
      let zero = ~(((word & low) &+ low) | word | low)
      result |= (((zero >> 7) &* 0x0102_0408_1020_4080) >> 56) << UInt64(step * 8)
    }
    return result
  }
}

/// Bit i is the parity of bits 0 to i.
@inline(__always) func prefixParity(_ mask: UInt64) -> UInt64 {
  var x = mask
  x ^= x << 1
  x ^= x << 2
  x ^= x << 4
  x ^= x << 8
  x ^= x << 16
  x ^= x << 32
  return x
}
