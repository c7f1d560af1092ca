import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let minLength = length(
    "minLength", LocalizedText(vi: "Độ dài tối thiểu", en: "Least length"), isMinimum: true,
    summary: LocalizedText(
      vi: "Giá trị có ít nhất chừng này ký tự (Unicode).",
      en: "The value has at least this many characters (Unicode scalars)."),
    example: ##"{"schema": {"fields": [{"name": "ma", "constraints": {"minLength": 3}}]}}"##,
    """
    ma
    ↓đá
    đáy
    """)

  package static let maxLength = length(
    "maxLength", LocalizedText(vi: "Độ dài tối đa", en: "Greatest length"), isMinimum: false,
    summary: LocalizedText(
      vi: "Giá trị có nhiều nhất chừng này ký tự (Unicode).",
      en: "The value has at most this many characters (Unicode scalars)."),
    example: ##"{"schema": {"fields": [{"name": "ma", "constraints": {"maxLength": 3}}]}}"##,
    """
    ma
    đáy
    ↓đáyy
    """)

  private static func length(
    _ name: String, _ title: LocalizedText, isMinimum: Bool, summary: LocalizedText,
    example: String,
    _ table: String
  ) -> RuleKind {
    RuleKind(
      name: name, title: title, form: .field, dimension: .validity, summary: summary,
      basis: .tableSchema, examples: [RuleExample(example, table)],
      read: { reading in
        guard let field = reading.field else { return nil }
        guard let length = reading.value.integer, length >= 0 else {
          return reading.wrongType(.length)
        }
        guard field.type.valueType == .text else {
          reading.log.add(.constraintNotForType(name, field.type, at: reading.value.location))
          return nil
        }
        return LengthBody(field: field, length: length, isMinimum: isMinimum)
      })
  }
}

package struct LengthBody: RuleBody {
  package let field: FieldSpec
  package let length: Int
  package let isMinimum: Bool

  package var fields: [String] { [field.name] }
  package var text: String? { "\(isMinimum ? "≥" : "≤") \(length)" }
  package var message: LocalizedText {
    isMinimum
      ? LocalizedText(vi: "ngắn hơn \(length) ký tự", en: "is shorter than \(length) characters")
      : LocalizedText(vi: "dài hơn \(length) ký tự", en: "is longer than \(length) characters")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let cell = try context.text(field, of: rule.resource)
      let verdict = try context.build(rule.resource) {
        let bound = $0.number(Decimal(Int64(length)))
        let holds = $0.compare(
          isMinimum ? .greaterOrEqual : .lessOrEqual, $0.characterCount(cell), bound)
        return $0.judged(holds, rule.nulls)
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name, messages: [rule.message],
          expected: text ?? "")
      ])
    }
  }
}

extension LocalizedText {
  fileprivate static let length = LocalizedText(
    vi: "số nguyên không âm", en: "a whole number from 0")
}

extension Diagnostic {
  static func constraintNotForType(_ name: String, _ type: FieldType, at place: SourceLocation)
    -> Diagnostic
  {
    Diagnostic(
      "rule-file.constraint-type",
      LocalizedText(
        vi: "ràng buộc '\(name)' không dùng được cho trường kiểu \(type.rawValue)",
        en: "the constraint '\(name)' does not go with fields of type \(type.rawValue)"), at: place)
  }
}
