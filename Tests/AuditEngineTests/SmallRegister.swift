import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem
import AuditText

/// An invented register with faults planted in it, and which records each rule must list.
struct SmallRegister {
  var people: [UInt8]
  var communes: [UInt8]
  /// Records, from 1, by rule.
  var truth: [String: [Int]]

  static let pack = """
    {"format": "soat-rules/1", "id": "thu.so", "version": "1.0.0", "title": {"vi": "Thử"},
     "resources": [
      {"name": "xa", "keys": ["ma"], "schema": {"primaryKey": "ma",
        "fields": [{"name": "ma"}, {"name": "ten"}, {"name": "so_dan", "type": "integer"}]}},
      {"name": "nguoi", "keys": ["so"], "schema": {
        "fields": [
          {"name": "so", "constraints": {"required": true}},
          {"name": "ten", "constraints": {"required": true}},
          {"name": "sinh", "type": "date", "format": "%d/%m/%Y"},
          {"name": "cap", "type": "date", "format": "%d/%m/%Y"},
          {"name": "xa"}, {"name": "cha"}],
        "primaryKey": "so", "uniqueKeys": [["ten", "sinh"]],
        "foreignKeys": [{"fields": "xa", "reference": {"resource": "xa", "fields": "ma"}},
                        {"fields": "cha", "reference": {"resource": "", "fields": "so"}}]}}],
     "rules": [
      {"id": "sinh-cap", "kind": "assert", "on": "nguoi", "assert": "sinh <= cap"},
      {"id": "so-dan", "kind": "reconcile", "on": "xa", "key": "ma", "value": "so_dan",
       "with": {"resource": "nguoi", "key": "xa", "aggregate": "count"}},
      {"id": "du-xa", "kind": "coverage", "on": "nguoi.xa", "register": {"resource": "xa", "field": "ma"}},
      {"id": "so-ban-ghi", "kind": "count", "on": "nguoi", "min": 10, "max": 100000}]}
    """

  /// Makes a register of people and one of communes; a clean one where no faults are asked for.
  init(count: Int, faults: Bool, seed: UInt64 = 1) {
    var random = SmallRandom(seed)
    let communeCount = 7
    var rows: [[String]] = []
    var truth: [String: [Int]] = [:]
    var population = Array(repeating: 0, count: communeCount)
    func plant(_ rule: String, _ record: Int) {
      if truth[rule]?.last != record { truth[rule, default: []].append(record) }
    }
    for record in 1...count {
      let commune = random.next(communeCount)
      var row = [
        SmallRegister.citizen(record), "Nguyễn Văn \(record)",
        SmallRegister.date(1950 + record % 50, record),
        SmallRegister.date(2015 + record % 8, record), "X\(commune)",
        record > 3 ? SmallRegister.citizen(record / 2) : "",
      ]
      population[commune] += 1
      if faults, record > 10, random.next(6) == 0 {
        switch random.next(7) {
        case 0:
          row[1] = random.next(2) == 0 ? "" : " \t "
          plant("nguoi.ten.required", record)
        case 1:
          row[3] = SmallRegister.date(1949, record)
          plant("sinh-cap", record)
        case 2:
          row[4] = "X9\(random.next(3))"
          population[commune] -= 1
          plant("nguoi.foreignKeys.1", record)
          plant("du-xa", record)
        case 3:
          row[5] = SmallRegister.citizen(count + 5 + random.next(3))
          plant("nguoi.foreignKeys.2", record)
        case 4:
          row[2] = "31/02/2000"
          plant("nguoi.sinh.type", record)
        case 5:
          let other = rows[record - 2 - random.next(9)]
          if other[1].contains("Nguyễn"), !other[2].hasPrefix("31") {
            row.replaceSubrange(1...2, with: other[1...2])
          }
        default:
          let other = record - 1 - random.next(9)
          row[0] = rows[other - 1][0]
          plant("nguoi.primaryKey", other)
          plant("nguoi.primaryKey", record)
        }
      }
      if row[5] == row[0] { row[5] = "" }
      rows.append(row)
    }
    SmallRegister.settle(rows, &truth)
    var lines = ["so,ten,sinh,cap,xa,cha"]
    for row in rows {
      lines.append(row.map { $0.contains("Văn 1") ? "\"\($0)\"" : $0 }.joined(separator: ","))
    }
    people = Array((lines.joined(separator: "\n") + "\n").utf8)
    if faults { population[3] += 1 }
    truth["so-dan"] = faults ? [4] : []
    communes = Array(
      (["ma,ten,so_dan"] + (0..<communeCount).map { "X\($0),Xã \($0),\(population[$0])" }).joined(
        separator: "\n"
      ).utf8)
    self.truth = truth
  }

