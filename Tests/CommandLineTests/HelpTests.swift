import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// Help and the manual are printed from the tables that the program works by.
final class HelpTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  func testEveryCommandHasHelpInBothLanguages() throws {
    for command in Command.all {
      let texts = try ["vi", "en"].map { try output(of: [command.name, "--help", "--lang", $0]) }
      XCTAssertNotEqual(texts[0], texts[1], command.name)
      for text in texts {
        for option in command.options {
          XCTAssertTrue(text.contains("--\(option.name)"), option.name)
        }
        for example in command.examples { XCTAssertTrue(text.contains(example.line), example.line) }
      }
    }
  }

  func testADefaultIsSaidOnce() {
    for command in Command.all {
      for option in command.options where option.defaultValue != nil {
        XCTAssertFalse(option.help.vi.contains("mặc định"), "\(command.name) --\(option.name)")
        XCTAssertFalse(option.help.en.contains("default"), "\(command.name) --\(option.name)")
      }
    }
  }

  func testHelpSpeaksOfWhatThereIs() throws {
    // No option sets a threshold of the score, and a check has no project.
    XCTAssertFalse(try output(of: ["--help", "--lang", "vi"]).contains("ngưỡng"))
    let check = try XCTUnwrap(Command.all.first { $0.name == "check" })
    let date = try XCTUnwrap(check.options.first { $0.name == "date" })
    XCTAssertFalse(date.help.en.contains("project"))
  }

  func testNoLineOfHelpIsWiderThanATerminal() throws {
    for command in Command.all {
      for line in try output(of: [command.name, "--help"]).split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, 90, "\(command.name): \(line)")
      }
    }
  }

  func testTheOverviewListsEveryCommandAndExitCode() throws {
    let text = try output(of: ["--help"])
    for command in Command.all { XCTAssertTrue(text.contains("\n  \(command.name)"), command.name) }
    for (number, _) in ExitCode.documented { XCTAssertTrue(text.contains("\n  \(number)"), number) }
  }

  /// Mended by: `soat explain --all --lang vi > Sources/AuditRules/AuditRules.docc/RuleReference.md`.
  func testTheRuleReferenceIsUpToDate() throws {
    let page = Self.root.appendingPathComponent(
      "Sources/AuditRules/AuditRules.docc/RuleReference.md")
    let kept = try String(contentsOf: page, encoding: .utf8)
    let printed = try output(of: ["explain", "--all", "--lang", "vi"])
    XCTAssertTrue(
      kept == printed, "RuleReference.md is not what `soat explain --all --lang vi` prints")
  }

  private func output(of arguments: [String]) throws -> String {
    let output = ByteWriter.memory()
    let today = try XCTUnwrap(CivilDate(iso: "2026-01-01"))
    let context = CommandContext(output: output, error: .memory(), today: today)
    XCTAssertEqual(Program.main(arguments: arguments, context: context), 0)
    return output.capturedText
  }
}
