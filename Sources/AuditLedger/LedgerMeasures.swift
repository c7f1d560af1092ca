import AuditModel
import AuditSystem

/// One entry of a measure's history: what was set, and when.
package struct MeasureEvent: Hashable, Sendable {
  /// When it was recorded.
  package var recorded: String
  /// The measure as it stood from then on.
  package var measure: CorrectiveMeasure
  /// The inspection it answers; nil where it answers none in particular.
  package var run: Int?
  /// What an official noted with it.
  package var note: String

  package init(recorded: String, measure: CorrectiveMeasure, run: Int?, note: String) {
    self.recorded = recorded
    self.measure = measure
    self.run = run
    self.note = note
  }
}

/// A measure with all that became of it, the first entry first.
package struct MeasureHistory: Hashable, Sendable {
  package var events: [MeasureEvent]

  package var measure: CorrectiveMeasure { events[events.count - 1].measure }
  package var run: Int? { events[events.count - 1].run }
}

extension Ledger {
  /// Every measure in the order they were added, as it stands, or as it stood when an inspection was recorded.
  package func measures(asOf run: LedgerRun? = nil) throws -> [CorrectiveMeasure] {
    try database.read { try histories(first: run?.measureEventCount).map(\.measure) }
  }

  package func measureHistories() throws -> [MeasureHistory] {
    try database.read { try histories() }
  }

  /// `first`: of so many entries; of all where it is nil.
  private func histories(first count: Int? = nil) throws -> [MeasureHistory] {
    var order: [String] = []
    var histories: [String: MeasureHistory] = [:]
    for event in try measureEvents().prefix(count ?? Int.max) {
      let id = event.measure.id
      if histories[id] == nil {
        order.append(id)
        histories[id] = MeasureHistory(events: [])
      }
      histories[id]?.events.append(event)
    }
    return order.compactMap { histories[$0] }
  }

  /// Adds a measure; without an id it gets `BP-` and its place among all measures: `BP-05` where there are four.
  ///
  /// Ids that differ in case or spaces alone are taken for one: an official who reads them to another could not tell.
  package func add(
    _ measure: CorrectiveMeasure, run: Int?, note: String, recorded: String
  ) throws -> CorrectiveMeasure {
    try database.write {
      var measure = measure
      let known = Dictionary(
        try histories().map { (Ledger.spoken($0.measure.id), $0.measure.id) },
        uniquingKeysWith: { first, _ in first })
      if let run,
        try database.value("SELECT 1 FROM runs WHERE number = ?", [.integer(run)]) == .null
      {
        throw try unknownRun(run)
      }
      if measure.id.isEmpty {
        var number = known.count + 1
        while known[Ledger.spoken(Ledger.measureID(number))] != nil { number += 1 }
        measure.id = Ledger.measureID(number)
      } else if let other = known[Ledger.spoken(measure.id)] {
        throw Diagnostic(
          "ledger.duplicate-measure",
          LocalizedText(
            vi: "sổ đã có biện pháp '\(other)'",
            en: "there is a measure '\(other)' already"),
          at: SourceLocation(file: path, line: 0, column: 0),
          hint: LocalizedText(
            vi:
              "đổi trạng thái bằng: soat measures set '\(other)' --status …; mã chỉ khác chữ hoa, chữ thường hay khoảng trắng là một mã",
            en:
              "change its status by: soat measures set '\(other)' --status …; ids that differ in case or spaces alone are one"
          ))
      }
      try append(MeasureEvent(recorded: recorded, measure: measure, run: run, note: note))
      return measure
    }
  }

  /// An id without what is not heard when it is read out.
  private static func spoken(_ id: String) -> String {
    String(id.lowercased().filter { !$0.isWhitespace })
  }

  private static func measureID(_ number: Int) -> String {
    "BP-" + (number < 10 ? "0" : "") + String(number)
  }

  /// Changes a measure; what it was before stays in its history.
  package func change(
    _ id: String, note: String, recorded: String, _ body: (inout CorrectiveMeasure) -> Void
  ) throws -> CorrectiveMeasure {
    try database.write {
      let known = try histories()
      guard let history = known.first(where: { $0.measure.id == id }) else {
        throw try unknownMeasure(id)
      }
      var measure = history.measure
      body(&measure)
      try append(MeasureEvent(recorded: recorded, measure: measure, run: history.run, note: note))
      return measure
    }
  }

