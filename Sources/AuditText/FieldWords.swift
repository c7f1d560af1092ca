/// The words of a field's name in small letters without marks: `Mã xã` is `ma`, `xa`, and so is `maXa`; `IDXa2` is `id`, `xa`,
/// `2`.
package struct FieldWords: Sendable {
  /// With a mark before and behind each word.
  private let text: String

  package init(_ name: String) {
    let plain = VietnameseText.withoutMarks(Array(name.utf8))
    var text: [UInt8] = [Self.mark]
    for (index, byte) in plain.enumerated() {
      let kind = Kind(byte)
      guard kind != .other else {
        if text.last != Self.mark { text.append(Self.mark) }
        continue
      }
      let last = index > 0 ? Kind(plain[index - 1]) : .other
      let next = index + 1 < plain.count ? Kind(plain[index + 1]) : .other
      if kind.begins(after: last, before: next) { text.append(Self.mark) }
      text.append(kind == .capital ? byte | 0x20 : byte)
    }
    if text.last != Self.mark { text.append(Self.mark) }
    self.text = String(decoding: text, as: UTF8.self)
  }

  private init(text: String) { self.text = text }

  private static let mark = UInt8(ascii: "_")

  private enum Kind {
    case small, capital, digit, other

    init(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): self = .small
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .capital
      case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
      default: self = .other
      }
    }

    /// Whether a word begins here though no mark stands before.
    func begins(after last: Kind, before next: Kind) -> Bool {
      switch (last, self) {
      case (.other, _): false
      case (.small, .capital): true
      // The last capital of a run is of the word that small letters go on with.
      case (.capital, .capital): next == .small
      default: (last == .digit) != (self == .digit)
      }
    }
  }

  /// Whether one of these stands among them, words joined by marks: `bao_hiem`.
  package func has(_ phrases: [String]) -> Bool {
    phrases.contains { phrase in
      let wanted = Array("_\(phrase)_".utf8)
      let bytes = Array(text.utf8)
      guard wanted.count <= bytes.count else { return false }
      return (0...(bytes.count - wanted.count)).contains {
        bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
      }
    }
  }

  /// Every word, and every few words that follow each other, joined by marks.
  package func runs(upTo count: Int) -> some Sequence<String> {
    let words = text.split(separator: "_")
    return words.indices.lazy.flatMap { first in
      (1...min(count, words.count - first)).lazy.map {
        words[first..<first + $0].joined(separator: "_")
      }
    }
  }

  /// All but the first word: `ma_xa` and `ten_xa` have one.
  package var tail: String {
    String(text.dropFirst().drop { $0 != "_" })
  }

  /// The same with these words, where they stand side by side, made one that is like no other.
  package func without(_ phrase: String) -> Self {
    Self(text: text.replacing("_\(phrase)_", with: "_-_"))
  }
}
