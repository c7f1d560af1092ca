import AuditKernels
import AuditModel
import AuditSources
import AuditSystem
import Foundation
import XCTest

final class SQLiteSourceTests: XCTestCase {
  func testValuesAreReadAsTheyAreStored() throws {
    let fixture = try SQLiteFixture([
      "CREATE TABLE t(id INTEGER PRIMARY KEY, ten TEXT, tien REAL, so INT, gi BLOB, x)",
      "INSERT INTO t VALUES(7, 'Nguyễn Văn An', 5, -12, 'chữ', NULL)",
      "INSERT INTO t VALUES(9, '', 0.1, 9223372036854775807, x'00FF', 1e21)",
      "INSERT INTO t VALUES(-3, '007', 123456789012345678, -9223372036854775808, NULL, 0)",
      "INSERT INTO t VALUES(12, 'a' || char(0) || 'b', 1e-7, 1, 2, 1)",
      "INSERT INTO t VALUES(13, CAST(x'41FF' AS TEXT), -2.5, 40000, 3000000000, 5000000000000)",
    ])
    let reading = try read(fixture)
    XCTAssertEqual(
      reading.rows.map { $0.map { $0.map { String(decoding: $0, as: UTF8.self) } ?? "∅" } },
      [
        ["-3", "007", "123456789012345680.0", "-9223372036854775808", "∅", "0"],
        ["7", "Nguyễn Văn An", "5.0", "-12", "chữ", "∅"],
        ["9", "", "0.1", "9223372036854775807", "∅", "1000000000000000000000.0"],
        ["12", "a\0b", "0.0000001", "1", "2", "1"],
        ["13", "A\u{FFFD}", "-2.5", "40000", "3000000000", "5000000000000"],
      ])
    XCTAssertEqual(reading.lines, [-3, 7, 9, 12, 13])
    XCTAssertEqual(
      reading.defects.map { "\($0.record) \($0.defect.name) \($0.detail)" },
      ["3 binary-value 4", "4 nul-byte 1", "5 invalid-utf8 1"])
    XCTAssertEqual(reading.sha256, SHA256.hex(digestOf: fixture.bytes))
  }

  /// Whatever the tables look like, the rows are those that the library gives, in the order of their ids.
  func testTablesOfAllKindsReadAsTheLibraryReadsThem() throws {
    var random = SmallRandom(17)
    for round in 0..<24 {
      let size = [512, 1024, 4096][round % 3]
      let fixture = try SQLiteFixture(makeTable(&random, pageBytes: size, round))
      let reading = try read(fixture, table: "t", chunkBytes: size * random.pick([1, 3, 16]))
      let expected = try fixture.rows("SELECT * FROM t ORDER BY rowid")
      XCTAssertTrue(reading.rows == expected, "round \(round)")
      XCTAssertEqual(reading.sha256, SHA256.hex(digestOf: fixture.bytes))
    }
  }

  private func makeTable(
    _ random: inout SmallRandom, pageBytes: Int, _ round: Int
  ) -> [String] {
    let encoding = round % 8 == 7 ? "'UTF-16'" : "'UTF-8'"
    var sql = [
      "PRAGMA page_size=\(pageBytes)", "PRAGMA encoding=\(encoding)", "BEGIN",
      "CREATE TABLE t(a TEXT, b REAL, c INTEGER DEFAULT 3, d)", "CREATE TABLE other(a, b)",
    ]
    for row in 0..<(200 + random.next(1500)) {
      let long = random.next(40) == 0 ? random.next(round % 2 == 0 ? 3000 : 200) : random.next(30)
      let text = "printf('%.*c', \(long), 'ế') || '\(row)'"
      let number = random.pick(["NULL", "\(row)", "-\(row).5", "'chữ'", "\(row)e9", "x'01'"])
      sql.append(
        "INSERT INTO t(rowid, a, b, c, d) VALUES(\(row * (1 + round % 4)), \(text), \(number), \(random.next(1_000_000)), \(number))"
      )
      if row % 7 == 0 { sql.append("INSERT INTO other VALUES(\(row), \(text))") }
    }
    if round % 3 == 0 { sql.append("DELETE FROM t WHERE c % 3 = 0") }
    if round % 4 == 1 { sql.append("ALTER TABLE t ADD COLUMN e DEFAULT 'mới'") }
    if round % 4 == 2 { sql.append("ALTER TABLE t ADD COLUMN e TEXT") }
    if round % 4 == 3 { sql.append("ALTER TABLE t ADD COLUMN e AS (c + 1)") }
    for row in 0..<random.next(40) { sql.append("INSERT INTO t(a, d) VALUES('sau', \(row))") }
    return sql + ["COMMIT"]
  }

