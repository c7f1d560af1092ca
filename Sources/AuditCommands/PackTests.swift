import AuditModel
import AuditRules
import AuditSystem
import AuditText

/// A pack's tests after they were run, in the forms they can be printed in.
struct PackTests {
  /// As the command line names the pack.
  let reference: String
  let pack: RulePack
  let outcomes: [RuleTestOutcome]
  let untested: [RuleSpec]

  init(_ reference: String, _ testing: RuleTesting) throws {
    self.reference = reference
    pack = testing.pack
    outcomes = try testing.run()
    untested = testing.untestedRules
  }

  var failed: [RuleTestOutcome] { outcomes.filter { !$0.isAsExpected } }

  private var own: RulePack.Layer? { pack.layers.last }
  private var disabled: [RuleSpec] { pack.rules.filter { !$0.isEnabled } }

  /// What is not as expected, each with its place, then a line for the pack.
  func text(_ language: Language) -> String {
    let lines = failed.map { outcome in
      let place = outcome.location
      return "\(place.file):\(place.line):\(place.column): " + outcome.text[language]
    }
    let rules = Set(outcomes.map(\.rule.id)).count
    let verdict =
      failed.isEmpty
      ? LocalizedText(vi: "đúng cả", en: "all as expected")
      : LocalizedText(vi: "\(failed.count) không đúng", en: "\(failed.count) not as expected")
    let summary = LocalizedText(
      vi:
        "\(reference): \(outcomes.count) ví dụ của \(rules) quy tắc, \(verdict.vi) - gói \(own?.id ?? "") \(own?.version ?? "")",
      en:
        "\(reference): \(outcomes.count) examples of \(rules) rules, \(verdict.en) - pack \(own?.id ?? "") \(own?.version ?? "")"
    )
    let more = [
      list(
        untested,
        LocalizedText(vi: "chưa có ví dụ (mục tests)", en: "without examples (`tests`)"), language),
      list(
        disabled, LocalizedText(vi: "đang tắt, không chạy", en: "switched off, not run"), language),
    ].compactMap(\.self)
    return Terminal.safeLines(lines + [summary[language]] + more) + "\n"
  }

  private func list(
    _ rules: [RuleSpec], _ what: LocalizedText, _ language: Language
  ) -> String? {
    guard !rules.isEmpty else { return nil }
    let ids = rules.map(\.id).joined(separator: ", ")
    let word = LocalizedText(vi: "quy tắc", en: rules.count == 1 ? "rule" : "rules")
    return "  \(rules.count) \(word[language]) \(what[language]): \(ids)"
  }

  // MARK: For programs

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("pack", own?.id)
      json.member("version", own?.version)
      json.member("path", own?.path)
      json.member("tests", outcomes.count)
      json.member("failed", failed.count)
      json.array("results") { json in
        for outcome in outcomes {
          json.object { json in
            json.member("rule", outcome.rule.id)
            json.member("resource", outcome.rule.resource)
            json.member("example", outcome.name)
            json.member("expected", outcome.expectsFailure ? "failed" : "passed")
            json.member("found", outcome.found.rawValue)
            json.member("ok", outcome.isAsExpected)
            json.member("reason", outcome.verdict.reason)
            if let table = outcome.test.table { write(table, outcome.verdict, to: &json) }
            json.member("file", outcome.location.file)
            json.member("line", outcome.location.line)
            json.member("column", outcome.location.column)
          }
        }
      }
      json.member("withoutTests", untested.map(\.id))
      json.member("switchedOff", disabled.map(\.id))
    }
  }

  /// Which records were to be found and which are, and what came out.
  private func write(
    _ table: RuleTest.Table, _ verdict: RuleTestOutcome.Verdict, to json: inout JSONWriter
  ) {
    if let fails = table.fails {
      json.array("expectedRecords") { json in for number in fails { json.element(number) } }
    }
    json.array("foundRecords") { json in for number in verdict.records { json.element(number) } }
    json.object("counts") { json in
      json.member("passed", verdict.counts.passed)
      json.member("failed", verdict.counts.failed)
      json.member("skipped", verdict.counts.skipped)
    }
  }

  /// A `testsuite` of JUnit's XML, without times: the same pack gives the same bytes.
  func junit(_ language: Language) -> String {
    var lines = [
      "  <testsuite name=\"\(xml(own?.id ?? reference))\" tests=\"\(outcomes.count)\" failures=\"\(failed.count)\" errors=\"0\" skipped=\"0\">"
    ]
    for outcome in outcomes {
      let start =
        "    <testcase classname=\"\(xml(outcome.rule.resource))\" name=\"\(xml(outcome.rule.id)) \(outcome.name)\" file=\"\(xml(outcome.location.file))\" line=\"\(outcome.location.line)\""
      guard !outcome.isAsExpected else {
        lines.append(start + "/>")
        continue
      }
      lines.append(start + ">")
      lines.append("      <failure message=\"\(xml(outcome.text[language]))\"/>")
      lines.append("    </testcase>")
    }
    lines.append("  </testsuite>")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text as an attribute's value; characters that XML 1.0 does not have become U+FFFD.
  private func xml(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value):
        escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
