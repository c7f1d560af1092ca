import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let sequence = RuleKind(
    name: "sequence",
    title: LocalizedText(vi: "Trình tự", en: "Sequence"),
    form: .listed,
    dimension: .consistency,
    summary: LocalizedText(
      vi:
        "Trong từng nhóm và theo một thứ tự: không khuyết số, không trùng hay chồng lấn, không giảm. Bản ghi được nêu là bản ghi đứng sau chỗ sai.",
      en:
        "Within each group and an order: no gap, no repetition or overlap, no decrease. The record found is the one after the place."
    ),
    parameters: [
      RuleParameter(
        "by", vi: "trường hoặc các trường của nhóm; không có: cả bộ dữ liệu là một nhóm",
        en: "field or fields of the group; none: the whole resource is one group"),
      RuleParameter(
        "order",
        vi:
          "trường xếp thứ tự, hoặc record (thứ tự trong tệp); không có: theo chính giá trị của 'on'",
        en:
          "the field that orders, or record (the order of the file); none: the value of 'on' itself"
      ),
      RuleParameter(
        "to",
        vi:
          "trường kết thúc, khi mỗi bản ghi là một khoảng; trống: khoảng chưa kết thúc; không đọc được: bản ghi không được xét",
        en:
          "the field with the end, where records are intervals; blank: not ended yet; unreadable: the record is skipped"
      ),
      RuleParameter(
        "refuse",
        vi: "gap, overlap, decrease; mặc định gap và overlap, với 'order' thì decrease",
        en: "gap, overlap, decrease; by default gap and overlap, with 'order' decrease"),
      RuleParameter(
        "step",
        vi: "bước giữa hai giá trị liền nhau, mặc định 1; ngày tính bằng ngày, thời điểm bằng giây",
        en: "between one value and the next, 1 by default; in days of dates, seconds of datetimes"),
    ],
    cost: .groups,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "quyen"}, {"name": "so", "type": "integer"}]}}"#,
        rule: #"{"kind": "sequence", "on": "vi_du.so", "by": "quyen"}"#,
        """
        quyen | so
        A     | 1
        B     | 7
        A     | 3
        A     | 2
        A     | ↓6
        A     | ↓6
        B     | 8
        B     |
        """),
      RuleExample(
        #"{"schema": {"fields": [{"name": "nguoi"}, {"name": "tu", "type": "date", "format": "%d/%m/%Y"}, {"name": "den", "type": "date", "format": "%d/%m/%Y"}]}}"#,
        rule:
          #"{"kind": "sequence", "on": "vi_du.tu", "to": "den", "by": "nguoi", "refuse": "overlap"}"#,
        """
        nguoi | tu         | den
        a     | 01/01/2020 | 31/12/2020
        a     | ↓31/12/2020 | 05/05/2021
        a     | 01/06/2022 |
        a     | ↓01/07/2022 | 02/07/2022
        b     | 01/01/2020 | 31/12/2020
        """),
    ],
    read: { SequenceBody($0) })
}

package struct SequenceBody: RuleBody {
  package enum Breach: String, Sendable, CaseIterable {
    case gap, overlap, decrease
  }

  package enum Order: Sendable {
    case value, record
    case field(FieldSpec)
  }

  package let field: FieldSpec
  package let by: [FieldSpec]
  package let order: Order
  package let end: FieldSpec?
  package let refused: Set<Breach>
  package let step: Decimal

  package var fields: [String] {
    var names = [field.name] + by.map(\.name)
    if case .field(let field) = order { names.append(field.name) }
    if let end { names.append(end.name) }
    return names
  }
  package var text: String? {
    let words = Breach.allCases.filter { refused.contains($0) }.map(\.rawValue)
    let groups = by.isEmpty ? "" : " / \(by.map(\.name).joined(separator: ", "))"
    return
      "\(field.name)\(end.map { "…\($0.name)" } ?? "")\(groups): no \(words.joined(separator: ", no "))"
  }
  package var message: LocalizedText {
    LocalizedText(vi: "trình tự không đúng", en: "the sequence is broken")
  }
}

// MARK: Reading

