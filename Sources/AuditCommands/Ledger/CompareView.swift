import AuditLedger
import AuditModel
import AuditReports
import AuditSystem
import AuditText

/// Two inspections side by side, as lines for a terminal or as JSON (`soat-comparison/1`).
struct CompareView {
  let comparison: RunComparison
  let earlier: LedgerRun
  let later: LedgerRun
  /// Titles of the rules, those of the later inspection first.
  let rules: [LedgerRule]
  let listsAll: Bool

  private var titles: [LedgerRuleID: LocalizedText] {
    Dictionary(rules.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
  }

  /// Of the rules whose findings can be told apart.
  private var total: RunComparison.Changes {
    comparison.rules.reduce(into: RunComparison.Changes()) { total, rule in
      guard let changes = rule.changes else { return }
      total.new += changes.new
      total.fixed += changes.fixed
      total.persisting += changes.persisting
      total.reopened += changes.reopened
    }
  }

  func text(_ language: Language, _ terminal: Terminal) -> String {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    let numbers = ReportNumbers(language)
    func score(_ run: LedgerRun) -> String {
      run.basisPoints.map { numbers.percent(basisPoints: $0) } ?? word("không có điểm", "no score")
    }
    var lines = [
      terminal.styled(Terminal.safe(later.agencyName[language]), .bold),
      word("Lần \(earlier.number) (", "Inspection \(earlier.number) (") + earlier.date.vietnamese
        + ") " + score(earlier) + " → " + word("lần ", "inspection ") + "\(later.number) ("
        + later.date.vietnamese + ") " + score(later) + difference(numbers, word),
      "",
    ]
    lines += table(language)
    let total = total
    lines.append("")
    lines.append(
      word("Mới: ", "New: ") + numbers.count(total.new) + word("; đã sửa: ", "; fixed: ")
        + numbers.count(total.fixed) + word("; còn lại: ", "; persisting: ")
        + numbers.count(total.persisting) + word("; tái phát: ", "; reopened: ")
        + numbers.count(total.reopened))
    let changed = comparison.rules.count(where: \.isChanged)
    if changed > 0 {
      lines.append(
        word(
          "Chuỗi bị ngắt ở \(changed) quy tắc đã đổi (dấu ≠): không so được từng lỗi",
          "The series breaks at \(changed) rules that changed (≠): findings do not compare"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func difference(_ numbers: ReportNumbers, _ word: (String, String) -> String) -> String {
    guard let old = earlier.basisPoints, let new = later.basisPoints, old != new else { return "" }
    let sign = new > old ? "+" : "-"
    let points = numbers.percent(basisPoints: abs(new - old)).split(separator: "\u{A0}")[0]
    return word(" (\(sign)\(points) điểm phần trăm)", " (\(sign)\(points) percentage points)")
  }

  private func table(_ language: Language) -> [String] {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    let numbers = ReportNumbers(language)
    let titles = titles
    var table = TextTable(numeric: [1, 2, 3, 4, 5, 6])
    table.add([
      word("quy tắc", "rule"), word("lần trước", "earlier"), word("lần sau", "later"),
      word("mới", "new"), word("đã sửa", "fixed"), word("còn lại", "persisting"),
      word("tái phát", "reopened"), "",
    ])
    var resource: String?
    var skipped = 0
    for rule in comparison.rules {
      let hasFindings = found(rule.earlier) > 0 || found(rule.later) > 0
      let isOneSided = (rule.earlier == nil) != (rule.later == nil)
      guard listsAll || hasFindings || isOneSided || rule.isChanged else {
        skipped += 1
        continue
      }
      if rule.resource != resource, Set(comparison.rules.map(\.resource)).count > 1 {
        table.add([Terminal.safe("[\(rule.resource)]")])
      }
      resource = rule.resource
      let changes = rule.changes
      let title = titles[LedgerRuleID(resource: rule.resource, rule: rule.rule)]?[language] ?? ""
      table.add([
        (rule.isChanged ? "≠ " : "  ") + Terminal.safe(rule.rule), count(rule.earlier, numbers),
        count(rule.later, numbers), changes.map { numbers.count($0.new) } ?? "-",
        changes.map { numbers.count($0.fixed) } ?? "-",
        changes.map { numbers.count($0.persisting) } ?? "-",
        changes.map { numbers.count($0.reopened) } ?? "-", Terminal.safe(title),
      ])
    }
    guard skipped > 0 else { return table.lines() }
    return table.lines() + [
      "  "
        + word(
          "\(skipped) quy tắc không có lỗi ở cả hai lần",
          "\(skipped) rules without a finding in either")
    ]
  }

  private func found(_ counts: RuleCounts?) -> Int { counts.map { $0.failed + $0.waived } ?? 0 }

  /// Failures, and in brackets those that are waived.
  private func count(_ counts: RuleCounts?, _ numbers: ReportNumbers) -> String {
    guard let counts else { return "-" }
    return numbers.count(counts.failed)
      + (counts.waived > 0 ? " (+\(numbers.count(counts.waived)))" : "")
  }

  var json: [UInt8] {
    let titles = titles
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("format", Version.comparisonFormat)
      json.object("earlier") { $0.compared(earlier) }
      json.object("later") { $0.compared(later) }
      json.object("total") { $0.changes(total) }
      json.array("rules") { json in
        for rule in comparison.rules {
          json.object { json in
            json.member("resource", rule.resource)
            json.member("rule", rule.rule)
            json.member("title", titles[LedgerRuleID(resource: rule.resource, rule: rule.rule)])
            json.member("changed", rule.isChanged)
            json.counts("earlier", rule.earlier)
            json.counts("later", rule.later)
            if let changes = rule.changes {
              json.object("findings") { $0.changes(changes) }
            } else {
              json.null("findings")
            }
          }
        }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  fileprivate mutating func compared(_ run: LedgerRun) {
    member("run", run.number)
    member("agency", run.agencyID)
    member("date", run.date.iso)
    member("basisPoints", run.basisPoints)
  }

  fileprivate mutating func changes(_ changes: RunComparison.Changes) {
    member("new", changes.new)
    member("fixed", changes.fixed)
    member("persisting", changes.persisting)
    member("reopened", changes.reopened)
  }

  fileprivate mutating func counts(_ name: String, _ counts: RuleCounts?) {
    guard let counts else { return null(name) }
    object(name) { $0.counts(counts) }
  }
}
