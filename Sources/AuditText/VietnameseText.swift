/// Forms of Vietnamese text, on UTF-8 bytes.
///
/// Each function returns the text unchanged if it is not well-formed UTF-8, and is idempotent.
package enum VietnameseText {
  /// Spaces of every kind as one U+0020 between words and none around them.
  ///
  /// Tabs, line ends and no-break spaces are spaces; characters without a width (U+200B, U+FEFF,
  /// bidi controls, soft hyphens …) are dropped.
  package static func spacesCollapsed(_ text: [UInt8]) -> [UInt8] {
    mapped(text, spacesCollapsed)
  }

  /// Typographic apostrophes as `'`, dashes as `-` without spaces around them.
  package static func punctuationFolded(_ text: [UInt8]) -> [UInt8] {
    mapped(text, punctuationFolded)
  }

  /// Letters without marks, đ as d: for search and for telling that two texts differ in marks only.
  package static func withoutMarks(_ text: [UInt8]) -> [UInt8] {
    mapped(text, withoutMarks)
  }

  static func mapped(_ text: [UInt8], _ change: ([UInt32]) -> [UInt32]) -> [UInt8] {
    guard let scalars = UTF8Text.scalars(of: text) else { return text }
    return UTF8Text.bytes(of: change(scalars))
  }

  static func spacesCollapsed(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    var spaceIsDue = false
    for scalar in scalars where !isWidthless(scalar) {
      guard !isSpace(scalar) else {
        spaceIsDue = !result.isEmpty
        continue
      }
      if spaceIsDue { result.append(0x20) }
      spaceIsDue = false
      result.append(scalar)
    }
    return result
  }

  static func punctuationFolded(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    for scalar in scalars {
      if isDash(scalar) {
        while result.last == 0x20 { result.removeLast() }
        result.append(0x2D)
      } else if scalar != 0x20 || result.last != 0x2D {
        result.append(isApostrophe(scalar) ? 0x27 : scalar)
      }
    }
    return result
  }

  static func withoutMarks(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    for scalar in scalars where !isCombiningMark(scalar) {
      switch scalar {
      case ..<0xC0: result.append(scalar)
      case 0x110: result.append(0x44)
      case 0x111: result.append(0x64)
      default: result.append(decomposed(scalar)[0])
      }
    }
    return result
  }
}

/// Kinds of characters.
extension VietnameseText {
  /// White space of any width, line ends included.
  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09...0x0D: true
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Characters that take no room: joiners, bidi controls, soft hyphens, byte-order marks.
  static func isWidthless(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  static func isCombiningMark(_ scalar: UInt32) -> Bool { (0x300...0x36F).contains(scalar) }

  /// Latin letters and the marks on them.
  static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F: true
    case 0x300...0x36F, 0x1E00...0x1EFF: true
    default: false
    }
  }

  private static func isApostrophe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x27, 0x60, 0xB4, 0x2BB, 0x2BC, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07: true
    default: false
    }
  }

  static func isDash(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2D, 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: true
    default: false
    }
  }
}
