package import AuditKernels
package import AuditModel
internal import AuditSystem

/// Cuts a CSV source into batches of whole records, one after another; whoever asks next gets the next.
///
/// Everything that must be exact across the cuts - quotes, record and line numbers, the digest - is settled here,
/// in file order, so that batches can be judged in any order by any number of workers.
package struct CSVReader: Sendable {
  package let source: CSVSource
  private let framer: CSVFramer
  private var carry: [UInt8] = []
  private var offset = 0
  private var isAtEnd = false
  private var isSkippingLine = false
  private var nextNumber = 0
  private var nextRecord = 1
  private var nextLine: Int
  private var digest: SHA256?
  package private(set) var emptyLineCount = 0
  /// Bytes read so far.
  package var byteCount: Int { offset }
  package var recordCount: Int { nextRecord - 1 }
  /// Where each batch lies, so that it can be read again.
  package private(set) var places: [Place] = []

  /// A batch as it lies in the source.
  package struct Place: Sendable {
    package var offset: Int
    package var frame: CSVFrame
    package var firstRecord: Int
    package var firstLine: Int
  }

  /// `digesting`: false for a second reading.
  package init(_ source: CSVSource, digesting: Bool) {
    self.source = source
    framer = CSVFramer(dialect: source.dialect)
    nextLine = source.dataLine
    digest = digesting ? SHA256() : nil
  }

  package func makeBatch() -> RecordBatch {
    RecordBatch(
      dialect: source.dialect, fieldCount: source.header.names.count,
      chunkBytes: source.options.chunkBytes)
  }

  /// Reads the next batch; false when there is none.
  ///
  /// Splitting it is left to the caller, outside any lock.
  package mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    if offset == 0 { try readTop(batch) }
    while true {
      guard !isAtEnd || !carry.isEmpty else { return false }
      let start = offset - carry.count
      batch.prepare(carry: carry, readingUpTo: source.options.chunkBytes)
      carry = []
      if !isAtEnd { try read(into: batch) }
      var dropped = 0
      if isSkippingLine {
        guard let end = batch.firstLineEnd() else {
          if isAtEnd { return false }
          continue
        }
        // A CR that ends what was read may be half of a line end.
        if end == batch.readCount, !isAtEnd { try read(into: batch) }
        dropped = batch.firstLineEnd() ?? end
        batch.drop(dropped)
        isSkippingLine = false
        nextLine += 1
        if batch.readCount == 0 { continue }
      }
      var frame = framer.frame(batch, isLast: isAtEnd)
      while frame.byteCount == 0, !isAtEnd {
        batch.makeRoom(max(source.options.chunkBytes, batch.readCount))
        try read(into: batch, batch.readCount)
        frame = framer.frame(batch, isLast: isAtEnd)
      }
      carry = batch.take(frame, hasMasks: true)
      if frame.isCut { isSkippingLine = true }
      place(batch, at: start + dropped)
      if frame.byteCount == 0 { return false }
      return true
    }
  }

  /// The bytes before the first record count for the digest only.
  private mutating func readTop(_ batch: RecordBatch) throws(Diagnostic) {
    guard source.dataOffset > 0 else { return }
    batch.prepare(carry: [], readingUpTo: source.dataOffset)
    let wanted = source.dataOffset
    try read(into: batch, wanted)
    isAtEnd = isAtEnd || offset >= source.input.byteCount ?? Int.max
  }

  private mutating func read(into batch: RecordBatch, _ count: Int? = nil) throws(Diagnostic) {
    let before = batch.readCount
    let wanted = min(
      count ?? source.options.chunkBytes, (source.input.byteCount ?? Int.max) - offset)
    guard wanted > 0 else {
      isAtEnd = true
      return
    }
    let input = source.input
    let position = offset
    batch.makeRoom(wanted)
    let filled = try batch.fill(wanted) { (span: inout MutableRawSpan) throws(Diagnostic) in
      try input.read(into: &span, at: position)
    }
    offset += filled
    if filled < wanted || offset == input.byteCount { isAtEnd = true }
    if digest != nil { batch.withBytes(from: before) { digest?.update($0) } }
  }

  private mutating func place(_ batch: RecordBatch, at start: Int) {
    let frame = batch.frame
    batch.number = nextNumber
    batch.firstRecord = nextRecord
    batch.firstLine = nextLine
    batch.sourceOffset = start
    places.append(Place(offset: start, frame: frame, firstRecord: nextRecord, firstLine: nextLine))
    nextNumber += 1
    nextRecord += frame.recordCount
    nextLine += frame.lineCount
    emptyLineCount += frame.emptyLineCount
  }

  /// Reads a batch again that `next` gave before.
  package func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    let place = places[number]
    try load(place.offset, place.frame, into: batch)
    batch.number = number
    batch.firstRecord = place.firstRecord
    batch.firstLine = place.firstLine
    batch.sourceOffset = place.offset
  }

  /// Reads a single record again, as a batch of its own.
  package func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    let place = places[number]
    let (offset, count, lines) = locations.place(of: record - place.firstRecord)
    var frame = CSVFrame()
    frame.byteCount = count
    frame.recordCount = 1
    frame.isRegular = false
    try load(place.offset + offset, frame, into: batch)
    batch.number = number
    batch.firstRecord = record
    batch.firstLine = place.firstLine + lines
    batch.sourceOffset = place.offset + offset
  }

  private func load(_ offset: Int, _ frame: CSVFrame, into batch: RecordBatch) throws(Diagnostic) {
    batch.prepare(carry: [], readingUpTo: frame.byteCount)
    let input = source.input
    let filled = try batch.fill(frame.byteCount) {
      (span: inout MutableRawSpan) throws(Diagnostic) in
      try input.read(into: &span, at: offset)
    }
    guard filled == frame.byteCount else { throw input.changed }
    _ = batch.take(frame, hasMasks: false)
  }

  /// The number of the batch that holds a record.
  package func batchNumber(of record: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].firstRecord <= record { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// Hex SHA-256 of all bytes; nil before the end, or when this reading takes none.
  package mutating func sha256() -> String? {
    guard isAtEnd, digest != nil else { return nil }
    let digits = Array("0123456789abcdef")
    let bytes = digest?.finish() ?? []
    digest = nil
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
