import AuditModel

/// The profiles of all fields while one worker makes them.
package final class DatasetProfiler: @unchecked Sendable {
  private let evaluator: Evaluator
  private let fields: [FieldProfiler]
  private let nodes: [Int]
  private let sample: RecordSample
  private var picks: RecordPicks
  private let tools: ProfileTools
  package let limits: ProfileLimits
  /// Records that were counted, and those that were left out.
  package private(set) var recordCount = 0
  package private(set) var leftOutCount = 0

  /// - `defects`: the bits of a text's defects, for texts that are out of the ordinary.
  package init(
    fieldCount: Int, limits: ProfileLimits, defects: @escaping @Sendable ([UInt8]) -> UInt16
  ) {
    var builder = ProgramBuilder()
    var nodes: [Int] = []
    for column in 0..<fieldCount { nodes.append(builder.field(column).index) }
    evaluator = Evaluator(Program(builder))
    self.nodes = nodes
    self.limits = limits
    fields = (0..<fieldCount).map { _ in FieldProfiler(limits) }
    sample = RecordSample(size: limits.sampleRecords, fieldCount: fieldCount)
    picks = RecordPicks(shift: limits.tallyShift, capacity: Evaluator.width)
    tools = ProfileTools(defects: defects)
  }

  deinit { picks.deallocate() }

  /// Counts the records of a batch that is split.
  ///
  /// - `withoutSlipped`: those are left out whose cells may be another field's than the one they stand under.
  package func inspect(_ batch: RecordBatch, withoutSlipped: Bool = false) {
    let slipped =
      withoutSlipped && !batch.defects.isEmpty
      ? Set(batch.defects.lazy.filter(\.defect.mayMoveFields).map(\.record))
        .filter { $0 < batch.recordCount }.sorted() : []
    var first = 0
    for record in slipped {
      inspect(batch, first..<record)
      first = record + 1
    }
    inspect(batch, first..<batch.recordCount)
    recordCount += batch.recordCount - slipped.count
    leftOutCount += slipped.count
  }

  private func inspect(_ batch: RecordBatch, _ records: Range<Int>) {
    var first = records.lowerBound
    while first < records.upperBound {
      let count = evaluator.run(of: records.upperBound - first)
      let filled = evaluator.filled
      evaluator.run(batch, from: first, count: count)
      choose(batch.firstRecord &+ first, count)
      for (number, field) in fields.enumerated() {
        let place = evaluator.fieldIndex[nodes[number]]
        field.inspect(
          evaluator.texts[nodes[number]], count: count,
          values: evaluator.filled[place] - filled[place], picks, tools)
      }
      first += count
    }
  }

  /// Finds the records of the run that are in the samples; `first`: the number of its first.
  private func choose(_ first: Int, _ count: Int) {
    picks.choose(first, count, bound: sample.bound)
    let texts = evaluator.texts
    for index in 0..<picks.lowCount {
      let position = picks.lowPositions[index]
      let hash = RecordSample.hash(first + position)
      // The bound may have fallen with those before.
      guard hash < sample.bound else { continue }
      sample.take(hash) { texts[nodes[$0]][position] }
    }
  }

  package func merge(_ other: DatasetProfiler) {
    for (mine, others) in zip(fields, other.fields) { mine.merge(others, tools) }
    sample.merge(other.sample)
    recordCount += other.recordCount
    leftOutCount += other.leftOutCount
  }

  /// What was found of each field; once, at the end.
  ///
  /// - `lists`: code lists to look the values up in, where all different values are known.
  /// - `formats`: what the values are tried for.
  package func facts(lists: [CodeTable], formats: [FormatTest]) -> [FieldFacts] {
    sample.shrink()
    return fields.indices.map { facts(of: $0, lists, formats) }
  }

  private func facts(of number: Int, _ lists: [CodeTable], _ formats: [FormatTest]) -> FieldFacts {
    let field = fields[number]
    var facts = field.finish(recordCount: recordCount + leftOutCount, tools)
    guard let values = field.values else {
      facts.distinct = min(facts.values, field.sketch?.estimate ?? 0)
      facts.sampledValues = sampled(number, &facts.frequent)
      let survey = FormatSurvey(
        tests: formats, screen: ValueScreen(sample, field: number), known: facts.countedFormats,
        total: facts.formTotal, isOfAll: facts.formTotal == facts.values)
      facts.formatShares = survey.shares(of: facts.sampledValues, isSample: true) { has in
        var count = 0
        sample.forEach(number) { value, _ in if has(value) { count += 1 } }
        return count
      }
      return facts
    }
    facts.distinct = values.count
    facts.isExact = true
    facts.frequent = values.mostFrequent(FieldFacts.frequentLimit)
    let screen = ValueScreen(values, frequent: facts.frequent)
    func count(_ has: (Bytes) -> Bool) -> Int {
      var found = 0
      values.forEach { value, slot in if has(value) { found += slot.count } }
      return found
    }
    facts.listHits = lists.map { list in
      let isListed = { (value: Bytes) in list.keys.find(value) >= 0 }
      return screen.isInQuestion(isListed) ? count(isListed) : 0
    }
    let survey = FormatSurvey(
      tests: formats, screen: screen, known: facts.countedFormats, total: facts.values,
      isOfAll: true)
    facts.formatShares = survey.shares(of: facts.values, isSample: false, count)
    return facts
  }

  /// The values that occur twice and more in the sample; how many of its records have a value.
  private func sampled(_ number: Int, _ frequent: inout [ValueCount]) -> Int {
    var found: [UInt64: ValueCount] = [:]
    var total = 0
    sample.forEach(number) { value, hash in
      total += 1
      if let known = found[hash] {
        found[hash] = ValueCount(value: known.value, count: known.count + 1)
      } else {
        found[hash] = ValueCount(value: value.array, count: 1)
      }
    }
    frequent = Array(
      found.values.filter { $0.count > 1 }.sorted(by: ValueCount.isBefore)
        .prefix(FieldFacts.frequentLimit))
    return total
  }
}

/// A value and how many records have it.
package struct ValueCount: Sendable, Hashable {
  package var value: [UInt8]
  package var count: Int

  package init(value: [UInt8], count: Int) {
    self.value = value
    self.count = count
  }

  static func isBefore(_ a: ValueCount, _ b: ValueCount) -> Bool {
    a.count != b.count ? a.count > b.count : a.value.lexicographicallyPrecedes(b.value)
  }
}
