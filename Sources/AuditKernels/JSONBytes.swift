#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// The bytes that RFC 8259 gives a meaning, and what is found by looking at many at once.
enum JSONBytes {
  static let quote: UInt8 = 0x22
  static let backslash: UInt8 = 0x5C
  static let comma: UInt8 = 0x2C
  static let colon: UInt8 = 0x3A
  static let openObject: UInt8 = 0x7B
  static let closeObject: UInt8 = 0x7D
  static let openArray: UInt8 = 0x5B
  static let closeArray: UInt8 = 0x5D

  /// RFC 8259, section 2: space, tab, line feed, carriage return.
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
  }

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Where the plain run of a string ends: the first quote, backslash or control character from `from` on; `end` if
  /// there is none before it.
  ///
  /// Looks at up to 15 bytes behind `end`, which the padding allows.
  @inline(__always) static func plainEnd(_ bytes: Bytes, _ from: Int, _ end: Int) -> Int {
    var position = from
    while position < end {
      // SAFETY: 16 bytes from before the end are readable.
      let found = unsafe special(bytes.base + position)
      if found != 0 { return min(end, position &+ found.trailingZeroBitCount) }
      position &+= 16
    }
    return end
  }

  /// Bit i: byte i of 16 is a quote, a backslash or a control character.
  @inline(__always) static func special(_ pointer: UnsafePointer<UInt8>) -> UInt32 {
    #if arch(x86_64)
      // SAFETY: the caller has 16 readable bytes there.
      let v = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: __m128i.self)
      let control = _mm_set1_epi8(0x1F)
      let any = _mm_or_si128(
        _mm_or_si128(
          _mm_cmpeq_epi8(v, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x5C))),
        _mm_cmpeq_epi8(_mm_min_epu8(v, control), v))
      return UInt32(bitPattern: _mm_movemask_epi8(any))
    #else
      return unsafe specialByBytes(pointer)
    #endif
  }

  /// Of 32 bytes: as `special`, and which are no ASCII.
  @inline(__always) static func marks(_ pointer: UnsafePointer<UInt8>)
    -> (special: UInt32, high: UInt32)
  {
    #if arch(x86_64)
      // SAFETY: the caller has 32 readable bytes there.
      let a = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: __m128i.self)
      let b = unsafe UnsafeRawPointer(pointer + 16).loadUnaligned(as: __m128i.self)
      @inline(__always) func special(_ v: __m128i) -> UInt32 {
        let any = _mm_or_si128(
          _mm_or_si128(
            _mm_cmpeq_epi8(v, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x5C))),
          _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v))
        return UInt32(bitPattern: _mm_movemask_epi8(any))
      }
      let high =
        UInt32(bitPattern: _mm_movemask_epi8(a)) | UInt32(bitPattern: _mm_movemask_epi8(b)) << 16
      return (special(a) | special(b) << 16, high)
    #else
      return unsafe marksByBytes(pointer)
    #endif
  }

  /// The same, a byte at a time.
  static func marksByBytes(_ pointer: UnsafePointer<UInt8>) -> (special: UInt32, high: UInt32) {
    var high: UInt32 = 0
    // SAFETY: as in `marks`.
    for index in 0..<32 where unsafe pointer[index] >= 0x80 { high |= 1 << UInt32(index) }
    return unsafe (specialByBytes(pointer) | specialByBytes(pointer + 16) << 16, high)
  }

  /// The same, a byte at a time: the twin for other processors.
  static func specialByBytes(_ pointer: UnsafePointer<UInt8>) -> UInt32 {
    var result: UInt32 = 0
    for index in 0..<16 {
      let byte = unsafe pointer[index]
      if byte == quote || byte == backslash || byte < 0x20 { result |= 1 << UInt32(index) }
    }
    return result
  }

  /// Copies 16 bytes.
  @inline(__always) static func copy(
    _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
  ) {
    // SAFETY: the caller has 16 bytes at both.
    let words = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD2<UInt64>.self)
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: words, as: SIMD2<UInt64>.self)
  }

  /// Bit i: byte i of 16 is the same in both.
  @inline(__always) static func same16(
    _ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>
  ) -> UInt32 {
    #if arch(x86_64)
      // SAFETY: the caller has 16 readable bytes at both.
      let a = unsafe UnsafeRawPointer(one).loadUnaligned(as: __m128i.self)
      let b = unsafe UnsafeRawPointer(other).loadUnaligned(as: __m128i.self)
      return UInt32(bitPattern: _mm_movemask_epi8(_mm_cmpeq_epi8(a, b)))
    #else
      return unsafe same16ByBytes(one, other)
    #endif
  }

  /// The same, a byte at a time.
  static func same16ByBytes(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>) -> UInt32 {
    var result: UInt32 = 0
    for index in 0..<16 where unsafe one[index] == other[index] { result |= 1 << UInt32(index) }
    return result
  }

  /// How many of 16 bytes come before the first that is a quote, a backslash, a control character or no ASCII.
  @inline(__always) static func asciiCount(_ pointer: UnsafePointer<UInt8>) -> Int {
    #if arch(x86_64)
      // SAFETY: the caller has 16 readable bytes there.
      let v = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: __m128i.self)
      // As signed numbers, what is no ASCII is below zero.
      let any = _mm_or_si128(
        _mm_or_si128(
          _mm_cmpeq_epi8(v, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x5C))),
        _mm_cmpgt_epi8(_mm_set1_epi8(0x20), v))
      return (UInt32(bitPattern: _mm_movemask_epi8(any)) | 0x1_0000).trailingZeroBitCount
    #else
      return unsafe asciiCountByBytes(pointer)
    #endif
  }

  /// The same, a byte at a time.
  static func asciiCountByBytes(_ pointer: UnsafePointer<UInt8>) -> Int {
    let marks = unsafe marksByBytes(pointer)
    return ((marks.special | marks.high) & 0xFFFF | 0x1_0000).trailingZeroBitCount
  }

  /// Which of the 64 bytes from a position on, as far as there are some, are line feeds; few blocks have one.
  @inline(__always) static func feeds(_ bytes: Bytes, _ position: Int) -> UInt64 {
    // SAFETY: the bytes are padded by 64 and more where a batch or an arena holds them.
    let block = unsafe ByteBlock(bytes.base + position)
    guard block.has(0x0A) else { return 0 }
    let rest = bytes.count &- position
    return block.equal(0x0A) & (rest >= 64 ? ~0 : ~0 >> UInt64(64 &- rest))
  }

  /// Line feeds in a range.
  static func lineCount(_ bytes: Bytes, _ from: Int, _ end: Int) -> Int {
    var count = 0
    var position = from
    while position < end {
      let rest = end &- position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 &- rest)
      // SAFETY: the bytes are padded by 64 and more where a batch or an arena holds them.
      let feeds = unsafe ByteBlock(bytes.base + position).equal(0x0A) & valid
      count &+= feeds.nonzeroBitCount
      position &+= 64
    }
    return count
  }

  /// The first line feed from `from` on; nil if there is none before `end`.
  static func lineEnd(_ bytes: Bytes, _ from: Int, _ end: Int) -> Int? {
    var position = from
    while position < end {
      let feeds = unsafe ByteBlock(bytes.base + position).equal(0x0A)
      if feeds != 0 {
        let found = position &+ feeds.trailingZeroBitCount
        return found < end ? found : nil
      }
      position &+= 64
    }
    return nil
  }

  /// The first byte from `from` on that is no white space; `end` if there is none.
  @inline(__always) static func skipSpace(_ bytes: Bytes, _ from: Int, _ end: Int) -> Int {
    var position = from
    while position < end, isSpace(bytes[position]) { position &+= 1 }
    return position
  }
}

/// A rule of RFC 8259 that a text breaks, or why its records are not found.
package enum JSONFault: UInt8, Sendable, CaseIterable {
  case valueExpected, nameExpected, colonExpected, commaExpected, trailingComma
  case badNumber, badWord, badEscape, controlCharacter, invalidUTF8
  /// The input ends within a value.
  case unfinished
  case textAfterEnd
  case tooDeep
  /// The path names no member, or nothing in the document is a list of objects.
  case noRecords
  /// What stands at the path is no list.
  case notAnArray
  /// The path's list is there a second time.
  case secondArray
}
