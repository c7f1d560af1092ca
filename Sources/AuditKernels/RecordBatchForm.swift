/// A batch that serves several inputs in turn, such as the part files of one table: its form is made that of the
/// input it is to be filled from, and its cells are put in the order of the whole table's fields.
extension RecordBatch {
  /// Makes the batch one of CSV, before it is filled.
  package func fit(dialect: CSVDialect, fieldCount: Int) {
    self.dialect = dialect
    self.fieldCount = fieldCount
    ownTable = nil
    table = nil
  }

  /// Makes the batch one whose cells a reader puts into a table, before it is filled.
  package func fit(fieldCount: Int) {
    self.fieldCount = fieldCount
    if ownTable?.fieldCount != fieldCount { ownTable = CellTable(fieldCount: fieldCount) }
    table = ownTable
  }

  /// Takes back what `arrange` did, before the batch is filled from the same input again.
  package func fitAgain() { table = ownTable }

  /// Puts the fields of a batch that is split in another order.
  ///
  /// - `columns`: for each field of the new order, the field it was; -1 for one that no record has.
  package func arrange(_ columns: [Int32]) {
    if arranged?.fieldCount != columns.count { arranged = CellTable(fieldCount: columns.count) }
    guard let arranged else { return }
    arranged.removeAll()
    let count = recordCount
    let first = arranged.beginRecords(count)
    precondition(first == 0, "\(first) records in a table that was emptied")
    if let ownTable {
      arranged.take(ownTable, columns)
    } else {
      arrangeText(columns, count, into: arranged)
    }
    moveDefects(columns)
    table = arranged
    isUniform = false
  }

  private func arrangeText(_ columns: [Int32], _ count: Int, into arranged: CellTable) {
    let view = view
    let arena = StableArena()
    for record in 0..<count {
      arranged.place(record, start: recordStarts[record], line: line(of: record) - firstLine)
    }
    for (column, source) in columns.enumerated() {
      guard source >= 0 else {
        arranged.clear(column)
        continue
      }
      for record in 0..<count {
        let cell = view.field(Int(source), of: record, arena: arena)
        if let start = cell.offset(in: view.bytes) {
          arranged.set(column, of: record, start: start, count: cell.count)
        } else {
          arranged.setCopy(column, of: record, of: cell)
        }
      }
      arena.reset()
    }
  }

  /// Defects of a field name it by its number.
  private func moveDefects(_ columns: [Int32]) {
    guard !defects.isEmpty else { return }
    var places: [Int: Int] = [:]
    for (column, source) in columns.enumerated() { places[Int(source)] = column }
    for index in defects.indices {
      switch defects[index].defect {
      case .tooFewFields, .tooManyFields: break
      default: defects[index].detail = places[defects[index].detail] ?? columns.count
      }
    }
  }
}

extension CellTable {
  fileprivate func place(_ record: Int, start: Int, line: Int) {
    recordStarts[record] = UInt32(truncatingIfNeeded: start)
    recordLines[record] = UInt32(truncatingIfNeeded: line)
  }

  fileprivate func clear(_ field: Int) {
    for record in 0..<recordCount { lengths[field &* capacity &+ record] = CellTable.absent }
  }

  fileprivate func setCopy(_ field: Int, of record: Int, of cell: Bytes) {
    guard !cell.isNull else {
      lengths[field &* capacity &+ record] = CellTable.absent
      return
    }
    setBeside(field, of: record, offset: beside.append(cell), count: cell.count)
  }

  /// The cells of another table with as many records; -1 stands for a field that it has not.
  fileprivate func take(_ other: CellTable, _ columns: [Int32]) {
    let kept = other.besideBytes
    let offset = beside.append(kept)
    precondition(offset == 0, "\(offset) bytes beside a table that was emptied")
    for record in 0..<recordCount {
      recordStarts[record] = other.recordStarts[record]
      recordLines[record] = other.recordLines[record]
    }
    for (field, source) in columns.enumerated() {
      guard source >= 0 else {
        clear(field)
        continue
      }
      let (to, from) = (field &* capacity, Int(source) &* other.capacity)
      for record in 0..<recordCount {
        starts[to &+ record] = other.starts[from &+ record]
        lengths[to &+ record] = other.lengths[from &+ record]
      }
    }
  }
}

extension Bytes {
  /// Where within other bytes these lie; nil when they are no part of them, or null.
  fileprivate func offset(in whole: Bytes) -> Int? {
    guard !isNull else { return nil }
    // SAFETY: the addresses are compared, nothing is read.
    let distance = unsafe UInt(bitPattern: base) &- UInt(bitPattern: whole.base)
    return distance <= UInt(whole.count) &- UInt(min(count, whole.count)) ? Int(distance) : nil
  }
}
