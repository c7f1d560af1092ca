import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let code = RuleKind(
    name: "code",
    title: LocalizedText(vi: "Mã theo danh mục", en: "Code of a list"),
    form: .listed,
    dimension: .conformance,
    summary: LocalizedText(
      vi:
        "Mã có trong danh mục và còn hiệu lực vào ngày xét; với 'name' cặp (mã, tên) khớp nhau, với 'parent' mã cha khớp.",
      en:
        "The code is in the list and valid on the day; with 'name' the pair (code, name) agrees, with 'parent' the parent code does."
    ),
    basis: LocalizedText(
      vi: "NĐ 47/2020/NĐ-CP về danh mục dùng chung; đơn vị hành chính: QĐ 19/2025/QĐ-TTg",
      en: "Decree 47/2020/NĐ-CP on shared code lists; administrative units: Decision 19/2025/QĐ-TTg"
    ),
    parameters: [
      RuleParameter("list", vi: "tên danh mục trong codeLists", en: "the list's name in codeLists"),
      RuleParameter(
        "at",
        vi:
          "ngày xét hiệu lực: trường ngày, tham số ngày, period-end hoặc yyyy-MM-dd; mặc định asOf, rồi period-end",
        en:
          "the day of validity: a date field, a date parameter, period-end or yyyy-MM-dd; otherwise asOf, then period-end"
      ),
      RuleParameter("name", vi: "trường chứa tên", en: "the field with the name"),
      RuleParameter("parent", vi: "trường chứa mã cha", en: "the field with the parent code"),
      RuleParameter(
        "accept",
        vi:
          "current (mặc định), successor (mã cũ đã có mã thay), expired (mã cũ), predecessor (mã chưa có hiệu lực); thêm :warning để ghi nhận cảnh báo",
        en:
          "current (default), successor (an old code with a successor), expired (an old code), predecessor (a code not in force yet); with :warning they get a remark"
      ),
      RuleParameter(
        "compare",
        vi: "cách so tên: exact, hoặc text theo bậc thang; khớp ở bậc sau thì ghi chú tên bậc",
        en: "how names are compared: exact, or text by the ladder; a later rung is told in a note"),
    ],
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}, {"name": "ten"}, {"name": "cha"}]}}"#,
        rule:
          #"{"kind": "code", "on": "vi_du.ma", "list": "dm", "at": "2026-01-01", "name": "ten", "parent": "cha"}"#,
        list: "01,Xã Một,A,,,\n02,Xã Hai,A,,2025-06-30,03\n03,Xã Ba,B,2025-07-01,,",
        """
        ma  | ten    | cha
        01  | Xã Một | A
        ↓02 | Xã Hai | A
        03  | Xã Ba  | B
        ↓03 | Xã Hai | B
        ↓01 | Xã Một | B
        ↓09 | Xã Một | A
            | Xã Một | A
        """)
    ],
    read: { CodeBody($0) })
}

package struct CodeBody: RuleBody {
  /// The day validity is asked for.
  package enum Day: Sendable {
    case field(FieldSpec)
    case parameter(String)
    case fixed(CivilDate)
    /// `asOf`, else `period-end`.
    case run
  }

  /// What becomes of a code that is not valid on the day.
  package enum Acceptance: Sendable {
    case refused, remarked, accepted
  }

  package let field: FieldSpec
  package let list: CodeListSpec
  package let day: Day
  package let name: FieldSpec?
  package let parent: FieldSpec?
  /// Of codes no longer valid that have a successor, and of the others.
  package let withSuccessor: Acceptance
  package let expired: Acceptance
  /// Of codes that are not in force yet.
  package let premature: Acceptance
  package let compare: TextComparison

  package var fields: [String] {
    var names = [field.name]
    if let name { names.append(name.name) }
    if let parent { names.append(parent.name) }
    if case .field(let day) = day { names.append(day.name) }
    return names
  }
  package var text: String? { list.name }
  package var message: LocalizedText {
    LocalizedText(
      vi: "mã không có trong danh mục '\(list.name)'",
      en: "the code is not in the list '\(list.name)'")
  }
}

// MARK: Reading