extension SequenceBody {
  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let by = reading.fields(reader.strings("by") ?? [])
    let order = SequenceBody.order(reading)
    let endName = reader.name("to")
    let end = endName.flatMap { reading.field($0) }
    let words = reader.strings("refuse")
    let stepNode = reader.node["step"]
    let step = reader.decimal("step") ?? Decimal(1)
    guard let field = reading.fieldOfOn(.counted), let by, let order,
      (endName == nil) == (end == nil),
      end.map({ reading.expect(.counted, of: $0, "to", at: endName?.location) }) ?? true
    else { return nil }
    if let end, end.type.valueType != field.type.valueType {
      reading.log.add(
        .wrongValue(
          "to", end.name, at: endName?.location ?? reader.location,
          expected: LocalizedText(
            vi: "trường cùng kiểu với '\(field.name)'",
            en: "a field of the type of '\(field.name)'")))
      return nil
    }
    guard step.coefficient > 0 else {
      reading.log.add(
        .wrongValue(
          "step", step.description, at: stepNode?.location ?? reader.location,
          expected: LocalizedText(vi: "số lớn hơn 0", en: "a number above 0")))
      return nil
    }
    var refused: Set<Breach> = []
    for word in words ?? [] {
      guard let breach = Breach(rawValue: word.value) else {
        let known = Breach.allCases.map(\.rawValue)
        reading.log.add(
          .wrongValue(
            "refuse", word.value, at: word.location, expected: .oneOf(known), among: known))
        continue
      }
      refused.insert(breach)
    }
    if refused.isEmpty {
      if case .value = order { refused = [.gap, .overlap] } else { refused = [.decrease] }
    }
    self.field = field
    self.by = by
    self.order = order
    self.end = end
    self.refused = refused
    self.step = step
  }

  private static func order(_ reading: RuleReading) -> Order? {
    guard let name = reading.reader.name("order") else {
      return reading.reader.has("order") ? nil : .value
    }
    if name.value == "record", reading.resource.field("record") == nil { return .record }
    guard let field = reading.field(name) else { return nil }
    return reading.expect(.counted, of: field, "order", at: name.location) ? .field(field) : nil
  }
}

extension LoweringContext {
  /// The field's value as a part of a group: a number, or what can be counted of a date or moment.
  mutating func part(_ field: FieldSpec, of resource: String) throws(NotApplicable) -> GroupPart {
    let node = try value(field, of: resource)
    return node.type == .number ? .number(node) : .instant(node)
  }
}

// MARK: Lowering

extension SequenceBody {
  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let keys = try context.texts(by, of: rule.resource)
      var parts = [try context.part(field, of: rule.resource)]
      var judge = SequenceJudge(
        type: field.type.valueType, refused: refused, step: ScaledNumber.scaled(step))
      if case .field(let field) = order {
        judge.order = (parts.count, field.type.valueType)
        parts.append(try context.part(field, of: rule.resource))
      }
      if case .record = order { judge.isInRecordOrder = true }
      let required = parts.count
      if let end {
        judge.endPart = parts.count
        parts.append(try context.part(end, of: rule.resource))
      }
      let made = judge
      return try context.groups(
        GroupRule(
          keys: keys, parts: parts, optional: required,
          condition: try isEndReadable(rule, &context),
          least: 2, column: column,
          field: field.name, messages: messages(rule), expectedColumn: column,
          needsEachRecord: true,
          judge: { made.judge($0, &$1) }), rule)
    }
  }

  /// A blank end is none yet; one that is there and cannot be read tells nothing.
  private func isEndReadable(
    _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node? {
    guard let end else { return nil }
    let text = try context.text(end, of: rule.resource)
    let value = try context.value(end, of: rule.resource)
    return try context.build(rule.resource) { builder in
      builder.or(builder.isNull(text), builder.not(builder.isNull(value)))
    }
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 3) }
    let isInterval = end != nil
    return [
      LocalizedText(
        vi: isInterval ? "có khoảng trống trước khoảng này" : "khuyết giá trị trước giá trị này",
        en: isInterval
          ? "there is a gap before this interval" : "values before this one are missing"),
      LocalizedText(
        vi: isInterval ? "chồng lấn với khoảng trước" : "trùng với giá trị trước",
        en: isInterval ? "overlaps an interval before it" : "repeats the value before it"),
      LocalizedText(
        vi: "nhỏ hơn giá trị trước theo thứ tự", en: "is below the value before it in the order"),
    ]
  }
}
