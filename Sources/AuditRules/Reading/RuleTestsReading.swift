import AuditModel
import AuditText

extension ObjectReader {
  func ruleTests() -> RuleTests {
    var tests = RuleTests()
    guard let reader = object("tests") else { return tests }
    tests.pass = reader.ruleTests("pass", expectsFailure: false)
    tests.fail = reader.ruleTests("fail", expectsFailure: true)
    reader.finish()
    return tests
  }

  private func ruleTests(_ name: String, expectsFailure: Bool) -> [RuleTest] {
    (list(name) ?? []).compactMap { node in
      guard let members = node.members else {
        log.add(.wrongType(name, node, expected: .object))
        return nil
      }
      // No cell is a list or an object: these members are a table's, whatever the fields are called.
      let isTable = members.contains { member in
        member.name == "records" && member.value.array != nil
          || member.name == "resources" && member.value.members != nil
      }
      guard isTable else {
        return RuleTest(location: node.location, records: [testRecord(of: members)])
      }
      return ObjectReader(node, log).tableTest(expectsFailure: expectsFailure)
    }
  }

  private func tableTest(expectsFailure: Bool) -> RuleTest {
    let nodes = required("records", list)
    let records = testRecords(nodes, "records")
    var table = RuleTest.Table()
    for member in members("resources") ?? [] {
      guard let list = member.value.array else {
        log.add(.wrongType(member.name, member.value, expected: .list))
        continue
      }
      let name = Located(value: member.name, location: member.nameLocation)
      table.others.append((name, testRecords(list, member.name)))
    }
    table.day = date("asOf")
    table.fails = recordNumbers("fails", upTo: nodes?.count ?? 0, expectsFailure)
    if let reader = object("counts") {
      table.counts = reader.testCounts(expectsFailure)
      reader.finish()
    }
    finish()
    return RuleTest(location: location, records: records, table: table)
  }

  private func testCounts(_ expectsFailure: Bool) -> RuleTest.Counts {
    RuleTest.Counts(
      passed: integer("passed", 0...Int.max),
      failed: integer("failed", expectsFailure ? 1...Int.max : 0...0),
      skipped: integer("skipped", 0...Int.max))
  }

  private func recordNumbers(_ name: String, upTo count: Int, _ expectsFailure: Bool) -> [Int]? {
    guard let nodes = list(name) else { return nil }
    guard expectsFailure else {
      log.add(.failsOfPass(at: value(name)?.location ?? location))
      return nil
    }
    let numbers = nodes.compactMap { node in
      guard let number = node.integer, (1...max(1, count)).contains(number), count > 0 else {
        log.add(.noRecordNumber(name, node, count: count))
        return nil as Int?
      }
      return number
    }
    return Set(numbers).sorted()
  }

  private func testRecords(_ nodes: [LocatedJSON]?, _ name: String) -> [RuleTestRecord] {
    (nodes ?? []).compactMap { node in
      guard let members = node.members else {
        log.add(.wrongType(name, node, expected: .object))
        return nil
      }
      return testRecord(of: members)
    }
  }

  private func testRecord(of members: [LocatedJSON.Member]) -> RuleTestRecord {
    RuleTestRecord(
      cells: members.map {
        (Located(value: $0.name, location: $0.nameLocation), testCell(of: $0))
      })
  }

  private func testCell(of member: LocatedJSON.Member) -> String? {
    switch member.value.value {
    case .null: return nil
    case .string(let text), .number(let text): return text
    case .truth(let truth): return truth ? "true" : "false"
    case .array, .object:
      log.add(.wrongType(member.name, member.value, expected: .string))
      return nil
    }
  }
}

extension RuleTests {
  /// Logs fields and resources that are not there; `owner` is the rule's own resource.
  func check(_ owner: ResourceSpec, in pack: RulePack, _ log: MistakeLog) {
    for test in pass + fail {
      test.records.check(owner, log)
      for (name, records) in test.table?.others ?? [] {
        if name.value == owner.name {
          log.add(.ownResource(name))
        } else if let resource = pack.resource(name.value) {
          records.check(resource, log)
        } else {
          log.add(
            .unknown(
              .resource, name.value, at: name.location, among: pack.resources.map(\.name)))
        }
      }
    }
  }
}

extension [RuleTestRecord] {
  fileprivate func check(_ resource: ResourceSpec, _ log: MistakeLog) {
    for record in self {
      for cell in record.cells where resource.field(cell.field.value) == nil {
        log.add(
          .unknown(
            .field, cell.field.value, at: cell.field.location, among: resource.fieldNames))
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func failsOfPass(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      "rule-file.test",
      LocalizedText(
        vi: "ví dụ phải đạt thì không có bản ghi nào bị báo lỗi",
        en: "a test to pass has no records that fail"), at: place,
      hint: LocalizedText(
        vi: "bỏ 'fails', hoặc chuyển ví dụ sang 'fail'",
        en: "leave 'fails' out, or move the test to 'fail'"))
  }

  fileprivate static func noRecordNumber(
    _ name: String, _ node: LocatedJSON, count: Int
  ) -> Diagnostic {
    let shown = node.number ?? node.string.map { "'\($0)'" }
    return Diagnostic(
      "rule-file.test",
      LocalizedText(
        vi: "'\(name)' chứa \(shown ?? node.kind.vi), không phải số thứ tự của một bản ghi",
        en: "'\(name)' has \(shown ?? node.kind.en), which is no record's number"),
      at: node.location,
      hint: count == 0
        ? LocalizedText(
          vi: "ví dụ không có bản ghi nào: viết []", en: "the test has no records: write []")
        : LocalizedText(
          vi: "các bản ghi của 'records' được đánh số từ 1 đến \(count)",
          en: "those of 'records' are numbered from 1 to \(count)"))
  }

  fileprivate static func ownResource(_ name: Located<String>) -> Diagnostic {
    Diagnostic(
      "rule-file.test",
      LocalizedText(
        vi: "'\(name.value)' là bộ dữ liệu của chính quy tắc",
        en: "'\(name.value)' is the rule's own resource"), at: name.location,
      hint: LocalizedText(
        vi: "ghi các bản ghi của nó trong 'records'", en: "write its records in 'records'"))
  }
}
