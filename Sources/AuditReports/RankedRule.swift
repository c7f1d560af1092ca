import AuditModel
import AuditScoring

/// A rule beside its resource and its part in the score.
struct RankedRule {
  let rule: RuleResult
  let card: RuleScorecard
  let resource: ResourceResult
  /// Place of the resource and of the rule in it, from 0: what anchors are made of.
  let place: (resource: Int, rule: Int)

  var anchor: String { "r\(place.resource + 1)-\(place.rule + 1)" }

  /// Whether the report tells of it as a fault, with details and examples.
  var isFault: Bool { rule.counts.failed > 0 && card.score != nil }

  /// Every rule, the worst first: by status, severity, share of failures, number of failures, place.
  static func ranked(_ result: InspectionResult, _ card: AgencyScorecard) -> [RankedRule] {
    var all: [RankedRule] = []
    for (index, resource) in result.resources.enumerated() {
      let cards = card.resources[index].rules
      for (number, rule) in resource.rules.enumerated() {
        all.append(
          RankedRule(
            rule: rule, card: cards[number], resource: resource, place: (index, number)))
      }
    }
    return all.sorted(by: isWorse)
  }

  private static func isWorse(_ a: RankedRule, _ b: RankedRule) -> Bool {
    let ranks = (a.rule.status.rank, b.rule.status.rank)
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    if a.rule.severity != b.rule.severity { return a.rule.severity > b.rule.severity }
    let scores = (a.card.score, b.card.score)
    if let first = scores.0, let second = scores.1, first != second { return first < second }
    if a.rule.counts.failed != b.rule.counts.failed {
      return a.rule.counts.failed > b.rule.counts.failed
    }
    return a.place < b.place
  }
}

extension ReportOutline {
  func rules(of aspect: Aspect, among rules: [RankedRule]) -> [RankedRule] {
    rules.filter { covers(aspect, kind: $0.rule.kind, dimension: $0.rule.dimension) }
  }
}

extension RuleStatus {
  fileprivate var rank: Int {
    switch self {
    case .failed: 0
    case .error: 1
    case .incomplete: 2
    case .warned: 3
    case .waived: 4
    case .passed: 5
    case .notApplicable: 6
    }
  }
}
