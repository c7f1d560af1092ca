import AuditLedger
import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// Official documents made again from the ledger alone, without project, rules or data.
final class LedgerDocumentTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  private func run(_ words: String..., status: Int32 = 0) throws -> String {
    let run = try SampleAudit.run(words + ["--ledger", "\(folder)/soat.db"])
    XCTAssertEqual(run.status, status, run.errors)
    return run.output + run.errors
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private func names(_ name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)").sorted()
  }

  /// Both years of the sample, with a measure in between.
  private func twoYears() throws {
    let samples = SampleAudit.root.appendingPathComponent("samples").path
    let root = SampleAudit.root.path
    _ = try run(
      "audit", "\(samples)/xa-mau-2025", "--root", root, "--out", "\(folder)/1", status: 1)
    _ = try run(
      "measures", "add", "--id", "BP-2025-01", "--title", "Bổ sung số", "--unit", "Công an xã",
      "--rule", "DC-001", "--deadline", "2026-03-31", "--run", "1")
    _ = try run("audit", "\(samples)/xa-mau", "--root", root, "--out", "\(folder)/2", status: 1)
    // What comes later changes nothing of what was.
    _ = try run("measures", "set", "BP-2025-01", "--status", "done", "--now", "2027-01-05")
  }

  func testDocumentsAreMadeAgainByteByByte() throws {
    try twoYears()
    for number in ["1", "2"] {
      let said = try run(
        "report", number, "--document", "report", "--document", "plan", "--document", "remedy",
        "--out", "\(folder)/lai-\(number)")
      XCTAssertFalse(said.contains("không giữ"), said)
      let made = try names("lai-\(number)")
      XCTAssertEqual(
        made,
        try names(number).filter {
          $0.hasPrefix("bao-cao") || $0.hasPrefix("ke-hoach") || $0.hasPrefix("phieu")
        })
      XCTAssertEqual(made.count, 8)
      for name in made {
        XCTAssertTrue(
          try bytes("lai-\(number)/\(name)") == bytes("\(number)/\(name)"), "\(number): \(name)")
      }
      _ = try run("report", number, "--format", "docx", "--out", "\(folder)/mot.docx")
      XCTAssertTrue(try bytes("mot.docx") == bytes("\(number)/bao-cao.docx"), number)
    }
    _ = try run("report", "2", "--document", "plan", "--format", "html", "--out", "\(folder)/kh")
    XCTAssertEqual(try names("kh"), ["ke-hoach.html"])
    let report = String(decoding: try bytes("lai-2/bao-cao.html"), as: UTF8.self)
    XCTAssertTrue(report.contains("BP-2025-01"))
    XCTAssertTrue(report.contains("Quá hạn") || report.contains("quá hạn"))
  }

  func testWhatTheLedgerDoesNotHaveIsSaid() throws {
    try twoYears()
    let whole = try Ledger("\(folder)/soat.db")
    let first = try XCTUnwrap(try whole.runs().first)
    let result = try XCTUnwrap(try whole.document("result.json", of: first))
    let day = first.date
    // As earlier versions of the program recorded runs.
    let bare = try Ledger("\(folder)/cu.db", .create)
    _ = try bare.record(
      LedgerEntry(
        result: InspectionResult(
          toolVersion: "1", agencyID: "x", agencyName: LocalizedText("x"), date: day, packs: [],
          codeLists: [], resources: []),
        recorded: "2025-12-16T09:00:00+07:00", language: .vi, policy: "", basisPoints: nil,
        scores: [], materials: [],
        documents: [LedgerEntry.Document(name: "result.json", bytes: result)], rules: [],
        keyCheck: nil
      ) { _ in nil })
    let run = try SampleAudit.run([
      "report", "1", "--document", "report", "--ledger", "\(folder)/cu.db", "--out",
      "\(folder)/cu",
    ])
    XCTAssertEqual(run.status, 0, run.errors)
    for what in ["\"document\"", "bảng ngày nghỉ", "hồ sơ pháp lý"] {
      XCTAssertTrue(run.errors.contains(what), "\(what): \(run.errors)")
    }
    XCTAssertEqual(try names("cu"), ["bao-cao.docx", "bao-cao.html"])
  }

  func testDocumentsNeedAFolderAndAForm() throws {
    try twoYears()
    XCTAssertTrue(
      try run("report", "--document", "plan", status: 2).contains("[usage.missing-option]"))
    XCTAssertTrue(
      try run(
        "report", "--document", "plan", "--format", "json", "--out", "\(folder)/x", status: 2
      ).contains("usage.bad-value"))
    XCTAssertTrue(
      try run(
        "measures", "add", "--id", "BP-2025-01", "--title", "x", "--unit", "y", status: 5
      ).contains("[ledger.duplicate-measure]"))
  }
}
