import AuditModel

/// A code list in memory: entries with cells as bytes, found by code, or by code on a day.
///
/// Only read once made.
package final class CodeTable: @unchecked Sendable {
  package let columnNames: [String]
  package let entryCount: Int
  private let columnCount: Int
  private let arena = ByteArena()
  private let offsets: Store<UInt32>
  private let lengths: Store<UInt32>
  let keys: KeyTable
  /// For each key the range of its entries in `order`, from the oldest to the newest.
  private let starts: Store<UInt32>
  private let order: Store<UInt32>
  private let validFrom: Store<Int64>
  private let validTo: Store<Int64>
  /// For one-entry keys the entry, else -1: saves a step where no code has a history.
  let simple: Bool

  package struct Validity: Sendable {
    package var from: CivilDate?
    package var to: CivilDate?
    package init(from: CivilDate?, to: CivilDate?) {
      self.from = from
      self.to = to
    }
  }

  /// - `rows`: entries in file order, each with as many cells as there are columns.
  /// - `code`: the index of the column that holds the code.
  /// - `validities`: one for each entry, or none at all for a list without dates.
  package init(columnNames: [String], rows: [[[UInt8]]], code: Int, validities: [Validity] = []) {
    precondition(
      validities.isEmpty || validities.count == rows.count, "\(validities.count) of \(rows.count)")
    self.columnNames = columnNames
    entryCount = rows.count
    columnCount = columnNames.count
    offsets = .allocate(rows.count * columnNames.count, fill: 0)
    lengths = .allocate(rows.count * columnNames.count, fill: 0)
    validFrom = .allocate(rows.count, fill: Int64.min)
    validTo = .allocate(rows.count, fill: Int64.max)
    keys = KeyTable(capacity: rows.count)
    var groups: [[Int]] = []
    for (entry, row) in rows.enumerated() {
      for (column, cell) in row.enumerated() {
        offsets[entry * columnNames.count + column] = UInt32(arena.append(cell))
        lengths[entry * columnNames.count + column] = UInt32(cell.count)
      }
      if !validities.isEmpty {
        if let from = validities[entry].from { validFrom[entry] = packedDay(from) }
        if let to = validities[entry].to { validTo[entry] = packedDay(to) }
      }
      let codeCell = arena.bytes(
        at: Int(offsets[entry * columnNames.count + code]), count: row[code].count)
      let (number, isNew) = keys.insert(codeCell)
      if isNew { groups.append([]) }
      groups[number].append(entry)
    }
    order = .allocate(rows.count, fill: 0)
    starts = .allocate(groups.count + 1, fill: 0)
    var next = 0
    for (number, group) in groups.enumerated() {
      starts[number] = UInt32(next)
      for entry in group.sorted(by: { [validFrom] in (validFrom[$0], $0) < (validFrom[$1], $1) }) {
        order[next] = UInt32(entry)
        next += 1
      }
    }
    starts[groups.count] = UInt32(next)
    simple = groups.count == rows.count
  }

  deinit {
    offsets.deallocate()
    lengths.deallocate()
    starts.deallocate()
    order.deallocate()
    validFrom.deallocate()
    validTo.deallocate()
  }

  @inline(__always) func cell(_ entry: Int, _ column: Int) -> Bytes {
    let index = entry * columnCount + column
    return arena.bytes(at: Int(offsets[index]), count: Int(lengths[index]))
  }

  /// The newest entry of the key with this number.
  @inline(__always) func latest(_ number: Int64) -> Int64 {
    guard number >= 0 else { return number }
    return Int64(order[Int(starts[Int(number) + 1]) - 1])
  }

  /// The entry valid on the packed day, the newest where periods overlap.
  @inline(__always) func entry(_ number: Int64, on day: Int64) -> Int64 {
    guard number >= 0 else { return number }
    var index = Int(starts[Int(number) + 1])
    while index > Int(starts[Int(number)]) {
      index -= 1
      let entry = Int(order[index])
      if validFrom[entry] <= day, day <= validTo[entry] { return Int64(entry) }
    }
    return Node.absentEntry
  }

  // MARK: For whoever explains a finding

  package func cell(entry: Int, column: Int) -> [UInt8] { cell(entry, column).array }

  /// All entries of a code, from the oldest to the newest.
  package func entries(of code: [UInt8]) -> [Int] {
    let scratch = ByteArena(capacity: code.count)
    _ = scratch.append(code)
    let number = keys.find(scratch.bytes(at: 0, count: code.count))
    guard number >= 0 else { return [] }
    return (Int(starts[Int(number)])..<Int(starts[Int(number) + 1])).map { Int(order[$0]) }
  }

  package func validity(of entry: Int) -> Validity {
    func day(_ packed: Int64) -> CivilDate? {
      CivilDate(year: Int(packed >> 9), month: Int(packed >> 5) & 15, day: Int(packed) & 31)
    }
    return Validity(
      from: validFrom[entry] == Int64.min ? nil : day(validFrom[entry]),
      to: validTo[entry] == Int64.max ? nil : day(validTo[entry]))
  }
}
