internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditSystem

/// The run of one resource: its topics, its merged workers, and its result.
final class ResourcePass {
  let resource: PlannedResource
  let audit: Audit
  let job: ResourceJob
  var failure: Diagnostic?
  private(set) var reader: (any RecordReader)?
  var counts: [RuleCounts]
  /// Failures accepted, by entry of the resource's waivers.
  private var waived: [Int]
  private var remarks: [Int]
  /// Of the workers, and of findings that are of no record; empty where nobody asks for them.
  var fingerprints: [FingerprintCollector] = []
  private(set) var aggregates: [FeedID: GroupAggregate] = [:]
  var collectors: [[KeyCollector]] = []
  var groups: [[GroupCollector]] = []
  var spilled: [SpilledKeys] = []
  private var recordsJudged = 0
  /// Cells of some record may be another field's.
  private(set) var hasSlipped = false
  private var filled: [Int: Int] = [:]
  private var overflowed: Set<Int> = []
  var reasons: [Int: LocalizedText] = [:]
  /// Why a rule did not judge all that it should have.
  var limits: [Int: LocalizedText] = [:]
  private var sha256: String?
  private(set) var locations: [RecordLocations?] = []
  /// Columns of declared fields that no record has.
  private var unseen: Set<Int>
  let format: FindingFormat

  /// - `unjudged`: checks that need a resource which could not be read.
  init(
    _ resource: PlannedResource, audit: Audit, feeds: [ResourceJob.BoundFeed], unjudged: Set<Int>,
    columns: FindingFormat.ExtraColumns
  ) {
    var resource = resource
    for number in unjudged {
      resource.checks[number].form = .notApplicable(.otherResourceUnread)
      reasons[number] = .otherResourceUnread
    }
    self.resource = resource
    self.audit = audit
    unseen = resource.source.header.unseen
    counts = Array(repeating: RuleCounts(), count: resource.checks.count)
    waived = Array(repeating: 0, count: resource.waivers?.entries.count ?? 0)
    remarks = Array(repeating: 0, count: resource.checks.count)
    job = ResourceJob(resource, options: audit.options, feeds: feeds, columns: columns)
    format = job.makeFormat()
    fingerprints = job.fingerprints.map { [FingerprintCollector($0)] } ?? []
  }

  // MARK: The records

  func run() throws {
    do {
      try readRecords()
    } catch let error as Diagnostic where error.code.hasPrefix("source.") {
      failure = error
    }
  }

  private func readRecords() throws {
    let source = resource.source
    let reader = Shared(source.makeReader(digesting: audit.options.digests))
    let delivered = Shared((bytes: 0, locations: [RecordLocations?]()))
    let job = job
    let audit = audit
    let name = resource.name
    let checkCount = resource.checks.count
    let total = resource.source.byteCount
    let workers = try BatchScheduler(workers: audit.options.workers).run(
      start: { _ in ResourceWorker(job) },
      makeBatch: { source.makeBatch() },
      prepare: { source.readAhead() },
      next: { batch in
        try audit.checkpoint()
        return try reader.with { try $0.next(into: batch) }
      },
      work: { worker, batch in try worker.judge(batch) },
      deliver: { output in
        let later = try job.examplesDelivered.with { delivered in
          try audit.sink.take(output, resource: name, checkCount: checkCount, delivered: &delivered)
        }
        let done = delivered.with { delivered in
          delivered.bytes += output.byteCount
          if job.needsLocations { delivered.locations.append(output.locations) }
          return delivered.bytes
        }
        audit.progress(name, done, total)
        return later
      })
    for worker in workers { merge(worker) }
    sha256 = reader.with { $0.sha256() }
    self.reader = reader.with { $0 }
    locations = delivered.with { $0.locations }
    failure = reader.with { $0.fault }
    if let change = source.change() { failure = change }
  }

  private func merge(_ worker: ResourceWorker) {
    for index in counts.indices { remarks[index] += worker.remarks[index] }
    addFound(by: worker)
    recordsJudged += worker.recordsJudged
    hasSlipped = hasSlipped || worker.hasSlipped
    unseen.formIntersection(worker.unseen)
    for (position, column) in resource.program.columns.enumerated() {
      filled[column.column, default: 0] += worker.evaluator.filled[position]
    }
    for (number, feed) in job.feeds.enumerated() {
      if let known = aggregates[feed.id] {
        known.merge(worker.aggregates[number])
      } else {
        aggregates[feed.id] = worker.aggregates[number]
      }
    }
    overflowed.formUnion(worker.evaluator.overflowedNodes)
    collectors.append(worker.collectors)
    groups.append(worker.groups)
    if let spill = worker.spilled { spilled.append(spill) }
  }

