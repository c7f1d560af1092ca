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
    var judged = ShiftFindings(shift: shift, topic: topic, language: audit.options.language)
    judged.then = total
    for value in 0..<shift.latest.count {
      judged.now += Int128(shift.latest.recordCount(of: value))
    }
    for value in 0..<shift.latest.count {
      let then = Self.whole(earlier, value)
      judged.add(
        Int128(shift.latest.recordCount(of: value)), then,
        reason: then == 0 && earlier.count(of: value) == 0 ? 1 : 0,
        record: shift.latest.firstRecord(of: value))
    }
    let gone = (0..<shift.previous.count).filter { stillThere.count(of: $0) == 0 }
    for value in gone.sorted(by: {
      shift.previous.firstRecord(of: $0) < shift.previous.firstRecord(of: $1)
    }) {
      let number = shift.previous.firstRecord(of: value)
      let place = other.reader?.place(of: number) ?? RecordPlace(part: nil, number: number)
      judged.add(
        0, Self.whole(all, value), reason: 2, record: 0,
        place: .record(place, of: shift.previousResource))
    }
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
  /// Records of all values.
  var now: Int128 = 0
  var then: Int128 = 0
  var counts = RuleCounts()
  var failing: [DeferredFinding] = []
  var hasOverflow = false

  init(shift: ShareShift, topic: Int, language: Language) {
    self.shift = shift
    self.topic = topic
    self.language = language
  }

  /// `place`: where the earlier period has the value that is no longer there.
  mutating func add(
    _ count: Int128, _ earlier: Int128, reason: Int, record: Int, place: LocalizedText? = nil
  ) {
    let (now, then) = (
      ShareShift.Part(count: count, of: now), ShareShift.Part(count: earlier, of: then)
    )
    switch shift.judge(now, then) {
    case nil: hasOverflow = true
    case .holds: counts.passed += 1
    case .tooFew: counts.skipped += 1
    case .moved:
      counts.failed += 1
      let origin = place.map { "; " + $0[language] } ?? ""
      failing.append(
        DeferredFinding(
          record: record, topic: topic, reason: reason,
          expected: Array(
            "\(shift.text(then, language)) → \(shift.text(now, language))\(origin)".utf8)))
    }
  }
}
