import AuditModel
import AuditRules
import AuditSystem
import Foundation
import XCTest

@testable import AuditCommands

/// The rule packs that are shipped: their own examples, and a sample for each that fires every rule.
final class PackSampleTests: XCTestCase {
  private struct Truth: Decodable {
    let records: [String: Int]
    /// By rule; rules that are not there find nothing.
    let failed: [String: Int]
  }

  private static let samples = SampleAudit.root.appendingPathComponent("samples/goi-quy-tac")

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      !$0.hasPrefix(".")
    }.sorted()
  }

  /// Files of packs, without `.json`.
  private func packs() throws -> [String] {
    try names(in: SampleAudit.root.appendingPathComponent("rules")).filter {
      $0.hasPrefix("vn.") && $0.hasSuffix(".json")
    }.map { String($0.dropLast(5)) }
  }

  private func truth(_ sample: String) throws -> Truth {
    let file = Self.samples.appendingPathComponent("\(sample)/loi-cai-san.json")
    return try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file))
  }

  func testEverySampleHasExactlyThePlantedFaults() throws {
    let samples = try names(in: Self.samples)
    XCTAssertGreaterThanOrEqual(samples.count, 9)
    for sample in samples {
      let audit = try SampleAudit("samples/goi-quy-tac/\(sample)")
      XCTAssertEqual(audit.status, 1, "\(sample): \(audit.errors)")
      let truth = try truth(sample)
      XCTAssertEqual(audit.recordCounts, truth.records, sample)
      var known: Set<String> = []
      for rule in audit.rules.values.flatMap(\.values) {
        known.insert(rule.id)
        XCTAssertEqual(rule.counts.failed, truth.failed[rule.id] ?? 0, "\(sample): \(rule.id)")
      }
      XCTAssertEqual(Set(truth.failed.keys).subtracting(known), [], sample)
    }
  }

  func testEveryRuleOfAPackIsFiredByItsSample() throws {
    for sample in try names(in: Self.samples) {
      let failed = try truth(sample).failed
      let pack = try pack("vn.\(sample)")
      let own = pack.rules.filter { $0.pack == "vn.\(sample)" && !isOfTheFileItself($0) }
      XCTAssertFalse(own.isEmpty, sample)
      for rule in own {
        XCTAssertGreaterThan(failed[rule.id] ?? 0, 0, "\(sample): \(rule.id) finds nothing")
      }
    }
  }

  /// `lint` runs the examples; here each rule has to have one that fails.
  func testEveryRuleOfEveryPackHasAFailingExample() throws {
    let packs = try packs()
    XCTAssertGreaterThanOrEqual(packs.count, 10)
    for name in packs {
      let path = SampleAudit.root.appendingPathComponent("rules/\(name).json").path
      let run = try SampleAudit.run(["lint", path, "--root", SampleAudit.root.path])
      XCTAssertEqual(run.status, 0, "\(name): \(run.output)\(run.errors)")
      for rule in try pack(name).rules
      where rule.isEnabled && judgesRecordsAlone(rule) {
        XCTAssertFalse(rule.tests.fail.isEmpty, "\(name): \(rule.id) has no record to fail")
      }
    }
  }

  /// Keys, references, sums and counts show what they do on tables, both ways.
  func testEveryRuleAboutSeveralRecordsHasTablesToPassAndToFail() throws {
    var tried = 0
    for name in [
      "can-bo", "dan-cu", "danh-muc-csdl", "dat-dai", "doanh-nghiep", "ho-tich", "thu-tuc",
    ] {
      for rule in try pack("vn.\(name)").rules
      where rule.isEnabled && !judgesRecordsAlone(rule)
        && !["structure", "header"].contains(rule.kind.name)
      {
        tried += 1
        for tests in [rule.tests.pass, rule.tests.fail] {
          XCTAssertTrue(tests.contains { $0.table != nil }, "\(name): \(rule.id)")
        }
      }
    }
    XCTAssertGreaterThan(tried, 35)
  }

  func testAFileWithoutRecordsBreaksTheRulesThatCountThem() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (resource, rule) in [("cong_dan", "DC-062"), ("ho_gia_dinh", "DC-117")] {
      let fields = try XCTUnwrap(try pack("vn.dan-cu").resource(resource)).fieldNames
      let file = folder.appendingPathComponent("\(resource).csv")
      try Data((fields.joined(separator: ",") + "\n").utf8).write(to: file)
      let run = try SampleAudit.run([
        "check", file.path, "--rules",
        SampleAudit.root.appendingPathComponent("rules/vn.dan-cu.json").path, "--rules-folder",
        SampleAudit.root.appendingPathComponent("rules").path, "--root", "/",
      ])
      XCTAssertTrue(run.output.contains("[\(rule)]"), "\(rule): \(run.output)\(run.errors)")
    }
  }

  func testThePagesOfPacksAreAsTheirProgramWritesThem() throws {
    try assertMakesAgain("rules/make_pack_pages.py", in: "rules")
  }

  func testTheCalendarIsAsItsProgramWritesIt() throws {
    try assertMakesAgain("rules/codelists/make_calendar.py", in: "rules/codelists")
  }

  func testTheSamplesAreAsTheirProgramMakesThem() throws {
    try assertMakesAgain("samples/make_pack_samples.py", in: "samples/goi-quy-tac")
  }

  /// What Excel did to a value is named in the finding, also where the pack has a message of its own.
  func testFindingsOfASampleNameTheDamage() throws {
    let findings = try SampleAudit("samples/goi-quy-tac/doanh-nghiep").findings.map {
      $0.joined(separator: " ")
    }
    for (rule, words) in [
      ("DN-002", "leading zeros were lost"), ("DN-002", "scientific notation"),
      ("DN-002", "check digit"), ("DN-007", "serial number of a day"),
      ("DN-009", "a unit beside it"),
    ] {
      XCTAssertTrue(
        findings.contains { $0.contains(rule) && $0.contains(words) }, "\(rule): \(words)")
    }
  }

  // MARK: Helpers

  private func pack(_ name: String) throws -> RulePack {
    let today = try XCTUnwrap(CivilDate(year: 2026, month: 12, day: 16))
    let context = CommandContext(output: .memory(), error: .memory(), today: today)
    var options = LoadingOptions()
    options.root = SampleAudit.root.path
    let path = SampleAudit.root.appendingPathComponent("rules/\(name).json").path
    return try ProjectLoader(options: options, context: context).adHocPack([path]).0
  }

  /// About the file, not about what stands in its records: no record breaks them.
  private func isOfTheFileItself(_ rule: RuleSpec) -> Bool {
    ["structure", "header", "count"].contains(rule.kind.name)
  }

  /// A single record can break them; the others are fired by the samples alone.
  private func judgesRecordsAlone(_ rule: RuleSpec) -> Bool {
    guard rule.kind.form != .field else { return rule.kind.name != "unique" }
    return ["assert", "code", "text"].contains(rule.kind.name)
      && rule.body.text?.contains("count_of(") != true
  }
}
