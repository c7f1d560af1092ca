#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

extension Bytes {
  /// Bytes that are no UTF-8 continuation: the characters of a text.
  @inline(__always) var characterCount: Int {
    #if arch(x86_64)
      // 0x80 to 0xBF are the least numbers with a sign: all ones where a byte is one of them.
      @inline(__always) func continuations(_ position: Int) -> __m128i {
        // SAFETY: runs of bytes are padded by 16.
        let bytes = unsafe UnsafeRawPointer(base + position).loadUnaligned(as: __m128i.self)
        return _mm_cmpgt_epi8(_mm_set1_epi8(-64), bytes)
      }
      var position = 0
      var sums = _mm_setzero_si128()
      while position &+ 16 <= count {
        let ones = _mm_sub_epi8(_mm_setzero_si128(), continuations(position))
        sums = _mm_add_epi64(sums, _mm_sad_epu8(ones, _mm_setzero_si128()))
        position &+= 16
      }
      let high = _mm_unpackhi_epi64(sums, sums)
      let found = Int(truncatingIfNeeded: _mm_cvtsi128_si64(_mm_add_epi64(sums, high)))
      let last = UInt32(bitPattern: _mm_movemask_epi8(continuations(position)))
      let within = last & ~(~0 &<< UInt32(truncatingIfNeeded: count &- position))
      return count &- found &- (within == 0 ? 0 : within.nonzeroBitCount)
    #else
      return portableCharacterCount
    #endif
  }

  /// The twin for other processors.
  var portableCharacterCount: Int {
    var continuations = 0
    var position = 0
    while position < count {
      let rest = count - position
      var word = word(at: position)
      if rest < 8 { word &= ~0 >> UInt64(64 - 8 * rest) }
      continuations &+= (word & (~word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
      position += 8
    }
    return count - continuations
  }
}
