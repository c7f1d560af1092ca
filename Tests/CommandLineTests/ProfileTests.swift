import AuditModel
import Foundation
import XCTest

@testable import AuditCommands

/// `soat profile`: counts held against a count of the test's own, and what may not depend on how a file is read.
final class ProfileTests: XCTestCase {
  /// A table of invented cells: few and many different values, dates that are none, blanks of several kinds.
  private func table(_ count: Int, seed: UInt64) -> SampleTable {
    var state = seed &* 2 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var csv = "so,ho_ten,ngay,gioi,tien,ghi_chu\n"
    let names = ["Nguyễn Văn An", "Lê Thị Cúc", "TRẦN DŨNG", "Đỗ A"]
    for record in 0..<count {
      let number = String(1_000_000 + record)
      let name = next(10) == 0 ? "" : names[next(4)]
      let day = "\(next(31) + 10)/0\(next(9) + 1)/\(1950 + next(70))"
      let sex = ["Nam", "Nữ", "Nam", "nam ", ""][next(5)]
      let sum = next(20) == 0 ? "không" : "\(next(1000)).5"
      let note = next(3) == 0 ? " " : "x\(next(40))"
      csv += "\(number),\(name),\(day),\(sex),\(sum),\(note)\n"
    }
    return SampleTable("bang", csv: csv, delimiter: ",", skip: 0)
  }

  private struct Counted {
    var filled = 0
    var values: [String: Int] = [:]
    var shortest = Int.max
    var longest = 0
  }

  /// The slow twin.
  private func count(_ table: SampleTable, _ column: Int) -> Counted {
    var counted = Counted()
    for record in table.records {
      let cell = record[column]
      guard cell.contains(where: { ![" ", "\t", "\r", "\n"].contains($0) }) else { continue }
      counted.filled += 1
      counted.values[cell, default: 0] += 1
      counted.shortest = min(counted.shortest, cell.unicodeScalars.count)
      counted.longest = max(counted.longest, cell.unicodeScalars.count)
    }
    return counted
  }

  private func profile(_ path: String, _ more: [String] = []) throws -> [String: Any] {
    let run = try SampleAudit.run(["profile", path, "--format", "json"] + more)
    XCTAssertEqual(run.status, 0, run.errors)
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    return try XCTUnwrap(json as? [String: Any])
  }

  private func fields(_ profile: [String: Any]) -> [[String: Any]] {
    profile["fields"] as? [[String: Any]] ?? []
  }

