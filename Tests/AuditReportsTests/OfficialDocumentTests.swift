import AuditModel
import AuditScoring
import AuditSystem
import Foundation
import XCTest

@testable import AuditReports

final class OfficialDocumentTests: XCTestCase {
  private func civilDate(_ iso: String) throws -> CivilDate {
    try XCTUnwrap(CivilDate(iso: iso))
  }

  private func input(signed: String? = nil) throws -> OfficialInput {
    var details = DocumentDetails()
    details.letterhead = ["Ủy ban nhân dân", "tỉnh Hoa Ban"]
    details.symbol = "SKHCN"
    details.place = "Hoa Ban"
    details.number = 7
    details.recipients = ["Ủy ban nhân dân tỉnh Hoa Ban", "Bộ Nội chính"]
    details.units = [
      DocumentDetails.Unit(name: "Sở Tư pháp", resources: ["khai_sinh"], officer: "Trần Văn Mẫu")
    ]
    details.distribution = ["Như trên;", "- Lãnh đạo Sở"]
    details.signingDate = try signed.map(civilDate)
    return OfficialInput(result: Fixture.result, scores: Fixture.scores, details: details)
  }

  private func everyDocument() throws -> [OfficialDocument] {
    let input = try input()
    return [ReportBuilder(input).document(), PlanBuilder(input).document()]
      + RemedyBuilder(input).documents()
  }

  func testListsHaveVietnameseLettersAndEndAsTheFormHasIt() {
    XCTAssertEqual(
      (0..<9).map(OfficialDocument.letter), ["a", "b", "c", "d", "đ", "e", "g", "h", "i"])
    XCTAssertEqual((1...6).map(OfficialDocument.roman), ["I", "II", "III", "IV", "V", "VI"])
    XCTAssertEqual(OfficialDocument.closed(["một", "hai;", "ba"]), ["một;", "hai;", "ba."])
  }

  func testDaysAndTheMonthsOneAndTwoArePadded() throws {
    for (day, text) in [
      ("2026-01-05", "Hoa Ban, ngày 05 tháng 01 năm 2026"),
      ("2026-02-28", "Hoa Ban, ngày 28 tháng 02 năm 2026"),
      ("2026-03-09", "Hoa Ban, ngày 09 tháng 3 năm 2026"),
      ("2026-12-16", "Hoa Ban, ngày 16 tháng 12 năm 2026"),
    ] {
      XCTAssertEqual(OfficialFrame(try input(signed: day)).placeAndDate, text)
    }
    let head = ReportBuilder(try input()).document().letterhead
    XCTAssertEqual(head.number, "Số: 07/BC-SKHCN")
    XCTAssertTrue(head.placeAndDate.hasPrefix("Hoa Ban, ngày\u{A0}"))
    XCTAssertEqual(head.agency, ["ỦY BAN NHÂN DÂN", "TỈNH HOA BAN"])
  }

  func testTheReportHasEveryPartOfTheForm() throws {
    let document = ReportBuilder(try input()).document()
    let headings = document.body.compactMap { block -> String? in
      if case .heading(1, let text) = block { text } else { nil }
    }
    XCTAssertEqual(
      headings.map { $0.prefix { $0 != "." } }, ["I", "II", "III", "IV", "V"])
    XCTAssertEqual(
      document.annexes.map(\.label), (1...6).map { "Phụ lục \(OfficialDocument.roman($0))" })
    guard case .paragraph(let last)? = document.body.last else { return XCTFail("no last line") }
    XCTAssertTrue(last.hasSuffix("./."), last)
    XCTAssertEqual(document.signature.distribution.last, "- Lưu: VT.")
    XCTAssertEqual(
      document.addressLines,
      ["Kính gửi:", "- Ủy ban nhân dân tỉnh Hoa Ban;", "- Bộ Nội chính."])
  }

  func testWhatWasNotAssessedSaysSoAndWhy() throws {
    let text = try texts(ReportBuilder(input()).document()).joined(separator: "\n")
    XCTAssertTrue(
      text.contains("Không đánh giá: cả 1 quy tắc thuộc nội dung này đều không đánh giá"))
    XCTAssertTrue(text.contains("không có nguồn dữ liệu chủ để đối chiếu"))
    XCTAssertTrue(text.contains("không có gì để so sánh"))
  }

