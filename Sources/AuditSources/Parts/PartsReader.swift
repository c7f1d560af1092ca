internal import AuditKernels
internal import AuditModel
internal import AuditSystem

/// Reads the parts one after another, as one run of records and of batches.
///
/// A part is opened when its turn comes and let go after it, so that there may be any number of them.
struct PartsReader: RecordReader {
  private let source: PartsSource
  private let digesting: Bool
  private var current = 0
  private var readers: [(any RecordReader)?]
  private var failures: [Int: Diagnostic] = [:]
  private var digests: [String?]
  /// Records and batches before each part that was begun.
  private var before: [(records: Int, batches: Int)] = []
  private(set) var recordCount = 0
  private var batchCount = 0
  private(set) var byteCount = 0

  init(_ source: PartsSource, digesting: Bool) {
    self.source = source
    self.digesting = digesting
    readers = Array(repeating: nil, count: source.parts.count)
    digests = Array(repeating: nil, count: source.parts.count)
    for (index, part) in source.parts.enumerated() { failures[index] = part.failure }
    source.open.reading = 0
  }

  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    while current < source.parts.count {
      if before.count == current { try begin() }
      source.fit(batch, part: current)
      do throws(Diagnostic) {
        if try readers[current]?.next(into: batch) == true {
          take(batch)
          return true
        }
      } catch {
        guard error.code.hasPrefix("source.") else { throw error }
        failures[current] = error
      }
      finish()
    }
    return false
  }

  private mutating func begin() throws(Diagnostic) {
    before.append((recordCount, batchCount))
    guard let part = source.parts[current].source else { return }
    source.open.reading = current
    source.use(current)
    // What was opened long ago may have been written to since.
    if let change = part.change() {
      failures[current] = change
    } else {
      readers[current] = part.makeReader(digesting: digesting)
    }
  }

  private mutating func take(_ batch: RecordBatch) {
    let known = batchCount - before[current].batches
    let records = readers[current]?.records(ofBatch: known).count ?? 0
    number(batch, part: current)
    recordCount += records
    batchCount += 1
    byteCount += batch.frame.byteCount
  }

  /// Makes the numbers that a part's own reader gave those of the whole.
  private func number(_ batch: RecordBatch, part: Int) {
    batch.number += before[part].batches
    batch.firstRecord += before[part].records
    batch.recordsBefore = before[part].records
  }

  private mutating func finish() {
    defer { current += 1 }
    guard let part = source.parts[current].source else { return }
    if let fault = readers[current]?.fault, failures[current] == nil { failures[current] = fault }
    digests[current] = readers[current]?.sha256()
    if let change = part.change() { failures[current] = change }
    source.letGo(current)
  }

  // MARK: What it came to

  func reader(ofPart part: Int) -> (any RecordReader)? { readers[part] }
  func failure(ofPart part: Int) -> Diagnostic? { failures[part] }
  func sha256(ofPart part: Int) -> String? { digests[part] }

  var emptyLineCount: Int { readers.reduce(0) { $0 + ($1?.emptyLineCount ?? 0) } }

  /// The first part's that could not be read whole, with how many there are.
  var fault: Diagnostic? {
    guard let first = failures.keys.min(), var fault = failures[first] else { return nil }
    let path = source.parts[first].path
    let (count, all) = (failures.count, source.parts.count)
    let said = fault.placedMessage
    fault.message = LocalizedText(
      vi: "\(count)/\(all) tệp phần chưa đọc được trọn vẹn; '\(path)': \(said.vi)",
      en: "\(count) of \(all) part files could not be read whole; '\(path)': \(said.en)")
    fault.location = SourceLocation(file: path, line: 0, column: 0)
    return fault
  }

  /// Of the lines that `sha256sum` prints for the files in their order.
  mutating func sha256() -> String? {
    guard current == source.parts.count else { return nil }
    var hash = SHA256()
    for (part, digest) in zip(source.parts, digests) {
      guard let digest else { return nil }
      hash.update(Array("\(digest)  \(part.path)\n".utf8))
    }
    return SHA256.hex(of: hash.finish())
  }

  // MARK: Reading again

  func records(ofBatch number: Int) -> Range<Int> {
    let part = part { $0.batches <= number }
    let own = readers[part]?.records(ofBatch: number - before[part].batches) ?? 0..<0
    return own.lowerBound + before[part].records..<own.upperBound + before[part].records
  }

  func batchNumber(of record: Int) -> Int {
    let part = part { $0.records < record }
    let own = readers[part]?.batchNumber(of: record - before[part].records) ?? 0
    return own + before[part].batches
  }

  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    let part = part { $0.batches <= number }
    source.use(part)
    source.fit(batch, part: part)
    try readers[part]?.reload(number - before[part].batches, into: batch)
    self.number(batch, part: part)
  }

  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    let part = part { $0.batches <= number }
    source.use(part)
    source.fit(batch, part: part)
    try readers[part]?.reload(
      record: record - before[part].records, of: number - before[part].batches, locations,
      into: batch)
    self.number(batch, part: part)
  }

  func place(of record: Int) -> RecordPlace {
    let part = part { $0.records < record }
    return RecordPlace(part: source.parts[part].path, number: record - before[part].records)
  }

  /// The last part that begins at or before a place, by halving: parts without records begin where the next does.
  private func part(_ begins: ((records: Int, batches: Int)) -> Bool) -> Int {
    var low = 0
    var high = before.count
    while low < high {
      let middle = (low + high) / 2
      if begins(before[middle]) { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}