  package func unknownMeasure(_ id: String) throws -> Diagnostic {
    let ids = try histories().map(\.measure.id)
    return Diagnostic(
      "ledger.unknown-measure",
      LocalizedText(vi: "sổ không có biện pháp '\(id)'", en: "there is no measure '\(id)'"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: ids.isEmpty
        ? LocalizedText(vi: "sổ chưa có biện pháp nào", en: "there are none as yet")
        : LocalizedText(
          vi: "hiện có: \(ids.joined(separator: ", "))",
          en: "there are: \(ids.joined(separator: ", "))"))
  }

  // MARK: Rows

  /// Every entry in the order of recording, each held to its digest.
  func measureEvents() throws -> [MeasureEvent] {
    let command = try LedgerCommand("SELECT * FROM measures ORDER BY number", on: database)
    var events: [MeasureEvent] = []
    var previous = LedgerChain.start
    try command.begin()
    while try command.step() {
      let row = command.row
      let values = Array(row.dropLast(2))
      let expected = Ledger.digest(ofMeasure: values, after: previous)
      guard row[0].integer == events.count + 1, row[row.count - 2] == .blob(previous),
        row[row.count - 1] == .blob(expected), let event = MeasureEvent(values)
      else {
        let number = events.count + 1
        throw database.broken(
          LocalizedText(
            vi: "dòng \(number) của bảng biện pháp không khớp mã kiểm chứng",
            en: "row \(number) of the measures does not fit its digest"))
      }
      events.append(event)
      previous = expected
    }
    return events
  }

  /// How many entries there are, and the digest of the last.
  func measureHead() throws -> (count: Int, digest: [UInt8]) {
    let last = try database.value("SELECT digest FROM measures ORDER BY number DESC LIMIT 1").blob
    let count = try database.value("SELECT count(*) FROM measures").integer ?? 0
    return (count, last ?? LedgerChain.start)
  }

  /// Runs say how the chain of measures stood: what is gone from its end is missed there.
  func verifyMeasures(_ runs: [LedgerRun]) throws {
    let count = try measureEvents().count
    for run in runs {
      let stored = try database.value(
        "SELECT measures_digest FROM runs WHERE number = ?", [.integer(run.number)])
      let digest = try database.value(
        "SELECT digest FROM measures WHERE number = ?", [.integer(run.measureEventCount)])
      guard run.measureEventCount <= count,
        stored == (run.measureEventCount == 0 ? .blob(LedgerChain.start) : digest)
      else { throw broken("measures", run) }
    }
  }

  private func append(_ event: MeasureEvent) throws {
    let (count, previous) = try measureHead()
    let row = event.row(count + 1)
    let digest = Ledger.digest(ofMeasure: row, after: previous)
    let places = Array(repeating: "?", count: row.count + 2).joined(separator: ", ")
    try LedgerCommand("INSERT INTO measures VALUES (\(places))", on: database)
      .run(row + [.blob(previous), .blob(digest)])
  }

  private static func digest(ofMeasure row: [SQLiteValue], after previous: [UInt8]) -> [UInt8] {
    var chain = LedgerChain("soat-ledger-measure/1")
    chain.add(.blob(previous))
    chain.add(row)
    return chain.finish()
  }
}

extension MeasureEvent {
  fileprivate func row(_ number: Int) -> [SQLiteValue] {
    [
      .integer(number), .text(recorded), .text(measure.id), SQLiteValue(run),
      .text(measure.title), .text(measure.unit), .text(measure.rules.joined(separator: "\n")),
      SQLiteValue(measure.deadline?.iso), .text(measure.status.rawValue),
      .text(measure.statusDate.iso), .text(note),
    ]
  }

  /// Nil where a value is none that the program writes.
  fileprivate init?(_ row: [SQLiteValue]) {
    let texts = row.map(\.text)
    guard row.count == 11, let recorded = texts[1], let id = texts[2], let title = texts[4],
      let unit = texts[5], let rules = texts[6],
      let status = texts[8].flatMap(CorrectiveMeasure.Status.init(rawValue:)),
      let day = texts[9].flatMap({ CivilDate(iso: $0) }), let note = texts[10]
    else { return nil }
    self.init(
      recorded: recorded,
      measure: CorrectiveMeasure(
        id: id, title: title, unit: unit,
        rules: rules.split(separator: "\n").map(String.init),
        deadline: texts[7].flatMap { CivilDate(iso: $0) }, status: status, statusDate: day),
      run: row[3].integer, note: note)
  }
}
