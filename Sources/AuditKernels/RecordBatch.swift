/// Consecutive records of a source as bytes, split into fields; owned by one worker and used again and again.
///
/// `bytes` are the file's own. A field is a run of them, or, where quotes must be undone, a copy made when it is asked for.
package final class RecordBatch: @unchecked Sendable {
  /// The file's bytes, with `headRoom` before and `padding` after them.
  private var buffer: Store<UInt8>
  private var dataStart = RecordBatch.headRoom
  private(set) var dataCount = 0
  static let headRoom = 64 << 10
  static let padding = 128
  static let pageBytes = 4096

  /// Which part of the source this is, from 0.
  package var number = 0
  /// The first record, from 1, and the line it stands on.
  package var firstRecord = 1
  package var firstLine = 1
  package internal(set) var frame = RecordFrame()
  /// The byte of the source the batch begins at.
  package var sourceOffset = 0

  package var recordCount: Int { table?.recordCount ?? frame.recordCount }
  package var defects: [DefectEntry] = []
  /// The input's form: see `fit`.
  var dialect: CSVDialect
  /// Fields a record should have, as its input says.
  package internal(set) var fieldCount: Int
  /// Where the cells lie, in formats other than CSV, or once they were put in order: see `arrange`.
  package internal(set) var table: CellTable?
  var ownTable: CellTable?
  var arranged: CellTable?
  /// Of which part of a table of several files the batch is, from 0, and the records in the parts before it.
  package var part = -1
  package var recordsBefore = 0
  /// What a source needs beside the bytes to fill the batch, such as a connection of its own.
  package var attachment: (any AnyObject & Sendable)?

  /// Each record has `fieldCount` fields, so that the separators alone say where they are, after a first entry that
  /// stands for the byte before the batch.
  var isUniform = false
  /// What the framer saw: see `CSVFramer.frame`.
  var masks: Store<UInt64>
  /// Whether they are of the bytes there are now.
  var hasMasks = false
  // Regular batches: positions of the bytes that end a field.
  var separators: Store<UInt32>
  /// Irregular ones: where each field begins, its length with two flags in the top bits.
  var fieldStarts: Store<UInt32>
  var fieldLengths: Store<UInt32>
  /// For each record: index of its first field or separator, how many it has, and where it begins.
  var firstField: Store<UInt32>
  var fieldsOf: Store<UInt32>
  var recordStart: Store<UInt32>
  /// Line ends inside records and empty lines between them: record, and lines by which those from it on are later.
  var lineSteps: [(record: Int, lines: Int)] = []

  static let copyFlag: UInt32 = 1 << 31

  /// A batch of CSV.
  package convenience init(dialect: CSVDialect, fieldCount: Int, chunkBytes: Int) {
    self.init(dialect: dialect, fieldCount: fieldCount, chunkBytes: chunkBytes, table: nil)
  }

  /// A batch whose cells a reader puts into a table.
  package convenience init(fieldCount: Int, chunkBytes: Int) {
    self.init(
      dialect: CSVDialect(), fieldCount: fieldCount, chunkBytes: chunkBytes,
      table: CellTable(fieldCount: fieldCount))
  }

  private init(dialect: CSVDialect, fieldCount: Int, chunkBytes: Int, table: CellTable?) {
    self.dialect = dialect
    self.fieldCount = fieldCount
    self.table = table
    ownTable = table
    buffer = .allocate(
      RecordBatch.headRoom + chunkBytes + RecordBatch.padding, fill: 0,
      alignment: RecordBatch.pageBytes)
    masks = .allocate(chunkBytes / 32 + 64, fill: 0)
    separators = .allocate(1024, fill: 0)
    fieldStarts = .allocate(64, fill: 0)
    fieldLengths = .allocate(64, fill: 0)
    firstField = .allocate(256, fill: 0)
    fieldsOf = .allocate(256, fill: 0)
    recordStart = .allocate(256, fill: 0)
  }

  deinit {
    buffer.deallocate()
    masks.deallocate()
    separators.deallocate()
    fieldStarts.deallocate()
    fieldLengths.deallocate()
    firstField.deallocate()
    fieldsOf.deallocate()
    recordStart.deallocate()
  }

  var bytes: Bytes { unsafe Bytes(buffer.base + dataStart, frame.byteCount) }

  // MARK: Filling

  /// Makes room for `carry` and `count` more bytes, puts the carry in front, and says where to read to.
  ///
  /// The place to read to is a whole number of pages from the buffer's beginning: the kernel copies twice as fast there.
  package func prepare(carry: [UInt8], readingUpTo count: Int) {
    var head = RecordBatch.headRoom
    while head < carry.count { head *= 2 }
    let needed = head + count + RecordBatch.padding
    if buffer.capacity < needed {
      buffer.deallocate()
      buffer = .allocate(needed, fill: 0, alignment: RecordBatch.pageBytes)
    }
    dataStart = head - carry.count
    for (index, byte) in carry.enumerated() { buffer[dataStart + index] = byte }
    dataCount = carry.count
  }

  /// Lets `read` fill up to `count` bytes after those there; it returns how many it filled.
  package func fill<Failure: Error>(
    _ count: Int, read: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    let end = dataStart + dataCount
    let room = min(count, buffer.capacity - RecordBatch.padding - end)
    // SAFETY: `room` bytes from `end` lie within the buffer, and nobody else uses them meanwhile.
    var target = unsafe MutableRawSpan(_unsafeStart: buffer.base + end, byteCount: room)
    let filled = try read(&target)
    precondition(filled >= 0 && filled <= room, "\(filled) of \(room)")
    dataCount += filled
    return filled
  }

  /// Holds these bytes from now on, and no others; they are not the batch's own.
  package func replace(with bytes: RawSpan) {
    prepare(carry: [], readingUpTo: bytes.byteCount)
    // SAFETY: room for the bytes was made, and they do not overlap it.
    unsafe bytes.withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(start: buffer.base + dataStart, count: source.count)
        .copyMemory(from: source)
    }
    dataCount = bytes.byteCount
  }

  /// Puts bytes after those there; room must have been made.
  package func fill(_ bytes: ArraySlice<UInt8>) -> Int {
    let end = dataStart + dataCount
    precondition(bytes.count <= buffer.capacity - RecordBatch.padding - end)
    // SAFETY: that many bytes from `end` lie within the buffer.
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      unsafe (buffer.base + end).update(from: base, count: source.count)
    }
    dataCount += bytes.count
    return bytes.count
  }

  /// Keeps the bytes and doubles the room, for a record longer than what was read.
  package func makeRoom(_ count: Int) {
    let needed = dataStart + dataCount + count + RecordBatch.padding
    if buffer.capacity < needed {
      buffer = buffer.grown(to: needed, fill: 0, alignment: RecordBatch.pageBytes)
    }
  }

  /// Frames the records there are; the bytes after them are returned, for the next batch.
  ///
  /// `hasMasks`: the frame was made of these very bytes just now.
  package func take(_ frame: RecordFrame, hasMasks: Bool) -> [UInt8] {
    table?.removeAll()
    defects.removeAll(keepingCapacity: true)
    self.frame = frame
    self.hasMasks = hasMasks
    guard dataCount > frame.byteCount else { return [] }
    return unsafe Bytes(buffer.base + dataStart + frame.byteCount, dataCount - frame.byteCount)
      .array
  }

  func reserveMasks() -> Store<UInt64> {
    let needed = (dataCount / 64 + 2) * 2
    if masks.capacity < needed { masks = masks.grown(to: needed * 3 / 2, fill: 0) }
    return masks
  }

  var everything: Bytes { unsafe Bytes(buffer.base + dataStart, dataCount) }

  /// Lets a digest see the bytes there are from `offset` of them on.
  package func withBytes(from offset: Int, _ body: (RawSpan) -> Void) {
    // SAFETY: the bytes from `offset` to the end of the data are initialised, and stay while `body` runs.
    let span = unsafe RawSpan(
      _unsafeStart: buffer.base + dataStart + offset, byteCount: dataCount - offset)
    body(span)
  }

  /// The first line end among the bytes there are: how many bytes lead up to and include it; nil if there is none.
  package func firstLineEnd() -> Int? {
    let data = everything
    for index in 0..<data.count {
      if data[index] == 0x0A { return index + 1 }
      if data[index] == 0x0D {
        return index + 1 < data.count && data[index + 1] == 0x0A ? index + 2 : index + 1
      }
    }
    return nil
  }

  /// Drops the first bytes.
  package func drop(_ count: Int) {
    dataStart += count
    dataCount -= count
  }

  package var readCount: Int { dataCount }

  // MARK: Positions

  /// The line a record begins on, from 1; asks in ascending order are answered fastest.
  package func line(of record: Int) -> Int {
    if let table { return firstLine + Int(table.recordLines[record]) }
    return firstLine + record + RecordBatch.lines(before: record, lineSteps)
  }

  /// Lines that the record begins later than one a record.
  static func lines(before record: Int, _ steps: [(record: Int, lines: Int)]) -> Int {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].record <= record { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : steps[low - 1].lines
  }

  /// How many fields a record has.
  package func fieldCount(of record: Int) -> Int {
    isUniform || table != nil ? fieldCount : Int(fieldsOf[record])
  }

  /// Where records begin, as offsets into the batch.
  struct RecordStarts {
    fileprivate let starts: Store<UInt32>
    fileprivate let stride: Int
    fileprivate let shift: UInt32

    @inline(__always) subscript(record: Int) -> Int { Int(starts[record &* stride] &+ shift) }
  }

  var recordStarts: RecordStarts {
    if let table { return RecordStarts(starts: table.recordStarts, stride: 1, shift: 0) }
    return isUniform
      ? RecordStarts(starts: separators, stride: fieldCount, shift: 1)
      : RecordStarts(starts: recordStart, stride: 1, shift: 0)
  }

  // MARK: Fields

  /// Everything that reading a field takes, as values: the loops must not ask the batch itself, whose properties
  /// are checked for overlapping access at each read.
  struct View {
    let bytes: Bytes
    let table: CellTable?
    let isUniform: Bool
    let fieldCount: Int
    let isRegular: Bool
    let hasCarriageReturn: Bool
    let quote: UInt8?
    let firstField: Store<UInt32>
    let fieldsOf: Store<UInt32>
    let recordStart: Store<UInt32>
    let separators: Store<UInt32>
    let fieldStarts: Store<UInt32>
    let fieldLengths: Store<UInt32>
  }

  var view: View {
    View(
      bytes: bytes, table: table, isUniform: isUniform, fieldCount: fieldCount,
      isRegular: frame.isRegular && !frame.isCut, hasCarriageReturn: frame.hasCarriageReturn,
      quote: dialect.quote, firstField: firstField, fieldsOf: fieldsOf, recordStart: recordStart,
      separators: separators, fieldStarts: fieldStarts, fieldLengths: fieldLengths)
  }

  /// A field as the file has it, quotes undone; null when the record has too few fields.
  func field(_ column: Int, of record: Int, arena: StableArena) -> Bytes {
    view.field(column, of: record, arena: arena)
  }

  /// A field for whoever explains a finding; nil when the record has too few.
  package func value(_ column: Int, of record: Int, arena: StableArena) -> [UInt8]? {
    let cell = field(column, of: record, arena: arena)
    return cell.isNull ? nil : cell.array
  }
}

