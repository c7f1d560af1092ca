import AuditEngine
import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSources
import AuditSystem

/// What a whole set of reports costs beyond the audit: 10 datasets, 50 rules in each, 10,000 findings in each.
struct ReportSet {
  static let resourceCount = 10
  static let fieldCount = 10
  /// Every tenth record breaks all five rules of each field.
  static let recordCount = 2_000

  let folder: String
  let workers: Int

  private func path(_ resource: Int) -> String {
    FilePath.join(folder, "soat-bench-\(resource).csv")
  }

  private static func name(_ resource: Int) -> String { "bang\(resource)" }

  private static var fields: [String] { (0..<fieldCount).map { "truong_\($0)" } }

  private func writeData() throws {
    for resource in 0..<Self.resourceCount {
      var text = "so," + Self.fields.joined(separator: ",") + "\n"
      for record in 0..<Self.recordCount {
        let value = record % 10 == 0 ? "x" : "A\(1000 + record % 9000)"
        text +=
          "\(resource)-\(record)" + String(repeating: "," + value, count: Self.fieldCount) + "\n"
      }
      try OutputFile.write(Array(text.utf8), to: path(resource))
    }
  }

  private func pack() throws -> RulePack {
    let fields = Self.fields.map {
      #"{"name": "\#($0)", "title": {"vi": "Trường \#($0)", "en": "Field \#($0)"}, "#
        + #""constraints": {"minLength": 5, "pattern": "[A-Z][0-9]{4}"}}"#
    }
    let resources = (0..<Self.resourceCount).map { number in
      """
      {"name": "\(Self.name(number))", "keys": ["so"], "mask": {"so": "last3"},
       "schema": {"fields": [{"name": "so"}, \(fields.joined(separator: ", "))]}}
      """
    }
    let rules = (0..<Self.resourceCount).flatMap { number in
      Self.fields.flatMap { field in
        [("length(\(field)) > 1", "L"), ("\(field) <> 'x'", "X"), ("length(\(field)) = 5", "N")].map
        {
          condition, letter in
          """
          {"id": "\(Self.name(number)).\(field).\(letter)", "kind": "assert", "on": "\(Self.name(number))",
           "assert": "\(condition)", "title": {"vi": "\(condition) ở bảng \(number)", "en": "\(condition) in table \(number)"}}
          """
        }
      }
    }
    let text = """
      {"format": "soat-rules/1", "id": "do-bao-cao", "version": "1.0.0", "title": {"vi": "Đo báo cáo"},
       "resources": [\(resources.joined(separator: ",\n"))], "rules": [\(rules.joined(separator: ",\n"))]}
      """
    let place = SourceLocation(file: "soat-bench", line: 0, column: 0)
    return try RulePack.load([Located(value: "do-bao-cao.json", location: place)]) { _, _ in
      ("do-bao-cao.json", Array(text.utf8))
    }
  }

  /// Audits the data as `soat audit` does, findings into the file.
  private func audit(_ pack: RulePack, _ day: CivilDate, into findings: OutputFile) throws
    -> ReportInput
  {
    let requests = try (0..<Self.resourceCount).map { number in
      ResourceRequest(
        name: Self.name(number), packName: Self.name(number),
        title: LocalizedText(vi: "Bảng \(number)", en: "Table \(number)"),
        source: try SourceFormat.open(
          .file(InputFile(path(number))), path: path(number), options: SourceOptions()))
    }
    let plan = AuditPlan(pack, requests: requests, tables: [:], dates: [:], showsValues: false)
    var options = AuditOptions(workers: workers)
    options.style = .csv
    let sink = FindingsSink(cap: nil, exampleLimit: 10) { bytes in
      let offset = findings.reserve(bytes.count)
      return { try findings.write(bytes, at: offset) }
    }
    var results = try Audit(plan: plan, options: options, sink: sink).run()
    for resource in results.indices {
      for rule in results[resource].rules.indices { results[resource].rules[rule].decideStatus() }
    }
    let result = InspectionResult(
      toolVersion: Version.tool, agencyID: "000", agencyName: LocalizedText("Cơ quan đo"),
      date: day,
      packs: [], codeLists: [], resources: results)
    return ReportInput(
      result: result, scores: Scoring.scorecard(of: result), examples: sink.examples,
      findings: FindingsFile(byteCount: findings.byteCount) { (offset, count) throws(Diagnostic) in
        try findings.read(at: offset, count: count)
      })
  }

