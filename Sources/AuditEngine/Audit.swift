package import AuditModel
internal import AuditKernels
internal import AuditRules
internal import AuditSources
internal import AuditSystem

/// Runs a plan: indexes first, then each resource's records, then what only the whole can tell.
package struct Audit: Sendable {
  let plan: AuditPlan
  let options: AuditOptions
  let sink: FindingsSink
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
    var failures: [String: Diagnostic] = [:]
    try fillIndexes(&failures)
    try sink.put(FindingFormat.header(options.style, options.language))?()
    var passes: [ResourcePass] = []
    for resource in plan.resources {
      let unread = plan.indexes.filter { request in
        plan.resources.contains { $0.packName == request.resource && failures[$0.name] != nil }
      }
      let pass = ResourcePass(
        resource, audit: self, feeds: feeds(of: resource.packName),
        unjudged: resource.checks(lookingInto: unread.map(\.index)))
      if let failure = failures[resource.name] {
        pass.failure = failure
      } else {
        try pass.run()
      }
      passes.append(pass)
    }
    for pass in passes { try pass.conclude(with: passes) }
    return passes.map { $0.result() }
  }

  /// Fills the key indexes, all of a resource in one reading.
  private func fillIndexes(_ failures: inout [String: Diagnostic]) throws {
    for resource in plan.resources {
      let requests = plan.indexes.filter { $0.resource == resource.packName }
      guard !requests.isEmpty else { continue }
      do {
        try fill(requests, of: resource)
        // Keys of a file that is no longer the one that was opened would make findings of other resources.
        if resource.source.input.hasChanged() {
          failures[resource.name] = resource.source.input.changed
        }
      } catch let error as Diagnostic where error.code.hasPrefix("source.") {
        failures[resource.name] = error
      }
    }
  }

  private func fill(_ requests: [LoweringContext.IndexRequest], of resource: PlannedResource) throws
  {
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
    let reader = Shared(CSVReader(resource.source, digesting: false))
    let keyNodes = keys
    let checkpoint = checkpoint
    let total = resource.source.input.byteCount
    _ = try BatchScheduler(workers: options.workers).run(
      start: { _ in Evaluator(program) },
      makeBatch: { reader.with { $0.makeBatch() } },
      next: { batch in
        try checkpoint()
        return try reader.with { try $0.next(into: batch) }
      },
      work: { evaluator, batch in
        CSVSplitter.split(batch)
        let lists = keyNodes.map { _ in KeyList() }
        var first = 0
        while first < batch.recordCount {
          let count = min(Evaluator.width, batch.recordCount - first)
          evaluator.run(batch, from: first, count: count)
          for (number, parts) in keyNodes.enumerated() {
            evaluator.copyKeys(parts, firstRecord: batch.firstRecord + first, into: lists[number])
          }
          first += count
        }
        return lists
      },
      deliver: { lists in
        for (number, list) in lists.enumerated() {
          // The first batch tells about how many there will be: growing step by step costs twice as much.
          if requests[number].index.count == 0, let total {
            let batches = min(1 << 14, total / resource.source.options.chunkBytes)
            requests[number].index.reserve(list.count * batches)
          }
          list.insertAll(into: requests[number].index)
        }
        return nil
      })
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
  enum Side: Hashable, Sendable { case left, right }
  let owner: String
  let check: Int
  let side: Side

  static func feeds(
    of form: CheckForm, owner: String
  ) -> [(resource: String, feed: GroupFeed, side: Side, groupCount: Int)] {
    switch form {
    case .reconcile(let rule):
      let groups = rule.index?.count ?? 1
      var list: [(String, GroupFeed, Side, Int)] = []
      if case .fed(let name, let feed) = rule.left { list.append((name, feed, .left, groups)) }
      if case .fed(let name, let feed) = rule.right { list.append((name, feed, .right, groups)) }
      return list
    case .coverage(let rule):
      let feed = GroupFeed(entry: rule.entry, aggregate: .count, value: nil, condition: nil)
      return [(owner, feed, .left, rule.expected.count)]
    default: return []
    }
  }
}