  /// Adds a worker's counts and what waivers accepted of them; a writer's counts are changes to those it was given.
  func addFound(by worker: ResourceWorker) {
    if let gathered = worker.fingerprints { fingerprints.append(gathered) }
    for index in counts.indices { counts[index] += worker.counts[index] }
    for index in waived.indices { waived[index] += worker.waived[index] }
  }

  /// Accepts one failure of a check that is of no record, or of a key that none has; nil where nothing accepts it.
  func waive(_ check: Int, key: [UInt8]? = nil, count: Int = 1) -> Int? {
    guard let waivers = resource.waivers,
      let entry = key.map({ waivers.of(check, key: $0) }) ?? waivers.ofRule(check)
    else { return nil }
    counts[check].waive(count)
    waived[entry] += count
    return entry
  }

  // MARK: The whole

  /// Judges what needs all records - of this resource or of others - and writes those findings.
  func conclude(with passes: [ResourcePass]) throws {
    guard let reader, failure == nil || isPartial else { return }
    do {
      try concludeRules(with: passes, reader)
      if let change = resource.source.change() { failure = change }
    } catch let error as Diagnostic where error.code.hasPrefix("source.") {
      failure = failure ?? error
    }
  }

  /// Some of several files could not be read: what the others show is shown, but nothing that a missing record belies.
  private var isPartial: Bool {
    !resource.source.partPaths.isEmpty && reader?.fault != nil && resource.source.change() == nil
  }

  private func concludeRules(with passes: [ResourcePass], _ reader: any RecordReader) throws {
    var deferred: [DeferredFinding] = []
    try findDuplicates(&deferred)
    try judgeGroups(&deferred, reader)
    var general = BatchOutput()
    let unread = Set(passes.filter { $0.failure != nil }.map(\.resource.packName))
    for bound in job.conclusions {
      let (number, topic) = (bound.check, bound.topic)
      if failure != nil, resource.checks[number].needsEachRecord { continue }
      switch bound.form {
      case .reconcile(let rule):
        try reconcile(rule, number, topic, passes, unread, &deferred)
      case .coverage(let rule): cover(rule, number, topic, passes, &general)
      case .hierarchy(let tree): judge(tree, number, topic, &deferred)
      case .shift(let shift): judge(shift, number, topic, passes, unread, &deferred)
      case .fresh(let freshness): judge(freshness, number, topic, &general)
      case .query(let query):
        try ask(query, number, topic, passes, unread, reader.recordCount, &deferred)
      case .count(let minimum, let maximum):
        countRecords(number, topic, minimum, maximum, reader.recordCount, &general)
      case .header: judgeHeader(number, topic, reader.recordCount, &general)
      case .document(let id):
        if let schema = audit.plan.schemas[id] { try validate(number, topic, against: schema) }
      default: break
      }
    }
    try take(general)
    deferred.sort { ($0.record, $0.topic) < ($1.record, $1.topic) }
    try write(deferred)
  }

  func take(_ output: BatchOutput) throws {
    let later = try job.examplesDelivered.with { delivered in
      try audit.sink.take(
        output, resource: resource.name, checkCount: resource.checks.count, delivered: &delivered)
    }
    try later?()
    guard let first = fingerprints.first else { return }
    for (check, fingerprint) in output.fingerprints { first.add(check: check, fingerprint) }
    try first.spillIfNeeded()
  }

  private func cover(
    _ rule: Coverage, _ check: Int, _ topic: Int, _ passes: [ResourcePass],
    _ output: inout BatchOutput
  ) {
    let id = FeedID(owner: resource.packName, check: check, side: .left)
    guard let seen = aggregates[id] else { return }
    for key in 0..<rule.expected.count {
      if let count = seen.value(of: key), count > 0 {
        counts[check].passed += 1
        continue
      }
      counts[check].failed += 1
      var finding = FindingFormat.Particulars(topic: topic)
      if let keys = rule.expectedKeys {
        finding.value = keys[key]
      } else if let register = audit.plan.indexes.first(where: { $0.index === rule.expected }) {
        // The key itself may be personal: the clerk is told where the register has it.
        let number = rule.expected.firstRecord(of: key)
        let pass = passes.first { $0.resource.packName == register.resource }
        let record = LocalizedText.record(
          pass?.reader?.place(of: number) ?? RecordPlace(part: nil, number: number),
          of: register.resource)
        finding.expected = Array(record[audit.options.language].utf8)
      }
      finding.identity = rule.expectedKeys?[key]
      finding.waiver = waive(check, key: rule.expectedKeys?[key])
      job.write(finding, check, with: format, to: &output)
    }
  }

