package import AuditModel

/// A rule's part in a score, or why it has none.
package struct RuleScorecard: Hashable, Sendable {
  package let ruleID: String
  package let dimension: Dimension
  package let weight: Int
  /// Passed of evaluated; nil if the rule is kept out.
  package let score: ExactShare?
  /// Why the rule is kept out of every score; nil if it is not.
  package let exclusion: LocalizedText?
}

/// A criterion of a resource, or of the agency.
package struct CriterionScorecard: Hashable, Sendable {
  package let dimension: Dimension
  package let weight: Int
  /// Nil if none of its rules could be applied.
  package let score: ExactShare?
  package let ruleCount: Int
  package let scoredRuleCount: Int
  /// The counts of its scored rules added up: for bars and sentences, not what the score is made of.
  package let counts: RuleCounts
}

/// How much of the data at least one rule has judged; stands beside each score.
package struct Coverage: Hashable, Sendable {
  package var judgedFields: Int
  package var fields: Int
  package var judgedRecords: Int
  package var records: Int

  package init(judgedFields: Int, fields: Int, judgedRecords: Int, records: Int) {
    self.judgedFields = judgedFields
    self.fields = fields
    self.judgedRecords = judgedRecords
    self.records = records
  }

  package var fieldShare: ExactShare? { ExactShare(judgedFields, of: fields) }
  package var recordShare: ExactShare? { ExactShare(judgedRecords, of: records) }

  package static func + (a: Coverage, b: Coverage) -> Coverage {
    Coverage(
      judgedFields: a.judgedFields + b.judgedFields, fields: a.fields + b.fields,
      judgedRecords: a.judgedRecords + b.judgedRecords, records: a.records + b.records)
  }
}

/// A resource's score and what it is made of.
package struct ResourceScorecard: Hashable, Sendable {
  package let name: String
  package let weight: Int
  /// The weighted mean of its criteria that have a score; nil if none has.
  package let score: ExactShare?
  package let grade: Grade?
  package let coverage: Coverage
  /// Those with a rule, in the order of `Dimension`.
  package let criteria: [CriterionScorecard]
  /// In the order of the resource's rules.
  package let rules: [RuleScorecard]
  /// Ids of blocking rules that failed: they cap the grade.
  package let failedBlockingRules: [String]
}

/// An agency's score and what it is made of: the root of all scorecards of an inspection.
package struct AgencyScorecard: Hashable, Sendable {
  package let policy: ScoringPolicy
  /// The weighted mean of the resources that have a score; nil if none has.
  package let score: ExactShare?
  package let grade: Grade?
  package let coverage: Coverage
  /// Each criterion's weighted mean over the resources: told beside the score, not part of it.
  package let criteria: [CriterionScorecard]
  /// In the order of the inspection's resources.
  package let resources: [ResourceScorecard]

  /// Resource and rule id of every blocking rule that failed.
  package var failedBlockingRules: [(resource: String, rule: String)] {
    resources.flatMap { card in card.failedBlockingRules.map { (card.name, $0) } }
  }
}
