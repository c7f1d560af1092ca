import AuditKernels
import AuditModel
import AuditRules
import XCTest

final class CodeRuleTests: XCTestCase {
  /// Two codes that changed on 01/07/2025, one of them without a successor, and one that is still valid.
  private let table = CodeTable(
    columnNames: ["ma", "ten", "cha", "tu", "den", "moi"],
    rows: [
      ["01", "Cũ", "A", "", "2025-06-30", "02"], ["02", "Mới", "B", "2025-07-01", "", ""],
      ["03", "Bỏ", "A", "", "2025-06-30", ""], ["04", "Yên", "A", "", "", ""],
      ["05", "Năm", "B", "2025-07-01", "", "02"],
      ["06", "Sáu", "B", "2020-01-01", "2020-12-31", ""],
      ["06", "Sáu Mới", "B", "2023-01-01", "", ""],
    ].map { $0.map { Array($0.utf8) } },
    code: 0,
    validities: [
      CodeTable.Validity(from: nil, to: CivilDate(iso: "2025-06-30")),
      CodeTable.Validity(from: CivilDate(iso: "2025-07-01"), to: nil),
      CodeTable.Validity(from: nil, to: CivilDate(iso: "2025-06-30")),
      CodeTable.Validity(from: nil, to: nil),
      CodeTable.Validity(from: CivilDate(iso: "2025-07-01"), to: nil),
      CodeTable.Validity(from: CivilDate(iso: "2020-01-01"), to: CivilDate(iso: "2020-12-31")),
      CodeTable.Validity(from: CivilDate(iso: "2023-01-01"), to: nil),
    ])

  func testCodesAreJudgedOnTheirDay() throws {
    for (more, ma, ten, cha, ngay, expected) in [
      ("", "01", "", "", "30/06/2025", true), ("", "01", "", "", "01/07/2025", false),
      ("", "02", "", "", "30/06/2025", false),
      ("", "02", "", "", "01/07/2025", true), ("", "99", "", "", "01/07/2025", false),
      ("", "", "", "", "01/07/2025", nil),
      // Not in force yet is neither expired nor succeeded.
      (#""accept": "expired","#, "02", "", "", "30/06/2025", false),
      (#""accept": "expired:warning","#, "05", "", "", "30/06/2025", false),
      (#""accept": "successor","#, "05", "", "", "30/06/2025", false),
      (#""accept": "successor","#, "05", "", "", "01/07/2025", true),
      (#""accept": "predecessor","#, "05", "", "", "30/06/2025", true),
      (#""accept": ["predecessor:warning"],"#, "05", "", "", "30/06/2025", true),
      (#""accept": "predecessor","#, "01", "", "", "01/07/2025", false),
      (#""accept": "predecessor","#, "99", "", "", "30/06/2025", false),
      // Between two periods of a code its earlier entry is the one that expired.
      (#""accept": "expired", "name": "ten","#, "06", "Sáu", "", "30/06/2022", true),
      (#""accept": "expired", "name": "ten","#, "06", "Sáu Mới", "", "30/06/2022", false),
      (#""accept": "expired", "name": "ten","#, "06", "Sáu Mới", "", "30/06/2023", true),
      ("", "04", "", "", "", nil), (#""accept": "successor","#, "01", "", "", "01/07/2025", true),
      (#""accept": "successor","#, "03", "", "", "01/07/2025", false),
      (#""accept": "expired","#, "03", "", "", "01/07/2025", true),
      (#""accept": ["current", "successor:warning"],"#, "01", "", "", "01/07/2025", true),
      (#""name": "ten","#, "01", "Cũ", "", "30/06/2025", true),
      (#""name": "ten","#, "01", "cũ", "", "30/06/2025", false),
      (#""name": "ten", "compare": "text","#, "01", "cũ", "", "30/06/2025", true),
      (#""name": "ten", "compare": "text","#, "01", "mới", "", "30/06/2025", false),
      (#""name": "ten","#, "01", "", "", "30/06/2025", true),
      (#""parent": "cha","#, "01", "", "A", "30/06/2025", true),
      (#""parent": "cha","#, "01", "", "B", "30/06/2025", false),
    ] as [(String, String, String, String, String, Bool?)] {
      let result = try judge("\(more) \"at\": \"ngay\"", [ma, ten, cha, ngay])
      XCTAssertEqual(result.verdicts, [expected], "\(more) \(ma) \(ten) \(cha) \(ngay)")
    }
  }

  func testTheDayIsTheRunsUnlessSaid() throws {
    XCTAssertEqual(try judge("\"nulls\": \"skip\"", ["01", "", "", ""]).verdicts, [false])
    XCTAssertEqual(try judge("\"at\": \"2025-01-01\"", ["01", "", "", ""]).verdicts, [true])
    XCTAssertEqual(try judge("\"at\": \"period-end\"", ["01", "", "", ""]).verdicts, [true])
  }

  func testTheMessageSaysWhatIsWrong() throws {
    for (ma, ten, cha, message) in [
      ("99", "", "", "the code is not in the list 'xa'"),
      ("03", "", "", "the code is not valid on the day in the list 'xa'"),
      ("02", "Cũ", "", "the name does not belong to the code in the list 'xa'"),
      ("02", "Mới", "A", "the parent code does not belong to the code in the list 'xa'"),
    ] {
      let result = try judge(#""name": "ten", "parent": "cha", "at": "asOf""#, [ma, ten, cha, ""])
      XCTAssertEqual(result.messages, [message], ma)
    }
  }

  private func judge(
    _ more: String, _ record: [String]
  ) throws -> (verdicts: [Bool?], messages: [String?], cells: Set<[Int]>) {
    let pack = try load([
      "p.json": packText(
        """
        "codeLists": {"xa": {"path": "xa.csv", "code": "ma", "name": "ten", "parent": "cha", "from": "tu", "to": "den", "successor": "moi"}},
        "resources": [{"name": "r", "schema": {"fields": [{"name": "ma"}, {"name": "ten"}, {"name": "cha"},
          {"name": "ngay", "type": "date", "format": "%d/%m/%Y"}]}}],
        "rules": [{"id": "A", "kind": "code", "on": "r.ma", "list": "xa", \(more)}]
        """)
    ])
    let dates = ["asOf": CivilDate(iso: "2025-12-31"), "period-end": CivilDate(iso: "2025-06-30")]
      .compactMapValues { $0 }
    return try TableFixture(fields: ["ma", "ten", "cha", "ngay"], records: [record])
      .judge("A", of: pack, tables: ["xa": table], dates: dates)
  }
}
