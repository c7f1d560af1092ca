/// Where the tone mark stands in a syllable.
///
/// Two ways of writing are in use for open syllables in oa, oe and uy: *hoà, khoẻ, thuý* with the
/// mark on the main vowel, *hòa, khỏe, thúy* with the mark on the first. Official lists mix both.
/// Everything else has one form: closed syllables (hoàn, huỳnh) and those after q (quý).
extension VietnameseText {
  /// The text with the tone marks of open oa, oe and uy on the first vowel.
  ///
  /// Of composed text only: a combining mark ends no syllable.
  package static func tonePlaced(_ text: [UInt8]) -> [UInt8] {
    mapped(text, tonePlaced)
  }

  static func tonePlaced(_ scalars: [UInt32]) -> [UInt32] {
    var result = scalars
    var wordStart = 0
    for index in result.indices {
      guard isLetter(result[index]) else {
        wordStart = index + 1
        continue
      }
      let isLast = index + 1 == result.count || !isLetter(result[index + 1])
      if isLast, index > wordStart { placeTone(of: wordStart...index, in: &result) }
    }
    return result
  }

  private static func placeTone(of word: ClosedRange<Int>, in scalars: inout [UInt32]) {
    let last = word.upperBound
    guard let (second, tone) = VietnameseVowel.parts(of: scalars[last]), tone > 0,
      case (let first, 0)? = VietnameseVowel.parts(of: scalars[last - 1]),
      (first == .o && (second == .a || second == .e)) || (first == .u && second == .y),
      scalars[word.lowerBound..<last - 1].allSatisfy({ VietnameseVowel.parts(of: $0) == nil }),
      last - 1 == word.lowerBound || lowercase(scalars[last - 2]) != 0x71
    else { return }
    let firstIsCapital = lowercase(scalars[last - 1]) != scalars[last - 1]
    let secondIsCapital = lowercase(scalars[last]) != scalars[last]
    scalars[last - 1] = first.letter(tone: tone, capital: firstIsCapital)
    scalars[last] = second.letter(tone: 0, capital: secondIsCapital)
  }
}

/// A vowel letter of Vietnamese, whatever its tone.
enum VietnameseVowel: Int, CaseIterable {
  case a, aBreve, aCircumflex, e, eCircumflex, i, o, oCircumflex, oHorn, u, uHorn, y

  /// The six tones of each vowel: ngang, huyền, sắc, hỏi, ngã, nặng.
  private static let letters: [[UInt32]] = [
    "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ",
    "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ",
  ].map { $0.unicodeScalars.map(\.value) }

  /// One more than six times the vowel plus the tone, for each scalar up to ỹ; 0 of no vowel.
  private static let places: [UInt8] = {
    var result = [UInt8](repeating: 0, count: 0x1F00)
    for (place, letter) in letters.joined().enumerated() {
      result[Int(letter)] = UInt8(place + 1)
      result[Int(VietnameseText.uppercase(letter))] = UInt8(place + 1)
    }
    return result
  }()

  /// The vowel and the tone, 0 to 5, of a small or capital letter; nil if it is none.
  static func parts(of scalar: UInt32) -> (VietnameseVowel, tone: Int)? {
    guard scalar < 0x1F00 else { return nil }
    let place = Int(places[Int(scalar)]) - 1
    guard place >= 0, let vowel = VietnameseVowel(rawValue: place / 6) else { return nil }
    return (vowel, place % 6)
  }

  func letter(tone: Int, capital: Bool = false) -> UInt32 {
    let letter = VietnameseVowel.letters[rawValue][tone]
    return capital ? VietnameseText.uppercase(letter) : letter
  }
}
