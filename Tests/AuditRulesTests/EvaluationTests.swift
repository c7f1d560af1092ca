import AuditKernels
import AuditModel
import AuditRules
import XCTest

final class EvaluationTests: XCTestCase {
  func testExpressionsOverOneRecord() throws {
    let record = [
      "01", "Nguyễn Văn An", "12.50", "7", "29/02/2000", "2025-06-30T23:30:00+07:00", "true", "hòa",
    ]
    for (text, expected) in [
      ("ma = '01'", true), ("length(ten) = 13", true), ("words(ten) = 3", true),
      ("tien = 12.5", true), ("tien * 2 - 1 = 24", true), ("tien / 0 = 1", nil),
      ("mod(so, 4) = 3", true),
      ("round(tien) = 13", true), ("abs(so - 10) = 3", true), ("-so = -7", true),
      ("so between 7 and 8", true),
      ("so not between 7 and 8", false), ("so in (1, 7)", true), ("ma not in ('01')", false),
      ("year(ngay) = 2000 and month(ngay) = 2 and day(ngay) = 29", true),
      ("ngay < date'2000-03-01'", true),
      ("days(ngay, date'2000-03-01') = 1", true), ("age(ngay, date'2025-02-28') = 24", true),
      ("age(ngay, date'2025-03-01') = 25", true), ("age(ngay) = 25", true), ("ngay <= asOf", true),
      ("luc > ngay", true),
      ("date('5/7/2020', '%-d/%-m/%Y') = date'2020-07-05'", true),
      ("date(luc) = date'2025-06-30'", true), ("co", true), ("not co", false), ("co = true", true),
      ("ten like 'Nguyễn%'", true), ("ten like '%_n'", true), ("ten like 'An'", false),
      ("starts_with(ten, 'Ng') and ends_with(ten, 'An') and contains(ten, 'Văn')", true),
      ("upper(ten) = 'NGUYỄN VĂN AN'", true), ("lower(ten) = 'nguyễn văn an'", true),
      // As SQLite has it: `select substr('01', -1)` and so on.
      ("substr(ma, -1) = '1'", true), ("substr(ma, -9, 8) = '0'", true),
      ("substr(ma, 0, 2) = '0'", true), ("substr(ma, 2.9, 1.9) = '1'", true),
      ("substr(ma, 3, -1) = '1'", true), ("substr(ma, -1, -1) = '0'", true),
      ("substr(ten, -2) = 'An'", true), ("present(substr(ma, 1, 0))", false),
      ("present(substr(ma, 1, -1))", false), ("substr(ma, 0) = '01'", true),
      ("substr(ten, 8, 3) = 'Văn'", true), ("digits('a1b2') = '12'", true),
      ("number(ma) = 1", true),
      ("matches(ma, '[0-9]{2}')", true), ("has_format('0100233488', 'vn-mst-10')", true),
      ("has_format(ma, 'vn-mst-10')", false), ("has_format(ten, 'vn-date')", false),
      ("normalize(\"Họ tên\") = normalize('HOÀ')", true),
      ("weighted_sum('123', 3, 2, 1) = 10", true), ("weighted_sum('1x3', 3, 2, 1) = 10", nil),
      ("if(so > 5, ma, 'x') = '01'", true), ("coalesce(substr(ma, 9, 1), 'z') = 'z'", true),
      ("text(ngay) = '29/02/2000'", true), ("trim(' a ') = 'a'", true),
      ("name_of(xa, ma) = 'Một'", true), ("lookup('xa', ma, 'ten') = 'Một'", true),
      ("valid(xa, ma)", true),
      ("valid(xa, '09')", false), ("count_of(r, ma, '01') = 1", true),
      ("count_of(r, ma, '02') = 0", true),
      ("so < muc", false), ("valid(ngay)", true),
    ] as [(String, Bool?)] {
      XCTAssertEqual(try judge(text, record), expected, text)
    }
  }

  func testBlankAndUnreadableOperandsSkip() throws {
    let blank = Array(repeating: "", count: 8)
    let unreadable = ["1", "a", "x", "1.5", "31/02/2000", "?", "?", ""]
    for (text, record, expected) in [
      ("ma = '01'", blank, nil), ("present(ma)", blank, false), ("ma is null", blank, true),
      ("present(ngay)", unreadable, true), ("ngay is null", unreadable, false),
      ("valid(ngay)", unreadable, false),
      ("valid(ngay)", blank, nil), ("ngay < asOf", unreadable, nil), ("so = 1", unreadable, nil),
      ("tien > 0 or present(ma)", unreadable, true), ("tien > 0 and so > 0", unreadable, nil),
      ("not (tien > 0)", unreadable, nil), ("coalesce(ma, '') in ('', 'x')", blank, true),
      ("co", unreadable, nil),
    ] as [(String, [String], Bool?)] {
      XCTAssertEqual(try judge(text, record), expected, text)
    }
  }

