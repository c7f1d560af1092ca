import AuditModel

/// How far two texts must be folded before they agree; `none` if they never do.
package enum TextRung: Int, Sendable, CaseIterable, Comparable {
  case exact, composed, tone, spaces, letterCase, punctuation, none

  package static func < (a: TextRung, b: TextRung) -> Bool { a.rawValue < b.rawValue }

  package var title: LocalizedText {
    switch self {
    case .exact: LocalizedText(vi: "giống hệt", en: "exact")
    case .composed:
      LocalizedText(vi: "giống sau khi đưa về dạng dựng sẵn", en: "same when composed")
    case .tone:
      LocalizedText(vi: "giống sau khi đặt lại vị trí dấu thanh", en: "same but for tone placement")
    case .spaces:
      LocalizedText(vi: "giống sau khi chuẩn hóa khoảng trắng", en: "same but for spaces")
    case .letterCase:
      LocalizedText(vi: "giống khi không phân biệt hoa thường", en: "same but for letter case")
    case .punctuation:
      LocalizedText(
        vi: "giống sau khi chuẩn hóa dấu nháy, dấu gạch", en: "same but for apostrophes and dashes")
    case .none: LocalizedText(vi: "khác nhau", en: "different")
    }
  }
}

/// The match ladder: exact → composed form → tone placement → spaces → case → apostrophe and dash.
///
/// Each rung includes those before it. Codes are never compared this way.
package enum TextLadder {
  /// The first rung at which the texts agree.
  package static func rung(_ a: [UInt8], _ b: [UInt8]) -> TextRung {
    guard a != b else { return .exact }
    guard var first = UTF8Text.scalars(of: a), var second = UTF8Text.scalars(of: b) else {
      return .none
    }
    for rung in steps {
      first = folded(first, at: rung)
      second = folded(second, at: rung)
      if first == second { return rung }
    }
    return .none
  }

  /// The form in which two texts are the same bytes if and only if their rung is not `none`.
  package static func key(_ text: [UInt8]) -> [UInt8] {
    guard var scalars = UTF8Text.scalars(of: text) else { return text }
    for rung in steps { scalars = folded(scalars, at: rung) }
    return UTF8Text.bytes(of: scalars)
  }

  private static let steps: [TextRung] = [.composed, .tone, .spaces, .letterCase, .punctuation]

  private static func folded(_ scalars: [UInt32], at rung: TextRung) -> [UInt32] {
    switch rung {
    case .composed: VietnameseText.composed(scalars)
    case .tone: VietnameseText.tonePlaced(scalars)
    case .spaces: recomposed(VietnameseText.spacesCollapsed(scalars))
    case .letterCase: recomposed(VietnameseText.lowercased(scalars))
    case .punctuation: VietnameseText.punctuationFolded(scalars)
    case .exact, .none: scalars
    }
  }

  /// A mark may meet its letter only now, after what stood between them is gone.
  private static func recomposed(_ scalars: [UInt32]) -> [UInt32] {
    VietnameseText.tonePlaced(VietnameseText.composed(scalars))
  }
}
