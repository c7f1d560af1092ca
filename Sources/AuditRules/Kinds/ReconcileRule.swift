import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let reconcile = RuleKind(
    name: "reconcile",
    title: LocalizedText(vi: "Đối soát", en: "Reconciliation"),
    form: .listed,
    dimension: .consistency,
    unit: .group,
    summary: LocalizedText(
      vi:
        "Với từng nhóm theo khóa, trị của bộ dữ liệu này bằng (hoặc lớn, nhỏ hơn) trị của bộ khác hay một số cho trước, trong dung sai.",
      en:
        "For each group of a key, a value of this resource equals (or is above, below) one of another, or a given number, within a tolerance."
    ),
    parameters: [
      RuleParameter(
        "key", vi: "trường hoặc các trường của khóa; không có: cả bộ là một nhóm",
        en: "field or fields of the key; none: the whole resource is one group"),
      RuleParameter(
        "value", vi: "biểu thức số, hoặc một số",
        en: "an expression that gives a number, or a number"),
      RuleParameter(
        "aggregate", vi: "value (mặc định), sum, count, min, max",
        en: "value (default), sum, count, min, max"),
      RuleParameter(
        "where", vi: "chỉ tính bản ghi mà biểu thức này đúng",
        en: "only records where this is true count"),
      RuleParameter(
        "with", vi: "resource, key, aggregate, value, where của bên kia",
        en: "resource, key, aggregate, value, where of the other side"),
      RuleParameter(
        "equals", vi: "số cho trước, thay cho 'with'", en: "a given number, in place of 'with'"),
      RuleParameter("compare", vi: "= (mặc định) != < <= > >=", en: "= (default) != < <= > >="),
      RuleParameter(
        "tolerance", vi: "số, hoặc tỷ lệ như \"1%\" của bên kia",
        en: "a number, or a share of the other side such as \"1%\""),
    ],
    cost: .index,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "nhom"}, {"name": "so", "type": "integer"}]}}"#,
        rule:
          #"{"kind": "reconcile", "on": "vi_du", "key": "nhom", "aggregate": "sum", "value": "so", "equals": 10}"#,
        """
        nhom | so
        a    | 4
        a    | 6
        ↓b   | 4
        b    | 5
        """)
    ],
    read: { ReconcileBody($0) })
}

package struct ReconcileBody: RuleBody {
  package struct Side: Sendable {
    package let resource: ResourceSpec
    package let key: [FieldSpec]
    package let aggregate: Aggregate
    package let value: Expression?
    package let condition: Expression?
  }

  package enum Amount: Sendable {
    case constant(Decimal)
    case side(Side)
  }

  package let key: [FieldSpec]
  package let left: Amount
  package let right: Amount
  package let comparison: Comparison
  package let toleratedAmount: Decimal
  package let toleratedShare: Share?

  package var fields: [String] {
    var names = key.map(\.name)
    if case .side(let side) = left {
      names += ((side.value?.fields ?? []) + (side.condition?.fields ?? [])).filter {
        !names.contains($0)
      }
    }
    return names
  }
  package var text: String? { "\(left.description) \(comparison.sign) \(right.description)" }
  package var message: LocalizedText {
    LocalizedText(
      vi: "số liệu đối soát không khớp: \(text ?? "")",
      en: "the figures do not agree: \(text ?? "")")
  }
}

extension ReconcileBody.Amount {
  fileprivate var description: String {
    guard case .side(let side) = self else {
      if case .constant(let number) = self { return number.description }
      return ""
    }
    let value = side.value?.source ?? "*"
    let what = side.aggregate == .value ? value : "\(side.aggregate.rawValue)(\(value))"
    return "\(side.resource.name).\(what)" + (side.condition.map { " [\($0.source)]" } ?? "")
  }
}

// MARK: Reading

