/// Text as a cell holds it: never a formula, never more than a cell can hold.
enum CellText {
  /// UTF-16 units that Excel takes.
  private static let capacity = 32_767

  /// Escaped for markup.
  ///
  /// Excel reads `_x0041_` as an A: the underscore is written as a reference of that kind itself (ECMA-376-1, 22.9.2.19).
  static func markup(_ text: String) -> [UInt8] {
    var xml = XMLText(fragment: ())
    xml.text(guarded(cut(text)))
    return xml.bytes
  }

  /// Whether a text can be a cell's markup as it stands: the quick path, which nearly all findings take.
  ///
  /// False where `markup` might change something, and for some texts where it does not.
  static func isMarkup(_ text: [UInt8]) -> Bool {
    guard text.count < capacity else { return false }
    var index = 0
    while index < text.count {
      switch text[index] {
      case ..<0x20, 0x22, 0x26, 0x3C, 0x3E, 0x7F: return false
      case 0x5F where index + 1 < text.count && text[index + 1] == 0x78: return false
      // Characters below U+0100, of Arabic, Mongolian, from U+F000 on: a few among them are not seen.
      case 0xC2, 0xD8, 0xEF, 0xF0...: return false
      case 0xE1 where text[min(index + 1, text.count - 1)] == 0xA0: return false
      case 0xE2 where !isSeenPunctuation(text[index...].prefix(3)): return false
      default: index += 1
      }
    }
    return true
  }

  /// U+2010 to U+2027, U+2030 to U+205F, and all from U+2080 on: beyond the marks of direction and of width.
  private static func isSeenPunctuation(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count == 3, let last = text.last else { return false }
    switch text[text.startIndex + 1] {
    case 0x80: return (0x90...0xA7).contains(last) || last >= 0xB0
    case 0x81: return last < 0xA0
    default: return true
    }
  }

  /// Whether a spreadsheet would begin a formula if somebody typed the text.
  static func looksLikeFormula(_ text: some Sequence<UInt8>) -> Bool {
    let first = text.first { $0 != 0x20 }
    return first.map { [0x3D, 0x2B, 0x2D, 0x40].contains($0) } ?? false
  }

  static func cut(_ text: String) -> String {
    guard text.utf8.count > capacity, text.utf16.count > capacity else { return text }
    var (kept, units) = (String.UnicodeScalarView(), 0)
    for scalar in text.unicodeScalars {
      units += UTF16.width(scalar)
      guard units < capacity else { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  private static func guarded(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if scalar == "_", isReference(scalars[index...].prefix(7)) {
        result.append(contentsOf: "_x005F".unicodeScalars)
      }
      result.append(scalar)
    }
    return String(result)
  }

  private static func isReference(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let scalars = Array(text)
    return scalars.count == 7 && scalars[1] == "x" && scalars[6] == "_"
      && scalars[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
