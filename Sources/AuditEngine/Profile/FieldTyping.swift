package import AuditKernels
package import AuditModel

/// The type of a field as found: that of at least nine values of ten.
package struct FieldTyping: Sendable, Hashable {
  package var type: FoundType
  package var format: String?
  package var count: Int

  /// Nine of ten.
  static func isMost(_ count: Int, of total: Int) -> Bool { count * 10 >= total * 9 && count > 0 }

  package init(_ facts: FieldFacts) {
    let found =
      FieldTyping.blank(facts) ?? FieldTyping.identifier(facts) ?? FieldTyping.truth(facts)
      ?? FieldTyping.day(facts) ?? FieldTyping.number(facts) ?? FieldTyping.words(facts)
    self = found
  }

  private init(_ type: FoundType, _ format: String?, _ count: Int) {
    self.type = type
    self.format = format
    self.count = count
  }

  private static func blank(_ facts: FieldFacts) -> FieldTyping? {
    facts.values == 0 ? FieldTyping(.blank, nil, 0) : nil
  }

  private static func identifier(_ facts: FieldFacts) -> FieldTyping? {
    var best: FieldTyping?
    for format in ProfiledFormat.allCases {
      let count = facts.formats[format] ?? 0
      guard isMost(count, of: facts.values), count > best?.count ?? 0 else { continue }
      best = FieldTyping(.identifier, format.name, count)
    }
    return best
  }

  private static let truthWords: Set<[UInt8]> = Set(
    [
      "true", "false", "True", "False", "TRUE", "FALSE", "có", "không", "Có", "Không", "CÓ",
      "KHÔNG", "đúng", "sai", "Đúng", "Sai", "yes", "no", "Yes", "No", "YES", "NO", "Y", "N", "T",
      "F",
    ].map { Array($0.utf8) })

  /// Two words of which one says yes and the other no, or 0 and 1.
  private static func truth(_ facts: FieldFacts) -> FieldTyping? {
    guard facts.isExact, facts.distinct == 2, facts.values > 2 else { return nil }
    let values = Set(facts.frequent.map(\.value))
    let isDigits = values == [[0x30], [0x31]]
    guard isDigits || values.isSubset(of: truthWords) else { return nil }
    return FieldTyping(.boolean, isDigits ? "0/1" : nil, facts.values)
  }

  private static func day(_ facts: FieldFacts) -> FieldTyping? {
    func count(_ kind: ValueKind) -> Int { facts.kinds[kind] ?? 0 }
    let forms: [(ValueKind, FoundType, String?)] = [
      (.dayMonthYear, .date, "%d/%m/%Y"), (.isoDay, .date, "%Y-%m-%d"),
      (.dashedDay, .date, "%d-%m-%Y"), (.dottedDay, .date, "%d.%m.%Y"),
      (.isoMoment, .datetime, nil), (.spacedMoment, .datetime, "%Y-%m-%d %H:%M:%S"),
      (.slashedMoment, .datetime, "%d/%m/%Y %H:%M:%S"),
    ]
    for (kind, type, format) in forms {
      let unreal = kind.unreal.map(count) ?? 0
      guard isMost(count(kind) + unreal, of: facts.values) else { continue }
      return FieldTyping(type, format, count(kind))
    }
    let loose =
      count(.dayMonthYear) + count(.dayMonthYearUnreal) + count(.looseDay) + count(.looseDayUnreal)
    if isMost(loose, of: facts.values) {
      return FieldTyping(.date, "d/M/yyyy", count(.dayMonthYear) + count(.looseDay))
    }
    if isMost(facts.compactDays, of: facts.values) {
      return FieldTyping(.date, "%Y%m%d", facts.compactDays)
    }
    return nil
  }

  private static func number(_ facts: FieldFacts) -> FieldTyping? {
    // Digits behind a zero are a code: a number would lose the zero.
    guard facts.leadingZeros * 1000 <= facts.values else { return nil }
    let whole = (facts.kinds[.integer] ?? 0) - facts.leadingZeros
    let wholes = isMost(whole, of: facts.values) ? FieldTyping(.integer, nil, whole) : nil
    for (kind, mark) in [(ValueKind.decimalPoint, "."), (.decimalComma, ",")] {
      let count = facts.kinds[kind] ?? 0
      guard count > 0, isMost(whole + count, of: facts.values) else { continue }
      // One decimal in a hundred is no slip: a percentage that is mostly 0 is a number all the same.
      if wholes == nil || count * 100 >= facts.values {
        return FieldTyping(.decimal, mark, whole + count)
      }
    }
    return wholes
  }

  private static func words(_ facts: FieldFacts) -> FieldTyping {
    let mail = facts.kinds[.email] ?? 0
    if isMost(mail, of: facts.values) { return FieldTyping(.email, nil, mail) }
    let isFew = facts.isExact && facts.distinct <= 100 && facts.values >= facts.distinct * 20
    let hasWords = facts.hasSpaces || facts.hasWideLetters
    if isFew, hasWords, facts.longest <= 100 { return FieldTyping(.category, nil, facts.values) }
    let isShort = facts.longest <= 20 && !hasWords && !facts.patternsAreMany
    if isShort, facts.patterns.count <= 40 { return FieldTyping(.code, nil, facts.values) }
    let digits = facts.kinds[.integer] ?? 0
    if isMost(digits, of: facts.values) { return FieldTyping(.code, nil, digits) }
    let text = facts.kinds[.text] ?? 0
    return text * 2 >= facts.values
      ? FieldTyping(.text, nil, facts.values) : FieldTyping(.mixed, nil, text)
  }
}