  /// What follows from the faults together: keys that went away, keys that are there twice.
  private static func settle(_ rows: [[String]], _ truth: inout [String: [Int]]) {
    let numbers = Set(rows.map { $0[0] })
    var byNumber: [String: [Int]] = [:]
    var byName: [String: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      byNumber[row[0], default: []].append(index + 1)
      if !row[1].allSatisfy(\.isWhitespace) {
        byName["\(row[1])|\(row[2])", default: []].append(index + 1)
      }
    }
    truth["nguoi.primaryKey"] = byNumber.values.filter { $0.count > 1 }.flatMap { $0 }.sorted()
    truth["nguoi.uniqueKeys.1"] = byName.values.filter { $0.count > 1 }.flatMap { $0 }.sorted()
    truth["nguoi.foreignKeys.2"] = rows.indices.filter {
      !rows[$0][5].isEmpty && !numbers.contains(rows[$0][5])
    }
    .map { $0 + 1 }
  }

  static func citizen(_ number: Int) -> String {
    let digits = String(number)
    return "000099" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private static func date(_ year: Int, _ seed: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(seed % 28 + 1))/\(two(seed % 12 + 1))/\(year)"
  }
}

/// A run of the engine over sources at hand.
struct EngineRun {
  var results: [ResourceResult]
  var findings: [UInt8]
  var examples: [FindingExample]

  struct Source {
    var name: String
    var input: ByteInput
    /// In place of the input.
    var opened: (any AuditSources.Source)?
  }

  init(
    pack text: String, _ sources: [Source], options: AuditOptions = AuditOptions(workers: 2),
    chunkBytes: Int = 4096, lists: [String: [UInt8]] = [:],
    showsValues: Bool = false, beforeRun: () throws -> Void = {}
  ) throws {
    let place = SourceLocation(file: "goi.json", line: 0, column: 0)
    let pack = try RulePack.load([Located(value: "goi.json", location: place)]) { _, _ in
      ("goi.json", Array(text.utf8))
    }
    var csv = SourceOptions()
    csv.csv.delimiter = 0x2C
    csv.chunkBytes = chunkBytes
    csv.limits = options.limits
    let requests = try sources.map {
      ResourceRequest(
        name: $0.name, packName: $0.name, title: nil,
        source: try $0.opened
          ?? SourceFormat.open($0.input, path: "\($0.name).csv", options: csv))
    }
    let day = CivilDate(year: 2025, month: 12, day: 31)
    let plan = AuditPlan(
      pack, requests: requests,
      tables: Dictionary(
        uniqueKeysWithValues: try pack.codeLists.compactMap { spec in
          try lists[spec.path].map {
            (spec.name, try CodeListFile.read($0, file: spec.path, as: spec))
          }
        }),
      dates: day.map { ["asOf": $0, "period-end": $0] } ?? [:],
      showsValues: showsValues)
    let written = Shared([UInt8]())
    let sink = FindingsSink(cap: options.findingsPerRule, exampleLimit: 10) { bytes in
      written.with { $0.append(contentsOf: bytes) }
      return nil
    }
    try beforeRun()
    results = try Audit(plan: plan, options: options, sink: sink).run()
    findings = written.with { $0 }
    examples = sink.examples
  }

  func rule(_ id: String) -> RuleResult? { results.lazy.flatMap(\.rules).first { $0.id == id } }

  /// Records that `findings.csv` lists, by rule, in its order.
  func listed() throws -> [String: [Int]] {
    let source = try CSVSource(.bytes(findings), path: "findings.csv", options: SourceOptions())
    var list: [String: [Int]] = [:]
    try forEachFinding(source) { cell in list[cell(3), default: []].append(Int(cell(1)) ?? -1) }
    return list
  }

  /// Calls `body` with each finding's cells by column.
  func forEachFinding(_ source: CSVSource, _ body: ((Int) -> String) -> Void) throws {
    var reader = source.makeReader(digesting: false)
    let batch = source.makeBatch()
    let arena = StableArena()
    while try reader.next(into: batch) {
      CSVSplitter.split(batch)
      for record in 0..<batch.recordCount {
        body { column in
          String(decoding: batch.value(column, of: record, arena: arena) ?? [], as: UTF8.self)
        }
      }
    }
  }

  /// Everything of the results that a report can show, as text.
  var digest: String { "\(results)" }
}
