/// What one walk over a value's bytes tells: its pattern, what it is made of, and whether its text needs a closer look.
///
/// The pattern is kept as a number made of its runs; `ValuePattern.text` writes it out, and equal texts have equal
/// numbers. Runs past the sixteenth are not told apart.
struct ValueScan: BitwiseCopyable {
  var pattern: UInt64 = ValueScan.seed
  var contents: UInt32 = 0
  /// Unicode scalars.
  var characters = 0
  /// The value may have a defect of `ReadableText`; without this it has none, but that it may be a placeholder.
  var isSuspect = false

  static let seed: UInt64 = 0x51A7_0F2B_93C4_D86E
  static let runLimit = 16

  /// The run as patterns tell runs apart: digits by how many, letters by one or more.
  @inline(__always) static func token(_ kind: UInt32, _ length: Int) -> UInt64 {
    let most =
      kind == CharacterClasses.digit ? 9_999 : kind >= CharacterClasses.punctuation ? 4 : 2
    let told = kind == CharacterClasses.other || kind == CharacterClasses.word ? 2 : length
    return UInt64(kind) << 32 | UInt64(min(told, most))
  }

  @inline(__always) static func mix(_ pattern: UInt64, _ token: UInt64) -> UInt64 {
    let value = (pattern ^ token) &* 0x9E37_79B9_7F4A_7C15
    return value ^ (value >> 29)
  }

  /// The pattern's number for so many digits and nothing else.
  @inline(__always) static func digits(_ count: Int) -> UInt64 {
    mix(seed, token(CharacterClasses.digit, count))
  }

  init() {}

  @inline(__always) init(_ cell: Bytes, _ classes: CharacterClasses) {
    if cell.count <= 16, cell.firstSixteenOtherThanDigits << UInt32(32 &- cell.count) == 0 {
      pattern = ValueScan.digits(cell.count)
      contents = ValueContents.digit
      characters = cell.count
      return
    }
    walk(cell, classes)
  }

  private mutating func walk(_ cell: Bytes, _ classes: CharacterClasses) {
    let count = cell.count
    var (hash, found) = (pattern, UInt32(0))
    var suspect = cell[0] <= 0x20 || cell[count - 1] <= 0x20
    // Old fonts put their marks below U+0100: a text with a letter past that is in none of them.
    var (isLatin, isWide) = (false, false)
    var (kind, length, runs, scalars, index) = (UInt32(0), 0, 0, 0, 0)
    while index < count {
      let byte = cell[index]
      var next: UInt32
      if byte < 0x80 {
        next = classes.ascii[Int(byte)]
        found |= classes.contents[Int(byte)]
        index &+= 1
        scalars &+= 1
      } else {
        found |= ValueContents.wide
        let letter = ValueScan.letter(cell, index, classes, &suspect)
        if byte == 0xC3 { isLatin = true } else { isWide = true }
        next = letter.kind
        index &+= letter.bytes
        scalars &+= letter.scalars
      }
      if next == kind {
        length &+= 1
        continue
      }
      if next == CharacterClasses.small {
        if kind == CharacterClasses.word { continue }
        if kind == CharacterClasses.capital, length == 1 {
          kind = CharacterClasses.word
          continue
        }
      }
      if next == CharacterClasses.mark { continue }
      if kind != 0 {
        if runs < ValueScan.runLimit { hash = ValueScan.mix(hash, ValueScan.token(kind, length)) }
        runs &+= 1
        if kind == CharacterClasses.space, length > 1 { suspect = true }
      }
      kind = next
      length = 1
    }
    if kind != 0 {
      if runs < ValueScan.runLimit { hash = ValueScan.mix(hash, ValueScan.token(kind, length)) }
      runs &+= 1
    }
    if runs > ValueScan.runLimit { hash = ValueScan.mix(hash, ~0) }
    pattern = hash
    contents = found
    characters = scalars
    isSuspect = suspect || isLatin && !isWide || found & ValueContents.control != 0
  }

  /// The character past ASCII at an index: its kind, its bytes, and how many of these are no continuations.
  @inline(__always) private static func letter(
    _ cell: Bytes, _ index: Int, _ classes: CharacterClasses, _ suspect: inout Bool
  ) -> (kind: UInt32, bytes: Int, scalars: Int) {
    let lead = cell[index]
    let rest = cell.count &- index
    if lead == 0xE1, rest > 2, isContinuation(cell[index &+ 1]), isContinuation(cell[index &+ 2]) {
      let second = cell[index &+ 1]
      guard second >= 0xB8, second < 0xBC else {
        suspect = true
        return (CharacterClasses.other, 3, 1)
      }
      let offset = Int(second & 0x03) << 6 | Int(cell[index &+ 2] & 0x3F)
      return (classes.three[offset], 3, 1)
    }
    if lead >= 0xC2, lead < 0xE0, rest > 1, isContinuation(cell[index &+ 1]) {
      let second = cell[index &+ 1]
      if !isPlain(lead, second) { suspect = true }
      return (classes.two[Int(lead & 0x1F) << 6 | Int(second & 0x3F)], 2, 1)
    }
    suspect = true
    return (CharacterClasses.other, 1, isContinuation(lead) ? 0 : 1)
  }

  @inline(__always) private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }

  /// Whether two bytes are a letter of U+00C0 to U+01BF, but for those that are often typed for Đ, and for those that
  /// a byte below C0 becomes when it is read as Windows-1252, half of a letter then: Š Œ Ž Ÿ ƒ.
  @inline(__always) private static func isPlain(_ lead: UInt8, _ second: UInt8) -> Bool {
    switch lead {
    case 0xC3: second & 0xDF != 0x90
    case 0xC4: true
    case 0xC5:
      switch second {
      case 0x92, 0x93, 0xA0, 0xA1, 0xB8, 0xBD, 0xBE: false
      default: true
      }
    case 0xC6: second != 0x89 && second != 0x92
    default: false
    }
  }
}
