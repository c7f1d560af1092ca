import Foundation
import XCTest

@testable import AuditCommands

/// A draft is ready for `lint` and `check` without edits, whatever the file.
final class DraftTests: XCTestCase {
  private static let inputs: [(name: String, text: String)] = [
    ("header", "a,b,c\n"),
    ("one", "ma\n" + (0..<100).map { "\($0 % 7)\n" }.joined()),
    ("blank", "a,b\n" + String(repeating: ",\n", count: 100)),
    ("few", "so,ten\n1,Nguyễn Văn An\n2,Lê Thị Cúc\n"),
    (
      "odd",
      "\"họ \"\"tên\"\"\",,so dien thoai,so dien thoai,in\n"
        + (0..<100).map { "An,\($0),0901234\(100 + $0),x\($0 % 3),\($0 % 2)\n" }.joined()
    ),
    (
      "huge",
      "a,b\n" + (0..<30).map { "\($0),\(String(repeating: "x", count: 200_000))\($0)\n" }.joined()
    ),
    (
      "signs",
      "ma,ngay,tien\n"
        + (0..<60).map {
          "A.\($0 % 10)*(\($0 % 7))|\\,\($0 % 28 + 1)/\($0 % 12 + 1)/2020,\"\($0),5\"\n"
        }
        .joined()
    ),
    (
      "wide",
      (0..<5_000).map { "cot_\($0)" }.joined(separator: ",") + "\n"
        + (0..<25).map { record in
          (0..<5_000).map { "\(record * $0 % 97)" }.joined(separator: ",") + "\n"
        }.joined()
    ),
  ]

  func testDraftsPassLintAndRun() throws {
    for (name, text) in DraftTests.inputs {
      let fixture = try ProjectFixture(["\(name).csv": text])
      try assertRoundTrip(fixture, "\(name).csv", maximumFailed: 0.1)
    }
  }

  func testTheSamplesDraftsRun() throws {
    for (name, skipped) in [
      ("xa-mau/cong_dan", 1), ("xa-mau/ho_gia_dinh", 0), ("benchmark/citizens", 0),
    ] {
      let file = SampleAudit.root.appendingPathComponent("samples/\(name).csv")
      let fixture = try ProjectFixture([
        "du_lieu.csv": try String(contentsOf: file, encoding: .utf8)
      ])
      let reading = ["--skip", "\(skipped)"]
      let alone = try assertRoundTrip(fixture, "du_lieu.csv", reading, maximumFailed: 0.1)
      XCTAssertFalse(alone.contains("codeLists"), "a pack names a list outside its root: \(name)")
      try fixture.copyRules()
      let pack = try assertRoundTrip(
        fixture, "du_lieu.csv", reading, maximumFailed: 0.1, ["--root", fixture.path])
      XCTAssertTrue(pack.contains("\"required\": true"), name)
      XCTAssertTrue(pack.contains("\"enum\": ["), name)
      XCTAssertTrue(pack.contains("\"format\": \"%d/%m/%Y\""), name)
    }
  }

