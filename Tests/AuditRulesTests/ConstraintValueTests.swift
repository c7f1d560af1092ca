import AuditRules
import XCTest

/// Bounds and listed values are read as the field's own are, and what is no value of the type is left to `type`.
final class ConstraintValueTests: XCTestCase {
  private func judge(_ field: String, _ constraint: String, _ cells: [String]) throws -> [Bool?] {
    let pack = try load([
      "p.json": packText(
        ##""resources": [{"name": "r", "schema": {"fields": [{"name": "d", \##(field)}]}}], "rules": []"##
      )
    ])
    let table = TableFixture(fields: ["d"], records: cells.map { [$0] })
    return try table.judge("r.d.\(constraint)", of: pack).verdicts
  }

  func testBoundsOfDatesAreWrittenInTheFieldsFormat() throws {
    let american = try judge(
      #""type": "date", "format": "%m/%d/%Y", "constraints": {"minimum": "02/01/2020"}"#, "minimum",
      ["01/15/2020", "02/01/2020", "01/02/2020", "13/01/2020", ""])
    XCTAssertEqual(american, [false, true, false, nil, nil])
    for (format, bound, cells) in [
      ("%Y%m%d", "20220615", ["20220614", "20220615"]),
      ("%d.%m.%Y", "15.06.2022", ["14.06.2022", "15.06.2022"]),
      ("%d/%m/%Y", "15/06/2022", ["14/06/2022", "15/06/2022"]),
      // An ISO date is clear in any format.
      ("%d/%m/%Y", "2022-06-15", ["14/06/2022", "15/06/2022"]),
      ("default", "15/06/2022", ["2022-06-14", "2022-06-15"]),
    ] {
      let verdicts = try judge(
        #""type": "date", "format": "\#(format)", "constraints": {"minimum": "\#(bound)"}"#,
        "minimum", cells)
      XCTAssertEqual(verdicts, [false, true], "\(format) from \(bound)")
    }
  }

  func testBoundsOfTimes() throws {
    let moments = try judge(
      #""type": "datetime", "constraints": {"maximum": "2020-01-01T00:00:00Z"}"#, "maximum",
      ["2020-01-01T00:00:00Z", "2020-01-01T00:00:01Z", "2020-01-01T07:00:00+07:00", "2020"])
    XCTAssertEqual(moments, [true, false, true, nil])
    // A day bounds days, whatever the hour.
    let days = try judge(
      #""type": "datetime", "constraints": {"maximum": "2020-01-01"}"#, "maximum",
      ["2020-01-01T12:00:00+07:00", "2020-01-02T00:00:00+07:00"])
    XCTAssertEqual(days, [true, false])
    let times = try judge(
      #""type": "time", "constraints": {"minimum": "08:00:00"}"#, "minimum",
      ["07:59:59", "08:00:00", "25:00:00", "x"])
    XCTAssertEqual(times, [false, true, nil, nil])
  }

  func testBoundsOfYearsAndMonthsSkipWhatIsNone() throws {
    let years = try judge(
      #""type": "year", "constraints": {"minimum": 2000}"#, "minimum", ["1999", "2000", "200", "x"])
    XCTAssertEqual(years, [false, true, nil, nil])
    let months = try judge(
      #""type": "yearmonth", "constraints": {"maximum": "2000-06"}"#, "maximum",
      ["2000-06", "2000-07", "2000-13"])
    XCTAssertEqual(months, [true, false, nil])
  }

  func testNumbersAreWrittenAsTheFieldHasThem() throws {
    let commas = try judge(
      #""type": "number", "decimalChar": ",", "constraints": {"minimum": "1,5"}"#, "minimum",
      ["1,4", "1,50", "1.5"])
    XCTAssertEqual(commas, [false, true, nil])
    let listed = try judge(
      #""type": "number", "decimalChar": ",", "constraints": {"enum": ["1,5", 2]}"#, "enum",
      ["1,50", "2,0", "3", "x"])
    XCTAssertEqual(listed, [true, true, false, nil])
  }

  /// JSON's 1.5 is one and a half, whatever marks the field's values have.
  func testListedNumbersOfJSONAreNotInTheFieldsFormat() throws {
    let listed = try judge(
      #""type": "number", "decimalChar": ",", "groupChar": ".", "constraints": {"enum": [1.5, "2.000,5"]}"#,
      "enum", ["1,5", "15", "2.000,5", "2000,50"])
    XCTAssertEqual(listed, [true, false, true, true])
  }

  func testListedValuesOfOtherTypes() throws {
    let truths = try judge(
      #""type": "boolean", "trueValues": ["Có"], "falseValues": ["Không"], "constraints": {"enum": [true]}"#,
      "enum", ["Có", "Không", "true", ""])
    XCTAssertEqual(truths, [true, false, nil, nil])
    let words = try judge(
      #""type": "boolean", "trueValues": ["Có"], "falseValues": ["Không"], "constraints": {"enum": ["Không", true]}"#,
      "enum", ["Có", "Không", "true"])
    XCTAssertEqual(words, [true, true, nil])
    let days = try judge(
      #""type": "date", "format": "%d/%m/%Y", "constraints": {"enum": ["2020-02-01", "03/02/2020"]}"#,
      "enum", ["01/02/2020", "03/02/2020", "02/02/2020", "32/01/2020"])
    XCTAssertEqual(days, [true, true, false, nil])
    let months = try judge(
      #""type": "yearmonth", "constraints": {"enum": ["2020-01"]}"#, "enum",
      ["2020-01", "2020-02", "2020"])
    XCTAssertEqual(months, [true, false, nil])
  }

  func testPatternsOfTypedFieldsSkipWhatIsNoValue() throws {
    let verdicts = try judge(
      #""type": "date", "format": "%d/%m/%Y", "constraints": {"pattern": ".*2020"}"#, "pattern",
      ["01/02/2020", "01/02/2021", "99/99/2020"])
    XCTAssertEqual(verdicts, [true, false, nil])
  }
}
