import AuditModel

/// Splits leaf pages of a SQLite table into cells that lie where the pages have them (sqlite.org/fileformat2.html, 1.6
/// and 2.1): what the library does with each value by itself, done for a page at a time.
///
/// Every byte of a page is accounted for and ids are in order, or the page is damaged. What this does not read - rows
/// that go on on other pages, rows that lack columns which have a default - is left to the library.
package struct SQLitePages: Sendable {
  package let pageBytes: Int
  package let usableBytes: Int
  /// Empty where the library is to read all rows.
  private let columns: [Column]
  private let isPlain: Bool

  /// What reading a value takes to know of its column.
  package struct Column: Sendable, Hashable {
    /// Whole numbers in it mean real ones.
    package var isReal: Bool
    /// It is another name of the row id, and stored as null.
    package var isRowID: Bool
    /// Rows made before it was added have its default, which is not null.
    package var hasDefault: Bool

    package init(isReal: Bool, isRowID: Bool, hasDefault: Bool) {
      self.isReal = isReal
      self.isRowID = isRowID
      self.hasDefault = hasDefault
    }
  }

  package enum Outcome: Hashable, Sendable {
    case done
    /// The library is to read the rows of these pages.
    case unusual
    /// The page with this place in the batch is not as the format has it.
    case damaged(page: Int, what: String)
  }

  /// `columns`: nil where they are not stored as they stand, so that the library is to read all rows.
  package init(pageBytes: Int, usableBytes: Int, columns: [Column]?) {
    self.pageBytes = pageBytes
    self.usableBytes = usableBytes
    self.columns = columns ?? []
    isPlain = columns != nil
  }

  /// Rows on the leaf page at a place among those that the batch has read; nil for a page that is no leaf.
  package func rowCount(_ batch: RecordBatch, page: Int) -> Int? {
    let bytes = batch.everything
    let start = page * pageBytes
    guard start + pageBytes <= bytes.count, bytes[start] == 0x0D else { return nil }
    return number16(bytes, start + 3)
  }

  /// Sets the cells of all rows of the batch's pages; ids lie above `after` and go up to `through`.
  package func split(_ batch: RecordBatch, after: Int64?, through: Int64?) -> Outcome {
    guard let table = batch.table else { preconditionFailure("a batch without a table") }
    guard isPlain else { return .unusual }
    precondition(columns.count == table.fieldCount, "\(columns.count) columns")
    let bytes = batch.bytes
    _ = table.beginRecords(batch.frame.recordCount)
    var reading = Reading(table, last: after)
    for page in 0..<bytes.count / pageBytes {
      if let outcome = readPage(batch, table, bytes, page, &reading) { return outcome }
    }
    guard reading.row == batch.frame.recordCount else { return .damaged(page: 0, what: "rows") }
    if let through, let last = reading.last, last > through {
      return .damaged(page: bytes.count / pageBytes - 1, what: "key order")
    }
    RowPlacement.setLines(batch, table, reading.ids.count, reading.ids.span)
    batch.sortDefects()
    return .done
  }

  /// What goes on from page to page, and where the table's cells are kept.
  private struct Reading {
    var row = 0
    var last: Int64?
    var ids: [Int64] = []
    let starts: Store<UInt32>
    let lengths: Store<Int32>
    let recordStarts: Store<UInt32>
    let capacity: Int

    init(_ table: CellTable, last: Int64?) {
      self.last = last
      starts = table.starts
      lengths = table.lengths
      recordStarts = table.recordStarts
      capacity = table.capacity
    }
  }

  private struct Row {
    var id: Int64
    var start: Int
    var payload: Int
  }

  private func readPage(
    _ batch: RecordBatch, _ table: CellTable, _ bytes: Bytes, _ page: Int, _ reading: inout Reading
  ) -> Outcome? {
    let start = page * pageBytes
    let count = number16(bytes, start + 3)
    let stored = number16(bytes, start + 5)
    let content = stored == 0 ? 65536 : stored
    let pointersEnd = 8 + 2 * count
    guard bytes[start] == 0x0D, pointersEnd <= content, content <= usableBytes else {
      return .damaged(page: page, what: "leaf header")
    }
    // Header, pointers, the gap behind them, and fragments; then free blocks and cells.
    var used = content + Int(bytes[start + 7])
    guard let free = freeBytes(bytes, start, from: content) else {
      return .damaged(page: page, what: "free block")
    }
    used += free
    for index in 0..<count {
      let offset = number16(bytes, start + 8 + 2 * index)
      var position = start + offset
      let end = start + usableBytes
      guard offset >= content, let payload = varint(bytes, &position, end),
        let id = varint(bytes, &position, end), payload >= 0
      else { return .damaged(page: page, what: "cell") }
      if let last = reading.last, id <= last { return .damaged(page: page, what: "row id order") }
      if payload > Int64(usableBytes - 35) { return .unusual }
      let row = Row(id: id, start: position, payload: Int(payload))
      guard row.start + row.payload <= end else { return .damaged(page: page, what: "cell length") }
      used += max(4, row.start + row.payload - start - offset)
      reading.last = id
      reading.ids.append(id)
      if let outcome = readRow(batch, table, bytes, row, reading) {
        return outcome == .unusual ? outcome : .damaged(page: page, what: "record")
      }
      reading.row += 1
    }
    return used == usableBytes ? nil : .damaged(page: page, what: "unaccounted bytes")
  }

  /// Bytes of the free blocks, which follow each other in ascending order; nil if they do not.
  private func freeBytes(_ bytes: Bytes, _ start: Int, from content: Int) -> Int? {
    var block = number16(bytes, start + 1)
    var total = 0
    var least = content
    while block != 0 {
      guard block >= least, block + 4 <= usableBytes else { return nil }
      let size = number16(bytes, start + block + 2)
      guard size >= 4, block + size <= usableBytes else { return nil }
      total += size
      least = block + size
      block = number16(bytes, start + block)
    }
    return total
  }

  // MARK: Rows

  /// Nil if all went well.
  private func readRow(
    _ batch: RecordBatch, _ table: CellTable, _ bytes: Bytes, _ row: Row, _ reading: Reading
  ) -> Outcome? {
    let record = reading.row
    let (starts, lengths, capacity) = (reading.starts, reading.lengths, reading.capacity)
    let end = row.start + row.payload
    var header = row.start
    guard let length = varint(bytes, &header, end), length >= 1, length <= Int64(row.payload) else {
      return .damaged(page: 0, what: "record header")
    }
    let headerEnd = row.start + Int(length)
    var body = headerEnd
    var text = RowText(start: body)
    reading.recordStarts[record] = UInt32(truncatingIfNeeded: row.start)
    for field in 0..<columns.count {
      guard header < headerEnd else {
        if columns[field].hasDefault { return .unusual }
        setMissing(table, field, record, row.id)
        continue
      }
      let type: Int64
      let byte = bytes[header]
      if byte < 0x80 {
        type = Int64(byte)
        header += 1
      } else {
        guard let wide = varint(bytes, &header, headerEnd) else {
          return .damaged(page: 0, what: "serial type")
        }
        type = wide
      }
      if type >= 13, type & 1 == 1 {
        let size = (type - 13) >> 1
        guard size <= Int64(end - body) else { return .damaged(page: 0, what: "value") }
        let count = Int(size)
        starts[field &* capacity &+ record] = UInt32(truncatingIfNeeded: body)
        lengths[field &* capacity &+ record] = Int32(truncatingIfNeeded: count)
        if count > 0, bytes[body] & 0xC0 == 0x80 { text.isStrange = true }
        body += count
        continue
      }
      text.close(at: body, bytes)
      guard
        let size = setOther(type, field, batch, table, bytes, body, end, row.id, record)
      else { return .damaged(page: 0, what: "value") }
      body += size
      text.start = body
    }
    text.close(at: body, bytes)
    if text.isStrange { RowPlacement.findBadText(batch, table, bytes, record) }
    return nil
  }

  /// The texts of a row that lie one behind the other, looked at together.
  private struct RowText {
    var start: Int
    var isStrange = false

    init(start: Int) { self.start = start }

    @inline(__always) mutating func close(at end: Int, _ bytes: Bytes) {
      guard end > start else { return }
      let part = bytes.slice(start, end - start)
      if unsafe Utf8Kernel.firstInvalid(part.base, part.count) != nil || part.firstNul != nil {
        isStrange = true
      }
    }
  }

  private func setMissing(_ table: CellTable, _ field: Int, _ record: Int, _ id: Int64) {
    if columns[field].isRowID {
      setDigits(table, field, record, id)
    } else {
      table.setNull(field, of: record)
    }
  }

  /// Sets what is no text, and returns its bytes; nil if there are not as many.
  private func setOther(
    _ type: Int64, _ field: Int, _ batch: RecordBatch, _ table: CellTable, _ bytes: Bytes,
    _ body: Int, _ end: Int, _ id: Int64, _ record: Int
  ) -> Int? {
    let size: Int
    switch type {
    case 0, 8, 9: size = 0
    case 1...4: size = Int(type)
    case 5: size = 6
    case 6, 7: size = 8
    case 12...: size = Int(clamping: (type - 12) >> 1)
    default: return nil
    }
    guard size <= end - body else { return nil }
    switch type {
    case 0: setMissing(table, field, record, id)
    case 8, 9: setNumber(table, field, record, type - 8)
    case 1...6: setNumber(table, field, record, integer(bytes, body, size))
    case 7:
      let bits = UInt64(bitPattern: integer(bytes, body, 8))
      table.set(field, of: record, to: Array(RealText.digits(of: Double(bitPattern: bits)).utf8))
    default:
      table.setNull(field, of: record)
      batch.defects.append(
        DefectEntry(record: record, defect: .binaryValue, detail: field, lineOffset: 0))
    }
    return size
  }

  private func setNumber(_ table: CellTable, _ field: Int, _ record: Int, _ value: Int64) {
    guard columns[field].isReal else { return setDigits(table, field, record, value) }
    table.set(field, of: record, to: Array(RealText.digits(of: Double(value)).utf8))
  }

  private func setDigits(_ table: CellTable, _ field: Int, _ record: Int, _ value: Int64) {
    let arena = table.beside
    let offset = arena.count
    if value < 0 { arena.append(byte: 0x2D) }
    var rest = value.magnitude
    var power: UInt64 = 1
    while rest / power >= 10 { power = power &* 10 }
    while power > 0 {
      arena.append(byte: UInt8(truncatingIfNeeded: 0x30 + rest / power))
      rest %= power
      power /= 10
    }
    table.setBeside(field, of: record, offset: offset, count: arena.count - offset)
  }

  /// A whole number of so many bytes, the highest first, in two's complement.
  private func integer(_ bytes: Bytes, _ start: Int, _ size: Int) -> Int64 {
    var value = Int64(Int8(bitPattern: bytes[start]))
    for index in 1..<max(1, size) { value = value << 8 | Int64(bytes[start + index]) }
    return value
  }

  @inline(__always) private func number16(_ bytes: Bytes, _ offset: Int) -> Int {
    Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }

  @inline(__always) private func varint(_ bytes: Bytes, _ position: inout Int, _ end: Int) -> Int64?
  {
    guard position < end else { return nil }
    let first = bytes[position]
    if first < 0x80 {
      position &+= 1
      return Int64(first)
    }
    return longVarint(bytes, &position, end)
  }

  private func longVarint(_ bytes: Bytes, _ position: inout Int, _ end: Int) -> Int64? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard position < end else { return nil }
      let byte = bytes[position]
      position &+= 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { break }
    }
    return Int64(bitPattern: value)
  }
}
