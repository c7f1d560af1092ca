import AuditModel
import AuditSystem
import XCTest

@testable import AuditCommands

/// Packs that are kept apart from the data: in a folder that whoever runs the program names.
final class RuleFolderTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "t.xa", "version": "1.0.0", "title": "Xã",
     "codeLists": {"xa": {"path": "danh-muc/xa.csv", "code": "ma"}},
     "resources": [{"name": "ho", "schema": {"fields": [{"name": "ma_xa"}]}}],
     "rules": [{"id": "XA", "kind": "code", "on": "ho.ma_xa", "list": "xa"}]}
    """
  private static let project = """
    {"format": "soat-project/1", "agency": {"id": "x", "name": "X"},
     "period": {"from": "2026-01-01", "to": "2026-12-31"}, "packs": ["t.xa"],
     "resources": [{"name": "ho", "path": "ho.csv"}]}
    """

  private func folders(list: String) throws -> (rules: ProjectFixture, data: ProjectFixture) {
    let pack = Self.pack.replacingOccurrences(of: "danh-muc/xa.csv", with: list)
    let rules = try ProjectFixture(["xa.json": pack, "danh-muc/xa.csv": "ma\n1\n"])
    let data = try ProjectFixture(["audit.json": Self.project, "ho.csv": "ma_xa\n1\n2\n"])
    return (rules, data)
  }

  func testAPackReachesTheListsOfTheFolderThatTheCommandLineNames() throws {
    let (rules, data) = try folders(list: "danh-muc/xa.csv")
    let audit = try data.audit(more: ["--rules-folder", rules.path])
    XCTAssertEqual(audit.status, 1, audit.errors)
    XCTAssertEqual(audit.failed("ho")["XA"], 1)
    let check = try SampleAudit.run([
      "check", data.path + "/ho.csv", "--rules", "t.xa", "--rules-folder", rules.path, "--quiet",
    ])
    XCTAssertEqual(check.status, 1, check.errors)
  }

  func testAPackReachesTheListsOfTheFolderThatTheEnvironmentNames() throws {
    let (rules, data) = try folders(list: "danh-muc/xa.csv")
    let errors = ByteWriter.memory()
    let context = CommandContext(
      output: .memory(), error: errors, today: try XCTUnwrap(CivilDate(iso: "2026-12-16")),
      environment: ["SOAT_RULES": rules.path])
    let status = Program.main(
      arguments: ["audit", data.path, "--root", data.path, "--out", data.path + "/.kq"],
      context: context)
    XCTAssertEqual(status, 1, errors.capturedText)
  }

  /// The folder is a border like the project's: neither leads out of it, nor into the other.
  func testAPackLeadsNowhereElse() throws {
    let secret = try ProjectFixture(["xa.csv": "ma\n1\n2\n"])
    let name = FilePath.name(of: secret.path)
    let (rules, data) = try folders(list: "../\(name)/xa.csv")
    let audit = try data.audit(more: ["--rules-folder", rules.path])
    XCTAssertEqual(audit.status, 3)
    XCTAssertTrue(audit.errors.contains("[project.outside]"), audit.errors)

    // A pack of the project's own gets no further for the folder that is named beside it.
    try data.write(
      "rieng.json",
      Self.pack.replacingOccurrences(
        of: "danh-muc/xa.csv", with: "../\(FilePath.name(of: rules.path))/danh-muc/xa.csv"))
    try data.write("audit.json", Self.project.replacingOccurrences(of: "t.xa", with: "rieng.json"))
    let own = try data.audit(more: ["--rules-folder", rules.path])
    XCTAssertEqual(own.status, 3)
    XCTAssertTrue(own.errors.contains("[project.outside]"), own.errors)
  }
}
