/// One field's profile while it is made: a table of its values as long as they fit, then a span and a sketch of them.
///
/// A value counted in the table is tallied later, once with how often it occurred; so a field with few different values
/// costs a look-up a cell, and the tally is the same as if every cell had been tallied. Of a field whose values do not
/// fit, those of a sample of the records are tallied: which records are in it depends on their numbers alone. Whether
/// they fit is known at the end only, so that the table counts apart how often a value occurs in the sample.
///
/// Where nearly all values are different, the table is left as it is once that is plain, and what follows is in span,
/// sketch and tally, and in a log too until it is known that all do not fit: if they do, what they are is told by a table
/// of all. When a worker changes to that is no matter: both ways tell the same.
final class FieldProfiler: @unchecked Sendable {
  private let limits: ProfileLimits
  /// Nil once it is known that the values do not fit.
  private var table: ValueTable?
  /// Of the sample's values that are not in the table; where that is all records, of all those.
  private var tally: ValueTally?
  /// Of the first records that are not in the sample: with it all of a source that has no more.
  private var early: ValueTally?
  /// Of all values that are not in the table, once there are any.
  private(set) var span: ValueSpan?
  private(set) var sketch: DistinctSketch?
  /// Those values themselves, while there is a table; or all values, in a table of their own.
  private var log: ValueLog?
  private var all: ValueTable?
  /// Values seen before it was asked whether nearly all are different; then so many that were in the log when the sketch
  /// was last asked.
  private var seen = 0
  private var isShareKnown = false

  init(_ limits: ProfileLimits) {
    self.limits = limits
    table = ValueTable(limits)
  }

  /// Counts the cells of a run; null ones are blank.
  ///
  /// - `values`: how many are not null.
  /// - `picks`: where the sample's records are in the run.
  func inspect(
    _ cells: Store<Bytes>, count: Int, values: Int, _ picks: RecordPicks, _ tools: ProfileTools
  ) {
    let packed = tools.space.pack(cells, count, values: values)
    guard let table, span == nil else {
      span(packed, 0..<values, tools)
      tallySample(cells, picks, tools)
      return keep(packed, values, isEarlyOver: picks.isEarlyOver, tools)
    }
    let (rest, left, done) = table.count(packed, values, isRoomy: limits.isRoomy, tools.space)
    guard done < left else {
      note(cells, picks, in: table, tools.space)
      return judge(table, values)
    }
    // What the table counted of the sample is tallied from there, and the values that it does not have now.
    drain(table, isEarlyOver: picks.isEarlyOver, tools)
    span(rest, done..<left, tools)
    tallySample(cells, picks, tools)
  }

  /// Asks once, of a table that is a quarter full, whether nearly all values are different.
  private func judge(_ table: ValueTable, _ values: Int) {
    guard !isShareKnown else { return }
    seen += values
    let quarter = limits.exactValues / 4
    guard table.count >= quarter else { return }
    isShareKnown = true
    guard quarter >= FieldProfiler.leastOfLog, table.count * 8 >= seen * 7 else { return }
    seen = 0
    span = ValueSpan()
    sketch = DistinctSketch()
    log = ValueLog(countLimit: limits.exactValues * 2, byteLimit: limits.exactBytes * 2)
  }

  /// Fields with smaller tables have none.
  private static let leastOfLog = 8_192

  /// Keeps values that are counted elsewhere for as long as it is open whether all fit in a table.
  private func keep(
    _ cells: Store<Bytes>, _ values: Int, isEarlyOver: Bool, _ tools: ProfileTools
  ) {
    guard table != nil else { return }
    if let all {
      let (_, left, done) = all.count(cells, values, isRoomy: limits.isRoomy, tools.space)
      if done < left { overflow(isEarlyOver: isEarlyOver, tools) }
      return
    }
    guard let log, let sketch else { return }
    log.append(cells, 0..<values)
    var isDue = log.isFull
    if !isDue, log.count - seen >= limits.exactValues / 4 {
      seen = log.count
      // An eighth too many is fifteen times the sketch's standard error; it says when to count, which alone is sure.
      isDue = sketch.estimate * 8 > limits.exactValues * 9
    }
    guard isDue else { return }
    all = gathered
    self.log = nil
    if all == nil { overflow(isEarlyOver: isEarlyOver, tools) }
  }

  /// All values in one table, apart from `table`; nil where they do not fit.
  private var gathered: ValueTable? {
    if let all { return all }
    guard let table else { return nil }
    let made = ValueTable(limits)
    var fits = true
    table.forEach { value, slot in fits = fits && made.add(value, slot.key, slot.count) }
    guard fits, log?.forEach({ made.add($0, $1, 1) }) ?? true else { return nil }
    return made
  }

  private func overflow(isEarlyOver: Bool, _ tools: ProfileTools) {
    log = nil
    all = nil
    if let table { drain(table, isEarlyOver: isEarlyOver, tools) }
  }

  /// Counts the sample's values apart in a table that has all values of the run.
  private func note(
    _ cells: Store<Bytes>, _ picks: RecordPicks, in table: ValueTable, _ space: RunSpace
  ) {
    guard !limits.talliesAll else { return }
    let chosen = space.gather(cells, picks.positions, picks.count)
    table.note(space.rest, chosen, ValueTable.inSample, space)
    guard picks.earlyCount > 0 else { return }
    let early = space.gather(cells, picks.earlyPositions, picks.earlyCount)
    table.note(space.rest, early, ValueTable.early, space)
  }

