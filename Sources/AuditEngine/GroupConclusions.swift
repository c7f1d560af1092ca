internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditText

/// Rules about keys, groups and whole resources, settled when all records were read.
extension ResourcePass {
  func findDuplicates(_ deferred: inout [DeferredFinding]) throws {
    for (number, unique) in job.uniques.enumerated() {
      let parts = collectors.map { $0[number] }
      let spilled = spilled
      let records = try BatchScheduler(workers: audit.options.workers).map(
        count: KeyCollector.partitions
      ) { partition in
        var entries = parts.map { $0.words(partition) }
        for spill in spilled { entries.append(try spill.words(rule: number, partition: partition)) }
        return DuplicateFinder.records(in: entries)
      }
      var count = 0
      for list in records {
        count += list.count
        for record in list { deferred.append(DeferredFinding(record: record, topic: unique.topic)) }
      }
      counts[unique.check].passed -= count
      counts[unique.check].failed += count
    }
    collectors = []
  }

  func judgeGroups(_ deferred: inout [DeferredFinding], _ reader: any RecordReader) throws {
    let first = job.uniques.count
    for (number, bound) in job.groups.enumerated() {
      let parts = groups.map { $0[number] }
      // A record of an unread part may be the one that is missing.
      if failure != nil, bound.rule.needsEachRecord { continue }
      let spilled = spilled
      let rule = bound.rule
      let found = try BatchScheduler(workers: audit.options.workers).map(
        count: GroupCollector.partitions
      ) { partition in
        var lists = parts.flatMap { $0.lists(partition) }
        for spill in spilled {
          lists.append(GroupList(try spill.words(rule: first + number, partition: partition)))
        }
        var findings = GroupFindings()
        let count = GroupRecords.forEach(in: lists, parts: rule.parts, least: rule.least) {
          rule.judge($0, &findings)
        }
        return (findings, count)
      }
      var all = GroupFindings()
      for (findings, _) in found { all.merge(findings) }
      let failed = all.entries.count
      let count = found.reduce(0) { $0 + $1.1 }
      counts[bound.check] += RuleCounts(
        passed: count - failed - all.skipped, failed: failed, skipped: all.skipped)
      if let limit = all.limit { limits[bound.check] = limit }
      let suspects = all.entries.reduce(0) { $0 + ($1.reason == rule.suspectReason ? 1 : 0) }
      var others = max(0, audit.options.limits.examplesPerRule - suspects)
      for entry in all.entries.sorted(by: { $0.record < $1.record }) {
        var isExample = true
        if suspects > 0, entry.reason != rule.suspectReason {
          isExample = others > 0
          others -= 1
        }
        deferred.append(
          DeferredFinding(
            record: entry.record, topic: bound.topic, reason: entry.reason,
            expected: shown(entry, of: rule, reader), isExample: isExample))
      }
    }
    groups = []
    spilled = []
  }

  /// What a finding expects, under the mask of the values that it is made of.
  private func shown(
    _ entry: GroupFindings.Entry, of rule: GroupRule, _ reader: any RecordReader
  ) -> [UInt8]? {
    guard var expected = entry.expected else { return nil }
    FindingFormat.shorten(&expected)
    if let column = rule.expectedColumn {
      // Where cells of some records may be another field's, the one expected may be of such a record.
      expected = (hasSlipped ? resource.slippedMask : resource.masks[column]).apply(expected)
    }
    if rule.figureColumns.contains(where: { resource.masks[$0] == .sensitive }) {
      expected = Mask.hidden
    }
    guard let peer = entry.peer else { return expected }
    let record = LocalizedText.record(reader.place(of: peer), of: resource.name)
    return Array("≠ \(record[audit.options.language]) ".utf8) + expected
  }

  func judge(
    _ tree: Hierarchy, _ check: Int, _ topic: Int, _ deferred: inout [DeferredFinding]
  ) {
    let left = FeedID(owner: resource.packName, check: check, side: .left)
    let right = FeedID(owner: resource.packName, check: check, side: .right)
    guard let sums = aggregates[left], let firsts = aggregates[right] else { return }
    guard !sums.hasOverflow else {
      reasons[check] = .sumOverflow
      return
    }
    let judged = tree.judge { sums.count(of: $0) > 0 ? sums.value(of: $0) : nil }
    guard let outcome = judged else {
      reasons[check] = .sumOverflow
      return
    }
    counts[check] += RuleCounts(
      passed: outcome.agreeing, failed: outcome.breaches.count, skipped: outcome.skipped)
    let mask = hasSlipped ? resource.slippedMask : resource.masks[tree.valueColumn]
    for breach in outcome.breaches {
      deferred.append(
        DeferredFinding(
          record: firsts.firstRecord(of: breach.entry) ?? 0, topic: topic,
          reason: breach.lacksChildren ? 1 : 0,
          expected: mask.apply(ScaledNumber.text(breach.sum)),
          // The record's own cell is no more than a part of the figure where several records make it.
          value: sums.count(of: breach.entry) > 1
            ? mask.apply(ScaledNumber.text(breach.value)) : nil))
    }
  }

  func judge(
    _ freshness: Freshness, _ check: Int, _ topic: Int, _ output: inout BatchOutput
  ) {
    let left = FeedID(owner: resource.packName, check: check, side: .left)
    let right = FeedID(owner: resource.packName, check: check, side: .right)
    guard let days = aggregates[left] else { return }
    let lags = aggregates[right]
    let isShown = resource.masks[freshness.column] == .none
    let outcomes = freshness.outcomes(
      days: { days.count(of: $0) }, lags: { lags?.count(of: $0) ?? 0 })
    for outcome in outcomes {
      counts[check] += RuleCounts(passed: outcome.holds ? 1 : 0, failed: outcome.holds ? 0 : 1)
      guard !outcome.holds else { continue }
      var finding = FindingFormat.Particulars(topic: topic, reason: outcome.reason)
      let between = isShown ? outcome.between.map { " (\(Self.days($0)))" } ?? "" : ""
      let unit = audit.options.language == .vi ? "ngày" : "days"
      finding.value = Array("\(outcome.days) \(unit)\(between)".utf8)
      finding.expected = Array("≤ \(outcome.bound) \(unit)".utf8)
      finding.waiver = waive(check)
      job.write(finding, check, with: format, to: &output)
    }
  }

  private static func days(_ range: ClosedRange<Int>) -> String {
    [range.lowerBound, range.upperBound].map {
      CivilDate(dayNumber: $0 + Freshness.firstDay)?.vietnamese ?? ""
    }.joined(separator: " – ")
  }
}

extension Aggregate {
  var kind: GroupAggregate.Kind {
    switch self {
    case .value: .first
    case .count: .count
    case .sum: .sum
    case .min: .minimum
    case .max: .maximum
    }
  }
}
