package import AuditKernels
package import AuditModel
internal import AuditSystem

/// Finds where records end in what a batch has read; called in the input's order, so that it may remember.
package protocol RecordFramer: Sendable {
  /// The whole records at the beginning of the batch's bytes; none when more must be read first.
  ///
  /// `isLast`: the input ends where the bytes do.
  mutating func frame(_ batch: RecordBatch, isLast: Bool) -> RecordFrame
  /// Why nothing after the frame given last can be read.
  var fault: Diagnostic? { get }
  /// Whether it passes over the rest of a record that it cut; else the rest of the line is passed over for it.
  var passesOverCuts: Bool { get }
}

extension RecordFramer {
  package var passesOverCuts: Bool { false }
}

extension CSVFramer: RecordFramer {
  package var fault: Diagnostic? { nil }
}

/// Reads a source chunk by chunk and lets a framer cut the bytes into whole records.
package struct FramedReader: RecordReader {
  private let input: ByteInput
  private let chunkBytes: Int
  private let dataOffset: Int
  package private(set) var framer: any RecordFramer
  private var carry: [UInt8] = []
  private var offset = 0
  private var isAtEnd = false
  private var isSkippingLine = false
  /// The framer was asked at the input's end and had nothing more.
  private var isDone = false
  private var nextNumber = 0
  private var nextRecord = 1
  private var nextLine: Int
  private var digest: SHA256?
  /// Whether the input itself makes the digest, of bytes that are not those read here.
  private let isDigestDerived: Bool
  package private(set) var emptyLineCount = 0
  package var byteCount: Int { offset }
  package var recordCount: Int { nextRecord - 1 }
  package var fault: Diagnostic? { framer.fault }
  /// Where each batch lies, so that it can be read again.
  private var places: [Place] = []
  package var batchCount: Int { places.count }

  /// A batch as it lies in the source.
  private struct Place: Sendable {
    var offset: Int
    var frame: RecordFrame
    var firstRecord: Int
    var firstLine: Int
  }

  /// - `from`, `line`: the byte and the line, from 1, where the records begin; bytes before count for the digest only.
  package init(
    _ source: any InputSource, framer: any RecordFramer, from dataOffset: Int, line: Int,
    digesting: Bool
  ) {
    input = source.input
    chunkBytes = source.chunkBytes
    self.framer = framer
    self.dataOffset = dataOffset
    nextLine = line
    isDigestDerived = digesting && input.isDerived
    digest = digesting && !input.isDerived ? SHA256() : nil
    if isDigestDerived { input.beginDigest() }
  }

  package mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    if offset == 0 { try readTop(batch) }
    while framer.fault == nil, !isDone {
      let start = offset - carry.count
      batch.prepare(carry: carry, readingUpTo: chunkBytes)
      // What is left may be more than a chunk where a frame had no room for all records.
      let isHungry = carry.count < chunkBytes
      carry = []
      if !isAtEnd, isHungry { try read(into: batch) }
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
      while frame.isEmpty, !isAtEnd, framer.fault == nil {
        batch.makeRoom(max(chunkBytes, batch.readCount))
        try read(into: batch, batch.readCount)
        frame = framer.frame(batch, isLast: isAtEnd)
      }
      if framer.fault != nil, frame.byteCount == 0 { break }
      batch.drop(frame.skippedCount)
      nextLine += frame.skippedLines
      carry = batch.take(frame, hasMasks: true)
      if frame.isCut, !framer.passesOverCuts { isSkippingLine = true }
      if frame.isEmpty { isDone = true }
      guard frame.byteCount > 0 else { continue }
      place(batch, at: start + dropped + frame.skippedCount)
      return true
    }
    if !isAtEnd { try readRest(batch) }
    return false
  }

  /// What follows a fault counts for the digest and the length only, so that these are of the whole input.
  private mutating func readRest(_ batch: RecordBatch) throws(Diagnostic) {
    carry = []
    while !isAtEnd {
      batch.prepare(carry: [], readingUpTo: chunkBytes)
      try read(into: batch)
    }
    _ = batch.take(RecordFrame(), hasMasks: false)
  }

  /// The bytes before the first record count for the digest only.
  private mutating func readTop(_ batch: RecordBatch) throws(Diagnostic) {
    guard dataOffset > 0 else { return }
    batch.prepare(carry: [], readingUpTo: dataOffset)
    let wanted = dataOffset
    try read(into: batch, wanted)
    isAtEnd = isAtEnd || offset >= input.byteCount ?? Int.max
  }

  private mutating func read(into batch: RecordBatch, _ count: Int? = nil) throws(Diagnostic) {
    let before = batch.readCount
    let wanted = min(
      count ?? chunkBytes, (input.byteCount ?? Int.max) - offset)
    guard wanted > 0 else {
      isAtEnd = true
      return
    }
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

  package func records(ofBatch number: Int) -> Range<Int> {
    let place = places[number]
    return place.firstRecord..<place.firstRecord + place.frame.recordCount
  }

  package func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    let place = places[number]
    try load(place.offset, place.frame, into: batch)
    batch.number = number
    batch.firstRecord = place.firstRecord
    batch.firstLine = place.firstLine
    batch.sourceOffset = place.offset
  }

  package func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    let place = places[number]
    let (offset, count, lines) = locations.place(of: record - place.firstRecord)
    var frame = RecordFrame()
    frame.byteCount = count
    frame.recordCount = 1
    frame.isRegular = false
    try load(place.offset + offset, frame, into: batch)
    batch.number = number
    batch.firstRecord = record
    batch.firstLine = place.firstLine + lines
    batch.sourceOffset = place.offset + offset
  }

  private func load(_ offset: Int, _ frame: RecordFrame, into batch: RecordBatch) throws(Diagnostic)
  {
    batch.prepare(carry: [], readingUpTo: frame.byteCount)
    let filled = try batch.fill(frame.byteCount) {
      (span: inout MutableRawSpan) throws(Diagnostic) in
      try input.read(into: &span, at: offset)
    }
    guard filled == frame.byteCount else { throw input.changed }
    _ = batch.take(frame, hasMasks: false)
  }

  package func batchNumber(of record: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].firstRecord <= record { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  package mutating func sha256() -> String? {
    if isDigestDerived { return isAtEnd ? input.ownSHA256() : nil }
    guard isAtEnd, digest != nil else { return nil }
    let bytes = digest?.finish() ?? []
    digest = nil
    return SHA256.hex(of: bytes)
  }
}
