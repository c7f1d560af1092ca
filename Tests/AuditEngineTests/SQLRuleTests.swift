import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import XCTest

/// Queries over loaded resources: exact, read-only, bounded, and silent about what masks cover.
final class SQLRuleTests: XCTestCase {
  private struct Outcome {
    var rule: RuleResult
    var examples: [FindingExample]
  }

  private func run(
    _ query: String, resources: String = "", showsValues: Bool = false, seconds: Int = 60,
    rows: String = "ma,so\na,6\na,5\nb,\n"
  ) throws -> Outcome {
    let fields = #""schema": {"fields": [{"name": "ma"}, {"name": "so"}]}"#
    let quoted = query.replacingOccurrences(of: "\"", with: "\\\"")
    let text = """
      {"format": "soat-rules/1", "id": "t", "version": "1.0.0", "title": {"vi": "t", "en": "t"},
       "resources": [{"name": "r", "keys": ["ma"], \(fields)}, {"name": "s", \(fields)}],
       "rules": [{"id": "R", "kind": "sql", "on": "r", "title": {"vi": "t", "en": "t"}, \(resources)
         "query": "\(quoted)", "seconds": \(seconds)}]}
      """
    let place = SourceLocation(file: "t", line: 1, column: 1)
    let pack = try RulePack.load([Located(value: "t.json", location: place)]) { _, _ in
      ("t.json", Array(text.utf8))
    }
    let requests = try [("r", rows), ("s", "ma,so\nb,1\n")].map { name, rows in
      ResourceRequest(
        name: name, packName: name, title: nil,
        source: try CSVSource(
          .bytes(Array(rows.utf8)), path: "\(name).csv", options: SourceOptions()))
    }
    let plan = AuditPlan(
      pack, requests: requests, tables: [:], dates: [:], showsValues: showsValues)
    let sink = FindingsSink(cap: nil, exampleLimit: 99) { _ in nil }
    let results = try Audit(plan: plan, options: AuditOptions(workers: 2), sink: sink).run()
    let rule = try XCTUnwrap(results[0].rules.first { $0.id == "R" })
    return Outcome(rule: rule, examples: sink.examples.filter { $0.ruleID == "R" })
  }

  func testRowsWithARecordAreFindingsOfIt() throws {
    let outcome = try run("select _ban_ghi, so from r where ma = 'a' order by 1 desc")
    XCTAssertEqual(outcome.rule.counts, RuleCounts(passed: 1, failed: 2))
    XCTAssertEqual(outcome.examples.map(\.record), [1, 2])
    XCTAssertEqual(outcome.examples.map(\.value), ["", ""], "no mask is for what SQL makes")
  }

  func testRowsWithoutARecordAreFindingsOfTheWhole() throws {
    let outcome = try run("select ma from s", resources: #""resources": ["s"],"#)
    XCTAssertEqual(outcome.rule.counts, RuleCounts(failed: 1))
    XCTAssertEqual(outcome.examples.map(\.record), [0])
    let clean = try run("select 1 where false")
    XCTAssertEqual(clean.rule.counts, RuleCounts(passed: 1))
  }

  func testValuesAreShownOnlyWhenAskedFor() throws {
    let outcome = try run("select ma, sum(so) as tong from r group by ma", showsValues: true)
    XCTAssertEqual(outcome.examples.map(\.value), ["ma=a, tong=11", "ma=b, tong=NULL"])
  }

  func testLongValuesAreCutAndSaidSo() throws {
    let outcome = try run(
      "select replace(hex(zeroblob(5000)), '00', 'ế') as dai", showsValues: true)
    let value = try XCTUnwrap(outcome.examples.first?.value)
    XCTAssertTrue(value.hasPrefix("dai=ếế") && value.hasSuffix("ế…"), value)
    XCTAssertLessThan(value.utf8.count, 420)
  }

  func testBlankCellsAreNull() throws {
    let outcome = try run("select _ban_ghi from r where so is null")
    XCTAssertEqual(outcome.examples.map(\.record), [3])
  }

  func testResourcesMeet() throws {
    let outcome = try run(
      "select r._ban_ghi from r left join s on s.ma = r.ma where s.ma is null",
      resources: #""resources": ["s"],"#)
    XCTAssertEqual(outcome.examples.map(\.record), [1, 2])
  }

  func testAResourceThatIsNotNamedIsNotThere() throws {
    let outcome = try run("select * from s")
    XCTAssertEqual(outcome.rule.status, .error)
    XCTAssertEqual(outcome.rule.counts, RuleCounts())
  }

  func testQueriesMayOnlyRead() throws {
    for query in [
      "attach 'x.db' as x", "pragma query_only=off", "delete from r", "drop table r",
      "create table t(a)", "insert into r values (9, '', '')", "select load_extension('x')",
      "select 1; select 2", "vacuum into 'x.db'", "select writefile('x', 'y')", "update r set ma=1",
      "selec 1", "",
    ] {
      guard !query.isEmpty else {
        XCTAssertThrowsError(try run(query))
        continue
      }
      let outcome = try run(query)
      XCTAssertEqual(outcome.rule.status, .error, query)
      XCTAssertNotNil(outcome.rule.statusReason, query)
      XCTAssertTrue(outcome.examples.isEmpty, query)
    }
  }

  func testAQueryWithoutEndIsEnded() throws {
    let outcome = try run(
      "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
      seconds: 1)
    XCTAssertEqual(outcome.rule.status, .error)
  }

  func testNamesThatDifferByCaseOnlyAndTheRecordsOwnNameAreKept() throws {
    let outcome = try run(
      "select _ban_ghi from r where ma_2 = 'x' and _ban_ghi_2 = '7'",
      rows: "ma,so,MA,_ban_ghi\na,6,x,7\na,5,y,7\n")
    XCTAssertEqual(outcome.examples.map(\.record), [1])
  }
}