  func testNullsAndWhenDecideWhatIsJudged() throws {
    let blank = Array(repeating: "", count: 8)
    for (more, expected) in [
      (#""nulls": "fail""#, false), (#""nulls": "pass""#, true), (#""nulls": "skip""#, nil),
      (#""nulls": "fail", "when": "present(ten)""#, nil),
      (#""nulls": "fail", "when": "ten = 'a'""#, nil),
    ] as [(String, Bool?)] {
      XCTAssertEqual(try judge("ma = '01'", blank, more), expected, more)
    }
  }

  func testAMissingColumnMakesARuleNotApplicable() throws {
    let pack = try load([
      "p.json": packText(
        sampleResource
          + #", "rules": [{"id": "A", "kind": "assert", "on": "r", "assert": "so = 1"}]"#)
    ])
    var context = LoweringContext(
      resources: ["r": ResourceBinding(name: "r", columns: ["ma": 0])], tables: [:], dates: [:])
    let check = try XCTUnwrap(
      pack.checks(of: "r", on: nil, in: &context).first { $0.rule.id == "A" })
    guard case .notApplicable(let reason) = check.form else { return XCTFail("\(check.form)") }
    XCTAssertEqual(reason.en, "the source has no field 'so'")
  }

  func testFormsOfTypes() throws {
    let cases: [(field: String, good: [String], bad: [String])] = [
      (#""format": "email""#, ["a@b.vn"], ["a@b", "a b@c.vn"]),
      (#""format": "uri""#, ["https://a.vn/x"], ["a.vn", "x y:z"]),
      (#""format": "uuid""#, ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567"]),
      (#""format": "binary""#, ["YWI=", "YWJj"], ["YWI", "a*=="]),
      (#""format": "vn-mst-10""#, ["0100233488"], ["0100233480", "010023348"]),
      (#""type": "year""#, ["2025"], ["25", "20250"]),
      (#""type": "yearmonth""#, ["2025-12"], ["2025-13", "2025"]),
      (#""type": "time""#, ["23:59:59"], ["24:00:00", "1:00:00"]),
      (#""type": "time", "format": "%H:%M""#, ["07:30"], ["7:30"]),
      (
        #""type": "duration""#, ["P1Y2M", "PT5M", "P3W", "-P1DT2H"],
        ["P", "PT", "1Y", "P2M1Y", "P1H"]
      ),
      (#""type": "geopoint""#, ["108.2, 13.7", "108.2,13.7"], ["13.7", "181,0", "0,91"]),
      (#""type": "geopoint", "format": "array""#, ["[108.2, 13.7]"], ["[1]", "[200, 1]"]),
      (#""type": "object""#, ["{}"], ["[]", "{"]), (#""type": "array""#, ["[1]"], ["{}"]),
      (#""type": "geojson""#, [#"{"type": "Point"}"#], ["{}"]),
      (#""type": "boolean""#, ["true", "0"], ["yes"]),
      (#""type": "number", "decimalChar": ",", "groupChar": ".""#, ["1.234,5"], ["1,2,3"]),
      (#""type": "integer""#, ["-12"], ["1.5", "x"]),
      (#""type": "datetime""#, ["2025-07-01T08:00:00"], ["2025-07-01"]),
    ]
    for (field, good, bad) in cases {
      let pack = try load([
        "p.json": packText(
          "\"resources\": [{\"name\": \"r\", \"schema\": {\"fields\": [{\"name\": \"a\", \(field)}]}}]"
        )
      ])
      let table = TableFixture(fields: ["a"], records: (good + bad + [""]).map { [$0] })
      let expected = good.map { _ in true as Bool? } + bad.map { _ in false } + [nil]
      XCTAssertEqual(try table.judge("r.a.type", of: pack).verdicts, expected, field)
    }
  }

  // MARK: Helpers

  private let table = CodeTable(
    columnNames: ["ma", "ten"], rows: [[Array("01".utf8), Array("Một".utf8)]], code: 0)

  private func judge(_ text: String, _ record: [String], _ more: String? = nil) throws -> Bool? {
    let escaped = text.replacing("\"", with: "\\\"")
    let extra = more.map { ", \($0)" } ?? ""
    let rule =
      "{\"id\": \"A\", \"kind\": \"assert\", \"on\": \"r\", \"assert\": \"\(escaped)\"\(extra)}"
    let pack = try load(["p.json": packText(sampleResource + ", \"rules\": [\(rule)]")])
    let fields = try XCTUnwrap(pack.resource("r")).fieldNames
    let dates = ["asOf": try XCTUnwrap(CivilDate(iso: "2025-12-31"))]
    return try TableFixture(fields: fields, records: [record])
      .judge("A", of: pack, tables: ["xa": table], dates: dates).verdicts[0]
  }
}
