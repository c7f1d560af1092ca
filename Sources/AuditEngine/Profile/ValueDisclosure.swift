package import AuditKernels
package import AuditModel
internal import AuditText

/// Which values of a field say nothing about a person, and how the others are shown.
///
/// A value may be shown where the field has few different ones, each record's value is shared by twenty records on
/// average and this one by ten at least, and it does not read like a person's name. Placeholder words and runs of one
/// character are nobody's. Of a date the year is shown, of anything else nothing.
package struct ValueDisclosure: Sendable {
  private let facts: FieldFacts
  private let type: FoundType
  private let showsValues: Bool
  private let isOpen: Bool
  private let counts: [[UInt8]: Int]

  package static let recordsPerValue = 10
  package static let meanRecordsPerValue = 20

  package init(_ facts: FieldFacts, _ type: FoundType, showsValues: Bool) {
    self.facts = facts
    self.type = type
    self.showsValues = showsValues
    let isOfKind: Bool =
      switch type {
      case .boolean, .category: true
      case .code, .integer, .decimal: facts.longest <= 12
      case .text, .mixed: facts.distinct <= 100 && facts.longest <= 60
      default: false
      }
    isOpen =
      isOfKind && facts.isExact
      && facts.values >= facts.distinct * ValueDisclosure.meanRecordsPerValue
    counts = Dictionary(facts.frequent.map { ($0.value, $0.count) }) { first, _ in first }
  }

  /// Whether the value may stand where anybody reads it, such as a rule pack.
  package func isOpen(_ value: [UInt8], count: Int) -> Bool {
    isOpen && count >= ValueDisclosure.recordsPerValue && !ValueDisclosure.isNameLike(value)
      || ValueDisclosure.isNobodys(value)
  }

  package func shown(_ value: [UInt8], count: Int) -> (text: String, isMasked: Bool) {
    if showsValues || isOpen(value, count: count) {
      return (ValueDisclosure.text(value), false)
    }
    return (ValueDisclosure.text(mask.apply(value)), true)
  }

  /// A least or greatest value: as a frequent one that it is, else masked.
  package func shownBound(_ value: [UInt8]) -> String {
    shown(value, count: counts[value] ?? 0).text
  }

  /// Capitals that a pattern's values begin with tell no more than the pattern where many begin so.
  package func shownPattern(_ pattern: PatternCount) -> String {
    guard !pattern.beginning.isEmpty,
      showsValues || pattern.count >= ValueDisclosure.recordsPerValue
    else { return pattern.text }
    return pattern.literalText
  }

  private var mask: Mask { type == .date || type == .datetime ? .year : .all }

  /// At most 80 characters.
  private static func text(_ value: [UInt8]) -> String {
    let scalars = String(decoding: value, as: UTF8.self).unicodeScalars
    return scalars.count <= 80
      ? String(scalars) : String(String.UnicodeScalarView(scalars.prefix(80))) + "…"
  }

  private static func isNobodys(_ value: [UInt8]) -> Bool {
    if let first = value.first, value.count > 2, value.allSatisfy({ $0 == first }) { return true }
    return value.count <= 60 && PlaceholderWords.standard.contains(value)
  }

  /// Two to six words, each with a capital and nothing but letters, as names of persons are written - and of places.
  private static func isNameLike(_ value: [UInt8]) -> Bool {
    let words = String(decoding: value, as: UTF8.self).unicodeScalars.split(separator: " ")
    guard words.count >= 2, words.count <= 6 else { return false }
    return words.allSatisfy { word in
      guard let first = word.first, first.properties.isUppercase else { return false }
      return word.allSatisfy { $0.properties.isAlphabetic }
    }
  }
}

extension PatternCount {
  /// The pattern with its beginning written out: `H9(9)`.
  var literalText: String {
    guard !beginning.isEmpty else { return text }
    let rest = text.hasPrefix("A+") ? text.dropFirst(2) : text.dropFirst()
    return beginning + rest
  }
}
