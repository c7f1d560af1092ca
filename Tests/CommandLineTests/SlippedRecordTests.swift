import Foundation
import XCTest

/// Records with too many or too few cells: a sensitive value may stand under any name, and is shown nowhere.
final class SlippedRecordTests: XCTestCase {
  private static let pack = """
    {"format": "soat-rules/1", "id": "g", "version": "1", "title": "Thử",
     "codeLists": {"tinh": {"path": "tinh.csv", "code": "ma", "name": "ten"}},
     "resources": [{"name": "nguoi", "keys": ["id"],
       "mask": {"id": "none", "ma_ho": "none", "xa": "none", "dan_toc": "sensitive", "ma_tinh": "none", "ten_tinh": "none"},
       "schema": {"fields": [{"name": "id"}, {"name": "ma_ho"}, {"name": "xa"}, {"name": "dan_toc"}, {"name": "ma_tinh"},
         {"name": "ten_tinh"}]}}],
     "rules": [{"id": "D1", "kind": "dependency", "on": "nguoi.xa", "by": "ma_ho"},
       {"id": "C1", "kind": "code", "on": "nguoi.ma_tinh", "list": "tinh", "name": "ten_tinh"},
       {"id": "S1", "kind": "sql", "on": "nguoi", "query": "select _ban_ghi, json_extract('{}', dan_toc) from nguoi"}]}
    """
  private static let project = """
    {"format": "soat-project/1", "agency": {"id": "X", "name": "Xã"}, "packs": ["goi.json"],
     "date": "2026-01-31", "resources": [{"name": "nguoi", "path": "nguoi.csv"}]}
    """

  private func fixture(_ rows: String) throws -> ProjectFixture {
    try ProjectFixture([
      "audit.json": Self.project, "goi.json": Self.pack,
      "tinh.csv": "ma,ten\n01,Tỉnh Một\n02,Hà Giang\n",
      "nguoi.csv": "id,ma_ho,xa,dan_toc,ma_tinh,ten_tinh\n" + rows,
    ])
  }

  /// What an audit wrote, by file.
  private func outputs(_ fixture: ProjectFixture) throws -> [String: String] {
    let names = ["findings.csv", "report.html", "result.json"]
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, String(decoding: try fixture.data(".kq/\($0)"), as: UTF8.self))
      })
  }

  func testWhatAFindingExpectsIsNoSlippedCell() throws {
    let slipped = try fixture(
      "1,H1,A,KINHX,01,Tỉnh Một\n2,H1,TAYX,01,Tỉnh Một\n3,H1,TAYX,01,Tỉnh Một\n4,H2,B,thừa,02,01,Tỉnh Một\n"
    )
    let run = try slipped.audit()
    XCTAssertEqual(run.failed("nguoi")["D1"], 3)
    XCTAssertGreaterThan(run.failed("nguoi")["C1"] ?? 0, 0)
    for (name, text) in try outputs(slipped) {
      for value in ["TAYX", "KINHX", "Hà Giang"] {
        XCTAssertFalse(text.contains(value), "\(value) in \(name)")
      }
    }
    // Of records that are whole the same is said.
    let whole = try fixture(
      "1,H1,A,KINHX,01,Tỉnh Một\n2,H1,Bình An,KINHX,01,Tỉnh Một\n3,H1,Bình An,KINHX,02,Tỉnh Một\n")
    _ = try whole.audit()
    let text = try outputs(whole).values.joined()
    XCTAssertTrue(text.contains("Bình An"))
    XCTAssertTrue(text.contains("Hà Giang"))
    XCTAssertTrue(text.contains("SQL logic error"))
    XCTAssertFalse(text.contains("KINHX"), "SQLite's own words quote a cell")
  }

  func testShowHidesEveryCellOfASlippedRecord() throws {
    let files = try ProjectFixture([
      "a.csv": "id,ma_dan_toc,ghi_chu\n1,KINHX,xong\nTAYX,b\n3,KINHX,c,MUONGX\n"
    ])
    for form in ["table", "ndjson"] {
      let shown = try SampleAudit.run(["show", "\(files.path)/a.csv", "--to", form])
      XCTAssertEqual(shown.status, 0, shown.errors)
      XCTAssertTrue(shown.output.contains("xong"), form)
      for value in ["KINHX", "TAYX", "MUONGX"] {
        XCTAssertFalse(shown.output.contains(value), "\(value) in \(form)")
      }
    }
  }

  func testALaterPackCannotWeakenWhatIsSensitiveByTheStar() throws {
    let first = """
      {"format": "soat-rules/1", "id": "a", "version": "1", "title": "a", "resources": [{"name": "d",
       "mask": {"*": "sensitive"}, "schema": {"fields": [{"name": "id"}, {"name": "zz"}]}}],
       "rules": [{"id": "P", "kind": "assert", "on": "d", "assert": "zz = 'q'"}]}
      """
    func second(_ mask: String) -> String {
      """
      {"format": "soat-rules/1", "id": "b", "version": "1", "title": "b", "resources": [{"name": "d",
       "mask": \(mask), "schema": {"fields": [{"name": "zz"}, {"name": "moi"}]}}]}
      """
    }
    for (mask, status) in [
      (#"{"zz": "none"}"#, Int32(3)), (#"{"*": "none"}"#, 3), (#"{"zz": "sensitive"}"#, 1),
      (#"{"moi": "none"}"#, 1),
    ] {
      let files = try ProjectFixture([
        "a.json": first, "b.json": second(mask), "d.csv": "id,zz,moi\n1,SECRETX,2\n",
      ])
      let run = try SampleAudit.run([
        "check", "\(files.path)/d.csv", "-r", "\(files.path)/a.json", "-r", "\(files.path)/b.json",
        "--as", "d",
        "--root", "/",
      ])
      XCTAssertEqual(run.status, status, mask + run.errors)
      XCTAssertFalse((run.output + run.errors).contains("SECRETX"), mask)
    }
  }
}
