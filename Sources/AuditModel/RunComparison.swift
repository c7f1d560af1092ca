/// What two inspections of the same agency, one after the other, say of each other.
package struct RunComparison: Hashable, Sendable {
  /// One of the two inspections.
  package struct Run: Hashable, Sendable {
    /// The ledger's number of it, from 1.
    package var number: Int
    /// The day it is dated.
    package var date: CivilDate
    package var periodFrom: CivilDate?
    package var periodTo: CivilDate?
    /// The agency's score in hundredths of a percent; nil if nothing could be scored.
    package var basisPoints: Int?

    package init(
      number: Int, date: CivilDate, periodFrom: CivilDate?, periodTo: CivilDate?, basisPoints: Int?
    ) {
      self.number = number
      self.date = date
      self.periodFrom = periodFrom
      self.periodTo = periodTo
      self.basisPoints = basisPoints
    }
  }

  /// One rule of one resource in both.
  package struct Rule: Hashable, Sendable {
    package var resource: String
    package var rule: String
    /// Nil where the rule was not judged in that inspection.
    package var earlier: RuleCounts?
    package var later: RuleCounts?
    /// The rule is defined otherwise than before: a break in the series, and nothing is said to be fixed or new.
    package var isChanged: Bool
    /// Findings by fingerprint; nil where one inspection kept none.
    package var changes: Changes?

    package init(
      resource: String, rule: String, earlier: RuleCounts?, later: RuleCounts?, isChanged: Bool,
      changes: Changes?
    ) {
      self.resource = resource
      self.rule = rule
      self.earlier = earlier
      self.later = later
      self.isChanged = isChanged
      self.changes = changes
    }
  }

  /// How findings moved: each of the later inspection is new, persisting or reopened; fixed ones were of the earlier.
  package struct Changes: Hashable, Sendable {
    /// In no inspection before.
    package var new: Int
    package var fixed: Int
    /// In both.
    package var persisting: Int
    /// Not in the earlier one, but in one before it.
    package var reopened: Int

    package init(new: Int = 0, fixed: Int = 0, persisting: Int = 0, reopened: Int = 0) {
      self.new = new
      self.fixed = fixed
      self.persisting = persisting
      self.reopened = reopened
    }
  }

  package var earlier: Run
  package var later: Run
  /// In the later inspection's order, then rules that only the earlier one had.
  package var rules: [Rule]

  package init(earlier: Run, later: Run, rules: [Rule]) {
    self.earlier = earlier
    self.later = later
    self.rules = rules
  }
}
