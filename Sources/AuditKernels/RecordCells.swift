/// A batch's cells for whoever writes findings: made once a batch, then read from without asking the batch.
package final class RecordCells {
  private let view: RecordBatch.View
  /// The first record's number in its file.
  package let firstRecord: Int
  /// The part the records are of, and how many fields that says they have.
  package let part: Int
  package let fieldCount: Int
  private let firstLine: Int
  private let lineSteps: [(record: Int, lines: Int)]
  private let arena: StableArena
  /// Records whose cells may be another field's than the one they stand under.
  private let slipped: Set<Int>

  /// `arena`: holds cells whose quotes had to be undone.
  package init(_ batch: RecordBatch, arena: StableArena) {
    view = batch.view
    firstRecord = batch.firstRecord - batch.recordsBefore
    part = batch.part
    fieldCount = batch.fieldCount
    firstLine = batch.firstLine
    lineSteps = batch.lineSteps
    self.arena = arena
    slipped = Set(batch.defects.lazy.filter(\.defect.mayMoveFields).map(\.record))
  }

  /// Whether the record could not be split into its fields, so that nobody knows which field a cell is of.
  package func hasSlipped(_ record: Int) -> Bool { !slipped.isEmpty && slipped.contains(record) }

  /// The line a record begins on, from 1.
  package func line(of record: Int) -> Int {
    if let table = view.table { return firstLine + Int(table.recordLines[record]) }
    return firstLine + record + RecordBatch.lines(before: record, lineSteps)
  }

  /// Appends a field; nothing when the record has too few.
  package func append(_ column: Int, of record: Int, to output: inout [UInt8]) {
    cell(column, of: record).append(to: &output)
  }

  /// Appends a cell of ASCII letters, digits and dashes alone, quoted; false, with nothing appended, for any other.
  ///
  /// Such a cell means the same to every spreadsheet, unless a sign stands first.
  package func appendPlain(_ column: Int, of record: Int, to output: inout [UInt8]) -> Bool {
    let cell = cell(column, of: record)
    guard RecordCells.isPlain(cell) else { return false }
    output.append(0x22)
    cell.append(to: &output)
    output.append(0x22)
    return true
  }

  static func isPlain(_ cell: Bytes) -> Bool {
    guard cell.count > 0, cell.count <= 64, cell[0] != 0x2D else { return false }
    for index in 0..<cell.count {
      let byte = cell[index]
      guard byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D else { return false }
    }
    return true
  }

  func cell(_ column: Int, of record: Int) -> Bytes {
    view.field(column, of: record, arena: arena)
  }

  /// Whether the cell has just these bytes.
  package func holds(_ column: Int, of record: Int, _ value: [UInt8]) -> Bool {
    let cell = cell(column, of: record)
    guard cell.count == value.count else { return false }
    for index in 0..<value.count where cell[index] != value[index] { return false }
    return true
  }

  /// Whether the cell has no byte, or the record too few fields.
  package func isEmpty(_ column: Int, of record: Int) -> Bool {
    cell(column, of: record).count <= 0
  }
}
