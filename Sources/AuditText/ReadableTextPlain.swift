/// What little is to be asked of most texts, so that few are read for every defect.
///
/// A text of printable ASCII and letters that `isPlain` lets pass, without a space at an end or beside another, is well
/// composed, no mojibake, and has no character that does not show or only looks like a letter. If it has a letter past
/// U+00FF, it is in no old code either; otherwise it is not if `isOfSyllables` says so. `TextShortcutTests` holds this
/// to `defects`.
extension ReadableText {
  /// Whether the character, past ASCII, is no more than a letter wherever it stands.
  ///
  /// Not so of ð and of what a byte below C0 becomes that is read as Windows-1252, such as Š: behind another letter it
  /// may be half of one.
  package static func isPlain(_ scalar: UInt32) -> Bool {
    guard scalar > 0xA0, VietnameseText.isLetter(scalar), !VietnameseText.isCombiningMark(scalar),
      !isEth(scalar), defect(of: scalar).isEmpty
    else { return false }
    return Mojibake.windows1252Byte(of: scalar).map { $0 >= 0xC0 } ?? true
  }

  /// Whether every word with letters past ASCII is a Vietnamese syllable as it stands: no old code is read into those.
  ///
  /// For text that has nothing past ASCII but letters up to U+00FF; false of other text.
  package static func isOfSyllables(_ value: [UInt8]) -> Bool {
    var word = SyllableLetters()
    var isWide = false
    var index = 0
    while index < value.count {
      let byte = value[index]
      index += 1
      if byte == 0xC3, index < value.count {
        word.append(0xC0 | UInt32(value[index] & 0x3F))
        isWide = true
        index += 1
      } else if byte < 0x80, VietnameseText.isLetter(UInt32(byte)) {
        word.append(UInt32(byte))
      } else if byte < 0x80 {
        guard !isWide || word.areWellShaped else { return false }
        (word, isWide) = (SyllableLetters(), false)
      } else {
        return false
      }
    }
    return !isWide || word.areWellShaped
  }
}