  /// A sentence's figures are in a table of the text or of an annex, so that whoever doubts one can look it up.
  func testEveryFigureOfTheResultsStandsInATable() throws {
    let document = ReportBuilder(try input()).document()
    var sentences: [String] = []
    var isResults = false
    for block in document.body {
      switch block {
      case .heading(1, let text): isResults = text.hasPrefix("II.")
      case .paragraph(let text) where isResults, .item(let text) where isResults:
        sentences.append(text)
      default: break
      }
    }
    let tables = (document.body + document.annexes.flatMap(\.blocks)).flatMap {
      block -> [String] in
      if case .table(let table) = block { table.rows.flatMap(\.cells) } else { [] }
    }
    let known = Set(tables.flatMap(figures))
    var count = 0
    for sentence in sentences {
      for figure in figures(sentence) {
        count += 1
        XCTAssertTrue(known.contains(figure), "\(figure) is in no table: \(sentence)")
      }
    }
    XCTAssertGreaterThan(count, 20)
  }

  private func figures(_ text: String) -> [String] {
    text.matches(of: /[0-9]+(?:[.,][0-9]+)*/).map { String($0.output) }
  }

  func testAnInspectionOfNothingAndOneThatFailedMakeDocumentsToo() throws {
    var empty = Fixture.result
    empty.resources = []
    var unread = Fixture.result
    for index in unread.resources.indices {
      unread.resources[index].complete = false
      unread.resources[index].recordCount = 0
      unread.resources[index].fields = []
      unread.resources[index].source.sha256 = nil
    }
    for result in [empty, unread] {
      let input = OfficialInput(result: result, scores: Scoring.scorecard(of: result))
      let document = ReportBuilder(input).document()
      XCTAssertEqual(
        pageTexts(OfficialHTML.render(document)), try wordTexts(OfficialDOCX.render(document)))
      let text = texts(document).joined(separator: "\n")
      XCTAssertTrue(text.contains("không có điểm chung"))
      XCTAssertTrue(text.contains("Không đánh giá"))
      XCTAssertEqual(RemedyBuilder(input).documents().count, 0)
    }
  }

  func testTablesAreNumberedWithoutGapsAndReferredToByTheirNumbers() throws {
    let document = ReportBuilder(try input()).document()
    var numbers: [Int] = []
    var referred: [Int] = []
    var measures = 0
    for block in document.body {
      switch block {
      case .table(let table):
        numbers.append(Int(figures(table.caption).first ?? "") ?? 0)
        if table.caption.contains("Biện pháp, đơn vị thực hiện") { measures = numbers.count }
      case .paragraph(let text):
        referred += text.matches(of: /Bảng ([0-9]+)/).compactMap { Int($0.output.1) }
      default: break
      }
    }
    XCTAssertEqual(numbers, Array(1...numbers.count))
    XCTAssertEqual(referred, [measures])
  }

  func testBothFormsSayTheSame() throws {
    for document in try everyDocument() {
      let html = pageTexts(OfficialHTML.render(document))
      let word = try wordTexts(OfficialDOCX.render(document))
      XCTAssertGreaterThan(html.count, 20)
      XCTAssertEqual(html.count, word.count, document.title)
      for (index, pair) in zip(html, word).enumerated() where pair.0 != pair.1 {
        return XCTFail("\(document.title), text \(index): “\(pair.0)” and “\(pair.1)”")
      }
    }
  }

  func testEqualInputsGiveEqualBytes() throws {
    for (first, second) in zip(try everyDocument(), try everyDocument()) {
      XCTAssertEqual(OfficialHTML.render(first), OfficialHTML.render(second))
      XCTAssertEqual(try OfficialDOCX.render(first), try OfficialDOCX.render(second))
    }
  }

  func testTextFromOutsideIsTextOnlyAndComposed() throws {
    var input = try input()
    input.details.causes = ["To\u{0302}i \u{202E}<b>&\u{0}\"x\""]
    let document = ReportBuilder(input).document()
    let page = String(decoding: OfficialHTML.render(document), as: UTF8.self)
    XCTAssertTrue(page.contains("Tôi [U+202E]&lt;b&gt;&amp;[U+0000]&quot;x&quot;."))
    let word = try part("word/document.xml", of: OfficialDOCX.render(document))
    XCTAssertTrue(word.contains("Tôi [U+202E]&lt;b&gt;&amp;[U+0000]&quot;x&quot;."))
    XCTAssertFalse(page.contains("<script"))
    XCTAssertFalse(page.contains(" style="))
  }