  /// Codes of a shipped list become a rule with the list, the day they fit and the fields beside them.
  func testCodesOfAListAreDraftedAsARule() throws {
    let fixture = try ProjectFixture([:])
    try fixture.copyRules()
    let list = try String(
      contentsOfFile: "\(fixture.path)/rules/codelists/don-vi-hanh-chinh.csv", encoding: .utf8)
    let units = list.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }.filter { $0.count == 8 && $0[2] == "xa" }
    let groups = ["01", "05", "17", "30"]
    let countries = ["VN", "LA", "KH", "FR", "US", "JP"]
    for (name, isOld) in [("cu", true), ("moi", false)] {
      let inForce = units.filter { isOld ? $0[5] == "2025-06-30" : $0[5].isEmpty }
      XCTAssertGreaterThan(inForce.count, 1_000)
      var csv = "ma_xa,ten_xa,cap_tren,ma_dan_toc,quoc_tich\n"
      for record in 0..<600 {
        let unit = inForce[record * 7 % inForce.count]
        // One code in a hundred is none, one name in a hundred is another's.
        let code = record % 100 == 3 ? "99999" : unit[0]
        let other = record % 100 == 5 ? "Xã Khác" : unit[1]
        csv += "\(code),\(other),\(unit[3]),\(groups[record % 4]),\(countries[record % 6])\n"
      }
      try fixture.write("\(name).csv", csv)
      let pack = try assertRoundTrip(
        fixture, "\(name).csv", maximumFailed: 0.03,
        ["--root", fixture.path, "--date", "2026-03-01"])
      let rule = try XCTUnwrap(
        pack.split(separator: "\n").first { $0.contains("\"id\": \"\(name).ma_xa.code\"") })
      XCTAssertTrue(rule.contains("\"list\": \"don_vi_hanh_chinh\""), "\(rule)")
      XCTAssertTrue(rule.contains("\"name\": \"ten_xa\""), "\(rule)")
      XCTAssertEqual(rule.contains("\"at\": \"2025-06-30\""), isOld, "\(rule)")
      XCTAssertTrue(pack.contains("\"list\": \"dan_toc\""), pack)
      XCTAssertTrue(pack.contains("\"list\": \"quoc_gia\""), pack)
      XCTAssertTrue(pack.contains("588 trên 600 thỏa mãn"), pack)
    }
  }

  /// The named format of a field is what the draft asks for, with what the records say of it.
  func testNamedFormatsAreDrafted() throws {
    let fields: [(name: String, format: String, value: (Int) -> String)] = [
      ("ma_so_thue", "vn-mst-13", { "0314409058-\($0 % 9 + 1 + 100)" }),
      ("so_the_bhyt", "vn-bhyt", { "HS4\(7_900_000_000 + $0)00" }),
      ("bien_so", "vn-plate", { "77A-\(100 + $0 % 800).\(10 + $0 % 80)" }),
      ("ma_dinh_danh", "vn-agency-id", { "H08.\(10 + $0 % 80)" }),
      ("so_cmnd", "vn-cmnd", { "\(200_000_000 + $0)" }),
      ("vi_do", "vn-latitude", { "13.\(1000 + $0)" }),
      ("ma_nganh", "vn-vsic-4", { "0\(111 + $0 % 60)" }),
      ("khoa", "uuid", { "123e4567-e89b-12d3-a456-4266141\(10_000 + $0)" }),
      ("lien_ket", "uri", { "https://a.vn/\($0)" }),
      ("ngay", "vn-date-short", { "\($0 % 9 + 1)/\($0 % 12 + 1)/2020" }),
      ("so_tien", "vn-integer", { "\($0 + 1).234.567" }),
    ]
    var csv = fields.map(\.name).joined(separator: ",") + "\n"
    for record in 0..<300 {
      csv += fields.map { record == 7 ? "?" : $0.value(record) }.joined(separator: ",") + "\n"
    }
    let fixture = try ProjectFixture(["a.csv": csv])
    let pack = try assertRoundTrip(fixture, "a.csv", maximumFailed: 0.1)
    for field in fields {
      XCTAssertTrue(
        pack.contains("{\"name\": \"\(field.name)\", ")
          && pack.contains(
            "\"format\": \"\(field.format)\""),
        "\(field.name): \(pack)")
      XCTAssertTrue(
        pack.contains("\(field.format): 299 trên 300 thỏa mãn"), "\(field.name): \(pack)")
    }
  }

  func testADraftOfOtherFormatsRuns() throws {
    for (file, more) in [
      ("ho_gia_dinh.ndjson", []), ("ho_gia_dinh.xml", []),
      ("ho_gia_dinh.db", ["--table", "ho_gia_dinh"]),
    ] {
      let path = SampleAudit.root.appendingPathComponent("samples/xa-mau/dang-khac/\(file)").path
      let fixture = try ProjectFixture([:])
      let pack = "\(fixture.path)/nhap.json"
      let draft = try SampleAudit.run(["draft", path, "-o", pack] + more)
      XCTAssertEqual(draft.status, 0, draft.errors)
      let check = try SampleAudit.run(["check", path, "--rules", pack, "--quiet"] + more)
      XCTAssertTrue([0, 1].contains(check.status), check.errors)
    }
  }

  /// What the evidence says of a rule is what `check` counts.
  func testTheEvidenceIsWhatACheckFinds() throws {
    var csv = "ma,gioi\n"
    for record in 0..<200 {
      csv += "\(100_000 + (record == 7 ? 6 : record)),\(record == 3 ? "x" : "Nữ")\n"
    }
    let fixture = try ProjectFixture(["a.csv": csv])
    let pack = try assertRoundTrip(fixture, "a.csv", maximumFailed: 0.1)
    XCTAssertTrue(
      pack.contains("// 198 trên 200 thỏa mãn (99,00 %)\n            \"unique\": true"), pack)
    XCTAssertTrue(
      pack.contains("// 199 trên 200 thỏa mãn (99,50 %)\n            \"enum\": [\"Nữ\"]"), pack)
  }

  /// A value with a space behind it is a fault to be found, not a value to be allowed.
  func testNoBadlyWrittenValueIsMadeARule() throws {
    let notes = (0..<3_000).map { $0 % 100 == 0 ? "Giữ nguyên \n" : "Nhập toàn bộ\n" }
    let fixture = try ProjectFixture(["a.csv": "ghi_chu\n" + notes.joined()])
    let pack = try assertRoundTrip(fixture, "a.csv", maximumFailed: 0.1)
    XCTAssertTrue(pack.contains("// 2.970 trên 3.000 thỏa mãn (99,00 %)"), pack)
    XCTAssertTrue(pack.contains("\"enum\": [\"Nhập toàn bộ\"]"), pack)
  }

  /// Mostly whole, and still no column of whole numbers: 7 % would be told to be wrong.
  func testNumbersThatAreMostlyWholeAreNumbers() throws {
    for (decimals, type) in [(70, "number"), (10, "number"), (9, "integer"), (0, "integer")] {
      let values = (0..<1_000).map { $0 < decimals ? "\(50 + $0 % 40).\($0 % 90 + 10)\n" : "0\n" }
      let fixture = try ProjectFixture(["a.csv": "ty_le\n" + values.joined()])
      let pack = try assertRoundTrip(fixture, "a.csv", maximumFailed: 0.1)
      XCTAssertTrue(pack.contains("\"type\": \"\(type)\""), "\(decimals): \(pack)")
    }
  }

  func testAFileWithoutFieldsIsRefused() throws {
    let fixture = try ProjectFixture(["a.csv": ""])
    let run = try SampleAudit.run(["draft", "\(fixture.path)/a.csv"])
    XCTAssertEqual(run.status, 4)
    XCTAssertTrue(run.errors.contains("source.no-fields"), run.errors)
  }

  @discardableResult
  private func assertRoundTrip(
    _ fixture: ProjectFixture, _ name: String, _ reading: [String] = [], maximumFailed: Double,
    _ more: [String] = [],
    file: StaticString = #filePath,
    line: UInt = #line
  ) throws -> String {
    let (data, pack) = ("\(fixture.path)/\(name)", "\(fixture.path)/nhap.json")
    let draft = try SampleAudit.run(["draft", data, "-o", pack] + reading + more)
    XCTAssertEqual(draft.status, 0, draft.errors, file: file, line: line)
    let lint = try SampleAudit.run(["lint", pack] + more)
    XCTAssertEqual(lint.status, 0, lint.errors, file: file, line: line)
    let check = try SampleAudit.run(
      ["check", data, "--rules", pack, "--format", "json"] + reading + more)
    XCTAssertTrue(
      [0, 1].contains(check.status), "\(name): \(check.errors)", file: file, line: line)
    let json = try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any]
    for resource in json?["resources"] as? [[String: Any]] ?? [] {
      for rule in resource["rules"] as? [[String: Any]] ?? [] {
        let counts = rule["counts"] as? [String: Int] ?? [:]
        let (passed, failed) = (counts["passed"] ?? 0, counts["failed"] ?? 0)
        guard rule["kind"] as? String != "header" else { continue }
        XCTAssertLessThanOrEqual(
          Double(failed), Double(passed + failed) * maximumFailed, "\(name): \(rule["id"] ?? "")",
          file: file, line: line)
      }
    }
    return try String(contentsOfFile: pack, encoding: .utf8)
  }
}

extension ProjectFixture {
  /// The shipped packs and their code lists, as a project has them.
  fileprivate func copyRules() throws {
    try FileManager.default.copyItem(
      at: SampleAudit.root.appendingPathComponent("rules"),
      to: URL(fileURLWithPath: "\(path)/rules"))
  }
}
