import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let pattern = RuleKind(
    name: "pattern",
    title: LocalizedText(vi: "Mẫu ký tự", en: "Pattern"),
    form: .field,
    dimension: .validity,
    summary: LocalizedText(
      vi: "Cả giá trị khớp biểu thức chính quy; mẫu chạy trong thời gian tuyến tính.",
      en: "The whole value matches the regular expression, which is run in linear time."),
    basis: .tableSchema,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma", "constraints": {"pattern": "HS[0-9]{3}"}}]}}"#,
        """
        ma
        HS001
        ↓HS01
        ↓HS0011
        """)
    ],
    read: { reading in
      guard let field = reading.field, let pattern = reading.pattern(reading.value) else {
        return nil
      }
      return PatternBody(field: field, pattern: pattern)
    })
}

package struct PatternBody: RuleBody {
  package let field: FieldSpec
  package let pattern: CompiledPattern

  package var fields: [String] { [field.name] }
  package var text: String? { pattern.source }
  package var message: LocalizedText {
    LocalizedText(vi: "không khớp mẫu đã quy định", en: "does not match the pattern")
  }

  /// A number of so many digits is a code, which spreadsheets take for a quantity.
  private var damages: [FormatDamage] {
    guard let count = pattern.automaton.fixedDigits else { return [] }
    return FormatDamage.ofDigits + [.zerosLost(count, atMost: min(4, count - 1))]
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let cell = try context.text(field, of: rule.resource)
      let damages = damages
      let (verdict, damage) = try context.build(rule.resource) { builder in
        (
          builder.judged(
            builder.onReadable(field, cell, builder.matches(cell, pattern)), rule.nulls),
          builder.damage(cell, damages, of: .automaton(pattern.automaton), name: pattern.source)
        )
      }
      return .records([
        Leg(
          verdict: verdict, column: column, field: field.name,
          reason: damages.isEmpty ? nil : damage,
          messages: [rule.message] + damages.map { rule.message.with($0.message) },
          expected: pattern.source)
      ])
    }
  }
}