  func testStepsOfThePlanAreTheProfiles() throws {
    func page(_ input: OfficialInput) -> String {
      String(decoding: OfficialHTML.render(PlanBuilder(input).document()), as: UTF8.self)
    }
    var input = try input()
    XCTAssertTrue(page(input).contains("do người đứng đầu cơ quan quy định."))
    input.profile.steps = [
      LegalProfile.Step(
        title: LocalizedText("Việc thử"), unit: LocalizedText("Tổ Mẫu"), days: 3)
    ]
    let text = page(input)
    // Three working days after 14/12/2027, a Tuesday.
    for word in ["Việc thử", "Tổ Mẫu", "17/12/2027", "Bảng 2."] {
      XCTAssertTrue(text.contains(word), word)
    }
  }

  func testTheOneStyleIsAllowedByItsDigest() throws {
    let page = String(
      decoding: OfficialHTML.render(PlanBuilder(try input()).document()), as: UTF8.self)
    let style = try XCTUnwrap(
      page.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
    var hash = SHA256()
    hash.update(Array(style.utf8))
    let digest = "sha256-" + Data(hash.finish()).base64EncodedString()
    XCTAssertEqual(OfficialHTML.styleDigest, digest, "document.css was changed: state its digest")
  }

  func testTheComparisonTellsWhatIsNewFixedAndChanged() throws {
    let day = try civilDate("2025-12-16")
    var input = try compared([
      RunComparison.Rule(
        resource: "khai_sinh", rule: "HT-001", earlier: RuleCounts(passed: 1, failed: 20),
        later: RuleCounts(passed: 1, failed: 17), isChanged: false,
        changes: RunComparison.Changes(new: 4, fixed: 9, persisting: 11, reopened: 2)),
      RunComparison.Rule(
        resource: "khai_sinh", rule: "HT-002", earlier: RuleCounts(passed: 1, failed: 5),
        later: RuleCounts(passed: 1, failed: 6), isChanged: true, changes: nil),
    ])
    input.measures = [
      CorrectiveMeasure(
        id: "BP-01", title: "Nhập bổ sung", unit: "Sở Tư pháp", deadline: day, status: .inProgress,
        statusDate: day),
      CorrectiveMeasure(
        id: "BP-02", title: "Đối chiếu", unit: "Sở Tư pháp", rules: ["HT-001"], deadline: day,
        status: .done, statusDate: day),
    ]
    let text = texts(ReportBuilder(input).document()).joined(separator: "\n")
    XCTAssertTrue(
      text.contains("4 lỗi mới, 9 lỗi đã khắc phục, 11 lỗi còn tồn tại, 2 lỗi tái phát"))
    XCTAssertTrue(text.contains("kỳ trước 90,12\u{A0}%, kỳ này 94,80\u{A0}%"))
    XCTAssertTrue(text.contains("1 quy tắc đã đổi định nghĩa"))
    // What is said to be done is held against the figures.
    XCTAssertTrue(text.contains("20 → 17"), text)
    XCTAssertTrue(
      text.contains(
        "BP-02 được báo hoàn thành nhưng còn 11 lỗi tồn tại, 2 lỗi tái phát; đề nghị đơn vị thực "
          + "hiện rà soát, báo cáo lại."), text)
    XCTAssertFalse(text.contains("miễn trừ, không tính"))
    XCTAssertTrue(text.contains("So với kỳ trước: 9 lỗi đã khắc phục, 11 lỗi còn tồn tại"))
    XCTAssertTrue(
      text.contains("Trong 2 biện pháp đã đề ra, 1 biện pháp đã hoàn thành, 1 biện pháp quá hạn"))
  }

  /// Two periods of the fixture's agency.
  private func compared(_ rules: [RunComparison.Rule]) throws -> OfficialInput {
    var input = try input()
    typealias Run = RunComparison.Run
    input.comparison = RunComparison(
      earlier: Run(
        number: 1, date: try civilDate("2025-12-16"), periodFrom: nil, periodTo: nil,
        basisPoints: 9012),
      later: Run(
        number: 2, date: Fixture.result.date, periodFrom: nil, periodTo: nil, basisPoints: 9480),
      rules: rules)
    return input
  }

  /// The period before had none of what has come back, and waived findings are followed though they failed nothing.
  func testTheComparisonAddsUpWithWhatCameBackAndWhatIsWaived() throws {
    var input = try compared([
      RunComparison.Rule(
        resource: "khai_sinh", rule: "HT-001",
        earlier: RuleCounts(passed: 1, failed: 1, waived: 1),
        later: RuleCounts(passed: 1, failed: 2, waived: 3), isChanged: false,
        changes: RunComparison.Changes(new: 3, fixed: 2, persisting: 0, reopened: 2)),
      // Judged in neither.
      RunComparison.Rule(
        resource: "khai_sinh", rule: "HT-003", earlier: nil, later: nil, isChanged: false,
        changes: nil),
    ])
    let day = try civilDate("2025-12-16")
    let states: [(CorrectiveMeasure.Status, CivilDate?)] = [
      (.done, day), (.new, nil), (.toVerify, nil), (.inProgress, Fixture.result.date),
      (.inProgress, day),
    ]
    input.measures = states.enumerated().map { index, state in
      CorrectiveMeasure(
        id: "BP-0\(index + 1)", title: "Việc", unit: "Sở Tư pháp", rules: ["HT-001"],
        deadline: state.1, status: state.0, statusDate: day)
    }
    let document = ReportBuilder(input).document()
    let text = texts(document).joined(separator: "\n")
    XCTAssertTrue(
      text.contains("BP-01 được báo hoàn thành nhưng còn 2 lỗi tái phát; đề nghị"), text)
    XCTAssertTrue(
      text.contains(
        "1 biện pháp quá hạn tính đến ngày 15/12/2026, 3 biện pháp chưa hoàn thành, chưa quá hạn."),
      text)
    let sum = document.body.compactMap { block -> [String]? in
      guard case .table(let table) = block, table.caption.contains("Lỗi so với kỳ trước") else {
        return nil
      }
      return table.rows.last?.cells
    }
    // 1 + 1 = 2 + 0; 2 + 3 = 3 + 0 + 2.
    XCTAssertEqual(sum, [["Cộng", "1 (+1)", "2 (+3)", "3", "2", "0", "2"]])
    XCTAssertTrue(text.contains("Số sau dấu + là lỗi được miễn trừ"))
    XCTAssertTrue(text.contains("1 (+1) → 2 (+3)"))
    XCTAssertTrue(
      text.contains(
        "1 quy tắc không có hoặc không xét được trọn vẹn ở ít nhất một trong hai kỳ nên không so "
          + "sánh được từng lỗi (HT-003)."), text)
  }

  func testTheAxisOfAChartEndsCloseAboveTheLongestBarInRoundQuarters() {
    typealias Chart = OfficialDocument.Chart
    func scale(_ values: [Int?], _ unit: Chart.Unit) -> Int {
      Chart(caption: "x", bars: values.map { .init(label: "y", value: $0) }, unit: unit).scale
    }
    for (most, end) in [
      (0, 40), (31, 40), (41, 80), (50, 80), (73, 80), (81, 120), (200, 200), (201, 400),
      (5_000, 8_000), (5_001, 10_000), (10_000, 10_000),
    ] { XCTAssertEqual(scale([most, nil, 0], .basisPoints), end, "\(most)") }
    for (most, end) in [(0, 4), (4, 4), (5, 8), (9, 12), (20, 20), (21, 40), (268, 400)] {
      XCTAssertEqual(scale([most], .count), end, "\(most)")
    }
    for most in 0...10_000 {
      for unit in [Chart.Unit.basisPoints, .count] {
        XCTAssertGreaterThanOrEqual(scale([most], unit), most)
        XCTAssertEqual(scale([most], unit) % 4, 0)
      }
    }
  }

  func testAnnexesAreListedWhereThereAreSeveral() throws {
    let list = ReportBuilder(try input()).document().annexList
    XCTAssertEqual(list.count, 6)
    XCTAssertEqual(list.first, "Phụ lục I. Kiểm kê bộ dữ liệu;")
    XCTAssertEqual(list.last?.last, ".")
    XCTAssertEqual(PlanBuilder(try input()).document().annexList, [])
  }
}
