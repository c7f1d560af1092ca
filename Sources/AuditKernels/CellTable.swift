/// Where the cells of a batch lie, field by field: what the readers of JSON, XML and SQLite fill.
///
/// A cell is a run of the batch's own bytes, or of bytes kept beside them where escapes had to be undone. Cells of
/// one field lie together, since each step of a program reads one field of many records. A spare column takes what a
/// reader finds and no field wants.
///
/// Of one batch, which one worker has at a time.
package final class CellTable: @unchecked Sendable {
  package let fieldCount: Int
  package private(set) var recordCount = 0
  /// Records there is room for: the distance between two fields' cells.
  private(set) var capacity: Int
  private(set) var starts: Store<UInt32>
  /// Bytes, or `absent` or `null`; `besideFlag` for a run of the bytes beside.
  private(set) var lengths: Store<Int32>
  private(set) var recordStarts: Store<UInt32>
  private(set) var recordLines: Store<UInt32>
  /// For each field, and the spare column: 0 where all cells there are runs of the batch's bytes that begin with a byte above
  /// the space, so that none is blank text and none lies beside.
  let mayBeBlank: Store<UInt8>
  let beside = ByteArena()

  /// The record has no such member or element.
  static let absent: Int32 = -3
  /// It has one that says it has no value: JSON's null, SQLite's NULL, `xsi:nil`.
  static let null: Int32 = -2
  static let besideFlag: Int32 = 1 << 30
  /// Added to powers of two, so that the cells of a record do not all fall into the same few sets of the cache.
  private static let stagger = 16

  package init(fieldCount: Int) {
    self.fieldCount = fieldCount
    capacity = 256 + CellTable.stagger
    starts = .allocate(capacity * (fieldCount + 1), fill: 0)
    lengths = .allocate(capacity * (fieldCount + 1), fill: CellTable.absent)
    recordStarts = .allocate(capacity, fill: 0)
    recordLines = .allocate(capacity, fill: 0)
    mayBeBlank = .allocate(fieldCount + 1, fill: 1)
  }

  deinit {
    starts.deallocate()
    lengths.deallocate()
    recordStarts.deallocate()
    recordLines.deallocate()
    mayBeBlank.deallocate()
  }

  package func removeAll() {
    recordCount = 0
    for field in 0..<mayBeBlank.capacity { mayBeBlank[field] = 1 }
    beside.removeAll()
  }

  /// Begins a record, all of whose cells are absent, and returns its number, from 0.
  ///
  /// - `start`: the record's first byte within the batch.
  /// - `line`: line ends between the batch's beginning and the record.
  package func beginRecord(start: Int, line: Int) -> Int {
    if recordCount == capacity { grow() }
    let record = recordCount
    recordCount += 1
    recordStarts[record] = UInt32(truncatingIfNeeded: start)
    recordLines[record] = UInt32(truncatingIfNeeded: line)
    for field in 0..<fieldCount { lengths[field &* capacity &+ record] = CellTable.absent }
    return record
  }

  /// The reader says by `Columns.noteBlank` of each cell that may be blank or lies beside.
  func expectNotes() {
    for field in 0..<mayBeBlank.capacity { mayBeBlank[field] = 0 }
  }

  /// Makes room for so many records, none of which has a cell yet; `finish` says how many there came to be.
  ///
  /// For loops that write cells without asking the table each time.
  func reserve(_ count: Int) -> Columns {
    while capacity < count { grow() }
    let (lengths, capacity) = (lengths, capacity)
    for field in 0..<fieldCount {
      for record in 0..<count { lengths[field &* capacity &+ record] = CellTable.absent }
    }
    return Columns(
      starts: starts, lengths: lengths, recordStarts: recordStarts, recordLines: recordLines,
      mayBeBlank: mayBeBlank, capacity: capacity)
  }

  func finish(_ count: Int) { recordCount = count }

  /// The bytes kept beside the batch's own; void once there are more.
  var besideBytes: Bytes { beside.bytes(at: 0, count: beside.count) }

  /// The table's memory as values; void once the table grows.
  struct Columns {
    let starts: Store<UInt32>
    let lengths: Store<Int32>
    let recordStarts: Store<UInt32>
    let recordLines: Store<UInt32>
    let mayBeBlank: Store<UInt8>
    let capacity: Int

    /// Some cell of the field may be blank text, or lies beside.
    func noteBlank(_ field: Int) { mayBeBlank[field] = 1 }
  }

  /// Begins records whose cells will all be set, starts and lines too, and returns the number of the first.
  func beginRecords(_ count: Int) -> Int {
    while recordCount + count > capacity { grow() }
    recordCount += count
    return recordCount - count
  }

  /// Takes back the record begun last.
  package func dropRecord() { recordCount -= 1 }

  /// A cell that is a run of the batch's bytes.
  @inline(__always) func set(_ field: Int, of record: Int, start: Int, count: Int) {
    let index = field &* capacity &+ record
    starts[index] = UInt32(truncatingIfNeeded: start)
    lengths[index] = Int32(truncatingIfNeeded: count)
  }

  /// A cell whose bytes are kept beside: append them to `beside` first; `offset` is where they begin there.
  @inline(__always) func setBeside(_ field: Int, of record: Int, offset: Int, count: Int) {
    let index = field &* capacity &+ record
    starts[index] = UInt32(truncatingIfNeeded: offset)
    lengths[index] = Int32(truncatingIfNeeded: count) | CellTable.besideFlag
  }

  /// A cell made elsewhere.
  package func set(_ field: Int, of record: Int, to value: [UInt8]) {
    setBeside(field, of: record, offset: beside.append(value), count: value.count)
  }

  package func setNull(_ field: Int, of record: Int) {
    lengths[field &* capacity &+ record] = CellTable.null
  }

  /// Whether the record has the field at all, be it null.
  package func isAbsent(_ field: Int, of record: Int) -> Bool {
    lengths[field &* capacity &+ record] == CellTable.absent
  }

  /// The cell; absent and null ones have the counts that say so.
  @inline(__always) func cell(_ field: Int, of record: Int, in bytes: Bytes) -> Bytes {
    let index = field &* capacity &+ record
    let length = lengths[index]
    // SAFETY: readers set runs that lie within the batch's bytes or within `beside`.
    if length < 0 { return unsafe Bytes(bytes.base, Int(length)) }
    if length & CellTable.besideFlag != 0 {
      return beside.bytes(at: Int(starts[index]), count: Int(length & ~CellTable.besideFlag))
    }
    return bytes.slice(Int(starts[index]), Int(length))
  }

  private func grow() {
    let larger = (capacity - CellTable.stagger) * 2 + CellTable.stagger
    let newStarts = Store<UInt32>.allocate(larger * (fieldCount + 1), fill: 0)
    let newLengths = Store<Int32>.allocate(larger * (fieldCount + 1), fill: CellTable.absent)
    for field in 0..<fieldCount {
      for record in 0..<recordCount {
        newStarts[field * larger + record] = starts[field * capacity + record]
        newLengths[field * larger + record] = lengths[field * capacity + record]
      }
    }
    starts.deallocate()
    lengths.deallocate()
    starts = newStarts
    lengths = newLengths
    recordStarts = recordStarts.grown(to: larger, fill: 0)
    recordLines = recordLines.grown(to: larger, fill: 0)
    capacity = larger
  }
}
