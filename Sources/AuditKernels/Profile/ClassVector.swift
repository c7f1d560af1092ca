#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// The kinds of up to 32 ASCII characters side by side: values with equal ones and equal lengths have the same pattern.
///
/// Digits, capitals and small letters stand for all of their kind, other bytes for themselves; zeros follow the value.
struct ClassVector: BitwiseCopyable, Equatable {
  var a: UInt64 = 0
  var b: UInt64 = 0
  var c: UInt64 = 0
  var d: UInt64 = 0

  static let limit = 32

  init() {}

  /// Nil for a longer value, or one with a byte past ASCII.
  @inline(__always) init?(_ cell: Bytes) {
    let count = cell.count
    guard count <= ClassVector.limit else { return nil }
    let low = ClassVector.half(cell, 0)
    (a, b) = ClassVector.cut(low, count)
    if count > 16 { (c, d) = ClassVector.cut(ClassVector.half(cell, 16), count &- 16) }
    guard (a | b | c | d) & 0x8080_8080_8080_8080 == 0 else { return nil }
  }

  /// Zeros in place of what follows the first `count` of sixteen bytes.
  @inline(__always) private static func cut(
    _ half: (low: UInt64, high: UInt64), _ count: Int
  ) -> (UInt64, UInt64) {
    if count >= 16 { return half }
    if count > 8 { return (half.low, half.high & (~0 >> UInt64(128 &- 8 &* count))) }
    return (half.low & (~0 >> UInt64(64 &- 8 &* count)), 0)
  }

  /// Sixteen bytes from an offset on, each as its kind; those past ASCII keep their highest bit.
  @inline(__always) private static func half(
    _ cell: Bytes, _ offset: Int
  ) -> (low: UInt64, high: UInt64) {
    #if arch(x86_64)
      // SAFETY: the run is longer than `offset`, and padded by 16.
      let bytes = unsafe UnsafeRawPointer(cell.base + offset).loadUnaligned(as: __m128i.self)
      @inline(__always) func byte(_ value: UInt8) -> __m128i {
        _mm_set1_epi8(CChar(bitPattern: value))
      }
      /// All ones where the byte is one of `count` from `first` on.
      @inline(__always) func isIn(_ first: UInt8, _ count: UInt8) -> __m128i {
        let moved = _mm_sub_epi8(bytes, byte(first))
        return _mm_cmpeq_epi8(_mm_min_epu8(moved, byte(count &- 1)), moved)
      }
      let (digit, capital, small) = (isIn(0x30, 10), isIn(0x41, 26), isIn(0x61, 26))
      let others = _mm_andnot_si128(_mm_or_si128(_mm_or_si128(digit, capital), small), bytes)
      let kinds = _mm_or_si128(
        _mm_or_si128(_mm_and_si128(digit, byte(0x30)), _mm_and_si128(capital, byte(0x41))),
        _mm_and_si128(small, byte(0x61)))
      let result = _mm_or_si128(others, kinds)
      let low = UInt64(bitPattern: Int64(_mm_cvtsi128_si64(result)))
      return (low, UInt64(bitPattern: Int64(_mm_cvtsi128_si64(_mm_unpackhi_epi64(result, result)))))
    #else
      return portableHalf(cell, offset)
    #endif
  }

  /// The twin for other processors.
  static func portableHalf(_ cell: Bytes, _ offset: Int) -> (low: UInt64, high: UInt64) {
    var halves: (low: UInt64, high: UInt64) = (0, 0)
    for index in 0..<16 where offset + index < cell.count {
      let byte = cell[offset + index]
      let kind: UInt8 =
        byte &- 0x30 < 10 ? 0x30 : byte &- 0x41 < 26 ? 0x41 : byte &- 0x61 < 26 ? 0x61 : byte
      let shifted = UInt64(kind) << UInt64(8 * (index % 8))
      if index < 8 { halves.low |= shifted } else { halves.high |= shifted }
    }
    return halves
  }

  @inline(__always) static func == (x: ClassVector, y: ClassVector) -> Bool {
    (x.a ^ y.a) | (x.b ^ y.b) | (x.c ^ y.c) | (x.d ^ y.d) == 0
  }
}
