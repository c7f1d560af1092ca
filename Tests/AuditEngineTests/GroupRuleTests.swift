import AuditEngine
import AuditModel
import AuditSources
import AuditSystem
import Foundation
import XCTest

/// What rules about groups, trees and master data do where data are at the edge.
final class GroupRuleTests: XCTestCase {
  private func run(
    _ resource: String, _ rule: String, _ table: String, workers: Int = 2, showsValues: Bool = true,
    opened: (any Source)? = nil, lists: [String: [UInt8]] = [:]
  ) throws -> EngineRun {
    let list = #""dm": {"path": "dm.csv", "code": "ma", "name": "ten", "parent": "cha"}"#
    return try EngineRun(
      pack: """
        {"format": "soat-rules/1", "id": "thu", "version": "1.0.0", "title": {"vi": "Thử"},
         "codeLists": {\(lists.isEmpty ? "" : list)},
         "resources": [{"name": "b", \(resource)}], "rules": [{"id": "R", \(rule)}]}
        """,
      [.init(name: "b", input: .bytes(Array(table.utf8)), opened: opened)],
      options: AuditOptions(workers: workers), lists: lists, showsValues: showsValues)
  }

  private let tree = ["dm.csv": Array("ma,ten,cha\nT,Tỉnh,\nA,Xã,T\nB,Xã,T\n".utf8)]
  private let figures =
    #""schema": {"fields": [{"name": "ma"}, {"name": "so", "type": "number"}]}"#
  private let sums = #""kind": "hierarchy", "on": "b.so", "code": "ma", "list": "dm""#

  func testFiguresFarApartDoNotEndTheRun() throws {
    let most = "999999999999999999"
    var lines = ["ma,so"]
    for _ in 0..<120 { lines += ["T,\(most)", "A,-\(most)"] }
    let apart = try run(figures, sums, lines.joined(separator: "\n"), lists: tree)
    XCTAssertEqual(apart.rule("R")?.counts, RuleCounts(failed: 1))
    for _ in 0..<120 { lines.append("B,-\(most)") }
    let over = try run(figures, sums, lines.joined(separator: "\n"), lists: tree)
    XCTAssertEqual(over.rule("R")?.counts, RuleCounts())
    XCTAssertEqual(over.rule("R")?.status, .error)
  }

  /// The cell of the first record is no more than a part of it.
  func testAFigureOfSeveralRecordsIsShownAsTheirSum() throws {
    let table = "ma,so\nA,5\nT,1.5\nT,2.5\nB,6\n"
    let run = try run(figures, sums, table, lists: tree)
    XCTAssertEqual(run.examples.map(\.value), ["4"])
    XCTAssertEqual(run.examples.map(\.expected), ["11"])
    XCTAssertEqual(run.examples.map(\.record), [2])
    let masked = try self.run(figures, sums, table, showsValues: false, lists: tree)
    XCTAssertFalse(masked.examples[0].value.contains("4"))
    XCTAssertFalse(masked.examples[0].expected.contains("11"))
  }

