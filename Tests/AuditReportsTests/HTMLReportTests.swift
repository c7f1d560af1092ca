import AuditModel
import AuditScoring
import AuditSystem
import Foundation
import XCTest

@testable import AuditReports

final class HTMLReportTests: XCTestCase {
  func testVietnameseReport() throws {
    try assertSnapshot(render(.vi), "report.vi.html")
  }

  func testEnglishReport() throws {
    try assertSnapshot(render(.en), "report.en.html")
  }

  func testEqualInputsGiveEqualBytes() {
    XCTAssertEqual(render(.vi), render(.vi))
  }

  func testTextFromOutsideIsTextOnly() {
    let page = String(decoding: render(.vi), as: UTF8.self)
    XCTAssertFalse(page.contains("<script"))
    XCTAssertFalse(page.contains("</style><style>"))
    XCTAssertFalse(page.contains("\u{202E}"))
    XCTAssertTrue(page.contains("[U+202E]đảo[U+2066]"))
    XCTAssertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;[U+0000][U+0007]"))
    XCTAssertTrue(page.contains("default-src &#39;none&#39;"))
  }

  func testTheOneStyleIsAllowedByItsDigest() throws {
    let page = String(decoding: render(.vi), as: UTF8.self)
    let parts = page.components(separatedBy: "<style>")
    XCTAssertEqual(parts.count, 2, "one style, so that one digest allows all there is")
    let style = try XCTUnwrap(parts.last?.components(separatedBy: "</style>").first)
    var hash = SHA256()
    hash.update(Array(style.utf8))
    let digest = "sha256-" + Data(hash.finish()).base64EncodedString()
    XCTAssertEqual(HTMLReport.styleDigest, digest, "report.css was changed: state its new digest")
    XCTAssertTrue(page.contains("style-src &#39;\(digest)&#39;;"))
    XCTAssertFalse(page.contains("unsafe-inline"))
    // Neither does a browser under this policy apply styles of elements.
    XCTAssertFalse(page.contains(" style="))
  }

  func testNumbersAreSaidBesideEachCut() {
    let page = String(decoding: render(.vi), as: UTF8.self)
    XCTAssertTrue(page.contains("Hiển thị 10 trong 98.304 lỗi"))
    XCTAssertTrue(page.contains("Tệp findings.csv ghi 50.000 trong 98.304 lỗi"))
    XCTAssertTrue(page.contains("11.370 trong 1.234.567 bản ghi lỗi (0,92\u{A0}%)"))
  }

  /// The rule's sentence stands above its examples once; each of them adds only what it knows besides.
  func testAnExampleDoesNotRepeatItsRulesMessage() throws {
    let rule = try XCTUnwrap(Fixture.births.rules.first)
    let known = rule.message.vi
    for (said, shown) in [
      (known, "yêu cầu</td>"), (known + " (mất số 0 ở đầu)", "yêu cầu — mất số 0 ở đầu</td>"),
      (known + " nữa", "yêu cầu — \(known) nữa</td>"), ("câu khác", "yêu cầu — câu khác</td>"),
    ] {
      let example = FindingExample(
        resource: "khai_sinh", ruleID: rule.id, record: 1, line: 2, field: "f", key: "k",
        value: "v", expected: "yêu cầu", message: LocalizedText(said))
      let page = HTMLReport.render(Fixture.result, Fixture.scores, examples: [example])
      XCTAssertTrue(String(decoding: page, as: UTF8.self).contains(">" + shown), said)
    }
  }

  func testEveryPartOfTheOutlineIsThere() {
    let page = String(decoding: render(.vi), as: UTF8.self)
    for letter in ["a", "b", "c", "d"] {
      XCTAssertTrue(page.contains("id=\"phan-\(letter)\""), letter)
    }
    XCTAssertTrue(
      page.contains("Chưa đánh giá: các quy tắc thuộc nội dung này đều không đánh giá được"))
  }

  func testAnInspectionOfNothingHasNoScore() {
    var empty = Fixture.result
    empty.resources = []
    let page = HTMLReport.render(empty, Scoring.scorecard(of: empty))
    let text = String(decoding: page, as: UTF8.self)
    XCTAssertTrue(text.contains("Chưa đánh giá"))
    XCTAssertFalse(text.contains(">100,00\u{A0}%<"))
  }

  func testSizeIsBoundedWhateverTheData() {
    let huge = String(repeating: "\u{202E}\"&<", count: 5_000)
    var result = Fixture.result
    var resource = Fixture.births
    resource.title = LocalizedText(huge)
    resource.source.path = huge
    resource.fields = (0..<400).map { _ in
      FieldInventory(name: huge, type: huge, filled: 1, ruleCount: 1)
    }
    resource.rules = (0..<150).map { number in
      var rule = Fixture.births.rules[number % 17]
      rule.title = LocalizedText(huge)
      rule.text = huge
      rule.legal = [LegalReference(id: "x", cite: LocalizedText(huge))]
      rule.statusReason = LocalizedText(huge)
      return rule
    }
    result.resources = Array(repeating: resource, count: 20)
    let examples = Fixture.births.rules.flatMap { rule in
      (0..<50).map { number in
        FindingExample(
          resource: resource.name, ruleID: rule.id, record: number, line: number, field: huge,
          key: huge, value: huge, expected: huge, message: LocalizedText(huge))
      }
    }
    let page = HTMLReport.render(
      result, Scoring.scorecard(of: result), examples: examples, examplesPerRule: 50)
    XCTAssertLessThan(page.count, 2_000_000)
  }

  private func render(_ language: Language) -> [UInt8] {
    HTMLReport.render(
      Fixture.result, Fixture.scores, examples: Fixture.examples, language: language)
  }
}
