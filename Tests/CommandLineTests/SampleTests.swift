import Foundation
import XCTest

/// The sample commune against `loi-cai-san.json`, which `sample_truth.py` worked out without the engine.
final class SampleTests: XCTestCase {
  private struct Truth: Decodable {
    struct Rule: Decodable {
      let failed: Int
      let records: [Int]
      let remarks: [Int]?
    }

    struct Resource: Decodable {
      let recordCount: Int
      let rules: [String: Rule]
    }

    let resources: [String: Resource]
  }

  private func truth() throws -> Truth {
    let file = SampleAudit.root.appendingPathComponent("samples/xa-mau/loi-cai-san.json")
    return try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file))
  }

  func testEveryRuleFindsExactlyThePlantedFaults() throws {
    let audit = try SampleAudit("samples/xa-mau")
    XCTAssertEqual(audit.status, 1, audit.errors)
    let resources = try truth().resources
    XCTAssertEqual(audit.recordCounts, resources.mapValues(\.recordCount))
    for (name, resource) in resources {
      let rules = try XCTUnwrap(audit.rules[name])
      XCTAssertEqual(rules.keys.sorted(), resource.rules.keys.sorted(), name)
      for (id, expected) in resource.rules {
        XCTAssertEqual(rules[id]?.counts.failed, expected.failed, id)
        XCTAssertEqual(rules[id]?.acceptedWithRemark ?? 0, expected.remarks?.count ?? 0, id)
      }
    }
  }

  func testFindingsAreAtThePlantedRecords() throws {
    let found = try SampleAudit("samples/xa-mau").column("record")
    for (name, resource) in try truth().resources {
      for (id, expected) in resource.rules {
        let records = (found[name]?[id] ?? []).map { Int($0) ?? 0 }
        XCTAssertEqual(records.sorted(), (expected.records + (expected.remarks ?? [])).sorted(), id)
      }
    }
  }

  func testTheHouseholdsInOtherFormsAreTheSame() throws {
    let folder = SampleAudit.root.appendingPathComponent("samples/xa-mau")
    func check(_ file: String) throws -> [Substring] {
      let run = try SampleAudit.run([
        "check", folder.appendingPathComponent(file).path, "--rules",
        folder.appendingPathComponent("quy-tac.json").path, "--rules-folder",
        SampleAudit.root.appendingPathComponent("rules").path, "--root", SampleAudit.root.path,
        "--quiet",
      ])
      XCTAssertEqual(run.status, 1, run.errors)
      return run.output.replacingOccurrences(of: file, with: "").split(separator: "\n")
    }
    let expected = try check("ho_gia_dinh.csv")
    XCTAssertGreaterThan(expected.count, 15)
    for form in ["xml", "json", "ndjson", "db"] {
      XCTAssertEqual(try check("dang-khac/ho_gia_dinh.\(form)"), expected, form)
    }
  }

  func testResultsDoNotDependOnTheNumberOfWorkers() throws {
    let one = try SampleAudit("samples/xa-mau", workers: 1).findings
    XCTAssertEqual(try SampleAudit("samples/xa-mau", workers: 7).findings, one)
  }

  func testNoFindingShowsANameOrAWholeNumber() throws {
    let cells = try SampleAudit("samples/xa-mau").findings.joined()
    for cell in cells {
      XCTAssertNil(cell.range(of: "[0-9]{12}", options: .regularExpression), cell)
      XCTAssertFalse(cell.contains("Nguyễn"), cell)
    }
  }

  func testShippedPacksAreSound() throws {
    for pack in [
      "rules/vn.chung.json", "rules/vn.dan-cu.json", "samples/xa-mau/quy-tac.json",
      "samples/benchmark/benchmark.json",
    ] {
      let path = SampleAudit.root.appendingPathComponent(pack).path
      let run = try SampleAudit.run(["lint", path, "--root", SampleAudit.root.path])
      XCTAssertEqual(run.status, 0, "\(pack): \(run.errors)")
    }
  }

  func testTheSampleIsAsItsProgramMakesIt() throws {
    try assertMakesAgain("samples/make_sample.py", in: "samples/xa-mau")
  }
}
