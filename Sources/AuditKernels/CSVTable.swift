import AuditModel

/// A whole CSV file in memory, split into cells: code lists.
///
/// Its cells live as long as it does.
///
/// Only read once made.
package final class CSVTable: @unchecked Sendable {
  private let batch: RecordBatch
  private let arena = StableArena()
  private let view: RecordBatch.View

  /// UTF-8 with comma and quotes; a byte-order mark is passed over.
  package init(_ bytes: [UInt8]) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let count = bytes.count - start
    let dialect = CSVDialect(cellLimit: max(16 << 20, count))
    let head = Array(bytes[start...].prefix(64 << 10))
    let probe = CSVProbe(head, dialect: dialect, isWhole: head.count == count)
    let fields = probe.record(from: 0)?.cells.count
    batch = RecordBatch(dialect: dialect, fieldCount: fields ?? 1, chunkBytes: count)
    batch.prepare(carry: [], readingUpTo: count)
    _ = batch.fill(bytes[start...])
    let frame = CSVFramer(dialect: dialect).frame(batch, isLast: true)
    _ = batch.take(frame, hasMasks: true)
    CSVSplitter.split(batch)
    view = batch.view
  }

  /// Records, the header included.
  package var recordCount: Int { batch.recordCount }

  /// The line a record begins on, from 1.
  package func line(of record: Int) -> Int { batch.line(of: record) }

  package func fieldCount(of record: Int) -> Int { batch.fieldCount(of: record) }

  /// The cell, quotes undone; null when the record has too few.
  func cell(_ column: Int, of record: Int) -> Bytes {
    view.field(column, of: record, arena: arena)
  }

  package func text(_ column: Int, of record: Int) -> String {
    String(decoding: cell(column, of: record).array, as: UTF8.self)
  }

  package func isEmpty(_ column: Int, of record: Int) -> Bool {
    cell(column, of: record).count <= 0
  }

  /// The day a cell is, written `yyyy-MM-dd`; nil when it is none.
  package func day(_ column: Int, of record: Int) -> CivilDate? {
    let packed = DateKernel.day(cell(column, of: record), .isoDate, .yearMonthDay)
    return packed == absent ? nil : civilDate(packed)
  }
}
