internal import AuditKernels
internal import AuditSources

/// A finding that waits for the end: of a record, from 1.
struct DeferredFinding: Sendable {
  var record: Int
  var topic: Int
  var reason = 0
  var expected: [UInt8]?
  var value: [UInt8]?
  /// A report may show it.
  var isExample = true
}

/// Findings that only the end tells: their records are read again.
extension ResourcePass {
  /// Reads again the batches that hold the records, and writes the findings in record order.
  func write(_ deferred: [DeferredFinding]) throws {
    guard !deferred.isEmpty, let reader else { return }
    var general = BatchOutput()
    for item in deferred where item.record == 0 {
      var finding = FindingFormat.Particulars(topic: item.topic, reason: item.reason)
      finding.expected = item.expected
      finding.value = item.value
      finding.waiver = waive(job.topics[item.topic].check)
      job.write(finding, job.topics[item.topic].check, with: format, to: &general)
    }
    try take(general)
    var slices: [(batch: Int, range: Range<Int>)] = []
    var start = deferred.firstIndex { $0.record > 0 } ?? deferred.count
    while start < deferred.count {
      let batch = reader.batchNumber(of: deferred[start].record)
      let records = reader.records(ofBatch: batch)
      var end = start
      while end < deferred.count, records.contains(deferred[end].record) { end += 1 }
      slices.append((batch, start..<end))
      start = end
    }
    let position = Shared(0)
    let source = resource.source
    let job = job
    let audit = audit
    let name = resource.name
    let checkCount = resource.checks.count
    let all = slices
    let locations = locations
    let writers = try BatchScheduler(workers: audit.options.workers).run(
      start: { _ in ResourceWorker(job, isWriter: true) },
      makeBatch: { source.makeBatch() },
      next: { batch in
        try audit.checkpoint()
        batch.number = position.with { position in
          defer { position += 1 }
          return position
        }
        return batch.number < all.count
      },
      work: { worker, batch in
        let (number, range) = all[batch.number]
        let single = range.count <= ResourcePass.singleReads ? locations[number] : nil
        if single == nil { try reader.reload(number, into: batch) }
        if single == nil { try source.split(batch) }
        return try worker.write(deferred[range], batch) { record in
          guard let single else { return }
          try reader.reload(record: record, of: number, single, into: batch)
          try source.split(batch)
        }
      },
      deliver: { output in
        try job.examplesDelivered.with { delivered in
          try audit.sink.take(output, resource: name, checkCount: checkCount, delivered: &delivered)
        }
      })
    for writer in writers { addFound(by: writer) }
  }

  /// Up to this many records of a batch are read again one by one; for more, the batch is.
  private static let singleReads = 48
}
