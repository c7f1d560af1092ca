import AuditEngine
import AuditKernels
import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSources
import AuditSystem

/// What is measured, over one file: each stage reads it anew, as a run does.
struct Stages {
  let path: String
  let workers: Int

  /// The yardstick: the file read in pieces and its line feeds counted, nothing else.
  func countLines() throws -> Int {
    let file = try InputFile(path)
    var count = 0
    var offset = 0
    while offset < file.byteCount {
      let bytes = try file.bytes(at: offset, count: 64 << 10)
      count += Yardstick.lineFeeds(in: bytes)
      offset += bytes.count
    }
    return count
  }

  /// Records framed and split into fields, by one thread, none judged.
  func readRecords() throws -> Int {
    let source = try source()
    var reader = source.makeReader(digesting: false)
    let batch = source.makeBatch()
    var count = 0
    while try reader.next(into: batch) {
      try source.split(batch)
      count += batch.recordCount
    }
    return count
  }

  /// Rules run as `soat check` runs them, findings counted but written nowhere.
  func audit(_ pack: RulePack, workers: Int? = nil) throws -> [ResourceResult] {
    try run(pack, workers: workers ?? self.workers, style: .none) { _ in nil }.results
  }

  /// The same with every finding written to a file.
  func auditWriting(_ pack: RulePack, to findings: String) throws -> Int {
    let file = try OutputFile(findings)
    _ = try run(pack, workers: workers, style: .csv) { bytes in
      let offset = file.reserve(bytes.count)
      return { try file.write(bytes, at: offset) }
    }
    let count = file.byteCount
    file.discard()
    return count
  }

  /// What reports are made of.
  func inspect(_ pack: RulePack, on day: CivilDate) throws -> ReportInput {
    var (results, examples) = try run(pack, workers: workers, style: .none) { _ in nil }
    for resource in results.indices {
      for rule in results[resource].rules.indices { results[resource].rules[rule].decideStatus() }
    }
    let result = InspectionResult(
      toolVersion: Version.tool, agencyID: "000", agencyName: LocalizedText("-"), date: day,
      packs: [],
      codeLists: [], resources: results)
    return ReportInput(result: result, scores: Scoring.scorecard(of: result), examples: examples)
  }

  private func source() throws -> any Source {
    try SourceFormat.open(.file(InputFile(path)), path: path, options: SourceOptions())
  }

  private func run(
    _ pack: RulePack, workers: Int, style: FindingStyle,
    place: @escaping FindingsSink.Placing
  ) throws -> (results: [ResourceResult], examples: [FindingExample]) {
    var tables: [String: CodeTable] = [:]
    for list in pack.codeLists {
      tables[list.name] = try CodeListFile.read(
        Array(Register.codeList.utf8), file: "xa.csv", as: list)
    }
    let request = ResourceRequest(
      name: "nguoi", packName: "nguoi", title: nil, source: try source())
    let plan = AuditPlan(pack, requests: [request], tables: tables, dates: [:], showsValues: false)
    var options = AuditOptions(workers: workers)
    options.style = style
    options.digests = false
    let sink = FindingsSink(cap: nil, exampleLimit: 10, place: place)
    return (try Audit(plan: plan, options: options, sink: sink).run(), sink.examples)
  }
}