  /// Measures the set: each of `runs` audits anew, then writes every report into files that are given no name.
  ///
  /// - `profile`: whose outline the documents follow.
  func measure(runs: Int, profile: LegalProfile, on day: CivilDate) throws -> ReportSetFigures {
    try writeData()
    let pack = try pack()
    var figures = ReportSetFigures()
    for _ in 0..<runs {
      let findings = try OutputFile(FilePath.join(folder, "soat-bench-findings.csv"))
      var input: ReportInput?
      try figures.time("audit, findings written") { input = try audit(pack, day, into: findings) }
      guard var input else { preconditionFailure("the audit gave nothing") }
      input.profile = profile
      figures.count(input.result)
      let before = Machine.memory
      for format in ReportFormat.all {
        try figures.time("report.\(format.fileExtension)") {
          let file = try OutputFile(FilePath.join(folder, "soat-bench.\(format.fileExtension)"))
          try format.write(input) { (bytes) throws(Diagnostic) in try file.write(bytes) }
          file.discard()
        }
      }
      let official = OfficialInput(result: input.result, scores: input.scores, profile: profile)
      for kind in DocumentKind.allCases {
        try figures.time("\(kind.fileName).docx, .html") {
          for made in try OfficialFiles.make([kind], official) {
            let file = try OutputFile(FilePath.join(folder, "soat-bench-\(made.name)"))
            try file.write(made.bytes)
            file.discard()
          }
        }
      }
      figures.note(before: before, peak: Machine.peakMemory)
      findings.discard()
    }
    return figures
  }
}

/// The least time of each part, and the most memory that reports took.
struct ReportSetFigures {
  private var names: [String] = []
  private var nanoseconds: [Int] = []
  private var size = ""
  /// The most memory in use at the end, less what was in use before the first report of that run, in kB.
  private var memory: Int?
  private var position = 0

  mutating func time(_ name: String, _ body: () throws -> Void) rethrows {
    let start = ProcessEnvironment.monotonicNanoseconds()
    try body()
    let duration = ProcessEnvironment.monotonicNanoseconds() - start
    if position == names.count {
      names.append(name)
      nanoseconds.append(duration)
    } else {
      nanoseconds[position] = min(nanoseconds[position], duration)
    }
    position += 1
  }

  mutating func count(_ result: InspectionResult) {
    let rules = result.resources.flatMap(\.rules)
    let written = rules.reduce(0) { $0 + $1.findingsWritten }
    size = "\(result.resources.count) datasets, \(rules.count) rules, \(written) findings"
  }

  /// Ends a run.
  mutating func note(before: Int?, peak: Int?) {
    position = 0
    // Later runs have what the first left behind.
    guard memory == nil, let before, let peak else { return }
    memory = peak - before
  }

  var text: String {
    var text = "\(Machine.description); \(size)\n\n"
    for (name, time) in zip(names, nanoseconds) { text += line(name, time) }
    text += line("all reports", nanoseconds.dropFirst().reduce(0, +))
    text +=
      "memory for reports: \((memory ?? 0) / 1024) MB, peak of all \((Machine.peakMemory ?? 0) / 1024) MB\n"
    return text
  }

  private func line(_ name: String, _ nanoseconds: Int) -> String {
    let milliseconds = String(nanoseconds / 1_000_000)
    return name + String(repeating: " ", count: max(1, 36 - name.count - milliseconds.count))
      + milliseconds + " ms\n"
  }
}
