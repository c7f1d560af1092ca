#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// What else 64 bytes are asked: bit i of an answer is byte i.
extension ByteBlock {
  #if arch(x86_64)
    /// Equal when bit 5 is set in both: brackets and braces at once.
    @inline(__always) func equalFolded(_ byte: UInt8) -> UInt64 {
      let (wanted, bit) = (_mm_set1_epi8(CChar(bitPattern: byte)), _mm_set1_epi8(0x20))
      return mask { _mm_cmpeq_epi8(_mm_or_si128($0, bit), wanted) }
    }

    @inline(__always) func atMost(_ byte: UInt8) -> UInt64 {
      let limit = _mm_set1_epi8(CChar(bitPattern: byte))
      return mask { _mm_cmpeq_epi8(_mm_min_epu8($0, limit), $0) }
    }

    @inline(__always) private func mask(_ of: (__m128i) -> __m128i) -> UInt64 {
      @inline(__always) func bits(_ v: __m128i) -> UInt64 {
        UInt64(UInt32(bitPattern: _mm_movemask_epi8(v)))
      }
      return bits(of(a)) | bits(of(b)) << 16 | bits(of(c)) << 32 | bits(of(d)) << 48
    }
  #else
    @inline(__always) func equalFolded(_ byte: UInt8) -> UInt64 { portable.equalFolded(byte) }
    @inline(__always) func atMost(_ byte: UInt8) -> UInt64 { portable.atMost(byte) }
  #endif
}

extension PortableBlock {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

  /// Equal when bit 5 is set in both.
  @inline(__always) func equalFolded(_ byte: UInt8) -> UInt64 {
    mask { word in
      let other = (word | (0x20 &* PortableBlock.ones)) ^ (UInt64(byte) &* PortableBlock.ones)
      // 0x80 in each byte that is zero, exactly.
      return ~(((other & PortableBlock.low) &+ PortableBlock.low) | other | PortableBlock.low)
    }
  }

  /// `byte` is below 128.
  @inline(__always) func atMost(_ byte: UInt8) -> UInt64 {
    // 0x80 stays where the low seven bits are above the limit.
    let step = UInt64(0x7F - byte) &* PortableBlock.ones
    return mask { ~((($0 & PortableBlock.low) &+ step) | $0) & ~PortableBlock.low }
  }

  /// The top bits that `flags` leaves in each of eight words, together.
  @inline(__always) private func mask(_ flags: (UInt64) -> UInt64) -> UInt64 {
    var result: UInt64 = 0
    for step in 0..<8 {
      // SAFETY: callers of the block pass an address with 64 readable bytes.
      let word = unsafe UnsafeRawPointer(pointer + step * 8).loadUnaligned(as: UInt64.self)
      result |= (((flags(word) >> 7) &* 0x0102_0408_1020_4080) >> 56) << UInt64(step * 8)
    }
    return result
  }
}
