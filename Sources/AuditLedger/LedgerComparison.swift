import AuditModel
import AuditSystem

extension Ledger {
  /// What two inspections say of each other, rule by rule.
  ///
  /// A rule whose definition changed breaks the series: its counts stand side by side, and nothing is said to be new or
  /// fixed. Reopened is what the earlier inspection did not find and one of the same agency before it did, under the
  /// same definition. What is recorded after the later one changes nothing of the answer.
  package func comparison(earlier: Int, later: Int) throws -> RunComparison {
    try database.read {
      let all = try checkedRuns()
      guard let first = all.first(where: { $0.number == earlier }) else {
        throw try unknownRun(earlier)
      }
      guard let second = all.first(where: { $0.number == later }) else {
        throw try unknownRun(later)
      }
      let before = all.filter {
        $0.agencyID == second.agencyID && $0.number < second.number
          && ($0.date, $0.number) < (first.date, first.number)
      }
      let old = try Positioned(rules(of: first))
      let new = try Positioned(rules(of: second))
      var history = History(runs: before)
      var rules: [RunComparison.Rule] = []
      for (position, rule) in new.rules.enumerated() {
        var compared = RunComparison.Rule(
          resource: rule.resource, rule: rule.rule, earlier: nil, later: rule.judgedCounts,
          isChanged: false, changes: nil)
        if let other = old.places[rule.id] {
          let last = old.rules[other]
          compared.earlier = last.judgedCounts
          compared.isChanged = last.definition != rule.definition
          if !compared.isChanged {
            compared.changes = try changes(
              (first, last, other), (second, rule, position), &history)
          }
        }
        rules.append(compared)
      }
      for rule in old.rules where new.places[rule.id] == nil {
        rules.append(
          RunComparison.Rule(
            resource: rule.resource, rule: rule.rule, earlier: rule.judgedCounts, later: nil,
            isChanged: false, changes: nil))
      }
      return RunComparison(earlier: first.compared, later: second.compared, rules: rules)
    }
  }

  private typealias Place = (run: LedgerRun, rule: LedgerRule, position: Int)

  /// Nil where one of the two kept no fingerprints, was not judged whole, or had another key.
  private func changes(
    _ first: Place, _ second: Place, _ history: inout History
  ) throws -> RunComparison.Changes? {
    guard let key = first.run.keyCheck, key == second.run.keyCheck,
      first.rule.judgedCounts != nil, second.rule.judgedCounts != nil,
      let old = try fingerprints(of: first.rule, first.position, in: first.run),
      let new = try fingerprints(of: second.rule, second.position, in: second.run)
    else { return nil }
    let (persisting, fixed, appeared) = Fingerprints.compare(old, new)
    var changes = RunComparison.Changes(fixed: fixed, persisting: persisting)
    guard !appeared.isEmpty else { return changes }
    let most = try mostOften(appeared.map(\.fingerprint), second.rule, key, &history)
    for (index, entry) in appeared.enumerated() {
      let known = min(entry.now, most[index]) - entry.before
      let reopened = max(0, known)
      changes.reopened += reopened
      changes.new += entry.now - entry.before - reopened
    }
    return changes
  }

  /// How often each of the sorted fingerprints was found at most in an inspection of the history.
  private func mostOften(
    _ wanted: [UInt64], _ rule: LedgerRule, _ key: [UInt8], _ history: inout History
  ) throws -> [Int] {
    var most = [Int](repeating: 0, count: wanted.count)
    for run in history.runs where run.keyCheck == key {
      let rules = try history.rules(of: run, self)
      guard let position = rules.places[rule.id],
        rules.rules[position].definition == rule.definition,
        rules.rules[position].findingCount ?? 0 > 0,
        let list = try fingerprints(of: rules.rules[position], position, in: run)
      else { continue }
      var index = 0
      for (place, value) in wanted.enumerated() {
        while index < list.count, list[index] < value { index += 1 }
        let start = index
        while index < list.count, list[index] == value { index += 1 }
        most[place] = max(most[place], index - start)
      }
    }
    return most
  }

  /// Rules with where to find each.
  private struct Positioned {
    let rules: [LedgerRule]
    let places: [LedgerRuleID: Int]

    init(_ rules: [LedgerRule]) {
      self.rules = rules
      places = Dictionary(
        rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Inspections before, whose rules are read once and only when something has to be looked up.
  private struct History {
    let runs: [LedgerRun]
    private var known: [Int: Positioned] = [:]

    init(runs: [LedgerRun]) { self.runs = runs }

    mutating func rules(of run: LedgerRun, _ ledger: Ledger) throws -> Positioned {
      if let rules = known[run.number] { return rules }
      let rules = try Positioned(ledger.rules(of: run))
      known[run.number] = rules
      return rules
    }
  }
}

extension LedgerRun {
  fileprivate var compared: RunComparison.Run {
    RunComparison.Run(
      number: number, date: date, periodFrom: periodFrom, periodTo: periodTo,
      basisPoints: basisPoints)
  }
}
