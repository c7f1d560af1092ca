import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let dependency = RuleKind(
    name: "dependency",
    title: LocalizedText(vi: "Phụ thuộc hàm", en: "Functional dependency"),
    form: .listed,
    dimension: .consistency,
    summary: LocalizedText(
      vi:
        "Các bản ghi cùng giá trị ở 'by' luôn có cùng giá trị ở trường của 'on'. Mọi bản ghi của nhóm không thống nhất đều được nêu; bản ghi khác với đa số được ghi là nghi sai.",
      en:
        "Records that agree in 'by' always agree in the field of 'on'. Every record of a group that does not is a finding; those that differ from the majority are called suspect."
    ),
    basis: LocalizedText(
      vi: "NĐ 47/2020/NĐ-CP Điều 16 khoản 2 (tính toàn vẹn, dữ liệu bất thường)",
      en: "Decree 47/2020/NĐ-CP Article 16(2) (integrity, abnormal data)"),
    parameters: [
      RuleParameter(
        "by", vi: "trường hoặc các trường quyết định",
        en: "the field or fields that determine the value")
    ],
    cost: .groups,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}, {"name": "ten"}]}}"#,
        rule: #"{"kind": "dependency", "on": "vi_du.ten", "by": "ma"}"#,
        """
        ma | ten
        01 | ↓Xã Một
        01 | ↓Xã Một
        01 | ↓Xã Mốt
        02 | Xã Hai
        03 | Xã Ba
        03 |
           | Xã Bốn
        03 | Xã Ba
        """)
    ],
    read: { reading in
      guard let names = reading.reader.required("by", reading.reader.strings), !names.isEmpty,
        let by = reading.fields(names), let field = reading.fieldOfOn()
      else { return nil }
      return DependencyBody(field: field, determinants: by)
    })
}

package struct DependencyBody: RuleBody {
  package let field: FieldSpec
  package let determinants: [FieldSpec]

  package var fields: [String] { [field.name] + determinants.map(\.name) }
  package var text: String? {
    "\(determinants.map(\.name).joined(separator: ", ")) → \(field.name)"
  }
  private var by: String { determinants.map(\.name).joined(separator: ", ") }
  package var message: LocalizedText {
    LocalizedText(
      vi: "các bản ghi cùng \(by) có giá trị khác nhau",
      en: "records with the same \(by) have different values")
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let keys = try context.texts(determinants, of: rule.resource)
      let value = try context.text(field, of: rule.resource)
      return .groups(
        GroupRule(
          keys: keys, parts: [.text(value)], least: 2, column: column, field: field.name,
          messages: messages(rule), expectedColumn: column, suspectReason: 0,
          judge: DependencyBody.judge))
    }
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 3) }
    return [
      LocalizedText(
        vi: "nghi sai: khác với đa số bản ghi cùng \(by)",
        en: "suspect: differs from most records with the same \(by)"),
      LocalizedText(
        vi: "có bản ghi cùng \(by) mang giá trị khác (bản ghi này theo đa số)",
        en: "some record with the same \(by) has another value (this one is of the majority)"),
      LocalizedText(
        vi: "các bản ghi cùng \(by) mang giá trị khác nhau, không giá trị nào chiếm đa số",
        en: "records with the same \(by) have different values, and none has the majority"),
    ]
  }

  /// The majority is the value of more records than any other has.
  private static func judge(_ group: GroupRecords, _ findings: inout GroupFindings) {
    let classes = group.classes(0)
    guard classes.count > 1 else { return }
    var sizes = [Int](repeating: 0, count: classes.count)
    for number in classes.of { sizes[number] += 1 }
    let most = sizes.max() ?? 0
    let leading = sizes.filter { $0 == most }.count == 1 ? sizes.firstIndex(of: most) : nil
    let usual = leading.flatMap { leading in
      classes.of.firstIndex(of: leading).flatMap { group.text($0, 0) }
    }
    for (number, of) in classes.of.enumerated() {
      let reason = leading.map { $0 == of ? 1 : 0 } ?? 2
      findings.add(group.record(number), reason: reason, expected: reason == 0 ? usual : nil)
    }
  }
}
