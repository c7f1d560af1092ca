import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// The commands of the README and of the manual do what the page says: each is run, in process, in the
/// project's folder.
final class ReadmeTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private var folder = ""
  private var before = ""

  override func setUpWithError() throws {
    before = FileManager.default.currentDirectoryPath
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-readme-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(Self.root.path))
  }

  override func tearDownWithError() throws {
    XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(before))
    try FileManager.default.removeItem(atPath: folder)
  }

  func testEveryCommandOfTheREADME() throws { try check("README.md", atLeast: 7) }

  func testEveryCommandOfTheManual() throws {
    try check("Sources/AuditCommands/AuditCommands.docc/GettingStarted.md", atLeast: 4)
    try check("Sources/AuditRules/AuditRules.docc/RuleLanguage.md", atLeast: 1)
    try check(Self.project, atLeast: 1)
  }

  func testEveryCommandOfTheGuideToPacks() throws { try check(Self.guide, atLeast: 15) }

  /// Every `soat` command in a block of shell text, and every file that is shown, is marked, so that none
  /// goes untried.
  func testNothingIsLeftOut() throws {
    for path in ["README.md", Self.guide, Self.project] {
      let page = try Page(
        String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8))
      XCTAssertEqual(page.unmarked, [], path)
    }
  }

  private static let project = "Sources/AuditCommands/AuditCommands.docc/Project.md"
  private static let guide = "Sources/AuditRules/AuditRules.docc/WritingPacks.md"

  private func check(
    _ path: String, atLeast count: Int, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    let page = Page(text)
    XCTAssertGreaterThanOrEqual(page.commands.count, count, path, file: file, line: line)
    for (name, text) in page.files { try write(text, to: name) }
    for command in page.commands {
      let (status, lines) = try run(command.line)
      XCTAssertEqual(
        status, command.status, "\(path): \(command.line): \(lines)", file: file, line: line)
      assert(lines, shows: command.output, "\(path): \(command.line)", file: file, line: line)
    }
  }

  /// The lines come one after another; `…` stands for any number of them.
  private func assert(
    _ lines: [String], shows expected: [String], _ message: String, file: StaticString, line: UInt
  ) {
    var rest = lines[...]
    var mayPass = false
    for wanted in expected {
      if wanted == "…" {
        mayPass = true
        continue
      }
      if mayPass { rest = rest.drop { $0 != wanted } }
      mayPass = false
      XCTAssertEqual(rest.first, wanted, message, file: file, line: line)
      rest = rest.dropFirst()
    }
  }

  private func write(_ text: String, to name: String) throws {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(
      atPath: FilePath.parent(of: path), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// `thu/` is the reader's own folder; results of an audit go elsewhere than into the samples.
  ///
  /// The reader's folder lies in the project's, where packs find `rules`; here it lies elsewhere.
  private func run(_ line: String) throws -> (status: Int32, lines: [String]) {
    guard line.hasPrefix("soat ") else { return (try runInShell(line), []) }
    var words = line.split(separator: " ").dropFirst().map(String.init)
    words = words.map { $0.hasPrefix("thu/") || $0 == "thu" ? "\(folder)/\($0)" : $0 }
    let results = words.first == "audit" && words.count > 1 ? "\(words[1])/ket-qua" : nil
    if results != nil, !words.contains("--out") { words += ["--out", "\(folder)/ket-qua"] }
    let output = ByteWriter.memory()
    let error = ByteWriter.memory()
    let today = try XCTUnwrap(CivilDate(iso: "2026-12-16"))
    let status = Program.main(
      arguments: words,
      context: CommandContext(
        output: output, error: error, now: Moment(date: today),
        environment: ["SOAT_RULES": Self.root.appendingPathComponent("rules").path],
        entropy: { [UInt8](repeating: 7, count: $0) }))
    var text = output.capturedText + (status > 1 ? error.capturedText : "")
    if let results { text = text.replacingOccurrences(of: "\(folder)/ket-qua", with: results) }
    text = text.replacingOccurrences(of: "\(folder)/", with: "")
    // A percentage does not part from its sign: what is printed has a no-break space, the page a plain one.
    text = text.replacingOccurrences(of: "\u{A0}", with: " ")
    return (status, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// What the reader does by other programs.
  private func runInShell(_ line: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line.replacingOccurrences(of: " thu", with: " \(folder)/thu")]
    process.currentDirectoryURL = Self.root
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// The marked parts of a page: `<!-- file: NAME -->` before a file's text, `<!-- run: STATUS -->` before a
/// command, whose first lines of output may follow in a block of their own.
struct Page {
  struct Command {
    let line: String
    let status: Int32
    var output: [String] = []
  }

  private(set) var files: [(name: String, text: String)] = []
  private(set) var commands: [Command] = []
  /// Lines of shell blocks that call `soat`, and first lines of whole files, without a mark.
  private(set) var unmarked: [String] = []

  private enum Mark { case file(String), run(Int32), output, none }

  init(_ text: String) {
    var mark = Mark.none
    var block: [String]?
    var language = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let lines = block {
        guard line == "```" else {
          block = lines + [line]
          continue
        }
        mark = take(lines, mark, language)
        block = nil
      } else if line.hasPrefix("```") {
        language = String(line.dropFirst(3))
        block = []
      } else if line.hasPrefix("<!-- file: ") {
        mark = .file(String(line.dropFirst(11).dropLast(4)))
      } else if line.hasPrefix("<!-- run: ") {
        mark = .run(Int32(line.dropFirst(10).dropLast(4)) ?? -1)
      } else if !line.isEmpty {
        mark = .none
      }
    }
  }

  private mutating func take(_ lines: [String], _ mark: Mark, _ language: String) -> Mark {
    switch mark {
    case .file(let name): files.append((name, lines.joined(separator: "\n") + "\n"))
    case .run(let status):
      commands.append(Command(line: lines.first ?? "", status: status))
      return .output
    case .output: commands[commands.count - 1].output = lines
    case .none:
      if language == "sh" { unmarked += lines.filter { $0.hasPrefix("soat ") } }
      if language == "jsonc" || language == "csv" { unmarked += lines.prefix(1) }
    }
    return .none
  }
}
