import Foundation
import XCTest

@testable import AuditCommands

/// The sample agency's inventories and drafts, to the byte; `RECORD_SNAPSHOTS=1` writes them anew.
final class ProfileGoldenTests: XCTestCase {
  private var before = ""

  override func setUp() {
    before = FileManager.default.currentDirectoryPath
    XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(SampleAudit.root.path))
  }

  override func tearDown() {
    XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(before))
  }

  func testTheSamplesInventories() throws {
    for (name, more) in [("cong_dan", ["--skip", "1"]), ("ho_gia_dinh", [])] {
      for format in ["text", "json", "html"] {
        let run = try SampleAudit.run(
          ["profile", "samples/xa-mau/\(name).csv", "--format", format] + more)
        XCTAssertEqual(run.status, 0, run.errors)
        try assertGolden(run.output, "\(name).profile.\(format)")
      }
    }
  }

  func testTheSamplesDrafts() throws {
    for (name, more) in [("cong_dan", ["--skip", "1"]), ("ho_gia_dinh", [])] {
      let run = try SampleAudit.run(["draft", "samples/xa-mau/\(name).csv"] + more)
      XCTAssertEqual(run.status, 0, run.errors)
      try assertGolden(run.output, "\(name).draft.json")
    }
  }

  private func assertGolden(
    _ text: String, _ name: String, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let path = URL(fileURLWithPath: "\(file)").deletingLastPathComponent()
      .appendingPathComponent("Snapshots").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try Data(text.utf8).write(to: path)
      return XCTFail("\(name) was written; read the difference", file: file, line: line)
    }
    let expected = try String(contentsOf: path, encoding: .utf8)
    guard Array(expected.utf8) != Array(text.utf8) else { return }
    let pairs = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
    let first = pairs.first { $0 != $1 }
    XCTFail("\(name) differs: \(first.map { "\($0)" } ?? "length")", file: file, line: line)
  }
}
