import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let hierarchy = RuleKind(
    name: "hierarchy",
    title: LocalizedText(vi: "Cộng dồn theo cây danh mục", en: "Sums along a tree"),
    form: .listed,
    dimension: .consistency,
    unit: .node,
    summary: LocalizedText(
      vi:
        "Số liệu của mỗi nút trong cây danh mục bằng tổng số liệu của các nút con. Nhiều bản ghi cùng một mã được cộng lại; nút không có số liệu, hoặc không nút con nào có, không được đánh giá.",
      en:
        "Each node's figure in a code list's tree equals the sum of its children's. Records of one code add up; a node without a figure, or none of whose children has one, is not judged."
    ),
    parameters: [
      RuleParameter(
        "list", vi: "danh mục có cột 'parent'", en: "a code list with a 'parent' column"),
      RuleParameter("code", vi: "trường chứa mã của nút", en: "the field with the node's code"),
      RuleParameter(
        "at",
        vi: "ngày xét cây danh mục: tham số ngày hoặc yyyy-MM-dd; mặc định asOf, rồi period-end",
        en: "the day of the tree: a date parameter or yyyy-MM-dd; otherwise asOf, then period-end"),
      RuleParameter(
        "tolerance", vi: "chênh lệch được chấp nhận, mặc định 0",
        en: "the difference accepted, 0 by default"),
    ],
    cost: .entries,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}, {"name": "so", "type": "integer"}]}}"#,
        rule: #"{"kind": "hierarchy", "on": "vi_du.so", "code": "ma", "list": "dm"}"#,
        list: "T,Tỉnh,,,,\nH1,Huyện 1,T,,,\nH2,Huyện 2,T,,,\nX1,Xã 1,H1,,,\nX2,Xã 2,H1,,,",
        """
        ma | so
        T  | ↓30
        H1 | 15
        H2 | 16
        X1 | 10
        X2 | 5
        """)
    ],
    read: { HierarchyBody($0) })
}

package struct HierarchyBody: RuleBody {
  package let field: FieldSpec
  package let code: FieldSpec
  package let list: CodeListSpec
  package let day: CodeBody.Day
  package let tolerance: Decimal

  package var fields: [String] { [code.name, field.name] }
  package var text: String? {
    "\(field.name) = Σ \(field.name) [\(list.name).\(list.parent ?? "")]"
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "số liệu không bằng tổng của các đơn vị con",
      en: "the figure is not the sum of its children's")
  }

  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    let listName = reader.required("list", reader.string)
    let codeName = reader.required("code", reader.name)
    let code = codeName.flatMap { reading.field($0) }
    let day = reading.dayOfRun(in: reader)
    let tolerance = reader.decimal("tolerance") ?? Decimal(0)
    guard let field = reading.fieldOfOn(.number), let code, let day, let listName,
      let list = reading.codeList(listName)
    else { return nil }
    guard list.parent != nil else {
      reading.log.add(
        .wrongValue(
          "list", listName.value, at: listName.location,
          expected: LocalizedText(
            vi: "danh mục có khai báo cột 'parent'",
            en: "a code list that declares a 'parent' column"
          )))
      return nil
    }
    self.field = field
    self.code = code
    self.list = list
    self.day = day
    self.tolerance = tolerance
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(code.name, of: rule.resource)
      let valueColumn = try context.column(field.name, of: rule.resource)
      let table = try context.table(list.name)
      let text = try context.text(code, of: rule.resource)
      let entry = try context.entry(text, in: list, on: day, of: rule.resource, pack)
      let date = list.isDated ? try context.date(of: day, pack) : nil
      let value = try context.value(field, of: rule.resource)
      return .hierarchy(
        Hierarchy(
          parents: try parents(table, date, context), entry: entry, value: value,
          tolerance: ScaledNumber.scaled(tolerance), column: column, valueColumn: valueColumn,
          field: field.name, messages: messages(rule)))
    }
  }

  /// Of each entry in force the entry of its parent; -1 for none.
  private func parents(
    _ table: CodeTable, _ date: CivilDate?, _ context: LoweringContext
  ) throws(NotApplicable) -> [Int] {
    let code = try context.column(list.code, ofList: list.name)
    let parent = try context.column(list.parent ?? "", ofList: list.name)
    var entries: [[UInt8]: Int] = [:]
    for entry in 0..<table.entryCount where table.isInForce(entry, on: date) {
      entries[table.cell(entry: entry, column: code)] = entry
    }
    return (0..<table.entryCount).map { entry in
      guard table.isInForce(entry, on: date) else { return -1 }
      let found = entries[table.cell(entry: entry, column: parent)] ?? -1
      return found == entry ? -1 : found
    }
  }

  private func messages(_ rule: RuleSpec) -> [LocalizedText] {
    guard !rule.hasOwnMessage else { return Array(repeating: rule.message, count: 2) }
    return [
      rule.message,
      LocalizedText(
        vi: "số liệu không bằng tổng của các đơn vị con; có đơn vị con không có số liệu",
        en: "the figure is not the sum of its children's; some child has none"),
    ]
  }
}

/// Figures of the entries of a code list, held against the sums of their children's.
package struct Hierarchy: Sendable {
  /// Of each entry its parent's entry, or -1.
  package var parents: [Int]
  package var entry: Node
  package var value: Node
  /// With 18 digits after the point.
  package var tolerance: Int128
  package var column: Int
  package var valueColumn: Int
  package var field: String
  package var messages: [LocalizedText]

  /// A node whose figure is not the sum of its children's.
  package struct Breach: Sendable, Hashable {
    package var entry: Int
    package var value: Int128
    package var sum: Int128
    package var lacksChildren: Bool
  }

  /// - `values`: an entry's figure, nil where there is none.
  /// - Returns: how many nodes agree, those that do not, and how many have a figure but no child that has one; nil where
  ///   a sum leaves 128 bits.
  package func judge(
    _ values: (Int) -> Int128?
  ) -> (agreeing: Int, breaches: [Breach], skipped: Int)? {
    var sums: [Int128?] = Array(repeating: nil, count: parents.count)
    var lacks = Set<Int>()
    var withChildren = Set<Int>()
    for (entry, parent) in parents.enumerated() where parent >= 0 {
      withChildren.insert(parent)
      guard let value = values(entry) else {
        lacks.insert(parent)
        continue
      }
      let (sum, isOver) = (sums[parent] ?? 0).addingReportingOverflow(value)
      guard !isOver else { return nil }
      sums[parent] = sum
    }
    var breaches: [Breach] = []
    var (agreeing, skipped) = (0, 0)
    for entry in withChildren.sorted() {
      guard let value = values(entry) else { continue }
      guard let sum = sums[entry] else {
        skipped += 1
        continue
      }
      let (difference, isOver) = value.subtractingReportingOverflow(sum)
      if !isOver, difference.magnitude <= tolerance.magnitude {
        agreeing += 1
      } else {
        breaches.append(
          Breach(
            entry: entry, value: value, sum: sum, lacksChildren: lacks.contains(entry)))
      }
    }
    return (agreeing, breaches, skipped)
  }
}
