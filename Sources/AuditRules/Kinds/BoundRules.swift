import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let minimum = bound(
    "minimum", LocalizedText(vi: "Giá trị nhỏ nhất", en: "Least value"), .greaterOrEqual,
    summary: LocalizedText(
      vi: "Giá trị không nhỏ hơn mức này.", en: "The value is not below this one."),
    """
    tien
    0
    ↓-1
    12.5
    """)

  package static let maximum = bound(
    "maximum", LocalizedText(vi: "Giá trị lớn nhất", en: "Greatest value"), .lessOrEqual,
    summary: LocalizedText(
      vi: "Giá trị không lớn hơn mức này.", en: "The value is not above this one."),
    """
    tien
    0
    ↓0.01
    -3
    """)

  package static let exclusiveMinimum = bound(
    "exclusiveMinimum", LocalizedText(vi: "Lớn hơn", en: "Greater than"), .greater,
    summary: LocalizedText(vi: "Giá trị lớn hơn mức này.", en: "The value is above this one."),
    """
    tien
    ↓0
    1
    """)

  package static let exclusiveMaximum = bound(
    "exclusiveMaximum", LocalizedText(vi: "Nhỏ hơn", en: "Less than"), .less,
    summary: LocalizedText(vi: "Giá trị nhỏ hơn mức này.", en: "The value is below this one."),
    """
    tien
    ↓0
    -1
    """)

  private static func bound(
    _ name: String, _ title: LocalizedText, _ comparison: Comparison, summary: LocalizedText,
    _ table: String
  ) -> RuleKind {
    let example =
      ##"{"schema": {"fields": [{"name": "tien", "type": "number", "constraints": {"\##(name)": 0}}]}}"##
    return RuleKind(
      name: name, title: title, form: .field, dimension: .accuracy, summary: summary,
      basis: .tableSchema, examples: [RuleExample(example, table)],
      read: { reading in
        guard let field = reading.field, let bound = BoundBody.Bound(reading, field) else {
          return nil
        }
        return BoundBody(field: field, bound: bound, comparison: comparison)
      })
  }
}

package struct BoundBody: RuleBody {
  package enum Bound: Sendable, Hashable {
    case number(Decimal)
    case date(CivilDate)
    /// Seconds since 1970 in UTC, and how the pack has it.
    case moment(Int, String)
    /// Times and months, whose order is that of their text.
    case text(String)
  }

  package let field: FieldSpec
  package let bound: Bound
  package let comparison: Comparison

  package var fields: [String] { [field.name] }
  package var text: String? { "\(comparison.sign) \(bound.description)" }
  package var message: LocalizedText {
    let text = bound.description
    switch comparison {
    case .greaterOrEqual: return LocalizedText(vi: "nhỏ hơn \(text)", en: "is below \(text)")
    case .lessOrEqual: return LocalizedText(vi: "lớn hơn \(text)", en: "is above \(text)")
    case .greater: return LocalizedText(vi: "không lớn hơn \(text)", en: "is not above \(text)")
    default: return LocalizedText(vi: "không nhỏ hơn \(text)", en: "is not below \(text)")
    }
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let cell = try context.text(field, of: rule.resource)
      let value = try context.value(field, of: rule.resource)
      let verdict = try context.build(rule.resource) { builder in
        let limit = bound.node(&builder)
        let holds = builder.compareAny(comparison, value, limit)
        return builder.judged(builder.onReadable(field, cell, holds), rule.nulls)
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name, messages: [rule.message],
          expected: text ?? "")
      ])
    }
  }
}

extension BoundBody.Bound {
  /// A bound is written as the field's values are (Table Schema, "constraints"); a JSON number and an ISO date do in any
  /// case, and `dd/MM/yyyy` where the field's own format has no slash.
  fileprivate init?(_ reading: RuleReading, _ field: FieldSpec) {
    let node = reading.value
    let expected: LocalizedText
    switch field.type {
    case .number, .integer, .year: expected = .number
    case .date, .datetime: expected = .isoDate
    case .time, .yearmonth: expected = .string
    default:
      reading.log.add(.constraintNotForType(reading.kind, field.type, at: node.location))
      return nil
    }
    if let bound = BoundBody.Bound(node, field) {
      self = bound
      return
    }
    if let text = node.string ?? node.number {
      reading.log.add(.wrongValue(reading.kind, text, at: node.location, expected: expected))
    } else {
      _ = reading.wrongType(expected)
    }
    return nil
  }

  private init?(_ node: LocatedJSON, _ field: FieldSpec) {
    if field.type.valueType == .number {
      let number =
        node.number.flatMap { Decimal($0) }
        ?? node.string.flatMap { field.numberFormat.decimal($0) ?? Decimal($0) }
      guard let number else { return nil }
      self = .number(number)
      return
    }
    guard let text = node.string else { return nil }
    switch field.type {
    case .time, .yearmonth:
      guard
        field.formPattern.flatMap({ try? PatternAutomaton($0) })?.matches(Array(text.utf8)) ?? true
      else { return nil }
      self = .text(text)
    case .datetime:
      if let seconds = (field.dateFormat ?? .isoDateTime).seconds(text) {
        self = .moment(seconds, text)
        return
      }
      fallthrough
    default:
      let own = field.type == .date ? (field.dateFormat ?? .isoDate).day(text) : nil
      let hasSlash = field.format.contains("/")
      guard let day = own ?? CivilDate(iso: text) ?? (hasSlash ? nil : CivilDate(vietnamese: text))
      else { return nil }
      self = .date(day)
    }
  }

  fileprivate var description: String {
    switch self {
    case .number(let number): number.description
    case .date(let date): date.vietnamese
    case .moment(_, let text), .text(let text): text
    }
  }

  fileprivate func node(_ builder: inout ProgramBuilder) -> Node {
    switch self {
    case .number(let number): builder.number(number)
    case .date(let date): builder.date(date)
    case .moment(let seconds, _): builder.moment(seconds: seconds)
    case .text(let text): builder.text(Array(text.utf8))
    }
  }
}

extension CivilDate {
  /// `dd/MM/yyyy`.
  init?(vietnamese text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [2, 2, 4] else { return nil }
    self.init(iso: "\(parts[2])-\(parts[1])-\(parts[0])")
  }
}