  private func tallySample(_ cells: Store<Bytes>, _ picks: RecordPicks, _ tools: ProfileTools) {
    guard !limits.talliesAll else { return }
    let tally = sampleTally
    for index in 0..<picks.count {
      let cell = cells[picks.positions[index]]
      if !cell.isNull { tally.add(cell, 1, tools) }
    }
    guard picks.earlyCount > 0, !picks.isEarlyOver else { return }
    let early = earlyTally
    for index in 0..<picks.earlyCount {
      let cell = cells[picks.earlyPositions[index]]
      if !cell.isNull { early.add(cell, 1, tools) }
    }
  }

  private var sampleTally: ValueTally {
    let made = tally ?? ValueTally(patternLimit: limits.patterns)
    tally = made
    return made
  }

  private var earlyTally: ValueTally {
    let made = early ?? ValueTally(patternLimit: limits.patterns)
    early = made
    return made
  }

  /// Counts cells in the sketch and the span, and in the tally where that is of all records.
  private func span(_ cells: Store<Bytes>, _ range: Range<Int>, _ tools: ProfileTools) {
    guard let span, let sketch else { return }
    let registers = sketch.registers
    for position in range {
      DistinctSketch.add(ValueKey(cells[position]).spread, to: registers)
    }
    span.add(cells, range, tools)
    guard limits.talliesAll else { return }
    let tally = sampleTally
    for position in range { tally.add(cells[position], 1, tools) }
  }

  /// - `isEarlyOver`: there are more records than the early ones, and what is counted of these is not wanted.
  private func drain(_ table: ValueTable, isEarlyOver: Bool, _ tools: ProfileTools) {
    self.table = nil
    let (span, sketch) = (span ?? ValueSpan(), sketch ?? DistinctSketch())
    self.span = span
    self.sketch = sketch
    table.forEach { value, slot in
      DistinctSketch.add(slot.key.spread, to: sketch.registers)
      span.add(value, slot.count, tools)
    }
    let tally = sampleTally
    if limits.talliesAll { return table.forEach { tally.add($0, $1.count, tools) } }
    table.forEach { if $1.sampleCount > 0 { tally.add($0, $1.sampleCount, tools) } }
    guard !isEarlyOver else { return }
    let early = earlyTally
    table.forEach { if $1.earlyCount > 0 { early.add($0, $1.earlyCount, tools) } }
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
    if let mine = table, let others = other.table {
      if span == nil, other.span == nil { return add(others, to: mine, tools) }
      if let union = union(with: other) {
        all = union
        log = nil
        others.forEach { value, slot in
          let fits = mine.add(value, slot.key, slot.count, picked: slot.picked)
          precondition(fits, "a table of \(mine.count) of \(union.count) values is full")
        }
        return mergeSpan(other)
      }
    }
    overflow(isEarlyOver: false, tools)
    mergeSpan(other)
    other.table?.forEach { addDrained($0, $1, tools) }
  }

  /// The values of both in one table; nil where they do not fit.
  private func union(with other: FieldProfiler) -> ValueTable? {
    guard let union = gathered, let others = other.gathered else { return nil }
    var fits = true
    others.forEach { value, slot in fits = fits && union.add(value, slot.key, slot.count) }
    return fits ? union : nil
  }

  private func add(_ others: ValueTable, to mine: ValueTable, _ tools: ProfileTools) {
    var fits = true
    others.forEach { value, slot in
      if fits, !mine.add(value, slot.key, slot.count, picked: slot.picked) {
        fits = false
        drain(mine, isEarlyOver: false, tools)
      }
      if !fits { addDrained(value, slot, tools) }
    }
  }

  private func mergeSpan(_ other: FieldProfiler) {
    let (mine, sketch) = (span ?? ValueSpan(), sketch ?? DistinctSketch())
    span = mine
    self.sketch = sketch
    if let others = other.span { mine.merge(others) }
    if let others = other.sketch { sketch.merge(others) }
  }

  /// Counts a value of another's table that this one has no room for.
  private func addDrained(_ value: Bytes, _ slot: ValueTable.Slot, _ tools: ProfileTools) {
    guard let span, let sketch else { return }
    DistinctSketch.add(slot.key.spread, to: sketch.registers)
    span.add(value, slot.count, tools)
    if limits.talliesAll { return sampleTally.add(value, slot.count, tools) }
    if slot.sampleCount > 0 { sampleTally.add(value, slot.sampleCount, tools) }
    if slot.earlyCount > 0 { earlyTally.add(value, slot.earlyCount, tools) }
  }

  /// The values with their counts, where all were kept; after `finish`.
  var values: ValueTable? { table }

  /// What was found: of the table's values all is told of all, else what a tally tells is of the sample.
  ///
  /// `recordCount`: of the source; no more than `RecordPicks.earlyLimit` are all in the sample.
  func finish(recordCount: Int, _ tools: ProfileTools) -> FieldFacts {
    if table != nil, span != nil {
      if let gathered { table = gathered } else { overflow(isEarlyOver: false, tools) }
    }
    guard let table else {
      let tally = tally ?? ValueTally(patternLimit: limits.patterns)
      if recordCount <= RecordPicks.earlyLimit, let early { tally.merge(early) }
      var facts = FieldFacts(tally)
      if let span { facts.take(span) }
      return facts
    }
    let made = ValueTally(patternLimit: limits.patterns)
    table.forEach { value, slot in made.add(value, slot.count, tools) }
    return FieldFacts(made)
  }
}