extension ReconcileBody {
  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let keyNames = reader.strings("key") ?? []
    let key = reading.fields(keyNames)
    let left = ReconcileBody.amount(reading, reader, reading.resource, key ?? [], initial: .value)
    let right = ReconcileBody.right(reading, keyCount: keyNames.count)
    comparison = ReconcileBody.comparison(reading)
    (toleratedAmount, toleratedShare) = ReconcileBody.tolerance(reading)
    guard let key, let left, let right else { return nil }
    self.key = key
    self.left = left
    self.right = right
  }

  private static func amount(
    _ reading: RuleReading, _ reader: ObjectReader, _ resource: ResourceSpec, _ key: [FieldSpec],
    initial: Aggregate
  ) -> Amount? {
    let given = reader.choice("aggregate", of: Aggregate.self)
    let condition = reading.expression("where", .truth, over: resource, in: reader)
    guard condition != nil || !reader.has("where") else { return nil }
    let aggregate = given ?? (initial == .value && !reader.has("value") ? .count : initial)
    guard let node = reader.value("value") else {
      guard aggregate == .count else {
        reading.log.add(.missingKey("value", at: reader.location))
        return nil
      }
      return .side(
        Side(resource: resource, key: key, aggregate: .count, value: nil, condition: condition))
    }
    if node.number != nil {
      return reader.decimal(of: node, "value").map { .constant($0) }
    }
    guard let value = reading.expression("value", .number, over: resource, in: reader) else {
      return nil
    }
    return .side(
      Side(resource: resource, key: key, aggregate: aggregate, value: value, condition: condition))
  }

  private static func right(_ reading: RuleReading, keyCount: Int) -> Amount? {
    let reader = reading.reader
    let number = reader.decimal("equals")
    guard let other = reader.object("with") else {
      if number == nil, !reader.has("with"), !reader.has("equals") {
        reading.log.add(.missingKey("with", at: reader.location))
      }
      return number.map { .constant($0) }
    }
    defer { other.finish() }
    let name = other.required("resource", other.string)
    let keyNames = other.strings("key") ?? []
    guard let name, let resource = reading.resource(name) else {
      for key in ["aggregate", "value", "where"] { _ = other.value(key) }
      return nil
    }
    let key = reading.fields(keyNames, of: resource)
    let amount = amount(reading, other, resource, key ?? [], initial: .count)
    guard keyNames.count == keyCount else {
      reading.log.add(
        .wrongValue(
          "key", "\(keyNames.count)", at: other.node["key"]?.location ?? other.location,
          expected: LocalizedText(
            vi: "hai bên phải có cùng số trường khóa",
            en: "both sides have to have as many key fields")))
      return nil
    }
    return key == nil ? nil : amount
  }

  private static func comparison(_ reading: RuleReading) -> Comparison {
    guard let sign = reading.reader.string("compare") else { return .equal }
    if let comparison = Comparison(sign: sign.value) { return comparison }
    reading.log.add(
      .wrongValue(
        "compare", sign.value, at: sign.location,
        expected: .oneOf(["=", "!=", "<", "<=", ">", ">="])))
    return .equal
  }

  private static func tolerance(_ reading: RuleReading) -> (Decimal, Share?) {
    guard let node = reading.reader.value("tolerance") else { return (Decimal(0), nil) }
    if let text = node.string, let share = Share(percent: text) { return (Decimal(0), share) }
    if let number = node.number.flatMap({ Decimal($0) }), number.coefficient >= 0 {
      return (number, nil)
    }
    reading.log.add(
      .wrongValue(
        "tolerance", node.string ?? node.number ?? "", at: node.location, expected: .tolerance))
    return (Decimal(0), nil)
  }
}

extension RuleReading {
  func resource(_ name: Located<String>) -> ResourceSpec? {
    if let resource = pack.resource(name.value) { return resource }
    log.add(.unknown(.resource, name.value, at: name.location, among: pack.resources.map(\.name)))
    return nil
  }
}

// MARK: Lowering

extension ReconcileBody {
  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let columns = try context.columns(key.map(\.name), of: rule.resource)
      let index = key.isEmpty ? nil : try context.keyIndex(rule.resource, key.map(\.name))
      return .reconcile(
        Reconciliation(
          index: index, left: try side(left, index, pack, &context),
          right: try side(right, index, pack, &context), comparison: comparison,
          toleratedAmount: toleratedAmount, toleratedShare: toleratedShare, columns: columns,
          messages: rule.message))
    }
  }

  private func side(
    _ amount: Amount, _ index: KeyIndex?, _ pack: RulePack, _ context: inout LoweringContext
  ) throws(NotApplicable) -> Reconciliation.Side {
    guard case .side(let side) = amount else {
      guard case .constant(let number) = amount else { return .constant(Decimal(0)) }
      return .constant(number)
    }
    let name = side.resource.name
    var entry: Node?
    if let index {
      let parts = try context.texts(side.key, of: name)
      entry = try context.build(name) { $0.entry(parts, in: index) }
    }
    var value: Node?
    if let expression = side.value {
      value = try context.lower(expression, over: side.resource, of: pack)
    }
    var condition: Node?
    if let expression = side.condition {
      condition = try context.lower(expression, over: side.resource, of: pack)
    }
    return .fed(
      resource: name,
      feed: GroupFeed(
        entry: entry, aggregate: side.aggregate, value: value, condition: condition,
        fields: side.key.map(\.name) + (side.value?.fields ?? [])
          + (side.condition?.fields ?? [])))
  }
}
