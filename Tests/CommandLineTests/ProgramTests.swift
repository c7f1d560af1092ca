import AuditModel
import AuditSystem
import XCTest

@testable import AuditCommands

final class ProgramTests: XCTestCase {
  func testErrorsEndInTheExitCodeOfTheirKind() {
    for (error, status) in [
      (Diagnostic("usage.x", LocalizedText("")), 2),
      (Diagnostic("rule-file.x", LocalizedText("")), 3),
      (Diagnostic("project.x", LocalizedText("")), 3),
      (Diagnostic("code-list.x", LocalizedText("")), 3),
      (Diagnostic("source.x", LocalizedText("")), 4),
      (Diagnostic("output.x", LocalizedText("")), 5),
      (Diagnostics([Diagnostic("source.x", LocalizedText(""))]), 4), (Interrupted(signal: 15), 143),
      (ClosedPipe(), 141),
      (CancellationError(), 70),
    ] as [(any Error, Int32)] {
      XCTAssertEqual(run(["fail"], failing(with: error)).status, status, "\(error)")
    }
  }

  func testAClosedPipeIsNotTalkedAbout() {
    XCTAssertEqual(run(["fail"], failing(with: ClosedPipe())).error, "")
  }

  func testAFaultOfOursAsksToBeReported() {
    let run = run(["fail", "--lang", "en"], failing(with: CancellationError()))
    XCTAssertTrue(run.error.contains("[internal.unexpected]"))
    XCTAssertTrue(run.error.contains("please report it"))
  }

  func testTheLanguageIsTheOptionsElseTheEnvironmentsElseVietnamese() {
    XCTAssertTrue(run(["x"]).error.contains("không có lệnh"))
    XCTAssertTrue(run(["x"], environment: ["SOAT_LANG": "en"]).error.contains("no command"))
    XCTAssertTrue(
      run(["--lang", "vi", "x"], environment: ["SOAT_LANG": "en"]).error.contains("không có lệnh"))
    XCTAssertEqual(run(["version"], environment: ["SOAT_LANG": "de"]).status, 2)
  }

  func testEachCommandHasHelpInBothLanguages() {
    for command in Command.all {
      for language in Language.allCases {
        let asked = run(["help", command.name, "--lang", language.rawValue])
        XCTAssertEqual(asked.status, 0)
        XCTAssertEqual(
          asked.output, run([command.name, "--help", "--lang", language.rawValue]).output)
        for option in command.options { XCTAssertTrue(asked.output.contains("--\(option.name)")) }
        let unwrapped = asked.output.split(separator: "\n").joined(separator: " ")
        XCTAssertTrue(unwrapped.contains(command.summary[language]), command.name)
        // A command line to copy is the one thing that is not broken.
        for line in asked.output.split(separator: "\n") where !line.hasPrefix("  soat ") {
          XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
        }
      }
    }
  }

  func testTheOverviewListsEveryCommandAndExitCode() {
    let overview = run([]).output
    XCTAssertEqual(overview, run(["--help"]).output)
    XCTAssertEqual(overview, run(["help"]).output)
    for command in Command.all { XCTAssertTrue(overview.contains("  \(command.name) ")) }
    for code in ["0", "1", "2", "3", "4", "5", "70", "128+n"] {
      XCTAssertTrue(overview.contains("\n  \(code) "))
    }
  }

  func testOptionNamesAreUniqueWithinEachCommand() {
    for command in Command.all {
      let options = command.options + Option.common
      XCTAssertEqual(Set(options.map(\.name)).count, options.count, command.name)
      let shorts = options.compactMap(\.short)
      XCTAssertEqual(Set(shorts).count, shorts.count, command.name)
    }
  }

  func testEveryLimitIsListed() {
    let fields = Mirror(reflecting: Limits()).children.compactMap(\.label)
    XCTAssertEqual(LimitDescription.all.map(\.name), fields)
    let values = Mirror(reflecting: Limits()).children.map { $0.value as? Int }
    XCTAssertEqual(LimitDescription.all.map { $0.value(Limits()) }, values)
    let table = run(["limits"]).output
    XCTAssertTrue(table.contains("16.777.216"))
    XCTAssertEqual(table.split(separator: "\n").count, fields.count + 1)
  }

  func testLimitsAreReadByPrograms() throws {
    let object = try JSONSerialization.jsonObject(
      with: Data(run(["limits", "--format", "json"]).output.utf8))
    let limits = try XCTUnwrap((object as? [String: Any])?["limits"] as? [[String: Any]])
    XCTAssertEqual(limits.first?["name"] as? String, "cellBytes")
    XCTAssertEqual(limits.first?["value"] as? Int, 16 << 20)
  }

  func testTheVersionIsPrinted() {
    XCTAssertEqual(run(["--version"]).output, "soat \(Version.tool)\n")
    XCTAssertTrue(run(["version"]).output.contains(Version.rulesFormat))
  }

  private func failing(with error: any Error) -> [Command] {
    [Command("fail", summary: LocalizedText("fail"), run: { _, _ in throw error })]
  }

  private func run(
    _ arguments: [String], _ commands: [Command] = Command.all, environment: [String: String] = [:]
  ) -> (status: Int32, output: String, error: String) {
    let (output, error) = (ByteWriter.memory(), ByteWriter.memory())
    guard let today = CivilDate(year: 2026, month: 1, day: 15) else { return (-1, "", "") }
    let context = CommandContext(
      output: output, error: error, today: today, environment: environment)
    let status = Program.main(arguments: arguments, context: context, commands: commands)
    return (status, output.capturedText, error.capturedText)
  }
}
