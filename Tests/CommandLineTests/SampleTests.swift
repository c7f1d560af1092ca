import Foundation
import XCTest

/// The sample commune in both years against `loi-cai-san.json`, and what became of its findings against `so-voi-2025.json`,
/// which `sample_truth.py` worked out without the engine.
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

  private static let years = ["samples/xa-mau-2025", "samples/xa-mau"]

  private func truth(_ sample: String = "samples/xa-mau") throws -> Truth {
    let file = SampleAudit.root.appendingPathComponent("\(sample)/loi-cai-san.json")
    return try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file))
  }

  func testEveryRuleFindsExactlyThePlantedFaults() throws {
    for year in Self.years {
      let audit = try SampleAudit(year)
      XCTAssertEqual(audit.status, 1, audit.errors)
      let resources = try truth(year).resources
      XCTAssertEqual(audit.recordCounts, resources.mapValues(\.recordCount), year)
      for (name, resource) in resources {
        let rules = try XCTUnwrap(audit.rules[name])
        XCTAssertEqual(rules.keys.sorted(), resource.rules.keys.sorted(), name)
        for (id, expected) in resource.rules {
          XCTAssertEqual(rules[id]?.counts.failed, expected.failed, "\(year): \(id)")
          XCTAssertEqual(rules[id]?.acceptedWithRemark ?? 0, expected.remarks?.count ?? 0, id)
        }
      }
    }
  }

  /// Of each rule what is new, fixed and persisting, in the ledger's answer and in the report's third part.
  func testFindingsOfTwoYearsAreFollowedAsPlanted() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let ledger = ["--ledger", "\(folder.path)/soat.db"]
    for year in Self.years {
      let run = try SampleAudit.run(
        [
          "audit", SampleAudit.root.appendingPathComponent(year).path, "--root",
          SampleAudit.root.path, "--out", "\(folder.path)/kq",
        ] + ledger)
      XCTAssertEqual(run.status, 1, run.errors)
    }
    let planted = try JSONDecoder().decode(
      [String: [String: [String: Int]]].self,
      from: Data(
        contentsOf: SampleAudit.root.appendingPathComponent("samples/xa-mau/so-voi-2025.json")))
    let compared = try SampleAudit.run(["compare", "--format", "json"] + ledger)
    let json = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(compared.output.utf8)) as? [String: Any])
    let rules = try XCTUnwrap(json["rules"] as? [[String: Any]])
    var tried = 0
    var sums: [String: [String: Int]] = [:]
    for rule in rules {
      let resource = try XCTUnwrap(rule["resource"] as? String)
      let id = try XCTUnwrap(rule["rule"] as? String)
      let expected = planted[resource]?[id] ?? ["new": 0, "fixed": 0, "persisting": 0]
      let found = try XCTUnwrap(rule["findings"] as? [String: Int], id)
      XCTAssertEqual(found, expected.merging(["reopened": 0]) { $1 }, id)
      for (what, count) in expected { sums[resource, default: [:]][what, default: 0] += count }
      tried += planted[resource]?[id] == nil ? 0 : 1
    }
    XCTAssertEqual(tried, planted.values.reduce(0) { $0 + $1.count })
    let report = try String(contentsOfFile: "\(folder.path)/kq/bao-cao.html", encoding: .utf8)
    func sum(_ what: String) -> Int { sums.values.reduce(0) { $0 + ($1[what] ?? 0) } }
    XCTAssertGreaterThan(min(sum("new"), sum("fixed"), sum("persisting")), 100)
    XCTAssertTrue(
      report.contains(
        "\(sum("new")) lỗi mới, \(sum("fixed")) lỗi đã khắc phục, \(sum("persisting")) lỗi còn tồn tại"
      ))
    for (resource, title) in [("ho_gia_dinh", "Hộ gia đình"), ("cong_dan", "Công dân")] {
      let counts = try XCTUnwrap(sums[resource])
      let cells = ["new", "fixed", "persisting"].map {
        "<td class=\"number\">\(counts[$0] ?? -1)</td>"
      }
      let row = try XCTUnwrap(
        report.components(separatedBy: "Lỗi so với kỳ trước</p>").last?
          .components(separatedBy: "<td>\(title)</td>").dropFirst().first)
      XCTAssertTrue(
        row.components(separatedBy: "</tr>")[0].contains(cells.joined()), "\(title): \(cells)")
    }
  }

  func testFindingsAreAtThePlantedRecords() throws {
    for year in Self.years {
      let found = try SampleAudit(year).column("record")
      for (name, resource) in try truth(year).resources {
        for (id, expected) in resource.rules {
          let records = (found[name]?[id] ?? []).map { Int($0) ?? 0 }
          XCTAssertEqual(
            records.sorted(), (expected.records + (expected.remarks ?? [])).sorted(),
            "\(year): \(id)")
        }
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
    for cell in try Self.years.flatMap({ try SampleAudit($0).findings.joined() }) {
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
    try assertMakesAgain("samples/make_sample.py", in: "samples")
  }
}
