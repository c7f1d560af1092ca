package import AuditModel
internal import AuditKernels
internal import AuditRules
internal import AuditSources
internal import AuditSystem

/// Runs a plan: indexes first, then each resource's records, then what only the whole can tell.
package struct Audit: Sendable {
  private(set) var plan: AuditPlan
  let options: AuditOptions
  let sink: FindingsSink
  let queries = QueryDatabase()
  /// Told after each batch: the resource, its bytes done so far, and all its bytes if known.
  let progress: @Sendable (_ resource: String, _ done: Int, _ total: Int?) -> Void
  /// Asked before each batch; throws when the run is to end.
  let checkpoint: @Sendable () throws -> Void

  package init(
    plan: AuditPlan, options: AuditOptions, sink: FindingsSink,
    progress: @Sendable @escaping (String, Int, Int?) -> Void = { _, _, _ in },
    checkpoint: @Sendable @escaping () throws -> Void = {}
  ) {
    self.plan = plan
    self.options = options
    self.sink = sink
    self.progress = progress
    self.checkpoint = checkpoint
  }

  /// Results in the plan's order.
  ///
  /// A source that cannot be read whole spoils its own resource only.
  ///
  /// - Throws: what the sink or the checkpoint throws.
  package func run() throws -> [ResourceResult] {
    var audit = self
    return try audit.runAll()
  }

  private mutating func runAll() throws -> [ResourceResult] {
    var failures: [String: Diagnostic] = [:]
    var cutShort: Set<String> = []
    try fillIndexes(&failures, &cutShort)
    try sink.put(FindingFormat.header(options.style, options.language, columns))?()
    var passes: [ResourcePass] = []
    for resource in plan.resources {
      let unread = plan.indexes.filter { request in
        cutShort.contains(request.resource)
          || plan.resources.contains {
            $0.packName == request.resource && failures[$0.name] != nil
          }
      }
      let unjudged = resource.checks(lookingInto: unread.map(\.index))
      if let failure = failures[resource.name] {
        let pass = makePass(resource, unjudged)
        pass.failure = failure
        passes.append(pass)
      } else {
        passes.append(try run(resource, unjudged))
      }
    }
    for pass in passes {
      try pass.conclude(with: passes)
      try pass.keepFingerprints()
    }
    return passes.map { $0.result() }
  }

  /// What findings of this run have to say besides the usual.
  private var columns: FindingFormat.ExtraColumns {
    FindingFormat.ExtraColumns(
      parts: plan.resources.contains { !$0.source.partPaths.isEmpty },
      waivers: plan.resources.contains { $0.waivers != nil })
  }

  private func makePass(_ resource: PlannedResource, _ unjudged: Set<Int>) -> ResourcePass {
    ResourcePass(
      resource, audit: self, feeds: feeds(of: resource.packName), unjudged: unjudged,
      columns: columns)
  }

  /// Reads the resource; where its plain reading does not do, what that found is forgotten and it is read again.
  private func run(_ resource: PlannedResource, _ unjudged: Set<Int>) throws -> ResourcePass {
    let pass = makePass(resource, unjudged)
    guard let fallback = resource.source.fallback else {
      try pass.run()
      return pass
    }
    try sink.hold(in: options.temporaryFolder)
    do {
      try pass.run()
      try sink.release()
      return pass
    } catch is SourceFallback {
      try sink.forget()
      var again = resource
      again.source = fallback
      return try run(again, unjudged)
    }
  }

  /// Fills the key indexes, all of a resource in one reading.
  private mutating func fillIndexes(
    _ failures: inout [String: Diagnostic], _ cutShort: inout Set<String>
  ) throws {
    for number in plan.resources.indices {
      let resource = plan.resources[number]
      let requests = plan.indexes.filter { $0.resource == resource.packName }
      guard !requests.isEmpty else { continue }
      do {
        do {
          if try fill(requests, of: resource) != nil { cutShort.insert(resource.packName) }
        } catch is SourceFallback {
          guard let fallback = resource.source.fallback else { throw SourceFallback() }
          plan.resources[number].source = fallback
          for request in requests { request.index.removeAll() }
          if try fill(requests, of: plan.resources[number]) != nil {
            cutShort.insert(resource.packName)
          }
        }
        // Keys of a file that is no longer the one that was opened would make findings of other resources.
        if let change = resource.source.change() { failures[resource.name] = change }
      } catch let error as Diagnostic where error.code.hasPrefix("source.") {
        failures[resource.name] = error
      }
    }
  }

  /// Why the resource could not be read to its end, if it could not.
  private func fill(
    _ requests: [LoweringContext.IndexRequest], of resource: PlannedResource
  ) throws -> Diagnostic? {
    let source = resource.source
    var builder = ProgramBuilder()
    let names = resource.source.header.names
    var keys: [[Node]] = []
    for request in requests {
      var parts: [Node] = []
      for field in request.fields {
        guard let column = names.firstIndex(of: field) else { continue }
        parts.append(
          builder.field(column, missing: plan.missingValues[resource.packName]?[field] ?? []))
      }
      keys.append(parts)
    }
    let program = Program(builder)
    let reader = Shared(source.makeReader(digesting: false))
    let keyNodes = keys
    let checkpoint = checkpoint
    let total = resource.source.byteCount
    let scheduler = BatchScheduler(workers: options.workers, window: 16)
    let gathered = Shared(GatheredKeys(requests.map(\.index), total.map { $0 / source.chunkBytes }))
    _ = try scheduler.run(
      start: { _ in Evaluator(program) },
      makeBatch: { source.makeBatch() },
      prepare: { source.readAhead() },
      next: { batch in
        try checkpoint()
        return try reader.with { try $0.next(into: batch) }
      },
      work: { evaluator, batch in
        try source.split(batch)
        let lists = keyNodes.map { _ in KeyList() }
        var first = 0
        while first < batch.recordCount {
          let count = evaluator.run(of: batch.recordCount - first)
          evaluator.run(batch, from: first, count: count)
          for (number, parts) in keyNodes.enumerated() {
            evaluator.copyKeys(parts, firstRecord: batch.firstRecord + first, into: lists[number])
          }
          first += count
        }
        return lists
      },
      deliver: { lists in
        gathered.with { $0.take(lists) }
        return nil
      })
    try gathered.with { try $0.finish(on: scheduler) }
    return reader.with { $0.fault }
  }

  /// What the records of a resource feed: sides of reconciliations and coverages of all resources' rules.
  private func feeds(of resource: String) -> [ResourceJob.BoundFeed] {
    var feeds: [ResourceJob.BoundFeed] = []
    for owner in plan.resources {
      for (number, check) in owner.checks.enumerated() {
        for (name, feed, side, groups) in FeedID.feeds(of: check.form, owner: owner.packName)
        where name == resource {
          let id = FeedID(owner: owner.packName, check: number, side: side)
          feeds.append(
            ResourceJob.BoundFeed(
              id: id, feed: feed, groupCount: groups, shared: shared(feed, side, check.form, groups)
            ))
        }
      }
    }
    return feeds
  }

  /// The first value of each of the resource's own groups: written once each, so that one aggregate serves all workers.
  private func shared(
    _ feed: GroupFeed, _ side: FeedID.Side, _ form: CheckForm, _ groupCount: Int
  ) -> GroupAggregate? {
    guard side == .left, feed.aggregate == .value, feed.condition == nil,
      case .reconcile(let rule) = form,
      let index = rule.index
    else { return nil }
    return GroupAggregate(.first, groupCount: groupCount, index: index)
  }
}

