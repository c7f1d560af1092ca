import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText

/// Runs the records that a pack's rules say they must pass and fail.
struct RuleTesting {
  let pack: RulePack
  let tables: [String: CodeTable]
  let today: CivilDate

  /// How many records were tried, and what was not as it should be.
  func run() throws -> (count: Int, mistakes: [Diagnostic]) {
    var count = 0
    var mistakes: [Diagnostic] = []
    for rule in pack.rules
    where rule.isEnabled && !(rule.tests.pass.isEmpty && rule.tests.fail.isEmpty) {
      for test in rule.tests.pass {
        count += 1
        if try failures(rule, test).failed > 0 {
          mistakes.append(
            mistake(
              rule, test,
              LocalizedText(
                vi: "bản ghi này phải đạt nhưng bị báo lỗi", en: "this record has to pass, it fails"
              )))
        }
      }
      for test in rule.tests.fail {
        count += 1
        let counts = try failures(rule, test)
        if counts.failed == 0 {
          let why =
            counts.passed > 0
            ? LocalizedText(
              vi: "bản ghi này phải bị báo lỗi nhưng lại đạt",
              en: "this record has to fail, it passes")
            : LocalizedText(
              vi:
                "bản ghi này phải bị báo lỗi nhưng quy tắc không xét đến (trường trống, sai kiểu hoặc điều kiện không thỏa)",
              en:
                "this record has to fail, the rule skips it (a blank or unreadable field, or its condition)"
            )
          mistakes.append(mistake(rule, test, why))
        }
      }
    }
    return (count, mistakes)
  }

  private func mistake(_ rule: RuleSpec, _ test: RuleTestRecord, _ message: LocalizedText)
    -> Diagnostic
  {
    Diagnostic(
      "rule-file.test-failed",
      LocalizedText(vi: "quy tắc \(rule.id): \(message.vi)", en: "rule \(rule.id): \(message.en)"),
      at: test.location)
  }

  private func failures(_ rule: RuleSpec, _ test: RuleTestRecord) throws -> RuleCounts {
    guard let resource = pack.resource(rule.resource) else { return RuleCounts() }
    var cells: [String: String] = [:]
    for (field, value) in test.cells { cells[field] = value ?? "" }
    var bytes: [UInt8] = []
    for (index, field) in resource.fieldNames.enumerated() {
      if index > 0 { CSVWriter.appendComma(to: &bytes) }
      appendQuoted(field, to: &bytes)
    }
    CSVWriter.endRecord(in: &bytes)
    for (index, field) in resource.fieldNames.enumerated() {
      if index > 0 { CSVWriter.appendComma(to: &bytes) }
      appendQuoted(cells[field] ?? "", to: &bytes)
    }
    CSVWriter.endRecord(in: &bytes)
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    let source = try CSVSource(.bytes(bytes), path: rule.id, options: options)
    var single = pack
    single.rules = [rule]
    let request = ResourceRequest(
      name: resource.name, packName: resource.name, title: nil, source: source)
    let plan = AuditPlan(
      single, requests: [request], tables: tables,
      dates: ["asOf": pack.parameter("asOf")?.date ?? today, "period-end": today],
      showsValues: false)
    var auditOptions = AuditOptions(workers: 1)
    auditOptions.style = .none
    let sink = FindingsSink(cap: nil, exampleLimit: 0) { _ in nil }
    let results = try Audit(plan: plan, options: auditOptions, sink: sink).run()
    return results.first?.rules.first?.counts ?? RuleCounts()
  }

  /// To the letter: not the writer for people, which makes formulas harmless.
  private func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
