/// Lines of findings that are put together from texts known beforehand and one record's cells.
///
/// Nearly all findings of a run are such lines; a worker gathers them here, side by side, and hands them on by the batch.
///
/// Of one worker; the pool is only read once made.
package final class FindingLines: @unchecked Sendable {
  private let pool: TextPool
  private let lines = ByteArena(capacity: 1 << 16)
  /// A cell without a value, and what stands for a value that is not shown.
  private let empty: Range<Int>
  private let hidden: Range<Int>

  /// A cell of the line; a column of -1 has no value.
  package struct Cell: Sendable {
    var column: Int
    var isShown: Bool

    package init(column: Int, isShown: Bool) {
      self.column = column
      self.isShown = isShown
    }
  }

  /// What a line is made of besides its record, as ranges of the pool.
  package struct Shape: Sendable {
    var start: Range<Int>
    var lead: Range<Int>
    var key: Cell
    var value: Cell

    package init(start: Range<Int>, lead: Range<Int>, key: Cell, value: Cell) {
      self.start = start
      self.lead = lead
      self.key = key
      self.value = value
    }
  }

  /// `empty`, `hidden`: ranges of `pool`.
  package init(_ pool: TextPool, empty: Range<Int>, hidden: Range<Int>) {
    self.pool = pool
    self.empty = empty
    self.hidden = hidden
  }

  /// Appends `start`, the record's number and line, `lead`, the key, the value and `tail`.
  ///
  /// - Returns: False, with nothing appended, where a cell must be shown that is not plain: see
  ///   `RecordCells.appendPlain(_:of:to:)`.
  package func append(
    _ shape: Shape, tail: Range<Int>, of cells: RecordCells, record: Int, line: Int
  ) -> Bool {
    guard let key = cell(shape.key, cells, record), let value = cell(shape.value, cells, record)
    else { return false }
    let start = pool.bytes(shape.start)
    let lead = pool.bytes(shape.lead)
    let end = pool.bytes(tail)
    // Two numbers of at most 20 digits, two commas, two pairs of quotes.
    let room = start.count + lead.count + key.bytes.count + value.bytes.count + end.count + 48
    let output = lines.room(room)
    var at = lines.count
    output.copy(start, to: &at)
    FindingLines.write(cells.firstRecord + record, to: output, &at)
    output[at] = 0x2C
    at += 1
    FindingLines.write(line, to: output, &at)
    output.copy(lead, to: &at)
    FindingLines.write(key, to: output, &at)
    output[at] = 0x2C
    at += 1
    FindingLines.write(value, to: output, &at)
    output.copy(end, to: &at)
    lines.claim(at - lines.count)
    return true
  }

  /// Moves the lines to the end of `output`.
  package func flush(to output: inout [UInt8]) {
    guard lines.count > 0 else { return }
    lines.bytes(at: 0, count: lines.count).append(to: &output)
    lines.removeAll()
  }

  /// A cell's bytes, to be put in quotes or with their quotes already.
  private struct Shown {
    var bytes: Bytes
    var needsQuotes: Bool
  }

  @inline(__always) private func cell(_ cell: Cell, _ cells: RecordCells, _ record: Int) -> Shown? {
    guard cell.column >= 0 else { return Shown(bytes: pool.bytes(empty), needsQuotes: false) }
    let bytes = cells.cell(cell.column, of: record)
    guard cell.isShown else {
      return Shown(bytes: pool.bytes(bytes.count > 0 ? hidden : empty), needsQuotes: false)
    }
    return RecordCells.isPlain(bytes) ? Shown(bytes: bytes, needsQuotes: true) : nil
  }

  @inline(__always) private static func write(
    _ cell: Shown, to output: Store<UInt8>, _ at: inout Int
  ) {
    if cell.needsQuotes {
      output[at] = 0x22
      at += 1
    }
    output.copy(cell.bytes, to: &at)
    if cell.needsQuotes {
      output[at] = 0x22
      at += 1
    }
  }

  /// A number from 0 in decimal digits.
  @inline(__always) private static func write(
    _ number: Int, to output: Store<UInt8>, _ at: inout Int
  ) {
    var count = 1
    var limit = 10
    while count < 18, number >= limit {
      count += 1
      limit *= 10
    }
    var rest = UInt(bitPattern: number)
    var place = count
    while place > 0 {
      place -= 1
      output[at + place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      rest /= 10
    }
    at += count
  }
}
