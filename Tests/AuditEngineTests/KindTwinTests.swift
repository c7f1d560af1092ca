import AuditEngine
import AuditModel
import AuditSources
import AuditSystem
import Foundation
import XCTest

/// Rules about groups, trees, freshness, logs and master data against `Tests/Tables/kinds.py`, which judges the same
/// data with Python's own dates, fractions and dictionaries.
final class KindTwinTests: XCTestCase {
  func testSmallDataAreJudgedAsPythonJudgesThem() throws {
    for seed in 0...2 { try assertAgrees(TwinData(seed: seed), workers: 2, chunkBytes: 4096) }
  }

  func testCountsAndRecordsAreThoseOfPythonForAnyWorkersAndCuts() throws {
    for seed in 3...6 {
      let data = try TwinData(seed: seed)
      for (workers, chunkBytes) in [(1, 4096), (2, 50_000), (7, 4096)] {
        try assertAgrees(data, workers: workers, chunkBytes: chunkBytes)
      }
    }
  }

  /// With next to no memory for them, groups lie on the disk in many pieces.
  func testGroupsThatGoToTheDiskAreJudgedAlike() throws {
    for seed in [2, 7, 8] {
      let data = try TwinData(seed: seed)
      for workers in [1, 2, 7] {
        try assertAgrees(data, workers: workers, chunkBytes: 4096, keyMemoryBytes: 1)
      }
    }
  }

  func testOtherFormatsAreJudgedAlike() throws {
    for seed in [2, 9] {
      let data = try TwinData(seed: seed)
      try assertAgrees(data, workers: 2, chunkBytes: 4096, form: "ndjson")
      try assertAgrees(data, workers: 2, chunkBytes: 4096, form: "db")
    }
  }

  /// Several files have their own record numbers; what is counted and found is the same.
  func testPartsAreJudgedAsOneTable() throws {
    let data = try TwinData(seed: 10)
    let lines = try data.text("nguoi.csv").split(separator: "\n").map(String.init)
    let fixture = try PartsFixture()
    let cuts = [1, 90, 91, 250, lines.count]
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let part = ([lines[0]] + lines[start..<end]).joined(separator: "\n") + "\n"
      try fixture.add("p\(start + 1000).csv", Array(part.utf8), records: end - start)
    }
    let run = try data.run(workers: 2, chunkBytes: 4096, opened: ["nguoi": fixture.source()])
    for (id, twin) in data.expected { assertCounts(run, id, twin, "parts") }
    let text = String(decoding: run.findings, as: UTF8.self)
    XCTAssertTrue(text.contains("p1250.csv' ("), "the other record's own file is named")
  }

  func testACapCutsListsAndNoCounts() throws {
    let data = try TwinData(seed: 11)
    let run = try data.run(workers: 2, chunkBytes: 4096, cap: 3)
    let listed = try run.listed()
    for (id, twin) in data.expected {
      assertCounts(run, id, twin, "capped")
      let found = twin.found.map(\.record).filter { $0 > 0 }.sorted()
      // Nulls that fail are told while the records are read, the others when all were.
      guard twin.found.count == found.count,
        !["dep-fail", "seq-record", "int-overlap", "out-all"].contains(id)
      else { continue }
      XCTAssertEqual(listed[id] ?? [], Array(found.prefix(3)), id)
    }
  }

  /// With the usual masks no cell of the data is in a finding, whatever it was expected to be.
  func testNoCellIsShownWhereNothingSaysThatItMay() throws {
    let data = try TwinData(seed: 12)
    let run = try data.run(workers: 2, chunkBytes: 4096, showsValues: false)
    let source = try CSVSource(.bytes(run.findings), path: "findings.csv", options: SourceOptions())
    var told: Set<String> = []
    try run.forEachFinding(source) { cell in for column in 5..<10 { told.insert(cell(column)) } }
    let text = told.sorted().joined(separator: "\n")
    var tried = 0
    for (name, columns) in [
      ("nguoi", ["ten", "ten_xa", "luc", "que"]), ("khoang", ["tu", "den"]),
    ] {
      for column in columns {
        for cell in Set(try data.column(column, of: name)).prefix(80) where cell.utf8.count > 4 {
          tried += 1
          XCTAssertFalse(text.contains(cell), "\(name).\(column): \(cell)")
        }
      }
    }
    XCTAssertGreaterThan(tried, 200)
    let wards = try data.text("dm.csv").split(separator: "\n").dropFirst()
    for ward in wards.prefix(3).map({ $0.split(separator: ",")[1] }) {
      XCTAssertFalse(text.contains(ward), "\(ward): what the name should be tells the ward")
    }
  }

  // MARK: Comparing

  private func assertAgrees(
    _ data: TwinData, workers: Int, chunkBytes: Int, keyMemoryBytes: Int? = nil,
    form: String = "csv",
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let run = try data.run(
      workers: workers, chunkBytes: chunkBytes, keyMemoryBytes: keyMemoryBytes, form: form)
    let place = "seed \(data.seed), \(workers) workers, \(chunkBytes) bytes, \(form)"
    let listed = try run.findingsByRule()
    for (id, twin) in data.expected.sorted(by: { $0.key < $1.key }) {
      assertCounts(run, id, twin, place, file: file, line: line)
      let found = (listed[id] ?? []).sorted()
      XCTAssertEqual(
        found.map(\.record), twin.found.map(\.record).sorted(), "\(id), \(place)", file: file,
        line: line)
      guard form == "csv" else { continue }
      var told: [Int: String] = [:]
      for finding in found where finding.record > 0 { told[finding.record] = finding.expected }
      for finding in twin.found {
        guard let expected = finding.expected, expected.utf8.count <= 1000 else { continue }
        let shown = expected.hasPrefix("≠ ") ? TwinData.peer(expected, of: "nguoi") : expected
        XCTAssertEqual(
          told[finding.record], shown, "\(id), record \(finding.record), \(place)", file: file,
          line: line)
      }
    }
  }

  private func assertCounts(
    _ run: EngineRun, _ id: String, _ twin: TwinData.Verdict, _ place: String,
    file: StaticString = #filePath, line: UInt = #line
  ) {
    guard let rule = run.rule(id) else {
      return XCTFail("no rule \(id), \(place)", file: file, line: line)
    }
    XCTAssertEqual(
      rule.counts, RuleCounts(passed: twin.passed, failed: twin.failed, skipped: twin.skipped),
      "\(id), \(place)", file: file, line: line)
    XCTAssertEqual(rule.acceptedWithRemark, twin.remarks, id, file: file, line: line)
    if twin.limited {
      XCTAssertEqual(rule.status, .incomplete, "\(id), \(place)", file: file, line: line)
    }
  }
}

