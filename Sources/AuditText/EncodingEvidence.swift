import AuditModel

/// Which encoding a text is in, and how that is known.
package struct EncodingEvidence: Hashable, Sendable {
  package var encoding: TextEncoding
  package var basis: Basis

  package enum Basis: Hashable, Sendable {
    /// The project or the command line says so.
    case declared
    case byteOrderMark
    /// Nothing but ASCII was seen.
    case ascii
    case wellFormed
    /// UTF-16 without a mark: every second byte of this share of the code units, in percent, is zero.
    case zeroBytes(percent: Int)
    /// Of `total` words with bytes past ASCII, how many are Vietnamese syllables as each encoding has them.
    case words(total: Int, counts: [Count])
    /// UTF-8 with bytes that are not: `sequences` are in order, `bytes` are not.
    case damaged(sequences: Int, bytes: Int)
    /// No encoding explains the bytes; the text is read as UTF-8.
    case unknown(total: Int, counts: [Count])

    /// A stable word for programs.
    package var name: String {
      switch self {
      case .declared: "declared"
      case .byteOrderMark: "byte-order-mark"
      case .ascii: "ascii"
      case .wellFormed: "well-formed"
      case .zeroBytes: "zero-bytes"
      case .words: "words"
      case .damaged: "damaged"
      case .unknown: "unknown"
      }
    }
  }

  /// How many words an encoding makes syllables of.
  package struct Count: Hashable, Sendable {
    package var encoding: TextEncoding
    package var syllables: Int
  }

  package init(_ encoding: TextEncoding, _ basis: Basis) {
    self.encoding = encoding
    self.basis = basis
  }

  /// Whether the text was found, without a word from anybody, to be in an encoding of the time before Unicode.
  package var isRecognizedLegacy: Bool {
    if case .words = basis { true } else { false }
  }

  /// How the encoding is known, in words.
  package var explanation: LocalizedText {
    switch basis {
    case .declared: LocalizedText(vi: "khai báo", en: "declared")
    case .byteOrderMark:
      LocalizedText(vi: "theo dấu thứ tự byte ở đầu tệp", en: "by its byte-order mark")
    case .ascii: LocalizedText(vi: "chỉ có ký tự ASCII", en: "nothing but ASCII")
    case .wellFormed: LocalizedText(vi: "mọi byte đúng UTF-8", en: "all bytes are well-formed")
    case .zeroBytes(let percent):
      LocalizedText(
        vi: "không có dấu thứ tự byte; \(percent) % ký tự có một byte 0",
        en: "no byte-order mark; \(percent) % of the characters have a zero byte")
    case .words(let total, let counts), .unknown(let total, let counts):
      EncodingEvidence.sentence(total, counts)
    case .damaged(let sequences, let bytes):
      LocalizedText(
        vi: "\(grouped(sequences, ".")) ký tự đúng UTF-8, \(grouped(bytes, ".")) byte không đúng",
        en: "\(grouped(sequences, ",")) characters are UTF-8, \(grouped(bytes, ",")) bytes are not")
    }
  }

  private static func sentence(_ total: Int, _ counts: [Count]) -> LocalizedText {
    guard total > 0, let best = counts.first else {
      return LocalizedText(vi: "không có từ nào có dấu", en: "no word has a mark")
    }
    var vi =
      "\(grouped(best.syllables, ".")) trong \(grouped(total, ".")) từ có dấu là âm tiết tiếng Việt theo \(best.encoding.title)"
    var en =
      "\(grouped(best.syllables, ",")) of \(grouped(total, ",")) words with marks are Vietnamese syllables as \(best.encoding.title)"
    if let next = counts.dropFirst().first {
      vi += ", \(grouped(next.syllables, ".")) theo \(next.encoding.title)"
      en += ", \(grouped(next.syllables, ",")) as \(next.encoding.title)"
    }
    return LocalizedText(vi: vi, en: en)
  }
}

/// Digits in groups of three.
private func grouped(_ number: Int, _ separator: Character) -> String {
  var text = ""
  for (place, digit) in String(number).reversed().enumerated() {
    if place > 0, place % 3 == 0 { text.append(separator) }
    text.append(digit)
  }
  return String(text.reversed())
}
