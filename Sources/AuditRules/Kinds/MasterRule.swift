import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let master = RuleKind(
    name: "master",
    title: LocalizedText(vi: "Khớp dữ liệu chủ", en: "Master-data agreement"),
    form: .listed,
    dimension: .conformance,
    summary: LocalizedText(
      vi:
        "Các trường của bản ghi khớp với bản ghi dữ liệu chủ có cùng khóa vào ngày xét. Với \"compare\": \"text\" hai văn bản được so theo bậc thang (dạng dựng sẵn, vị trí dấu thanh, khoảng trắng, hoa thường, dấu nháy và gạch); bản ghi chỉ khớp ở bậc sau được ghi nhận kèm tên bậc.",
      en:
        "Fields agree with the master-data record of the same key, on the day. With \"compare\": \"text\" texts are compared by the match ladder (composed form, tone placement, spaces, case, apostrophe and dash); a record that agrees at a later rung only gets a remark with the rung."
    ),
    basis: LocalizedText(
      vi: "NĐ 47/2020/NĐ-CP Điều 16 khoản 2 (tuân thủ dữ liệu chủ)",
      en: "Decree 47/2020/NĐ-CP Article 16(2) (conformance to master data)"),
    parameters: [
      RuleParameter(
        "list", vi: "danh mục trong codeLists chứa dữ liệu chủ",
        en: "the code list that holds the master data"),
      RuleParameter(
        "fields", vi: "đối tượng {trường: cột của danh mục}",
        en: "an object {field: column of the list}"),
      RuleParameter(
        "at", vi: "ngày xét hiệu lực, như của loại code", en: "the day of validity, as of kind code"
      ),
      RuleParameter(
        "compare", vi: "exact (mặc định) hoặc text", en: "exact (default) or text"),
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}, {"name": "ten"}, {"name": "cha"}]}}"#,
        rule:
          #"{"kind": "master", "on": "vi_du.ma", "list": "dm", "fields": {"ten": "ten", "cha": "cha"}, "compare": "text"}"#,
        list: "01,Xã Hòa An,A,,,\n02,Xã Hai,A,,,",
        """
        ma  | ten       | cha
        01  | Xã Hòa An | A
        ↓02 | Xã Ba     | A
        ↓02 | Xã Hai    | B
        ↓09 | Xã Hai    | A
        02  |           | A
            | Xã Hai    | A
        """)
    ],
    read: { MasterBody($0) })
}

package struct MasterBody: RuleBody {
  package let key: FieldSpec
  package let list: CodeListSpec
  package let pairs: [(field: FieldSpec, column: String)]
  package let day: CodeBody.Day
  package let compare: TextComparison

  package var fields: [String] {
    var names = [key.name] + pairs.map(\.field.name)
    if case .field(let day) = day { names.append(day.name) }
    return names
  }
  package var text: String? {
    pairs.map { "\($0.field.name) = \(list.name).\($0.column)" }.joined(separator: ", ")
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "khóa không có trong dữ liệu chủ '\(list.name)'",
      en: "the key is not in the master data '\(list.name)'")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let listName = reader.required("list", reader.string)
    let members = reader.required("fields", reader.members)
    let day = reading.dayOfRecords()
    compare = reader.choice("compare", of: TextComparison.self) ?? .exact
    var pairs: [(FieldSpec, String)] = []
    for member in members ?? [] {
      let name = Located(value: member.name, location: member.nameLocation)
      guard let field = reading.field(name) else { continue }
      guard let column = member.value.string, !column.isEmpty else {
        reading.log.add(.wrongType(member.name, member.value, expected: .string))
        continue
      }
      pairs.append((field, column))
    }
    guard let key = reading.fieldOfOn(), let listName, let members, let day else { return nil }
    guard let list = reading.codeList(listName), pairs.count == members.count, !pairs.isEmpty
    else { return nil }
    self.key = key
    self.list = list
    self.pairs = pairs
    self.day = day
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(key.name, of: rule.resource)
      let table = try context.table(list.name)
      let code = try context.text(key, of: rule.resource)
      let entry = try context.entry(code, in: list, on: day, of: rule.resource, pack)
      var sides: [Side] = []
      for pair in pairs {
        let attribute = try context.column(pair.column, ofList: list.name)
        let cell = try context.text(pair.field, of: rule.resource)
        sides.append(
          try context.build(rule.resource) { builder in
            side(cell, builder.attribute(attribute, of: entry, in: table), &builder)
          })
      }
      var leg = try context.build(rule.resource) { makeLeg(rule, column, entry, sides, &$0) }
      leg.expectedColumns = try context.columns(pairs.map(\.field.name), of: rule.resource)
      if compare == .text, pairs.count == 1 {
        leg.explanation = .rung(column: try context.column(pairs[0].field.name, of: rule.resource))
      }
      return .records([leg])
    }
  }

  private struct Side {
    /// True where one is blank.
    var holds: Node
    var isExact: Node
    var expected: Node
  }

  private func side(_ cell: Node, _ expected: Node, _ builder: inout ProgramBuilder) -> Side {
    let yes = builder.truth(true)
    let exact = builder.coalesce(builder.compare(.equal, cell, expected), yes)
    guard compare == .text else { return Side(holds: exact, isExact: exact, expected: expected) }
    let folded = builder.agree(cell, expected, besides: exact)
    return Side(holds: builder.coalesce(folded, yes), isExact: exact, expected: expected)
  }

  private func makeLeg(
    _ rule: RuleSpec, _ column: Int, _ entry: Node, _ sides: [Side], _ builder: inout ProgramBuilder
  ) -> Leg {
    let known = builder.exists(entry)
    var agrees = builder.truth(true)
    var isExact = builder.truth(true)
    for side in sides {
      agrees = builder.and(agrees, side.holds)
      isExact = builder.and(isExact, side.isExact)
    }
    let verdict = builder.judged(builder.and(known, agrees), rule.nulls)
    // The first field that differs is told; of those that agree, the first that needed a fold.
    var reason = builder.number(Decimal(Int64(sides.count)))
    var expected = builder.null(.text)
    for (number, side) in sides.enumerated().reversed() {
      reason = builder.choose(side.holds, reason, builder.number(Decimal(Int64(number + 1))))
      expected = builder.choose(
        builder.choose(agrees, side.isExact, side.holds), expected, side.expected)
    }
    reason = builder.choose(known, reason, builder.number(Decimal(0)))
    let remark =
      compare == .text
      ? builder.and(builder.and(known, agrees), builder.not(isExact)) : nil
    return Leg(
      verdict: verdict, column: column, field: key.name, reason: reason, messages: messages(rule),
      expected: list.name, expectedNode: expected, remark: remark,
      remarkMessage: LocalizedText(
        vi: "khớp với dữ liệu chủ '\(list.name)' sau khi chuẩn hóa cách viết",
        en: "agrees with the master data '\(list.name)' but for the spelling"),
      remarkSeverity: .note)
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: pairs.count + 1) }
    return [rule.message]
      + pairs.map {
        LocalizedText(
          vi: "trường \($0.field.name) không khớp với dữ liệu chủ '\(list.name)'",
          en: "the field \($0.field.name) does not agree with the master data '\(list.name)'")
      }
  }
}
