import AuditKernels
import AuditModel
import AuditText

/// A rule bound to a resource: nodes of the resource's program, and what to say of what they find.
package struct Check: Sendable {
  /// What the result shows of the rule; its counts and status are still empty.
  package var rule: RuleResult
  package var form: CheckForm

  package init(rule: RuleResult, form: CheckForm) {
    self.rule = rule
    self.form = form
  }
}

package enum CheckForm: Sendable {
  /// Judged record by record, while the records pass. Several legs - fields of one rule - add up.
  case records([Leg])
  /// No two records have the same key; `columns` are the key's columns in the source.
  case unique(parts: [Node], columns: [Int])
  /// Judged group by group.
  case groups(GroupRule)
  case reconcile(Reconciliation)
  /// Bounds of the number of records.
  case count(minimum: Int?, maximum: Int?)
  case coverage(Coverage)
  case hierarchy(Hierarchy)
  case shift(ShareShift)
  case fresh(Freshness)
  case query(QueryRule)
  /// Several asks of one rule, whose counts add up; each form but `records` at most once.
  case several([CheckForm])
  /// Each record could be split into its fields (implicit rule `<resource>.structure`).
  case structure
  /// The whole document is valid against the schema of the rule with this id.
  case document(schema: String)
  /// The header is whole (implicit rule `<resource>.header`).
  case header
  /// The rule has nothing to judge here, and why.
  case notApplicable(LocalizedText)
}

extension CheckForm {
  /// The forms that a rule is made of: itself, or the several.
  package var parts: [CheckForm] {
    if case .several(let forms) = self { forms } else { [self] }
  }
}

/// One verdict for each record.
package struct Leg: Sendable {
  /// Truth: true passes, false fails, null is skipped.
  package var verdict: Node
  /// The column whose value a finding shows; nil for none.
  package var column: Int?
  /// The field's name, or several joined by `, `.
  package var field: String
  /// Why it failed, as an index into `messages`; nil means 0.
  package var reason: Node?
  package var messages: [LocalizedText]
  /// What was expected, for every finding: a pattern, a bound, a list's name.
  package var expected: String
  /// What was expected in the record itself; comes before `expected` where it is not null.
  ///
  /// From a code list, never
  /// from a cell.
  package var expectedNode: Node?
  /// Columns that what was expected is of: it is shown where they are.
  package var expectedColumns: [Int] = []
  /// True where a record passes with a remark, such as an obsolete code that has a successor.
  package var remark: Node?
  package var remarkMessage: LocalizedText
  package var remarkSeverity: Severity
  /// The leg judges no record: another of the rule does, and this one has a remark more.
  package var isRemarkOnly = false
  /// What a finding adds to its message, made of the value itself when it is written.
  package var explanation: FindingExplanation?

  package init(
    verdict: Node, column: Int?, field: String, reason: Node? = nil, messages: [LocalizedText],
    expected: String = "", expectedNode: Node? = nil, remark: Node? = nil,
    remarkMessage: LocalizedText = LocalizedText(""), remarkSeverity: Severity = .warning,
    explanation: FindingExplanation? = nil
  ) {
    precondition(!messages.isEmpty, "a leg without a message")
    self.verdict = verdict
    self.column = column
    self.field = field
    self.reason = reason
    self.messages = messages
    self.expected = expected
    self.expectedNode = expectedNode
    self.remark = remark
    self.remarkMessage = remarkMessage
    self.remarkSeverity = remarkSeverity
    self.explanation = explanation
  }
}

/// What a finding can say of its value besides its message: what is hard to see.
package enum FindingExplanation: Sendable {
  /// The reason is the place, from 1, of a defect in `ReadableTextDefects.all`: which character it is, or what the text
  /// was meant to be.
  case readable
  /// How the value differs from the one of these that it looks like.
  case alike(LookalikeValues)
  /// Of a remark: how far the column's value had to be folded to be what was expected; see `TextLadder`.
  case rung(column: Int)
  /// With this reason: how the column's value differs from what was expected, if it looks like it.
  case expected(column: Int, reason: Int)
}

package enum Aggregate: String, Sendable, Hashable, CaseIterable {
  /// The value of the group's first record.
  case value
  case count, sum, min, max
}

/// What the records of one resource add to the groups of an index.
package struct GroupFeed: Sendable {
  /// The group: an entry of the index; nil for one group of all records.
  package var entry: Node?
  package var aggregate: Aggregate
  /// A number; not for `count`.
  ///
  /// Records where it is null add nothing.
  package var value: Node?
  /// Truth; records where it is not true add nothing.
  package var condition: Node?
  /// The fields that all these read, of the resource that feeds, where its figures may be shown.
  package var fields: [String]

  package init(
    entry: Node?, aggregate: Aggregate, value: Node?, condition: Node?, fields: [String] = []
  ) {
    self.fields = fields
    self.entry = entry
    self.aggregate = aggregate
    self.value = value
    self.condition = condition
  }
}

/// An aggregate of one resource held against one of another, group by group; the groups are the keys of the first.
package struct Reconciliation: Sendable {
  /// Keys of the rule's own resource; nil for one group of all its records.
  package var index: KeyIndex?
  package var left: Side
  package var right: Side
  package var comparison: Comparison
  /// Allowed difference: an amount, or a share of the right side.
  package var toleratedAmount: Decimal
  package var toleratedShare: Share?
  /// Columns of the group's key in the rule's own resource.
  package var columns: [Int]
  package var messages: LocalizedText

  package enum Side: Sendable {
    case constant(Decimal)
    /// Fed while the named resource passes; `feed` is of that resource's program.
    case fed(resource: String, feed: GroupFeed)
  }

  package init(
    index: KeyIndex?, left: Side, right: Side, comparison: Comparison,
    toleratedAmount: Decimal = Decimal(0), toleratedShare: Share? = nil, columns: [Int],
    messages: LocalizedText
  ) {
    self.index = index
    self.left = left
    self.right = right
    self.comparison = comparison
    self.toleratedAmount = toleratedAmount
    self.toleratedShare = toleratedShare
    self.columns = columns
    self.messages = messages
  }
}

/// Every key a register expects has a record, and no record has another.
package struct Coverage: Sendable {
  /// The expected keys, filled in when the check is made, or by the engine from another resource.
  package var expected: KeyIndex
  /// The expected keys as text, in the index's order, for findings; nil when they come from another resource.
  package var expectedKeys: [[UInt8]]?
  /// The record's key as an entry of `expected`.
  package var entry: Node
  /// Truth: false where the register has no such key; null for a blank one.
  ///
  /// Nil where other keys may be there as well.
  package var unexpected: Node?
  package var column: Int
  package var field: String
  package var missingMessage: LocalizedText
  package var unexpectedMessage: LocalizedText

  package init(
    expected: KeyIndex, expectedKeys: [[UInt8]]?, entry: Node, unexpected: Node?, column: Int,
    field: String, missingMessage: LocalizedText, unexpectedMessage: LocalizedText
  ) {
    self.expected = expected
    self.expectedKeys = expectedKeys
    self.entry = entry
    self.unexpected = unexpected
    self.column = column
    self.field = field
    self.missingMessage = missingMessage
    self.unexpectedMessage = unexpectedMessage
  }
}
