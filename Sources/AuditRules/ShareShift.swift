import AuditKernels
import AuditModel

/// Values of fields, and how many records have each, held against those of an earlier period.
///
/// A value is judged once, whether only one of the periods has it or both. Blank values are none.
package struct ShareShift: Sendable {
  package enum Comparison: String, Sendable, CaseIterable {
    /// The value's part of all records that have one; the change is of percentage points.
    case share
    /// The number of records with the value; the change is a part of the earlier number.
    case count
  }

  /// The values of the rule's own resource, and of the earlier period's.
  package var latest: KeyIndex
  package var previous: KeyIndex
  package var previousResource: String
  /// Of the rule's own resource: its records by the earlier values.
  package var stillThere: GroupFeed
  /// Of the earlier period's resource: how many records each value had, by the current and by the earlier values.
  package var earlier: GroupFeed
  package var total: GroupFeed
  package var comparison: Comparison
  package var change: Share
  /// Fewer records say nothing: of either period for shares, of a value in both for counts.
  package var least: Int
  /// The column whose value a finding shows, if the values are of one field.
  package var column: Int?
  package var field: String
  /// Of a value that moved, one that is new, and one that is no longer there.
  package var messages: [LocalizedText]

  package enum Verdict: Hashable, Sendable { case holds, moved, tooFew }

  /// A value's number of records and those of all.
  package struct Part: Hashable, Sendable {
    package var count: Int128
    package var all: Int128

    package init(count: Int128, of all: Int128) {
      self.count = count
      self.all = all
    }
  }

  /// Exact; nil where a product leaves 128 bits.
  package func judge(_ now: Part, _ then: Part) -> Verdict? {
    switch comparison {
    case .share:
      guard now.all >= Int128(least), then.all >= Int128(least) else { return .tooFew }
      // |a/A − b/B| > n/d is |a·B − b·A|·d > n·A·B.
      let (one, isOneOver) = now.count.multipliedReportingOverflow(by: then.all)
      let (other, isOtherOver) = then.count.multipliedReportingOverflow(by: now.all)
      let (difference, isOver) = one.subtractingReportingOverflow(other)
      let (whole, isWholeOver) = now.all.multipliedReportingOverflow(by: then.all)
      guard !isOneOver, !isOtherOver, !isOver, !isWholeOver else { return nil }
      return exceeds(difference, of: whole) ? .moved : .holds
    case .count:
      guard max(now.count, then.count) >= Int128(least) else { return .tooFew }
      let (difference, isOver) = now.count.subtractingReportingOverflow(then.count)
      return isOver ? nil : exceeds(difference, of: then.count) ? .moved : .holds
    }
  }

  private func exceeds(_ difference: Int128, of whole: Int128) -> Bool {
    let moved = difference.magnitude.multipliedFullWidth(by: UInt128(change.denominator))
    let bound = whole.magnitude.multipliedFullWidth(by: UInt128(change.numerator))
    return (moved.high, moved.low) > (bound.high, bound.low)
  }

  /// `10.00 % (40/400)` or `40`.
  package func text(_ part: Part, _ language: Language) -> String {
    guard comparison == .share else { return "\(part.count)" }
    guard part.all > 0, let (twice, whole) = twiceBasisPoints(part) else {
      return "\(part.count)/\(part.all)"
    }
    let points = (twice + whole) / (2 * whole)
    let (percent, rest) = points.magnitude.quotientAndRemainder(dividingBy: 100)
    let comma = language == .vi ? "," : "."
    return
      "\(points < 0 ? "-" : "")\(percent)\(comma)\(rest < 10 ? "0" : "")\(rest) % (\(part.count)/\(part.all))"
  }

  /// Twice the count in hundredths of a percent, and what it is to be divided by, twice.
  private func twiceBasisPoints(_ part: Part) -> (Int128, Int128)? {
    let (twice, isOver) = part.count.multipliedReportingOverflow(by: 20_000)
    let (_, isWholeOver) = part.all.multipliedReportingOverflow(by: 2)
    let (_, isSumOver) = twice.addingReportingOverflow(part.all)
    return isOver || isWholeOver || isSumOver ? nil : (twice, part.all)
  }
}
