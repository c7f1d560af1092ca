import AuditModel
@testable import AuditSources
import AuditSystem
import Foundation
import XCTest

/// Databases that are damaged, half written, or have a journal beside them.
final class SQLiteDamageTests: XCTestCase {
  /// Refused, or read as the library reads them: never a table that differs without a word.
  func testDamageIsToldOrDoesNotMatter() throws {
    var random = SmallRandom(5)
    let fixture = try SQLiteFixture(
      ["PRAGMA page_size=512", "BEGIN", "CREATE TABLE t(a TEXT, b, c REAL)"]
        + (0..<1500).map { "INSERT INTO t VALUES('giá trị \($0)', \($0 * 7), \($0).25)" }
        + ["DELETE FROM t WHERE b % 5 = 0", "COMMIT"])
    let whole = fixture.bytes
    var refused = 0
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...random.next(3) {
        let page = random.next(bytes.count / 512) * 512
        // Mostly where pages say what is on them.
        let place = page + (random.next(3) > 0 ? random.next(40) : random.next(512))
        bytes[place] = UInt8(random.next(256))
      }
      if random.next(12) == 0 { bytes.removeLast(random.next(bytes.count)) }
      if try !isReadAsTheLibraryDoes(bytes) { refused += 1 }
    }
    XCTAssertGreaterThan(refused, 200)
  }

  /// True if it was read, and the library reads the same; false if it was refused.
  private func isReadAsTheLibraryDoes(_ bytes: [UInt8]) throws -> Bool {
    let copy = try SQLiteFixture([])
    try Data(bytes).write(to: URL(fileURLWithPath: copy.path))
    var options = SourceOptions()
    options.chunkBytes = 2048
    options.sqlite.table = "t"
    let reading: SourceReading
    do {
      let source = try SourceFormat.open(
        .file(InputFile(copy.path)), path: "d.db", options: options)
      reading = try SourceReading(source)
    } catch let error as Diagnostic {
      XCTAssertTrue(error.code.hasPrefix("source."), error.code)
      return false
    }
    let expected = try? copy.rows("SELECT * FROM t ORDER BY rowid")
    XCTAssertTrue(
      reading.rows == expected,
      "\(reading.rows.count) rows, \(expected?.count ?? -1) of the library")
    return true
  }

  /// Without the library's look at the whole file first, as large files are read.
  func testPagesAreHeldToTheFormat() throws {
    let fixture = try SQLiteFixture(
      ["PRAGMA page_size=512", "BEGIN", "CREATE TABLE t(a TEXT)"]
        + (0..<300).map { "INSERT INTO t VALUES('giá trị \($0)')" } + ["COMMIT"])
    fixture.close()
    let whole = fixture.bytes
    let leaves = stride(from: 512, to: whole.count, by: 512).filter { whole[$0] == 0x0D }
    XCTAssertGreaterThan(leaves.count, 5)
    for leaf in leaves {
      // The type, a count less, free blocks from nowhere, fragments, the first cell's place.
      for (offset, value) in [(0, 0x0A), (4, whole[leaf + 4] - 1), (2, 9), (7, 200), (9, 1)] {
        var bytes = whole
        bytes[leaf + offset] = value
        XCTAssertThrowsError(try readPages(bytes), "page at \(leaf), byte \(offset)") {
          XCTAssertEqual(($0 as? Diagnostic)?.code, "source.not-well-formed")
        }
      }
    }
    XCTAssertEqual(try readPages(whole), 300)
  }

  private func readPages(_ bytes: [UInt8]) throws -> Int {
    let copy = try SQLiteFixture([])
    try Data(bytes).write(to: URL(fileURLWithPath: copy.path))
    let file = try SQLiteFile(InputFile(copy.path), checksSmallFiles: false)
    return try SourceReading(SQLiteSource(file, path: "d.db", options: SourceOptions())).rows.count
  }

  func testALogBesideTheFileIsTakenInAndTheFileLeftAlone() throws {
    let fixture = try SQLiteFixture([
      "PRAGMA journal_mode=wal", "CREATE TABLE t(a)", "INSERT INTO t VALUES('trong tệp')",
      "PRAGMA wal_checkpoint(TRUNCATE)", "INSERT INTO t VALUES('trong nhật ký')",
    ])
    let names = ["d.db", "d.db-wal"]
    let before = try names.map { try Data(contentsOf: fixture.folder.appendingPathComponent($0)) }
    let source = try SourceFormat.open(
      .file(InputFile(fixture.path)), path: "d.db", options: SourceOptions())
    XCTAssertEqual(try SourceReading(source).rows.count, 2)
    XCTAssertEqual(source.details(nil).first { $0.name == "journal" }?.value, "wal")
    let after = try names.map { try Data(contentsOf: fixture.folder.appendingPathComponent($0)) }
    XCTAssertEqual(before, after)
  }

  func testAHalfTransactionIsTakenBackInACopy() throws {
    let fixture = try SQLiteFixture(
      ["PRAGMA page_size=512", "PRAGMA cache_size=1", "CREATE TABLE t(a)", "BEGIN"]
        + (0..<200).map { "INSERT INTO t VALUES('đã ghi \($0)')" } + ["COMMIT", "BEGIN"]
        + (0..<200).map { "UPDATE t SET a = 'nửa chừng \($0)' WHERE rowid = \($0)" })
    // As the files are while the transaction goes on: a crash leaves them so.
    let copy = try SQLiteFixture([])
    copy.close()
    for name in ["d.db", "d.db-journal"] {
      let target = copy.folder.appendingPathComponent(name)
      try? FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(
        at: fixture.folder.appendingPathComponent(name), to: target)
    }
    let before = copy.bytes
    let source = try SourceFormat.open(
      .file(InputFile(copy.path)), path: "d.db", options: SourceOptions())
    let rows = try SourceReading(source).rows
    XCTAssertEqual(rows.count, 200)
    XCTAssertTrue(
      rows.allSatisfy { String(decoding: $0[0] ?? [], as: UTF8.self).hasPrefix("đã ghi") })
    XCTAssertEqual(copy.bytes, before)
    let names = try FileManager.default.contentsOfDirectory(atPath: copy.folder.path)
    XCTAssertEqual(names.sorted(), ["d.db", "d.db-journal"])
  }
}
