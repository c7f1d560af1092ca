import AuditModel

/// A code list in memory: entries with cells as bytes, found by code, or by code on a day.
///
/// Only read once made.
package final class CodeTable: @unchecked Sendable {
  package let columnNames: [String]
  package let entryCount: Int
  private let arena = ByteArena()
  /// Column after column, for each entry where its cell lies in the arena and, in the low 32 bits, how long it is.
  ///
  /// Equal short cells of a column are one: what many records ask for stays in the processor's cache.
  private let places: Store<UInt64>
  let keys: KeyTable
  /// For each key the range of its entries in `order`, from the oldest to the newest.
  private let starts: Store<UInt32>
  private let order: Store<UInt32>
  private let validFrom: Store<Int64>
  private let validTo: Store<Int64>
  /// Each key has one entry: saves a step where no code has a history.
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
  package convenience init(
    columnNames: [String], rows: [[[UInt8]]], code: Int, validities: [Validity] = []
  ) {
    let arena = StableArena()
    self.init(columnNames: columnNames, entryCount: rows.count, code: code, validities: validities)
    {
      arena.copy(rows[$0][$1])
    }
  }

  /// `records`: those of the table that are entries, in order.
  package convenience init(
    _ table: CSVTable, columnNames: [String], records: [Int], code: Int,
    validities: [Validity] = []
  ) {
    self.init(
      columnNames: columnNames, entryCount: records.count, code: code, validities: validities
    ) { table.cell($1, of: records[$0]) }
  }

  private init(
    columnNames: [String], entryCount: Int, code: Int, validities: [Validity],
    cell: (_ entry: Int, _ column: Int) -> Bytes
  ) {
    precondition(
      validities.isEmpty || validities.count == entryCount, "\(validities.count) of \(entryCount)")
    self.columnNames = columnNames
    self.entryCount = entryCount
    places = .allocate(entryCount * columnNames.count, fill: 0)
    validFrom = .allocate(entryCount, fill: Int64.min)
    validTo = .allocate(entryCount, fill: Int64.max)
    keys = KeyTable(capacity: entryCount)
    var keyOf: [Int] = []
    keyOf.reserveCapacity(entryCount)
    for column in columnNames.indices {
      let known = KeyTable(capacity: 16)
      var placesOfKnown: [UInt64] = []
      for entry in 0..<entryCount {
        let bytes = cell(entry, column)
        if column == code { keyOf.append(keys.insert(bytes).number) }
        let exact = KeyCode.exact(bytes)
        let (number, isNew) = exact == 0 ? (0, true) : known.insert(code: exact)
        guard isNew else {
          places[column * entryCount + entry] = placesOfKnown[number]
          continue
        }
        let place = UInt64(arena.append(bytes)) << 32 | UInt64(max(0, bytes.count))
        if exact != 0 { placesOfKnown.append(place) }
        places[column * entryCount + entry] = place
      }
    }
    for (entry, validity) in validities.enumerated() {
      if let from = validity.from { validFrom[entry] = packedDay(from) }
      if let to = validity.to { validTo[entry] = packedDay(to) }
    }
    order = .allocate(entryCount, fill: 0)
    starts = .allocate(keys.count + 1, fill: 0)
    simple = keys.count == entryCount
    keys.freeze()
    arrange(keyOf)
  }

  /// Sorts entries by key, and those of one key from the oldest to the newest.
  private func arrange(_ keyOf: [Int]) {
    for key in keyOf { starts[key + 1] += 1 }
    for key in 0..<keys.count { starts[key + 1] += starts[key] }
    var next = (0..<keys.count).map { Int(starts[$0]) }
    for (entry, key) in keyOf.enumerated() {
      order[next[key]] = UInt32(entry)
      next[key] += 1
    }
    for key in 0..<keys.count where starts[key + 1] - starts[key] > 1 {
      let range = Int(starts[key])..<Int(starts[key + 1])
      let sorted = range.map { Int(order[$0]) }.sorted {
        (validFrom[$0], $0) < (validFrom[$1], $1)
      }
      for (position, entry) in zip(range, sorted) { order[position] = UInt32(entry) }
    }
  }

  deinit {
    places.deallocate()
    starts.deallocate()
    order.deallocate()
    validFrom.deallocate()
    validTo.deallocate()
  }

  @inline(__always) func cell(_ entry: Int, _ column: Int) -> Bytes {
    let place = places[column &* entryCount &+ entry]
    return arena.bytes(at: Int(place >> 32), count: Int(place & 0xFFFF_FFFF))
  }

  /// The cells of a column, for loops.
  struct Column {
    let places: Store<UInt64>
    let bytes: Bytes
    let first: Int

    @inline(__always) subscript(entry: Int) -> Bytes {
      let place = places[first &+ entry]
      return bytes.slice(Int(place >> 32), Int(place & 0xFFFF_FFFF))
    }
  }

  func cells(_ column: Int) -> Column {
    Column(
      places: places, bytes: arena.bytes(at: 0, count: arena.count), first: column * entryCount)
  }

  /// The newest entry of the key with this number.
  @inline(__always) func latest(_ number: Int64) -> Int64 {
    guard number >= 0 else { return number }
    return Int64(order[Int(starts[Int(number) + 1]) - 1])
  }

  /// The entry valid on the packed day, the newest where periods overlap.
  ///
  /// `mayHaveEnded`: an entry does whose validity began by then, whether it has ended or not.
  @inline(__always) func entry(_ number: Int64, on day: Int64, mayHaveEnded: Bool) -> Int64 {
    guard number >= 0 else { return number }
    var index = Int(starts[Int(number) + 1])
    while index > Int(starts[Int(number)]) {
      index -= 1
      let entry = Int(order[index])
      if validFrom[entry] <= day, mayHaveEnded || day <= validTo[entry] { return Int64(entry) }
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
    Validity(
      from: validFrom[entry] == Int64.min ? nil : civilDate(validFrom[entry]),
      to: validTo[entry] == Int64.max ? nil : civilDate(validTo[entry]))
  }
}
