import AuditModel
import AuditRules

/// What became of an entry of a rule's `tests`.
struct RuleTestOutcome {
  enum Found: String {
    case passed, failed
    /// Not judged: a blank or unreadable field, a condition that is not met, or nothing to judge by.
    case skipped
  }

  /// What the rule made of the entry's records.
  struct Verdict {
    var counts = RuleCounts()
    var status = RuleStatus.notApplicable
    /// Why the rule does not apply at all, if it does not.
    var reason: LocalizedText?
    /// Numbers of the records that are found, ascending; findings that are of no record are not there.
    var records: [Int] = []

    var found: Found { counts.failed > 0 ? .failed : counts.passed > 0 ? .passed : .skipped }
  }

  let rule: RuleSpec
  let expectsFailure: Bool
  /// Its place in the list `pass` or `fail`, from 1.
  let number: Int
  let test: RuleTest
  let verdict: Verdict

  var location: SourceLocation { test.location }
  var found: Found { verdict.found }

  /// A record that has to pass may be passed over: that is how a `when` is shown to hold the rule back.
  var isAsExpected: Bool {
    guard expectsFailure == (found == .failed) else { return false }
    guard let table = test.table else { return true }
    if !expectsFailure, !isJudged { return false }
    return table.counts.agree(with: verdict.counts) && (table.fails ?? records) == records
  }

  /// A table is there for the rule to look at: that it could not is no pass.
  private var isJudged: Bool {
    switch verdict.status {
    case .error, .incomplete, .notApplicable: false
    case .failed, .warned, .passed, .waived: true
    }
  }

  private var records: [Int] { verdict.records }

  /// `pass 2`, as the rule file calls it.
  var name: String { "\(expectsFailure ? "fail" : "pass") \(number)" }
}

extension RuleTestOutcome {
  /// `quy tắc HT-010, ví dụ fail 1: phải bị báo lỗi, nhưng đạt`.
  var text: LocalizedText {
    let (expected, found) = (expectedText, foundText)
    return LocalizedText(
      vi: "quy tắc \(rule.id), ví dụ \(name): \(expected.vi), nhưng \(found.vi)",
      en: "rule \(rule.id), example \(name): \(expected.en), but \(found.en)")
  }

  private var expectedText: LocalizedText {
    let counts = test.table.map { Self.text($0.counts) } ?? .none
    guard expectsFailure else {
      return LocalizedText(vi: "phải đạt\(counts.vi)", en: "has to pass\(counts.en)")
    }
    let records = test.table?.fails.map { Self.text(records: $0) } ?? .none
    return LocalizedText(
      vi: "phải bị báo lỗi\(records.vi)\(counts.vi)",
      en: "has to fail\(records.en)\(counts.en)")
  }

  private var foundText: LocalizedText {
    let verdict = verdict.counts
    var counts = LocalizedText.none
    if let table = test.table, !table.counts.isEmpty {
      counts = Self.text(
        RuleTest.Counts(
          passed: verdict.passed, failed: verdict.failed, skipped: verdict.skipped))
    }
    switch found {
    case .passed where test.table != nil && !isJudged: return unjudgedText
    case .passed:
      return LocalizedText(vi: "đạt\(counts.vi)", en: "passes\(counts.en)")
    case .failed:
      let records = test.table == nil ? .none : Self.text(records: records)
      return LocalizedText(
        vi: "bị báo lỗi\(records.vi)\(counts.vi)", en: "fails\(records.en)\(counts.en)")
    case .skipped where self.verdict.reason == nil && !counts.vi.isEmpty:
      return LocalizedText(
        vi: "không được xét\(counts.vi)", en: "is not judged\(counts.en)")
    case .skipped: return unjudgedText
    }
  }

  private var unjudgedText: LocalizedText {
    guard let reason = verdict.reason else {
      return LocalizedText(
        vi: "không được xét (trường trống, sai kiểu hoặc điều kiện không thỏa)",
        en: "is not judged (a blank or unreadable field, or its condition)")
    }
    return LocalizedText(
      vi: "không được xét: \(reason.vi)", en: "is not judged: \(reason.en)")
  }

  private static func text(records: [Int]) -> LocalizedText {
    guard !records.isEmpty else {
      return LocalizedText(vi: " mà không ở bản ghi nào", en: " at no record")
    }
    let list = records.map(String.init).joined(separator: ", ")
    return LocalizedText(
      vi: " ở bản ghi \(list)", en: " at record\(records.count == 1 ? "" : "s") \(list)")
  }

  /// ` (2 đạt, 1 lỗi)`, as far as the counts are said.
  private static func text(_ counts: RuleTest.Counts) -> LocalizedText {
    guard !counts.isEmpty else { return .none }
    func list(_ words: [String]) -> String {
      zip([counts.passed, counts.failed, counts.skipped], words).compactMap { count, word in
        count.map { "\($0) \(word)" }
      }.joined(separator: ", ")
    }
    return LocalizedText(
      vi: " (\(list(["đạt", "lỗi", "bỏ qua"])))",
      en: " (\(list(["passed", "failed", "skipped"])))")
  }
}

extension LocalizedText {
  fileprivate static let none = LocalizedText("")
}
