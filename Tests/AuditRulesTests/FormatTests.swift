import AuditKernels
import AuditModel
import AuditRules
import XCTest

/// Every named format with every vector of its table, as a field of each type that can have it reads them.
final class FormatTests: XCTestCase {
  func testEveryVectorIsJudgedAsTheTableSays() throws {
    for (format, type) in everyUse {
      let judged = try judge(format, type, format.valid + format.invalid.map(\.text) + [""])
      let expected =
        format.valid.map { _ in true as Bool? } + format.invalid.map { _ in false } + [nil]
      for (index, text) in (format.valid + format.invalid.map(\.text)).enumerated() {
        XCTAssertEqual(judged.verdicts[index], expected[index], "\(format.name) \(type): \(text)")
      }
      XCTAssertNil(judged.verdicts.last ?? nil, "\(format.name): a blank cell is passed over")
    }
  }

  func testFindingsNameTheDamage() throws {
    for (format, type) in everyUse {
      let judged = try judge(format, type, format.invalid.map(\.text))
      for (value, message) in zip(format.invalid, judged.messages) {
        let damage = try value.damage.map { name in
          try XCTUnwrap(format.damages.first { $0.name == name }, "\(format.name): \(name)")
        }
        let expected = format.fault.en + (damage.map { " (\($0.message.en))" } ?? "")
        XCTAssertEqual(message, expected, "\(format.name) \(type): \(value.text)")
      }
    }
  }

  func testEveryFormatHasVectorsAndEveryTextTwoLanguages() {
    XCTAssertEqual(Set(ValueFormat.all.map(\.name)).count, ValueFormat.all.count)
    for format in ValueFormat.all {
      XCTAssertGreaterThanOrEqual(format.valid.count, 1, format.name)
      XCTAssertGreaterThanOrEqual(format.invalid.count, 2, format.name)
      for text in [format.title, format.algorithm, format.fault] + format.damages.map(\.message) {
        XCTAssertFalse(text.vi.isEmpty || text.en.isEmpty || text.vi == text.en, format.name)
      }
    }
  }

  /// A format that leading zeros can be lost from, dates and numbers show what spreadsheets do to them.
  func testTheDamagesOfSpreadsheetsAreInTheTables() {
    for (name, damages) in [
      ("vn-cccd", ["leading-zeros-lost", "scientific-notation"]),
      ("vn-mst", ["leading-zeros-lost", "scientific-notation", "check-digit"]),
      ("vn-phone", ["leading-zeros-lost"]), ("vn-admin-unit-commune", ["leading-zeros-lost"]),
      ("vn-date", ["serial-date", "unknown-day"]), ("iso-date", ["serial-date"]),
      ("vn-number", ["scientific-notation", "other-marks"]),
    ] {
      let shown = ValueFormat.named(name)?.invalid.compactMap(\.damage) ?? []
      for damage in damages { XCTAssertTrue(shown.contains(damage), "\(name): \(damage)") }
    }
  }

