import Foundation
import XCTest

/// `audit` with profiles and official documents.
final class DocumentCommandTests: XCTestCase {
  private static let rules = """
    {"format": "soat-rules/1", "id": "thu", "version": "1", "title": "Thử",
     "resources": [{"name": "dan", "schema": {"fields": [
       {"name": "ma", "type": "string", "constraints": {"required": true}}]}}]}
    """

  private func project(_ more: String, resource: String = "") -> String {
    """
    {"format": "soat-project/1", "agency": {"id": "x", "name": "Cơ quan Thử"},
     "packs": ["quy-tac.json"],
     "resources": [{"name": "dan", "path": "dan.csv"\(resource)}]\(more)}
    """
  }

  private static let profile = """
    {"format": "soat-profile/1", "id": "cu", "version": "1", "title": "Cũ", "use": "legal",
     "from": "2020-01-01", "to": "2025-12-31", "texts": [], "basis": [],
     "act": {"name": "kiểm tra", "report": "Kết quả kiểm tra", "plan": "Kiểm tra", "remedy": "Khắc phục"},
     "outline": {"parts": [{"letter": "a", "title": "Kiểm kê", "inventory": true}]}}
    """

  private func fixture(_ project: String) throws -> ProjectFixture {
    try ProjectFixture([
      "audit.json": project, "quy-tac.json": Self.rules, "dan.csv": "ma\nA\n\nB\n",
      "rules/profiles/cu.json": Self.profile,
    ])
  }

  private func audit(_ fixture: ProjectFixture, _ more: [String] = []) throws -> (
    status: Int32, errors: String
  ) {
    let run = try SampleAudit.run(
      ["audit", fixture.path, "--root", fixture.path, "--out", fixture.path + "/kq"] + more)
    return (run.status, run.errors)
  }

  func testAStateSecretIsRefused() throws {
    for (word, status) in [
      ("mat", 3), ("toi-mat", 3), ("tuyet-mat", 3), ("noi-bo", 0), ("cong-khai", 0),
    ] as [(String, Int32)] {
      let fixture = try fixture(
        project(
          ", \"date\": \"2025-06-01\"", resource: ", \"classification\": \"\(word)\""))
      let run = try audit(fixture, ["--fail-on", "never"])
      XCTAssertEqual(run.status, status, "\(word): \(run.errors)")
      XCTAssertEqual(run.errors.contains("[project.state-secret]"), status == 3, word)
      XCTAssertEqual(
        FileManager.default.fileExists(atPath: fixture.path + "/kq/result.json"), status == 0)
    }
  }

  func testAProfileThatIsNotInForceIsAWarning() throws {
    for (period, date, profile, warns) in [
      ("2024-12-14", "2024-12-20", nil, false),
      // The period's profile, which was no longer in force when the report was made.
      ("2025-12-14", "2026-02-01", nil, true),
      ("2026-12-14", "2026-12-20", "cu", true),
      ("2026-12-14", "2026-12-20", nil, true),
    ] as [(String, String, String?, Bool)] {
      let fixture = try fixture(
        project(", \"period\": {\"to\": \"\(period)\"}, \"date\": \"\(date)\""))
      let run = try audit(
        fixture, ["--fail-on", "never"] + (profile.map { ["--profile", $0] } ?? []))
      XCTAssertEqual(run.status, 0, run.errors)
      XCTAssertEqual(run.errors.contains("hồ sơ pháp lý"), warns, "\(period): \(run.errors)")
    }
  }

  func testAnUnknownProfileIsToldWithTheNearestOne() throws {
    let fixture = try fixture(project(", \"profile\": \"cuu\", \"date\": \"2025-06-01\""))
    let run = try audit(fixture)
    XCTAssertEqual(run.status, 3)
    XCTAssertTrue(run.errors.contains("[rule-file.unknown-profile]"), run.errors)
    XCTAssertTrue(run.errors.contains("'cu'"), run.errors)
  }

  func testTheCommandLineAsksForDocuments() throws {
    let fixture = try fixture(project(", \"date\": \"2025-06-01\""))
    let run = try audit(
      fixture, ["--fail-on", "never", "--document", "report", "--document", "plan"])
    XCTAssertEqual(run.status, 0, run.errors)
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/kq").sorted()
    XCTAssertEqual(
      names,
      [
        "bao-cao.docx", "bao-cao.html", "findings.csv", "ke-hoach.docx", "ke-hoach.html",
        "report.html", "result.json",
      ])
    let page = try String(contentsOfFile: fixture.path + "/kq/bao-cao.html", encoding: .utf8)
    XCTAssertTrue(page.contains("CƠ QUAN THỬ"))
  }
}
