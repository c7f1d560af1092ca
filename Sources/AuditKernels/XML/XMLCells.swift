/// Puts the values of XML's records into a table: one value a field, whatever the document does.
///
/// A field that comes again within a record is joined to what is there, blank values left out; where an element makes
/// records, each occurrence after the first begins a row of its own, and the other fields are copied to all of them.
struct XMLCells {
  let table: CellTable
  private let shape: XMLShape
  private let makesRows: Bool
  var fieldCount: Int { shape.fieldCount }
  /// Rows whose place was made ready, and rows begun.
  private let reserved: Int
  private var count = 0
  /// Rows that one record may make.
  private let rowLimit: Int
  private var starts: Store<UInt32>
  private var lengths: Store<Int32>
  private var recordStarts: Store<UInt32>
  private var recordLines: Store<UInt32>
  private var capacity: Int
  /// The row of the record's element that makes rows, and the record's first.
  private(set) var row = 0
  private(set) var baseRow = 0
  private var start = 0
  private var line = 0
  private var hasRow = false
  /// Values of fields that came more than once.
  private var pieces: [Piece] = []

  private struct Piece {
    var row: Int
    var column: Int
    var start: UInt32
    var length: Int32
  }

  /// - `reserved`: rows that there will be, if that is known; more may come.
  init(_ table: CellTable, shape: XMLShape, reserved: Int, rowLimit: Int) {
    self.table = table
    self.shape = shape
    self.reserved = reserved
    self.rowLimit = rowLimit
    makesRows = shape.makesRows
    let columns = table.reserve(reserved)
    starts = columns.starts
    lengths = columns.lengths
    recordStarts = columns.recordStarts
    recordLines = columns.recordLines
    capacity = columns.capacity
  }

  /// Tells the table how many rows there are.
  func finish() { table.finish(count) }

  /// - `start`: of the record within the batch; `line`: line ends before it.
  @inline(__always) mutating func beginRecord(start: Int, line: Int) {
    baseRow = begin(start, line)
    row = baseRow
    guard makesRows else { return }
    self.start = start
    self.line = line
    hasRow = false
  }

  @inline(__always) private mutating func begin(_ start: Int, _ line: Int) -> Int {
    let row = count
    if row >= reserved { grow(start, line) }
    count = row &+ 1
    recordStarts[row] = UInt32(truncatingIfNeeded: start)
    recordLines[row] = UInt32(truncatingIfNeeded: line)
    return row
  }

  /// A row that no place was made ready for.
  private mutating func grow(_ start: Int, _ line: Int) {
    table.finish(count)
    _ = table.beginRecord(start: start, line: line)
    starts = table.starts
    lengths = table.lengths
    recordStarts = table.recordStarts
    recordLines = table.recordLines
    capacity = table.capacity
  }

  /// Another occurrence of the element that makes rows; false when there are too many of them in a record.
  mutating func beginRow() -> Bool {
    guard hasRow else {
      hasRow = true
      return true
    }
    guard row - baseRow < rowLimit else { return false }
    row = begin(start, line)
    return true
  }

  @inline(__always) private func target(_ column: Int) -> Int {
    makesRows && shape.rowColumns[column] ? row : baseRow
  }

  /// A value that is a run of the batch's bytes.
  @inline(__always) mutating func put(_ column: Int, start: Int, count: Int) {
    put(column, UInt32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: count))
  }

  /// A value that lies beside them.
  mutating func putBeside(_ column: Int, offset: Int, count: Int) {
    put(
      column, UInt32(truncatingIfNeeded: offset),
      Int32(truncatingIfNeeded: count) | CellTable.besideFlag)
  }

  @inline(__always) private mutating func put(_ column: Int, _ start: UInt32, _ length: Int32) {
    let index = column &* capacity &+ target(column)
    if lengths[index] >= 0 { return again(column, start, length, index) }
    starts[index] = start
    lengths[index] = length
  }

  mutating func putNull(_ column: Int) {
    let index = column &* capacity &+ target(column)
    if lengths[index] == CellTable.absent { lengths[index] = CellTable.null }
  }

  private mutating func again(_ column: Int, _ start: UInt32, _ length: Int32, _ index: Int) {
    let row = target(column)
    if starts[index] != XMLCells.inPieces || lengths[index] != XMLCells.inPiecesLength {
      pieces.append(Piece(row: row, column: column, start: starts[index], length: lengths[index]))
      starts[index] = XMLCells.inPieces
      lengths[index] = XMLCells.inPiecesLength
    }
    pieces.append(Piece(row: row, column: column, start: start, length: length))
  }

  /// Of a cell whose values wait for the record's end; no value of a batch is like that.
  private static let inPieces = UInt32.max
  private static let inPiecesLength = Int32.max

  @inline(__always) mutating func endRecord() {
    if !pieces.isEmpty { join() }
    if makesRows, row != baseRow { fillRows() }
  }

  private mutating func join() {
    // By field, and in the document's order within: the sort keeps equal ones as they are.
    let order = pieces.indices.sorted {
      (pieces[$0].row, pieces[$0].column, $0) < (pieces[$1].row, pieces[$1].column, $1)
    }
    var first = 0
    while first < order.count {
      let (row, column) = (pieces[order[first]].row, pieces[order[first]].column)
      var last = first
      while last < order.count, pieces[order[last]].row == row,
        pieces[order[last]].column == column
      {
        last += 1
      }
      let offset = table.beside.count
      for number in order[first..<last] {
        let piece = pieces[number]
        guard piece.length & ~CellTable.besideFlag > 0 else { continue }
        if table.beside.count > offset {
          _ = table.beside.append(shape.separators[column])
        }
        append(piece)
      }
      let index = column * capacity + row
      starts[index] = UInt32(truncatingIfNeeded: offset)
      lengths[index] =
        Int32(truncatingIfNeeded: table.beside.count - offset) | CellTable.besideFlag
      first = last
    }
    pieces.removeAll(keepingCapacity: true)
  }

  /// The bytes that pieces of the batch are runs of.
  var bytes: Bytes?

  private func append(_ piece: Piece) {
    let count = Int(piece.length & ~CellTable.besideFlag)
    if piece.length & CellTable.besideFlag != 0 {
      table.beside.appendOwn(at: Int(piece.start), count: count)
    } else if let bytes {
      _ = table.beside.append(bytes.slice(Int(piece.start), count))
    }
  }

  private func fillRows() {
    for column in 0..<shape.fieldCount where !shape.rowColumns[column] {
      let from = column * capacity + baseRow
      for row in baseRow + 1...row {
        starts[column * capacity + row] = starts[from]
        lengths[column * capacity + row] = lengths[from]
      }
    }
  }
}

extension ByteArena {
  /// Appends bytes that are its own already.
  func appendOwn(at offset: Int, count length: Int) {
    reserve(length)
    _ = append(bytes(at: offset, count: length))
  }
}
