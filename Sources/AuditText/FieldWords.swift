/// The words of a field's name in small letters without marks: `Mã xã` is `ma`, `xa`, and so is `maXa`.
package struct FieldWords: Sendable {
  /// With a mark before and behind each word.
  private let text: String

  package init(_ name: String) {
    let plain = String(decoding: VietnameseText.withoutMarks(Array(name.utf8)), as: UTF8.self)
    var text = "_"
    var isAfterSmall = false
    for scalar in plain.unicodeScalars {
      let isSmall = ("a"..."z").contains(scalar)
      let isCapital = ("A"..."Z").contains(scalar)
      if isCapital, isAfterSmall { text += "_" }
      if isSmall || isCapital || ("0"..."9").contains(scalar) {
        text += scalar.properties.lowercaseMapping
      } else if text.last != "_" {
        text += "_"
      }
      isAfterSmall = isSmall
    }
    self.text = text.last == "_" ? text : text + "_"
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
}