  private func countRecords(
    _ check: Int, _ topic: Int, _ minimum: Int?, _ maximum: Int?, _ recordCount: Int,
    _ output: inout BatchOutput
  ) {
    if recordCount >= minimum ?? 0, recordCount <= maximum ?? Int.max {
      counts[check].passed = 1
      return
    }
    counts[check].failed = 1
    var finding = FindingFormat.Particulars(topic: topic)
    finding.value = Array(String(recordCount).utf8)
    finding.waiver = waive(check)
    job.write(finding, check, with: format, to: &output)
  }

  private func judgeHeader(
    _ check: Int, _ topic: Int, _ recordCount: Int, _ output: inout BatchOutput
  ) {
    let header = resource.source.header
    let known = resource.headerMessages.count + resource.missingFields.count
    let late = header.unseen.sorted().enumerated().filter { unseen.contains($0.element) }
    // Where records bring their fields' names, none of them tells nothing.
    let isNameless = recordCount == 0 && !header.unseen.isEmpty
    guard !isNameless || known > 0 else { return }
    let reasons = Array(0..<known) + (isNameless ? [] : late.map { known + $0.offset })
    counts[check] = RuleCounts(passed: reasons.isEmpty ? 1 : 0, failed: reasons.isEmpty ? 0 : 1)
    let waiver = reasons.isEmpty ? nil : waive(check)
    for reason in reasons {
      var finding = FindingFormat.Particulars(topic: topic, reason: reason)
      finding.lineOffset = header.line
      finding.waiver = waiver
      job.write(finding, check, with: format, to: &output)
    }
  }

  // MARK: The result

  func result() -> ResourceResult {
    var rules: [RuleResult] = []
    for (number, check) in resource.checks.enumerated() {
      var rule = check.rule
      rule.counts = counts[number]
      rule.acceptedWithRemark = remarks[number]
      rule.findingsWritten = audit.sink.written(resource.name, number)
      settle(&rule, check, number)
      rules.append(rule)
    }
    let recordCount = reader?.recordCount ?? 0
    var fields = resource.fields
    for index in fields.indices {
      guard let column = resource.source.header.names.firstIndex(of: fields[index].name) else {
        continue
      }
      fields[index].filled = filled[column]
    }
    let source = SourceDescription(
      path: resource.source.path, format: resource.source.format,
      byteCount: resource.source.fileByteCount(reader), sha256: sha256,
      details: resource.source.description(reader), parts: resource.source.parts(reader))
    var result = ResourceResult(
      name: resource.name, title: resource.title, source: source, recordCount: recordCount,
      fields: fields,
      rules: rules, recordsJudged: recordsJudged, complete: failure == nil,
      incompleteReason: failure?.placedMessage)
    result.waiverHits =
      resource.waivers?.hits(waived) { rules[$0].status == .passed } ?? []
    return result
  }

  /// Statuses that only the engine knows; the others follow from the counts.
  private func settle(_ rule: inout RuleResult, _ check: Check, _ number: Int) {
    if let failure {
      rule.status = .incomplete
      rule.statusReason = failure.placedMessage
    } else if let reason = reasons[number] {
      rule.status = reason == .otherResourceUnread ? .incomplete : .error
      rule.statusReason = reason
    } else if let limit = limits[number] {
      rule.status = .incomplete
      rule.statusReason = limit
    } else if case .notApplicable(let reason) = check.form {
      rule.status = .notApplicable
      rule.statusReason = reason
    } else if case .records(let legs) = check.form, !overflowed.isEmpty,
      legs.contains(where: { resource.program.depends($0.verdict, on: overflowed) })
    {
      rule.status = .error
      rule.statusReason = .arithmeticOverflow
    } else {
      rule.status = .passed
      // Of a rule that has nothing to judge.
      rule.statusReason = reader?.recordCount == 0 ? .noRecords : nil
    }
  }
}
