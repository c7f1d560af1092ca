import XCTest

/// The manual says what the program does: codes, rule kinds, limits and links.
final class ManualTests: XCTestCase {
  private let commands = "Sources/AuditCommands/AuditCommands.docc"

  func testEveryErrorCodeHasAnEntry() throws {
    let manual = try XCTUnwrap(SourceTree.text(of: "\(commands)/ErrorCodes.md"))
    let entries = manual.matches(of: #"\n### `([a-z.-]+)`"#)
    XCTAssertEqual(Set(entries).count, entries.count, "an entry stands twice")
    let codes = Set(ErrorCodes.all)
    XCTAssertEqual(codes.subtracting(entries).sorted(), [], "codes without an entry")
    XCTAssertEqual(Set(entries).subtracting(codes).sorted(), [], "entries without a code")
  }

  func testEveryCodeThatIsPutTogetherIsKnownHere() {
    XCTAssertEqual(ErrorCodes.unknownTemplates, [], "add it to ErrorCodes.templates")
  }

  func testEveryKeyOfAProjectIsInTheManual() throws {
    let reading = try ["Project", "JSONOptions", "XMLOptions"].map {
      try XCTUnwrap(SourceTree.text(of: "Sources/AuditRules/Reading/\($0)Reading.swift"))
    }
    let readers =
      "text|name|strings|members|date|object|list|paths|string|truth|integer|choice|required"
    let keys = reading.flatMap { $0.matches(of: #"\b(?:"# + readers + #")\("(\w+)""#) }
    XCTAssertGreaterThanOrEqual(Set(keys).count, 30)
    let pages = SourceTree.files(under: commands, ending: ".md").map(\.text).joined()
    for key in Set(keys).sorted() { XCTAssertTrue(pages.contains("`\(key)`"), key) }
  }

  func testTheManualNamesEveryExitCode() throws {
    let manual = try XCTUnwrap(SourceTree.text(of: "\(commands)/ExitCodes.md"))
    for code in ["0", "1", "2", "3", "4", "5", "70", "128+n"] {
      XCTAssertTrue(manual.contains("\n| \(code) |"), code)
    }
  }

  func testLinksLeadSomewhere() {
    let pages =
      SourceTree.files(under: "Sources", ending: ".md")
      + SourceTree.files(under: "Tests", ending: ".md")
    for page in pages { assertLinks(in: page.text, of: page.path) }
    assertLinks(in: SourceTree.text(of: "README.md") ?? "", of: "README.md")
  }

  private func assertLinks(in text: String, of path: String) {
    let folder = SourceTree.root.appendingPathComponent(path).deletingLastPathComponent()
    for link in text.matches(of: #"\]\(([^)#\s]+)[^)]*\)"#) where !link.contains("://") {
      let target = folder.appendingPathComponent(link).path
      XCTAssertTrue(FileManager.default.fileExists(atPath: target), "\(path): \(link)")
    }
  }
}

/// The error codes that the sources contain, found by their looks.
enum ErrorCodes {
  private static let families =
    "usage|rule-file|project|source|output|code-list|internal|result-file|ledger"

  /// Codes that are put together, and what becomes of them.
  private static let templates: [String: [String]] = [
    "rule-file.unknown-": things("rule-file.unknown-"),
    "rule-file.duplicate-": things("rule-file.duplicate-"),
    "rule-file.": expressions,
    "code-list.": codeLists,
  ]

  static var all: [String] {
    let literal = SourceTree.sources.flatMap { file in
      file.text.matches(of: #""((?:"# + families + #")\.[a-z-]+)""#)
    }
    let files = Set(["result.json", "audit.json"])
    return Set(literal + templates.values.flatMap { $0 } + scanner + configuration).subtracting(
      files
    ).sorted()
  }

  static var unknownTemplates: [String] {
    let used = SourceTree.sources.flatMap { file in
      file.text.matches(of: #""((?:"# + families + #")\.[a-z-]*)\\\("#)
    }
    return Set(used).subtracting(templates.keys).sorted()
  }

  /// `NamedThing` in MistakeLog.swift; only those that a call names.
  private static func things(_ prefix: String) -> [String] {
    let call = prefix.hasSuffix("unknown-") ? "unknown" : "duplicate"
    let named = SourceTree.sources.flatMap { $0.text.matches(of: #"\."# + call + #"\(\s*\.(\w+)"#) }
    return named.map { prefix + $0 }
  }

  private static var expressions: [String] {
    let named = SourceTree.sources.flatMap {
      $0.text.matches(of: #"ExpressionError\(\s*"([a-z-]+)""#)
    }
    return (named + ["expression"]).map { "rule-file." + $0 }
  }

  private static var codeLists: [String] {
    let text = SourceTree.text(of: "Sources/AuditRules/CodeListFile.swift") ?? ""
    return text.matches(of: #"mistake\(\s*"([a-z-]+)""#).map { "code-list." + $0 }
  }

  /// What `Diagnostic(configuration:)` makes of a pack, code list or schema that cannot be read.
  private static let configuration = [
    "unreadable", "refused", "changed", "limit", "not-well-formed",
  ].map { "rule-file." + $0 }

  /// The located JSON scanner is told the family by its caller.
  private static var scanner: [String] {
    let text = SourceTree.text(of: "Sources/AuditText/LocatedJSONScanner.swift") ?? ""
    let codes = text.matches(of: #""\\\(codes\)\.([a-z-]+)""#)
    return ["rule-file", "result-file"].flatMap { family in codes.map { "\(family).\($0)" } }
  }
}
