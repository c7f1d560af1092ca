import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let foreignKeys = RuleKind(
    name: "foreignKeys",
    title: LocalizedText(vi: "Tham chiếu", en: "Reference"),
    form: .schema,
    dimension: .integrity,
    summary: LocalizedText(
      vi:
        "Khóa có trong bộ dữ liệu được tham chiếu, xét trên mọi bản ghi của bộ đó dù đúng hay sai; khóa có phần trống được bỏ qua.",
      en:
        "The key is one of the referenced resource's, all its records counted whatever else is wrong with them; keys with a blank part are passed over."
    ),
    basis: .tableSchema,
    parameters: [
      RuleParameter(
        "fields", vi: "trường hoặc danh sách trường", en: "a field, or a list of fields"),
      RuleParameter(
        "reference", vi: "resource (rỗng là chính bộ này) và fields",
        en: "resource (empty is this one) and fields"),
    ],
    cost: .index,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "so"}, {"name": "cha"}], "foreignKeys": [{"fields": "cha", "reference": {"resource": "", "fields": "so"}}]}}"#,
        """
        so | cha
        1  |
        2  | 1
        3  | ↓9
        """)
    ],
    read: { reading in read(reading) })

  private static func read(_ reading: RuleReading) -> (any RuleBody)? {
    let reader = reading.reader
    guard reader.node.members != nil else { return reading.wrongType(.object) }
    let names = reader.required("fields", reader.strings)
    let reference = reader.required("reference", reader.object)
    reader.finish()
    guard let names, let reference, let fields = reading.fields(names) else { return nil }
    let parentName = reference.string("resource")
    let parentFields = reference.required("fields", reference.strings)
    reference.finish()
    var parent = reading.resource
    if let name = parentName, !name.value.isEmpty {
      guard let found = reading.pack.resource(name.value) else {
        reading.log.add(
          .unknown(
            .resource, name.value, at: name.location, among: reading.pack.resources.map(\.name)))
        return nil
      }
      parent = found
    }
    guard let parentFields, reading.fields(parentFields, of: parent) != nil else { return nil }
    guard parentFields.count == fields.count else {
      reading.log.add(
        .wrongValue(
          "fields", "\(parentFields.count)", at: reference.location,
          expected: LocalizedText(
            vi: "hai bên phải có cùng số trường", en: "both sides have to name as many fields")))
      return nil
    }
    return ForeignKeyBody(key: fields, parent: parent.name, parentFields: parentFields.map(\.value))
  }
}

package struct ForeignKeyBody: RuleBody {
  package let key: [FieldSpec]
  package let parent: String
  package let parentFields: [String]

  package var fields: [String] { key.map(\.name) }
  package var text: String? { "\(parent)(\(parentFields.joined(separator: ", ")))" }
  package var message: LocalizedText {
    LocalizedText(
      vi: "không có trong bộ dữ liệu '\(parent)'", en: "is not in the resource '\(parent)'")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let columns = try context.columns(fields, of: rule.resource)
      let index = try context.keyIndex(parent, parentFields)
      let parts = try context.texts(key, of: rule.resource)
      let verdict = try context.build(rule.resource) {
        $0.judged($0.exists($0.entry(parts, in: index)), rule.nulls)
      }
      return .records([
        Leg(
          verdict: verdict, column: columns.first, field: fields.joined(separator: ", "),
          messages: [rule.message], expected: text ?? "")
      ])
    }
  }
}