  func testTypesWithoutANamedFormatNameTheDamageToo() throws {
    for (field, value, words) in [
      (#""type": "date", "format": "%d/%m/%Y""#, "45123", "serial number"),
      (#""type": "date", "format": "%d/%m/%Y""#, "1/2/2024", "written in another way"),
      (#""type": "date""#, "01/02/2024", "written in another way"),
      (#""type": "datetime""#, "45123.75", "serial number"),
      (#""type": "number""#, "5,20E+10", "scientific notation"),
      (#""type": "number""#, "1.234,5", "other than declared"),
      (#""type": "integer""#, "12.0", "decimal number"),
      (#""type": "integer""#, "#REF!", "formula error"),
    ] {
      let message = try judge(field, [value]).messages[0]
      XCTAssertTrue(message?.contains(words) ?? false, "\(value): \(message ?? "passes")")
    }
  }

  func testPatternsOfDigitsNameTheDamage() throws {
    let field = #""constraints": {"pattern": "[0-9]{5}"}"#
    let messages = try judge(field, ["1583", "1", "21583.0", "x"], rule: "r.a.pattern").messages
    let words = ["zeros were lost", "zeros were lost", "decimal number", "does not match"]
    for (message, words) in zip(messages, words) {
      XCTAssertTrue(message?.contains(words) ?? false, "\(message ?? "passes"): \(words)")
    }
    let single = #""constraints": {"pattern": "[0-9]"}"#
    XCTAssertEqual(
      try judge(single, ["x", ""], rule: "r.a.pattern").messages,
      ["does not match the pattern", nil])
  }

  func testAPacksOwnMessageKeepsTheDamage() throws {
    let settings =
      #""fieldRules": {"a.type": {"message": {"vi": "Sai số", "en": "Wrong number"}}}"#
    let messages = try judge(#""format": "vn-cccd""#, ["3099000001", "x"], settings).messages
    XCTAssertEqual(messages[1], "Wrong number")
    XCTAssertEqual(
      messages[0],
      "Wrong number (perhaps leading zeros were lost in a spreadsheet; with them the form is right)"
    )
  }

  /// `00/00/1950` is a value of its type, and no day to compare.
  func testAnUnknownDayIsReadableAndNull() throws {
    for (value, type, minimum) in [
      ("00/00/1950", true, nil), ("01/02/1950", true, true), ("01/02/1850", true, false),
      ("30/02/1950", false, nil),
    ] as [(String, Bool?, Bool?)] {
      let field =
        #""type": "date", "format": "vn-date-partial", "constraints": {"minimum": "1900-01-01"}"#
      XCTAssertEqual(try judge(field, [value]).verdicts[0], type, value)
      XCTAssertEqual(try judge(field, [value], rule: "r.a.minimum").verdicts[0], minimum, value)
    }
  }

  /// Numbers in Vietnamese form are compared as the numbers they are.
  func testVietnameseNumbersHaveValues() throws {
    let field = #""type": "number", "format": "vn-number", "constraints": {"maximum": 1234.5}"#
    let judged = try judge(field, ["1.234,5", "1.234,51", "1234", "2.34"], rule: "r.a.maximum")
    XCTAssertEqual(judged.verdicts, [true, false, true, nil])
    let pack = try load([
      "p.json": pack(
        field, "", #", "rules": [{"id": "A", "kind": "assert", "on": "r", "assert": "a < 1000"}]"#)
    ])
    let table = TableFixture(fields: ["a"], records: [["2.34"], ["999,5"]])
    XCTAssertEqual(try table.judge("A", of: pack).verdicts, [nil, true])
  }

  func testAnUnknownFormatIsRefusedWithAHint() {
    XCTAssertThrowsError(
      try load(["p.json": pack(#""format": "vn-cmdn""#)])
    ) { XCTAssertTrue("\($0)".contains("vn-cmnd"), "\($0)") }
    XCTAssertThrowsError(try load(["p.json": pack(#""type": "number", "format": "vn-cccd""#)]))
  }

  // MARK: Helpers

  private var everyUse: [(ValueFormat, FieldType)] {
    ValueFormat.all.flatMap { format in format.types.map { (format, $0) } }
  }

  private func pack(_ field: String, _ more: String = "", _ rules: String = "") -> String {
    packText(
      #""resources": [{"name": "r", "schema": {"fields": [{"name": "a", \#(field)}]}"#
        + (more.isEmpty ? "" : ", \(more)") + "}]" + rules)
  }

  private func judge(
    _ format: ValueFormat, _ type: FieldType, _ values: [String]
  ) throws -> (verdicts: [Bool?], messages: [String?], cells: Set<[Int]>) {
    try judge(#""type": "\#(type.rawValue)", "format": "\#(format.name)""#, values)
  }

  private func judge(
    _ field: String, _ values: [String], _ more: String = "", rule: String = "r.a.type"
  ) throws -> (verdicts: [Bool?], messages: [String?], cells: Set<[Int]>) {
    let pack = try load(["p.json": pack(field, more)])
    return try TableFixture(fields: ["a"], records: values.map { [$0] }).judge(rule, of: pack)
  }
}
