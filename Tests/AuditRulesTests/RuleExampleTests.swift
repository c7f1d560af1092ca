import AuditModel
import AuditRules
import XCTest

/// Every kind's examples: found where marked, nowhere else.
final class RuleExampleTests: XCTestCase {
  func testExamplesAreFoundWhereMarked() throws {
    for kind in RuleKind.all {
      for example in kind.examples { try check(example, of: kind) }
    }
  }

  private func check(_ example: RuleExample, of kind: RuleKind) throws {
    let marked = TableFixture(example.table)
    let plain = TableFixture(
      fields: marked.fields,
      records: marked.records.map { $0.map { $0.hasPrefix("↓") ? String($0.dropFirst()) : $0 } })
    let rule = example.rule.map { "{\"id\": \"A\", \($0.dropFirst())" }
    let pack = try load([
      "p.json": packText(
        "\"resources\": [{\"name\": \"vi_du\", \(example.resource.dropFirst())], \"rules\": [\(rule ?? "")]"
      )
    ])
    var found: Set<[Int]> = []
    for spec in pack.rules where spec.kind.name == kind.name && spec.kind.form != .implicit {
      found.formUnion(try plain.judge(spec.id, of: pack).cells)
    }
    var expected: Set<[Int]> = []
    for (record, cells) in marked.records.enumerated() {
      for (column, cell) in cells.enumerated() where cell.hasPrefix("↓") {
        expected.insert([record, column])
      }
    }
    XCTAssertEqual(found, expected, "\(kind.name)\n\(example.table)")
  }
}
