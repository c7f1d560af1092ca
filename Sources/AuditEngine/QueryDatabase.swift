internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditSystem

/// The resources that some rule's query uses, loaded into one private SQLite database when the first is asked.
final class QueryDatabase: Sendable {
  private let scratch: Shared<SQLiteScratch?>

  init() { scratch = Shared(nil) }

  /// The rows of a rule's query; `resources` are those of the run that could be read, as they were.
  ///
  /// - `showsValues`: else only the record's number is taken of a row.
  func ask(
    _ query: QueryRule, _ audit: Audit, _ resources: [PlannedResource], showsValues: Bool
  ) throws -> SQLiteScratch.Answer {
    let loaded = try scratch.with { scratch in
      if let scratch { return scratch }
      let made = try QueryDatabase.load(resources, audit)
      scratch = made
      return made
    }
    return try loaded.ask(
      query.sql, seconds: query.seconds, limit: QueryDatabase.mostRows,
      textBytes: QueryDatabase.shownBytes
    ) { showsValues || $0.lowercased() == QueryDatabase.recordColumn }
  }

  /// Rows of one query that are listed; more make its rule incomplete.
  static let mostRows = 1_000_000
  /// Bytes of a value that are kept.
  private static let shownBytes = 400
  /// The column with the record's number.
  static let recordColumn = "_ban_ghi"

  private static func load(
    _ resources: [PlannedResource], _ audit: Audit
  ) throws -> SQLiteScratch {
    let scratch = try SQLiteScratch(
      in: audit.options.temporaryFolder, limits: audit.options.limits)
    var names = Set<String>()
    for form in resources.flatMap({ $0.checks.flatMap(\.form.parts) }) {
      if case .query(let query) = form { names.formUnion(query.resources) }
    }
    for resource in resources where names.contains(resource.packName) {
      try load(resource, into: scratch, audit)
    }
    return scratch
  }

  private static func load(
    _ resource: PlannedResource, into scratch: SQLiteScratch, _ audit: Audit
  ) throws {
    let source = resource.source
    let names = source.header.names
    try scratch.makeTable(
      resource.packName, record: recordColumn, columns: columnNames(names))
    var builder = ProgramBuilder()
    let missing = audit.plan.missingValues[resource.packName] ?? [:]
    let fields = names.enumerated().map { builder.field($0, missing: missing[$1] ?? []) }
    let program = Program(builder)
    let reader = Shared(source.makeReader(digesting: false))
    _ = try BatchScheduler(workers: audit.options.workers).run(
      start: { _ in Evaluator(program) },
      makeBatch: { source.makeBatch() },
      prepare: { source.readAhead() },
      next: { batch in
        try audit.checkpoint()
        return try reader.with { try $0.next(into: batch) }
      },
      work: { evaluator, batch in
        try source.split(batch)
        var rows: [(record: Int, cells: [[UInt8]?])] = []
        rows.reserveCapacity(batch.recordCount)
        var first = 0
        while first < batch.recordCount {
          let count = evaluator.run(of: batch.recordCount - first)
          evaluator.run(batch, from: first, count: count)
          for record in 0..<count {
            rows.append(
              (batch.firstRecord + first + record, fields.map { evaluator.text($0, record) }))
          }
          first += count
        }
        return rows
      },
      deliver: { rows in
        for row in rows { try scratch.insert(row.record, row.cells) }
        return nil
      })
  }

  /// SQLite does not tell upper from lower case in names: a name that is there gets a number behind it.
  private static func columnNames(_ names: [String]) -> [String] {
    var taken: Set<String> = [recordColumn]
    return names.map { name in
      var given = name
      var number = 2
      while !taken.insert(given.lowercased()).inserted {
        given = "\(name)_\(number)"
        number += 1
      }
      return given
    }
  }
}

extension ResourcePass {
  /// Each row that a rule's query returns is a finding.
  func ask(
    _ query: QueryRule, _ check: Int, _ topic: Int, _ passes: [ResourcePass],
    _ unread: Set<String>, _ recordCount: Int, _ deferred: inout [DeferredFinding]
  ) throws {
    guard unread.isDisjoint(with: query.resources) else {
      reasons[check] = .otherResourceUnread
      return
    }
    let showsValues = passes.map(\.resource).allSatisfy {
      $0.showsValues || !query.resources.contains($0.packName)
    }
    let answer: SQLiteScratch.Answer
    do {
      let read = passes.filter { $0.failure == nil }.map(\.resource)
      answer = try audit.queries.ask(query, audit, read, showsValues: showsValues)
    } catch let error as Diagnostic where error.code.hasPrefix("source.") {
      reasons[check] = error.message
      return
    }
    let place = answer.columns.firstIndex { $0.lowercased() == QueryDatabase.recordColumn }
    var records = Set<Int>()
    for row in answer.rows {
      let record = place.flatMap { row[$0] }.flatMap { Int($0) } ?? 0
      let isKnown = (1...max(1, recordCount)).contains(record) && record <= recordCount
      if isKnown { records.insert(record) }
      deferred.append(
        DeferredFinding(
          record: isKnown ? record : 0, topic: topic,
          value: showsValues ? shown(row, answer.columns, but: place) : nil)
      )
    }
    let passed = place == nil ? (answer.rows.isEmpty ? 1 : 0) : recordCount - records.count
    counts[check] += RuleCounts(passed: passed, failed: answer.rows.count)
    if answer.isCut {
      limits[check] = LocalizedText(
        vi: "truy vấn trả về hơn \(QueryDatabase.mostRows) dòng",
        en: "the query returns more than \(QueryDatabase.mostRows) rows")
    }
  }

  /// What a row says besides its record: only where values of all resources asked may be shown, since no mask is for what
  /// SQL makes of them.
  private func shown(_ row: [String?], _ columns: [String], but place: Int?) -> [UInt8] {
    let parts = zip(columns, row).enumerated().filter { $0.offset != place }.map {
      "\($0.element.0)=\($0.element.1 ?? "NULL")"
    }
    var text = Array(parts.joined(separator: ", ").utf8)
    FindingFormat.shorten(&text)
    return text
  }
}
