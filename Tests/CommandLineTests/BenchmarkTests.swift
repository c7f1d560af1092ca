import Foundation
import XCTest

/// The 23 rules of the benchmark against `truth.json`, which a second reading of the register worked out.
final class BenchmarkTests: XCTestCase {
  private struct Truth: Decodable {
    struct Rule: Decodable {
      let count: Int
      let keys: [String]
    }

    let rules: [String: Rule]
  }

  func testAllCountsAndAllKeysAreThoseOfTheTruth() throws {
    let file = SampleAudit.root.appendingPathComponent("samples/benchmark/truth.json")
    let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file)).rules
    XCTAssertEqual(truth.count, 23)
    for workers in [1, 2, 7] {
      let audit = try SampleAudit("samples/benchmark", workers: workers)
      XCTAssertEqual(audit.status, 1, audit.errors)
      let keys = audit.column("key")
      for (rule, expected) in truth {
        // Households are listed in the file's order; the truth has them in byte order.
        let isOfHouseholds = ["R21", "R22"].contains(rule)
        let resource = isOfHouseholds ? "ho_gia_dinh" : "citizens"
        let found = keys[resource]?[rule] ?? []
        XCTAssertEqual(audit.rules[resource]?[rule]?.counts.failed, expected.count, rule)
        XCTAssertEqual(isOfHouseholds ? found.sorted() : found, expected.keys, rule)
      }
    }
  }

  func testTheRegisterIsAsItsProgramMakesIt() throws {
    try assertMakesAgain("samples/benchmark/make_register.py", in: "samples/benchmark")
  }
}
