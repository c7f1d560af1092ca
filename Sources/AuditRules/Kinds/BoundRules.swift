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
      let value = try context.value(field, of: rule.resource)
      let verdict = try context.build(rule.resource) { builder in
        let limit = bound.node(&builder)
        return builder.judged(builder.compareAny(comparison, value, limit), rule.nulls)
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
  fileprivate init?(_ reading: RuleReading, _ field: FieldSpec) {
    let node = reading.value
    switch field.type {
    case .number, .integer, .year:
      guard let number = reading.reader.decimal(of: node, reading.kind) else { return nil }
      self = .number(number)
    case .date, .datetime:
      guard let text = node.string else {
        _ = reading.wrongType(.isoDate)
        return nil
      }
      guard let date = CivilDate(iso: text) ?? CivilDate(vietnamese: text) else {
        reading.log.add(.wrongValue(reading.kind, text, at: node.location, expected: .isoDate))
        return nil
      }
      self = .date(date)
    case .time, .yearmonth:
      guard let text = node.string else {
        _ = reading.wrongType(.string)
        return nil
      }
      self = .text(text)
    default:
      reading.log.add(.constraintNotForType(reading.kind, field.type, at: node.location))
      return nil
    }
  }

  fileprivate var description: String {
    switch self {
    case .number(let number): number.description
    case .date(let date): date.vietnamese
    case .text(let text): text
    }
  }

  fileprivate func node(_ builder: inout ProgramBuilder) -> Node {
    switch self {
    case .number(let number): builder.number(number)
    case .date(let date): builder.date(date)
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
