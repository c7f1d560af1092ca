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
        "Giá trị số cách trung vị của nhóm không quá 'deviations' lần độ lệch tuyệt đối trung vị (MAD, nhân 1,4826). Nhóm ít bản ghi hơn 'least', hoặc có MAD bằng 0, không được đánh giá. Với 'previous': tỷ trọng (hay số bản ghi) của mỗi giá trị lệch so với kỳ trước không quá 'change'; mỗi giá trị khác nhau của hai kỳ là một đơn vị, ô trống không tính.",
      en:
        "A number lies within 'deviations' times the median absolute deviation (MAD, times 1.4826) of its group's median. Groups of fewer records than 'least', and those whose MAD is 0, are not judged. With 'previous': the share (or number) of records with each value moved by no more than 'change' against the last period; each distinct value of the two periods is a unit, blank cells are not counted."
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
        "least",
        vi:
          "số bản ghi ít nhất của nhóm, mặc định 20; với 'previous': của mỗi kỳ, hoặc (compare là count) của giá trị ở kỳ nhiều hơn",
        en:
          "records that a group must have, 20 by default; with 'previous': each period, or (if compare is count) the value in the period that has more"
      ),
      RuleParameter(
        "previous",
        vi:
          "kỳ trước: {resource, fields, count}; 'fields' mặc định cùng tên với 'on'; 'count' là trường số nguyên của bảng tổng hợp, không có: mỗi bản ghi tính là một",
        en:
          "the last period: {resource, fields, count}; 'fields' are by default those of 'on'; 'count' is the field of a summary table with whole numbers, none: each record counts as one"
      ),
      RuleParameter(
        "change",
        vi:
          "với 'previous': mức lệch cho phép như \"5%\": điểm phần trăm của tỷ trọng, hoặc phần của số kỳ trước",
        en:
          "with 'previous': what is allowed, such as \"5%\": percentage points of the share, or a part of the last period's number"
      ),
      RuleParameter(
        "compare", vi: "với 'previous': share (tỷ trọng, mặc định) hoặc count (số bản ghi)",
        en: "with 'previous': share (default) or count"),
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
  package let ask: Ask

  package enum Ask: Sendable {
    case far(FarAsk)
    case shift(ShiftAsk)
  }

  package var fields: [String] {
    switch ask {
    case .far(let far): [far.field.name] + far.by.map(\.name)
    case .shift(let shift): shift.fields.map(\.name)
    }
  }
  package var text: String? {
    switch ask {
    case .far(let far): far.text
    case .shift(let shift): shift.text
    }
  }
  package var message: LocalizedText {
    switch ask {
    case .far:
      LocalizedText(
        vi: "giá trị khác xa các giá trị khác của nhóm",
        en: "the value is far from the others of its group")
    case .shift(let shift): shift.message
    }
  }
  package var unit: RuleUnit? {
    if case .shift = ask { .group } else { nil }
  }

  fileprivate init?(_ reading: RuleReading) {
    let ask: Ask? =
      reading.reader.value("previous") != nil
      ? ShiftAsk(reading).map { .shift($0) } : FarAsk(reading).map { .far($0) }
    guard let ask else { return nil }
    self.ask = ask
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      switch ask {
      case .far(let far): try far.lower(rule, &context)
      case .shift(let shift): try shift.lower(rule, &context)
      }
    }
  }
}

/// Numbers far from the others of their group.
package struct FarAsk: Sendable {
  package let field: FieldSpec
  package let by: [FieldSpec]
  package let deviations: Decimal
  package let least: Int

  fileprivate var text: String {
    let groups = by.isEmpty ? "" : " / \(by.map(\.name).joined(separator: ", "))"
    return "|\(field.name) − median| ≤ \(deviations.description) × 1.4826 × MAD\(groups)"
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let by = reading.fields(reader.strings("by") ?? [])
    let deviations = reader.decimal("deviations") ?? Decimal(35, scale: 1)
    least = reader.integer("least", 3...1_000_000) ?? 20
    guard let by, let field = reading.fieldOfOn(.number) else { return nil }
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

  fileprivate func lower(
    _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> CheckForm {
    let column = try context.column(field.name, of: rule.resource)
    let keys = try context.texts(by, of: rule.resource)
    let value = try context.value(field, of: rule.resource)
    let (deviations, least) = (self.deviations, self.least)
    var made = GroupRule(
      keys: keys, parts: [.number(value)], column: column, field: field.name,
      messages: [rule.message], expectedColumn: column,
      judge: { FarAsk.judge($0, deviations, least, &$1) })
    made.figureColumns = try context.columns(by.map(\.name), of: rule.resource)
    return try context.groups(made, rule)
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
