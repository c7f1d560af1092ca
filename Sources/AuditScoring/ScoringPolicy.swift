import AuditModel

/// How scores are weighted and named: an internal indicator, not a grade that a law gives.
package struct ScoringPolicy: Hashable, Sendable {
  package var id: String
  package var title: LocalizedText
  /// Weight of a criterion within a resource; 1 where none is given.
  package var criterionWeights: [Dimension: Int]
  /// Weight of a resource, by name, within the agency; 1 where none is given.
  package var resourceWeights: [String: Int]
  /// The best first; the last begins at 0.
  package var grades: [GradeBand]
  /// Criteria taken together under a name of their own; empty where each stands for itself.
  ///
  /// Where there are some, they make a resource's score, and criteria in none of them do not count.
  package var groups: [CriterionGroup]

  package init(
    id: String, title: LocalizedText, criterionWeights: [Dimension: Int] = [:],
    resourceWeights: [String: Int] = [:], grades: [GradeBand], groups: [CriterionGroup] = []
  ) {
    let bounds = grades.map(\.fromBasisPoints)
    precondition(
      bounds.last == 0 && zip(bounds, bounds.dropFirst()).allSatisfy { $0 > $1 },
      "grade bands fall from the best to one that begins at 0, not \(bounds)")
    self.id = id
    self.title = title
    self.criterionWeights = criterionWeights
    self.resourceWeights = resourceWeights
    self.grades = grades
    self.groups = groups
  }

  /// All weights 1; bands from 90 % and from 75 %.
  package static let standard = ScoringPolicy(
    id: "noi-bo-2026",
    title: LocalizedText(
      vi: "Chỉ số chất lượng dữ liệu nội bộ", en: "Internal data quality indicator"),
    grades: [
      GradeBand(from: 9000, LocalizedText(vi: "Tốt", en: "Good")),
      GradeBand(from: 7500, LocalizedText(vi: "Khá", en: "Fair")),
      GradeBand(from: 0, LocalizedText(vi: "Cần khắc phục", en: "Needs remedy")),
    ])

  /// The way of scoring that a profile has; nil where it has none.
  package init?(_ profile: LegalProfile) {
    guard let scoring = profile.scoring else { return nil }
    self.init(
      id: scoring.id, title: scoring.title,
      grades: scoring.bands.map { GradeBand(from: $0.fromBasisPoints, $0.name) },
      groups: scoring.criteria.map {
        CriterionGroup(name: $0.name, dimensions: $0.dimensions, weight: $0.weight)
      })
  }

  package func weight(of criterion: Dimension) -> Int { criterionWeights[criterion] ?? 1 }
  package func weight(ofResource name: String) -> Int { resourceWeights[name] ?? 1 }

  /// The band of a score; the lowest one if a blocking rule failed.
  ///
  /// Judged on the score as printed, so that a report never shows 90,00 % in the band below 90.
  package func grade(for score: ExactShare, isCapped: Bool) -> Grade {
    let points = score.basisPoints
    let earned = grades.firstIndex { points >= $0.fromBasisPoints } ?? grades.count - 1
    let lowest = grades.count - 1
    let rank = isCapped ? lowest : earned
    return Grade(
      name: grades[rank].name, rank: rank, isLowest: rank == lowest,
      isCapped: isCapped && earned != lowest)
  }
}

/// Criteria that are one in a way of scoring.
package struct CriterionGroup: Hashable, Sendable {
  package var name: LocalizedText
  package var dimensions: [Dimension]
  package var weight: Int

  package init(name: LocalizedText, dimensions: [Dimension], weight: Int) {
    self.name = name
    self.dimensions = dimensions
    self.weight = weight
  }
}

/// A named range of scores, from a bound up to the next better band.
package struct GradeBand: Hashable, Sendable {
  /// Hundredths of a percent.
  package var fromBasisPoints: Int
  package var name: LocalizedText

  package init(from basisPoints: Int, _ name: LocalizedText) {
    fromBasisPoints = basisPoints
    self.name = name
  }
}

/// The band a score fell into.
package struct Grade: Hashable, Sendable {
  package let name: LocalizedText
  /// 0 is the best band.
  package let rank: Int
  package let isLowest: Bool
  /// A better band was earned, but a blocking rule failed.
  package let isCapped: Bool
}
