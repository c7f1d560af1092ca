import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// A dependency's examples begin with the cells that are probably wrong, wherever they stand in the file.
final class SuspectTests: XCTestCase {
  func testExamplesBeginWithTheSuspects() throws {
    let text = """
      {"format": "soat-rules/1", "id": "t", "version": "1.0.0", "title": {"vi": "t", "en": "t"},
       "resources": [{"name": "r", "schema": {"fields": [{"name": "ma"}, {"name": "ten"}]}}],
       "rules": [{"id": "R", "kind": "dependency", "on": "r.ten", "by": "ma", "title": {"vi": "t", "en": "t"}}]}
      """
    let place = SourceLocation(file: "t", line: 1, column: 1)
    let pack = try RulePack.load([Located(value: "t.json", location: place)]) { _, _ in
      ("t.json", Array(text.utf8))
    }
    var rows = "ma,ten\n"
    for _ in 1...40 { rows += "1,Xã Một\n" }
    rows += "1,Xã Mốt\n1,Xa Mot\n"
    let source = try CSVSource(.bytes(Array(rows.utf8)), path: "r.csv", options: SourceOptions())
    let plan = AuditPlan(
      pack, requests: [ResourceRequest(name: "r", packName: "r", title: nil, source: source)],
      tables: [:], dates: [:], showsValues: false)
    var options = AuditOptions(workers: 2)
    options.limits.examplesPerRule = 5
    let sink = FindingsSink(cap: nil, exampleLimit: 5) { _ in nil }
    let results = try Audit(plan: plan, options: options, sink: sink).run()
    XCTAssertEqual(results[0].rules.first { $0.id == "R" }?.counts, RuleCounts(failed: 42))
    let examples = sink.examples.filter { $0.ruleID == "R" }
    XCTAssertEqual(examples.map(\.record), [1, 2, 3, 41, 42])
    XCTAssertTrue(examples[4].message.vi.hasPrefix("nghi sai"), examples[4].message.vi)
    XCTAssertEqual(examples[4].expected, "•••", "what is expected is another person's value")
  }
}
