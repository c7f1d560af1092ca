/// One field's profile while it is made: a table of its values as long as they fit, then a span and a sketch of them.
///
/// A value counted in the table is tallied later, once with how often it occurred; so a field with few different values
/// costs a look-up a cell, and the tally is the same as if every cell had been tallied. Of a field whose values do not
/// fit, those of a sample of the records are tallied. Whether they fit is known at the end only, so that the sample is
/// tallied all along, by each worker: which records are in it depends on their numbers alone.
final class FieldProfiler: @unchecked Sendable {
  private let limits: ProfileLimits
  private var table: ValueTable?
  /// Of the sample; where that is all records, of all once the table is full.
  private var tally: ValueTally?
  /// Of the first records that are not in the sample: with it all of a source that has no more.
  private var early: ValueTally?
  private(set) var span: ValueSpan?
  private(set) var sketch: DistinctSketch?
  /// Keeps reads that only fetch memory from being left out.
  private var sink: UInt64 = 0
  /// Look-ups whose memory is fetched together: their slots and values keep to the first-level cache.
  private static let stride = 64

  init(_ limits: ProfileLimits) {
    self.limits = limits
    table = ValueTable(keyLimit: limits.exactValues, byteLimit: limits.exactBytes)
    tally = limits.talliesAll ? nil : ValueTally(patternLimit: limits.patterns)
  }

  /// Counts the cells of a run; null ones are blank.
  ///
  /// - `codes`: room for as many codes.
  /// - `picks`: where the sample's records are in the run.
  func inspect(
    _ cells: Store<Bytes>, count: Int, codes: Store<UInt64>, _ picks: RecordPicks,
    _ tools: ProfileTools
  ) {
    if let tally, !limits.talliesAll { tallySample(cells, picks, tally, tools) }
    guard let table else {
      for position in 0..<count {
        let cell = cells[position]
        codes[position] = cell.isNull ? 0 : ValueTable.code(of: cell)
      }
      return span(cells, 0..<count, codes, tools)
    }
    let full = look(up: cells, count, in: table, codes)
    guard full < count else { return }
    drain(table, tools)
    span(cells, full..<count, codes, tools)
  }

  private func tallySample(
    _ cells: Store<Bytes>, _ picks: RecordPicks, _ tally: ValueTally, _ tools: ProfileTools
  ) {
    for index in 0..<picks.count {
      let cell = cells[picks.positions[index]]
      if !cell.isNull { tally.add(cell, 1, tools) }
    }
    guard picks.earlyCount > 0 else { return }
    let early = early ?? ValueTally(patternLimit: limits.patterns)
    self.early = early
    for index in 0..<picks.earlyCount {
      let cell = cells[picks.earlyPositions[index]]
      if !cell.isNull { early.add(cell, 1, tools) }
    }
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

  /// Counts cells in the sketch and the span, and in the tally where that is of all records.
  private func span(
    _ cells: Store<Bytes>, _ range: Range<Int>, _ codes: Store<UInt64>, _ tools: ProfileTools
  ) {
    guard let span, let sketch else { return }
    let registers = sketch.registers
    for position in range where codes[position] != 0 {
      DistinctSketch.add(ValueTable.spread(codes[position]), to: registers)
    }
    for position in range where codes[position] != 0 { span.add(cells[position], 1, tools) }
    guard limits.talliesAll, let tally else { return }
    for position in range where codes[position] != 0 { tally.add(cells[position], 1, tools) }
  }

  private func drain(_ table: ValueTable, _ tools: ProfileTools) {
    self.table = nil
    span = ValueSpan()
    sketch = DistinctSketch()
    if limits.talliesAll { tally = ValueTally(patternLimit: limits.patterns) }
    table.forEach { addDrained($0, $1, $2, tools) }
  }

  func merge(_ other: FieldProfiler, _ tools: ProfileTools) {
    mergeValues(other, tools)
    if let others = other.tally {
      if let tally { tally.merge(others) } else { tally = others }
    }
    if let others = other.early {
      if let early { early.merge(others) } else { early = others }
    }
  }

  private func mergeValues(_ other: FieldProfiler, _ tools: ProfileTools) {
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
    if let others = other.span { span?.merge(others) }
    if let others = other.sketch { sketch?.merge(others) }
  }

  private func addDrained(_ value: Bytes, _ code: UInt64, _ count: Int, _ tools: ProfileTools) {
    guard let span, let sketch else { return }
    DistinctSketch.add(ValueTable.spread(code), to: sketch.registers)
    span.add(value, count, tools)
    if limits.talliesAll { tally?.add(value, count, tools) }
  }

  /// The values with their counts, where all were kept.
  var values: ValueTable? { table }

  /// What was found: of the table's values all is told of all, else what a tally tells is of the sample.
  ///
  /// `recordCount`: of the source; no more than `RecordPicks.earlyLimit` are all in the sample.
  func finish(recordCount: Int, _ tools: ProfileTools) -> FieldFacts {
    guard let table else {
      let tally = tally ?? ValueTally(patternLimit: limits.patterns)
      if recordCount <= RecordPicks.earlyLimit, let early { tally.merge(early) }
      var facts = FieldFacts(tally)
      if let span { facts.take(span) }
      return facts
    }
    let made = ValueTally(patternLimit: limits.patterns)
    table.forEach { value, _, count in made.add(value, count, tools) }
    return FieldFacts(made)
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

  /// Of so many records as a power of two one is in the sample that is tallied: at most 4, one of 16.
  ///
  /// More of them where fewer different values fit in the table, so that whenever they do not, about 4,096 values or more
  /// are in the sample; 0 where that takes all records.
  package var tallyShift: Int {
    var shift = 4
    while shift > 0, exactValues >> shift < 4_096 { shift -= 1 }
    return shift
  }

  /// All records are in the sample that is tallied.
  var talliesAll: Bool { tallyShift == 0 }

  package init(fieldCount: Int) {
    let fields = max(1, fieldCount)
    exactValues = min(65_536, max(256, (2 << 20) / fields))
    exactBytes = min(4 << 20, max(16 << 10, (128 << 20) / fields))
    patterns = fields <= 256 ? 512 : 64
    sampleRecords = min(4_096, max(64, (1 << 18) / fields))
    isRoomy = fields <= 64
  }
}
