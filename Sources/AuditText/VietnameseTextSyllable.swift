/// Whether a word has the shape of a Vietnamese syllable: onset, rime, one tone.
///
/// For telling text from text in a wrong code, not for spelling: minority and foreign names have
/// other shapes, and rare rimes are taken.
enum VietnameseSyllable {
  /// Small or capital letters, composed; where the tone mark stands does not matter.
  static func isWellShaped(_ word: ArraySlice<UInt32>) -> Bool {
    var letters = SyllableLetters()
    for scalar in word { letters.append(scalar) }
    return letters.areWellShaped
  }
}

/// The letters of a word as one number, so that it is told without memory of its own whether they make a syllable.
struct SyllableLetters {
  /// Six bits a letter, the last one lowest: its place in `alphabet`, from 1.
  private var letters: UInt64 = 0
  private var count = 0
  private var tone = 0
  private var isOther = false

  init() {}

  mutating func append(_ scalar: UInt32) {
    let place = scalar < SyllableLetters.limit ? SyllableLetters.places[Int(scalar)] : 0
    let itsTone = Int(place >> 6)
    // A letter of another alphabet, a second tone, or an eighth letter: no syllable has these.
    isOther = isOther || place == 0 || count == 7 || itsTone > 0 && tone > 0
    tone = max(tone, itsTone)
    letters = letters << 6 | UInt64(place & 63)
    count += 1
  }

  var areWellShaped: Bool {
    guard !isOther, count > 0 else { return false }
    for length in 0...min(3, count - 1) {
      let split = UInt64(6 * (count - length))
      let rime = letters & (1 << split - 1)
      if SyllableLetters.onsets.contains(letters >> split), isRime(rime) { return true }
    }
    return false
  }

  /// Rimes that end in a stop have the tones sắc and nặng only.
  private func isRime(_ rime: UInt64) -> Bool {
    let last = rime & 63
    let endsInStop =
      last == SyllableLetters.c || last == SyllableLetters.p || last == SyllableLetters.t
      || last == SyllableLetters.h && rime >> 6 & 63 == SyllableLetters.c
    guard !endsInStop || tone == 2 || tone == 5 else { return false }
    return SyllableLetters.isKnown(rime)
  }

  /// Whether the number stands among those of the rimes, which are in order.
  private static func isKnown(_ rime: UInt64) -> Bool {
    var (low, high) = (0, rimes.count)
    while low < high {
      let middle = (low + high) / 2
      if rimes[middle] < rime { low = middle + 1 } else { high = middle }
    }
    return low < rimes.count && rimes[low] == rime
  }

  private static let limit: UInt32 = 0x1F00
  private static let alphabet = "abcdefghijklmnopqrstuvwxyzăâđêôơư".unicodeScalars.map(\.value)
  private static let (c, h, p, t) = (code("c"), code("h"), code("p"), code("t"))

  /// Of each scalar below U+1F00 the letter's place in the alphabet, from 1, and 64 times its tone; 0 of others.
  private static let places: [UInt16] = {
    var result = [UInt16](repeating: 0, count: Int(limit))
    var numbers: [UInt32: UInt16] = [:]
    for (place, letter) in alphabet.enumerated() {
      numbers[letter] = UInt16(place + 1)
      result[Int(letter)] = UInt16(place + 1)
      result[Int(VietnameseText.uppercase(letter))] = UInt16(place + 1)
    }
    // The capital of Turkish, which has i for its small letter.
    result[0x130] = numbers[0x69] ?? 0
    for vowel in VietnameseVowel.allCases {
      for tone in 1...5 {
        for isCapital in [false, true] {
          let letter = vowel.letter(tone: tone, capital: isCapital)
          result[Int(letter)] = (numbers[vowel.letter(tone: 0)] ?? 0) + UInt16(64 * tone)
        }
      }
    }
    return result
  }()

  private static func code(_ letters: Substring) -> UInt64 {
    letters.unicodeScalars.reduce(0) { $0 << 6 | UInt64(places[Int($1.value)] & 63) }
  }

  private static func codes(_ text: String) -> [UInt64] {
    text.split(separator: " ").map(code).sorted()
  }

  /// The empty onset is 0.
  private static let onsets =
    [0] + codes("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")

  private static let rimes = codes(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet \
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya \
    uych uynh uyn uyt uyu uyên uyêt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y ych ynh yt yêm yên yêng yêt yêu
    """)
}
