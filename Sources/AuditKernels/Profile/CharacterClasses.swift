/// What characters are for the pattern of a value: digit, capital, small letter, space, mark of punctuation, or other.
///
/// Made once and never freed: the loops read plain memory.
struct CharacterClasses: @unchecked Sendable {
  /// Kinds of runs; punctuation is `punctuation | byte`, so that different marks are different runs.
  static let digit: UInt32 = 1
  static let capital: UInt32 = 2
  static let small: UInt32 = 3
  static let space: UInt32 = 4
  static let other: UInt32 = 5
  /// A capital with small letters behind it.
  static let word: UInt32 = 6
  /// Combining marks belong to the letter before them.
  static let mark: UInt32 = 7
  static let punctuation: UInt32 = 0x100

  // SAFETY: written by `init` alone.
  let ascii: Store<UInt32>
  let contents: Store<UInt32>
  /// Of U+0000 to U+07FF, and of U+1E00 to U+1EFF.
  let two: Store<UInt32>
  let three: Store<UInt32>

  static let shared = CharacterClasses()

  private init() {
    ascii = .allocate(128, fill: CharacterClasses.other)
    contents = .allocate(128, fill: ValueContents.control)
    two = .allocate(0x800, fill: CharacterClasses.other)
    three = .allocate(0x100, fill: CharacterClasses.other)
    for byte in 0x20..<0x7F {
      ascii[byte] = CharacterClasses.kind(ofASCII: UInt32(byte))
      contents[byte] = ValueContents.bit(of: UInt8(byte))
    }
    for scalar in 0x80..<0x800 { two[scalar] = CharacterClasses.kind(of: UInt32(scalar)) }
    for offset in 0..<0x100 { three[offset] = CharacterClasses.kind(of: 0x1E00 + UInt32(offset)) }
  }

  private static func kind(ofASCII scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x20: space
    case 0x30...0x39: digit
    case 0x41...0x5A: capital
    case 0x61...0x7A: small
    default: punctuation | scalar
    }
  }

  static func kind(of scalar: UInt32) -> UInt32 {
    if scalar < 0x20 || scalar == 0x7F { return other }
    if scalar < 0x80 { return kind(ofASCII: scalar) }
    if (0x300...0x36F).contains(scalar) { return mark }
    guard scalar < 0x800 || (0x1E00...0x1EFF).contains(scalar),
      let properties = Unicode.Scalar(scalar)?.properties
    else { return other }
    return properties.isUppercase ? capital : properties.isLowercase ? small : other
  }
}

/// Which kinds of characters a value is made of, as bits.
enum ValueContents {
  static let digit: UInt32 = 1 << 0
  static let letter: UInt32 = 1 << 1
  static let wide: UInt32 = 1 << 2
  static let space: UInt32 = 1 << 3
  static let minus: UInt32 = 1 << 4
  static let slash: UInt32 = 1 << 5
  static let point: UInt32 = 1 << 6
  static let comma: UInt32 = 1 << 7
  static let colon: UInt32 = 1 << 8
  static let plus: UInt32 = 1 << 9
  static let at: UInt32 = 1 << 10
  static let sign: UInt32 = 1 << 11
  static let control: UInt32 = 1 << 12
  static let underscore: UInt32 = 1 << 13

  static func bit(of byte: UInt8) -> UInt32 {
    switch byte {
    case 0x30...0x39: digit
    case 0x41...0x5A, 0x61...0x7A: letter
    case 0x20: space
    case 0x2D: minus
    case 0x2F: slash
    case 0x2E: point
    case 0x2C: comma
    case 0x3A: colon
    case 0x2B: plus
    case 0x40: at
    case 0x5F: underscore
    case 0x21...0x7E: sign
    default: control
    }
  }
}
