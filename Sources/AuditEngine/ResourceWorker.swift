internal import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources

/// Everything about a resource's run that its workers share and none of them changes.
struct ResourceJob: Sendable {
  let resource: PlannedResource
  let topics: [FindingFormat.Topic]
  let legs: [BoundLeg]
  let uniques: [BoundUnique]
  let groups: [BoundGroups]
  let conclusions: [BoundConclusion]
  let feeds: [BoundFeed]
  /// Keys and groups of the resource's own rules: a record that has them is judged.
  let judging: [[Node]]
  let structureTopic: Int?
  /// Some rule's findings are known at the end only, and their records are read again then.
  let needsLocations: Bool
  let options: AuditOptions
  let columns: FindingFormat.ExtraColumns
  /// Nil where no later run will ask for these findings.
  let fingerprints: FingerprintPlan?
  /// How many examples each check has had delivered: at `limits.examplesPerRule` workers stop making them.
  let examplesDelivered: Shared<[Int]>

  struct BoundLeg: Sendable {
    var check: Int
    var topic: Int
    var leg: Leg
    /// Passing records are not counted: the rule counts other units.
    var countsFailuresOnly = false
  }

  struct BoundUnique: Sendable {
    var check: Int
    var topic: Int
    var parts: [Node]
  }

  struct BoundGroups: Sendable {
    var check: Int
    var topic: Int
    var rule: GroupRule
  }

  /// What is settled at the end, and the first of its topics.
  struct BoundConclusion: Sendable {
    var check: Int
    var topic: Int
    var form: CheckForm
  }

  /// A feed of any resource's rule that this resource's records go into.
  struct BoundFeed: Sendable {
    var id: FeedID
    var feed: GroupFeed
    var groupCount: Int
    /// One aggregate for all workers, where each group is written once.
    var shared: GroupAggregate?
  }
}

/// What one batch gave.
struct BatchOutput: Sendable {
  var findings: [UInt8] = []
  /// With a cap: where each finding ends, and of which check it is.
  var ends: [(check: Int, end: Int)] = []
  /// Findings written of each check; empty for none at all.
  var written: [Int] = []
  var examples: [(check: Int, example: FindingExample)] = []
  /// Of findings that are of no record.
  var fingerprints: [(check: Int, fingerprint: UInt64)] = []
  var recordCount = 0
  var byteCount = 0
  /// Where the batch's records lie, if some of them may have to be read again.
  var locations: RecordLocations?

  mutating func count(_ check: Int, of checkCount: Int) {
    if written.isEmpty { written = Array(repeating: 0, count: checkCount) }
    written[check] += 1
  }
}

/// One worker's share of a resource: an evaluator, counts, keys and groups.
///
/// Used by one thread at a time, merged at the end.
final class ResourceWorker: @unchecked Sendable {
  let job: ResourceJob
  let evaluator: Evaluator
  private let format: FindingFormat
  private let topicChecks: [Int]
  private let legs: [LegNodes]
  private let isCapped: Bool

  /// What judging and writing a finding take of a leg, without texts: these would have to be counted as used.
  private struct LegNodes {
    var check: Int
    var topic: Int
    var verdict: Node
    var remark: Node?
    var countsFailuresOnly: Bool
    var reason: Node?
    var expected: Node?
  }

  private var outputSize = 0
  var counts: [RuleCounts]
  /// Nil for a resource without waivers, whose failures are not asked about.
  private let waivers: ResourceWaivers?
  private let hasWaivers: Bool
  /// Failures accepted, by entry of the waivers.
  private(set) var waived: [Int]
  var remarks: [Int]
  /// Nil where no later run will ask for these findings.
  let fingerprints: FingerprintCollector?
  var collectors: [KeyCollector]
  var groups: [GroupCollector]
  /// Keys that were too many for the memory; nil while all fit.
  private(set) var spilled: SpilledKeys?
  var aggregates: [GroupAggregate]
  var recordsJudged = 0
  /// Cells of some record may be another field's.
  private(set) var hasSlipped = false
  /// Columns that only declarations know until now.
  private(set) var unseen: Set<Int>
  private let arena = StableArena()
  private var judged = [UInt8](repeating: 0, count: Evaluator.width)
  private var failing: [UInt64] = []
  private var examplesLeft: [Int] = []
  private static let remarkFlag: UInt64 = 1 << 31

  /// `isWriter`: it only writes findings that are known, and gathers nothing.
  init(_ job: ResourceJob, isWriter: Bool = false) {
    self.job = job
    unseen = job.resource.source.header.unseen
    format = job.makeFormat()
    topicChecks = job.topics.map(\.check)
    legs = job.legs.map {
      LegNodes(
        check: $0.check, topic: $0.topic, verdict: $0.leg.verdict, remark: $0.leg.remark,
        countsFailuresOnly: $0.countsFailuresOnly, reason: $0.leg.reason,
        expected: $0.leg.expectedNode)
    }
    isCapped = job.options.findingsPerRule != nil
    evaluator = Evaluator(job.resource.program, roots: job.roots)
    counts = Array(repeating: RuleCounts(), count: job.resource.checks.count)
    fingerprints = job.fingerprints.map(FingerprintCollector.init)
    waivers = job.resource.waivers
    hasWaivers = waivers != nil
    waived = Array(repeating: 0, count: job.resource.waivers?.entries.count ?? 0)
    remarks = Array(repeating: 0, count: job.resource.checks.count)
    collectors = isWriter ? [] : job.uniques.map { _ in KeyCollector() }
    groups = isWriter ? [] : job.groups.map { _ in GroupCollector() }
    let feeds = isWriter ? [] : job.feeds
    aggregates = feeds.map {
      $0.shared ?? GroupAggregate($0.feed.aggregate.kind, groupCount: $0.groupCount)
    }
  }

