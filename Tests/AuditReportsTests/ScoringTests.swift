import AuditModel
import XCTest

@testable import AuditScoring

final class ScoringTests: XCTestCase {
  /// Two rules of two criteria in one group are one mean by their own weights; what is in no group does not count.
  func testAGroupOfCriteriaIsTheMeanOfItsRules() throws {
    func rule(_ id: String, _ dimension: AuditModel.Dimension, _ weight: Int, _ passed: Int)
      -> RuleResult
    {
      var rule = RuleResult(
        id: id, kind: "assert", title: LocalizedText(id), dimension: dimension, severity: .warning,
        weight: weight, fields: [], message: LocalizedText(id),
        counts: RuleCounts(passed: passed, failed: 100 - passed))
      rule.decideStatus()
      return rule
    }
    var resource = Fixture.marriages
    resource.rules = [
      rule("a", .validity, 1, 40), rule("b", .uniqueness, 3, 80), rule("c", .timeliness, 1, 100),
      rule("d", .anomaly, 1, 0),
    ]
    var result = Fixture.result
    result.resources = [resource]
    let policy = ScoringPolicy(
      id: "x", title: LocalizedText("X"), grades: [GradeBand(from: 0, LocalizedText("A"))],
      groups: [
        CriterionGroup(name: LocalizedText("1"), dimensions: [.uniqueness, .validity], weight: 1),
        CriterionGroup(name: LocalizedText("2"), dimensions: [.timeliness], weight: 1),
        CriterionGroup(name: LocalizedText("3"), dimensions: [.accuracy], weight: 5),
      ])
    // (40 + 3 * 80) / 4 = 70; with 100 that is 85; the third group has no rule and no part.
    XCTAssertEqual(Scoring.scorecard(of: result, by: policy).score?.basisPoints, 8500)
  }

  func testBigNumbersAgreeWithMachineNumbers() {
    let samples: [UInt] = [0, 1, 2, 7, 65_535, 4_294_967_295, 4_294_967_296, 1 << 62]
    for a in samples {
      for b in samples {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if !overflow { XCTAssertEqual(BigNatural(a) + BigNatural(b), BigNatural(sum)) }
        let product = a.multipliedReportingOverflow(by: b)
        if !product.overflow {
          XCTAssertEqual(BigNatural(a) * BigNatural(b), BigNatural(product.partialValue))
        }
        XCTAssertEqual(BigNatural(a) < BigNatural(b), a < b)
        if b > 0 {
          let parts = (BigNatural(a) * BigNatural(b) + BigNatural(b - 1)).dividedBy(b)
          XCTAssertEqual(parts.quotient, BigNatural(a))
          XCTAssertEqual(parts.remainder, b - 1)
        }
      }
    }
  }

  func testTheLargestLimbsMultiply() {
    var big = BigNatural(UInt.max)
    for _ in 0..<5 { big = big * big }
    var back = big
    for _ in 0..<31 { back = back.dividedBy(UInt.max).quotient }
    XCTAssertEqual(back, BigNatural(UInt.max))
  }

  func testSharesAreRoundedHalfUpOnce() {
    let cases: [(Int, Int, Int)] = [
      (0, 1, 0), (1, 1, 10_000), (1, 3, 3333), (2, 3, 6667), (1, 20_000, 1), (1, 20_001, 0),
      (19_999, 20_000, 10_000), (19_998, 20_000, 9999), (9_834_500, 10_000_000, 9835),
      (Int.max - 1, Int.max, 10_000), (1, Int.max, 0),
    ]
    for (part, whole, expected) in cases {
      XCTAssertEqual(ExactShare(part, of: whole)?.basisPoints, expected, "\(part)/\(whole)")
    }
    XCTAssertNil(ExactShare(0, of: 0))
    XCTAssertNil(ExactShare(2, of: 1))
  }

  func testMeansAreExact() throws {
    let thirds = try (0...3).map { try XCTUnwrap(ExactShare($0, of: 3)) }
    XCTAssertEqual(
      ExactShare.weightedMean([(thirds[1], 1), (thirds[2], 1), (thirds[3], 1)]), thirds[2])
    XCTAssertEqual(ExactShare.weightedMean([(thirds[0], 1), (thirds[3], 2)]), thirds[2])
    XCTAssertEqual(ExactShare.weightedMean([(thirds[1], 0), (thirds[2], 5)]), thirds[2])
    XCTAssertNil(ExactShare.weightedMean([(thirds[1], 0)]))
    XCTAssertNil(ExactShare.weightedMean([]))
  }

  func testAMeanOfManyUnlikeCountsIsThatOfItsComplement() throws {
    let wholes = (1...300).map { 1_000_003 + $0 * $0 * 7 }
    let passed = try wholes.map { (try XCTUnwrap(ExactShare($0 / 3, of: $0)), 1) }
    let failed = try wholes.map { (try XCTUnwrap(ExactShare($0 - $0 / 3, of: $0)), 1) }
    let mean = try XCTUnwrap(ExactShare.weightedMean(passed.map { ($0.0, $0.1) }))
    let rest = try XCTUnwrap(ExactShare.weightedMean(failed.map { ($0.0, $0.1) }))
    XCTAssertEqual(ExactShare.weightedMean([(mean, 1), (rest, 1)]), ExactShare(1, of: 2))
  }

