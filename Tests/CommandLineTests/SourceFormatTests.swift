import Foundation
import XCTest

/// Formats are found by content; the command line may say otherwise.
final class SourceFormatTests: XCTestCase {
  private func run(_ content: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  ) {
    let fixture = try ProjectFixture(["du-lieu.txt": content])
    let result = try SampleAudit.run(
      arguments.map { $0 == "FILE" ? fixture.path + "/du-lieu.txt" : $0 } + ["--lang", "en"])
    return (result.status, result.output + result.errors)
  }

  func testTheCommandLineOverridesWhatIsFound() throws {
    // A table of one column whose header looks like the beginning of a list.
    let text = "[\"a\"]\n1\n"
    for option in ["--source-format", "--format"] {
      let (status, output) = try run(text, ["show", "FILE", "--to", "ndjson", option, "csv"])
      XCTAssertEqual(status, 0, output)
      XCTAssertTrue(output.contains("\"1\""), output)
    }
    let (status, output) = try run(text, ["show", "FILE", "--source-format", "xml"])
    XCTAssertEqual(status, 4, output)
  }

  func testWhatCannotBeDecodedIsCalledByItsEncoding() throws {
    let fixture = try ProjectFixture([
      "p.json": """
      {"format": "soat-rules/1", "id": "p", "version": "1", "title": "Thử",
       "resources": [{"name": "t", "schema": {"fields": [{"name": "so"}, {"name": "ten"}]}}]}
      """
    ])
    // Half of a surrogate pair.
    let units = [0xFEFF] + Array("so,ten\n1,A".utf16) + [0xD800] + Array("B\n".utf16)
    try Data(units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }).write(
      to: URL(fileURLWithPath: fixture.path + "/d.csv"))
    for arguments in [
      ["check", fixture.path + "/d.csv", "--rules", fixture.path + "/p.json"],
      ["show", fixture.path + "/d.csv"],
    ] {
      let run = try SampleAudit.run(arguments + ["--lang", "en"])
      XCTAssertTrue(run.output.contains("there are bytes that are not UTF-16LE"), run.output)
    }
    try Data([UInt8]("so,ten\n1,A".utf8) + [0xFF] + [UInt8]("B\n2,ợ\n3,ệ\n".utf8)).write(
      to: URL(fileURLWithPath: fixture.path + "/d.csv"))
    let run = try SampleAudit.run(["show", fixture.path + "/d.csv", "--lang", "en"])
    XCTAssertTrue(run.output.contains("there are bytes that are not UTF-8"), run.output)
    XCTAssertTrue(run.output.contains("Encoding: UTF-8; Header records: 1"), run.output)
  }

  func testAnUnknownFormatIsMistyped() throws {
    XCTAssertEqual(try run("a\n1\n", ["show", "FILE", "--source-format", "xlsx"]).status, 2)
    XCTAssertEqual(
      try run("a\n1\n", ["check", "FILE", "--rules", "x", "--source-format", "table"]).status, 2)
  }
}
