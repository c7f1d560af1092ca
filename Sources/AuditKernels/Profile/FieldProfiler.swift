/// One field's profile while it is made: a table of its values as long as they fit, then a tally of each and a sketch.
///
/// A value counted in the table is tallied later, once with how often it occurred; so a field with few different values
/// costs a look-up a cell, and the tally is the same as if every cell had been tallied.
final class FieldProfiler: @unchecked Sendable {
  private let limits: ProfileLimits
  private var table: ValueTable?
  private(set) var tally: ValueTally?
  private(set) var sketch: DistinctSketch?
  /// Keeps reads that only fetch memory from being left out.
  private var sink: UInt64 = 0
  /// Look-ups whose memory is fetched together: their slots and values keep to the first-level cache.
  private static let stride = 64

  init(_ limits: ProfileLimits) {
    self.limits = limits
    table = ValueTable(keyLimit: limits.exactValues, byteLimit: limits.exactBytes)
  }

  /// Counts the cells of a run; null ones are blank.
  ///
  /// - `codes`: room for as many codes.
  func inspect(_ cells: Store<Bytes>, count: Int, codes: Store<UInt64>, _ tools: ProfileTools) {
    guard let table else {
      for position in 0..<count {
        let cell = cells[position]
        codes[position] = cell.isNull ? 0 : ValueTable.code(of: cell)
      }
      return tally(cells, 0..<count, codes, tools)
    }
    let full = look(up: cells, count, in: table, codes)
    guard full < count else { return }
    drain(table, tools)
    tally(cells, full..<count, codes, tools)
  }

  /// Counts cells in the table up to the first that does not fit, and says which that is; `count` where all do.
  private func look(
    up cells: Store<Bytes>, _ count: Int, in table: ValueTable, _ codes: Store<UInt64>
  ) -> Int {
    table.prepare(count, isRoomy: limits.isRoomy)
    let front = table.front
    if let front {
      // All places first: short steps, of which many may wait for memory at once.
      for position in 0..<count {
        let cell = cells[position]
        codes[position] = UInt64(bitPattern: Int64(cell.isNull ? -1 : CounterFront.index(of: cell)))
      }
      // Null cells and those counted have the code 0.
      for position in 0..<count {
        let isCounted = front.count(at: Int(Int64(bitPattern: codes[position])))
        codes[position] =
          isCounted || cells[position].isNull ? 0 : ValueTable.code(of: cells[position])
      }
    } else {
      for position in 0..<count {
        let cell = cells[position]
        codes[position] = cell.isNull ? 0 : ValueTable.code(of: cell)
      }
    }
    var view = table.view
    var (position, fetched) = (0, 0)
    while position < count {
      if position == fetched {
        fetched = min(position &+ FieldProfiler.stride, count)
        sink ^= view.touch(codes, position..<fetched)
      }
      let code = codes[position]
      if code != 0 {
        if !view.count(cells[position], code: code) {
          guard table.add(cells[position], code: code, 1) else { return position }
          view = table.view
        }
        front?.take(cells[position])
      }
      position &+= 1
    }
    return count
  }

  /// Counts cells in the sketch and the tally.
  private func tally(
    _ cells: Store<Bytes>, _ range: Range<Int>, _ codes: Store<UInt64>, _ tools: ProfileTools
  ) {
    guard let tally, let sketch else { return }
    let registers = sketch.registers
    for position in range where codes[position] != 0 {
      DistinctSketch.add(ValueTable.spread(codes[position]), to: registers)
    }
    for position in range where codes[position] != 0 { tally.add(cells[position], 1, tools) }
  }

  private func drain(_ table: ValueTable, _ tools: ProfileTools) {
    self.table = nil
    let tally = tally ?? ValueTally(patternLimit: limits.patterns)
    let sketch = sketch ?? DistinctSketch()
    table.forEach { value, code, count in
      DistinctSketch.add(ValueTable.spread(code), to: sketch.registers)
      tally.add(value, count, tools)
    }
    self.tally = tally
    self.sketch = sketch
  }

  func merge(_ other: FieldProfiler, _ tools: ProfileTools) {
    if let others = other.table {
      if let mine = table {
        var fits = true
        others.forEach { value, code, count in
          if fits, !mine.add(value, code: code, count) {
            fits = false
            drain(mine, tools)
          }
          if !fits { addDrained(value, code, count, tools) }
        }
      } else {
        others.forEach { addDrained($0, $1, $2, tools) }
      }
      return
    }
    if let mine = table { drain(mine, tools) }
    if let others = other.tally { tally?.merge(others) }
    if let others = other.sketch { sketch?.merge(others) }
  }

  private func addDrained(_ value: Bytes, _ code: UInt64, _ count: Int, _ tools: ProfileTools) {
    guard let tally, let sketch else { return }
    DistinctSketch.add(ValueTable.spread(code), to: sketch.registers)
    tally.add(value, count, tools)
  }

  /// The values with their counts, where all were kept.
  var values: ValueTable? { table }

  /// The tally of all values; of those in the table it is made now.
  func finish(_ tools: ProfileTools) -> ValueTally {
    if let tally { return tally }
    let made = ValueTally(patternLimit: limits.patterns)
    table?.forEach { value, _, count in made.add(value, count, tools) }
    tally = made
    return made
  }
}

/// How much a profile keeps of each field: bounds that depend on the number of fields alone.
package struct ProfileLimits: Sendable, Hashable {
  /// Different values of a field that are counted exactly, and their bytes.
  package var exactValues: Int
  package var exactBytes: Int
  /// Different patterns of characters.
  package var patterns: Int
  /// Records that frequent values are estimated from where there are too many different ones.
  package var sampleRecords: Int
  /// Fields are so few that each may have memory for its speed.
  package var isRoomy: Bool

  package init(fieldCount: Int) {
    let fields = max(1, fieldCount)
    exactValues = min(65_536, max(256, (2 << 20) / fields))
    exactBytes = min(4 << 20, max(16 << 10, (128 << 20) / fields))
    patterns = fields <= 256 ? 512 : 64
    sampleRecords = min(4_096, max(64, (1 << 18) / fields))
    isRoomy = fields <= 64
  }
}
