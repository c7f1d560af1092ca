import AuditModel
import AuditRules
import AuditSystem
import AuditText

/// What the linter found in a pack, in the forms it can be printed in.
struct LintReport {
  /// As the command line names the pack.
  let reference: String
  let pack: RulePack
  let testCount: Int
  let findings: [LintFinding]

  private func shown(_ level: LintCheck.Level) -> [LintFinding] {
    findings.filter { $0.check.level >= level }
  }

  func text(from level: LintCheck.Level, _ language: Language) -> String {
    var lines: [String] = []
    for finding in shown(level) {
      let place = finding.location
      lines.append(
        "\(place.file):\(place.line):\(place.column): \(finding.check.level.title[language]): \(finding.message[language]) [\(finding.check.code)]"
      )
      if let hint = finding.hint {
        lines.append("  " + LocalizedText(vi: "gợi ý: ", en: "hint: ")[language] + hint[language])
      }
    }
    lines.append(summary[language])
    lines += hidden(below: level, language)
    return Terminal.safeLines(lines) + "\n"
  }

  private var summary: LocalizedText {
    let own = pack.layers.last
    let counts = LintCheck.Level.allCases.reversed().map { level in
      (level, findings.count { $0.check.level == level })
    }
    let found = counts.filter { $0.1 > 0 && $0.0 > .note }
    let vi =
      found.isEmpty ? "tốt" : found.map { "\($0.1) \($0.0.title.vi)" }.joined(separator: ", ")
    let en =
      found.isEmpty
      ? "good"
      : found.map { "\($0.1) \($0.0.title.en)\($0.1 == 1 ? "" : "s")" }.joined(separator: ", ")
    let (resources, rules, lists) = (
      pack.resources.count, pack.rules.count, pack.codeLists.count
    )
    return LocalizedText(
      vi:
        "\(reference): \(vi) - gói \(own?.id ?? "") \(own?.version ?? ""), \(resources) bộ dữ liệu, \(rules) quy tắc kể cả ràng buộc, \(lists) danh mục, \(testCount) bản ghi thử",
      en:
        "\(reference): \(en) - pack \(own?.id ?? "") \(own?.version ?? ""), \(resources) resources, \(rules) rules with constraints, \(lists) code lists, \(testCount) test records"
    )
  }

  /// What is not printed, by code; and what is switched off.
  private func hidden(below level: LintCheck.Level, _ language: Language) -> [String] {
    var lines: [String] = []
    let codes = LintCheck.all.map { check in
      (check.code, findings.count { $0.check.code == check.code && $0.check.level < level })
    }.filter { $0.1 > 0 }
    if !codes.isEmpty {
      let list = codes.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      lines.append(
        LocalizedText(
          vi: "  chưa in (--level note để xem): \(list)",
          en: "  not printed (--level note shows them): \(list)")[language])
    }
    let off =
      pack.rules.filter { !$0.isEnabled }.map { ($0.id, $0.switchedOffBy ?? $0.pack) }
      + pack.dropped.map { ($0.id, $0.by) }
    if !off.isEmpty {
      let list = off.map { "\($0.0) (\($0.1))" }.joined(separator: ", ")
      lines.append(
        LocalizedText(
          vi: "  quy tắc đã tắt, không soát: \(list)",
          en: "  rules switched off, not linted: \(list)")[language])
    }
    return lines
  }

  // MARK: For programs

  static func json(_ all: [LintReport], from level: LintCheck.Level) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.array("packs") { json in
        for report in all { json.object { report.write(to: &$0, from: level) } }
      }
    }
    return json.finish()
  }

  private func write(to json: inout JSONWriter, from level: LintCheck.Level) {
    json.member("pack", pack.layers.last?.id)
    json.member("version", pack.layers.last?.version)
    json.object("counts") { json in
      for level in LintCheck.Level.allCases.reversed() {
        json.member(level.rawValue, findings.count { $0.check.level == level })
      }
    }
    json.array("findings") { json in
      for finding in shown(level) {
        json.object { json in
          json.member("code", finding.check.code)
          json.member("level", finding.check.level.rawValue)
          json.member("message", finding.message)
          json.member("hint", finding.hint)
          json.member("file", finding.location.file)
          json.member("line", finding.location.line)
          json.member("column", finding.location.column)
        }
      }
    }
    json.member(
      "switchedOff", pack.rules.filter { !$0.isEnabled }.map(\.id) + pack.dropped.map(\.id))
  }

  /// SARIF 2.1.0 (OASIS), the parts that editors and integration servers read.
  static func sarif(
    _ all: [LintReport], from level: LintCheck.Level, _ language: Language
  ) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.array("runs") { json in
        json.object { json in
          json.object("tool") { json in
            json.object("driver") { json in
              json.member("name", "soat")
              json.member("version", Version.tool)
              json.array("rules") { json in
                for check in LintCheck.all { json.object { $0.sarifRule(check, language) } }
              }
            }
          }
          json.array("results") { json in
            for finding in all.flatMap({ $0.shown(level) }) {
              json.object { $0.sarifResult(finding, language) }
            }
          }
        }
      }
    }
    return json.finish()
  }
}

extension JSONWriter {
  fileprivate mutating func sarifRule(_ check: LintCheck, _ language: Language) {
    member("id", check.code)
    object("shortDescription") { $0.member("text", check.title[language]) }
    object("fullDescription") { $0.member("text", check.explanation[language]) }
    object("defaultConfiguration") { $0.member("level", check.level.rawValue) }
  }

  fileprivate mutating func sarifResult(_ finding: LintFinding, _ language: Language) {
    member("ruleId", finding.check.code)
    member("level", finding.check.level.rawValue)
    object("message") { json in
      let hint = finding.hint.map { ". " + $0[language] } ?? ""
      json.member("text", finding.message[language] + hint)
    }
    array("locations") { json in
      json.object { json in
        json.object("physicalLocation") { json in
          json.object("artifactLocation") { $0.member("uri", finding.location.file) }
          json.object("region") { json in
            json.member("startLine", finding.location.line)
            json.member("startColumn", finding.location.column)
          }
        }
      }
    }
  }
}
