package import AuditKernels
internal import AuditModel
internal import AuditRules
internal import AuditSources
internal import AuditSystem

/// One worker's fingerprints of a resource's findings; used by one thread at a time.
final class FingerprintCollector {
  private let plan: FingerprintPlan
  /// Of each check, in the order they came.
  private(set) var lists: [[UInt64]]
  private(set) var spill: FingerprintSpill?
  private var count = 0

  init(_ plan: FingerprintPlan) {
    self.plan = plan
    lists = Array(repeating: [], count: plan.checkCount)
  }

  /// Notes a finding of a record; `field`: in place of the topic's.
  func add(topic: Int, check: Int, _ origin: RecordCells, _ record: Int, field: String? = nil) {
    let hash = field.map { plan.hash(topic, field: $0) } ?? plan.hashes[topic]
    lists[check].append(origin.hash(plan.identity, of: record, by: hash))
    count += 1
  }

  /// Notes a finding that is of no record.
  func add(check: Int, _ fingerprint: UInt64) {
    lists[check].append(fingerprint)
    count += 1
  }

  /// Moves what there is to the disk when it is more than this worker's share of the memory.
  func spillIfNeeded() throws {
    guard count > plan.countInMemory else { return }
    var target = try spill ?? FingerprintSpill(in: plan.folder)
    for check in lists.indices where !lists[check].isEmpty {
      lists[check].sort()
      try target.append(lists[check], check: check)
      lists[check] = []
    }
    spill = target
    count = 0
  }
}

/// How a resource's findings are fingerprinted.
struct FingerprintPlan: Sendable {
  let store: FingerprintStore
  let resource: String
  let rules: [String]
  let topicRules: [String]
  let identity: RecordIdentity
  /// Of each topic.
  let hashes: [SipHash]
  /// Fingerprints that a worker keeps in memory.
  let countInMemory: Int
  let folder: String?

  var checkCount: Int { rules.count }

  init(
    _ store: FingerprintStore, _ resource: PlannedResource, _ topics: [FindingFormat.Topic],
    _ options: AuditOptions
  ) {
    self.store = store
    self.resource = resource.name
    let rules = resource.checks.map(\.rule.id)
    self.rules = rules
    topicRules = topics.map { rules[$0.check] }
    identity = resource.identity
    hashes = topics.map {
      store.hash(resource: resource.name, rule: rules[$0.check], field: $0.field)
    }
    // A quarter of what keys may take, eight bytes each.
    countInMemory = max(1024, options.limits.keyMemoryBytes / 4 / 8 / options.workers)
    folder = options.temporaryFolder
  }

  func hash(_ topic: Int, field: String) -> SipHash {
    store.hash(resource: resource, rule: topicRules[topic], field: field)
  }

  /// Of a finding without a record: what it is about, or else what it says.
  func fingerprint(
    _ finding: FindingFormat.Particulars, _ topic: FindingFormat.Topic
  ) -> UInt64 {
    let hash = finding.field.map { self.hash(finding.topic, field: $0) } ?? hashes[finding.topic]
    if let identity = finding.identity { return hash.hash(identity) }
    let message =
      topic.messages.isEmpty
      ? "" : topic.messages[min(max(0, finding.reason), topic.messages.count - 1)].vi
    return hash.hash(Array(message.utf8))
  }
}

extension PlannedResource {
  /// What tells one record from another in a later export.
  package var identity: RecordIdentity {
    if let columns = wholeKeyColumns, !columns.isEmpty {
      return RecordIdentity(columns: columns, isWhole: false)
    }
    let key = checks.first { $0.rule.kind == RuleKind.primaryKey.name }?.rule.fields ?? []
    let columns = key.compactMap { source.header.names.firstIndex(of: $0) }
    if !columns.isEmpty, columns.count == key.count {
      return RecordIdentity(columns: columns, isWhole: false)
    }
    let read = Set(program.columns.map(\.column))
    return RecordIdentity(columns: read.sorted(), isWhole: true)
  }

  /// The names of the fields that tell one record from another; a definition of rules goes by them.
  package var identityNames: [String] {
    identity.columns.map { source.header.names.indices.contains($0) ? source.header.names[$0] : "" }
  }
}

/// Sorted runs of fingerprints on the disk.
struct FingerprintSpill: Sendable {
  private let spool: SpoolFile
  private var places: [(check: Int, offset: Int, count: Int)] = []

  init(in folder: String?) throws { spool = try SpoolFile(in: folder) }

  mutating func append(_ list: [UInt64], check: Int) throws {
    places.append((check, spool.byteCount, list.count))
    try spool.append(words: list)
  }

  func runs(of check: Int) -> [FingerprintRun] {
    places.filter { $0.check == check }.map {
      FingerprintRun(spool, offset: $0.offset, count: $0.count)
    }
  }
}

extension ResourcePass {
  /// Hands what the workers gathered to the store, unless a part of the data could not be read.
  func keepFingerprints() throws {
    guard failure == nil, let plan = job.fingerprints else { return }
    let gathered = fingerprints.map(\.lists)
    let sorted = try BatchScheduler(workers: audit.options.workers).map(count: plan.checkCount) {
      check in gathered.map { $0[check].sorted() }
    }
    plan.store.keep(
      RuleFingerprints(rules: plan.rules, lists: sorted, spilled: fingerprints.compactMap(\.spill)),
      of: plan.resource)
  }
}
