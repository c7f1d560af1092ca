package import AuditKernels
package import AuditModel
internal import AuditRules
package import AuditSources
internal import AuditText

/// Reads a source once, on all workers, and counts what its fields hold.
package struct ProfileRun: Sendable {
  let workers: Int
  /// Code lists to look values up in, with the names they go by.
  let lists: [(name: String, table: CodeTable)]
  /// The same by the names of their entries, as far as they are wanted and have names.
  let nameLists: [(name: String, table: CodeTable)]
  let progress: @Sendable (_ done: Int, _ total: Int?) -> Void
  let checkpoint: @Sendable () throws -> Void

  package init(
    workers: Int, lists: [(name: String, table: CodeTable)] = [],
    nameLists: [(name: String, table: CodeTable)] = [],
    progress: @Sendable @escaping (Int, Int?) -> Void = { _, _ in },
    checkpoint: @Sendable @escaping () throws -> Void = {}
  ) {
    self.workers = workers
    self.lists = lists
    self.nameLists = nameLists
    self.progress = progress
    self.checkpoint = checkpoint
  }

  /// What was counted, before it is decided what of it may be shown.
  package struct Outcome: Sendable {
    /// The source that was read: its fallback, where the plain way did not do.
    package var source: any Source
    package var description: SourceDescription
    package var recordCount: Int
    /// Records that the fields' facts are of: not those whose cells may be a sensitive field's.
    package var talliedCount: Int
    package var damagedRecordCount: Int
    package var facts: [FieldFacts]
    /// Of the code lists that `FieldFacts.listHits` begins with, and of those found by name that follow.
    package var listNames: [String]
    package var namedListNames: [String]
    package var limits: ProfileLimits
    package var fault: Diagnostic?
  }

  /// - Throws: what opening and the checkpoint throw; a source that ends early is told in `Outcome.fault`.
  package func run(_ source: any Source) throws -> Outcome {
    do {
      return try read(source)
    } catch is SourceFallback {
      guard let fallback = source.fallback else { throw SourceFallback() }
      return try run(fallback)
    }
  }

  private func read(_ source: any Source) throws -> Outcome {
    let fieldCount = source.header.names.count
    let limits = ProfileLimits(fieldCount: fieldCount)
    let reader = Shared(source.makeReader(digesting: false))
    let done = Shared((bytes: 0, damaged: 0))
    let (progress, checkpoint) = (progress, checkpoint)
    let total = source.byteCount
    let isSensitive = source.header.names.contains(where: SensitiveNames.holds)
    var fault: Diagnostic?
    let profilers = try BatchScheduler(workers: workers).run(
      start: { _ in
        DatasetProfiler(fieldCount: fieldCount, limits: limits) {
          ReadableText.defects(in: $0).subtracting(.placeholder).rawValue
        }
      },
      makeBatch: { source.makeBatch() },
      prepare: { source.readAhead() },
      next: { batch in
        try checkpoint()
        return try reader.with { try $0.next(into: batch) }
      },
      work: { profiler, batch in
        try source.split(batch)
        profiler.inspect(batch, withoutSlipped: isSensitive)
        return (bytes: batch.frame.byteCount, damaged: ProfileRun.damagedRecords(in: batch))
      },
      deliver: { (output: (bytes: Int, damaged: Int)) in
        let bytes = done.with { done in
          done.bytes += output.bytes
          done.damaged += output.damaged
          return done.bytes
        }
        progress(bytes, total)
        return nil
      })
    fault = reader.with { $0.fault }
    if let change = source.change() { fault = change }
    guard let first = profilers.first else { preconditionFailure("no worker") }
    for profiler in profilers.dropFirst() { first.merge(profiler) }
    let finished = reader.with { $0 }
    return Outcome(
      source: source,
      description: SourceDescription(
        path: source.path, format: source.format, byteCount: source.fileByteCount(finished),
        sha256: nil, details: source.description(finished), parts: source.parts(finished)),
      recordCount: first.recordCount + first.leftOutCount, talliedCount: first.recordCount,
      damagedRecordCount: done.with { $0.damaged },
      facts: first.facts(lists: (lists + nameLists).map(\.table), formats: ValueFormat.tests),
      listNames: lists.map(\.name), namedListNames: nameLists.map(\.name),
      limits: limits, fault: fault)
  }

  /// Records with at least one defect of form; a batch has its defects in record order.
  private static func damagedRecords(in batch: RecordBatch) -> Int {
    var count = 0
    var last = -1
    for defect in batch.defects where defect.record != last {
      count += 1
      last = defect.record
    }
    return count
  }
}
