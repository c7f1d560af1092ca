#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Questions about 16 or 32 bytes at a time; bit i of an answer is byte i.
///
/// On x86-64 by SSE2, which every such processor has; the twins for other processors go byte by byte. Callers see
/// to it that the bytes are readable: batches are padded.
enum XMLWide {
  /// Which of 32 bytes are the same at both places.
  @inline(__always) static func equal32(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>
  ) -> UInt32 {
    #if arch(x86_64)
      let (x, y) = unsafe (UnsafeRawPointer(a), UnsafeRawPointer(b))
      let low = unsafe mask(
        _mm_cmpeq_epi8(
          x.loadUnaligned(as: __m128i.self), y.loadUnaligned(as: __m128i.self)))
      let high = unsafe mask(
        _mm_cmpeq_epi8(
          (x + 16).loadUnaligned(as: __m128i.self), (y + 16).loadUnaligned(as: __m128i.self)))
      return low | high << 16
    #else
      return unsafe equal32ByBytes(a, b)
    #endif
  }

  static func equal32ByBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>) -> UInt32 {
    var result: UInt32 = 0
    for index in 0..<32 where unsafe a[index] == b[index] { result |= 1 << UInt32(index) }
    return result
  }

  /// Which of 16 bytes text cannot simply run over - `<`, `&`, `]`, control characters - and which are not ASCII.
  @inline(__always) static func stops(
    _ pointer: UnsafePointer<UInt8>
  ) -> (stops: UInt32, high: UInt32) {
    #if arch(x86_64)
      let v = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: __m128i.self)
      let control = _mm_cmpeq_epi8(_mm_min_epu8(v, byte(0x1F)), v)
      let marks = _mm_or_si128(
        _mm_cmpeq_epi8(v, byte(0x3C)),
        _mm_or_si128(_mm_cmpeq_epi8(v, byte(0x26)), _mm_cmpeq_epi8(v, byte(0x5D))))
      return (mask(_mm_or_si128(control, marks)), mask(v))
    #else
      return unsafe stopsByBytes(pointer)
    #endif
  }

  static func stopsByBytes(_ pointer: UnsafePointer<UInt8>) -> (stops: UInt32, high: UInt32) {
    var result: (stops: UInt32, high: UInt32) = (0, 0)
    for index in 0..<16 {
      let byte = unsafe pointer[index]
      if byte < 0x20 || byte == 0x3C || byte == 0x26 || byte == 0x5D {
        result.stops |= 1 << UInt32(index)
      }
      if byte >= 0x80 { result.high |= 1 << UInt32(index) }
    }
    return result
  }

  /// Which of 16 bytes are blanks, tabs or line feeds, and which of these are line feeds.
  @inline(__always) static func blanks(
    _ pointer: UnsafePointer<UInt8>
  ) -> (blanks: UInt32, feeds: UInt32) {
    #if arch(x86_64)
      let v = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: __m128i.self)
      let feeds = _mm_cmpeq_epi8(v, byte(0x0A))
      let others = _mm_or_si128(_mm_cmpeq_epi8(v, byte(0x20)), _mm_cmpeq_epi8(v, byte(0x09)))
      return (mask(_mm_or_si128(feeds, others)), mask(feeds))
    #else
      return unsafe blanksByBytes(pointer)
    #endif
  }

  static func blanksByBytes(_ pointer: UnsafePointer<UInt8>) -> (blanks: UInt32, feeds: UInt32) {
    var result: (blanks: UInt32, feeds: UInt32) = (0, 0)
    for index in 0..<16 {
      let byte = unsafe pointer[index]
      if byte == 0x20 || byte == 0x09 || byte == 0x0A { result.blanks |= 1 << UInt32(index) }
      if byte == 0x0A { result.feeds |= 1 << UInt32(index) }
    }
    return result
  }

  /// Whether bytes without control characters are UTF-8 of characters that XML allows.
  ///
  /// Sixteen at a time by where leads and continuations stand; sequences whose second byte is restricted, rare in
  /// Vietnamese text, are left to the exact way.
  @inline(__always) static func isText(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    #if arch(x86_64)
      var position = 0
      // Continuations that the bytes before ask of these.
      var carry: UInt32 = 0
      while position < count {
        let rest = count &- position
        let valid: UInt32 = rest >= 16 ? 0xFFFF : (1 << UInt32(rest)) &- 1
        let v = unsafe UnsafeRawPointer(pointer + position).loadUnaligned(as: __m128i.self)
        let high = mask(v) & valid
        if high | carry != 0 {
          let two = mask(_mm_cmpgt_epi8(v, byte(0xBF))) & high
          let three = mask(_mm_cmpgt_epi8(v, byte(0xDF))) & high
          let long = _mm_or_si128(
            _mm_cmpeq_epi8(v, byte(0xE0)),
            _mm_or_si128(_mm_cmpeq_epi8(v, byte(0xED)), _mm_cmpgt_epi8(v, byte(0xEE))))
          let short = _mm_cmpeq_epi8(_mm_and_si128(v, byte(0xFE)), byte(0xC0))
          let special = mask(_mm_or_si128(long, short)) & high
          let expected = two << 1 | three << 2 | carry
          guard high & ~two == expected & 0xFFFF, special == 0 else {
            return unsafe isTextByBytes(pointer, count)
          }
          carry = expected >> 16
        }
        position &+= 16
      }
      if carry == 0 { return true }
      return unsafe isTextByBytes(pointer, count)
    #else
      return unsafe isTextByBytes(pointer, count)
    #endif
  }

  static func isTextByBytes(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard unsafe Utf8Kernel.firstInvalid(pointer, count) == nil else { return false }
    for index in 0..<count where unsafe pointer[index] == 0xEF {
      if unsafe pointer[index + 1] == 0xBF, unsafe pointer[index + 2] >= 0xBE { return false }
    }
    return true
  }

  #if arch(x86_64)
    @inline(__always) private static func byte(_ value: UInt8) -> __m128i {
      _mm_set1_epi8(CChar(bitPattern: value))
    }

    @inline(__always) private static func mask(_ v: __m128i) -> UInt32 {
      UInt32(bitPattern: _mm_movemask_epi8(v))
    }
  #endif
}
