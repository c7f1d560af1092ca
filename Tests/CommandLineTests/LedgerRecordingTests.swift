import AuditEngine
import AuditKernels
import AuditModel
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// When an inspection is recorded, and what is in the file then.
final class LedgerRecordingTests: XCTestCase {
  func testTheAuditSaysWhereItIsRecorded() throws {
    let project = try LedgerProject()
    let said = try project.audit("2026-12-16", ["1,,1"])
    XCTAssertTrue(said.contains("Ledger: \(project.ledger), inspection 1, digest "), said)
    let other = project.path + "/khac.db"
    try project.audit("2026-12-16", ["1,,1"], more: ["--ledger", other])
    XCTAssertTrue(FileManager.default.fileExists(atPath: other))
    XCTAssertTrue(try project.run("history").contains(" 1 lần kiểm tra"))
  }

  func testWithoutWholeOutputsNothingIsRecorded() throws {
    let project = try LedgerProject()
    try project.audit("2025-12-16", ["1,,1"])
    // A folder stands where the report should go.
    try FileManager.default.createDirectory(
      atPath: project.path + "/.kq-2026-12-16/report.html", withIntermediateDirectories: true)
    try project.audit("2026-12-16", ["1,,1"], status: 5)
    XCTAssertTrue(try project.run("history", "--verify").contains(" 1 lần kiểm tra"))
  }

  func testALedgerThatIsNotFitStopsTheRunBeforeItBegins() throws {
    let project = try LedgerProject()
    try project.audit("2025-12-16", ["1,,1"])
    let key = project.path + "/soat.key"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    try project.audit("2026-12-16", ["1,,1"], status: 5)
    try FileManager.default.removeItem(atPath: key)
    try project.audit("2026-12-16", ["1,,1"], status: 5)
    XCTAssertFalse(FileManager.default.fileExists(atPath: key))
    XCTAssertFalse(
      FileManager.default.fileExists(atPath: project.path + "/.kq-2026-12-16/result.json"))
  }