  /// What a masked field should be is what it hides, though the key is shown.
  func testMasterDataAreShownWhereTheFieldsAre() throws {
    let fields = #""schema": {"fields": [{"name": "ma"}, {"name": "ten"}]}"#
    let rule = #""kind": "master", "on": "b.ma", "list": "dm", "fields": {"ten": "ten"}"#
    let list = ["dm.csv": Array("ma,ten,cha\n7,Nguyễn Văn An,\n".utf8)]
    for (mask, shown) in [
      (#"{"ma": "none"}"#, "dm"), (#"{"ma": "none", "ten": "none"}"#, "Nguyễn Văn An"),
    ] {
      let run = try run(
        #""mask": \#(mask), "keys": ["ma"], \#(fields)"#, rule, "ma,ten\n7,Trần Thị Bình\n",
        showsValues: false, lists: list)
      XCTAssertEqual(run.examples.map(\.value), ["7"])
      XCTAssertEqual(run.examples.map(\.expected), [shown])
    }
  }

  /// The number that seems to be missing may be in the file that could not be read.
  func testASequenceIsNotJudgedWithoutAllFiles() throws {
    let fixture = try PartsFixture()
    for part in 0..<3 {
      try fixture.add("p\(part).csv", Array("so,ten\n\(part * 2),a\n\(part * 2 + 1),b\n".utf8))
    }
    try FileManager.default.removeItem(atPath: fixture.paths[1])
    let fields = #""schema": {"fields": [{"name": "so", "type": "integer"}, {"name": "ten"}]}"#
    let sequence = try run(
      fields, #""kind": "sequence", "on": "b.so""#, "", opened: fixture.source())
    XCTAssertEqual(sequence.rule("R")?.counts, RuleCounts())
    XCTAssertEqual(sequence.rule("R")?.status, .incomplete)
    // Two records that differ do so whatever else there is.
    let dependency = try run(
      fields, #""kind": "dependency", "on": "b.so", "by": "ten""#, "", opened: fixture.source())
    XCTAssertEqual(dependency.rule("R")?.counts, RuleCounts(failed: 4))
  }

  func testALongExpectedValueIsShortened() throws {
    let long = String(repeating: "x", count: 5000)
    let run = try run(
      #""schema": {"fields": [{"name": "ma"}, {"name": "ten"}]}"#,
      #""kind": "dependency", "on": "b.ten", "by": "ma""#, "ma,ten\n1,\(long)\n1,\(long)\n1,y\n")
    XCTAssertEqual(run.rule("R")?.counts.failed, 3)
    XCTAssertTrue(run.examples.contains { $0.expected.hasSuffix("… [5000 byte]") })
  }

  /// A rule's own message is told whatever the place in the group, and of records that lack a value.
  func testTheRulesOwnMessageIsTold() throws {
    let run = try run(
      #""schema": {"fields": [{"name": "so", "type": "integer"}]}"#,
      #""kind": "sequence", "on": "b.so", "nulls": "fail", "message": {"vi": "số riêng"}"#,
      "so\n1\n4\nx\n4\n")
    let found = run.examples.filter { $0.ruleID == "R" }
    XCTAssertEqual(found.map(\.record).sorted(), [2, 3, 4])
    XCTAssertEqual(Set(found.map(\.message.vi)), ["số riêng"])
    XCTAssertEqual(run.rule("R")?.counts, RuleCounts(passed: 1, failed: 3))
  }

  // MARK: Shares against an earlier period

  private func shifted(
    _ rule: String, now: String, then: String?, showsValues: Bool = true, mask: String = ""
  ) throws -> EngineRun {
    let sources = [EngineRun.Source(name: "b", input: .bytes(Array(now.utf8)))]
    let before = then.map { [EngineRun.Source(name: "t", input: .bytes(Array($0.utf8)))] } ?? []
    return try EngineRun(
      pack: """
        {"format": "soat-rules/1", "id": "thu", "version": "1.0.0", "title": {"vi": "Thử"},
         "resources": [
           {"name": "b", \(mask)"schema": {"fields": [{"name": "v"}, {"name": "w"}]}},
           {"name": "t", "schema": {"fields": [{"name": "v"}, {"name": "n", "type": "integer"}]}}],
         "rules": [{"id": "R", "kind": "outlier", "on": "b.v", \(rule)}]}
        """, sources + before, showsValues: showsValues)
  }

  private let table = #""previous": {"resource": "t", "count": "n"}, "change": "10%", "least": 1"#

  func testSharesAreToldAsTheyWereAndAsTheyAre() throws {
    let now = "v,w\na,1\nb,2\na,3\n,4\nc,5\n"
    let run = try shifted(table, now: now, then: "v,n\na,40\nb,35\n x,0\nd,25\nb,\n")
    // a 40 → 50 % is just allowed; b 35 → 25 % as well; c is new, d is gone; a value of no record is none.
    XCTAssertEqual(run.rule("R")?.counts, RuleCounts(passed: 3, failed: 2))
    XCTAssertEqual(run.examples.map(\.record), [0, 5])
    XCTAssertEqual(
      run.examples.map(\.expected),
      [
        "25,00 % (25/100) → 0,00 % (0/4); bản ghi 4 của 't'",
        "0,00 % (0/100) → 25,00 % (1/4)",
      ])
    XCTAssertEqual(run.examples.map(\.value), ["", "c"])
    XCTAssertTrue(run.examples[0].message.vi.hasSuffix("kỳ này không còn giá trị này"))
    XCTAssertTrue(run.examples[1].message.vi.hasSuffix("kỳ trước chưa có giá trị này"))
    let masked = try shifted(table, now: now, then: "v,n\na,1\n", showsValues: false)
    XCTAssertFalse(masked.examples.contains { $0.value.contains("c") })
  }

  func testSmallFiguresOfASensitiveFieldAreNotTold() throws {
    let now =
      "v,w\n"
      + ["a": 40, "b": 7, "c": 3].sorted { $0.key < $1.key }
      .map { String(repeating: "\($0.key),1\n", count: $0.value) }.joined()
    let rule = #""previous": {"resource": "t", "count": "n"}, "change": "1%", "least": 1"#
    let then = "v,n\na,10\nb,20\nc,70\n"
    let run = try shifted(rule, now: now, then: then, mask: #""mask": {"v": "sensitive"},"#)
    // 3 of 50 are not told, nor the 7 that would tell them.
    XCTAssertEqual(
      run.examples.map(\.expected),
      [
        "10,00 % (10/100) → 80,00 % (40/50)", "20,00 % (20/100) → •••", "70,00 % (70/100) → < 5",
      ])
    XCTAssertEqual(run.examples.map(\.value), ["•••", "•••", "•••"])
    let open = try shifted(rule, now: now, then: then)
    XCTAssertEqual(open.examples.last?.expected, "70,00 % (70/100) → 6,00 % (3/50)")
  }

  func testSmallGroupsOfASensitiveFieldAreNotTold() throws {
    let table = "v,n\n" + String(repeating: "a,1\n", count: 6) + "b,2\nb,2\n"
    for (rule, mask, values) in [
      (#""aggregate": "count", "equals": 1"#, "none", ["6", "2"]),
      (#""aggregate": "count", "equals": 1"#, "sensitive", ["•••", "< 5"]),
      (#""aggregate": "sum", "value": "n", "equals": 1"#, "sensitive", ["•••", "•••"]),
    ] {
      let run = try run(
        #""mask": {"v": "\#(mask)"}, "schema": {"fields": [{"name": "v"}, {"name": "n", "type": "integer"}]}"#,
        #""kind": "reconcile", "on": "b", "key": "v", \#(rule)"#, table)
      XCTAssertEqual(run.examples.filter { $0.ruleID == "R" }.map(\.value), values, rule)
    }
  }

  func testTooFewRecordsAndNoEarlierPeriodAreNotJudged() throws {
    let few = #""previous": {"resource": "t", "count": "n"}, "change": "10%""#
    let now = "v,w\n" + String(repeating: "a,1\n", count: 19)
    XCTAssertEqual(
      try shifted(few, now: now, then: "v,n\na,90\nb,9\n").rule("R")?.counts,
      RuleCounts(skipped: 2))
    XCTAssertEqual(
      try shifted(few, now: now + "a,1\n", then: "v,n\na,90\nb,11\n").rule("R")?.counts,
      RuleCounts(failed: 2))
    let first = try shifted(few, now: now, then: nil)
    XCTAssertEqual(first.rule("R")?.status, .notApplicable)
    XCTAssertEqual(
      try shifted(few, now: "v,w\n", then: "v,n\n").rule("R")?.counts, RuleCounts())
  }

  func testCountsAreHeldAgainstTheEarlierOnes() throws {
    let rule = table + #", "compare": "count""#
    let run = try shifted(
      rule, now: "v,w\n" + String(repeating: "a,1\n", count: 11) + "b,1\n",
      then: "v,n\na,10\nb,2\n")
    XCTAssertEqual(run.rule("R")?.counts, RuleCounts(passed: 1, failed: 1))
    XCTAssertEqual(run.examples.map(\.expected), ["2 → 1"])
  }

  /// Figures of 18 digits are compared exactly; what leaves 128 bits is an error of the rule, not a finding.
  func testVeryLargeFiguresAreExactOrTold() throws {
    let most = "999999999999999999"
    let even = try shifted(
      table, now: "v,w\na,1\nb,1\n", then: "v,n\na,\(most)\nb,\(most)\n")
    XCTAssertEqual(even.rule("R")?.counts, RuleCounts(passed: 2))
    let many = String(repeating: "a,\(most)\n", count: 400)
    let over = try shifted(table, now: "v,w\na,1\n", then: "v,n\n" + many)
    XCTAssertEqual(over.rule("R")?.status, .error)
    XCTAssertEqual(over.rule("R")?.counts, RuleCounts())
  }
}
