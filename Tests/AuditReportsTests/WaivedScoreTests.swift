import AuditModel
import AuditScoring
import XCTest

/// What is waived is neither passed nor failed.
final class WaivedScoreTests: XCTestCase {
  func testTheStatusIsThatOfWhatIsNotWaived() {
    for (passed, failed, waived, status) in [
      (5, 0, 0, RuleStatus.passed), (5, 0, 2, .waived), (0, 0, 2, .waived), (5, 1, 2, .failed),
      (0, 0, 0, .notApplicable),
    ] {
      let verdict = RuleVerdict(
        counts: RuleCounts(passed: passed, failed: failed, waived: waived), severity: .blocking)
      XCTAssertEqual(verdict.status, status, "\(passed) \(failed) \(waived)")
    }
  }

  func testATolerancesShareIsOfWhatIsJudged() {
    let share = Tolerance.share(Share(1, of: 10))
    for (passed, failed, waived, status) in [
      (8, 1, 1, RuleStatus.failed), (10, 1, 0, .passed), (9, 0, 1, .waived),
    ] {
      let counts = RuleCounts(passed: passed, failed: failed, waived: waived)
      XCTAssertEqual(
        RuleVerdict(counts: counts, severity: .error, failAt: share).status, status, "\(counts)")
    }
  }

  func testWaivedFailuresAreInNoScore() {
    var result = Fixture.result
    var rule = result.resources[0].rules[0]
    rule.counts = RuleCounts(passed: 3, failed: 1, waived: 96)
    rule.status = .failed
    var all = rule
    all.counts = RuleCounts(waived: 7)
    all.status = .waived
    result.resources = [result.resources[0]]
    result.resources[0].rules = [rule, all]
    let card = Scoring.scorecard(of: result).resources[0]
    XCTAssertEqual(card.rules[0].score?.basisPoints, 7500)
    XCTAssertNil(card.rules[1].score)
    XCTAssertNotNil(card.rules[1].exclusion)
    XCTAssertEqual(card.score?.basisPoints, 7500)
  }
}
