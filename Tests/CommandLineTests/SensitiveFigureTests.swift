import Foundation
import XCTest

@testable import AuditCommands

/// Figures that sensitive fields make, wherever they are read, and cells that stand under another field's name.
final class SensitiveFigureTests: XCTestCase {
  // MARK: Counts

  func testCountsThatAnotherResourceMakesAreWithheld() throws {
    let shown = try audit()
    // `where` of the fed side, its key, and the same of the rule's own resource.
    XCTAssertEqual(shown["R1"]?.map(\.expected), ["< 5", "•••", "20"])
    XCTAssertEqual(shown["R1"]?.map(\.value), ["55", "56", "57"])
    XCTAssertEqual(shown["R2"]?.map(\.expected), ["•••", "< 5"])
    XCTAssertEqual(shown["R3"]?.map(\.value), ["< 5", "•••", "20"])
    XCTAssertEqual(shown["R6"]?.map(\.expected), ["•••", "•••", "•••"])
    // No sensitive field has a part in it.
    XCTAssertEqual(shown["R4"]?.map(\.expected), ["3", "6", "20"])
  }

  func testAFigureIsNotKeptByGroupsThatMeetTheRule() throws {
    // 27 of 29 records meet it: what is left is of one group.
    XCTAssertEqual(try audit()["R5"]?.map(\.value), ["•••"])
  }

  func testMediansOfSensitiveGroupsAreNotShown() throws {
    let shown = try audit()
    XCTAssertEqual(shown["O1"]?.map(\.expected), ["•••"])
    XCTAssertEqual(shown["O1"]?.map(\.value), ["900"])
    XCTAssertEqual(shown["O2"]?.map { $0.expected.hasPrefix("≈ ") }, [true])
  }

  /// What findings of each rule show.
  private func audit() throws -> [String: [(value: String, expected: String)]] {
    let fixture = try ProjectFixture([
      "audit.json": """
      {"format": "soat-project/1", "title": "t", "agency": {"id": "000.00.00.H00", "name": "A"},
       "date": "2026-12-16", "packs": ["g.json"],
       "resources": [{"name": "nguoi", "path": "nguoi.csv"}, {"name": "ho", "path": "ho.csv"},
         {"name": "tk", "path": "tk.csv"}]}
      """,
      "g.json": Self.pack, "nguoi.csv": Self.persons,
      "ho.csv": "ma_ho,so\nH1,55\nH2,56\nH3,57\n", "tk.csv": "nhom,so\nT,99\nM,98\n",
    ])
    let run = try fixture.audit()
    XCTAssertEqual(run.status, 1, run.errors)
    var shown: [String: [(value: String, expected: String)]] = [:]
    for line in run.findings.dropFirst() {
      let cells = SampleAudit.cells(of: line)
      XCTAssertGreaterThan(cells[0].count, 8, line)
      shown[cells[0][3], default: []].append((cells[0][7], cells[0][8]))
    }
    return shown
  }

  /// T: one in the first household, 6 in the second, 20 in the third; M: two in the first.
  private static let persons: String = {
    var text = "id,ma_ho,dan_toc,xa,tien\n"
    var number = 0
    for (house, group, count) in [("H1", "T", 1), ("H1", "M", 2), ("H2", "T", 6), ("H3", "T", 20)] {
      for _ in 0..<count {
        number += 1
        text += "\(number),\(house),\(group),A,\(number == 20 ? 900 : number)\n"
      }
    }
    return text
  }()

