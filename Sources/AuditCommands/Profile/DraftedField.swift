import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditText

/// A rule that the draft proposes: how it is written, and how large a share of records must meet it for it to stay.
struct DraftedRule: Sendable {
  /// The rule's id as results of the trial have it.
  var id: String
  /// The id in the draft where it is another: of a rule tried in several ways.
  var writtenID: String?
  /// `required`, `enum`, …; of a rule of the list its kind.
  var name: String
  /// JSON.
  var value: String
  /// In hundredths of the evaluated units.
  var percent = PackDraft.usualPercent
  /// Of a rule that is proposed in several ways: this one.
  var variant: CodeVariant?
}

/// What a draft says of a field.
struct DraftedField: Sendable {
  var name: String
  var typing: FieldTyping
  var facts: FieldFacts
  /// Members of the field's object beside name and constraints, as JSON.
  var members: [(name: String, value: String)] = []
  var typeRule: DraftedRule?
  /// The `format` it is drafted with.
  var format: String?
  var constraints: [DraftedRule] = []
  var listed: [DraftedRule] = []
  /// Code lists that hold nearly all the values.
  var lists: [NamedCount] = []

  /// Sensitive personal data: a draft says nothing that is made of its values.
  var isSensitive: Bool { SensitiveNames.holds(name) }
}

/// Proposes rules for a field from what was counted of it; `PackDraft` keeps those that the records bear out.
struct FieldDrafting {
  let resource: String
  let name: String
  let facts: FieldFacts
  let typing: FieldTyping
  let recordCount: Int
  /// Fields are so many that only the weightiest rules are proposed.
  let isTerse: Bool

  /// Fewer records than this say nothing about what must be.
  static let leastRecords = 20

  func field(lists: [NamedCount]) -> DraftedField {
    var field = DraftedField(name: name, typing: typing, facts: facts)
    field.lists = lists.filter { $0.count * 10 >= facts.values * 9 }
    setType(&field)
    guard recordCount >= FieldDrafting.leastRecords, facts.values > 0 else { return field }
    if holds(facts.values, of: recordCount) { field.constraints.append(rule("required", "true")) }
    guard !field.isSensitive else { return field }
    if isKeyLike { field.constraints.append(rule("unique", "true")) }
    if let values = enumeration {
      field.constraints.append(rule("enum", values))
    } else if field.format == nil, let pattern {
      field.constraints.append(rule("pattern", PackDraft.json(pattern)))
    }
    guard !isTerse else { return field }
    addBounds(&field)
    addListed(&field)
    return field
  }

  private func rule(_ kind: String, _ value: String) -> DraftedRule {
    DraftedRule(id: "\(resource).\(name).\(kind)", name: kind, value: value)
  }

  private func holds(_ part: Int, of whole: Int) -> Bool {
    part * 100 >= whole * PackDraft.usualPercent
  }

  private func setType(_ field: inout DraftedField) {
    var type = "string"
    var format: String?
    switch typing.type {
    // Digits that a code list has are codes.
    case .integer where field.lists.isEmpty: (type, format) = ("integer", typing.format)
    case .decimal where textFormat == nil:
      type = "number"
      if typing.format == "," { field.members.append(("decimalChar", "\",\"")) }
      if typing.format == "vn-number" { format = typing.format }
    case .date where typing.format != "d/M/yyyy": (type, format) = ("date", typing.format)
    case .datetime: (type, format) = ("datetime", typing.format)
    case .email: format = "email"
    default: format = textFormat
    }
    field.format = format
    field.members.insert(("type", PackDraft.json(type)), at: 0)
    if let format { field.members.insert(("format", PackDraft.json(format)), at: 1) }
    guard type != "string" || format != nil else { return }
    field.typeRule = rule("type", "")
    field.typeRule?.percent = 90
  }

  /// The named format of nearly all values, if it is one of texts alone; the trial counts it on all of them.
  private var textFormat: String? {
    guard let named = typing.named, let format = ValueFormat.named(named.name),
      format.types == [.string]
    else { return nil }
    return format.name
  }

