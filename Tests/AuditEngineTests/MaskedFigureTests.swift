import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// A group may be one person: sums of masked values are masked in findings, unless the field's mask is `none`.
final class MaskedFigureTests: XCTestCase {
  func testSumsOfMaskedValuesAreNotShown() throws {
    XCTAssertEqual(try value(mask: ""), "•••")
    XCTAssertEqual(try value(mask: #""mask": {"so": "none"},"#), "777")
  }

  private func value(mask: String) throws -> String? {
    let text = """
      {"format": "soat-rules/1", "id": "t", "version": "1.0.0", "title": {"vi": "t", "en": "t"},
       "resources": [{"name": "r", \(mask)
         "schema": {"fields": [{"name": "ma"}, {"name": "so", "type": "integer"}]}}],
       "rules": [{"id": "R", "kind": "reconcile", "on": "r", "title": {"vi": "t", "en": "t"}, "key": "ma",
         "aggregate": "sum", "value": "so", "equals": 1}]}
      """
    let place = SourceLocation(file: "t", line: 1, column: 1)
    let pack = try RulePack.load([Located(value: "t.json", location: place)]) { _, _ in
      ("t.json", Array(text.utf8))
    }
    let source = try CSVSource(
      .bytes(Array("ma,so\na,777\n".utf8)), path: "r.csv", options: SourceOptions())
    let plan = AuditPlan(
      pack, requests: [ResourceRequest(name: "r", packName: "r", title: nil, source: source)],
      tables: [:], dates: [:], showsValues: false)
    let sink = FindingsSink(cap: nil, exampleLimit: 9) { _ in nil }
    _ = try Audit(plan: plan, options: AuditOptions(workers: 1), sink: sink).run()
    return sink.examples.first { $0.ruleID == "R" }?.value
  }
}
