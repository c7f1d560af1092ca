import AuditEngine
import AuditModel
import AuditReports
import AuditRules
import AuditSystem

// soat-bench [--cells N] [--workers N] [--runs N] [--seed N] [--folder PATH] [--json | --markdown | --fill FILE]
//
// Measures each stage over an invented register, best of five runs, beside a count of the line feeds of the same
// bytes in the same run, so that figures of noisy machines compare. `--fill README.md` puts the table between the
// page's two marks. The register stays in the folder (/tmp) as soat-bench.csv.
//
// soat-bench --reports [--workers N] [--runs N] [--folder PATH]
//
// Measures a whole set of reports beyond the audit itself, with the documents of rules/profiles/nd278-2025.json: run it in
// the project's folder.

ProcessEnvironment.prepare()

/// The value after an option; nil if it was not given.
func option(_ name: String) -> String? {
  let arguments = CommandLine.arguments
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
  return arguments[index + 1]
}

func number(_ name: String, _ initial: Int, in range: ClosedRange<Int>) throws -> Int {
  guard let text = option(name) else { return initial }
  guard let number = Int(text), range.contains(number) else {
    throw Diagnostic(
      "usage.bad-value", LocalizedText("\(name) \(text): \(range.lowerBound)…\(range.upperBound)"))
  }
  return number
}

func measure() throws -> Table {
  let cells = try number("--cells", 1_000_000, in: 1_000...100_000_000)
  let workers = try number("--workers", 1, in: 1...256)
  let runs = try number("--runs", 5, in: 1...100)
  let folder = option("--folder") ?? "/tmp"
  let path = FilePath.join(folder, "soat-bench.csv")
  var register = Register(cells: cells, seed: UInt64(try number("--seed", 1, in: 0...Int.max)))
  let byteCount = try register.write(to: path)
  let records = register.recordCount
  let stages = Stages(path: path, workers: workers)
  var rows: [Measurement] = []
  func add(_ name: String, _ body: () throws -> Int) rethrows {
    rows.append(try Measurement.best(of: runs, name, records: records, bytes: byteCount, body))
  }
  try add("newline count") { try stages.countLines() }
  try add("read and split") { try stages.readRecords() }
  for kind in MeasuredRules.kinds {
    let pack = try kind.load()
    try add("rule: \(kind.name)") { try failures(stages.audit(pack)) }
  }
  let pack = try MeasuredRules.all.load()
  try add("all rules") { try failures(stages.audit(pack)) }
  let cores = ProcessEnvironment.coreCount
  if workers != cores {
    try add("all rules, \(cores) workers") { try failures(stages.audit(pack, workers: cores)) }
  }
  let findings = FilePath.join(folder, "soat-bench-findings.csv")
  try add("all rules, findings written") { try stages.auditWriting(pack, to: findings) }
  guard let day = CivilDate(iso: "2026-01-01") else { preconditionFailure("a day is no day") }
  let input = try stages.inspect(pack, on: day)
  for format in ReportFormat.all {
    try add("report: \(format.name)") { try format.render(input).count }
  }
  return Table(rows: rows, cells: records * Register.fields.count, workers: workers)
}

func measureReports() throws -> String {
  let set = ReportSet(
    folder: option("--folder") ?? "/tmp",
    workers: try number("--workers", ProcessEnvironment.coreCount, in: 1...256))
  let path = "rules/profiles/nd278-2025.json"
  let profile = try LegalProfile.read(InputFile.contents(of: path, limit: 1 << 20), file: path)
  guard let day = CivilDate(iso: "2026-12-16") else { preconditionFailure("a day is no day") }
  return try set.measure(runs: number("--runs", 5, in: 1...100), profile: profile, on: day).text
}

/// Findings of all rules: what a run is for, and none can be left out unseen.
func failures(_ results: [ResourceResult]) -> Int {
  var count = 0
  for resource in results { for rule in resource.rules { count += rule.counts.failed } }
  return count
}

/// Puts the table between a page's marks.
func fill(_ path: String, with table: Table) throws {
  let page = String(decoding: try InputFile.contents(of: path, limit: 1 << 24), as: UTF8.self)
  let marks = ["<!-- benchmark -->\n", "<!-- /benchmark -->"]
  let parts = page.split(separator: marks[0], maxSplits: 1, omittingEmptySubsequences: false)
  let rest = parts.last.flatMap { $0.firstRange(of: marks[1]).map { $0.lowerBound } }
  guard parts.count == 2, let rest else {
    throw Diagnostic("usage.bad-value", LocalizedText("\(path): no \(marks[0])…\(marks[1])"))
  }
  let text = String(parts[0]) + marks[0] + table.markdown + String(parts[1][rest...])
  try OutputFile.write(Array(text.utf8), to: path)
}

let output = ByteWriter.standardOutput()
let wanted = CommandLine.arguments
do {
  if wanted.contains("--reports") {
    try output.write(measureReports())
    try output.flush()
    ProcessEnvironment.exit(0)
  }
  let table = try measure()
  if let page = option("--fill") { try fill(page, with: table) }
  try output.write(
    wanted.contains("--json")
      ? table.json : wanted.contains("--markdown") ? table.markdown : table.text)
  try output.flush()
} catch let error as Diagnostics {
  for mistake in error.all {
    print("soat-bench: \(mistake.message.en) [\(mistake.code)] \(mistake.location as Any)")
  }
  ProcessEnvironment.exit(3)
} catch let error as Diagnostic {
  print("soat-bench: \(error.message.en) [\(error.code)]")
  ProcessEnvironment.exit(2)
}
