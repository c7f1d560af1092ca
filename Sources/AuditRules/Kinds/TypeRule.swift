import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let type = RuleKind(
    name: "type",
    title: LocalizedText(vi: "Kiểu và định dạng", en: "Type and format"),
    form: .field,
    dimension: .validity,
    summary: LocalizedText(
      vi:
        "Giá trị đọc được theo kiểu và định dạng đã khai báo của trường; ô trống được bỏ qua. Lời báo nói cả dấu vết bảng tính làm hỏng giá trị.",
      en:
        "The value can be read as the field's type and format; blank cells are passed over. Findings say what a spreadsheet did to the value."
    ),
    basis: LocalizedText(
      vi: "Frictionless Table Schema v2; định dạng có tên: căn cứ ghi ở từng định dạng",
      en: "Frictionless Table Schema v2; each named format has a basis of its own"),
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ngay", "type": "date", "format": "%d/%m/%Y"}]}}"#,
        """
        ngay
        29/02/2000
        ↓29/02/1900
        ↓1/2/2020
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "so", "format": "vn-cccd"}, {"name": "n", "type": "integer"}]}}"#,
        """
        so            | n
        000099000001  | 12
        ↓00099000001  | ↓1.5
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "n", "type": "number"}]}}"#,
        """
        n
        -12.5
        1E-3
        -INF
        NaN
        ↓1e20
        ↓1,5
        """),
    ],
    read: { reading in reading.field.map { TypeBody(field: $0) } })
}

package struct TypeBody: RuleBody {
  package let field: FieldSpec

  package var fields: [String] { [field.name] }
  package var text: String? {
    field.format == "default" ? field.type.rawValue : "\(field.type.rawValue) \(field.format)"
  }

  package var message: LocalizedText {
    if let format = field.valueFormat { return format.fault }
    let pattern = field.format == "default" ? nil : field.format
    switch field.type {
    case .number: return LocalizedText(vi: "không phải số", en: "is no number")
    case .integer: return LocalizedText(vi: "không phải số nguyên", en: "is no whole number")
    case .boolean:
      return LocalizedText(
        vi: "không phải giá trị đúng/sai đã quy định",
        en: "is none of the values for true and false")
    case .date:
      let form = pattern ?? "%Y-%m-%d"
      return LocalizedText(
        vi: "không phải ngày có thật viết theo mẫu \(form)", en: "is no real day written as \(form)"
      )
    case .datetime:
      return LocalizedText(
        vi: "không phải thời điểm có thật viết đúng mẫu",
        en: "is no real date and time written as declared")
    case .string:
      return LocalizedText(
        vi: "không đúng định dạng \(field.format)", en: "is not of the format \(field.format)")
    default:
      return LocalizedText(
        vi: "không phải giá trị kiểu \(field.type.rawValue)",
        en: "is no value of the type \(field.type.rawValue)")
    }
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let cell = try context.text(field, of: rule.resource)
      let damages = field.damages
      let (verdict, damage) = try context.build(rule.resource) { builder in
        (
          builder.judged(builder.isReadable(field, cell), rule.nulls),
          builder.damage(
            cell, damages, of: field.valueFormat?.form, name: field.valueFormat?.name ?? "")
        )
      }
      var messages = [rule.message] + damages.map { rule.message.with($0.message) }
      var reason = damage
      if let inexactness {
        let last = Int64(messages.count)
        reason = try context.build(rule.resource) {
          let isInexact = $0.compare(
            .equal, $0.classify(cell, inexactness), $0.number(Decimal(1)))
          return $0.choose(isInexact, $0.number(Decimal(last)), damage)
        }
        messages.append(.inexact)
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name, reason: reason, messages: messages,
          expected: text ?? "")
      ])
    }
  }
}

extension TypeBody {
  /// Tells numbers that need more digits than are reckoned with from what is none.
  private var inexactness: TextClassifier? {
    guard field.type == .number || field.type == .integer, field.valueFormat == nil else {
      return nil
    }
    let format = field.numberFormat
    return TextClassifier(name: "inexact \(format)") { format.isWritten($0) ? 1 : 0 }
  }
}

extension LocalizedText {
  fileprivate static let inexact = LocalizedText(
    vi: "là số nhưng không đọc được chính xác: cần quá 18 chữ số",
    en: "is a number, but could not be read exactly: it needs more than 18 digits")
}
