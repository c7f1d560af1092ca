import AuditModel
import AuditReports
import AuditScoring
import XCTest

final class ResultFileTests: XCTestCase {
  func testTheProfileAndGroupsOfCriteriaAreReadBack() throws {
    var result = Fixture.result
    result.profile = MaterialDescription(
      id: "nd1", version: "1", path: "nd1.json", sha256: "00ff", count: 3)
    let policy = ScoringPolicy(
      id: "x", title: LocalizedText("X"), grades: [GradeBand(from: 0, LocalizedText("A"))],
      groups: [
        CriterionGroup(
          name: LocalizedText("Sạch"), dimensions: [.uniqueness, .validity], weight: 3)
      ])
    let bytes = ResultFile.write(result, Scoring.scorecard(of: result, by: policy))
    XCTAssertEqual(try ResultFile.read(bytes).profile, result.profile)
    XCTAssertEqual(try ResultFile.readPolicy(bytes), policy)
  }

  func testSnapshot() throws {
    try assertSnapshot(written, "result.json")
  }

  func testWhatIsWrittenReadsBackToTheSameBytes() throws {
    let result = try ResultFile.read(written)
    let policy = try ResultFile.readPolicy(written)
    XCTAssertEqual(ResultFile.write(result, Scoring.scorecard(of: result, by: policy)), written)
  }

  func testWeightsAndTolerancesReadBack() throws {
    var result = Fixture.result
    result.periodFrom = nil
    result.resources[0].rules[0].warnAt = .count(3)
    result.resources[0].rules[0].failAt = .share(Share(1, of: 200))
    result.resources[0].source.sha256 = nil
    result.resources[0].incompleteReason = LocalizedText("x")
    result.resources[0].complete = false
    var policy = ScoringPolicy.standard
    policy.criterionWeights = [.accuracy: 3]
    policy.resourceWeights = ["ket_hon": 2, "khai_sinh": 5]
    let bytes = ResultFile.write(result, Scoring.scorecard(of: result, by: policy))
    let back = try ResultFile.read(bytes)
    XCTAssertEqual(try ResultFile.readPolicy(bytes), policy)
    XCTAssertEqual(ResultFile.write(back, Scoring.scorecard(of: back, by: policy)), bytes)
  }

  func testPartFilesReadBackAndAreInTheReport() throws {
    var result = Fixture.result
    result.resources[0].source.parts = [
      .init(
        path: "a<1>.csv", byteCount: 12, sha256: "00ff", recordCount: 2, problem: nil,
        details: [.init("delimiter", ";")]),
      .init(
        path: "b.csv", byteCount: 0, sha256: nil, recordCount: 0,
        problem: LocalizedText(vi: "không có", en: "not there"), details: []),
    ]
    let bytes = ResultFile.write(result, Fixture.scores)
    let back = try ResultFile.read(bytes)
    XCTAssertEqual(back.resources[0].source, result.resources[0].source)
    XCTAssertEqual(ResultFile.write(back, Fixture.scores), bytes)
    var example = try XCTUnwrap(Fixture.examples.first)
    example.part = "a<1>.csv"
    let report = String(
      decoding: HTMLReport.render(result, Fixture.scores, examples: [example], language: .en),
      as: UTF8.self)
    XCTAssertTrue(report.contains("a&lt;1&gt;.csv"))
    XCTAssertTrue(report.contains("✕ not there"))
    XCTAssertFalse(report.contains("a<1>"))
  }

  func testTheReportIsTheSameFromTheFile() throws {
    let back = try ResultFile.read(written)
    XCTAssertEqual(
      HTMLReport.render(back, Scoring.scorecard(of: back)),
      HTMLReport.render(Fixture.result, Fixture.scores))
  }

  func testFilesThatWereEditedAreRefused() {
    let text = String(decoding: written, as: UTF8.self)
    assertRefused(text.replacing("\"failed\": 11370", with: "\"failed\": 0"), "result-file.counts")
    assertRefused(text.replacing("soat-result/1", with: "soat-result/2"), "result-file.format")
    assertRefused(text.replacing("\"date\": \"2026-12-15\"", with: "\"date\": \"2026-02-30\""))
    assertRefused(text.replacing("\"complete\": true", with: "\"complete\": 1"))
    assertRefused(text.replacing("\"failed\": 11370", with: "\"failed\": -1"))
    assertRefused(text.replacing("\"passed\": 1223197", with: "\"passed\": 9223372036854775807"))
    assertRefused(text.replacing("\"severity\": \"blocking\"", with: "\"severity\": \"grave\""))
  }

  /// A demand of the rule's own stays; one that was taken from the data goes, and so does what was said of the value.
  func testOfExamplesNothingOfTheDataIsKept() throws {
    var example = FindingExample(
      resource: "dan", ruleID: "T", record: 3, line: 4, field: "ten", key: "khoa", value: "o",
      expected: "đúng", message: LocalizedText("lời"))
    let fixed = example
    example.isExpectedFixed = false
    example.explanation = LocalizedText("giải thích")
    let bytes = ExamplesFile.write([fixed, example])
    let read = try ExamplesFile.read(bytes, file: "x")
    XCTAssertEqual(read.map(\.expected), ["đúng", ""])
    XCTAssertEqual(read.map(\.key), ["•••", "•••"])
    XCTAssertEqual(read.map(\.value), ["•••", "•••"])
    XCTAssertEqual(read.map(\.message), [fixed.message, fixed.message])
    XCTAssertEqual(read.compactMap(\.explanation), [])
    XCTAssertFalse(String(decoding: bytes, as: UTF8.self).contains("giải"))
  }

  func testListsOfFormatsAreComplete() {
    XCTAssertEqual(ReportFormat.all.map(\.name), ["html", "json", "xlsx"])
    let input = ReportInput(result: Fixture.result, scores: Fixture.scores)
    XCTAssertEqual(try ReportFormat.named("json")?.render(input), written)
    XCTAssertNil(ReportFormat.named("pdf"))
  }

  private var written: [UInt8] { ResultFile.write(Fixture.result, Fixture.scores) }

  private func assertRefused(
    _ text: String, _ code: String = "result-file.member", file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertThrowsError(try ResultFile.read(Array(text.utf8)), file: file, line: line) { error in
      XCTAssertEqual((error as? Diagnostic)?.code, code, file: file, line: line)
    }
  }
}