  func testStatusFollowsFromCountsAndTolerance() {
    let share = Tolerance.share(Share(5, of: 1000))
    let cases: [(Int, Int, Severity, Tolerance?, Tolerance?, RuleStatus)] = [
      (10, 0, .error, nil, nil, .passed), (10, 1, .error, nil, nil, .failed),
      (10, 1, .warning, nil, nil, .warned), (10, 1, .note, nil, nil, .warned),
      (10, 1, .blocking, nil, nil, .failed), (0, 0, .error, nil, nil, .notApplicable),
      (995, 5, .error, nil, share, .failed), (996, 4, .error, nil, share, .passed),
      (996, 4, .error, .count(1), share, .warned), (90, 10, .error, .count(10), nil, .warned),
      (91, 9, .error, .count(10), nil, .passed), (10, 0, .error, nil, .count(0), .passed),
      (0, Int.max, .error, nil, .share(Share(1, of: 1)), .failed),
    ]
    for (passed, failed, severity, warn, fail, expected) in cases {
      let verdict = RuleVerdict(
        counts: RuleCounts(passed: passed, failed: failed), severity: severity, warnAt: warn,
        failAt: fail)
      XCTAssertEqual(verdict.status, expected, "\(passed), \(failed), \(severity)")
      XCTAssertEqual(verdict.reason != nil, expected == .notApplicable)
    }
  }

  func testWhatWasNotJudgedIsLeftOutAndNamed() throws {
    let scores = Scoring.scorecard(
      of: inspection([rule(.completeness, 9, 1), rule(.accuracy, 0, 0), rule(.validity, 1, 1)]))
    let card = try XCTUnwrap(scores.resources.first)
    XCTAssertEqual(card.score?.basisPoints, 7000)
    XCTAssertEqual(card.criteria.map { $0.score?.basisPoints }, [9000, 5000, nil])
    XCTAssertEqual(card.rules.map { $0.exclusion != nil }, [false, true, false])
    XCTAssertEqual(scores.score, card.score)
  }

  func testABlockingRuleThatFailedCapsTheGrade() {
    let free = Scoring.scorecard(of: inspection([rule(.completeness, 9_999, 1)]))
    XCTAssertEqual(free.grade?.rank, 0)
    let capped = Scoring.scorecard(of: inspection([rule(.completeness, 9_999, 1, .blocking)]))
    XCTAssertEqual(capped.grade?.isLowest, true)
    XCTAssertEqual(capped.grade?.isCapped, true)
    XCTAssertEqual(capped.score, free.score)
  }

  func testNothingToScoreHasNoScore() {
    let scores = Scoring.scorecard(of: inspection([rule(.accuracy, 0, 0)]))
    XCTAssertNil(scores.score)
    XCTAssertNil(scores.grade)
  }

  func testWhatPassesForWantOfRecordsHasNoScore() {
    var result = inspection([rule(.validity, 1, 0), rule(.completeness, 0, 0)])
    result.resources[0].recordCount = 0
    let empty = Scoring.scorecard(of: result)
    XCTAssertNil(empty.score)
    XCTAssertNil(empty.resources[0].score)
    XCTAssertEqual(empty.resources[0].rules[0].exclusion?.en, "the resource has no record")
    // What fails - a key that should be there is not - counts.
    result.resources[0].rules.append(rule(.completeness, 0, 7))
    XCTAssertEqual(Scoring.scorecard(of: result).score?.basisPoints, 0)
    // Beside another resource the empty one changes nothing.
    result.resources[0].rules.removeLast()
    result.resources.append(inspection([rule(.validity, 3, 1)]).resources[0])
    XCTAssertEqual(Scoring.scorecard(of: result).score?.basisPoints, 7500)
  }

  func testASourceThatWasNotReadWholeHasNoScore() {
    var result = inspection([rule(.accuracy, 5, 0)])
    result.resources[0].complete = false
    XCTAssertNil(Scoring.scorecard(of: result).score)
  }

  private func rule(
    _ dimension: AuditModel.Dimension, _ passed: Int, _ failed: Int, _ severity: Severity = .error
  ) -> RuleResult {
    var rule = RuleResult(
      id: "R", kind: "assert", title: LocalizedText("R"), dimension: dimension, severity: severity,
      fields: ["a"], message: LocalizedText("R"),
      counts: RuleCounts(passed: passed, failed: failed), status: .passed)
    rule.decideStatus()
    return rule
  }

  private func inspection(_ rules: [RuleResult]) -> InspectionResult {
    var result = Fixture.result
    var resource = Fixture.marriages
    resource.rules = rules
    result.resources = [resource]
    return result
  }
}
