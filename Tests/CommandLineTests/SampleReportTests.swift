import Foundation
import XCTest

/// The files under `reports/` are what the program makes of the sample today, to the byte.
///
/// `RECORD_SNAPSHOTS=1` writes them anew and fails; read the difference before it is committed.
final class SampleReportTests: XCTestCase {
  private let names = [
    "bao-cao.docx", "bao-cao.html", "findings.csv", "ke-hoach.docx", "ke-hoach.html",
    "phieu-01.docx", "phieu-01.html", "phieu-02.docx", "phieu-02.html", "report.html",
    "report.xlsx", "result.json",
  ]

  func testReportsOfTheSampleAreUpToDate() throws {
    let kept = SampleAudit.root.appendingPathComponent("reports/xa-mau")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try SampleAudit.run([
      "audit", SampleAudit.root.appendingPathComponent("samples/xa-mau").path, "--root",
      SampleAudit.root.path,
      "--out", folder.path,
    ])
    XCTAssertEqual(run.status, 1, run.errors)
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted(), names)
    for name in names {
      let made = try Data(contentsOf: folder.appendingPathComponent(name))
      let file = kept.appendingPathComponent(name)
      if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try made.write(to: file)
        XCTFail("\(name) was recorded; run again without RECORD_SNAPSHOTS")
      }
      XCTAssertEqual(
        try Data(contentsOf: file), made, "reports/xa-mau/\(name) is not what soat makes today")
    }
  }
}