/// Which side of which rule a feed is for.
struct FeedID: Hashable, Sendable {
  enum Side: Hashable, Sendable { case left, right, total }
  let owner: String
  let check: Int
  let side: Side

  static func feeds(
    of form: CheckForm, owner: String
  ) -> [(resource: String, feed: GroupFeed, side: Side, groupCount: Int)] {
    switch form {
    case .several(let forms): return forms.flatMap { feeds(of: $0, owner: owner) }
    case .hierarchy(let tree):
      // The first record of each node comes with its first value.
      return [(Aggregate.sum, Side.left), (.value, .right)].map { aggregate, side in
        let feed = GroupFeed(
          entry: tree.entry, aggregate: aggregate, value: tree.value, condition: nil)
        return (owner, feed, side, tree.parents.count)
      }
    case .fresh(let freshness):
      var list = [(owner, freshness.days, Side.left, Freshness.dayCount)]
      if let lags = freshness.lags { list.append((owner, lags, .right, Freshness.dayCount)) }
      return list
    case .reconcile(let rule):
      let groups = rule.index?.count ?? 1
      var list: [(String, GroupFeed, Side, Int)] = []
      if case .fed(let name, let feed) = rule.left { list.append((name, feed, .left, groups)) }
      if case .fed(let name, let feed) = rule.right { list.append((name, feed, .right, groups)) }
      return list
    case .shift(let shift):
      let (before, values) = (shift.previousResource, shift.previous.count)
      return [
        (owner, shift.stillThere, .left, values),
        (before, shift.earlier, .right, shift.latest.count),
        (before, shift.total, .total, values),
      ]
    case .coverage(let rule):
      let feed = GroupFeed(entry: rule.entry, aggregate: .count, value: nil, condition: nil)
      return [(owner, feed, .left, rule.expected.count)]
    default: return []
    }
  }
}
