import Foundation
import XCTest

/// What `soat audit` writes: the same bytes whatever the workers, no value unless asked.
final class OutputTests: XCTestCase {
  private static let marker = "DAUVET"

  private func project() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    _ = try scratch.write(
      "goi.json",
      """
      {"format": "soat-rules/1", "id": "thu.xuat", "version": "1.0.0", "title": {"vi": "Thử"},
       "resources": [{"name": "nguoi", "keys": ["so"], "mask": {"so": "last3", "ten": "initials"},
         "schema": {"primaryKey": "so", "uniqueKeys": [["ten", "ghi_chu"]],
         "fields": [{"name": "so", "format": "vn-cccd"}, {"name": "ten", "constraints": {"maxLength": 8}},
           {"name": "sinh", "type": "date", "format": "%d/%m/%Y"},
           {"name": "ghi_chu", "constraints": {"pattern": "[a-z]*"}}],
         "foreignKeys": [{"fields": "ghi_chu", "reference": {"resource": "", "fields": "ten"}}]}}]}
      """)
    _ = try scratch.write(
      "audit.json",
      """
      {"format": "soat-project/1", "title": {"vi": "Thử"}, "date": "2026-01-31",
       "agency": {"id": "000.00.00.H00", "name": {"vi": "Cơ quan thử"}},
       "period": {"from": "2025-01-01", "to": "2025-12-31"}, "packs": ["goi.json"],
       "resources": [{"name": "nguoi", "path": "nguoi.csv"}]}
      """)
    var lines = ["so,ten,sinh,ghi_chu"]
    for record in 1...900 {
      lines.append(
        record % 3 == 0
          ? "\(OutputTests.marker)\(record % 50),\(OutputTests.marker) tên dài,\(OutputTests.marker),\"\(OutputTests.marker), \(record)\""
          : "000099\(100_000 + record),An,01/02/2000,x")
    }
    lines.append("\(OutputTests.marker),thừa,trường,\(OutputTests.marker),\(OutputTests.marker)")
    _ = try scratch.write("nguoi.csv", lines.joined(separator: "\n") + "\n")
    return scratch
  }

  private func audit(_ scratch: ScratchFolder, _ more: [String], to folder: String) -> ProgramRun {
    ProgramRun(
      [
        "audit", scratch.path, "--root", scratch.path, "--xlsx", "--out",
        "\(scratch.path)/\(folder)",
      ] + more)
  }

  private static let names = ["result.json", "findings.csv", "report.html", "report.xlsx"]

  private func bytes(_ scratch: ScratchFolder, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
  }

  /// A file's text; of a workbook, that of all its parts.
  private func text(_ scratch: ScratchFolder, _ name: String) throws -> String {
    guard name.hasSuffix(".xlsx") else {
      return String(decoding: try bytes(scratch, name), as: UTF8.self)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    process.arguments = ["-p", "\(scratch.path)/\(name)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let parts = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, name)
    return String(decoding: parts, as: UTF8.self)
  }

  func testWorkersChangeNoByte() throws {
    let scratch = try project()
    for workers in ["1", "2", "7"] {
      let run = audit(scratch, ["--workers", workers], to: workers)
      XCTAssertEqual(run.status, 1, run.errors)
      for name in OutputTests.names {
        XCTAssertTrue(
          try bytes(scratch, "\(workers)/\(name)") == bytes(scratch, "1/\(name)"),
          "\(name), \(workers)")
      }
    }
  }

  func testNoValueUnlessAsked() throws {
    let scratch = try project()
    let run = audit(scratch, [], to: "che")
    XCTAssertEqual(run.status, 1, run.errors)
    for name in OutputTests.names {
      let text = try text(scratch, "che/\(name)")
      XCTAssertFalse(text.contains(OutputTests.marker), name)
      XCTAssertFalse(text.contains("000099100"), name)
      XCTAssertFalse(text.contains(scratch.path), "no path of this machine in \(name)")
    }
    XCTAssertFalse((run.output + run.errors).contains(OutputTests.marker))
    let check = ProgramRun([
      "check", "\(scratch.path)/nguoi.csv", "--rules", "\(scratch.path)/goi.json",
    ])
    XCTAssertEqual(check.status, 1, check.errors)
    XCTAssertFalse((check.output + check.errors).contains(OutputTests.marker))
  }

  func testValuesAskedForAreForTheirReaderOnly() throws {
    let scratch = try project()
    let run = audit(scratch, ["--show-values"], to: "ro")
    XCTAssertEqual(run.status, 1, run.errors)
    XCTAssertTrue(try text(scratch, "ro/findings.csv").contains(OutputTests.marker))
    XCTAssertTrue(try text(scratch, "ro/report.xlsx").contains(OutputTests.marker))
    XCTAssertFalse(try text(scratch, "ro/result.json").contains(OutputTests.marker))
    for name in ["findings.csv", "report.html", "report.xlsx"] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: "\(scratch.path)/ro/\(name)")
      XCTAssertEqual((attributes[.posixPermissions] as? NSNumber)?.intValue, 0o600, name)
    }
  }
}
