/// Tells from a text's bytes which encoding it is in.
///
/// UTF-8 wherever the bytes are UTF-8, also where some are damaged. Otherwise each encoding of Vietnamese reads the words
/// that have bytes past ASCII, and the one that makes syllables of nearly all of them, and of clearly more than any other
/// does, is it. Windows-1252 is never recognised, only declared: it takes part so that French or German is not taken for
/// Vietnamese. Where no encoding explains the bytes, none is guessed.
package struct EncodingRecognizer {
  private var counts = UTF8Counts()
  private var words: [[UInt8]: Int] = [:]

  /// Words kept to be read; what comes after is like them.
  private static let wordLimit = 3_000

  package init() {}

  /// Whether all bytes so far are ASCII.
  package var isASCII: Bool { counts.sequences == 0 && counts.badBytes == 0 }

  /// Whether the bytes so far are UTF-8, some of them more than ASCII.
  package var isUTF8: Bool { counts.sequences > 0 && counts.badBytes == 0 }

  /// Takes in a part of the text, and whether other text stands before and after it.
  ///
  /// What a cut goes through counts for nothing.
  package mutating func take(_ part: [UInt8], isCutBefore: Bool, isCutAfter: Bool) {
    counts.take(part, isCutBefore: isCutBefore, isCutAfter: isCutAfter)
    if counts.badBytes > 0 {
      collectWords(part, isCutBefore: isCutBefore, isCutAfter: isCutAfter)
    }
  }

  /// What the text is, after its parts were taken in.
  package func evidence() -> EncodingEvidence {
    if isASCII { return EncodingEvidence(.utf8, .ascii) }
    if isUTF8 { return EncodingEvidence(.utf8, .wellFormed) }
    if counts.sequences >= counts.badBytes {
      return EncodingEvidence(
        .utf8, .damaged(sequences: counts.sequences, bytes: counts.badBytes))
    }
    let total = words.values.reduce(0, +)
    let scores = EncodingRecognizer.candidates.map { encoding in
      EncodingEvidence.Count(encoding: encoding, syllables: syllables(as: encoding))
    }.enumerated().sorted {
      ($1.element.syllables, $0.offset) < ($0.element.syllables, $1.offset)
    }.map(\.element)
    let best = scores[0]
    let others = scores.filter { !EncodingRecognizer.isSame($0.encoding, best.encoding) }
    let shown = [best] + others.prefix(1)
    let gain = best.syllables - (others.first?.syllables ?? 0)
    guard best.encoding != .windows1252, words.count >= 2, gain >= 2,
      best.syllables * 100 >= total * 85, gain * 100 >= total * 15
    else { return EncodingEvidence(.utf8, .unknown(total: total, counts: shown)) }
    return EncodingEvidence(best.encoding, .words(total: total, counts: shown))
  }

  /// In the order in which equal counts are decided.
  private static let candidates: [TextEncoding] = [
    .windows1252, .windows1258, .tcvn3, .tcvn5712, .vni, .viscii,
  ]

  /// The two tables of TCVN differ in capitals only, so that one says nothing against the other.
  private static func isSame(_ a: TextEncoding, _ b: TextEncoding) -> Bool {
    let tables: [TextEncoding] = [.tcvn3, .tcvn5712]
    return a == b || tables.contains(a) && tables.contains(b)
  }

  // MARK: Words

  /// Runs of letters and of bytes that can be letters, control bytes included, which some encodings use.
  private mutating func collectWords(_ part: [UInt8], isCutBefore: Bool, isCutAfter: Bool) {
    var start = 0
    var isSpecial = false
    var isCut = isCutBefore
    for (index, byte) in part.enumerated() {
      if byte >= 0x80 { isSpecial = true }
      guard !EncodingRecognizer.isInWord(byte) else { continue }
      if isSpecial, !isCut { add(part[start..<index]) }
      isCut = false
      isSpecial = false
      start = index + 1
    }
    if isSpecial, !isCut, !isCutAfter { add(part[start...]) }
  }

  private mutating func add(_ word: ArraySlice<UInt8>) {
    guard word.count <= 40 else { return }
    let word = Array(word)
    if words[word] == nil, words.count >= EncodingRecognizer.wordLimit { return }
    words[word, default: 0] += 1
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x80..., 0x41...0x5A, 0x61...0x7A, 0x01...0x08, 0x0E...0x1F: true
    default: false
    }
  }

  private func syllables(as encoding: TextEncoding) -> Int {
    guard let table = encoding.table else { return 0 }
    return words.reduce(0) { sum, word in
      sum + (EncodingRecognizer.isVietnamese(table.decoded(word.key)) ? word.value : 0)
    }
  }

  /// Whether all parts of the word that are more than ASCII are syllables, and there is one.
  private static func isVietnamese(_ scalars: [UInt32?]) -> Bool {
    var word: [UInt32] = []
    for scalar in scalars {
      guard let scalar, scalar >= 0x20 else { return false }
      word.append(scalar)
    }
    let parts = word.split { !VietnameseText.isLetter($0) }.filter { part in
      part.contains { $0 >= 0x80 }
    }
    return !parts.isEmpty && parts.allSatisfy(VietnameseSyllable.isWellShaped)
  }
}

/// How much of a text is UTF-8.
private struct UTF8Counts {
  /// Characters past ASCII.
  var sequences = 0
  var badBytes = 0

  mutating func take(_ part: [UInt8], isCutBefore: Bool, isCutAfter: Bool) {
    let bytes = part[...]
    var index = 0
    if isCutBefore {
      while index < min(3, part.count), part[index] & 0xC0 == 0x80 { index += 1 }
    }
    while index < part.count {
      if part[index] < 0x80 {
        index += 1
      } else if let (_, length) = UTF8Text.scalar(in: bytes, at: index) {
        sequences += 1
        index += length
      } else {
        if isCutAfter, part.count - index < 4, part[index] >= 0xC2 { return }
        badBytes += 1
        index += 1
      }
    }
  }
}