extension CodeBody {
  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let listName = reader.required("list", reader.string)
    let day = reading.dayOfRecords()
    let name = reader.name("name")
    let parent = reader.name("parent")
    let accept = reader.strings("accept") ?? []
    compare = reader.choice("compare", of: TextComparison.self) ?? .exact
    let nameField = name.flatMap { reading.field($0) }
    let parentField = parent.flatMap { reading.field($0) }
    (withSuccessor, expired, premature) = CodeBody.acceptance(accept, reading.log)
    guard let field = reading.fieldOfOn(), let listName, let day else { return nil }
    guard let list = reading.codeList(listName), (name == nil) == (nameField == nil),
      (parent == nil) == (parentField == nil)
    else { return nil }
    for (key, column, given) in [("name", list.nameColumn, name), ("parent", list.parent, parent)] {
      if let given, column == nil {
        reading.log.add(
          .wrongValue(
            key, given.value, at: given.location,
            expected: LocalizedText(
              vi: "danh mục '\(list.name)' chưa khai báo cột '\(key)'",
              en: "the code list '\(list.name)' declares no '\(key)' column")))
        return nil
      }
    }
    self.field = field
    self.list = list
    self.day = day
    self.name = nameField
    self.parent = parentField
  }

  /// What `accept` may name.
  static let acceptances =
    ["current"] + ["successor", "expired", "predecessor"].flatMap { [$0, "\($0):warning"] }

  private static func acceptance(
    _ words: [Located<String>], _ log: MistakeLog
  ) -> (withSuccessor: Acceptance, expired: Acceptance, premature: Acceptance) {
    var (withSuccessor, expired) = (Acceptance.refused, Acceptance.refused)
    var premature = Acceptance.refused
    for word in words {
      switch word.value {
      case "current": break
      case "successor": withSuccessor = .accepted
      case "successor:warning": withSuccessor = .remarked
      case "expired": expired = .accepted
      case "expired:warning": expired = .remarked
      case "predecessor": premature = .accepted
      case "predecessor:warning": premature = .remarked
      default:
        log.add(
          .wrongValue(
            "accept", word.value, at: word.location, expected: .oneOf(acceptances),
            among: acceptances))
      }
    }
    return (withSuccessor, expired, premature)
  }
}

// MARK: Lowering