  /// - Throws: `output.not-written` when keys do not fit in memory and cannot be put on the disk.
  func judge(_ batch: RecordBatch) throws -> BatchOutput {
    try job.resource.source.split(batch)
    noteSeen(batch)
    var output = BatchOutput()
    output.findings.reserveCapacity(outputSize)
    defer { outputSize = output.findings.count + output.findings.count / 8 }
    output.recordCount = batch.recordCount
    output.byteCount = batch.frame.byteCount
    if job.needsLocations { output.locations = batch.locations }
    beginWriting()
    countStructure(batch)
    if !hasSlipped { hasSlipped = batch.defects.contains { $0.defect.mayMoveFields } }
    var defect = 0
    var first = 0
    while first < batch.recordCount {
      let count = evaluator.run(of: batch.recordCount - first)
      evaluator.run(batch, from: first, count: count)
      judge(batch, from: first, count: count)
      write(batch, from: first, defect: &defect, to: &output)
      first += count
    }
    try spillKeys()
    try fingerprints?.spillIfNeeded()
    return output
  }

  /// Moves the keys to the disk when they are more than this worker's share of the memory for them.
  private func spillKeys() throws {
    var memory = 0
    for collector in collectors { memory += collector.memoryBytes }
    for group in groups { memory += group.memoryBytes }
    guard memory > job.options.limits.keyMemoryBytes / job.options.workers else { return }
    var spill =
      try spilled
      ?? SpilledKeys(
        ruleCount: collectors.count + groups.count, folder: job.options.temporaryFolder)
    for (rule, collector) in collectors.enumerated() { try spill.take(collector, rule: rule) }
    for (rule, group) in groups.enumerated() {
      try spill.take(group, rule: collectors.count + rule)
    }
    spilled = spill
  }

  /// Notes which of the fields that the head of the input did not show the batch has.
  private func noteSeen(_ batch: RecordBatch) {
    guard !unseen.isEmpty, let table = batch.table else { return }
    for column in unseen
    where (0..<batch.recordCount).contains(where: { !table.isAbsent(column, of: $0) }) {
      unseen.remove(column)
    }
  }

  private func judge(_ batch: RecordBatch, from first: Int, count: Int) {
    for index in 0..<count { judged[index] = 0 }
    failing.removeAll(keepingCapacity: true)
    for (number, leg) in legs.enumerated() {
      let (passed, failed) = evaluator.tally(
        leg.verdict, leg: number, judged: &judged, failing: &failing)
      if leg.countsFailuresOnly {
        counts[leg.check].failed += failed
      } else {
        counts[leg.check] += RuleCounts(
          passed: passed, failed: failed, skipped: count - passed - failed)
      }
      if let remark = leg.remark { noteRemarks(remark, number, leg.check, count) }
    }
    for (number, unique) in job.uniques.enumerated() {
      let added = evaluator.collect(
        unique.parts, firstRecord: batch.firstRecord + first, into: collectors[number])
      counts[unique.check] += RuleCounts(passed: added, skipped: count - added)
    }
    for (number, bound) in job.groups.enumerated() {
      let rule = bound.rule
      let added = evaluator.gather(
        rule.keys, rule.parts, optional: rule.optional, condition: rule.condition,
        firstRecord: batch.firstRecord + first, into: groups[number])
      // Those added pass or fail at the end; `isWhole` fails the others where nulls do.
      let others = count - added
      counts[bound.check] += RuleCounts(
        passed: rule.nulls == .pass ? others : 0, skipped: rule.nulls == .skip ? others : 0)
    }
    for (number, bound) in job.feeds.enumerated() {
      aggregates[number].feed(
        evaluator, entry: bound.feed.entry, value: bound.feed.value,
        condition: bound.feed.condition,
        firstRecord: batch.firstRecord + first)
    }
    for nodes in job.judging { evaluator.markJudged(nodes, judged: &judged) }
    var some = 0
    for index in 0..<count { some &+= Int(judged[index]) }
    recordsJudged += some
    if failing.count > 1 { failing.sort() }
  }

  private func noteRemarks(_ node: Node, _ leg: Int, _ check: Int, _ count: Int) {
    for record in 0..<count where evaluator.truth(node, record) == 1 {
      remarks[check] += 1
      failing.append(UInt64(record) << 32 | ResourceWorker.remarkFlag | UInt64(leg))
    }
  }

