import Foundation
import XCTest

/// The sample agency's tables give the same result and the same findings in all five forms, by one pack.
///
/// Nothing is left out of the comparison but what a form says of itself: the `source` of a resource in `result.json`, and
/// the column of lines in `findings.csv`.
final class FiveFormsTests: XCTestCase {
  /// What the CSV export has wrong that no other form can have, so that it is mended before the others are made.
  private struct Exception {
    let rule: String
    let records: [Int]
    let reason: String
  }

  private static let exceptions = [
    Exception(
      rule: "cong_dan.structure", records: [150, 480],
      reason: "records with fewer cells than the header: members, elements and columns have names"),
    Exception(
      rule: "cong_dan.structure", records: [820],
      reason: "a record with one cell more: there is no name it could have"),
    Exception(
      rule: "cong_dan.structure", records: [324],
      reason: "a quote within a cell that is not quoted: other forms escape it or need not"),
    Exception(
      rule: "cong_dan.header", records: [0],
      reason:
        "a blank before a name, which XML cannot have; JSON, NDJSON and SQLite are held to it below"
    ),
  ]

  private var tables: [SampleTable] = []
  private var root = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    let sample = SampleAudit.root.appendingPathComponent("samples/xa-mau")
    func table(_ name: String, _ delimiter: Unicode.Scalar, skip: Int) throws -> SampleTable {
      let file = sample.appendingPathComponent("\(name).csv")
      return SampleTable(
        name, csv: String(decoding: try Data(contentsOf: file), as: UTF8.self),
        delimiter: delimiter, skip: skip)
    }
    tables = [
      try table("ho_gia_dinh", ",", skip: 0), try table("cong_dan", ";", skip: 1),
    ]
    root = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-forms-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: SampleAudit.root.appendingPathComponent("rules"), to: root.appendingPathComponent("rules")
    )
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: root) }

  func testTheTablesAreReadAsTheSampleMeansThem() {
    XCTAssertEqual(tables.map(\.records.count), [383, 1266])
    XCTAssertEqual(tables.map(\.names.count), [7, 19])
    XCTAssertEqual(tables[1].names[1], " ho_ten")
    XCTAssertEqual(tables[1].records[323][9], "Nhà 12 \"Sân bóng\", Thôn Mẫu 2")
    XCTAssertEqual(tables[1].records[634][9], "Số 178,\nThôn Mẫu 5")
  }

  func testEachFormGivesTheSameBytes() throws {
    let plain = tables.map(\.withPlainNames)
    let expected = try audit(SampleForm(format: .csv), plain, workers: 1)
    for format in SampleForm.Format.allCases {
      for workers in [1, 2, 7] {
        let found = try audit(SampleForm(format: format), plain, workers: workers)
        assertSame(found, expected, "\(format), \(workers) workers")
      }
    }
  }

  func testAStrayBlankInANameIsFoundWhereverItCanBe() throws {
    let expected = try audit(SampleForm(format: .csv), tables, workers: 2)
    for format in SampleForm.Format.allCases where format != .xml {
      assertSame(
        try audit(SampleForm(format: format), tables, workers: 2), expected, "\(format)")
    }
  }

  /// Null and absent are blank as empty text is; only the message of a finding that a value is missing says which.
  func testHowABlankCellIsWrittenChangesNothingButTheWordForIt() throws {
    let plain = tables.map(\.withPlainNames)
    let expected = try audit(SampleForm(format: .csv), plain, workers: 1)
    for format in SampleForm.Format.allCases where format != .csv {
      let form = SampleForm(format: format, variesBlanks: true)
      var found = try audit(form, plain, workers: 2)
      var words: Set<String> = []
      for index in found.findings.indices {
        if let word = removeWord(from: &found.findings[index], form, plain) { words.insert(word) }
      }
      XCTAssertEqual(words.count, format == .sqlite ? 1 : 2, "\(format): \(words)")
      assertSame(found, expected, "\(format)")
    }
  }

  /// Takes the word for a blank off a message, if it is the one for how that cell was written.
  private func removeWord(
    from finding: inout [String], _ form: SampleForm, _ tables: [SampleTable]
  ) -> String? {
    guard let table = tables.first(where: { $0.name == finding[0] }),
      let record = Int(finding[1]), record > 0,
      let column = table.names.firstIndex(of: finding[5]),
      table.records[record - 1][column].isEmpty
    else { return nil }
    let word: String
    switch form.blank(record - 1, column) {
    case .empty: return nil
    case .null: word = " (null)"
    case .absent: word = " (the record lacks the field)"
    }
    guard finding[9].hasSuffix(word) else { return nil }
    finding[9].removeLast(word.count)
    return word
  }

  /// The export as it is differs from the mended one by the exceptions, and by nothing else.
  func testOnlyTheListedFaultsAreTheExportsOwn() throws {
    let export = try SampleAudit("samples/xa-mau")
    let plain = try audit(SampleForm(format: .csv), tables.map(\.withPlainNames), workers: 2)
      .findings
    let rules = Set(Self.exceptions.map(\.rule))
    func isExcepted(_ finding: [String]) -> Bool { rules.contains(finding[3]) }
    let excepted = export.findings.filter(isExcepted).map { "\($0[3]) \($0[1])" }
    let listed = Self.exceptions.flatMap { exception in
      exception.records.map { "\(exception.rule) \($0)" }
    }
    XCTAssertEqual(Set(excepted), Set(listed))
    XCTAssertEqual(excepted.count, listed.count)
    XCTAssertEqual(plain.filter(isExcepted), [])
    // Of a record that could not be split into its fields no cell is shown, whatever else is wrong with it.
    let slipped = Set(excepted.map { $0.split(separator: " ")[1] })
    func compared(_ finding: [String]) -> [String] {
      var finding = finding
      if finding[0] == "cong_dan", slipped.contains(finding[1][...]) {
        for cell in [6, 7] where !finding[cell].isEmpty { finding[cell] = "•••" }
        // Nor is the name that goes with a code, of which the code could be told.
        finding[8] = ""
      }
      return withoutLine(finding)
    }
    XCTAssertEqual(
      export.findings.filter { !isExcepted($0) }.map(compared), plain.map(compared))
  }

  // MARK: One run

  private struct Outcome {
    var result: [Substring]
    var findings: [[String]]
  }

  private func audit(_ form: SampleForm, _ tables: [SampleTable], workers: Int) throws -> Outcome {
    let folder = root.appendingPathComponent("\(form.format.rawValue)-\(UUID().uuidString)")
    let sample = SampleAudit.root.appendingPathComponent("samples/xa-mau")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["quy-tac.json", "danh-muc"] {
      try FileManager.default.copyItem(
        at: sample.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    try form.write(tables, to: folder)
    try project(form).write(
      to: folder.appendingPathComponent("audit.json"), atomically: true, encoding: .utf8)
    let run = try SampleAudit.run([
      "audit", folder.path, "--root", root.path, "--rules-folder",
      root.appendingPathComponent("rules").path, "--workers", "\(workers)", "--lang", "en",
    ])
    XCTAssertEqual(run.status, 1, "\(form.format.rawValue): \(run.errors)")
    func text(_ name: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent("ket-qua/\(name)"), encoding: .utf8)
    }
    let (result, formats) = withoutSources(try text("result.json"))
    XCTAssertEqual(formats, [form.format.rawValue, form.format.rawValue])
    return Outcome(
      result: result, findings: SampleAudit.cells(of: try text("findings.csv")))
  }

  /// The sample's own project, with other files and nothing said of how they are written.
  private func project(_ form: SampleForm) throws -> String {
    var text = try String(
      contentsOf: SampleAudit.root.appendingPathComponent("samples/xa-mau/audit.json"),
      encoding: .utf8)
    for table in tables {
      text = text.replacingOccurrences(
        of: "\"\(table.name).csv\"", with: "\"\(form.file(of: table))\"")
    }
    return text.replacingOccurrences(of: ", \"csv\": {\"delimiter\": \";\", \"skip\": 1}", with: "")
  }

  /// The lines of `result.json` but for each resource's `source`, and the formats that were told there.
  private func withoutSources(_ text: String) -> (lines: [Substring], formats: [String]) {
    var lines: [Substring] = []
    var formats: [String] = []
    var isWithin = false
    for line in text.split(separator: "\n") {
      if line == "      \"source\": {" { isWithin = true }
      guard isWithin else {
        lines.append(line)
        continue
      }
      if line.hasPrefix("        \"format\": \"") {
        formats.append(String(line.dropFirst(19).dropLast(2)))
      }
      if line == "      }," { isWithin = false }
    }
    return (lines, formats)
  }

  private func withoutLine(_ finding: [String]) -> [String] {
    Array(finding[..<2]) + Array(finding[3...])
  }

  private func assertSame(_ found: Outcome, _ expected: Outcome, _ message: String) {
    let (a, b) = (found.findings.map(withoutLine), expected.findings.map(withoutLine))
    if a != b {
      let (only, missing) = (Set(a).subtracting(b), Set(b).subtracting(a))
      XCTFail(
        "\(message): findings differ: \(Array(only.prefix(5))) for \(Array(missing.prefix(5)))")
    }
    for (line, wanted) in zip(found.result, expected.result) where line != wanted {
      XCTFail("\(message): result.json has \(line) for \(wanted)")
      break
    }
    XCTAssertEqual(found.result.count, expected.result.count, message)
  }
}