extension RecordBatch.View {
  @inline(__always) func field(_ column: Int, of record: Int, arena: StableArena) -> Bytes {
    if isUniform {
      let index = record &* fieldCount &+ column
      let start = Int(separators[index] &+ 1)
      var end = Int(separators[index &+ 1])
      if hasCarriageReturn, column &+ 1 == fieldCount, end > start, end < bytes.count,
        bytes[end] == 0x0A,
        bytes[end - 1] == 0x0D
      {
        end -= 1
      }
      let cell = bytes.slice(start, end &- start)
      if cell.count > 0, let quote, cell[0] == quote { return unquoted(cell, quote, arena) }
      return cell
    }
    return uneven(column, of: record, arena: arena)
  }

  private func uneven(_ column: Int, of record: Int, arena: StableArena) -> Bytes {
    if let table { return table.cell(column, of: record, in: bytes) }
    guard column < Int(fieldsOf[record]) else { return bytes.null }
    let index = Int(firstField[record]) + column
    guard isRegular else { return irregular(index, arena: arena) }
    let start = column == 0 ? Int(recordStart[record]) : Int(separators[index - 1]) + 1
    var end = Int(separators[index])
    if hasCarriageReturn, column + 1 == Int(fieldsOf[record]), end > start, end < bytes.count,
      bytes[end] == 0x0A,
      bytes[end - 1] == 0x0D
    {
      end -= 1
    }
    let cell = bytes.slice(start, end - start)
    if cell.count > 0, let quote, cell[0] == quote { return unquoted(cell, quote, arena) }
    return cell
  }

  private func unquoted(_ cell: Bytes, _ quote: UInt8, _ arena: StableArena) -> Bytes {
    let inner = cell.slice(1, max(0, cell.count - 2))
    for index in 0..<inner.count where inner[index] == quote {
      return arena.copy(
        CSVRecordScan.Field(start: 0, count: inner.count, needsCopy: true, isQuoted: true),
        of: inner, quote: quote)
    }
    return inner
  }

  private func irregular(_ index: Int, arena: StableArena) -> Bytes {
    let start = Int(fieldStarts[index])
    let count = Int(fieldLengths[index] & ~RecordBatch.copyFlag)
    guard fieldLengths[index] & RecordBatch.copyFlag != 0, let quote else {
      return bytes.slice(start, count)
    }
    let field = CSVRecordScan.Field(start: start, count: count, needsCopy: true, isQuoted: true)
    return arena.copy(field, of: bytes, quote: quote)
  }
}
