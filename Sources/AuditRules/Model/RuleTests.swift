import AuditModel

/// What a rule must pass and fail.
package struct RuleTests: Sendable {
  package var pass: [RuleTest] = []
  package var fail: [RuleTest] = []

  package init() {}

  package var isEmpty: Bool { pass.isEmpty && fail.isEmpty }
}

/// An entry of `pass` or `fail`: one record, or a table with what else the rule looks at.
package struct RuleTest: Sendable {
  package let location: SourceLocation
  /// Of the rule's own resource, in order.
  package let records: [RuleTestRecord]
  /// What only a table may say; nil for one record.
  package var table: Table?

  package struct Table: Sendable {
    /// Records of other resources, by the packs' names for them; one that is not there is not part of the run.
    package var others: [(resource: Located<String>, records: [RuleTestRecord])] = []
    /// In place of `asOf` and `period-end`.
    package var day: CivilDate?
    /// Numbers from 1, ascending, of the records that are found, and no other; nil where any may be.
    package var fails: [Int]?
    package var counts = Counts()
  }

  /// How many units have to come out in some way; nil where it is not said.
  package struct Counts: Sendable {
    package var passed: Int?
    package var failed: Int?
    package var skipped: Int?

    package init(passed: Int? = nil, failed: Int? = nil, skipped: Int? = nil) {
      self.passed = passed
      self.failed = failed
      self.skipped = skipped
    }

    package var isEmpty: Bool { passed == nil && failed == nil && skipped == nil }

    package func agree(with counts: RuleCounts) -> Bool {
      (passed ?? counts.passed) == counts.passed && (failed ?? counts.failed) == counts.failed
        && (skipped ?? counts.skipped) == counts.skipped
    }
  }
}

/// Field to cell, nil for a blank one; fields that are not there are blank too.
package struct RuleTestRecord: Sendable {
  package let cells: [(field: Located<String>, value: String?)]
}
