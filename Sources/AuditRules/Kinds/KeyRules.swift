import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let unique = RuleKind(
    name: "unique",
    title: LocalizedText(vi: "Giá trị không trùng", en: "Unique value"),
    form: .field,
    dimension: .uniqueness,
    summary: LocalizedText(
      vi:
        "Không có hai bản ghi cùng giá trị; mọi bản ghi trùng đều được nêu, kể cả bản ghi đầu tiên. Ô trống không tính.",
      en:
        "No two records have the same value; every one of them is a finding, the first included. Blank cells do not count."
    ),
    basis: .tableSchema,
    cost: .keys,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma", "constraints": {"unique": true}}]}}"#,
        """
        ma
        ↓a
        b
        ↓a
        """)
    ],
    read: { reading in
      guard let truth = reading.value.truth else { return reading.wrongType(.truth) }
      return truth ? reading.field.map { UniqueBody(key: [$0]) } : nil
    })

  package static let primaryKey = RuleKind(
    name: "primaryKey",
    title: LocalizedText(vi: "Khóa chính không trùng", en: "Primary key"),
    form: .schema,
    dimension: .uniqueness,
    summary: LocalizedText(
      vi: "Không có hai bản ghi cùng khóa chính; các trường của khóa đều bắt buộc.",
      en: "No two records have the same primary key; its fields are required."),
    basis: .tableSchema,
    cost: .keys,
    examples: [keyExample("\"primaryKey\": [\"ho\", \"so\"]")],
    read: { reading in key(reading, reading.value) })

  package static let uniqueKeys = RuleKind(
    name: "uniqueKeys",
    title: LocalizedText(vi: "Khóa không trùng", en: "Unique key"),
    form: .schema,
    dimension: .uniqueness,
    summary: LocalizedText(
      vi: "Không có hai bản ghi cùng giá trị ở các trường này; bản ghi có trường trống không tính.",
      en: "No two records agree in these fields; records with a blank one do not count."),
    basis: .tableSchema,
    cost: .keys,
    examples: [keyExample("\"uniqueKeys\": [[\"ho\", \"so\"]]")],
    read: { reading in key(reading, reading.value) })

  private static func keyExample(_ key: String) -> RuleExample {
    RuleExample(
      "{\"schema\": {\"fields\": [{\"name\": \"ho\"}, {\"name\": \"so\"}], \(key)}}",
      """
      ho | so
      ↓a | 1
      a  | 2
      ↓a | 1
      """)
  }

  private static func key(_ reading: RuleReading, _ node: LocatedJSON) -> (any RuleBody)? {
    guard let names = reading.reader.strings(of: node, reading.kind), !names.isEmpty,
      let fields = reading.fields(names)
    else { return nil }
    return UniqueBody(key: fields)
  }
}

package struct UniqueBody: RuleBody {
  package let key: [FieldSpec]

  package var fields: [String] { key.map(\.name) }
  package var message: LocalizedText {
    LocalizedText(vi: "trùng với bản ghi khác", en: "is the same as in another record")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let columns = try context.columns(fields, of: rule.resource)
      return .unique(parts: try context.texts(key, of: rule.resource), columns: columns)
    }
  }
}
