import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let assert = RuleKind(
    name: "assert",
    title: LocalizedText(vi: "Điều kiện", en: "Assertion"),
    form: .listed,
    dimension: .consistency,
    summary: LocalizedText(
      vi:
        "Biểu thức trên các trường của bản ghi là đúng, khi điều kiện 'when' đúng. Bản ghi có toán hạng trống hoặc không đọc được thì bỏ qua.",
      en:
        "An expression over a record's fields is true, when 'when' is. Records with a blank or unreadable operand are passed over."
    ),
    parameters: [
      RuleParameter("assert", vi: "biểu thức phải đúng", en: "the expression that has to be true"),
      RuleParameter(
        "when", vi: "chỉ xét bản ghi mà biểu thức này đúng",
        en: "only records where this is true are judged"),
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "sinh", "type": "date", "format": "%d/%m/%Y"}, {"name": "cap", "type": "date", "format": "%d/%m/%Y"}]}}"#,
        rule: #"{"kind": "assert", "on": "vi_du", "assert": "sinh <= cap"}"#,
        """
        sinh       | cap
        01/02/2020 | 03/02/2020
        ↓01/02/2020 | 31/01/2020
        01/02/2020 |
        """)
    ],
    read: { reading in
      let when = reading.expression("when", .truth)
      let isMissing = !reading.reader.has("assert")
      if isMissing { reading.log.add(.missingKey("assert", at: reading.reader.location)) }
      guard let condition = reading.expression("assert", .truth),
        when != nil || !reading.reader.has("when")
      else { return nil }
      return AssertBody(resource: reading.resource, when: when, condition: condition)
    })
}

package struct AssertBody: RuleBody {
  package let resource: ResourceSpec
  package let when: Expression?
  package let condition: Expression

  package var fields: [String] {
    condition.fields + (when?.fields ?? []).filter { !condition.fields.contains($0) }
  }
  package var text: String? {
    when.map { "when \($0.source): \(condition.source)" } ?? condition.source
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "không thỏa điều kiện: \(condition.source)", en: "does not hold: \(condition.source)")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let condition = try context.lower(self.condition, over: resource, of: pack)
      var verdict = try context.build(rule.resource) { $0.judged(condition, rule.nulls) }
      if let when {
        let applies = try context.lower(when, over: resource, of: pack)
        verdict = try context.build(rule.resource) { $0.when(applies, verdict) }
      }
      let shown = self.condition.fields
      let column = shown.first.flatMap { try? context.column($0, of: rule.resource) }
      return .records([
        Leg(
          verdict: verdict, column: column, field: shown.joined(separator: ", "),
          messages: [rule.message], expected: self.condition.source)
      ])
    }
  }
}
