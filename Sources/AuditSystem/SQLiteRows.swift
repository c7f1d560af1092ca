package import AuditModel
internal import CSQLite
internal import Glibc

/// Rows of a query, copied out cell by cell: the bytes of one cell behind those of another, and beside them how long each is.
///
/// Text as it is stored, integers as decimal digits, real numbers in the fewest decimal digits that mean them exactly.
/// Owned by one worker, together with a connection of its own.
@safe package final class SQLiteRows: @unchecked Sendable {
  // SAFETY: used by one thread at a time: the batch it belongs to is.
  private let connection: SQLiteConnection
  private var statement: SQLiteStatement
  private let path: String
  package let columnCount: Int
  /// Whether the row there is was not taken yet, for lack of room.
  private var isPending = false
  private var isAtEnd = true
  /// Of the rows read since `begin`: the bytes of each cell, or what says that there are none; row after row.
  private var lengths: UnsafeMutablePointer<Int32>
  /// The last column of each row, where the query ends in a row id.
  private var ids: UnsafeMutablePointer<Int64>
  private var rowRoom = 256
  package private(set) var rowCount = 0
  private let hasIDs: Bool

  /// In place of a length: SQL's null, and a binary value, whose bytes are not copied.
  package static let null: Int32 = -2
  package static let binary: Int32 = -3

  /// - `hasIDs`: the query's last column is a row id, not a cell.
  package init(
    _ sql: String, of file: SQLiteFile, hasIDs: Bool
  ) throws(Diagnostic) {
    let connection = try file.connect()
    let statement = try SQLiteStatement(sql, on: connection)
    path = file.input.path
    self.hasIDs = hasIDs
    columnCount = statement.columnCount - (hasIDs ? 1 : 0)
    self.connection = connection
    self.statement = statement
    unsafe lengths = .allocate(capacity: rowRoom * max(1, columnCount))
    unsafe ids = .allocate(capacity: rowRoom)
  }

  deinit {
    unsafe lengths.deallocate()
    unsafe ids.deallocate()
  }

  package var columnNames: [String] { (0..<columnCount).map { statement.columnName($0) } }

  /// Begins anew, with the query's two numbers if it has them.
  package func begin(from first: Int64? = nil, through last: Int64? = nil) {
    statement.reset()
    if let first { statement.bind(first, at: 1) }
    if let last { statement.bind(last, at: 2) }
    isPending = false
    isAtEnd = false
    rowCount = 0
    connection.beginQuery()
  }

  /// Forgets the rows read, not those to come.
  package func forgetRows() { rowCount = 0 }

  /// Passes over rows that are not wanted.
  package func skip(_ count: Int) throws(Diagnostic) {
    for _ in 0..<count where !isAtEnd {
      if try !statement.step() { isAtEnd = true }
    }
  }

  /// Copies the cells of up to `limit` rows, each only whole.
  ///
  /// Returns the bytes filled; `isFull` if the next row did not fit.
  package func read(
    into span: inout MutableRawSpan, limit: Int
  ) throws(Diagnostic) -> (byteCount: Int, isFull: Bool) {
    var filled = 0
    let room = span.byteCount
    let target = rowCount + limit
    while rowCount < target, !isAtEnd {
      if !isPending {
        guard try statement.step() else {
          isAtEnd = true
          break
        }
        isPending = true
      }
      if rowCount == rowRoom { grow() }
      // SAFETY: `copyRow` writes between `filled` and `room` only.
      let count = unsafe span.withUnsafeMutableBytes { buffer -> Int? in
        guard let base = buffer.baseAddress else { return columnCount == 0 ? 0 : nil }
        return unsafe copyRow(base + filled, room - filled)
      }
      guard let count else { return (filled, true) }
      filled += count
      rowCount += 1
      isPending = false
    }
    return (filled, false)
  }

  /// The bytes of the row's cells; nil, with nothing taken, if there is no room for them.
  private func copyRow(_ target: UnsafeMutableRawPointer, _ room: Int) -> Int? {
    var written = 0
    // SAFETY: the statement stands on a row; texts are valid until its next call and copied at once; `lengths` and
    // `ids` have room for one more row.
    let handle = unsafe statement.handle
    let row = unsafe lengths + rowCount * columnCount
    for column in 0..<columnCount {
      let place = Int32(truncatingIfNeeded: column)
      var length: Int
      switch unsafe sqlite3_column_type(handle, place) {
      case SQLITE_TEXT:
        let text = unsafe sqlite3_column_text(handle, place)
        length = Int(unsafe sqlite3_column_bytes(handle, place))
        guard room - written >= length else { return nil }
        if let text = unsafe text, length > 0 {
          unsafe memcpy(target + written, text, length)
        }
      case SQLITE_INTEGER:
        guard room - written >= 20 else { return nil }
        length = unsafe SQLiteRows.write(sqlite3_column_int64(handle, place), target + written)
      case SQLITE_FLOAT:
        let digits = unsafe Array(RealText.digits(of: sqlite3_column_double(handle, place)).utf8)
        guard room - written >= digits.count else { return nil }
        for (index, digit) in digits.enumerated() {
          unsafe target.storeBytes(of: digit, toByteOffset: written + index, as: UInt8.self)
        }
        length = digits.count
      case SQLITE_BLOB:
        unsafe row[column] = SQLiteRows.binary
        continue
      default:
        unsafe row[column] = SQLiteRows.null
        continue
      }
      unsafe row[column] = Int32(truncatingIfNeeded: length)
      written &+= length
    }
    if hasIDs {
      unsafe ids[rowCount] = sqlite3_column_int64(handle, Int32(truncatingIfNeeded: columnCount))
    }
    return written
  }

  private func grow() {
    let larger = rowRoom * 2
    // SAFETY: both have room for what is copied; the old ones are freed once.
    let newLengths = UnsafeMutablePointer<Int32>.allocate(capacity: larger * max(1, columnCount))
    unsafe newLengths.update(from: lengths, count: rowCount * columnCount)
    let newIDs = UnsafeMutablePointer<Int64>.allocate(capacity: larger)
    unsafe newIDs.update(from: ids, count: rowCount)
    unsafe lengths.deallocate()
    unsafe ids.deallocate()
    unsafe lengths = newLengths
    unsafe ids = newIDs
    rowRoom = larger
  }

  /// Lends the lengths of all cells, row after row, and the rows' ids, which are none without `hasIDs`.
  package func withCells(_ body: (Span<Int32>, Span<Int64>) -> Void) {
    // SAFETY: so many were written; they stay while `body` runs.
    let cells = unsafe Span(
      _unsafeElements: UnsafeBufferPointer(start: lengths, count: rowCount * columnCount))
    let rows = unsafe Span(
      _unsafeElements: UnsafeBufferPointer(start: ids, count: hasIDs ? rowCount : 0))
    body(cells, rows)
  }

  /// Writes up to 20 characters and returns how many.
  private static func write(_ number: Int64, _ target: UnsafeMutableRawPointer) -> Int {
    var rest = number.magnitude
    var digits = 1
    var power: UInt64 = 10
    while digits < 19, rest >= power {
      digits += 1
      power = power &* 10
    }
    let sign = number < 0 ? 1 : 0
    var place = sign + digits
    // SAFETY: the caller has room for 20 characters.
    repeat {
      place -= 1
      unsafe target.storeBytes(
        of: UInt8(truncatingIfNeeded: 0x30 + rest % 10), toByteOffset: place, as: UInt8.self)
      rest /= 10
    } while place > sign
    if sign == 1 { unsafe target.storeBytes(of: 0x2D, as: UInt8.self) }
    return sign + digits
  }
}
