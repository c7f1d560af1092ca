import AuditModel

/// Results to scorecards: pure arithmetic on exact counts.
///
/// Rule = passed / evaluated; criterion, resource and agency = weighted means of the parts that
/// have a score. A part without one is left out and named, never counted as 0 or 100 %.
package enum Scoring {
  package static func scorecard(
    of result: InspectionResult, by policy: ScoringPolicy = .standard
  ) -> AgencyScorecard {
    let resources = result.resources.map { scorecard(of: $0, by: policy) }
    let score = mean(resources.map { ($0.score, $0.weight) })
    let isCapped = resources.contains { !$0.failedBlockingRules.isEmpty }
    let none = Coverage(judgedFields: 0, fields: 0, judgedRecords: 0, records: 0)
    return AgencyScorecard(
      policy: policy, score: score,
      grade: score.map { policy.grade(for: $0, isCapped: isCapped) },
      coverage: resources.reduce(none) { $0 + $1.coverage },
      criteria: Dimension.allCases.compactMap { merged($0, of: resources, by: policy) },
      resources: resources)
  }

  private static func scorecard(
    of resource: ResourceResult, by policy: ScoringPolicy
  ) -> ResourceScorecard {
    let rules = resource.rules.map { rule in
      let exclusion = exclusion(of: rule, in: resource)
      return RuleScorecard(
        ruleID: rule.id, dimension: rule.dimension, weight: max(0, rule.weight),
        score: exclusion == nil ? ExactShare(rule.counts.passed, of: rule.counts.evaluated) : nil,
        exclusion: exclusion)
    }
    let criteria = Dimension.allCases.compactMap { dimension in
      criterion(dimension, resource.rules, rules, weight: policy.weight(of: dimension))
    }
    let score =
      policy.groups.isEmpty
      ? mean(criteria.map { ($0.score, $0.weight) }) : mean(of: policy.groups, rules)
    let blocking = resource.rules
      .filter { $0.severity == .blocking && $0.status == .failed }.map(\.id)
    return ResourceScorecard(
      name: resource.name, weight: policy.weight(ofResource: resource.name), score: score,
      grade: score.map { policy.grade(for: $0, isCapped: !blocking.isEmpty) },
      coverage: coverage(of: resource, rules), criteria: criteria, rules: rules,
      failedBlockingRules: blocking)
  }

  /// Why a rule counts in no score; nil if it does.
  ///
  /// Waived failures count neither way: a waiver accepts the fault, but does not mend the data.
  private static func exclusion(
    of rule: RuleResult, in resource: ResourceResult
  ) -> LocalizedText? {
    switch rule.status {
    case .error: return rule.statusReason ?? .ruleInError
    case .incomplete: return rule.statusReason ?? .ruleIncomplete
    case .notApplicable: return rule.statusReason ?? .ruleNotApplicable
    case .failed, .warned, .passed, .waived: break
    }
    guard resource.complete else { return .resourceIncomplete }
    guard rule.counts.evaluated > 0 else {
      return rule.counts.waived > 0 ? .allWaived : .nothingEvaluated
    }
    // What passes for want of records - a header, a sum of nothing - says nothing good about data that are not there.
    guard resource.recordCount > 0 || rule.counts.failed > 0 else { return .noRecords }
    return nil
  }

  private static func criterion(
    _ dimension: Dimension, _ results: [RuleResult], _ rules: [RuleScorecard], weight: Int
  ) -> CriterionScorecard? {
    let members = zip(results, rules).filter { $0.0.dimension == dimension }
    guard !members.isEmpty else { return nil }
    let scored = members.filter { $0.1.score != nil }
    var counts = RuleCounts()
    for (result, _) in scored { counts += result.counts }
    return CriterionScorecard(
      dimension: dimension, weight: weight,
      score: mean(members.map { ($0.1.score, $0.1.weight) }), ruleCount: members.count,
      scoredRuleCount: scored.count, counts: counts)
  }

  /// A group's score is the mean of its rules by their weights, whichever of its criteria they are under.
  private static func mean(
    of groups: [CriterionGroup], _ rules: [RuleScorecard]
  ) -> ExactShare? {
    mean(
      groups.map { group in
        let members = rules.filter { group.dimensions.contains($0.dimension) }
        return (mean(members.map { ($0.score, $0.weight) }), group.weight)
      })
  }

  private static func merged(
    _ dimension: Dimension, of resources: [ResourceScorecard], by policy: ScoringPolicy
  ) -> CriterionScorecard? {
    var counts = RuleCounts()
    var parts: [(ExactShare?, Int)] = []
    var (ruleCount, scoredRuleCount) = (0, 0)
    for resource in resources {
      guard let part = resource.criteria.first(where: { $0.dimension == dimension }) else {
        continue
      }
      counts += part.counts
      ruleCount += part.ruleCount
      scoredRuleCount += part.scoredRuleCount
      parts.append((part.score, resource.weight))
    }
    guard !parts.isEmpty else { return nil }
    return CriterionScorecard(
      dimension: dimension, weight: policy.weight(of: dimension), score: mean(parts),
      ruleCount: ruleCount, scoredRuleCount: scoredRuleCount, counts: counts)
  }

  /// Fields that a scored rule reads, and records that at least one rule evaluated.
  private static func coverage(
    of resource: ResourceResult, _ rules: [RuleScorecard]
  ) -> Coverage {
    var judged: Set<String> = []
    for (result, card) in zip(resource.rules, rules) where card.score != nil {
      judged.formUnion(result.fields)
    }
    return Coverage(
      judgedFields: resource.fields.count { judged.contains($0.name) },
      fields: resource.fields.count, judgedRecords: resource.recordsJudged,
      records: resource.recordCount)
  }

  private static func mean(_ parts: [(ExactShare?, Int)]) -> ExactShare? {
    ExactShare.weightedMean(
      parts.compactMap { score, weight in score.map { (share: $0, weight: weight) } })
  }
}

extension LocalizedText {
  fileprivate static let ruleInError = LocalizedText(
    vi: "quy tắc không chạy được", en: "the rule could not be run")
  fileprivate static let ruleIncomplete = LocalizedText(
    vi: "quy tắc chưa chạy hết dữ liệu", en: "the rule did not see all the data")
  fileprivate static let ruleNotApplicable = LocalizedText(
    vi: "quy tắc không áp dụng được", en: "the rule did not apply")
  fileprivate static let resourceIncomplete = LocalizedText(
    vi: "nguồn dữ liệu chưa đọc được hết", en: "the source could not be read whole")
  fileprivate static let allWaived = LocalizedText(
    vi: "mọi trường hợp được xét đều không đạt và được miễn trừ",
    en: "all that was judged failed and is waived")
  fileprivate static let noRecords = LocalizedText(
    vi: "bộ dữ liệu không có bản ghi nào", en: "the resource has no record")
  fileprivate static let nothingEvaluated = LocalizedText(
    vi: "không có dữ liệu nào để đánh giá", en: "there was nothing to judge")
}