/// A folder that `kinds.py` wrote from a seed, removed with this.
final class TwinData {
  private static let resources = [
    "nguoi", "so", "khoang", "so_lieu", "thay_doi", "nhat_ky", "nam_truoc", "tong_hop",
  ]

  let seed: Int
  private let folder: String
  private(set) var expected: [String: Verdict] = [:]

  struct Verdict: Decodable {
    struct Finding: Decodable {
      let record: Int
      let expected: String?
    }

    let passed: Int
    let failed: Int
    let skipped: Int
    let remarks: Int
    let limited: Bool
    let found: [Finding]
  }

  init(seed: Int) throws {
    self.seed = seed
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("soat-\(UUID().uuidString)")
      .path
    let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let python else { throw XCTSkip("there is no python3 here to judge the data as well") }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tables/kinds.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-B", script.path, folder, "\(seed)"]
    try process.run()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    expected = try JSONDecoder().decode(
      [String: Verdict].self, from: Data(text("expected.json").utf8))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  /// The cells of a column, as JSON has them.
  func column(_ name: String, of resource: String) throws -> [String] {
    try text("\(resource).ndjson").split(separator: "\n").map { line in
      try JSONDecoder().decode([String: String].self, from: Data(line.utf8))[name] ?? ""
    }
  }

  /// What a finding says of a record that its own is too like.
  static func peer(_ text: String, of resource: String) -> String {
    let words = text.split(separator: " ", maxSplits: 2)
    return "≠ bản ghi \(words[1]) của '\(resource)' \(words[2])"
  }

  func run(
    workers: Int, chunkBytes: Int, keyMemoryBytes: Int? = nil, form: String = "csv",
    cap: Int? = nil,
    showsValues: Bool = true, opened: [String: any Source] = [:]
  ) throws -> EngineRun {
    var options = AuditOptions(workers: workers)
    options.findingsPerRule = cap
    if let keyMemoryBytes { options.limits.keyMemoryBytes = keyMemoryBytes }
    let sources = try Self.resources.map { name in
      let path = "\(folder)/\(form == "db" ? "du_lieu" : name).\(form)"
      var other: (any Source)?
      if form == "db" || form == "ndjson" {
        var options = SourceOptions()
        options.chunkBytes = chunkBytes
        options.sqlite.table = form == "db" ? name : nil
        other = try SourceFormat.open(.file(InputFile(path)), path: path, options: options)
      }
      return EngineRun.Source(
        name: name, input: try .file(InputFile(path)), opened: opened[name] ?? other)
    }
    return try EngineRun(
      pack: text("goi.json"), sources, options: options, chunkBytes: chunkBytes,
      lists: ["dm.csv": Array(text("dm.csv").utf8), "cay.csv": Array(text("cay.csv").utf8)],
      showsValues: showsValues)
  }
}

extension EngineRun {
  struct Listed: Comparable {
    var record: Int
    var expected: String

    static func < (a: Listed, b: Listed) -> Bool { (a.record, a.expected) < (b.record, b.expected) }
  }

  /// What `findings.csv` lists; record 0 where a finding is of none.
  func findingsByRule() throws -> [String: [Listed]] {
    let source = try CSVSource(.bytes(findings), path: "findings.csv", options: SourceOptions())
    let column = try XCTUnwrap(source.header.names.firstIndex(of: "yêu cầu"))
    var list: [String: [Listed]] = [:]
    try forEachFinding(source) { cell in
      list[cell(3), default: []].append(
        Listed(record: Int(cell(1)) ?? 0, expected: cell(column)))
    }
    return list
  }
}
