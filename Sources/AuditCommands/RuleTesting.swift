import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText

/// What became of one record that a rule's `tests` hold.
struct RuleTestOutcome {
  enum Found: String {
    case passed, failed
    /// Not judged: a blank or unreadable field, a condition that is not met, or nothing to judge by.
    case skipped
  }

  let rule: RuleSpec
  let expectsFailure: Bool
  /// Its place in the list `pass` or `fail`, from 1.
  let number: Int
  let location: SourceLocation
  let found: Found
  /// Why the rule does not apply at all, if it does not.
  let reason: LocalizedText?

  /// A record that has to pass may be passed over: that is how a `when` is shown to hold the rule back.
  var isAsExpected: Bool { expectsFailure == (found == .failed) }

  /// `pass 2`, as the rule file calls it.
  var name: String { "\(expectsFailure ? "fail" : "pass") \(number)" }
}

extension RuleTestOutcome {
  var expectedText: LocalizedText {
    expectsFailure
      ? LocalizedText(vi: "phải bị báo lỗi", en: "has to fail")
      : LocalizedText(vi: "phải đạt", en: "has to pass")
  }

  var foundText: LocalizedText {
    switch found {
    case .passed: return LocalizedText(vi: "đạt", en: "passes")
    case .failed: return LocalizedText(vi: "bị báo lỗi", en: "fails")
    case .skipped:
      guard let reason else {
        return LocalizedText(
          vi: "không được xét (trường trống, sai kiểu hoặc điều kiện không thỏa)",
          en: "is not judged (a blank or unreadable field, or its condition)")
      }
      return LocalizedText(
        vi: "không được xét: \(reason.vi)", en: "is not judged: \(reason.en)")
    }
  }

  /// `quy tắc HT-010, ví dụ fail 1: phải bị báo lỗi, nhưng đạt`.
  var text: LocalizedText {
    let (expected, found) = (expectedText, foundText)
    return LocalizedText(
      vi: "quy tắc \(rule.id), ví dụ \(name): \(expected.vi), nhưng \(found.vi)",
      en: "rule \(rule.id), example \(name): \(expected.en), but \(found.en)")
  }
}

/// Runs the records that a pack's rules say they must pass and fail.
struct RuleTesting {
  let pack: RulePack
  let tables: [String: CodeTable]
  let today: CivilDate

  /// The rules that have records to try, in the pack's order.
  var testedRules: [RuleSpec] {
    pack.rules.filter { $0.isEnabled && !($0.tests.pass.isEmpty && $0.tests.fail.isEmpty) }
  }

  /// Rules of the list that are on and have no record to try.
  var untestedRules: [RuleSpec] {
    pack.rules.filter {
      $0.isEnabled && $0.kind.form == .listed && $0.tests.pass.isEmpty && $0.tests.fail.isEmpty
    }
  }

  /// In the pack's order, the records to pass before those to fail.
  func run() throws -> [RuleTestOutcome] {
    var outcomes: [RuleTestOutcome] = []
    for rule in testedRules {
      for (expectsFailure, records) in [(false, rule.tests.pass), (true, rule.tests.fail)] {
        for (index, record) in records.enumerated() {
          let (found, reason) = try judge(rule, record)
          outcomes.append(
            RuleTestOutcome(
              rule: rule, expectsFailure: expectsFailure, number: index + 1,
              location: record.location, found: found, reason: reason))
        }
      }
    }
    return outcomes
  }

  private func judge(
    _ rule: RuleSpec, _ record: RuleTestRecord
  ) throws -> (RuleTestOutcome.Found, LocalizedText?) {
    guard let resource = pack.resource(rule.resource) else { return (.skipped, nil) }
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    let source = try CSVSource(
      .bytes(table(resource, record)), path: rule.id, options: options)
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
    guard
      let result = try Audit(plan: plan, options: auditOptions, sink: sink).run().first?.rules.first
    else { return (.skipped, nil) }
    if result.counts.failed > 0 { return (.failed, nil) }
    return (result.counts.passed > 0 ? .passed : .skipped, result.statusReason)
  }

  /// The record as a CSV file of the resource's fields.
  private func table(_ resource: ResourceSpec, _ record: RuleTestRecord) -> [UInt8] {
    var cells: [String: String] = [:]
    for (field, value) in record.cells { cells[field] = value ?? "" }
    var bytes: [UInt8] = []
    for line in [resource.fieldNames, resource.fieldNames.map { cells[$0] ?? "" }] {
      for (index, cell) in line.enumerated() {
        if index > 0 { CSVWriter.appendComma(to: &bytes) }
        appendQuoted(cell, to: &bytes)
      }
      CSVWriter.endRecord(in: &bytes)
    }
    return bytes
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