  /// One finding of a record's form counts once against the record, however many it has.
  private func countStructure(_ batch: RecordBatch) {
    guard let topic = job.structureTopic else { return }
    let check = topicChecks[topic]
    let origin = waivers.map { _ in RecordCells(batch, arena: arena) }
    var records = 0
    var last = -1
    for defect in batch.defects where defect.record != last {
      records += 1
      last = defect.record
      if let origin, let waiver = waivers?.of(check, origin, last) { waive(check, by: waiver) }
    }
    counts[check] += RuleCounts(passed: batch.recordCount - records, failed: records)
  }

  private func waive(_ check: Int, by waiver: Int) {
    counts[check].waive()
    waived[waiver] += 1
  }

  // MARK: Writing

  private func write(
    _ batch: RecordBatch, from first: Int, defect: inout Int, to output: inout BatchOutput
  ) {
    let defects = batch.defects
    guard !failing.isEmpty || defect < defects.count else { return }
    let origin = RecordCells(batch, arena: arena)
    func writeDefects(before record: Int) {
      while defect < defects.count, defects[defect].record < record {
        writeDefect(origin, defects[defect], to: &output)
        defect += 1
      }
    }
    for entry in failing {
      let record = Int(entry >> 32)
      writeDefects(before: first + record + 1)
      let isRemark = entry & ResourceWorker.remarkFlag != 0
      let leg = legs[Int(entry & 0x7FFF_FFFF)]
      let reason = leg.reason.map { evaluator.integer($0, record) ?? 0 } ?? 0
      let waiver = isRemark || !hasWaivers ? nil : waivers?.of(leg.check, origin, first + record)
      if let waiver { waive(leg.check, by: waiver) }
      if !isRemark {
        fingerprints?.add(topic: leg.topic, check: leg.check, origin, first + record)
      }
      if !isRemark, waiver == nil, leg.expected == nil, !isCapped, examplesLeft[leg.check] == 0,
        format.keep(topic: leg.topic, reason: reason, origin: origin, record: first + record)
      {
        output.count(leg.check, of: counts.count)
        continue
      }
      var finding = FindingFormat.Particulars(
        topic: leg.topic, reason: reason, isRemark: isRemark, waiver: waiver)
      if let node = leg.expected { finding.expected = evaluator.text(node, record) }
      write(finding, leg.check, origin, first + record, to: &output)
    }
    writeDefects(before: first + evaluator.count)
    format.flush(to: &output.findings)
  }

  private func writeDefect(
    _ origin: RecordCells, _ entry: DefectEntry, to output: inout BatchOutput
  ) {
    guard let topic = job.structureTopic else { return }
    var finding = FindingFormat.Particulars(topic: topic, reason: Int(entry.defect.rawValue))
    finding.lineOffset = entry.lineOffset
    let fields = job.resource.fields
    switch entry.defect {
    case .tooFewFields, .tooManyFields:
      finding.expected = Array(String(origin.fieldCount).utf8)
      finding.value = Array(String(entry.detail).utf8)
    default:
      finding.value = entry.detail < fields.count ? Array(fields[entry.detail].name.utf8) : []
    }
    finding.waiver = waivers?.of(topicChecks[topic], origin, entry.record)
    fingerprints?.add(topic: topic, check: topicChecks[topic], origin, entry.record)
    write(finding, topicChecks[topic], origin, entry.record, to: &output)
  }

  func write(
    _ finding: FindingFormat.Particulars, _ check: Int, _ origin: RecordCells,
    _ record: Int, isExample: Bool = true,
    to output: inout BatchOutput
  ) {
    format.flush(to: &output.findings)
    format.append(finding, origin: origin, record: record, to: &output.findings)
    output.count(check, of: counts.count)
    if isCapped { output.ends.append((check, output.findings.count)) }
    if isExample, finding.waiver == nil, examplesLeft[check] > 0 {
      examplesLeft[check] -= 1
      output.examples.append((check, format.example(finding, origin: origin, record: record)))
    }
  }

  private func beginWriting() {
    let limit = job.options.limits.examplesPerRule
    examplesLeft = job.examplesDelivered.with { $0.map { limit - $0 } }
    arena.reset()
  }

  /// Findings that are known only now that all records were read; `load` brings each one's record into the batch.
  func write(
    _ deferred: ArraySlice<DeferredFinding>, _ batch: RecordBatch, load: (Int) throws -> Void
  ) throws -> BatchOutput {
    var output = BatchOutput()
    beginWriting()
    for item in deferred {
      try load(item.record)
      var finding = FindingFormat.Particulars(topic: item.topic, reason: item.reason)
      finding.expected = item.expected
      finding.value = item.value
      let (origin, record) = (
        RecordCells(batch, arena: arena), item.record - batch.firstRecord
      )
      let check = topicChecks[item.topic]
      finding.waiver = waivers?.of(check, origin, record)
      if let waiver = finding.waiver { waive(check, by: waiver) }
      fingerprints?.add(topic: item.topic, check: check, origin, record)
      write(finding, check, origin, record, isExample: item.isExample, to: &output)
    }
    try fingerprints?.spillIfNeeded()
    return output
  }
}
