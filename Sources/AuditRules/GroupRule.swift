import AuditKernels
import AuditModel

/// A rule about groups of records, judged when all records were read.
package struct GroupRule: Sendable {
  /// Text nodes of the group's key; none for one group of all records.
  package var keys: [Node]
  /// What `judge` sees of each record besides.
  package var parts: [GroupPart]
  /// Parts from this one on may be null; records where another is, or the key, are skipped.
  package var optional: Int
  /// Truth: records where it is not true are skipped as well; nil where null operands alone tell.
  package var condition: Node?
  /// What becomes of the records that are skipped else.
  package var nulls: NullHandling
  /// With `nulls` of `fail`: the verdict that fails them.
  package var isWhole: Node?
  package var lackMessage = LocalizedText.lacksOperand
  /// Records whose key is not that of so many records are passed unasked.
  package var least: Int
  /// The column whose value a finding shows, and its name.
  package var column: Int?
  package var field: String
  /// A finding's `reason` is an index into these.
  package var messages: [LocalizedText]
  /// The column that a finding's `expected` comes from, whose mask it takes; nil where it tells nothing of cells.
  package var expectedColumn: Int?
  /// Columns of the group's key, where `expected` is a figure of the whole group: it tells of whoever has the key.
  package var figureColumns: [Int] = []
  /// Findings with this reason are the likely culprits: they come first among a report's examples.
  package var suspectReason: Int?
  /// A record that could not be read may make findings of others wrong.
  package var needsEachRecord: Bool
  package var judge: @Sendable (GroupRecords, inout GroupFindings) -> Void

  package init(
    keys: [Node], parts: [GroupPart], optional: Int? = nil, condition: Node? = nil,
    least: Int = 1, column: Int?, field: String, messages: [LocalizedText],
    expectedColumn: Int? = nil, suspectReason: Int? = nil, needsEachRecord: Bool = false,
    judge: @escaping @Sendable (GroupRecords, inout GroupFindings) -> Void
  ) {
    self.keys = keys
    self.parts = parts
    self.optional = optional ?? parts.count
    self.condition = condition
    nulls = .skip
    self.least = least
    self.column = column
    self.field = field
    self.messages = messages
    self.expectedColumn = expectedColumn
    self.suspectReason = suspectReason
    self.needsEachRecord = needsEachRecord
    self.judge = judge
  }
}

/// What judging groups found.
package struct GroupFindings: Sendable {
  package struct Entry: Sendable {
    package var record: Int
    package var reason: Int
    package var expected: [UInt8]?
    /// The record, from 1, that this one should differ from; told before `expected`.
    package var peer: Int?
  }

  package private(set) var entries: [Entry] = []
  /// Records that count as skipped after all: nothing could be said of them.
  package var skipped = 0
  /// Why some groups could not be judged whole; the rule is incomplete then.
  package var limit: LocalizedText?

  package init() {}

  /// `record`: the record's number in the resource, from 1; each at most once.
  package mutating func add(
    _ record: Int, reason: Int = 0, expected: [UInt8]? = nil, peer: Int? = nil
  ) {
    entries.append(Entry(record: record, reason: reason, expected: expected, peer: peer))
  }

  package mutating func merge(_ other: GroupFindings) {
    entries += other.entries
    skipped += other.skipped
    limit = limit ?? other.limit
  }
}

extension LoweringContext {
  /// The rule as a check's form, its `nulls` respected.
  mutating func groups(_ made: GroupRule, _ rule: RuleSpec) throws(NotApplicable) -> CheckForm {
    var made = made
    made.nulls = rule.nulls
    guard rule.nulls == .fail else { return .groups(made) }
    let operands = made.keys + made.parts.prefix(made.optional).map(\.node)
    let condition = made.condition
    if rule.hasOwnMessage { made.lackMessage = rule.message }
    made.isWhole = try build(rule.resource) { builder in
      var whole = condition ?? builder.truth(true)
      for node in operands { whole = builder.and(whole, builder.not(builder.isNull(node))) }
      return whole
    }
    return .groups(made)
  }
}

extension LocalizedText {
  /// Of a record that fails because a rule about groups cannot place it.
  package static let lacksOperand = LocalizedText(
    vi: "thiếu giá trị, hoặc có giá trị không đọc được, mà quy tắc cần",
    en: "lacks a value, or has one that is not readable, which the rule needs")
}
