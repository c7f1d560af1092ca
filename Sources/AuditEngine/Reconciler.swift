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
  /// Whether a side's figure is made of values that a mask covers: a group may be one person.
  ///
  /// Counts are not.
  func hides(
    _ side: Reconciliation.Side, of check: Int, keys: [Int], _ passes: [ResourcePass]
  ) -> Bool {
    guard case .fed(let name, let feed) = side, feed.aggregate != .count else { return false }
    guard !resource.hasSensitive(resource.checks[check].rule.fields) else { return true }
    guard
      let owner = passes.first(where: { $0.resource.packName == name })?.resource
    else { return false }
    let names = owner.source.header.names
    // Of the other resource the rule does not tell which fields it reads: any mask counts.
    let fields = name == resource.packName ? resource.checks[check].rule.fields : names
    return fields.contains { field in
      guard let column = names.firstIndex(of: field) else { return false }
      // The group's key is shown as a key, under its own mask.
      if name == resource.packName, keys.contains(column) { return false }
      return owner.masks[column] != .none
    }
  }

  /// How the counts of groups are shown that a sensitive field makes or picks; nil where none does, or where figures are no
  /// counts.
  func smallCells(
    _ side: Reconciliation.Side, of check: Int, groups: Int, _ count: (Int) -> Int128?
  ) -> [SmallCells.Cell]? {
    guard case .fed(_, let feed) = side, feed.aggregate == .count,
      resource.hasSensitive(resource.checks[check].rule.fields)
    else { return nil }
    return SmallCells.cells(
      (0..<groups).map { Int(clamping: (count($0) ?? 0) / ScaledNumber.unit) })
  }
}
