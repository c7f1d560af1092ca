import AuditModel
import XCTest

@testable import AuditCommands

final class ArgumentParserTests: XCTestCase {
  private let commands = [
    Command(
      "check", summary: LocalizedText("check"),
      positionals: [
        Positional(LocalizedText("FILE"), help: LocalizedText("")),
        Positional(
          LocalizedText("MORE"), help: LocalizedText(""), optional: true, repeatable: true),
      ],
      options: [
        Option("output", short: "o", valueName: LocalizedText("FILE"), help: LocalizedText("")),
        Option("rule", valueName: LocalizedText("ID"), help: LocalizedText(""), repeatable: true),
        Option("format", choices: ["text", "json"], help: LocalizedText(""), default: "text"),
        Option("jobs", valueName: LocalizedText("N"), help: LocalizedText("")),
        Option("date", valueName: LocalizedText("DATE"), help: LocalizedText("")),
        Option("show-values", help: LocalizedText("")),
      ],
      run: { _, _ in .done }),
    Command("limits", summary: LocalizedText("limits"), run: { _, _ in .done }),
  ]

  func testEverySpellingOfAnOptionIsUnderstood() throws {
    for line in [
      "check --output a.csv x", "check --output=a.csv x", "check -o a.csv x", "check -oa.csv x",
      "check x -o a.csv",
      "--lang en check x -o a.csv", "--lang=en check -o a.csv -- x",
    ] {
      let arguments = try parse(line)
      XCTAssertEqual(arguments.value("output"), "a.csv", line)
      XCTAssertEqual(arguments.positionals, ["x"], line)
    }
  }

  func testValuesMayBeEmptyOrHoldAnEqualsSign() throws {
    XCTAssertEqual(try parse("check x --output=").value("output"), "")
    XCTAssertEqual(try parse("check x --output=a=b").value("output"), "a=b")
    XCTAssertEqual(try parse("check x --output=--odd").value("output"), "--odd")
  }

  func testRepeatedOptionsKeepTheirOrder() throws {
    XCTAssertEqual(try parse("check --rule b x --rule a").values("rule"), ["b", "a"])
    XCTAssertEqual(try parse("check x").values("rule"), [])
    XCTAssertEqual(try parse("check x").values("format"), ["text"])
  }

  func testNothingIsAnOptionAfterTwoDashes() throws {
    XCTAssertEqual(try parse("check -- -o --rule --").positionals, ["-o", "--rule", "--"])
  }

  func testADashAloneIsAnArgument() throws {
    XCTAssertEqual(try parse("check -").positionals, ["-"])
    XCTAssertEqual(try parse("check x -o -").value("output"), "-")
  }

  func testFlagsAreOffUnlessGiven() throws {
    XCTAssertTrue(try parse("check --show-values x").flag("show-values"))
    XCTAssertFalse(try parse("check x").flag("show-values"))
  }

  func testMistakesHaveTheirCodeAndHint() {
    for (line, code, hint) in [
      ("chek x", "usage.unknown-command", "did you mean 'check'?"),
      ("entirely", "usage.unknown-command", "`soat help` lists the commands"),
      ("check x --fromat json", "usage.unknown-option", "did you mean '--format'?"),
      ("check x -z", "usage.unknown-option", "see `soat help check`"),
      ("--zzz", "usage.unknown-option", "see `soat help`"),
      ("--format json check x", "usage.misplaced-option", "soat check --format …"),
      ("check x --output", "usage.missing-value", "see `soat help check`"),
      ("check x --output --rule a", "usage.missing-value", "see `soat help check`"),
      ("check x --show-values=yes", "usage.unexpected-value", "see `soat help check`"),
      ("check x --format jsn", "usage.bad-value", "did you mean 'json'?"),
      ("check x -o a -o b", "usage.repeated-option", "keep one of them"),
      ("check", "usage.missing-argument", "see `soat help check`"),
      ("limits x", "usage.unexpected-argument", "see `soat help limits`"),
    ] {
      XCTAssertThrowsError(try parse(line), line) { error in
        let diagnostic = error as? Diagnostic
        XCTAssertEqual(diagnostic?.code, code, line)
        XCTAssertEqual(diagnostic?.hint?.en, hint, line)
      }
    }
  }

  func testNumbersAndDatesAreCheckedWhenTheyAreAskedFor() throws {
    XCTAssertEqual(try parse("check x --jobs 8").integer("jobs", in: 1...64), 8)
    XCTAssertNil(try parse("check x").integer("jobs", in: 1...64))
    for bad in ["0", "65", "8x", "+8", "-1", "", "99999999999999999999"] {
      XCTAssertThrowsError(try parse("check x --jobs=\(bad)").integer("jobs", in: 1...64), bad)
    }
    for good in ["2025-12-31", "31/12/2025"] {
      XCTAssertEqual(try parse("check x --date \(good)").date("date")?.iso, "2025-12-31")
    }
    for bad in ["2025-02-30", "31-12-2025", "31/12", "1/1/2025/2"] {
      XCTAssertThrowsError(try parse("check x --date \(bad)").date("date"), bad)
    }
  }

  func testHelpAndVersionNeedNoOtherArgument() throws {
    for (line, expected) in [
      ("", "help"), ("--help", "help"), ("-h", "help"), ("--help check", "help check"),
      ("check --help", "help check"),
      ("check x -h", "help check"), ("--version", "version"), ("-V check", "version"),
      ("check -V", "version"),
    ] {
      XCTAssertEqual(try name(of: parser.parse(words(line))), expected, line)
    }
  }

  private var parser: ArgumentParser { ArgumentParser(commands) }

  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  private func parse(_ line: String) throws -> ParsedArguments {
    guard case .run(_, let arguments) = try parser.parse(words(line)) else {
      throw Diagnostic("test.not-run", LocalizedText(line))
    }
    return arguments
  }

  private func name(of request: ArgumentParser.Request) -> String {
    switch request {
    case .help(let command): command.map { "help \($0.name)" } ?? "help"
    case .version: "version"
    case .run(let command, _): "run \(command.name)"
    }
  }
}
