import AuditKernels
import AuditModel
import AuditText

extension RuleKind {
  package static let coverage = RuleKind(
    name: "coverage",
    title: LocalizedText(vi: "Bao phủ", en: "Coverage"),
    form: .listed,
    dimension: .completeness,
    unit: .expectedKey,
    summary: LocalizedText(
      vi: "Mỗi khóa mà sổ đăng ký yêu cầu đều có bản ghi, và không có khóa nào khác.",
      en: "Every key that a register expects has a record, and there is no other key."),
    parameters: [
      RuleParameter(
        "register",
        vi:
          "{list, at, filter {column, equals}} của một danh mục, hoặc {resource, field} của một bộ dữ liệu",
        en: "{list, at, filter {column, equals}} of a code list, or {resource, field} of a resource"
      )
    ],
    cost: .index,
    examples: [
      RuleExample(
        #"{"schema": {"fields": [{"name": "ma"}]}}"#,
        rule: #"{"kind": "coverage", "on": "vi_du.ma", "register": {"list": "dm"}}"#,
        list: "01,Một,,,,\n02,Hai,,,,",
        """
        ma
        01
        02
        ↓09
        """)
    ],
    read: { CoverageBody($0) })
}

package struct CoverageBody: RuleBody {
  package enum Register: Sendable {
    case list(CodeListSpec, day: CodeBody.Day, filter: (column: String, value: String)?)
    case resource(String, field: String)
  }

  package let field: FieldSpec
  package let register: Register

  package var fields: [String] { [field.name] }
  package var text: String? {
    switch register {
    case .list(let list, _, let filter):
      list.name + (filter.map { " [\($0.column) = '\($0.value)']" } ?? "")
    case .resource(let name, let field): "\(name).\(field)"
    }
  }
  package var message: LocalizedText {
    LocalizedText(
      vi: "khóa trong sổ đăng ký không có bản ghi nào", en: "no record has this key of the register"
    )
  }
}

extension CoverageBody {
  fileprivate init?(_ reading: RuleReading) {
    let reader = reading.reader
    guard let register = reader.required("register", reader.object) else { return nil }
    defer { register.finish() }
    let found =
      register.has("resource")
      ? CoverageBody.resource(reading, register) : CoverageBody.list(reading, register)
    guard let field = reading.fieldOfOn(), let found else { return nil }
    self.field = field
    self.register = found
  }

  private static func resource(_ reading: RuleReading, _ reader: ObjectReader) -> Register? {
    let name = reader.required("resource", reader.string)
    let field = reader.required("field", reader.string)
    guard let name, let field, let owner = reading.resource(name),
      let spec = reading.field(field, of: owner)
    else { return nil }
    return .resource(owner.name, field: spec.name)
  }

  private static func list(_ reading: RuleReading, _ reader: ObjectReader) -> Register? {
    let name = reader.required("list", reader.string)
    let day = reading.dayOfRun(in: reader)
    var filter: (String, String)?
    if let node = reader.object("filter") {
      let column = node.required("column", node.name)
      let value = node.required("equals", node.string)
      node.finish()
      guard let column, let value else { return nil }
      filter = (column.value, value.value)
    }
    guard let name, let day, let list = reading.codeList(name) else { return nil }
    return .list(list, day: day, filter: filter)
  }

  package func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext)
    -> CheckForm
  {
    lowering { () throws(NotApplicable) in
      let column = try context.column(field.name, of: rule.resource)
      let (index, keys) = try expected(pack, &context)
      let cell = try context.text(field, of: rule.resource)
      let entry = try context.build(rule.resource) { $0.entry([cell], in: index) }
      let unexpected = try context.build(rule.resource) { $0.exists(entry) }
      return .coverage(
        Coverage(
          expected: index, expectedKeys: keys, entry: entry, unexpected: unexpected, column: column,
          field: field.name, missingMessage: rule.message,
          unexpectedMessage: LocalizedText(
            vi: "khóa không có trong sổ đăng ký", en: "the key is not in the register")))
    }
  }

  private func expected(
    _ pack: RulePack, _ context: inout LoweringContext
  ) throws(NotApplicable) -> (KeyIndex, [[UInt8]]?) {
    switch register {
    case .resource(let name, let field): return (try context.keyIndex(name, [field]), nil)
    case .list(let list, let day, let filter):
      let table = try context.table(list.name)
      let code = try context.column(list.code, ofList: list.name)
      var filterColumn: Int?
      if let filter { filterColumn = try context.column(filter.column, ofList: list.name) }
      let date = list.isDated ? try context.date(of: day, pack) : nil
      let index = KeyIndex()
      var keys: [[UInt8]] = []
      for entry in 0..<table.entryCount where table.isInForce(entry, on: date) {
        if let filter, let filterColumn,
          table.cell(entry: entry, column: filterColumn) != Array(filter.value.utf8)
        {
          continue
        }
        let key = table.cell(entry: entry, column: code)
        guard index.find(parts: [key]) < 0 else { continue }
        index.insert(parts: [key], record: entry + 1)
        keys.append(key)
      }
      return (index, keys)
    }
  }
}
