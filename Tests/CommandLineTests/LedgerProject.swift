import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// A project that is inspected year after year, each time with other data, into one ledger.
final class LedgerProject {
  static let pack = """
    {"format": "soat-rules/1", "id": "p", "version": "1", "resources": [
      {"name": "dan", "keys": ["so"],
       "schema": {"primaryKey": "so", "fields": [
        {"name": "so"}, {"name": "ten", "constraints": {"required": true}}, {"name": "tuoi"}]}}],
     "rules": [
      {"id": "T-1", "kind": "assert", "on": "dan", "assert": "tuoi <> 'x'",
       "title": {"vi": "Tuổi", "en": "Age"}, "message": {"vi": "sai", "en": "wrong"}},
      {"id": "N", "kind": "count", "on": "dan", "min": 100}]}
    """

  let files: ProjectFixture
  var path: String { files.path }
  var ledger: String { files.path + "/soat.db" }

  init(pack: String = LedgerProject.pack) throws { files = try ProjectFixture(["p.json": pack]) }

  /// Runs one year's inspection; `records` without the header.
  @discardableResult
  func audit(
    _ day: String, _ records: [String], more: [String] = [], waivers: String? = nil,
    status: Int32 = 1,
    file: StaticString = #filePath, line: UInt = #line
  ) throws -> String {
    try files.write("dan.csv", (["so,ten,tuoi"] + records).joined(separator: "\n") + "\n")
    try files.write(
      "audit.json",
      """
      {"format": "soat-project/1", "agency": {"id": "H00", "name": {"vi": "Xã Mẫu", "en": "Mẫu"}}, "date": "\(day)",
       "packs": ["p.json"], "resources": [{"name": "dan", "path": "dan.csv"}], "ledger": "soat.db"
       \(waivers.map { ", \"waivers\": \"\($0)\"" } ?? "")}
      """)
    let run = try SampleAudit.run(
      [
        "audit", path, "--root", path, "--out", "\(path)/.kq-\(day)", "--lang", "en", "--now",
        "\(day)T09:30",
      ] + more)
    XCTAssertEqual(run.status, status, run.errors, file: file, line: line)
    return run.output
  }

  /// A command about the ledger; fails unless it ends with the status.
  @discardableResult
  func run(
    _ words: String..., status: Int32 = 0, file: StaticString = #filePath, line: UInt = #line
  ) throws -> String {
    let run = try SampleAudit.run(words + ["--ledger", ledger])
    XCTAssertEqual(run.status, status, run.errors, file: file, line: line)
    return run.output + run.errors
  }

  func json(_ words: String...) throws -> [String: Any] {
    let run = try SampleAudit.run(words + ["--ledger", ledger, "--format", "json"])
    XCTAssertEqual(run.status, 0, run.errors)
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try XCTUnwrap(json as? [String: Any])
  }

  /// A file in which the cells of examples are as a ledger has them: something or nothing.
  func withoutCells(_ name: String) throws -> String {
    var text = String(decoding: try bytes(name), as: UTF8.self)
    let cell = #"(<td data-label="(?:Key|Value|Expected)"[^>]*>)(?!<em>).+?</td>"#
    text.replace(try Regex<(Substring, Substring)>(cell)) { "\($0.output.1)•••</td>" }
    return text
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// Three years: see `LedgerCommandTests.testFindingsAreFollowed`.
  func threeYears() throws {
    try audit("2024-12-16", ["1,,20", "2,An,x", "3,,30", "4,An,x", "5,An,50"])
    try audit("2025-12-16", ["5,,50", "3,,31", "1,An,20", "2,An,x"])
    try audit("2026-12-16", ["2,An,y", "1,,21", "3,,32", "6,,60", "5,An,x", "7,,x"])
  }
}
