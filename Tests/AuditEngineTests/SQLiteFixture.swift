import AuditModel
import AuditSystem
import CSQLite
import Foundation
import XCTest

@testable import AuditKernels
@testable import AuditSources

/// A database made for a test, in a folder of its own.
final class SQLiteFixture {
  let folder: URL
  let path: String
  private var handle: OpaquePointer?

  init(_ statements: [String]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "soat-sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent("d.db").path
    guard sqlite3_open(path, &handle) == SQLITE_OK else { throw Failed(what: "open") }
    for statement in statements { try run(statement) }
  }

  struct Failed: Error { var what: String }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw Failed(what: "\(sql): \(String(cString: sqlite3_errmsg(handle)))")
    }
  }

  /// What the library itself says the rows are: text as it gives it, NULL and BLOB as none.
  func rows(_ sql: String) throws -> [[[UInt8]?]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw Failed(what: sql)
    }
    defer { sqlite3_finalize(statement) }
    var rows: [[[UInt8]?]] = []
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return rows }
      guard code == SQLITE_ROW else { throw Failed(what: "step \(code)") }
      rows.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
    }
  }

  private func cell(_ statement: OpaquePointer?, _ column: Int32) -> [UInt8]? {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_NULL, SQLITE_BLOB: return nil
    case SQLITE_FLOAT:
      return Array(RealText.digits(of: sqlite3_column_double(statement, column)).utf8)
    default:
      let count = Int(sqlite3_column_bytes(statement, column))
      guard let text = sqlite3_column_text(statement, column) else { return [] }
      return Array(UnsafeBufferPointer(start: text, count: count))
    }
  }

  func close() {
    sqlite3_close(handle)
    handle = nil
  }

  var bytes: [UInt8] { Array((try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()) }

  deinit {
    close()
    try? FileManager.default.removeItem(at: folder)
  }
}

/// Everything a source gives, read to the end, each batch and record read again on the way.
struct SourceReading {
  var rows: [[[UInt8]?]] = []
  var lines: [Int] = []
  var defects: [DefectEntry] = []
  var batchCount = 0
  var sha256: String?

  struct ReloadDiffers: Error { var record: Int }

  init(_ source: any Source) throws {
    var reader = source.makeReader(digesting: true)
    let batch = source.makeBatch()
    var locations: [RecordLocations?] = []
    while try reader.next(into: batch) {
      try source.split(batch)
      locations.append(batch.locations)
      batchCount += 1
      for record in 0..<batch.recordCount {
        rows.append(SourceReading.row(batch, record))
        lines.append(batch.line(of: record))
      }
      defects += batch.defects.map { entry in
        var entry = entry
        entry.record += batch.firstRecord
        return entry
      }
    }
    sha256 = reader.sha256()
    for number in 0..<batchCount {
      let records = reader.records(ofBatch: number)
      try reader.reload(number, into: batch)
      try source.split(batch)
      for record in records
      where SourceReading.row(batch, record - records.lowerBound) != rows[record - 1] {
        throw ReloadDiffers(record: record)
      }
      guard let single = locations[number] else { continue }
      for record in Set([records.lowerBound, records.upperBound - 1]) {
        try reader.reload(record: record, of: number, single, into: batch)
        try source.split(batch)
        guard batch.recordCount == 1, SourceReading.row(batch, 0) == rows[record - 1],
          reader.batchNumber(of: record) == number, batch.firstRecord == record,
          batch.line(of: 0) == lines[record - 1]
        else { throw ReloadDiffers(record: record) }
      }
    }
  }

  private static func row(_ batch: RecordBatch, _ record: Int) -> [[UInt8]?] {
    let arena = StableArena()
    return (0..<batch.fieldCount).map { batch.value($0, of: record, arena: arena) }
  }
}
