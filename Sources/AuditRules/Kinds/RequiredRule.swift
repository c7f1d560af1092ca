import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let required = RuleKind(
    name: "required",
    title: LocalizedText(vi: "Trường bắt buộc", en: "Required field"),
    form: .field,
    dimension: .completeness,
    summary: LocalizedText(
      vi:
        "Mỗi bản ghi đều có giá trị; ô chỉ có khoảng trắng hoặc một từ trong missingValues là chưa có giá trị.",
      en: "Every record has a value; spaces alone and words of missingValues are no value."),
    basis: .tableSchema,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "so"}, {"name": "ho_ten", "constraints": {"required": true}}]}}"#,
        """
        so | ho_ten
        1  | Nguyễn Văn An
        2  | ↓
        """)
    ],
    read: { reading in
      guard let truth = reading.value.truth else { return reading.wrongType(.truth) }
      return truth ? reading.field.map { RequiredBody(field: $0) } : nil
    })
}

package struct RequiredBody: RuleBody {
  package let field: FieldSpec

  package var fields: [String] { [field.name] }
  package var message: LocalizedText { .noValue }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let text = try context.text(field, of: rule.resource)
      let (verdict, reason) = try context.build(rule.resource) {
        ($0.isPresent(text), $0.blankness(text))
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name, reason: reason,
          messages: [rule.message, rule.message.with(.null), rule.message.with(.absent)])
      ])
    }
  }
}

extension LocalizedText {
  static let tableSchema = LocalizedText("Frictionless Table Schema v2")
  fileprivate static let null = LocalizedText("null")
  fileprivate static let absent = LocalizedText(
    vi: "bản ghi không có trường này", en: "the record lacks the field")

  /// The message with what tells this case from the others.
  func with(_ remark: LocalizedText) -> LocalizedText {
    LocalizedText(vi: "\(vi) (\(remark.vi))", en: "\(en) (\(remark.en))")
  }

  fileprivate static let noValue = LocalizedText(vi: "chưa có giá trị", en: "has no value")
}
