internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditText

/// Arithmetic of reconciliations: amounts as 128-bit integers with 18 digits after the point.
enum Reconciler {
  /// What stands for a figure that is not shown.
  static let hidden = Mask.hidden
  static func holds(_ rule: Reconciliation, _ left: Int128, _ right: Int128) -> Bool {
    if left == right {
      return rule.comparison != .notEqual && rule.comparison != .less && rule.comparison != .greater
    }
    let slack = max(
      ScaledNumber.scaled(rule.toleratedAmount),
      rule.toleratedShare.map { share($0, of: right) } ?? 0)
    let difference = saturated(left.subtractingReportingOverflow(right), isUp: left > right)
    switch rule.comparison {
    case .equal: return difference.magnitude <= slack.magnitude
    case .notEqual: return difference.magnitude > slack.magnitude
    case .less: return difference < slack
    case .lessOrEqual: return difference <= slack
    case .greater: return difference > -slack
    case .greaterOrEqual: return difference >= -slack
    }
  }

  private static func share(_ share: Share, of amount: Int128) -> Int128 {
    let size = amount == Int128.min ? Int128.max : abs(amount)
    let (numerator, part) = (Int128(share.numerator), Int128(share.denominator))
    let whole = saturated((size / part).multipliedReportingOverflow(by: numerator), isUp: true)
    let rest =
      saturated((size % part).multipliedReportingOverflow(by: numerator), isUp: true) / part
    return saturated(whole.addingReportingOverflow(rest), isUp: true)
  }

  /// The largest or smallest amount there is in place of one that 128 bits do not hold: data must not end the run.
  private static func saturated(_ result: (partialValue: Int128, overflow: Bool), isUp: Bool)
    -> Int128
  {
    guard result.overflow else { return result.partialValue }
    return isUp ? Int128.max : -Int128.max
  }
}

extension ResourcePass {
  /// Holds the figures of all groups against each other.
  func reconcile(
    _ rule: Reconciliation, _ check: Int, _ topic: Int, _ passes: [ResourcePass],
    _ unread: Set<String>,
    _ deferred: inout [DeferredFinding]
  ) throws {
    func groups(_ side: Reconciliation.Side, _ which: FeedID.Side) -> (@Sendable (Int) -> Int128?)?
    {
      switch side {
      case .constant(let decimal):
        let value = ScaledNumber.scaled(decimal)
        return { _ in value }
      case .fed(let name, _):
        guard !unread.contains(name) else { return nil }
        let id = FeedID(owner: resource.packName, check: check, side: which)
        guard let aggregate = passes.first(where: { $0.resource.packName == name })?.aggregates[id]
        else { return nil }
        if aggregate.hasOverflow { reasons[check] = .sumOverflow }
        return { aggregate.value(of: $0) }
      }
    }
    guard let left = groups(rule.left, .left), let right = groups(rule.right, .right) else {
      reasons[check] = .otherResourceUnread
      return
    }
    // Sums that did not fit say nothing about the data.
    guard reasons[check] == nil else { return }
    let hidesLeft = hides(rule.left, of: check, keys: rule.columns, passes)
    let hidesRight = hides(rule.right, of: check, keys: rule.columns, passes)
    let groupCount = rule.index?.count ?? 1
    let passesWhenEqual = Reconciler.holds(rule, 0, 0)
    /// Nil where a figure is missing.
    @Sendable func holds(_ group: Int) -> Bool? {
      guard let a = left(group), let b = right(group) else { return nil }
      return a == b ? passesWhenEqual : Reconciler.holds(rule, a, b)
    }
    func smallCells(_ side: Reconciliation.Side, _ count: (Int) -> Int128?) -> [SmallCells.Cell]? {
      guard countsSensitive(side, of: check, passes) else { return nil }
      // That a group meets the rule tells its figure as well as a finding would.
      return SmallCells.cells(
        (0..<groupCount).map { Int(clamping: (count($0) ?? 0) / ScaledNumber.unit) },
        told: (0..<groupCount).map { holds($0) == true })
    }
    let leftCells = smallCells(rule.left, left)
    let rightCells = smallCells(rule.right, right)
    @Sendable func shown(_ figure: Int128, _ hides: Bool, _ cell: SmallCells.Cell?) -> [UInt8] {
      if let cell, cell != .seen { return Array(cell.text("").utf8) }
      return hides ? Reconciler.hidden : ScaledNumber.text(figure)
    }
    let share = 1 << 15
    let parts = try BatchScheduler(workers: audit.options.workers).map(
      count: (groupCount + share - 1) / share
    ) { part in
      var counts = RuleCounts()
      var failing: [DeferredFinding] = []
      for group in part * share..<min(groupCount, (part + 1) * share) {
        guard let a = left(group), let b = right(group), let isMet = holds(group) else {
          counts.skipped += 1
          continue
        }
        if isMet {
          counts.passed += 1
          continue
        }
        counts.failed += 1
        let record = rule.index?.firstRecord(of: group) ?? 0
        failing.append(
          DeferredFinding(
            record: record, topic: topic,
            expected: shown(b, hidesRight, rightCells?[group]),
            value: shown(a, hidesLeft, leftCells?[group])))
      }
      return (counts, failing)
    }
    for (count, failing) in parts {
      counts[check] += count
      deferred += failing
    }
  }

  /// Whether a side's figure is made of values that a mask covers: a group may be one person.
  ///
  /// Counts are not.
  private func hides(
    _ side: Reconciliation.Side, of check: Int, keys: [Int], _ passes: [ResourcePass]
  ) -> Bool {
    guard case .fed(let name, let feed) = side, feed.aggregate != .count else { return false }
    guard !resource.hasSensitive(resource.checks[check].rule.fields) else { return true }
    guard
      let owner = passes.first(where: { $0.resource.packName == name })?.resource
    else { return false }
    guard !owner.hasSensitive(feed.fields) else { return true }
    let names = owner.source.header.names
    // Sums over another resource may be of one of its persons, whatever they sum: any mask counts.
    let fields =
      name == resource.packName ? resource.checks[check].rule.fields + feed.fields : names
    return fields.contains { field in
      guard let column = names.firstIndex(of: field) else { return false }
      // The group's key is shown as a key, under its own mask.
      if name == resource.packName, keys.contains(column) { return false }
      return owner.masks[column] != .none
    }
  }

  /// Whether a side's figures are counts of groups that a sensitive field makes or picks, in either resource.
  private func countsSensitive(
    _ side: Reconciliation.Side, of check: Int, _ passes: [ResourcePass]
  ) -> Bool {
    guard case .fed(let name, let feed) = side, feed.aggregate == .count else { return false }
    guard !resource.hasSensitive(resource.checks[check].rule.fields) else { return true }
    let owner = passes.first { $0.resource.packName == name }?.resource
    return owner?.hasSensitive(feed.fields) ?? false
  }
}