  func testCountsAreThoseOfTheSlowTwin() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let fixture = try ProjectFixture([:])
      let table = table(700, seed: seed)
      try SampleForm(format: .csv).write([table], to: URL(fileURLWithPath: fixture.path))
      let out = "\(fixture.path)/p.json"
      let run = try SampleAudit.run([
        "profile", "\(fixture.path)/bang.csv", "--show-values", "-o", out,
      ])
      XCTAssertEqual(run.status, 0, run.errors)
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: out)))
      let profile = try XCTUnwrap(json as? [String: Any])
      XCTAssertEqual(profile["records"] as? Int, 700)
      for (column, field) in fields(profile).enumerated() {
        let counted = count(table, column)
        let name = table.names[column]
        XCTAssertEqual(field["name"] as? String, name)
        XCTAssertEqual(field["filled"] as? Int, counted.filled, name)
        XCTAssertEqual(field["blank"] as? Int, 700 - counted.filled, name)
        XCTAssertEqual(field["distinct"] as? Int, counted.values.count, name)
        XCTAssertEqual(field["distinctIsExact"] as? Bool, true, name)
        let length = try XCTUnwrap(field["length"] as? [String: Any])
        XCTAssertEqual(length["shortest"] as? Int, counted.shortest, name)
        XCTAssertEqual(length["longest"] as? Int, counted.longest, name)
        let frequent = try XCTUnwrap(
          (field["frequent"] as? [String: Any])?["values"] as? [[String: Any]])
        let wanted = counted.values.sorted {
          $0.value != $1.value
            ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }.prefix(10)
        XCTAssertEqual(frequent.map { $0["value"] as? String }, wanted.map(\.key), name)
        XCTAssertEqual(frequent.map { $0["count"] as? Int }, wanted.map(\.value), name)
      }
    }
  }

  func testTypesKindsAndPatternsAreFound() throws {
    let fixture = try ProjectFixture([:])
    let table = table(2_000, seed: 9)
    try SampleForm(format: .csv).write([table], to: URL(fileURLWithPath: fixture.path))
    let fields = try fields(profile("\(fixture.path)/bang.csv"))
    XCTAssertEqual(
      fields.map { $0["type"] as? String },
      ["integer", "category", "date", "category", "decimal", "code"])
    func counts(_ field: Int, _ member: String) -> [String: Int] {
      let list = fields[field][member] as? [[String: Any]] ?? []
      return Dictionary(
        uniqueKeysWithValues: list.map { ($0["name"] as? String ?? "", $0["count"] as? Int ?? 0) })
    }
    let days = table.records.map { $0[2] }
    let real = days.count { cell in
      let parts = cell.split(separator: "/").compactMap { Int($0) }
      return CivilDate(year: parts[2], month: parts[1], day: parts[0]) != nil
    }
    XCTAssertEqual(counts(2, "writtenAs")["dd/MM/yyyy"], real)
    XCTAssertEqual(counts(2, "writtenAs")["dd/MM/yyyy-unreal"] ?? 0, days.count - real)
    XCTAssertEqual(counts(2, "patterns"), ["9(2)/9(2)/9(4)": 2_000])
    XCTAssertEqual(counts(0, "patterns"), ["9(7)": 2_000])
    XCTAssertEqual(counts(3, "textDefects")["stray-space"], table.records.count { $0[3] == "nam " })
    let words = table.records.count { $0[4] == "không" }
    XCTAssertEqual(counts(4, "writtenAs"), ["decimal-point": 2_000 - words, "text": words])
  }

  func testWorkersDoNotMatter() throws {
    let fixture = try ProjectFixture([:])
    // Past the bound of exact counts, so that sketches and samples are merged.
    let table = table(90_000, seed: 4)
    try SampleForm(format: .csv).write([table], to: URL(fileURLWithPath: fixture.path))
    let outputs = try [1, 2, 3, 7].map { workers in
      try SampleAudit.run([
        "profile", "\(fixture.path)/bang.csv", "--format", "json", "--workers", "\(workers)",
      ]).output
    }
    XCTAssertEqual(Set(outputs).count, 1)
    let json = try JSONSerialization.jsonObject(with: Data(outputs[0].utf8)) as? [String: Any]
    let number = fields(json ?? [:])[0]
    XCTAssertEqual(number["distinctIsExact"] as? Bool, false)
    let distinct = number["distinct"] as? Int ?? 0
    XCTAssertLessThan(abs(distinct - 90_000), 90_000 * 3 / 100)
  }

  func testTheFormatDoesNotMatter() throws {
    let fixture = try ProjectFixture([:])
    let table = table(400, seed: 5)
    var seen: [String] = []
    for format in SampleForm.Format.allCases {
      let form = SampleForm(format: format)
      try form.write([table], to: URL(fileURLWithPath: fixture.path))
      let file = "\(fixture.path)/\(form.file(of: table))"
      let profile = try profile(file, format == .sqlite ? ["--table", "bang"] : [])
      let data = try JSONSerialization.data(
        withJSONObject: fields(profile), options: [.sortedKeys])
      seen.append(String(decoding: data, as: UTF8.self))
    }
    XCTAssertEqual(seen.count, 5)
    for other in seen.dropFirst() { XCTAssertEqual(other, seen[0]) }
  }

  // MARK: What leaks

  /// No cell that occurs less than ten times stands in any form of the result, nor in a draft.
  func testValuesOfPersonsAreNowhere() throws {
    let file = SampleAudit.root.appendingPathComponent("samples/xa-mau/cong_dan.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    let table = SampleTable("cong_dan", csv: text, delimiter: ";", skip: 1)
    var personal: Set<String> = []
    for name in ["so_dinh_danh", "ho_ten", "dia_chi", "so_dien_thoai", "email", "ma_so_thue"] {
      let column = try XCTUnwrap(
        table.names.firstIndex { $0.trimmingCharacters(in: .whitespaces) == name })
      personal.formUnion(table.records.map { $0[column] }.filter { $0.unicodeScalars.count > 6 })
    }
    XCTAssertGreaterThan(personal.count, 1_000)
    var outputs = try ["text", "json", "html"].map {
      try SampleAudit.run(["profile", file.path, "--skip", "1", "--format", $0]).output
    }
    outputs.append(try SampleAudit.run(["draft", file.path, "--skip", "1"]).output)
    for output in outputs {
      XCTAssertGreaterThan(output.utf8.count, 1_000)
      let leaked = personal.filter { output.contains($0) && $0 != "không rõ" }
      XCTAssertEqual(leaked, [])
    }
  }

  func testValuesAreShownToTheirOwnerAlone() throws {
    let fixture = try ProjectFixture(["a.csv": "ten\nNguyễn Văn An\nLê Thị Cúc\n"])
    let path = "\(fixture.path)/a.csv"
    let refused = try SampleAudit.run(["profile", path, "--show-values", "--format", "html"])
    XCTAssertEqual(refused.status, 2)
    XCTAssertFalse(refused.output.contains("Nguyễn"))
    let out = "\(fixture.path)/p.html"
    XCTAssertEqual(try SampleAudit.run(["profile", path, "--show-values", "-o", out]).status, 0)
    let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int
    XCTAssertEqual(mode.map { $0 & 0o077 }, 0)
    XCTAssertTrue(try String(contentsOfFile: out, encoding: .utf8).contains("Nguyễn Văn An"))
    XCTAssertFalse(try SampleAudit.run(["profile", path]).output.contains("Nguyễn"))
  }

  func testAnOutputIsNeverTheInput() throws {
    let fixture = try ProjectFixture(["a.csv": "ten\n1\n"])
    let path = "\(fixture.path)/a.csv"
    for command in ["profile", "draft"] {
      XCTAssertEqual(try SampleAudit.run([command, path, "-o", path]).status, 2, command)
    }
    XCTAssertEqual(try String(contentsOfFile: path, encoding: .utf8), "ten\n1\n")
  }
}
