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
    for row in 0..<rowCount {
      for field in 0..<fields where lengths[row * fields + field] == binary {
        table.setNull(field, of: row)
        batch.defects.append(
          DefectEntry(record: row, defect: .binaryValue, detail: field, lineOffset: 0))
      }
      findBadText(batch, table, bytes, row)
    }
    batch.sortDefects()
  }

  /// Ids that lie too far apart for the table's lines are left out, as if there were none.
  static func setLines(
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

  /// Notes NUL bytes and bytes that are no UTF-8: as in other formats, of each kind the first of a record.
  static func findBadText(_ batch: RecordBatch, _ table: CellTable, _ bytes: Bytes, _ row: Int) {
    var (hasNul, hasInvalid) = (false, false)
    for field in 0..<table.fieldCount {
      let cell = table.cell(field, of: row, in: bytes)
      guard cell.count > 0 else { continue }
      if !hasNul, cell.firstNul != nil {
        hasNul = true
        batch.note(.nulByte, row, field)
      }
      if !hasInvalid, unsafe Utf8Kernel.firstInvalid(cell.base, cell.count) != nil {
        hasInvalid = true
        batch.note(.invalidUTF8, row, field)
      }
    }
  }
}

extension RecordBatch {
  fileprivate func note(_ defect: RecordDefect, _ record: Int, _ field: Int) {
    defects.append(DefectEntry(record: record, defect: defect, detail: field, lineOffset: 0))
  }

  /// By record, kind and field.
  func sortDefects() {
    guard defects.count > 1 else { return }
    defects.sort {
      ($0.record, $0.defect.rawValue, $0.detail) < ($1.record, $1.defect.rawValue, $1.detail)
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
