import AuditModel
import AuditScoring
import AuditText
import XCTest

@testable import AuditReports

final class XLSXReportTests: XCTestCase {
  func testAStrangerFindsAWholePackage() throws {
    let book = try read(findings(3))
    XCTAssertEqual(book.mistakes, [])
    XCTAssertEqual(
      book.sheets.map(\.name), ["Tổng hợp", "Quy tắc", "Biện pháp", "Lỗi phát hiện"])
    XCTAssertEqual(book.title, "Kết quả kiểm tra dữ liệu")
    XCTAssertEqual(book.author, "Sở Khoa học và Công nghệ tỉnh Hoa Ban")
    XCTAssertEqual(book.created, "15/12/2026")
  }

  func testTheSummaryHoldsFiguresAndDays() throws {
    let sheet = try read(findings(3)).sheet("Tổng hợp")
    func value(_ label: String) -> (String, String, String)? {
      guard let row = sheet.rows.firstIndex(where: { $0.first?.text == label }) else { return nil }
      return (sheet.rows[row][1].text, sheet.kinds[row][1], sheet.formats[row][1])
    }
    XCTAssertTrue(try XCTUnwrap(value("Ngày kiểm tra")) == ("15/12/2026", "date", "dd/mm/yyyy"))
    let records = Fixture.result.resources.reduce(0) { $0 + $1.recordCount }
    XCTAssertTrue(try XCTUnwrap(value("Bản ghi")) == (String(records), "number", "#,##0"))
    let score = try XCTUnwrap(value("Điểm (chỉ số nội bộ)"))
    XCTAssertEqual(score.2, "0.00%")
    XCTAssertEqual(
      Double(score.0), try XCTUnwrap(Fixture.scores.score).basisPoints.asShare)
    XCTAssertTrue(try XCTUnwrap(value("Dòng lỗi đã ghi")) == ("3", "number", "#,##0"))
  }

  func testEveryRuleStandsWithItsCounts() throws {
    let sheet = try read(findings(3)).sheet("Quy tắc")
    let rules = Fixture.result.resources.flatMap { resource in
      resource.rules.map { (resource, $0) }
    }
    XCTAssertEqual(sheet.rows.count, rules.count + 1)
    XCTAssertEqual(sheet.frozen, "A2")
    XCTAssertEqual(sheet.filter, "A1:N\(rules.count + 1)")
    XCTAssertEqual(sheet.titles, "$1:$1")
    for (index, (resource, rule)) in rules.enumerated() {
      let cells = sheet.texts(index + 1)
      XCTAssertEqual(
        Array(cells[0...2]), [resource.title.vi, rule.id, rule.title.vi].map(marked))
      let counts = rule.counts
      XCTAssertEqual(
        Array(cells[5...9]),
        [counts.evaluated, counts.passed, counts.failed, counts.waived, counts.skipped].map {
          String($0)
        }, rule.id)
      XCTAssertEqual(cells[12], rule.legal.map(\.cite.vi).joined(separator: "\n"), rule.id)
      XCTAssertEqual(Set(sheet.kinds[index + 1][5...9]), ["number"])
    }
  }

  func testMeasuresBeginWithTheGravestAndAreToBeFilledIn() throws {
    let sheet = try read(findings(3)).sheet("Biện pháp")
    let failed = RankedRule.ranked(Fixture.result, Fixture.scores).filter {
      $0.rule.counts.failed > 0
    }
    XCTAssertEqual(sheet.rows.count, 1 + failed.count + 20)
    XCTAssertEqual(sheet.rows[1...failed.count].map { $0[3].text }, failed.map(\.rule.id))
    XCTAssertEqual(sheet.rows[1][0].text, "1")
    XCTAssertEqual(sheet.rows[1][10].text, "Mới")
    XCTAssertEqual(sheet.formats[1][9], "dd/mm/yyyy")
    let last = failed.count + 21
    XCTAssertEqual(
      sheet.validations.map(\.range), ["J2:J\(last)", "L2:L\(last)", "K2:K\(last)"])
    XCTAssertEqual(sheet.validations.map(\.type), ["date", "date", "list"])
    // 15/12/2026 as spreadsheets count days.
    XCTAssertEqual(sheet.validations[0].formula, "46371")
    XCTAssertEqual(
      sheet.validations[2].formula,
      "\"Mới,Đang xử lý,Chờ xác minh,Hoàn thành,Không thực hiện\"")
  }

