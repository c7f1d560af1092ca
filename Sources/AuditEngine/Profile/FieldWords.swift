internal import AuditText

/// The words of a field's name in small letters without marks: `Mã xã` is `ma`, `xa`.
package struct FieldWords: Sendable {
  /// With a mark before and behind each word.
  private let text: String

  package init(_ name: String) {
    let plain = String(decoding: VietnameseText.withoutMarks(Array(name.utf8)), as: UTF8.self)
    var text = "_"
    for scalar in plain.lowercased().unicodeScalars {
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain {
        text.unicodeScalars.append(scalar)
      } else if text.last != "_" {
        text += "_"
      }
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

  /// All but the first word: `ma_xa` and `ten_xa` have one.
  package var tail: String {
    String(text.dropFirst().drop { $0 != "_" })
  }
}
