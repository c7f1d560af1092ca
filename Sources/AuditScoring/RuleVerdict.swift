import AuditModel

/// What becomes of a rule whose counts are known.
package struct RuleVerdict: Hashable, Sendable {
  package let status: RuleStatus
  /// Why the rule is not applicable; nil otherwise.
  package let reason: LocalizedText?

  /// The verdict from counts alone; `error` and `incomplete` are for the caller to say.
  ///
  /// A bound of the tolerance is the count or share of failures *from which* the rule is warned or
  /// failed, among what was evaluated: waived failures are not. Without a tolerance one failure is enough. A rule of severity `warning` or `note`
  /// never fails, it warns.
  package init(
    counts: RuleCounts, severity: Severity, warnAt: Tolerance? = nil, failAt: Tolerance? = nil
  ) {
    if counts.waived > 0, counts.failed == 0 {
      (status, reason) = (.waived, nil)
      return
    }
    guard counts.evaluated > 0 else {
      status = .notApplicable
      reason = counts.skipped > 0 ? .allSkipped(counts.skipped) : .nothingToJudge
      return
    }
    reason = nil
    let hasTolerance = warnAt != nil || failAt != nil
    let fails = failAt.map { $0.isReached(by: counts) } ?? (!hasTolerance && counts.failed > 0)
    let warns = warnAt.map { $0.isReached(by: counts) } ?? false
    switch (fails, warns) {
    case (true, _): status = severity < .error ? .warned : .failed
    case (false, true): status = .warned
    case (false, false): status = .passed
    }
  }
}

extension RuleResult {
  /// Sets status and reason from the counts, unless the rule is in error or incomplete.
  package mutating func decideStatus() {
    guard ![.error, .incomplete].contains(status) else { return }
    let verdict = RuleVerdict(
      counts: counts, severity: severity, warnAt: warnAt, failAt: failAt)
    // What the engine knows of the reason - an empty code list, a missing field - says more.
    if verdict.status != .notApplicable { statusReason = nil }
    statusReason = statusReason ?? verdict.reason
    status = verdict.status
  }
}

extension Tolerance {
  /// Nothing failed reaches no bound, not even one of 0.
  fileprivate func isReached(by counts: RuleCounts) -> Bool {
    guard counts.failed > 0 else { return false }
    switch self {
    case .count(let bound):
      return counts.failed >= bound
    case .share(let share):
      guard share.denominator > 0, share.numerator >= 0 else { return false }
      let reached = counts.failed.multipliedFullWidth(by: share.denominator)
      let needed = counts.evaluated.multipliedFullWidth(by: share.numerator)
      return (reached.high, reached.low) >= (needed.high, needed.low)
    }
  }
}

extension LocalizedText {
  fileprivate static let nothingToJudge = LocalizedText(
    vi: "chưa đánh giá: không có dữ liệu nào để đánh giá",
    en: "not assessed: there was nothing to judge")

  fileprivate static func allSkipped(_ count: Int) -> LocalizedText {
    LocalizedText(
      vi: "chưa đánh giá: cả \(count) trường hợp đều được bỏ qua (điều kiện áp dụng không có, "
        + "hoặc giá trị để trống hay không đọc được)",
      en: "not assessed: all \(count) cases were skipped (the condition was not met, or a value "
        + "was blank or unreadable)")
  }
}