extension CodeBody {
  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let table = try context.table(list.name)
      let code = try context.text(field, of: rule.resource)
      let any = try context.build(rule.resource) { $0.entry(code, in: table) }
      let dated = try entriesOnDay(code, table, rule, pack, &context)
      let (current, past) = (dated?.current, dated?.past ?? any)
      let successor = try attribute(list.successor, of: past, table, rule, &context)
      let nameHolds = try agreement(
        name, list.nameColumn, current ?? any, past, table, rule, &context)
      let parentHolds = try agreement(
        parent, list.parent, current ?? any, past, table, rule, &context)
      let nameColumn = try name.map { field throws(NotApplicable) in
        try context.column(field.name, of: rule.resource)
      }
      var leg = try context.build(rule.resource) { builder in
        makeLeg(
          rule, column: column, any: any, current: current, past: past, successor: successor,
          name: nameHolds, parent: parentHolds, &builder)
      }
      guard let nameColumn, let nameHolds else { return .records([leg]) }
      leg.explanation = .expected(column: nameColumn, reason: 2)
      guard compare == .text else { return .records([leg]) }
      let judged = leg.verdict
      var rung = try context.build(rule.resource) { rungLeg(judged, nameHolds, &$0) }
      rung.column = nameColumn
      rung.explanation = .rung(column: nameColumn)
      return .records([leg, rung])
    }
  }

  /// The entry valid on the day, and the one that was last; nil for a list without dates.
  ///
  /// A code that is not in force yet has neither.
  private func entriesOnDay(
    _ code: Node, _ table: CodeTable, _ rule: RuleSpec, _ pack: RulePack,
    _ context: inout LoweringContext
  ) throws(NotApplicable) -> (current: Node, past: Node)? {
    guard list.isDated else { return nil }
    let day = try context.day(self.day, of: rule.resource, pack)
    return try context.build(rule.resource) {
      ($0.entry(code, on: day, in: table), $0.entry(code, begunBy: day, in: table))
    }
  }

  private func attribute(
    _ column: String?, of entry: Node, _ table: CodeTable, _ rule: RuleSpec,
    _ context: inout LoweringContext
  ) throws(NotApplicable) -> Node? {
    guard let column else { return nil }
    let index = try context.column(column, ofList: list.name)
    return try context.build(rule.resource) { $0.attribute(index, of: entry, in: table) }
  }

  /// Whether a field agrees with its column of the entry, and what it should be; true where one is blank.
  private func agreement(
    _ field: FieldSpec?, _ column: String?, _ current: Node, _ past: Node, _ table: CodeTable,
    _ rule: RuleSpec, _ context: inout LoweringContext
  ) throws(NotApplicable) -> (holds: Node, isExact: Node, expected: Node)? {
    guard let field, let column else { return nil }
    let index = try context.column(column, ofList: list.name)
    let cell = try context.text(field, of: rule.resource)
    return try context.build(rule.resource) { builder in
      let valid = builder.attribute(index, of: current, in: table)
      let expected = builder.coalesce(valid, builder.attribute(index, of: past, in: table))
      let yes = builder.truth(true)
      let exact = builder.coalesce(builder.compare(.equal, cell, expected), yes)
      guard compare == .text, field.name == name?.name else { return (exact, exact, expected) }
      let folded = builder.agree(cell, expected, besides: exact)
      return (builder.coalesce(folded, yes), exact, expected)
    }
  }

  private func makeLeg(
    _ rule: RuleSpec, column: Int, any: Node, current: Node?, past: Node, successor: Node?,
    name: (holds: Node, isExact: Node, expected: Node)?,
    parent: (holds: Node, isExact: Node, expected: Node)?,
    _ builder: inout ProgramBuilder
  ) -> Leg {
    let known = builder.exists(any)
    let isCurrent = current.map { builder.exists($0) } ?? known
    let isObsolete = builder.and(builder.exists(past), builder.not(isCurrent))
    let hasSuccessor =
      successor.map { builder.and(isObsolete, builder.isPresent($0)) } ?? builder.truth(false)
    var passes = isCurrent
    var remark = builder.truth(false)
    let isEarly = builder.and(known, builder.not(builder.or(isCurrent, isObsolete)))
    for (acceptance, condition) in [
      (withSuccessor, hasSuccessor), (expired, isObsolete), (premature, isEarly),
    ]
    where acceptance != .refused {
      passes = builder.or(passes, condition)
      if acceptance == .remarked { remark = builder.or(remark, condition) }
    }
    let yes = builder.truth(true)
    let (nameHolds, parentHolds) = (name?.holds ?? yes, parent?.holds ?? yes)
    let pairHolds = builder.and(nameHolds, parentHolds)
    let verdict = builder.judged(builder.and(passes, pairHolds), rule.nulls)
    var expected = builder.choose(
      nameHolds, parent?.expected ?? builder.null(.text), name?.expected ?? builder.null(.text))
    // Where the day is at fault - the code was refused for it, or let pass with a remark - its successor is expected.
    let isPairAtFault = builder.and(passes, builder.not(pairHolds))
    expected = builder.choose(isPairAtFault, expected, successor ?? builder.null(.text))
    return Leg(
      verdict: verdict, column: column, field: field.name,
      reason: reason(known, passes, nameHolds, &builder), messages: messages(rule),
      expected: list.name, expectedNode: expected,
      remark: [withSuccessor, expired, premature].contains(.remarked) ? remark : nil,
      remarkMessage: premature == .remarked ? .notInForce(list.name) : .noLongerValid(list.name))
  }

  /// A note where the name is the list's only after folding; which fold is told.
  private func rungLeg(
    _ verdict: Node, _ name: (holds: Node, isExact: Node, expected: Node),
    _ builder: inout ProgramBuilder
  ) -> Leg {
    var leg = Leg(
      verdict: builder.truth(nil), column: nil, field: self.name?.name ?? field.name,
      messages: [message], expected: list.name, expectedNode: name.expected,
      remark: builder.and(verdict, builder.not(name.isExact)),
      remarkMessage: LocalizedText(
        vi: "tên khớp với danh mục '\(list.name)' sau khi chuẩn hóa cách viết",
        en: "the name agrees with the list '\(list.name)' but for the spelling"),
      remarkSeverity: .note)
    leg.isRemarkOnly = true
    return leg
  }

  /// Which of `messages` is told.
  private func reason(
    _ known: Node, _ passes: Node, _ nameHolds: Node, _ builder: inout ProgramBuilder
  ) -> Node {
    let number = (0..<4).map { builder.number(Decimal(Int64($0))) }
    let ofPair = builder.choose(nameHolds, number[3], number[2])
    let ofKnown = builder.choose(passes, ofPair, number[1])
    return builder.choose(known, ofKnown, number[0])
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 4) }
    return [
      rule.message,
      LocalizedText(
        vi: "mã không còn hoặc chưa có hiệu lực vào ngày xét trong danh mục '\(list.name)'",
        en: "the code is not valid on the day in the list '\(list.name)'"),
      LocalizedText(
        vi: "tên không khớp với mã trong danh mục '\(list.name)'",
        en: "the name does not belong to the code in the list '\(list.name)'"),
      LocalizedText(
        vi: "mã cha không khớp với mã trong danh mục '\(list.name)'",
        en: "the parent code does not belong to the code in the list '\(list.name)'"),
    ]
  }
}

extension LoweringContext {
  /// The day of the run: `asOf`, else the period's end.
  func runDate(_ pack: RulePack) throws(NotApplicable) -> CivilDate {
    if let date = try? date("asOf", of: pack) { return date }
    return try date("period-end", of: pack)
  }
}

extension LocalizedText {
  fileprivate static func noLongerValid(_ list: String) -> LocalizedText {
    LocalizedText(
      vi: "mã đã hết hiệu lực trong danh mục '\(list)'",
      en: "the code is no longer valid in the list '\(list)'")
  }

  fileprivate static func notInForce(_ list: String) -> LocalizedText {
    LocalizedText(
      vi: "mã không có hiệu lực vào ngày xét trong danh mục '\(list)', được chấp nhận",
      en: "the code is not valid on the day in the list '\(list)', and accepted")
  }
}
