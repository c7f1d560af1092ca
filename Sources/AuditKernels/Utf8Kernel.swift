#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Whether bytes are well-formed UTF-8 (Unicode 3.9, table 3-7), and where they stop being it.
///
/// Refused: overlong forms, surrogates, what lies past U+10FFFF, stray and missing continuations. No byte behind the
/// given ones is read.
enum Utf8Kernel {
  /// The offset of the first byte of the first ill-formed sequence; nil if all is well.
  static func firstInvalid(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    #if arch(x86_64)
      return unsafe firstInvalidByMasks(pointer, count)
    #else
      return unsafe firstInvalidByBytes(pointer, count)
    #endif
  }

  /// Whether a text is well-formed; reads up to 31 bytes behind it, which a batch's padding allows.
  static func isWellFormed(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    #if arch(x86_64)
      return unsafe isWellFormedByMasks(pointer, count)
    #else
      return unsafe firstInvalidByBytes(pointer, count) == nil
    #endif
  }

  /// The same for a text of 31 bytes at most; `high`: which of its bytes are no ASCII, some are.
  @inline(never)
  static func isWellFormed(_ pointer: UnsafePointer<UInt8>, _ count: Int, high: UInt32) -> Bool {
    #if arch(x86_64)
      // SAFETY: as above.
      let half = unsafe Utf8Half(pointer)
      let (two, three) = half.leads
      let high = UInt64(high)
      let expected = (two & high) << 1 | (three & high) << 2
      if high & ~two == expected, !half.isSpecial { return true }
    #endif
    return unsafe firstInvalidByBytes(pointer, count) == nil
  }

  /// The same, a sequence at a time: the twin for other processors, and the authority on what is well-formed.
  static func firstInvalidByBytes(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var position = 0
    return unsafe skip(&position, upTo: count, pointer, count) ? nil : position
  }

  /// Moves over well-formed sequences until one ends at `stop` or behind it; false at an ill-formed one.
  private static func skip(
    _ position: inout Int, upTo stop: Int, _ pointer: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    while position < stop {
      // SAFETY: eight bytes are read only where eight are left.
      if count &- position >= 8 {
        let word = unsafe UnsafeRawPointer(pointer + position).loadUnaligned(as: UInt64.self)
        let ascii = (UInt64(littleEndian: word) & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
        position &+= ascii
        if ascii == 8 || position >= stop { continue }
      }
      let length = unsafe sequenceLength(pointer + position, count &- position)
      guard length > 0 else { return false }
      position &+= length
    }
    return true
  }

  /// Bytes of the well-formed sequence at the pointer, 0 if there is none; at most `count` bytes are read.
  @inline(__always) private static func sequenceLength(
    _ pointer: UnsafePointer<UInt8>, _ count: Int
  ) -> Int {
    // SAFETY: each byte is read only where it is one of the `count`.
    let lead = unsafe pointer[0]
    if lead < 0x80 { return 1 }
    guard lead >= 0xC2, lead <= 0xF4, count > 1 else { return 0 }
    let second = unsafe pointer[1]
    if lead < 0xE0 { return isContinuation(second) ? 2 : 0 }
    guard count > 2, isContinuation(unsafe pointer[2]) else { return 0 }
    if lead < 0xF0 {
      let (low, high): (UInt8, UInt8) = (lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF)
      return second >= low && second <= high ? 3 : 0
    }
    let (low, high): (UInt8, UInt8) = (lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF)
    return second >= low && second <= high && count > 3 && isContinuation(unsafe pointer[3]) ? 4 : 0
  }

  @inline(__always) private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }
}

