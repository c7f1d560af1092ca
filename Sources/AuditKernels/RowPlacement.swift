/// Puts rows whose cells lie one behind the other into a batch's table: what the reader of SQLite gives.
package enum RowPlacement {
  /// In place of a length: no value, and a value of bytes, which becomes none and a defect.
  package static let null: Int32 = -2
  package static let binary: Int32 = -3

  /// Frames the batch's bytes and sets the cells of all rows, with the defects of their bytes.
  ///
  /// - `lengths`: bytes of each cell, row after row; the cells lie in the batch's bytes in this order.
  /// - `ids`: what stands for the rows' lines; none: rows have none. Ascending; the batch's `firstLine` is set to the first.
  package static func place(
    _ batch: RecordBatch, rowCount: Int, lengths: Span<Int32>, ids: Span<Int64>
  ) {
    guard let table = batch.table else { preconditionFailure("a batch without a table") }
    let fields = table.fieldCount
    precondition(lengths.count == rowCount * fields, "\(lengths.count) cells, \(rowCount) rows")
    var frame = RecordFrame()
    frame.recordCount = rowCount
    frame.byteCount = batch.readCount
    _ = batch.take(frame, hasMasks: false)
    let first = table.beginRecords(rowCount)
    precondition(first == 0, "rows placed twice")
    let bytes = batch.bytes
    setLines(batch, table, rowCount, ids)
    let isPlain = setCells(table, bytes, rowCount, lengths)
    let hasInvalid = unsafe Utf8Kernel.firstInvalid(bytes.base, bytes.count) != nil
    guard !isPlain || hasInvalid || bytes.firstNul != nil else { return }
    findDefects(batch, table, bytes, rowCount, lengths)
  }

  /// Ids that lie too far apart for the table's lines are left out, as if there were none.
  private static func setLines(
    _ batch: RecordBatch, _ table: CellTable, _ rowCount: Int, _ ids: Span<Int64>
  ) {
    let lines = table.recordLines
    batch.firstLine = 0
    guard ids.count == rowCount, rowCount > 0,
      let span = Optional(ids[rowCount - 1].subtractingReportingOverflow(ids[0])), !span.overflow,
      span.partialValue >= 0, span.partialValue <= Int64(UInt32.max)
    else {
      for row in 0..<rowCount { lines[row] = 0 }
      return
    }
    batch.firstLine = Int(ids[0])
    for row in 0..<rowCount { lines[row] = UInt32(truncatingIfNeeded: ids[row] &- ids[0]) }
  }

  /// False if some cell is of bytes, or begins with the rest of a character that another cell began.
  private static func setCells(
    _ table: CellTable, _ bytes: Bytes, _ rowCount: Int, _ lengths: Span<Int32>
  ) -> Bool {
    let fields = table.fieldCount
    let capacity = table.capacity
    let (starts, counts, recordStarts) = (table.starts, table.lengths, table.recordStarts)
    var position = 0
    var index = 0
    var strange = false
    for row in 0..<rowCount {
      recordStarts[row] = UInt32(truncatingIfNeeded: position)
      var cell = row
      for _ in 0..<fields {
        let length = lengths[index]
        index &+= 1
        starts[cell] = UInt32(truncatingIfNeeded: position)
        counts[cell] = length
        cell &+= capacity
        if length <= 0 {
          strange = strange || length == binary
          continue
        }
        strange = strange || bytes[position] & 0xC0 == 0x80
        position &+= Int(length)
      }
    }
    precondition(position == bytes.count, "\(position) bytes of cells in \(bytes.count)")
    return !strange
  }

  /// As in other formats, of each kind the first of a record.
  private static func findDefects(
    _ batch: RecordBatch, _ table: CellTable, _ bytes: Bytes, _ rowCount: Int,
    _ lengths: Span<Int32>
  ) {
    for row in 0..<rowCount {
      var found: [RecordDefect: Int] = [:]
      for field in 0..<table.fieldCount {
        guard lengths[row * table.fieldCount + field] != binary else {
          table.setNull(field, of: row)
          if found[.binaryValue] == nil { found[.binaryValue] = field }
          continue
        }
        let cell = table.cell(field, of: row, in: bytes)
        guard cell.count > 0 else { continue }
        if found[.nulByte] == nil, cell.firstNul != nil { found[.nulByte] = field }
        if found[.invalidUTF8] == nil,
          unsafe Utf8Kernel.firstInvalid(cell.base, cell.count) != nil
        {
          found[.invalidUTF8] = field
        }
      }
      for defect in found.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        batch.defects.append(
          DefectEntry(record: row, defect: defect.key, detail: defect.value, lineOffset: 0))
      }
    }
  }
}

extension Bytes {
  /// The offset of the first byte that is zero.
  var firstNul: Int? {
    var position = 0
    while position < count {
      let rest = count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      // SAFETY: the padding behind the bytes is readable.
      let found = unsafe ByteBlock(base + position).equal(0) & valid
      if found != 0 { return position + found.trailingZeroBitCount }
      position += 64
    }
    return nil
  }
}
