import Foundation
import XCTest

/// The sample's workbook as LibreOffice shows it; its pages are kept as pictures in `.build/pictures`.
final class OfficePictureTests: XCTestCase {
  func testLibreOfficeShowsTheWorkbook() throws {
    let book = OfficeTools.root.appendingPathComponent("reports/xa-mau/report.xlsx")
    let pages = try OfficeTools.pages(of: book, self)
    let text = pages.joined(separator: "\n")
    for words in [
      "KẾT QUẢ KIỂM TRA DỮ LIỆU", "Ủy ban nhân dân xã Mẫu", "Theo bộ dữ liệu", "16/12/2026",
      "Biện pháp khắc phục", "Căn cứ", "Lỗi phát hiện",
    ] {
      XCTAssertTrue(text.contains(words), words)
    }
    // Headers come again on each page of a sheet, and every page says which it is.
    let rulePages = pages.filter { $0.contains("Tên quy tắc") }
    XCTAssertGreaterThan(rulePages.count, 1)
    XCTAssertTrue(pages.allSatisfy { $0.contains("/\(pages.count)") })
    XCTAssertFalse(text.contains("#"), "a number that does not fit into its column, or an error")
    XCTAssertLessThan(pages.count, 60)
  }

  func testLibreOfficeReadsTheValuesBack() throws {
    let folder = try OfficeTools.scratch(self)
    let book = OfficeTools.root.appendingPathComponent("reports/xa-mau/report.xlsx")
    // Sheet 4 as CSV in UTF-8, every text quoted, cells as they are shown.
    try OfficeTools.convert(
      book, to: "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4",
      folder)
    let name = try XCTUnwrap(
      FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix(".csv") })
    let made = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    let kept = try String(
      contentsOf: OfficeTools.root.appendingPathComponent("reports/xa-mau/findings.csv"),
      encoding: .utf8)
    XCTAssertEqual(
      made.split(separator: "\n").count, kept.split(whereSeparator: \.isNewline).count)
    XCTAssertTrue(made.contains("ho_gia_dinh,16,17,DC-111,Cảnh báo,so_nhan_khau,•••016,45,<= 30"))
  }
}

extension OfficeTools {
  /// Converts by headless LibreOffice, with a profile of its own so that runs do not disturb each other.
  static func convert(_ file: URL, to format: String, _ folder: URL) throws {
    let profile = folder.appendingPathComponent("profile")
    _ = try run(
      "soffice",
      [
        "-env:UserInstallation=\(profile.absoluteString)", "--headless", "--norestore",
        "--convert-to", format, "--outdir", folder.path, file.path,
      ])
  }

  /// The text of each page; the pages are kept as pictures.
  static func pages(of file: URL, _ test: XCTestCase) throws -> [String] {
    let folder = try scratch(test)
    try convert(file, to: "pdf", folder)
    let stem = file.deletingPathExtension().lastPathComponent
    let pdf = folder.appendingPathComponent("\(stem).pdf").path
    let pictures = root.appendingPathComponent(".build/pictures")
    try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
    let name = "\(stem)-\(file.pathExtension)"
    _ = try run(
      "pdftoppm", ["-r", "60", "-png", "-l", "12", pdf, pictures.appendingPathComponent(name).path])
    let text = try run("pdftotext", ["-layout", pdf, "-"])
    return String(decoding: text, as: UTF8.self).split(separator: "\u{C}").map(String.init)
  }
}