  /// Nearly every value is different, and the type is one whose values name records.
  private var isKeyLike: Bool {
    let isName: Bool =
      switch typing.type {
      case .code, .integer: true
      case .identifier: typing.format != ProfiledFormat.phone.name
      default: false
      }
    return isName && facts.distinct * 100 >= facts.values * 97
      && facts.values >= FieldDrafting.leastRecords
  }

  /// The frequent values as a list, where they are few, nearly all there is, and no one's personal data.
  ///
  /// A value written badly ("Giữ nguyên" with a space behind it) is not made a rule, however frequent.
  private var enumeration: String? {
    switch typing.type {
    case .category, .code, .boolean: break
    default: return nil
    }
    guard facts.isExact, facts.distinct <= 60,
      facts.values >= facts.distinct * ValueDisclosure.meanRecordsPerValue
    else { return nil }
    let disclosure = ValueDisclosure(facts, typing.type, showsValues: false)
    let least = max(ValueDisclosure.recordsPerValue, facts.values / 1000)
    let common = facts.frequent.filter {
      $0.count >= least
        && ReadableText.defects(in: $0.value).subtracting(.placeholder).isEmpty
    }
    guard common.allSatisfy({ disclosure.isOpen($0.value, count: $0.count) }),
      holds(common.reduce(0) { $0 + $1.count }, of: facts.values)
    else { return nil }
    let texts = common.compactMap { String(validating: $0.value, as: UTF8.self) }
    guard texts.count == common.count else { return nil }
    return "[" + texts.map(PackDraft.json).joined(separator: ", ") + "]"
  }

  /// The most frequent patterns of characters as one expression.
  private var pattern: String? {
    let isOfType =
      typing.type == .code || typing.type == .date && typing.format?.hasPrefix("%") != true
    guard isOfType, !facts.patternsAreMany, !facts.hasWideLetters else { return nil }
    var expressions: [String] = []
    var covered = 0
    for pattern in facts.patterns.prefix(4) where !holds(covered, of: facts.formTotal) {
      guard let expression = DraftedPattern.expression(pattern) else { return nil }
      if !expressions.contains(expression) { expressions.append(expression) }
      covered += pattern.count
    }
    guard holds(covered, of: facts.formTotal) else { return nil }
    return expressions.count == 1 ? expressions[0] : expressions.joined(separator: "|")
  }

  private func addBounds(_ field: inout DraftedField) {
    guard field.typeRule != nil, textFormat == nil else { return }
    switch typing.type {
    case .integer, .decimal:
      field.constraints.append(rule("minimum", "0"))
      // With groups of digits the greatest was not counted.
      if field.format == nil, let most = facts.greatestNumber, let bound = powerOfTen(above: most) {
        field.constraints.append(rule("maximum", bound))
      }
    case .date: field.constraints.append(rule("minimum", "\"1900-01-01\""))
    default: break
    }
  }

  /// A bound that tells the magnitude of the greatest value and no more.
  private func powerOfTen(above value: Decimal) -> String? {
    guard value.coefficient > 0 else { return nil }
    let digits = String(value.coefficient).utf8.count - Int(value.scale)
    return digits < 0 || digits > 17 ? nil : "1" + String(repeating: "0", count: max(1, digits))
  }

  private func addListed(_ field: inout DraftedField) {
    guard FieldDrafting.isPlain(name) else { return }
    let place = "\(resource).\(name)"
    if typing.type == .date, field.typeRule != nil {
      field.listed.append(
        DraftedRule(
          id: "\(place).not-future", name: "assert",
          value:
            "\"on\": \(PackDraft.json(resource)), \"assert\": \(PackDraft.json("\"\(name)\" <= asOf"))"
        ))
    }
    let isText = typing.type == .text || typing.type == .category || typing.type == .mixed
    if isText, facts.hasWideLetters {
      field.listed.append(
        DraftedRule(
          id: "\(place).text", name: "text", value: "\"on\": \(PackDraft.json(place))", percent: 90)
      )
    }
  }

  /// Whether expressions and `on` take the name as it is.
  static func isPlain(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, name != "asOf" else { return false }
    return (first.properties.isAlphabetic || first == "_") && first.isASCII
      && scalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_")
      }
  }
}
