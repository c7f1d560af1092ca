/// Text in the code of the fonts in use before Unicode, read as Windows-1252.
///
/// `NguyÔn V¨n` is TCVN3 (ABC), `Nguyeãn Vaên` is VNI; both are *Nguyễn Văn*. Reading a wrong code
/// into a foreign name would accuse it wrongly, so that the evidence must be strong: every word
/// with characters past ASCII becomes a Vietnamese syllable, at least one was none before, and it
/// is not all about one letter of a short word.
package enum LegacyVietnamese: String, Sendable, CaseIterable {
  case tcvn3, vni

  /// The code that the text is in and what it says; nil if there is no strong evidence.
  static func reading(
    of scalars: [UInt32]
  ) -> (code: LegacyVietnamese, scalars: [UInt32])? {
    guard scalars.allSatisfy({ $0 <= 0xFF }), scalars.contains(where: { $0 > 0xA0 }) else {
      return nil
    }
    let words = scalars.split(whereSeparator: isSeparator).filter {
      $0.contains { $0 > 0xA0 } && !$0.allSatisfy(isOperator)
    }
    guard !words.isEmpty, !words.allSatisfy(VietnameseSyllable.isWellShaped) else { return nil }
    for code in allCases where code.isProven(by: words) {
      return (code, code.converted(scalars))
    }
    return nil
  }

  private func isProven(by words: [ArraySlice<UInt32>]) -> Bool {
    var evidence = 0
    for word in Set(words) {
      let meant = converted(Array(word))
      guard VietnameseSyllable.isWellShaped(meant[...]) else { return false }
      guard !VietnameseSyllable.isWellShaped(word) else { continue }
      evidence += LegacyVietnamese.isStrange(word) ? 2 : 1
    }
    return evidence >= 2
  }

  /// ASCII besides letters, and the no-break space.
  private static func isSeparator(_ scalar: UInt32) -> Bool {
    scalar <= 0xA0 && !VietnameseText.isLetter(scalar)
  }

  /// A multiplication or division sign: by itself, as in `5 × 20 m`, it is one; within a word it is a letter gone wrong.
  private static func isOperator(_ scalar: UInt32) -> Bool { scalar == 0xD7 || scalar == 0xF7 }

  /// Whether the word is like none of another language: a sign or a capital within, two letters
  /// past ASCII, or one that European names do not have beside a vowel as `Loïc` and `Noé` do.
  private static func isStrange(_ word: ArraySlice<UInt32>) -> Bool {
    if word.contains(where: isSign) { return true }
    let special = word.filter { $0 > 0xA0 }
    if special.count > 1 { return true }
    guard word.count >= 4, let letter = special.first else { return false }
    return !commonLetters.contains(letter)
  }

  private static let commonLetters = "áéíóúèëïöüñÁÉÍÓÚÈËÏÖÜÑ".unicodeScalars.map(\.value)

  /// Signs of Latin-1 that no word of any language has within.
  private static func isSign(_ scalar: UInt32) -> Bool {
    (0xA1...0xBF).contains(scalar) || isOperator(scalar)
  }

  private func converted(_ scalars: [UInt32]) -> [UInt32] {
    switch self {
    case .tcvn3: scalars.map { LegacyVietnamese.tcvn3Letters[$0] ?? $0 }
    case .vni: LegacyVietnamese.convertedVNI(scalars)
    }
  }

  /// Bytes past ASCII and their letters; capitals with a tone are in another font.
  private static let tcvn3Letters: [UInt32: UInt32] = {
    let codes = "¡¢£¤¥¦§¨©ª«¬\u{AD}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
    let letters = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    return Dictionary(
      uniqueKeysWithValues: zip(
        codes.unicodeScalars.map(\.value), letters.unicodeScalars.map(\.value)))
  }()

  /// A letter of its own, or the mark of the vowel before it, which may be ô (ơ) or ö (ư).
  private static func convertedVNI(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    for scalar in scalars {
      let small = VietnameseText.lowercase(scalar)
      if let last = result.last, let (shape, tone) = vniMarks[small],
        case (let vowel, 0)? = VietnameseVowel.parts(of: last),
        let marked = shaped(vowel, shape)
      {
        let isCapital = VietnameseText.lowercase(last) != last
        result[result.count - 1] = marked.letter(tone: tone, capital: isCapital)
      } else {
        let letter = vniLetters[small] ?? small
        result.append(small == scalar ? letter : VietnameseText.uppercase(letter))
      }
    }
    return result
  }

  private enum Shape { case plain, circumflex, breve }

  private static func shaped(_ vowel: VietnameseVowel, _ shape: Shape) -> VietnameseVowel? {
    switch (shape, vowel) {
    case (.plain, .a), (.plain, .e), (.plain, .o), (.plain, .u), (.plain, .y), (.plain, .oHorn),
      (.plain, .uHorn):
      vowel
    case (.circumflex, .a): .aCircumflex
    case (.circumflex, .e): .eCircumflex
    case (.circumflex, .o): .oCircumflex
    case (.breve, .a): .aBreve
    default: nil
    }
  }

  private static let vniLetters: [UInt32: UInt32] = [
    0xF4: 0x1A1, 0xF6: 0x1B0, 0xF1: 0x111, 0xED: 0xED, 0xEC: 0xEC, 0xE6: 0x1EC9, 0xF3: 0x129,
    0xF2: 0x1ECB, 0xEE: 0x1EF5,
  ]

  private static let vniMarks: [UInt32: (Shape, Int)] = {
    var result: [UInt32: (Shape, Int)] = [:]
    let rows: [(Shape, String, [Int])] = [
      (.plain, "øùûõï", [1, 2, 3, 4, 5]), (.circumflex, "âàáåãä", [0, 1, 2, 3, 4, 5]),
      (.breve, "êèéúüë", [0, 1, 2, 3, 4, 5]),
    ]
    for (shape, marks, tones) in rows {
      for (mark, tone) in zip(marks.unicodeScalars, tones) { result[mark.value] = (shape, tone) }
    }
    return result
  }()
}