#if arch(x86_64)
  extension Utf8Kernel {
    /// The same, 64 bytes at a time: where leads stand says where continuations must stand.
    ///
    /// A bit mask for each of ≥ 80, ≥ C0, ≥ E0; continuations must be exactly where leads shifted by one and two
    /// say. Blocks with a lead of four bytes, or one whose second byte is restricted, or that is never well-formed, are rare
    /// in Vietnamese text and read byte by byte, as are blocks that fail.
    static func firstInvalidByMasks(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Int? {
      var position = 0
      // Continuations that the block before asks of this one.
      var carry: UInt64 = 0
      while count &- position >= 64 {
        // SAFETY: 64 bytes are left.
        let block = unsafe Utf8Block(pointer + position)
        if block.isASCII, carry == 0 {
          position &+= 64
          continue
        }
        let (two, three) = block.leads
        let expected = two << 1 | three << 2 | carry
        guard (block.high & ~two) == expected, !block.isSpecial else {
          // Back to the lead of a sequence that the block before began: all up to it is well-formed.
          if carry != 0 {
            repeat { position &-= 1 } while unsafe isContinuation(pointer[position])
          }
          carry = 0
          guard unsafe skip(&position, upTo: position &+ 64, pointer, count) else {
            return position
          }
          continue
        }
        carry = two >> 63 | three >> 62
        position &+= 64
      }
      if carry != 0 {
        repeat { position &-= 1 } while unsafe isContinuation(pointer[position])
      }
      return unsafe skip(&position, upTo: count, pointer, count) ? nil : position
    }

    /// The same 32 bytes at a time, for short texts: bytes behind the text are read and left out of account.
    static func isWellFormedByMasks(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> Bool {
      var position = 0
      var carry: UInt64 = 0
      while position < count {
        let rest = count &- position
        let valid: UInt64 = rest >= 32 ? 0xFFFF_FFFF : (1 << UInt64(rest)) &- 1
        // SAFETY: the caller has 31 readable bytes behind the text.
        let half = unsafe Utf8Half(pointer + position)
        let high = half.high & valid
        let (two, three) = half.leads
        let expected = (two & high) << 1 | (three & high) << 2 | carry
        // What the last bytes ask for behind the text is not there.
        let asked = rest > 32 ? expected & 0xFFFF_FFFF : expected
        guard high & ~two == asked, !half.isSpecial else {
          return unsafe firstInvalidByBytes(pointer, count) == nil
        }
        carry = expected >> 32
        position &+= 32
      }
      return true
    }
  }

  /// 32 bytes as bit masks.
  @safe private struct Utf8Half {
    let a: __m128i
    let b: __m128i

    @inline(__always) init(_ pointer: UnsafePointer<UInt8>) {
      // SAFETY: the caller has 32 readable bytes there.
      let raw = unsafe UnsafeRawPointer(pointer)
      a = unsafe raw.loadUnaligned(as: __m128i.self)
      b = unsafe (raw + 16).loadUnaligned(as: __m128i.self)
    }

    @inline(__always) private func mask(_ of: (__m128i) -> __m128i) -> UInt64 {
      let low = UInt32(bitPattern: _mm_movemask_epi8(of(a)))
      return UInt64(low | UInt32(bitPattern: _mm_movemask_epi8(of(b))) << 16)
    }

    /// Bytes that are not ASCII.
    var high: UInt64 { @inline(__always) get { mask { $0 } } }

    /// Leads of two and more, three and more bytes, and ASCII.
    var leads: (UInt64, UInt64) {
      @inline(__always) get {
        (
          mask { _mm_cmpgt_epi8($0, _mm_set1_epi8(CChar(bitPattern: 0xBF))) },
          mask { _mm_cmpgt_epi8($0, _mm_set1_epi8(CChar(bitPattern: 0xDF))) }
        )
      }
    }

    /// Whether a byte is C0, C1, E0, ED, EE, EF, or above: fewer than these would take longer to say.
    var isSpecial: Bool {
      @inline(__always) get {
        @inline(__always) func byte(_ value: UInt8) -> __m128i {
          _mm_set1_epi8(CChar(bitPattern: value))
        }
        @inline(__always) func special(_ v: __m128i) -> __m128i {
          let two = _mm_cmpeq_epi8(_mm_and_si128(v, byte(0xFE)), byte(0xC0))
          return _mm_or_si128(
            _mm_or_si128(two, _mm_cmpeq_epi8(v, byte(0xE0))), _mm_subs_epu8(v, byte(0xEC)))
        }
        let any = _mm_or_si128(special(a), special(b))
        return _mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())) != 0xFFFF
      }
    }
  }

  /// 64 bytes as bit masks: bit i is byte i.
  @safe private struct Utf8Block {
    let a: __m128i
    let b: __m128i
    let c: __m128i
    let d: __m128i

    @inline(__always) init(_ pointer: UnsafePointer<UInt8>) {
      // SAFETY: the caller has 64 readable bytes there.
      let raw = unsafe UnsafeRawPointer(pointer)
      a = unsafe raw.loadUnaligned(as: __m128i.self)
      b = unsafe (raw + 16).loadUnaligned(as: __m128i.self)
      c = unsafe (raw + 32).loadUnaligned(as: __m128i.self)
      d = unsafe (raw + 48).loadUnaligned(as: __m128i.self)
    }

    @inline(__always) private func mask(_ of: (__m128i) -> __m128i) -> UInt64 {
      @inline(__always) func bits(_ v: __m128i) -> UInt64 {
        UInt64(UInt32(bitPattern: _mm_movemask_epi8(v)))
      }
      return bits(of(a)) | bits(of(b)) << 16 | bits(of(c)) << 32 | bits(of(d)) << 48
    }

    var isASCII: Bool {
      @inline(__always) get {
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d))) == 0
      }
    }

    /// Bytes that are not ASCII.
    var high: UInt64 { @inline(__always) get { mask { $0 } } }

    /// Leads of two and more, three and more bytes.
    var leads: (UInt64, UInt64) {
      @inline(__always) get {
        // Compared as signed bytes, where ASCII is above all: taken out by `high`.
        let high = high
        @inline(__always) func above(_ byte: UInt8) -> UInt64 {
          let limit = _mm_set1_epi8(CChar(bitPattern: byte))
          return mask { _mm_cmpgt_epi8($0, limit) } & high
        }
        return (above(0xBF), above(0xDF))
      }
    }

    /// Whether a byte is C0, C1, E0, ED, or F0 and above.
    var isSpecial: Bool {
      @inline(__always) get {
        @inline(__always) func byte(_ value: UInt8) -> __m128i {
          _mm_set1_epi8(CChar(bitPattern: value))
        }
        @inline(__always) func special(_ v: __m128i) -> __m128i {
          let long = _mm_or_si128(_mm_cmpeq_epi8(v, byte(0xE0)), _mm_cmpeq_epi8(v, byte(0xED)))
          let short = _mm_cmpeq_epi8(_mm_and_si128(v, byte(0xFE)), byte(0xC0))
          // What is left of F0 and above when EF is taken off, not below zero.
          return _mm_or_si128(_mm_or_si128(long, short), _mm_subs_epu8(v, byte(0xEF)))
        }
        let any = _mm_or_si128(
          _mm_or_si128(special(a), special(b)), _mm_or_si128(special(c), special(d)))
        return _mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())) != 0xFFFF
      }
    }
  }
#endif
