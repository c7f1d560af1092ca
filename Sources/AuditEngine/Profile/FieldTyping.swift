package import AuditKernels
package import AuditModel

/// The type of a field as found: that of at least nine values of ten.
package struct FieldTyping: Sendable, Hashable {
  package var type: FoundType
  package var format: String?
  /// Of the values that were tallied (`FieldFacts.formTotal`).
  package var count: Int
  /// The named format of nearly all values; of a sample where it was not counted on all of them.
  package var named: FormatShare?

  /// Nine of ten.
  static func isMost(_ count: Int, of total: Int) -> Bool { count * 10 >= total * 9 && count > 0 }

  /// - `name`: the field's.
  package init(_ facts: FieldFacts, name: String) {
    let named = FormatChoice(facts, name: name).best
    // Those counted on other values say nothing about how many of these are of the type.
    let counted = named.flatMap { $0.total == facts.formTotal ? $0 : nil }
    var found =
      FieldTyping.blank(facts) ?? FieldTyping.named(counted, as: .identifier)
      ?? FieldTyping.truth(facts) ?? FieldTyping.named(counted, as: .date) ?? FieldTyping.day(facts)
      ?? FieldTyping.number(facts, counted) ?? FieldTyping.named(counted, as: .email)
      ?? FieldTyping.words(facts)
    found.named = named
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

  /// What type a named format makes of its values; nil for those whose type goes by more than the format.
  private static func type(of format: String) -> FoundType? {
    switch format {
    case "vn-cccd", "vn-cmnd", "vn-mst", "vn-mst-10", "vn-mst-13", "vn-bhxh", "vn-bhyt", "vn-phone",
      "vn-plate", "uuid":
      .identifier
    case "vn-date-short", "vn-date-partial": .date
    case "email": .email
    case "vn-agency-id", "vn-agency-id-2016": .code
    case _ where format.hasPrefix("vn-vsic") || format.hasPrefix("vn-admin-unit"): .code
    default: nil
    }
  }

  private static func named(_ format: FormatShare?, as type: FoundType) -> FieldTyping? {
    guard let format, FieldTyping.type(of: format.name) == type else { return nil }
    return FieldTyping(type, type == .email ? nil : format.name, format.count)
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
    return FieldTyping(.boolean, isDigits ? "0/1" : nil, facts.formTotal)
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
      guard isMost(count(kind) + unreal, of: facts.formTotal) else { continue }
      return FieldTyping(type, format, count(kind))
    }
    let loose =
      count(.dayMonthYear) + count(.dayMonthYearUnreal) + count(.looseDay) + count(.looseDayUnreal)
    if isMost(loose, of: facts.formTotal) {
      return FieldTyping(.date, "d/M/yyyy", count(.dayMonthYear) + count(.looseDay))
    }
    if isMost(facts.compactDays, of: facts.formTotal) {
      return FieldTyping(.date, "%Y%m%d", facts.compactDays)
    }
    return nil
  }

  private static func number(_ facts: FieldFacts, _ named: FormatShare?) -> FieldTyping? {
    if let code = FieldTyping.named(named, as: .code) { return code }
    if let named, named.name == "vn-integer" || named.name == "vn-number" {
      // Without groups it is a number with a comma as others are.
      let plain = (facts.kinds[.integer] ?? 0) + (facts.kinds[.decimalComma] ?? 0)
      if plain < named.count {
        return FieldTyping(
          named.name == "vn-integer" ? .integer : .decimal, named.name, named.count)
      }
    }
    // Digits behind a zero are a code: a number would lose the zero.
    guard facts.leadingZeros * 1000 <= facts.formTotal else { return nil }
    let whole = (facts.kinds[.integer] ?? 0) - facts.leadingZeros
    let wholes = isMost(whole, of: facts.formTotal) ? FieldTyping(.integer, nil, whole) : nil
    for (kind, mark) in [(ValueKind.decimalPoint, "."), (.decimalComma, ",")] {
      let count = facts.kinds[kind] ?? 0
      guard count > 0, isMost(whole + count, of: facts.formTotal) else { continue }
      // One decimal in a hundred is no slip: a percentage that is mostly 0 is a number all the same.
      if wholes == nil || count * 100 >= facts.formTotal {
        return FieldTyping(.decimal, mark, whole + count)
      }
    }
    return wholes
  }

  private static func words(_ facts: FieldFacts) -> FieldTyping {
    let mail = facts.kinds[.email] ?? 0
    if isMost(mail, of: facts.formTotal) { return FieldTyping(.email, nil, mail) }
    let isFew = facts.isExact && facts.distinct <= 100 && facts.values >= facts.distinct * 20
    let hasWords = facts.hasSpaces || facts.hasWideLetters
    if isFew, hasWords, facts.longest <= 100 { return FieldTyping(.category, nil, facts.formTotal) }
    let isShort = facts.longest <= 20 && !hasWords && !facts.patternsAreMany
    if isShort, facts.patterns.count <= 40 { return FieldTyping(.code, nil, facts.formTotal) }
    let digits = facts.kinds[.integer] ?? 0
    if isMost(digits, of: facts.formTotal) { return FieldTyping(.code, nil, digits) }
    let text = facts.kinds[.text] ?? 0
    return text * 2 >= facts.formTotal
      ? FieldTyping(.text, nil, facts.formTotal) : FieldTyping(.mixed, nil, text)
  }
}
