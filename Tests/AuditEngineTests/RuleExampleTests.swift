import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// Each kind's examples are run: found where marked with ↓, nowhere else.
final class RuleExampleTests: XCTestCase {
  func testEveryExampleIsFoundWhereItIsMarked() throws {
    var count = 0
    for kind in RuleKind.all {
      for example in kind.examples {
        count += 1
        try check(example, of: kind)
      }
    }
    XCTAssertGreaterThan(count, 20)
  }

  private func check(_ example: RuleExample, of kind: RuleKind) throws {
    let table = MarkedTable(example.table)
    let pack = try pack(of: example)
    var tables: [String: CodeTable] = [:]
    if let list = example.list, let spec = pack.codeList("dm") {
      tables["dm"] = try CodeListFile.read(
        Array("ma,ten,cha,tu,den,moi\n\(list)\n".utf8), file: "dm.csv", as: spec)
    }
    let source: any Source =
      try example.schema == nil
      ? CSVSource(.bytes(table.csv), path: "vi_du.csv", options: SourceOptions())
      : XMLSource(.bytes(table.document), path: "vi_du.xml", options: SourceOptions())
    let day = try XCTUnwrap(CivilDate(year: 2026, month: 1, day: 1))
    let plan = AuditPlan(
      pack,
      requests: [ResourceRequest(name: "vi_du", packName: "vi_du", title: nil, source: source)],
      tables: tables, schemas: try schemas(of: example, pack),
      dates: ["asOf": day, "period-end": day], showsValues: true)
    let bytes = Shared([UInt8]())
    let sink = FindingsSink(cap: nil, exampleLimit: 1000) { part in
      bytes.with { $0 += part }
      return nil
    }
    _ = try Audit(plan: plan, options: AuditOptions(workers: 1), sink: sink).run()
    let ids = Set(pack.rules.filter { $0.kind.name == kind.name }.map(\.id))
    let found = sink.examples.filter { ids.contains($0.ruleID) }
    let records = found.map { max(1, example.schema == nil ? $0.record : $0.line - 1) }
    XCTAssertEqual(
      Set(records).sorted(), table.marked.keys.sorted(), "\(kind.name): \(example.table)")
    for (finding, record) in zip(found, records) where !finding.field.isEmpty && finding.record > 0
    {
      let fields = finding.field.split(separator: ",").map { $0.filter { $0 != " " } }
      let marked = table.marked[record] ?? []
      XCTAssertFalse(
        marked.isDisjoint(with: fields), "\(kind.name): record \(record), field \(finding.field)")
    }
  }

  private func schemas(of example: RuleExample, _ pack: RulePack) throws -> [String: XMLSchema] {
    guard let text = example.schema, let rule = pack.rules.first(where: { $0.kind.name == "xsd" })
    else { return [:] }
    let files = XMLSchemaFiles(main: "vi_du.xsd", files: ["vi_du.xsd": Array(text.utf8)])
    return [rule.id: try XMLSchema(files)]
  }

  private func pack(of example: RuleExample) throws -> RulePack {
    let list =
      #""dm": {"path": "dm.csv", "code": "ma", "name": "ten", "parent": "cha", "from": "tu", "to": "den", "successor": "moi"}"#
    let rules =
      example.rule.map {
        #"{"id": "VD", "title": {"vi": "ví dụ", "en": "example"}, "# + $0.dropFirst()
      } ?? ""
    let text = """
      {"format": "soat-rules/1", "id": "vi-du", "version": "1.0.0", "title": {"vi": "Ví dụ", "en": "Example"},
       "codeLists": {\(example.list == nil ? "" : list)},
       "resources": [{"name": "vi_du", \(example.resource.dropFirst())],
       "rules": [\(rules)]}
      """
    let place = SourceLocation(file: "test", line: 1, column: 1)
    return try RulePack.load([Located(value: "vi-du.json", location: place)]) { _, _ in
      ("vi-du.json", Array(text.utf8))
    }
  }
}
