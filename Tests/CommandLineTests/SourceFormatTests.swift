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

  func testAnUnknownFormatIsMistyped() throws {
    XCTAssertEqual(try run("a\n1\n", ["show", "FILE", "--source-format", "xlsx"]).status, 2)
    XCTAssertEqual(
      try run("a\n1\n", ["check", "FILE", "--rules", "x", "--source-format", "table"]).status, 2)
  }
}
