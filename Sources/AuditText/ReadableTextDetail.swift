import AuditModel

/// Which character it is: what a finding adds to its sentence, and no more of the value than that character.
extension ReadableText {
  /// What in the value makes a defect, such as `U+0065 U+0302 U+0301 thay cho ế U+1EBF`; nil where there is no one place.
  ///
  /// What mojibake and legacy text were meant to be is `repaired`, which may show only as much as a mask lets it.
  package static func detail(of value: [UInt8], defect: ReadableTextDefects) -> LocalizedText? {
    guard let scalars = UTF8Text.scalars(of: value) else { return nil }
    switch defect {
    case .notComposed: return separateMarks(scalars, VietnameseText.composed(scalars))
    case .lookalikeLetter:
      guard let place = scalars.firstIndex(where: { Lookalikes.letter(for: $0) != nil }),
        let letter = Lookalikes.letter(for: scalars[place])
      else { return nil }
      return insteadOf([scalars[place]], [letter])
    case .controlCharacter:
      return scalars.first { $0 < 0x20 && !(9...13).contains($0) || (0x7F..<0xA0).contains($0) }
        .map { LocalizedText(code($0)) }
    case .invisibleCharacter: return scalars.first(where: isHidden).map { LocalizedText(code($0)) }
    case .strayLeadingTrailingSpace: return unseen(around: scalars)
    default: return nil
    }
  }

  /// How a value differs from one that looks like it, in words and with the first character that differs.
  ///
  /// Nil if they are the same bytes or differ in more than their look.
  package static func difference(_ found: [UInt8], from wanted: [UInt8]) -> LocalizedText? {
    guard let sentence = explain(found, wanted) else { return nil }
    guard let a = UTF8Text.scalars(of: found), let b = UTF8Text.scalars(of: wanted),
      let detail = detail(a, b, at: TextLadder.rung(found, wanted))
    else { return sentence }
    return LocalizedText(
      vi: "\(sentence.vi): \(detail.vi)", en: "\(sentence.en): \(detail.en)")
  }

  private static func detail(_ a: [UInt32], _ b: [UInt32], at rung: TextRung) -> LocalizedText? {
    switch rung {
    case .composed: return separateMarks(a, b)
    case .spaces: return (a + b).first(where: isHidden).map { LocalizedText(code($0)) }
    case .punctuation, .none:
      guard let place = firstDifference(a, b), place < a.count, place < b.count,
        VietnameseText.isLetter(a[place]) == VietnameseText.isLetter(b[place]) || rung == .none,
        a[place] != 0x20, b[place] != 0x20, rung == .punctuation || isLookalike(a[place], b[place])
      else { return nil }
      return insteadOf([a[place]], [b[place]])
    case .exact, .tone, .letterCase: return nil
    }
  }

  /// A line end or a tab before or after the text, which a spreadsheet does not show; nil for plain spaces.
  private static func unseen(around scalars: [UInt32]) -> LocalizedText? {
    let before = scalars.prefix(while: VietnameseText.isSpace)
    let after = scalars.reversed().prefix(while: VietnameseText.isSpace)
    let around = Array(before) + Array(after)
    if around.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
      return LocalizedText(vi: "dấu xuống dòng", en: "a line end")
    }
    return around.contains(0x09) ? LocalizedText(vi: "dấu tab", en: "a tab") : nil
  }

  private static func isLookalike(_ a: UInt32, _ b: UInt32) -> Bool {
    Lookalikes.letter(for: a) == b || Lookalikes.letter(for: b) == a
  }

  private static func isHidden(_ scalar: UInt32) -> Bool {
    VietnameseText.isWidthless(scalar) || scalar >= 0x80 && VietnameseText.isSpace(scalar)
  }

  /// The first letter whose marks stand apart in one of the texts and not in the other.
  private static func separateMarks(_ a: [UInt32], _ b: [UInt32]) -> LocalizedText? {
    guard let place = firstDifference(a, b) else { return nil }
    let (first, second) = (cluster(a, at: place), cluster(b, at: place))
    guard !first.isEmpty, !second.isEmpty else { return nil }
    let words = insteadOf(first, second)
    guard first.count > second.count else { return words }
    return LocalizedText(
      vi: "dấu viết tách rời: \(words.vi)", en: "marks written apart: \(words.en)")
  }

  private static func firstDifference(_ a: [UInt32], _ b: [UInt32]) -> Int? {
    let shared = min(a.count, b.count)
    return (0..<shared).first { a[$0] != b[$0] } ?? (a.count == b.count ? nil : shared)
  }

  /// The letter at a place, or before it where a mark stands there, with the marks behind it.
  private static func cluster(_ scalars: [UInt32], at place: Int) -> [UInt32] {
    var start = min(place, scalars.count)
    while start > 0, start == scalars.count || VietnameseText.isCombiningMark(scalars[start]) {
      start -= 1
    }
    guard start < scalars.count else { return [] }
    var end = start + 1
    while end < scalars.count, VietnameseText.isCombiningMark(scalars[end]) { end += 1 }
    return Array(scalars[start..<end])
  }

  private static func insteadOf(_ found: [UInt32], _ wanted: [UInt32]) -> LocalizedText {
    let (a, b) = (named(found), named(wanted))
    return LocalizedText(vi: "\(a) thay cho \(b)", en: "\(a) instead of \(b)")
  }

  /// One character with its number, several as numbers: a mark alone would sit on what stands before it.
  private static func named(_ scalars: [UInt32]) -> String {
    let codes = scalars.map(code).joined(separator: " ")
    guard scalars.count == 1, let scalar = UnicodeScalar(scalars[0]), scalars[0] > 0x20,
      !VietnameseText.isCombiningMark(scalars[0]), !isHidden(scalars[0])
    else { return codes }
    return "\(Character(scalar)) \(codes)"
  }

  private static func code(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
