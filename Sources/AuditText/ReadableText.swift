import AuditModel

/// What keeps a text from being read, searched or compared as it looks.
package struct ReadableTextDefects: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// A letter and its marks stand as several characters where there is one for them.
  package static let notComposed = ReadableTextDefects(rawValue: 1 << 0)
  /// UTF-8 that was once read as Windows-1252: `Nguyá»…n`.
  package static let mojibake = ReadableTextDefects(rawValue: 1 << 1)
  /// C0 and C1 controls besides tabs and line ends.
  package static let controlCharacter = ReadableTextDefects(rawValue: 1 << 2)
  /// White space of any kind before or after the text.
  package static let strayLeadingTrailingSpace = ReadableTextDefects(rawValue: 1 << 3)
  /// Two spaces or more between words.
  package static let doubleSpace = ReadableTextDefects(rawValue: 1 << 4)
  /// No-break and other unusual spaces, characters without a width, bidi controls, a byte-order mark.
  package static let invisibleCharacter = ReadableTextDefects(rawValue: 1 << 5)
  /// A value that says there is none: `không rõ`, `n/a`, `...`.
  package static let placeholder = ReadableTextDefects(rawValue: 1 << 6)
  /// U+FFFD, which stands where a letter was lost.
  package static let replacementCharacter = ReadableTextDefects(rawValue: 1 << 7)
  /// Text in the code of a TCVN3 (ABC) or VNI font.
  package static let legacyEncoding = ReadableTextDefects(rawValue: 1 << 8)
  /// A tab or a line end within the text.
  package static let lineBreak = ReadableTextDefects(rawValue: 1 << 9)
  /// A letter of another alphabet in a Latin word, or Ð (eth) where Đ should be.
  package static let lookalikeLetter = ReadableTextDefects(rawValue: 1 << 10)
  /// Bytes that are not well-formed UTF-8; nothing else is told of such a text.
  package static let notUTF8 = ReadableTextDefects(rawValue: 1 << 11)

  /// Every single defect, in the order they are told.
  package static let all: [ReadableTextDefects] = [
    .notUTF8, .replacementCharacter, .mojibake, .legacyEncoding, .notComposed, .lookalikeLetter,
    .controlCharacter, .invisibleCharacter, .lineBreak, .strayLeadingTrailingSpace, .doubleSpace,
    .placeholder,
  ]

  /// The names that a rule's `checks` lists, each with the defects it stands for.
  package static let checks: [(name: String, defects: ReadableTextDefects)] = [
    ("composed", .notComposed),
    ("mojibake", [.mojibake, .replacementCharacter]),
    ("control", .controlCharacter),
    ("spaces", [.strayLeadingTrailingSpace, .doubleSpace, .lineBreak]),
    ("invisible", .invisibleCharacter),
    ("placeholder", .placeholder),
    ("legacy", [.legacyEncoding, .notUTF8]),
    ("lookalike", .lookalikeLetter),
  ]

  /// The defects that a name of `checks` stands for; nil for another name.
  package init?(check name: String) {
    guard let check = ReadableTextDefects.checks.first(where: { $0.name == name }) else {
      return nil
    }
    self = check.defects
  }

  /// The single defects of this set, in the order they are told.
  package var elements: [ReadableTextDefects] {
    ReadableTextDefects.all.filter { !isDisjoint(with: $0) }
  }
}

/// Finds what is wrong with a text that looks right, and says it in words.
package enum ReadableText {
  /// What is wrong with the value.
  ///
  /// Empty if nothing is, and for an empty value.
  package static func defects(
    in value: [UInt8], placeholders: PlaceholderWords = .standard
  ) -> ReadableTextDefects {
    guard let scalars = UTF8Text.scalars(of: value) else { return .notUTF8 }
    var result = characterDefects(in: scalars)
    if placeholders.contains(value, scalars: scalars) { result.insert(.placeholder) }
    guard scalars.contains(where: { $0 >= 0x80 }) else { return result }
    if !VietnameseText.isComposed(value) { result.insert(.notComposed) }
    if Mojibake.repaired(scalars) != nil {
      result.insert(.mojibake)
      return result
    }
    if LegacyVietnamese.reading(of: scalars) != nil {
      // Soft hyphens and eths are letters there.
      result.subtract([.invisibleCharacter, .lookalikeLetter])
      result.insert(.legacyEncoding)
    }
    return result
  }

  /// What the text was most likely meant to be, if it is mojibake or legacy text; nil otherwise.
  ///
  /// A hint for the reader, never a repair made silently.
  package static func repaired(_ value: [UInt8]) -> [UInt8]? {
    guard let scalars = UTF8Text.scalars(of: value),
      let meant = Mojibake.repaired(scalars) ?? LegacyVietnamese.reading(of: scalars)?.scalars
    else { return nil }
    return UTF8Text.bytes(of: VietnameseText.composed(meant))
  }

  /// The defects that show in single characters and their neighbours.
  private static func characterDefects(in scalars: [UInt32]) -> ReadableTextDefects {
    var result = scalars.reduce(into: ReadableTextDefects()) { $0.formUnion(defect(of: $1)) }
    result.formUnion(spaceDefects(in: scalars))
    if scalars.contains(where: { $0 >= 0x80 }), hasLookalike(scalars) {
      result.insert(.lookalikeLetter)
    }
    return result
  }

  private static func spaceDefects(in scalars: [UInt32]) -> ReadableTextDefects {
    guard let first = scalars.firstIndex(where: { !VietnameseText.isSpace($0) }),
      let last = scalars.lastIndex(where: { !VietnameseText.isSpace($0) })
    else { return scalars.isEmpty ? [] : .strayLeadingTrailingSpace }
    var result: ReadableTextDefects = []
    if first > 0 || last + 1 < scalars.count { result.insert(.strayLeadingTrailingSpace) }
    var isAfterSpace = false
    for scalar in scalars[first...last] {
      let isSpace = VietnameseText.isSpace(scalar)
      if isSpace, isAfterSpace { result.insert(.doubleSpace) }
      if isSpace, isLineBreak(scalar) { result.insert(.lineBreak) }
      isAfterSpace = isSpace
    }
    return result
  }

  /// Whether a word mixes Latin letters with Greek or Cyrillic ones, or begins with an eth.
  private static func hasLookalike(_ scalars: [UInt32]) -> Bool {
    var hasLatin = false
    var hasOther = false
    for scalar in scalars {
      let isLatin = VietnameseText.isLetter(scalar)
      let isOther = (0x370...0x52F).contains(scalar)
      if isEth(scalar), !hasLatin { return true }
      hasLatin = isLatin || isOther && hasLatin
      hasOther = isOther || isLatin && hasOther
      if hasLatin, hasOther { return true }
    }
    return false
  }

  /// Eth begins no word of the languages that have it, but is often typed for Đ.
  static func isEth(_ scalar: UInt32) -> Bool {
    scalar == 0xD0 || scalar == 0xF0 || scalar == 0x189
  }

  private static func isLineBreak(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  static func defect(of scalar: UInt32) -> ReadableTextDefects {
    switch scalar {
    case 0x20..<0x7F: []
    case 0xFFFD: .replacementCharacter
    case _ where isLineBreak(scalar): []
    case ..<0xA0: .controlCharacter
    case _ where VietnameseText.isWidthless(scalar) || VietnameseText.isSpace(scalar):
      .invisibleCharacter
    default: []
    }
  }
}