  private static let pack = """
    {"format": "soat-rules/1", "id": "g", "version": "1", "title": "g", "resources": [
      {"name": "nguoi", "keys": ["id"],
       "mask": {"*": "none", "dan_toc": "sensitive"},
       "schema": {"fields": [{"name": "id"}, {"name": "ma_ho"}, {"name": "dan_toc"}, {"name": "xa"},
         {"name": "tien", "type": "integer"}]}},
      {"name": "ho", "keys": ["ma_ho"], "mask": {"*": "none"},
       "schema": {"fields": [{"name": "ma_ho"}, {"name": "so", "type": "integer"}]}},
      {"name": "tk", "keys": ["nhom"], "mask": {"*": "none"},
       "schema": {"fields": [{"name": "nhom"}, {"name": "so", "type": "integer"}]}}],
     "rules": [
      {"id": "R1", "kind": "reconcile", "on": "ho", "key": "ma_ho", "value": "so", "with":
        {"resource": "nguoi", "key": "ma_ho", "aggregate": "count", "where": "dan_toc = 'T'"}},
      {"id": "R2", "kind": "reconcile", "on": "tk", "key": "nhom", "value": "so", "with":
        {"resource": "nguoi", "key": "dan_toc", "aggregate": "count"}},
      {"id": "R3", "kind": "reconcile", "on": "nguoi", "key": "ma_ho", "aggregate": "count",
       "where": "dan_toc = 'T'", "equals": 77},
      {"id": "R4", "kind": "reconcile", "on": "ho", "key": "ma_ho", "value": "so", "with":
        {"resource": "nguoi", "key": "ma_ho", "aggregate": "count"}},
      {"id": "R5", "kind": "reconcile", "on": "nguoi", "key": "dan_toc", "aggregate": "count",
       "equals": 27},
      {"id": "R6", "kind": "reconcile", "on": "ho", "key": "ma_ho", "value": "so", "with":
        {"resource": "nguoi", "key": "ma_ho", "aggregate": "sum", "value": "tien",
         "where": "dan_toc = 'T'"}},
      {"id": "O1", "kind": "outlier", "on": "nguoi.tien", "by": "dan_toc", "least": 7},
      {"id": "O2", "kind": "outlier", "on": "nguoi.tien", "by": "xa", "least": 7}]}
    """

  // MARK: Records that could not be split

  /// Every sixth record lacks its second cell, so that the third stands in its place.
  private func table(_ third: String) -> String {
    var text = "so,xa,\(third),loai\n"
    for number in 1...120 {
      text += number % 6 == 0 ? "\(number),TAYX,L1\n" : "\(number),A,KINHX,L1\n"
    }
    return text
  }

  func testCellsThatSlippedAreInNoProfileBesideASensitiveField() throws {
    let fixture = try ProjectFixture(["s.csv": table("dan_toc"), "k.csv": table("nhom")])
    for words in [
      ["profile"], ["profile", "--format", "json"], ["profile", "--format", "html"], ["draft"],
      ["profile", "--show-values", "--format", "json", "-o"],
    ] {
      func run(_ name: String) throws -> String {
        let out = "\(fixture.path)/\(name).out"
        let run = try SampleAudit.run(
          [words[0], "\(fixture.path)/\(name).csv"] + words.dropFirst()
            + (words.last == "-o" ? [out] : []))
        XCTAssertEqual(run.status, 0, run.errors)
        return try words.last == "-o" ? String(contentsOfFile: out, encoding: .utf8) : run.output
      }
      XCTAssertFalse(try run("s").contains("TAYX"), "\(words)")
      XCTAssertTrue(try run("k").contains("TAYX"), "\(words): this test would find nothing")
    }
  }

  func testRecordsThatSlippedAreCountedOnlyAsRecords() throws {
    let fixture = try ProjectFixture(["s.csv": table("dan_toc")])
    for workers in 1...2 {
      let run = try SampleAudit.run([
        "profile", "\(fixture.path)/s.csv", "--format", "json", "--workers", "\(workers)",
      ])
      let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      XCTAssertEqual(json?["records"] as? Int, 120)
      XCTAssertEqual(json?["damagedRecords"] as? Int, 20)
      let fields = try XCTUnwrap(json?["fields"] as? [[String: Any]])
      XCTAssertEqual(fields.map { $0["blank"] as? Int }, [0, 0, 0, 0])
      XCTAssertEqual(fields.map { $0["distinct"] as? Int }, [100, 1, 1, 1])
    }
    let text = try SampleAudit.run(["profile", "\(fixture.path)/s.csv"]).output
    XCTAssertTrue(text.contains("không được đếm vào các trường"), text)
  }

  // MARK: XML

  func testAnEntityOfTheTextIsNotNamed() throws {
    let record = "<n><ten>a</ten></n>\n"
    let fixture = try ProjectFixture([
      "x.xml": "<r>\n\(record)\(record)<n><ten>a &SECX; b</ten></n>\n</r>\n"
    ])
    let run = try SampleAudit.run(["profile", "\(fixture.path)/x.xml"])
    let text = run.output + run.errors
    XCTAssertFalse(text.contains("SECX"), text)
    XCTAssertTrue(text.contains("một thực thể (&…;) không được khai báo"), text)
    XCTAssertTrue(text.contains("4"), text)
  }
}
