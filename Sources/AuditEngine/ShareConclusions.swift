internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources

/// Shares and counts of values against an earlier period.
extension ResourcePass {
  func judge(
    _ shift: ShareShift, _ check: Int, _ topic: Int, _ passes: [ResourcePass],
    _ unread: Set<String>, _ deferred: inout [DeferredFinding]
  ) {
    let other = passes.first { $0.resource.packName == shift.previousResource }
    func id(_ side: FeedID.Side) -> FeedID {
      FeedID(owner: resource.packName, check: check, side: side)
    }
    guard let other, !unread.contains(shift.previousResource),
      let stillThere = aggregates[id(.left)], let earlier = other.aggregates[id(.right)],
      let all = other.aggregates[id(.total)]
    else {
      reasons[check] = .otherResourceUnread
      return
    }
    guard let total = Self.sum(all), !earlier.hasOverflow else {
      reasons[check] = .sumOverflow
      return
    }
    var values = (0..<shift.latest.count).map { value in
      let then = Self.whole(earlier, value)
      return ShiftFindings.Value(
        now: Int128(shift.latest.recordCount(of: value)), then: then,
        reason: then == 0 && earlier.count(of: value) == 0 ? 1 : 0,
        record: shift.latest.firstRecord(of: value))
    }
    let gone = (0..<shift.previous.count).filter { stillThere.count(of: $0) == 0 }
    for value in gone.sorted(by: {
      shift.previous.firstRecord(of: $0) < shift.previous.firstRecord(of: $1)
    }) {
      let number = shift.previous.firstRecord(of: value)
      let place = other.reader?.place(of: number) ?? RecordPlace(part: nil, number: number)
      values.append(
        ShiftFindings.Value(
          now: 0, then: Self.whole(all, value), reason: 2, record: 0,
          place: .record(place, of: shift.previousResource)))
    }
    let fields = resource.checks[check].rule.fields
    var judged = ShiftFindings(
      shift: shift, topic: topic, language: audit.options.language,
      isSensitive: resource.hasSensitive(fields) || other.resource.hasSensitive(fields))
    judged.add(values, ofThen: total)
    guard !judged.hasOverflow else {
      reasons[check] = .sumOverflow
      return
    }
    counts[check] += judged.counts
    deferred += judged.failing
  }

  /// Counts and sums of whole numbers alike.
  private static func whole(_ aggregate: GroupAggregate, _ group: Int) -> Int128 {
    (aggregate.value(of: group) ?? 0) / ScaledNumber.unit
  }

  /// Nil where a sum leaves 128 bits.
  private static func sum(_ aggregate: GroupAggregate) -> Int128? {
    guard !aggregate.hasOverflow else { return nil }
    var total: Int128 = 0
    for group in 0..<aggregate.groupCount {
      let (sum, isOver) = total.addingReportingOverflow(whole(aggregate, group))
      guard !isOver else { return nil }
      total = sum
    }
    return total
  }
}

/// What judging the values one by one has found so far.
private struct ShiftFindings {
  let shift: ShareShift
  let topic: Int
  let language: Language
  /// The values are of a sensitive field: see `SmallCells`.
  let isSensitive: Bool
  var counts = RuleCounts()
  var failing: [DeferredFinding] = []
  var hasOverflow = false

  init(shift: ShareShift, topic: Int, language: Language, isSensitive: Bool) {
    self.shift = shift
    self.topic = topic
    self.language = language
    self.isSensitive = isSensitive
  }

  /// How many records have a value in each period.
  struct Value {
    var now: Int128
    var then: Int128
    var reason: Int
    var record: Int
    /// Where the earlier period has the value that is no longer there.
    var place: LocalizedText?
  }

  /// - `total`: records of all values of the earlier period.
  mutating func add(_ values: [Value], ofThen total: Int128) {
    let all = values.reduce(0) { $0 + $1.now }
    let now = cells(values.map(\.now))
    let then = cells(values.map(\.then))
    for (index, value) in values.enumerated() {
      add(
        value, ShareShift.Part(count: value.now, of: all),
        ShareShift.Part(count: value.then, of: total), (now[index], then[index]))
    }
  }

  private func cells(_ counts: [Int128]) -> [SmallCells.Cell] {
    isSensitive
      ? SmallCells.cells(counts.map { Int(clamping: $0) }) : counts.map { _ in .seen }
  }

  private mutating func add(
    _ value: Value, _ now: ShareShift.Part, _ then: ShareShift.Part,
    _ cells: (now: SmallCells.Cell, then: SmallCells.Cell)
  ) {
    switch shift.judge(now, then) {
    case nil: hasOverflow = true
    case .holds: counts.passed += 1
    case .tooFew: counts.skipped += 1
    case .moved:
      counts.failed += 1
      let origin = value.place.map { "; " + $0[language] } ?? ""
      let (before, after) = (
        cells.then.text(shift.text(then, language)), cells.now.text(shift.text(now, language))
      )
      failing.append(
        DeferredFinding(
          record: value.record, topic: topic, reason: value.reason,
          expected: Array("\(before) → \(after)\(origin)".utf8)))
    }
  }
}
