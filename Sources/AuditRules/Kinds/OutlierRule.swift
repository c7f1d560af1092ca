import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let outlier = RuleKind(
    name: "outlier",
    title: LocalizedText(vi: "Giá trị bất thường", en: "Outlier"),
    form: .listed,
    dimension: .anomaly,
    summary: LocalizedText(
      vi:
        "Giá trị số cách trung vị của nhóm không quá 'deviations' lần độ lệch tuyệt đối trung vị (MAD, nhân 1,4826). Nhóm ít bản ghi hơn 'least', hoặc có MAD bằng 0, không được đánh giá.",
      en:
        "A number lies within 'deviations' times the median absolute deviation (MAD, times 1.4826) of its group's median. Groups of fewer records than 'least', and those whose MAD is 0, are not judged."
    ),
    basis: LocalizedText(
      vi:
        "NĐ 47/2020/NĐ-CP Điều 16 khoản 2 (dữ liệu bất thường); Iglewicz và Hoaglin (1993), ngưỡng 3,5",
      en:
        "Decree 47/2020/NĐ-CP Article 16(2) (abnormal data); Iglewicz and Hoaglin (1993), threshold 3.5"
    ),
    parameters: [
      RuleParameter(
        "by", vi: "trường hoặc các trường của nhóm; không có: cả bộ dữ liệu là một nhóm",
        en: "field or fields of the group; none: the whole resource is one group"),
      RuleParameter(
        "deviations", vi: "số lần độ lệch được chấp nhận, mặc định 3.5",
        en: "deviations that are accepted, 3.5 by default"),
      RuleParameter(
        "least", vi: "số bản ghi ít nhất của nhóm, mặc định 20",
        en: "records that a group must have, 20 by default"),
    ],
    cost: .groups,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "so", "type": "number"}]}}"#,
        rule: #"{"kind": "outlier", "on": "vi_du.so", "least": 7}"#,
        """
        so
        10
        11
        ↓90
        12
        9.5
        10.5
        11.5

        ↓-40
        """)
    ],
    read: { OutlierBody($0) })
}

package struct OutlierBody: RuleBody {
  package let field: FieldSpec
  package let by: [FieldSpec]
  package let deviations: Decimal
  package let least: Int

  package var fields: [String] { [field.name] + by.map(\.name) }
  package var text: String? {
    let groups = by.isEmpty ? "" : " / \(by.map(\.name).joined(separator: ", "))"
    return "|\(field.name) − median| ≤ \(deviations.description) × 1.4826 × MAD\(groups)"
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "giá trị khác xa các giá trị khác của nhóm",
      en: "the value is far from the others of its group")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let by = reading.fields(reader.strings("by") ?? [])
    let deviations = reader.decimal("deviations") ?? Decimal(35, scale: 1)
    least = reader.integer("least", 3...1_000_000) ?? 20
    guard let by, let field = reading.fieldOfOn() else { return nil }
    guard field.type.valueType == .number else {
      reading.log.add(
        .wrongValue(
          "on", field.name, at: reader.node["on"]?.location ?? reader.location,
          expected: LocalizedText(
            vi: "trường phải có kiểu số", en: "the field has to be a number")))
      return nil
    }
    guard deviations.coefficient > 0, deviations.coefficient < 1_000_000_000 else {
      reading.log.add(
        .wrongValue(
          "deviations", deviations.description,
          at: reader.node["deviations"]?.location ?? reader.location,
          expected: LocalizedText(vi: "số lớn hơn 0", en: "a number above 0")))
      return nil
    }
    self.field = field
    self.by = by
    self.deviations = deviations
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let keys = try context.texts(by, of: rule.resource)
      let value = try context.value(field, of: rule.resource)
      let (deviations, least) = (self.deviations, self.least)
      return .groups(
        GroupRule(
          keys: keys, parts: [.number(value)], column: column, field: field.name,
          messages: [rule.message], expectedColumn: column,
          judge: { OutlierBody.judge($0, deviations, least, &$1) }))
    }
  }

  private static func judge(
    _ group: GroupRecords, _ deviations: Decimal, _ least: Int, _ findings: inout GroupFindings
  ) {
    let values = (0..<group.count).compactMap { group.number($0, 0) }
    guard values.count >= least, let middle = twiceMedian(values.sorted()) else {
      findings.skipped += group.count
      return
    }
    // Twice the distances, so that a median between two values is exact.
    let distances = values.map { (2 * $0 - middle).magnitude }
    guard let spread = twiceMedian(distances.sorted().map { Int128($0) }), spread > 0 else {
      findings.skipped += group.count
      return
    }
    // |x − median| > k × 1.4826 × MAD, with twice the distance and four times the MAD.
    let scale = UInt128(ScaledNumber.scaled(Decimal(1, scale: 0)))
    let factor = UInt128(ScaledNumber.scaled(deviations).magnitude) * 14_826 / 10_000
    let bound = spread.magnitude.multipliedFullWidth(by: factor)
    for (number, distance) in distances.enumerated() {
      let far = (2 * distance).multipliedFullWidth(by: scale)
      guard (far.high, far.low) > (bound.high, bound.low) else { continue }
      let expected = Array("≈ ".utf8) + ScaledNumber.text(middle / 2)
      findings.add(group.record(number), expected: expected)
    }
  }

  /// The sum of the two values in the middle.
  private static func twiceMedian(_ sorted: [Int128]) -> Int128? {
    guard !sorted.isEmpty else { return nil }
    return sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
  }
}