  func testFindingsAreThoseOfTheFile() throws {
    let sheet = try read(findings(3)).sheet("Lỗi phát hiện")
    XCTAssertEqual(
      sheet.texts(0),
      [
        "Bộ dữ liệu", "Bản ghi", "Dòng", "Quy tắc", "Mức độ", "Trường", "Khóa", "Giá trị",
        "Yêu cầu", "Nội dung",
      ])
    XCTAssertEqual(
      sheet.texts(3),
      ["ho", "3", "4", "R-3", "Lỗi", "ten", "•••003", "", "<= 30", "Nội dung \"3\", dài"])
    XCTAssertEqual(sheet.kinds[3][1...3], ["number", "number", "text"])
    XCTAssertEqual(sheet.formats[3][0], "@")
    XCTAssertEqual(sheet.frozen, "A2")
    XCTAssertEqual(sheet.filter, "A1:J4")
    XCTAssertEqual(sheet.titles, "$1:$1")
    XCTAssertEqual(sheet.widths.count, 10)
  }

  func testNothingIsEverAFormula() throws {
    let hostile = [
      "=1+1", "+84", "-1-1", "@SUM(A1)", " =cmd|' /C calc'!A0", "'=1", "\t=1", "=\"a\"\"b\"",
      "_x0041_", "<b>&amp;</b>", "]]>", "\u{202E}abc", "a\u{0}b", "1e5", "00123",
      "TRUE", "31/12/2025", String(repeating: "ô", count: 40_000),
    ]
    var csv = header
    for value in hostile { append([.text("ho"), .number(1), .text(value)], to: &csv) }
    let sheet = try read(csv).sheet("Lỗi phát hiện")
    XCTAssertEqual(sheet.rows.count, hostile.count + 1)
    for (index, value) in hostile.enumerated() {
      let text = sheet.rows[index + 1][2].text
      XCTAssertEqual(sheet.kinds[index + 1][2], "text", value)
      XCTAssertEqual(sheet.formats[index + 1][2], "@", value)
      // What the CSV makes visible stays visible; nothing else is changed.
      let plain = value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }
      if plain, value.utf16.count < 32_767 { XCTAssertEqual(text, value) }
      let first = value.first { $0 != " " }
      XCTAssertEqual(
        sheet.quoted[index + 1][2], first.map { "=+-@".contains($0) } ?? false, value)
    }
    XCTAssertEqual(sheet.rows[hostile.count][2].text.utf16.count, 32_767)
  }

  /// Excel reads `_xHHHH_` as a character, from left to right; what it reads must be the text.
  func testWhatReadsLikeAReferenceIsNone() {
    for text in [
      "_x0041_", "__x0041_", "_x0041_x0042_", "_x005F_", "__x005F_x0041_", "_x00e9_", "_x004_",
      "_x004G_", "x0041_", "_x0041",
    ] {
      let markup = String(decoding: CellText.markup(text), as: UTF8.self)
      let parts = markup.components(separatedBy: "_x005F_")
      XCTAssertEqual(parts.joined(separator: "_"), text, markup)
      let others = parts.joined(separator: "\n")
      XCTAssertNil(others.range(of: "_x[0-9A-Fa-f]{4}_", options: .regularExpression), markup)
    }
  }

  /// The quick path must take no text that the slow one would change.
  func testTextsThatNeedNoEscapeAreThose() {
    for value in (0...0x2FFF).map({ UInt32($0) }) + Array(0xF000...0x10_2FF) + [0xE_0041, 0x1_F600]
    {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a\(Character(scalar))b"
      guard CellText.isMarkup(Array(text.utf8)) else { continue }
      XCTAssertEqual(CellText.markup(text), Array(text.utf8), "U+\(String(value, radix: 16))")
    }
    for text in ["Nguyễn Thị Ánh Đào", "•••003", "<= 30"] {
      XCTAssertEqual(CellText.isMarkup(Array(text.utf8)), !text.contains("<"), text)
    }
  }

  func testFindingsFillAsManySheetsAsTheyNeed() throws {
    for count in [0, 1, 3, 4, 5, 8, 9] {
      let book = try read(findings(count), limit: 5)
      XCTAssertEqual(book.mistakes, [])
      let sheets = book.sheets.dropFirst(3)
      let expected = max(1, (count + 3) / 4)
      XCTAssertEqual(
        sheets.map(\.name),
        (1...expected).map { $0 == 1 ? "Lỗi phát hiện" : "Lỗi phát hiện \($0)" }, "\(count)")
      let records = sheets.flatMap { $0.rows.dropFirst().map { $0[1].text } }
      XCTAssertEqual(records, (0..<count).map { String($0 + 1) }, "\(count)")
      for sheet in sheets {
        XCTAssertEqual(sheet.rows[0][0].text, "Bộ dữ liệu")
        XCTAssertEqual(sheet.filter, "A1:J\(sheet.rows.count)")
      }
    }
  }

  func testTextsThatDoNotComeAgainStandInTheirCells() throws {
    let count = SharedTexts.limitByColumn + 3
    let book = try read(findings(count))
    XCTAssertEqual(book.mistakes, [])
    let rows = try book.sheet("Lỗi phát hiện").rows
    XCTAssertEqual(rows[count][6].text, "•••\(count)")
    XCTAssertEqual(rows[count][3].text, "R-\(count % 7)")
    XCTAssertEqual(
      book.markup.components(separatedBy: "<si>").count - 1,
      // Two columns of keys are full; the others have few texts.
      2 * SharedTexts.limitByColumn + 1 + 7 + 1 + 1 + 1)
  }

  func testBytesDoNotDependOnHowTheFileIsRead() throws {
    let csv = findings(200)
    let whole = try write(csv)
    for size in [1, 7, 1000] {
      let file = FindingsFile(byteCount: csv.count, pieceBytes: size) {
        (offset, count) throws(Diagnostic) in Array(csv[offset..<offset + count])
      }
      var input = input(csv)
      input.findings = file
      XCTAssertTrue(try ReportFormat.xlsx.render(input) == whole, "pieces of \(size)")
    }
  }

  func testWithoutFindingsThereIsNoSheetOfThem() throws {
    let input = ReportInput(result: Fixture.result, scores: Fixture.scores, language: .en)
    let book = try read(bytes: ReportFormat.xlsx.render(input))
    XCTAssertEqual(book.mistakes, [])
    XCTAssertEqual(book.sheets.map(\.name), ["Summary", "Rules", "Measures"])
    XCTAssertTrue(book.markup.contains("was not written in this run"))
  }

  // MARK: Helpers

  private enum Field {
    case text(String)
    case number(Int)
  }

  private var header: [UInt8] {
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    CSVWriter.appendRecord(
      [
        "bộ dữ liệu", "bản ghi", "dòng", "quy tắc", "mức độ", "trường", "khóa", "giá trị",
        "yêu cầu", "nội dung",
      ], to: &bytes)
    return bytes
  }

  private func findings(_ count: Int) -> [UInt8] {
    var csv = header
    for number in 0..<count {
      let record = number + 1
      let key = String(record)
      append(
        [
          .text("ho"), .number(record), .number(record + 1), .text("R-\(record % 7)"),
          .text("Lỗi"), .text("ten"),
          .text("•••" + String(repeating: "0", count: max(0, 3 - key.count)) + key), .text(""),
          .text("<= 30"), .text("Nội dung \"\(record)\", dài"),
        ], to: &csv)
    }
    return csv
  }

  private func append(_ fields: [Field], to csv: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { CSVWriter.appendComma(to: &csv) }
      switch field {
      case .text(let text): CSVWriter.appendText(text, to: &csv)
      case .number(let number): CSVWriter.appendNumber(number, to: &csv)
      }
    }
    CSVWriter.endRecord(in: &csv)
  }

  private func input(_ csv: [UInt8]) -> ReportInput {
    ReportInput(
      result: Fixture.result, scores: Fixture.scores,
      findings: FindingsFile(byteCount: csv.count) { (offset, count) throws(Diagnostic) in
        Array(csv[offset..<offset + count])
      })
  }

  private func write(_ csv: [UInt8], limit: Int? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try XLSXReport(input(csv)).write(
      to: { (piece) throws(Diagnostic) in bytes += piece },
      limit: limit ?? FindingsSheets.excelLimit)
    return bytes
  }

  private func read(_ csv: [UInt8], limit: Int? = nil) throws -> ReadWorkbook {
    try read(bytes: write(csv, limit: limit))
  }

  private func read(bytes: [UInt8]) throws -> ReadWorkbook {
    let path = try OfficeTools.scratch(self).appendingPathComponent("report.xlsx")
    try Data(bytes).write(to: path)
    return try ReadWorkbook.read(path.path)
  }

  /// The fixture's two marks of direction, as the report shows them.
  private func marked(_ text: String) -> String {
    text.replacingOccurrences(of: "\u{202E}", with: "[U+202E]")
      .replacingOccurrences(of: "\u{2066}", with: "[U+2066]")
  }
}

extension Int {
  fileprivate var asShare: Double { Double(self) / 10_000 }
}
