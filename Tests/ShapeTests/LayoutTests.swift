import XCTest

/// Where things lie, and how long they are.
final class LayoutTests: XCTestCase {
  func testNoFileIsOver400Lines() {
    for file in SourceTree.sources + SourceTree.tests {
      XCTAssertLessThanOrEqual(file.lines.count - 1, 400, file.path)
    }
  }

  func testTheTopLevelIsAsAgreed() throws {
    let agreed: Set = [
      ".ci", ".gitignore", ".swift-format", "Package.swift", "README.md", "Sources", "Tests",
      "reports",
      "rules", "samples",
    ]
    let notOurs: Set = [".git", "Package.resolved", ".DS_Store"]
    let found = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
      .filter { !notOurs.contains($0) && !$0.hasPrefix(".build") }
    XCTAssertEqual(Set(found).subtracting(agreed).sorted(), [])
    XCTAssertTrue(found.contains("README.md"))
  }

  func testAPlaceholderStandsAlone() {
    let files = SourceTree.sources + SourceTree.tests
    for file in files where file.name == "Placeholder.swift" {
      let folder = file.path.dropLast(file.name.count)
      XCTAssertEqual(files.filter { $0.path.hasPrefix(folder) }.map(\.path), [file.path])
    }
  }

  func testFilesAreNamedForWhatTheyHold() {
    for file in SourceTree.sources where file.name != "main.swift" {
      XCTAssertTrue(file.name.first?.isUppercase == true, file.path)
      XCTAssertFalse(file.name.contains("Util") || file.name.contains("Manager"), file.path)
    }
  }

  func testNothingIsPublic() {
    for file in SourceTree.sources {
      XCTAssertEqual(
        file.code.matches(of: #"\b(?:public|open) (?:let|var|func|struct|enum|class|init)\b"#), [],
        file.path)
    }
  }

  /// Bytes, records, findings, scores, reports: Package.swift says the same of whole modules.
  func testAModuleKnowsThoseBeforeItOnly() {
    let known: [String: Set<String>] = [
      "AuditModel": [], "AuditKernels": ["AuditModel"], "AuditText": ["AuditModel"],
      "AuditSystem": ["AuditModel"], "AuditScoring": ["AuditModel"],
      "AuditSources": ["AuditModel", "AuditKernels", "AuditText", "AuditSystem"],
      "AuditRules": ["AuditModel", "AuditKernels", "AuditText"],
      "AuditReports": ["AuditModel", "AuditKernels", "AuditText", "AuditScoring"],
      "AuditLedger": ["AuditModel", "AuditSystem"],
      "AuditEngine": [
        "AuditModel", "AuditKernels", "AuditText", "AuditSystem", "AuditSources", "AuditRules",
      ],
    ]
    for file in SourceTree.sources {
      let module = String(file.path.split(separator: "/")[1])
      guard let allowed = known[module] else { continue }
      let imports = Set(file.code.matches(of: #"import (Audit\w+)"#))
      XCTAssertEqual(imports.subtracting(allowed).sorted(), [], file.path)
    }
  }
}
