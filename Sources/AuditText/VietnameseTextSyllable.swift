/// Whether a word has the shape of a Vietnamese syllable: onset, rime, one tone.
///
/// For telling text from text in a wrong code, not for spelling: minority and foreign names have
/// other shapes, and rare rimes are taken.
enum VietnameseSyllable {
  /// Small or capital letters, composed; where the tone mark stands does not matter.
  static func isWellShaped(_ word: ArraySlice<UInt32>) -> Bool {
    var letters: [UInt32] = []
    var tone = 0
    for scalar in word {
      let letter = VietnameseText.lowercase(scalar)
      guard let (vowel, itsTone) = VietnameseVowel.parts(of: letter) else {
        letters.append(letter)
        continue
      }
      guard itsTone == 0 || tone == 0 else { return false }
      tone = max(tone, itsTone)
      letters.append(vowel.letter(tone: 0))
    }
    guard !letters.isEmpty, letters.count <= 7 else { return false }
    return (0...min(3, letters.count - 1)).contains { length in
      onsets.contains(Array(letters[..<length]))
        && isRime(Array(letters[length...]), tone: tone)
    }
  }

  /// Rimes that end in a stop have the tones sắc and nặng only.
  private static func isRime(_ letters: [UInt32], tone: Int) -> Bool {
    guard rimes.contains(letters) else { return false }
    let last = letters[letters.count - 1]
    let endsInStop =
      last == 0x63 || last == 0x70 || last == 0x74
      || last == 0x68 && letters.suffix(2).first == 0x63
    return !endsInStop || tone == 2 || tone == 5
  }

  private static func words(_ text: String) -> Set<[UInt32]> {
    Set(text.split(separator: " ").map { $0.unicodeScalars.map(\.value) })
  }

  private static let onsets = words(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
  ).union([[]])

  private static let rimes = words(
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
