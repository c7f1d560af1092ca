import Foundation
import XCTest

/// The files under `reports/` are what `samples/run-years` makes today, to the byte: both years, the second in sight of the
/// first.
///
/// `RECORD_SNAPSHOTS=1` writes them anew and fails; read the difference before it is committed.
final class SampleReportTests: XCTestCase {
  private static let names = [
    "bao-cao.docx", "bao-cao.html", "findings.csv", "ke-hoach.docx", "ke-hoach.html",
    "phieu-01.docx", "phieu-01.html", "phieu-02.docx", "phieu-02.html", "report.html",
    "report.xlsx", "result.json",
  ]

  func testReportsOfTheSampleAreUpToDate() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    // A ledger of the sample's own that lies there is replaced.
    let old = folder.appendingPathComponent("so")
    try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
    try Data("000102030405060708090a0b0c0d0e0f\n".utf8).write(
      to: old.appendingPathComponent("soat.key"))
    try Data("so".utf8).write(to: old.appendingPathComponent("soat.db"))
    try runYears(reports: "\(folder.path)/kq", ledger: old.path)
    for (year, names) in [
      ("xa-mau-2025", Self.names), ("xa-mau", Self.names + ["so-theo-doi.txt"]),
    ] {
      let made = folder.appendingPathComponent("kq/\(year)")
      XCTAssertEqual(
        try FileManager.default.contentsOfDirectory(atPath: made.path).sorted(), names, year)
      for name in names {
        let bytes = try Data(contentsOf: made.appendingPathComponent(name))
        let file = SampleAudit.root.appendingPathComponent("reports/\(year)/\(name)")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try bytes.write(to: file)
          XCTFail("\(name) was recorded; run again without RECORD_SNAPSHOTS")
        }
        XCTAssertTrue(
          try Data(contentsOf: file) == bytes,
          "reports/\(year)/\(name) is not what soat makes today")
      }
    }
  }

  /// The folder of a real ledger, named by a slip, loses nothing.
  func testALedgerWithAnotherKeyIsNotReplaced() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (key, database) = (
      folder.appendingPathComponent("soat.key"), folder.appendingPathComponent("soat.db")
    )
    try Data("so".utf8).write(to: database)
    for secret in ["f0e0d0c0b0a090807060504030201000\n", "", nil] {
      try? FileManager.default.removeItem(at: key)
      if let secret { try Data(secret.utf8).write(to: key) }
      let said = try runYears(
        reports: "\(folder.path)/kq", ledger: folder.path, status: 2)
      XCTAssertTrue(said.contains(secret == nil ? "soat.db" : "soat.key"), said)
      XCTAssertEqual(try? Data(contentsOf: key), secret.map { Data($0.utf8) })
      XCTAssertEqual(try Data(contentsOf: database), Data("so".utf8))
      XCTAssertFalse(FileManager.default.fileExists(atPath: "\(folder.path)/kq"))
    }
  }

  /// By the program that was built beside the tests; gives what it said.
  @discardableResult
  private func runYears(reports: String, ledger: String, status: Int32 = 0) throws -> String {
    let program = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
      .deletingLastPathComponent().appendingPathComponent("soat")
    XCTAssertTrue(
      FileManager.default.isExecutableFile(atPath: program.path), "`swift build` makes \(program)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "SOAT=\(program.path)", "bash",
      SampleAudit.root.appendingPathComponent("samples/run-years").path, reports, ledger,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, status, said)
    return said
  }

  /// No picture of the README is missing or heavy.
  func testPicturesOfTheREADMEAreThereAndSmall() throws {
    let page = try String(
      contentsOf: SampleAudit.root.appendingPathComponent("README.md"), encoding: .utf8)
    let pictures = page.matches(of: /!\[([^\]]*)\]\((reports\/[^)]*\.png)\)/)
    XCTAssertGreaterThanOrEqual(pictures.count, 6)
    for picture in pictures {
      let file = SampleAudit.root.appendingPathComponent(String(picture.output.2))
      let bytes = try Data(contentsOf: file)
      XCTAssertEqual(bytes.prefix(4), Data([0x89, 0x50, 0x4E, 0x47]), file.path)
      XCTAssertLessThanOrEqual(bytes.count, 150_000, file.path)
      // In Vietnamese and in English.
      XCTAssertTrue(picture.output.1.contains(" · "), "\(picture.output.1)")
    }
  }
}
