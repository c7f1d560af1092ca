import Foundation
import XCTest

/// Official documents as paper: converted by LibreOffice and Chromium, then measured (points, from the page's upper left).
///
/// `SOAT_PAGES=FOLDER` keeps pictures of all pages there.
final class PrintedDocumentTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  private func report(_ name: String, _ year: String = "xa-mau") -> String {
    SampleAudit.root.appendingPathComponent("reports/\(year)/\(name)").path
  }

  func testTheWordReportsPrintAsTheFormHasIt() throws {
    for year in ["xa-mau-2025", "xa-mau"] {
      try run([
        "soffice", "-env:UserInstallation=file://\(folder.path)/profile", "--headless",
        "--convert-to", "pdf", "--outdir", "\(folder.path)/\(year)", report("bao-cao.docx", year),
      ])
      try assertForm("\(folder.path)/\(year)/bao-cao.pdf")
    }
  }

  func testTheHTMLReportPrintsAsTheFormHasIt() throws {
    let pdf = folder.appendingPathComponent("html.pdf").path
    try run([
      "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
      "--user-data-dir=\(folder.path)/browser", "--print-to-pdf=\(pdf)",
      "file://" + report("bao-cao.html"),
    ])
    try assertForm(pdf)
  }

  func testAnotherReaderOpensEveryDocument() throws {
    for name in ["bao-cao", "ke-hoach", "phieu-01", "phieu-02"] {
      let text = try run([
        // The system's own, which the package python3-docx is for.
        "/usr/bin/python3", "-c",
        """
        import docx, sys
        d = docx.Document(sys.argv[1])
        s = d.sections[0]
        print(s.page_width.mm, s.page_height.mm, s.left_margin.mm, s.right_margin.mm, s.top_margin.mm)
        print(sum(p.style.name.lower() == 'heading 1' for p in d.paragraphs), len(d.tables), len(d.inline_shapes))
        print(d.styles['Nội dung'].font.size.pt, d.core_properties.author)
        print(all(t.rows[0]._tr.trPr.xpath('w:tblHeader') for t in d.tables if t.style and t.style.name == 'Bảng dữ liệu'))
        """, report("\(name).docx"),
      ])
      let lines = text.split(separator: "\n").map(String.init)
      guard lines.count == 4 else { return XCTFail("\(name): \(text)") }
      let sizes = lines[0].split(separator: " ").compactMap { Double($0) }.map { $0.rounded() }
      XCTAssertEqual(sizes, [210, 297, 30, 15, 20], name)
      if name == "bao-cao" { XCTAssertEqual(lines[1].split(separator: " ").first, "5") }
      XCTAssertEqual(lines[2], "14.0 Ủy ban nhân dân xã Mẫu (đơn vị giả lập)", name)
      XCTAssertEqual(lines[3], "True", name)
    }
  }

  /// Pages, fonts, headings, and where the parts of the form stand (ô số 1 to 5).
  private func assertForm(
    _ pdf: String, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    if let kept = ProcessInfo.processInfo.environment["SOAT_PAGES"] {
      let name = URL(fileURLWithPath: pdf).deletingPathExtension().lastPathComponent
      try run(["pdftoppm", "-r", "80", "-png", pdf, "\(kept)/\(name)"])
    }
    let info = try run(["pdfinfo", pdf])
    let pages = info.matches(of: /Pages: +([0-9]+)/).first.flatMap { Int($0.output.1) } ?? 0
    XCTAssertTrue((15...40).contains(pages), "\(pages) pages", file: file, line: line)
    XCTAssertTrue(info.contains("(A4)") || info.contains("595"), file: file, line: line)

    let fonts = try run(["pdffonts", pdf]).split(separator: "\n").dropFirst(2)
    XCTAssertFalse(fonts.isEmpty, file: file, line: line)
    for font in fonts {
      XCTAssertTrue(
        font.contains("LiberationSerif") || font.contains("TimesNewRoman"),
        "\(font): the form's font or one of its widths", file: file, line: line)
    }

    let text = try run(["pdftotext", "-layout", pdf, "-"])
    for heading in [
      "I. PHẠM VI, ĐỐI TƯỢNG VÀ CÁCH THỨC", "II. KẾT QUẢ KIỂM TRA, ĐÁNH GIÁ",
      "III. SO SÁNH VỚI KỲ TRƯỚC", "IV. TỒN TẠI, HẠN CHẾ", "V. KIẾN NGHỊ, ĐỀ XUẤT", "./.",
      "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "DANH MỤC PHỤ LỤC", "Phụ lục I\n", "Phụ lục VI\n",
    ] {
      XCTAssertTrue(text.contains(heading), heading, file: file, line: line)
    }
    // A signature has a line of the text on its page, and the list of annexes its heading.
    for (below, above) in [("TM. ỦY BAN NHÂN DÂN", "./."), ("Phụ lục I. Kiểm", "DANH MỤC PHỤ LỤC")]
    {
      let page = try XCTUnwrap(
        text.split(separator: "\u{C}").first { $0.contains(below) }, below, file: file, line: line)
      XCTAssertTrue(page.contains(above), "\(below) without \(above)", file: file, line: line)
    }

    let first = try words(pdf, page: 1)
    let nation = try XCTUnwrap(first.first { $0.text == "CỘNG" })
    let motto = try XCTUnwrap(first.first { $0.text == "Độc" })
    let agency = try XCTUnwrap(first.first { $0.text == "ỦY" })
    let number = try XCTUnwrap(first.first { $0.text == "Số:" })
    let day = try XCTUnwrap(first.first { $0.text == "ngày" })
    let kind = try XCTUnwrap(first.first { $0.text == "BÁO" })
    let kindEnd = try XCTUnwrap(first.first { $0.text == "CÁO" })
    // Text begins 20 mm down, 30 mm from the left, and ends 15 mm from the right.
    XCTAssertEqual(nation.top, 57, accuracy: 6, file: file, line: line)
    XCTAssertEqual(agency.top, nation.top, accuracy: 3, file: file, line: line)
    XCTAssertGreaterThan(motto.top, nation.top + 8, file: file, line: line)
    XCTAssertGreaterThan(number.top, motto.top, file: file, line: line)
    XCTAssertEqual(day.top, number.top, accuracy: 6, file: file, line: line)
    XCTAssertGreaterThan(kind.top, day.top + 10, file: file, line: line)
    let middle = 85.04 + 467.72 / 2
    XCTAssertLessThan(agency.left, middle, file: file, line: line)
    XCTAssertLessThan(number.left, middle - 60, file: file, line: line)
    XCTAssertGreaterThan(nation.left, 220, file: file, line: line)
    XCTAssertEqual((kind.left + kindEnd.right) / 2, middle, accuracy: 4, file: file, line: line)
    for word in first {
      XCTAssertGreaterThanOrEqual(word.left, 84, word.text, file: file, line: line)
      XCTAssertLessThanOrEqual(word.right, 554, word.text, file: file, line: line)
    }
    // The first page has no number; the second has it in the middle of the upper margin.
    XCTAssertFalse(first.contains { $0.bottom < 50 }, file: file, line: line)
    let second = try words(pdf, page: 2).filter { $0.bottom < 56 }
    XCTAssertEqual(second.map(\.text), ["2"], file: file, line: line)
    let place = try XCTUnwrap(second.first)
    XCTAssertEqual((place.left + place.right) / 2, middle, accuracy: 4, file: file, line: line)
  }

  private struct Word {
    var text: String
    var left, top, right, bottom: Double
  }

  private func words(_ pdf: String, page: Int) throws -> [Word] {
    let markup = try run(["pdftotext", "-f", "\(page)", "-l", "\(page)", "-bbox", pdf, "-"])
    let pattern =
      /<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*?)<\/word>/
    return markup.matches(of: pattern).compactMap { match in
      guard let left = Double(match.output.1), let top = Double(match.output.2),
        let right = Double(match.output.3), let bottom = Double(match.output.4)
      else { return nil }
      return Word(
        text: String(match.output.5), left: left, top: top, right: right, bottom: bottom)
    }
  }

  /// A program that is missing fails the test; `.ci/setup.sh` installs them.
  @discardableResult
  private func run(
    _ command: [String], file: StaticString = #filePath, line: UInt = #line
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(
      process.terminationStatus, 0, "\(command[0]) failed or is not installed", file: file,
      line: line)
    return String(decoding: data, as: UTF8.self)
  }
}
