import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let log = RuleKind(
    name: "log",
    title: LocalizedText(vi: "Nhật ký cập nhật", en: "Update log"),
    form: .listed,
    dimension: .timeliness,
    summary: LocalizedText(
      vi:
        "Nhật ký có đủ các trường bắt buộc ở từng dòng, số thứ tự không khuyết và không trùng, và có một dòng cho mỗi thay đổi của dữ liệu ('changes').",
      en:
        "Each entry of the log has its required fields, its numbers have no gap and no repetition, and each change of the data ('changes') has an entry."
    ),
    basis: LocalizedText(
      vi: "NĐ 47/2020/NĐ-CP Điều 16 khoản 2 điểm d (nhật ký cập nhật dữ liệu)",
      en: "Decree 47/2020/NĐ-CP Article 16(2)(d) (logs of updates)"),
    parameters: [
      RuleParameter(
        "required", vi: "các trường mỗi dòng nhật ký phải có",
        en: "the fields that each entry must have"),
      RuleParameter(
        "number", vi: "trường số thứ tự (kiểu số)", en: "the field with the entry's number"),
      RuleParameter(
        "by", vi: "trường của nhóm đánh số riêng, như quyển hoặc năm",
        en: "field of the groups that are numbered on their own, such as a year"),
      RuleParameter(
        "keys", vi: "trường của nhật ký chỉ ra bản ghi được thay đổi",
        en: "fields of the log that name the record changed"),
      RuleParameter(
        "changes",
        vi: "{resource, keys}: mỗi bản ghi của bộ dữ liệu phải có dòng nhật ký cùng khóa",
        en: "{resource, keys}: each record of the resource must have an entry with its keys"),
    ],
    cost: .groups,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "stt", "type": "integer"}, {"name": "nguoi"}]}}"#,
        rule: #"{"kind": "log", "on": "vi_du", "required": ["nguoi"], "number": "stt"}"#,
        """
        stt | nguoi
        1   | a
        2   | ↓
        ↓4  | b
        5   | c
        """)
    ],
    read: { LogBody($0) })
}

package struct LogBody: RuleBody {
  package let required: [FieldSpec]
  package let number: FieldSpec?
  package let by: [FieldSpec]
  package let keys: [FieldSpec]
  package let changes: (resource: ResourceSpec, keys: [FieldSpec])?

  package var fields: [String] {
    var names: [String] = []
    for field in required + [number].compactMap({ $0 }) + by + keys
    where !names.contains(field.name) {
      names.append(field.name)
    }
    return names
  }
  package var text: String? {
    changes.map { "\($0.resource.name)(\($0.keys.map(\.name).joined(separator: ", ")))" }
  }
  package var message: LocalizedText {
    LocalizedText(vi: "nhật ký không đầy đủ", en: "the log is not complete")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let required = reading.fields(reader.strings("required") ?? [])
    let numberName = reader.name("number")
    let number = numberName.flatMap { reading.field($0) }
    let by = reading.fields(reader.strings("by") ?? [])
    let keyNames = reader.strings("keys") ?? []
    let keys = reading.fields(keyNames)
    let (changes, isWhole) = LogBody.changes(reading, keyNames.count)
    guard let required, let by, let keys, isWhole, (numberName == nil) == (number == nil) else {
      return nil
    }
    if let number,
      !reading.expect(.counted, of: number, "number", at: numberName?.location)
    {
      return nil
    }
    guard !required.isEmpty || number != nil || changes != nil else {
      reading.log.add(.missingKey("required", at: reader.location))
      return nil
    }
    self.required = required
    self.number = number
    self.by = by
    self.keys = keys
    self.changes = changes
  }

  private static func changes(
    _ reading: RuleReading, _ keyCount: Int
  ) -> ((resource: ResourceSpec, keys: [FieldSpec])?, isWhole: Bool) {
    guard let reader = reading.reader.object("changes") else {
      return (nil, !reading.reader.has("changes"))
    }
    defer { reader.finish() }
    let name = reader.required("resource", reader.string)
    let names = reader.required("keys", reader.strings)
    guard let name, let names, let resource = reading.resource(name),
      let keys = reading.fields(names, of: resource)
    else { return (nil, false) }
    guard keys.count == keyCount, keyCount > 0 else {
      reading.log.add(
        .wrongValue(
          "keys", "\(keyCount)", at: reading.reader.node["keys"]?.location ?? reader.location,
          expected: LocalizedText(
            vi: "nhật ký và bộ dữ liệu phải có cùng số trường khóa",
            en: "the log and the resource have to have as many key fields")))
      return (nil, false)
    }
    return ((resource, keys), true)
  }
}

// MARK: Lowering

extension LogBody {
  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      var forms: [CheckForm] = []
      if !required.isEmpty { forms.append(.records(try legs(rule, &context))) }
      if let number {
        let sequence = SequenceBody(
          field: number, by: by, order: .value, end: nil, refused: [.gap, .overlap],
          step: Decimal(1))
        let form = sequence.lower(rule, of: pack, in: &context)
        if case .notApplicable(let reason) = form { throw NotApplicable(reason) }
        forms.append(form)
      }
      if let changes { forms.append(try coverage(changes, rule, &context)) }
      return .several(forms)
    }
  }

  private func legs(
    _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> [Leg] {
    var legs: [Leg] = []
    for field in required {
      let column = try context.column(field.name, of: rule.resource)
      let text = try context.text(field, of: rule.resource)
      let verdict = try context.build(rule.resource) { $0.isPresent(text) }
      legs.append(
        Leg(
          verdict: verdict, column: column, field: field.name,
          messages: [
            rule.hasOwnMessage
              ? rule.message
              : LocalizedText(
                vi: "dòng nhật ký thiếu trường \(field.name)",
                en: "the log entry lacks the field \(field.name)")
          ]))
    }
    return legs
  }

  private func coverage(
    _ changes: (resource: ResourceSpec, keys: [FieldSpec]), _ rule: RuleSpec,
    _ context: inout LoweringContext
  ) throws(NotApplicable) -> CheckForm {
    let index = try context.keyIndex(changes.resource.name, changes.keys.map(\.name))
    let columns = try context.columns(keys.map(\.name), of: rule.resource)
    let cells = try context.texts(keys, of: rule.resource)
    let entry = try context.build(rule.resource) { $0.entry(cells, in: index) }
    let missing =
      rule.hasOwnMessage
      ? rule.message
      : LocalizedText(
        vi: "thay đổi của bộ dữ liệu '\(changes.resource.name)' không có dòng nhật ký",
        en: "a change of the resource '\(changes.resource.name)' has no log entry")
    return .coverage(
      Coverage(
        expected: index, expectedKeys: nil, entry: entry, unexpected: nil, column: columns[0],
        field: keys.map(\.name).joined(separator: ", "), missingMessage: missing,
        unexpectedMessage: missing))
  }
}
