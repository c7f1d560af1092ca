import AuditModel
import AuditRules
import XCTest

/// A kind is one file and one line in a list: forgetting the line fails here.
final class ListTests: XCTestCase {
  func testEveryKindOfAFileIsInTheList() throws {
    let list = try listed(in: "Sources/AuditRules/RuleKind.swift", of: "RuleKind")
    let declared = declarations(in: "Sources/AuditRules/Kinds")
    XCTAssertEqual(declared.sorted(), list.sorted())
    XCTAssertEqual(RuleKind.all.count, list.count)
    XCTAssertEqual(Set(RuleKind.all.map(\.name)).count, list.count, "two kinds of one name")
  }

  func testEveryFileOfKindsHasAKind() {
    for file in SourceTree.files(under: "Sources/AuditRules/Kinds", ending: ".swift") {
      XCTAssertFalse(kinds(of: file).isEmpty, "\(file.path) adds no kind")
    }
  }

  func testEveryReportFormatIsInTheList() throws {
    let list = try listed(in: "Sources/AuditReports/ReportFormat.swift", of: "ReportFormat")
    XCTAssertEqual(declarations(in: "Sources/AuditReports/Formats").sorted(), list.sorted())
  }

  func testEveryNamedFormatIsInTheList() throws {
    let list = try listed(in: "Sources/AuditRules/Formats/ValueFormat.swift", of: "ValueFormat")
    let declared = SourceTree.files(under: "Sources/AuditRules/Formats", ending: ".swift").flatMap {
      $0.code.matches(of: #"\n  static let (\w+) = (?:ValueFormat|level)\("#)
    }
    XCTAssertEqual(declared.sorted(), list.sorted())
    XCTAssertEqual(ValueFormat.all.count, list.count)
  }

  func testEveryLintCheckIsInTheListAndInTheManual() throws {
    let list = try listed(in: "Sources/AuditRules/Lint/LintCheck.swift", of: "LintCheck")
    let declared = SourceTree.files(under: "Sources/AuditRules/Lint/Checks", ending: ".swift")
      .flatMap { $0.code.matches(of: #"\n  package static let (\w+): LintCheck = "#) }
    XCTAssertEqual(declared.sorted(), list.sorted())
    let manual = try XCTUnwrap(SourceTree.text(of: "Sources/AuditRules/AuditRules.docc/Lint.md"))
    for check in LintCheck.all {
      let row = "\n| `\(check.code)` | \(check.level.title.vi) |"
      XCTAssertTrue(manual.contains(row), check.code)
    }
  }

  func testEveryKindSpeaksBothLanguages() {
    for kind in RuleKind.all {
      let texts = [kind.title, kind.summary] + kind.parameters.map(\.description)
      for text in texts {
        XCTAssertFalse(text.vi.isEmpty || text.en.isEmpty, kind.name)
      }
      XCTAssertNotEqual(kind.summary.vi, kind.summary.en, kind.name)
    }
  }

  /// The two implicit kinds are about the file's form, which a table of cells cannot show.
  func testEveryKindHasExamplesWithAndWithoutAFinding() {
    for kind in RuleKind.all where kind.form != .implicit {
      let records = kind.examples.flatMap { $0.table.split(separator: "\n").dropFirst() }
      XCTAssertTrue(records.contains { $0.contains("↓") }, "\(kind.name): no example is found")
      XCTAssertTrue(records.contains { !$0.contains("↓") }, "\(kind.name): no example passes")
    }
  }

  private func listed(in path: String, of type: String) throws -> [String] {
    let text = try XCTUnwrap(SourceTree.text(of: path))
    let pattern = #"static let all: \["# + type + #"\] = \[([^\]]*)\]"#
    return try XCTUnwrap(text.matches(of: pattern).first).matches(of: #"\.(\w+)"#)
  }

  private func declarations(in folder: String) -> [String] {
    SourceTree.files(under: folder, ending: ".swift").flatMap(kinds)
  }

  private func kinds(of file: SourceTree.File) -> [String] {
    file.code.matches(of: #"\n  package static let (\w+) = \w+\("#)
  }
}
