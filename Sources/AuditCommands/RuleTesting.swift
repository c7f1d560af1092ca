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

  /// The rules that have records to try, in the pack's order.
  var testedRules: [RuleSpec] { pack.rules.filter { $0.isEnabled && !$0.tests.isEmpty } }

  /// Rules of the list that are on and have no record to try.
  var untestedRules: [RuleSpec] {
    pack.rules.filter { $0.isEnabled && $0.kind.form == .listed && $0.tests.isEmpty }
  }

  /// In the pack's order, what is to pass before what is to fail.
  func run() throws -> [RuleTestOutcome] {
    var outcomes: [RuleTestOutcome] = []
    for rule in testedRules {
      for (expectsFailure, tests) in [(false, rule.tests.pass), (true, rule.tests.fail)] {
        for (index, test) in tests.enumerated() {
          outcomes.append(
            RuleTestOutcome(
              rule: rule, expectsFailure: expectsFailure, number: index + 1, test: test,
              verdict: try judge(rule, test)))
        }
      }
    }
    return outcomes
  }

  private func judge(_ rule: RuleSpec, _ test: RuleTest) throws -> RuleTestOutcome.Verdict {
    var requests = [try request(rule.resource, test.records)]
    for (name, records) in test.table?.others ?? [] {
      requests.append(try request(name.value, records))
    }
    var single = pack
    single.rules = [rule]
    var dates = ["asOf": pack.parameter("asOf")?.date ?? today, "period-end": today]
    if let day = test.table?.day {
      for index in single.parameters.indices where dates[single.parameters[index].name] != nil {
        single.parameters[index].value = .date(day)
      }
      dates = ["asOf": day, "period-end": day]
    }
    let plan = AuditPlan(
      single, requests: requests, tables: tables, dates: dates, showsValues: false)
    var options = AuditOptions(workers: 1)
    options.style = .none
    options.limits.examplesPerRule = Int.max
    let sink = FindingsSink(cap: nil, exampleLimit: Int.max) { _ in nil }
    guard let result = try Audit(plan: plan, options: options, sink: sink).run().first?.rules.first
    else { return RuleTestOutcome.Verdict() }
    let records = sink.examples.filter {
      $0.resource == rule.resource && !$0.isRemark && $0.record > 0
    }.map(\.record)
    return RuleTestOutcome.Verdict(
      counts: result.counts, status: result.status, reason: result.statusReason,
      records: Set(records).sorted())
  }

  /// The records as a CSV file of the resource's fields.
  private func request(_ name: String, _ records: [RuleTestRecord]) throws -> ResourceRequest {
    let fields = pack.resource(name)?.fieldNames ?? []
    var bytes: [UInt8] = []
    append(fields, to: &bytes)
    for record in records {
      var cells: [String: String] = [:]
      for (field, value) in record.cells { cells[field.value] = value ?? "" }
      append(fields.map { cells[$0] ?? "" }, to: &bytes)
    }
    var options = SourceOptions()
    options.csv.delimiter = 0x2C
    return ResourceRequest(
      name: name, packName: name, title: nil,
      source: try CSVSource(.bytes(bytes), path: name, options: options))
  }

  private func append(_ cells: [String], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { CSVWriter.appendComma(to: &bytes) }
      appendQuoted(cell, to: &bytes)
    }
    CSVWriter.endRecord(in: &bytes)
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