  func testALedgerOutsideTheProjectIsRefused() throws {
    let project = try LedgerProject()
    try project.audit("2025-12-16", ["1,,1"])
    let file = project.path + "/audit.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try project.files.write(
      "audit.json", text.replacingOccurrences(of: "\"soat.db\"", with: "\"../soat.db\""))
    let run = try SampleAudit.run(["audit", project.path, "--root", project.path])
    XCTAssertEqual(run.status, 3)
    XCTAssertTrue(run.errors.contains("[project.outside]"), run.errors)
  }

  /// What is planted is in no byte of the ledger, whatever the pack shows of it; where findings are is.
  func testNoValueIsInTheLedger() throws {
    let open = LedgerProject.pack.replacingOccurrences(
      of: #""keys": ["so"],"#, with: #""keys": ["so"], "mask": {"*": "none"},"#)
    XCTAssertNotEqual(open, LedgerProject.pack)
    for (pack, more) in [
      (LedgerProject.pack, []), (open, []), (LedgerProject.pack, ["--show-values"]),
    ] {
      let project = try LedgerProject(pack: pack)
      try project.audit(
        "2026-12-16", ["DAUVET-1,,x", "DAUVET-1,DAUVET-2,x", "3,DAUVET-3,x,DAUVET-4"], more: more)
      for name in ["soat.db", "soat.key"] {
        let text = String(decoding: try project.bytes(name), as: UTF8.self)
        XCTAssertFalse(text.contains("DAUVET"), "\(name) \(more)")
      }
      let report = try project.run("report", "1")
      XCTAssertFalse(report.contains("DAUVET"))
      XCTAssertTrue(report.contains(">3</td>"), "records are told")
      XCTAssertTrue(report.contains("•••"))
    }
  }

  // MARK: Fingerprints

  /// All of a run's fingerprints by rule.
  private func fingerprints(
    _ path: String, workers: Int, memory: Int? = nil, cap: Int? = nil
  ) throws -> [String: [UInt64]] {
    let context = CommandContext(
      output: .memory(), error: .memory(), today: try XCTUnwrap(CivilDate(iso: "2026-12-16")))
    var loading = LoadingOptions()
    loading.root = path
    let project = try ProjectLoader(options: loading, context: context).load(path)
    var options = AuditOptions(workers: workers)
    options.style = .none
    options.findingsPerRule = cap
    if let memory { options.limits.keyMemoryBytes = memory }
    let store = FingerprintStore(secret: SipHash(key: Array(0..<16)))
    options.fingerprints = store
    let outcome = try AuditRun(project: project, context: context, options: options).run()
    let lists = try XCTUnwrap(store.fingerprints(of: "dan"))
    var found: [String: [UInt64]] = [:]
    for rule in outcome.result.resources[0].rules {
      var list: [UInt64] = []
      try lists.forEachPiece(of: rule.id, size: 7) { piece in
        XCTAssertTrue((1...7).contains(piece.count))
        list += piece
      }
      XCTAssertEqual(list, list.sorted())
      if rule.unit == .record { XCTAssertEqual(list.count, rule.counts.failed, rule.id) }
      found[rule.id] = list
    }
    return found
  }

  func testFingerprintsDependOnNothingButTheFindings() throws {
    let project = try LedgerProject()
    // Failing, blank and double keys, and records with too many fields.
    let records = (0..<9_000).map { number in
      "\(number % 8_000 == 7 ? "" : "\(number % 8_000)"),\(number % 3 == 0 ? "" : "An"),\(number % 4 == 0 ? "x" : "1")\(number % 50 == 0 ? ",z" : "")"
    }
    try project.audit("2026-12-16", records)
    let one = try fingerprints(project.path, workers: 1)
    XCTAssertGreaterThan(one["dan.primaryKey"]?.count ?? 0, 1_000)
    XCTAssertGreaterThan(one["dan.structure"]?.count ?? 0, 100)
    for workers in 1...3 {
      XCTAssertEqual(try fingerprints(project.path, workers: workers), one)
      XCTAssertEqual(try fingerprints(project.path, workers: workers, cap: 1), one)
      // 1024 in memory at a time: the others go to the disk.
      XCTAssertEqual(try fingerprints(project.path, workers: workers, memory: 1), one)
    }
  }

  func testWithoutAKeyARecordIsAllOfItsCells() throws {
    let pack = LedgerProject.pack.replacingOccurrences(of: "\"keys\": [\"so\"],", with: "")
      .replacingOccurrences(of: "\"primaryKey\": \"so\", ", with: "")
    let project = try LedgerProject(pack: pack)
    try project.audit("2025-12-16", ["1,,20", "2,,30"])
    try project.audit("2026-12-16", ["2,,30", "1,,21"])
    let json = try project.json("compare")
    let rules = try XCTUnwrap(json["rules"] as? [[String: Any]])
    let required = rules.first { $0["rule"] as? String == "dan.ten.required" }
    XCTAssertEqual(
      required?["findings"] as? [String: Int],
      ["new": 1, "fixed": 1, "persisting": 1, "reopened": 0])
  }

  func testThePrimaryKeyDoesWhereNoKeysAreNamed() throws {
    let pack = LedgerProject.pack.replacingOccurrences(of: "\"keys\": [\"so\"],", with: "")
    let project = try LedgerProject(pack: pack)
    try project.audit("2025-12-16", ["1,,20", "2,,30"])
    try project.audit("2026-12-16", ["2,,30", "1,,21"])
    let total = try XCTUnwrap(project.json("compare")["total"] as? [String: Int])
    XCTAssertEqual(total["new"], 0)
    XCTAssertEqual(total["fixed"], 0)
  }

  func testWaivedFindingsPersistWhenTheWaiverEnds() throws {
    let project = try LedgerProject()
    try project.files.write(
      "w.json",
      """
      {"format": "soat-waivers/1", "waivers": [{"rule": "dan.ten.required", "keys": ["1"],
        "reason": {"vi": "đã biết", "en": "known"}, "document": "12/QĐ", "approvedBy": "CT", "until": "2025-12-31"}]}
      """)
    try project.audit("2025-12-16", ["1,,20", "2,,30"], waivers: "w.json")
    try project.audit("2026-12-16", ["1,,20", "2,,30"], waivers: "w.json")
    let json = try project.json("compare")
    let rules = try XCTUnwrap(json["rules"] as? [[String: Any]])
    let required = try XCTUnwrap(rules.first { $0["rule"] as? String == "dan.ten.required" })
    XCTAssertEqual((required["earlier"] as? [String: Int])?["waived"], 1)
    XCTAssertEqual((required["later"] as? [String: Int])?["waived"], 0)
    XCTAssertEqual(
      required["findings"] as? [String: Int],
      ["new": 0, "fixed": 0, "persisting": 2, "reopened": 0])
  }
}
