/// Counts or sums of the groups of an index, gathered by one worker and merged with the others' at the end.
///
/// Sums are exact: 128 bits with 18 digits after the point. Memory: 4 or 20 bytes a group, and for each worker but with `first`.
///
/// Of one worker until it is merged; one that workers share has each group written by one of them alone.
package final class GroupAggregate: @unchecked Sendable {
  package enum Kind: Sendable { case count, sum, minimum, maximum, first }

  package let kind: Kind
  package let groupCount: Int
  private let counts: Store<UInt32>
  /// Each is there only once its group's count is above zero.
  private let sums: Store<Int128>
  private let index: KeyIndex?
  /// Of `first` without an index.
  private let firstRecords: Store<Int64>
  /// A sum left 128 bits: the rule has failed, not the data.
  package private(set) var hasOverflow = false

  /// `index`: of `first`, the index whose entries the groups are.
  ///
  /// Each group is then written once, by
  /// whoever has its first record, so that all workers may share one aggregate.
  package init(_ kind: Kind, groupCount: Int, index: KeyIndex? = nil) {
    self.kind = kind
    self.index = index
    firstRecords = .allocate(kind == .first && index == nil ? groupCount : 0, fill: Int64.max)
    self.groupCount = groupCount
    counts = .allocate(groupCount, fill: 0)
    sums = .allocateUninitialised(kind == .count ? 0 : groupCount)
  }

  deinit {
    counts.deallocate()
    sums.deallocate()
    firstRecords.deallocate()
  }

  /// Takes in the evaluator's current run.
  package func feed(
    _ evaluator: Evaluator, entry: Node?, value: Node?, condition: Node?, firstRecord: Int
  ) {
    if kind == .count, let entry { return count(evaluator, entry, condition) }
    let entries = entry.map { (evaluator.values[$0.index], evaluator.states[$0.index]) }
    let conditions = condition.map { evaluator.states[$0.index] }
    let numbers = value.map { (evaluator.values[$0.index], evaluator.states[$0.index]) }
    for record in 0..<evaluator.count {
      if let conditions, conditions[record] != 1 { continue }
      var group = 0
      if let (groups, present) = entries {
        guard present[record] != Evaluator.null, groups[record] >= 0 else { continue }
        group = Int(groups[record])
      }
      guard kind != .count else {
        counts[group] &+= 1
        continue
      }
      guard let (coefficients, scales) = numbers, scales[record] != Evaluator.null else { continue }
      let amount = Int128(coefficients[record]) * Int128(powersOfTen[18 - Int(scales[record])])
      add(amount, to: group, record: Int64(firstRecord + record))
    }
  }

  private func count(_ evaluator: Evaluator, _ entry: Node, _ condition: Node?) {
    let groups = evaluator.values[entry.index]
    let present = evaluator.states[entry.index]
    let counts = counts
    if let condition {
      let conditions = evaluator.states[condition.index]
      for record in 0..<evaluator.count
      where conditions[record] == 1 && present[record] == 0 && groups[record] >= 0 {
        counts[Int(groups[record])] &+= 1
      }
    } else {
      for record in 0..<evaluator.count where present[record] == 0 && groups[record] >= 0 {
        counts[Int(groups[record])] &+= 1
      }
    }
  }

  private func add(_ amount: Int128, to group: Int, record: Int64) {
    if kind == .first {
      if let index {
        guard Int64(index.firstRecord(of: group)) == record else { return }
      } else {
        guard record < firstRecords[group] else { return }
        firstRecords[group] = record
      }
    }
    let isNew = counts[group] == 0
    counts[group] &+= 1
    switch kind {
    case .count: break
    case .sum:
      let (sum, overflow) = (isNew ? 0 : sums[group]).addingReportingOverflow(amount)
      sums[group] = sum
      if overflow { hasOverflow = true }
    case .minimum: sums[group] = isNew ? amount : min(sums[group], amount)
    case .maximum: sums[group] = isNew ? amount : max(sums[group], amount)
    case .first: sums[group] = amount
    }
  }

  /// Adds another worker's groups; the order of merging does not matter.
  package func merge(_ other: GroupAggregate) {
    guard other !== self else { return }
    hasOverflow = hasOverflow || other.hasOverflow
    if kind == .count {
      let (counts, others) = (counts, other.counts)
      for group in 0..<groupCount { counts[group] &+= others[group] }
      return
    }
    for group in 0..<groupCount where other.counts[group] > 0 {
      let isNew = counts[group] == 0
      counts[group] &+= other.counts[group]
      switch kind {
      case .count: break
      case .sum:
        let (sum, overflow) =
          (isNew ? 0 : sums[group]).addingReportingOverflow(other.sums[group])
        sums[group] = sum
        if overflow { hasOverflow = true }
      case .minimum: sums[group] = isNew ? other.sums[group] : min(sums[group], other.sums[group])
      case .maximum: sums[group] = isNew ? other.sums[group] : max(sums[group], other.sums[group])
      case .first:
        guard other.firstRecords[group] < firstRecords[group] else { continue }
        firstRecords[group] = other.firstRecords[group]
        sums[group] = other.sums[group]
      }
    }
  }

  /// Records of a group, or values added to it.
  package func count(of group: Int) -> Int { Int(counts[group]) }

  /// The record that first had the group; only of `first` without an index.
  package func firstRecord(of group: Int) -> Int? {
    guard kind == .first, index == nil, counts[group] > 0 else { return nil }
    return Int(firstRecords[group])
  }

  /// The group's value with 18 digits after the point; a count or sum of nothing is 0, other aggregates of nothing nil.
  package func value(of group: Int) -> Int128? {
    switch kind {
    case .count: Int128(counts[group]) * 1_000_000_000_000_000_000
    case .sum: counts[group] == 0 ? 0 : sums[group]
    default: counts[group] == 0 ? nil : sums[group]
    }
  }
}