  func testTablesWithoutRowIDsViewsAndQueries() throws {
    let fixture = try SQLiteFixture([
      "CREATE TABLE w(ma TEXT PRIMARY KEY, ten TEXT) WITHOUT ROWID",
      "CREATE TABLE t(a INTEGER, b TEXT)",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, 'dòng ' || i FROM n",
      "INSERT INTO w SELECT b, a FROM t", "CREATE VIEW v AS SELECT b AS ten, a * 2 FROM t",
    ])
    for (table, sql) in [("w", "SELECT * FROM w"), ("v", "SELECT * FROM v")] {
      let reading = try read(fixture, table: table)
      XCTAssertTrue(try reading.rows == fixture.rows(sql), table)
    }
    var options = SourceOptions()
    options.chunkBytes = 10_000
    options.sqlite.query =
      "SELECT a, upper(b) AS hoa, a AS a FROM t WHERE a % 3 = 1 ORDER BY a DESC;"
    let source = try open(fixture, options)
    XCTAssertEqual(source.header.names, ["a", "hoa", "a_2"])
    let reading = try SourceReading(source)
    XCTAssertTrue(try reading.rows == fixture.rows(options.sqlite.query ?? ""))
    XCTAssertGreaterThan(reading.batchCount, 2)
  }

  func testWhichTableIsRead() throws {
    let fixture = try SQLiteFixture([
      "CREATE TABLE \"ho \"\"khẩu\"\"\"(a)", "INSERT INTO \"ho \"\"khẩu\"\"\" VALUES(1)",
    ])
    XCTAssertEqual(try read(fixture).rows, [[[0x31]]])
    try fixture.run("CREATE TABLE cong_dan(b)")
    try fixture.run("CREATE VIEW v AS SELECT 1")
    assertFails(fixture, SourceOptions(), "source.not-a-table", "cong_dan")
    var options = SourceOptions()
    options.resourceName = "cong_dan"
    XCTAssertEqual(try open(fixture, options).header.names, ["b"])
    XCTAssertEqual(try read(fixture, table: "cong_dan").rows.count, 0)
    options.sqlite.table = "khong_co"
    assertFails(fixture, options, "source.not-a-table", "khong_co")
  }

  func testQueriesMayOnlyRead() throws {
    let fixture = try SQLiteFixture(["CREATE TABLE t(a)", "INSERT INTO t VALUES(1)"])
    for (sql, code) in [
      ("DELETE FROM t", "source.refused"), ("SELECT 1; SELECT 2", "source.refused"),
      ("ATTACH '/tmp/x.db' AS x", "source.refused"), ("PRAGMA user_version", "source.refused"),
      ("SELECT random() FROM t", "source.refused"),
      ("SELECT load_extension('x')", "source.refused"),
      ("SELECT \"khong\" FROM t", "source.not-a-table"), ("SELECT nhầm", "source.not-a-table"),
    ] {
      var options = SourceOptions()
      options.sqlite.query = sql
      assertFails(fixture, options, code, "")
    }
  }

  func testAQueryWithoutEndIsEnded() throws {
    let fixture = try SQLiteFixture(["CREATE TABLE t(a)"])
    var options = SourceOptions()
    options.limits.querySeconds = 1
    options.sqlite.query =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
    XCTAssertThrowsError(try SourceReading(open(fixture, options))) {
      XCTAssertEqual(($0 as? Diagnostic)?.code, "source.limit")
    }
  }

  // MARK: Helpers

  private func read(
    _ fixture: SQLiteFixture, table: String? = nil, chunkBytes: Int = 8192
  ) throws -> SourceReading {
    var options = SourceOptions()
    options.chunkBytes = chunkBytes
    options.sqlite.table = table
    return try SourceReading(open(fixture, options))
  }

  private func open(_ fixture: SQLiteFixture, _ options: SourceOptions) throws -> any Source {
    try SourceFormat.open(.file(InputFile(fixture.path)), path: "d.db", options: options)
  }

  private func assertFails(
    _ fixture: SQLiteFixture, _ options: SourceOptions, _ code: String, _ word: String,
    line: UInt = #line
  ) {
    XCTAssertThrowsError(try SourceReading(open(fixture, options)), code, line: line) {
      let error = $0 as? Diagnostic
      XCTAssertEqual(error?.code, code, error?.message.en ?? "\($0)", line: line)
      let text = (error?.message.en ?? "") + (error?.hint?.en ?? "")
      XCTAssertTrue(word.isEmpty || text.contains(word), text, line: line)
    }
  }
}
