package import AuditKernels
package import AuditModel
internal import AuditSystem

/// Reads an XML document through libxml2, one piece after another, and hands on its records as plain XML.
struct XMLLibraryReader: RecordReader {
  private let source: XMLSource
  private var parser: XMLEventReader?
  private var offset = 0
  private var isAtEnd = false
  private var nextRecord = 1
  private var digest: SHA256?
  private let isDigestDerived: Bool
  private var places: [Place] = []
  private(set) var fault: Diagnostic?
  var recordCount: Int { nextRecord - 1 }
  var byteCount: Int { offset }

  /// Always the same, so that libxml2 sees a fault at the same place whatever the batches.
  private static let pieceBytes = 64 << 10

  /// A batch as it lies in the document.
  private struct Place: Sendable {
    var source: Range<Int>
    var firstRecord: Int
    var recordCount: Int
    var firstLine: Int
    /// Start tags of the elements around it.
    var surroundings: [UInt8]
  }

  init(_ source: XMLSource, digesting: Bool) {
    self.source = source
    isDigestDerived = digesting && source.input.isDerived
    digest = digesting && !source.input.isDerived ? SHA256() : nil
    if isDigestDerived { source.input.beginDigest() }
  }

  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    let parser = try openParser()
    while parser.byteCount < source.chunkBytes, !isAtEnd, fault == nil {
      try readPiece(into: batch, parser)
    }
    guard parser.recordCount > 0 else { return false }
    var place = try parser.take(atMost: source.recordsPerBatch) {
      (bytes, records) throws(Diagnostic) in
      fill(batch, bytes, records)
      let first = records.first
      return Place(
        source: (first?.source.lowerBound ?? 0)..<(records.last?.source.upperBound ?? 0),
        firstRecord: nextRecord, recordCount: 0, firstLine: first?.line ?? 0,
        surroundings: first.map { parser.surroundings(of: $0) } ?? [])
    }
    place.recordCount = try source.rowCount(batch)
    nextRecord += place.recordCount
    places.append(place)
    number(batch, places.count - 1)
    return true
  }

  private mutating func openParser() throws(Diagnostic) -> XMLEventReader {
    if let parser { return parser }
    let made = try source.makeParser(source.selection)
    parser = made
    return made
  }

  private mutating func readPiece(
    into batch: RecordBatch, _ parser: XMLEventReader
  ) throws(Diagnostic) {
    let input = source.input
    let position = offset
    let wanted = min(XMLLibraryReader.pieceBytes, (input.byteCount ?? Int.max) - offset)
    batch.prepare(carry: [], readingUpTo: wanted)
    let filled = try batch.fill(wanted) { (span: inout MutableRawSpan) throws(Diagnostic) in
      try input.read(into: &span, at: position)
    }
    offset += filled
    batch.withBytes(from: 0) { bytes in
      digest?.update(bytes)
      parser.push(bytes)
    }
    if filled < wanted || offset == input.byteCount || wanted == 0 {
      isAtEnd = true
      parser.finish()
    }
    fault = parser.fault
    if fault == nil, isAtEnd, parser.missesPath { fault = source.noSuchPath }
  }

  /// Puts the parser's output into a batch, with the places of its records in the input.
  private func fill(
    _ batch: RecordBatch, _ bytes: RawSpan, _ records: ArraySlice<XMLRecordPlace>
  ) {
    batch.replace(with: bytes)
    var frame = RecordFrame()
    frame.byteCount = bytes.byteCount
    frame.recordCount = records.count
    if let first = records.first, let last = records.last {
      frame.placedByteCount = last.source.upperBound - first.source.lowerBound
      // Each is read again within the start tags that are around the first.
      frame.isIndivisible =
        source.makesRows || !records.allSatisfy { $0.hasSameSurroundings(as: first) }
      (batch.attachment as? XMLSplitter)?.places = records.map {
        XMLGivenPlace(
          start: $0.source.lowerBound - first.source.lowerBound, line: $0.line - first.line)
      }
    }
    _ = batch.take(frame, hasMasks: false)
  }

  private func number(_ batch: RecordBatch, _ number: Int) {
    let place = places[number]
    batch.number = number
    batch.firstRecord = place.firstRecord
    batch.firstLine = place.firstLine
    batch.sourceOffset = place.source.lowerBound
  }

  // MARK: Reading again

  func records(ofBatch number: Int) -> Range<Int> {
    let place = places[number]
    return place.firstRecord..<place.firstRecord + place.recordCount
  }

  func batchNumber(of record: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].firstRecord <= record { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    let place = places[number]
    try load(place.source, of: place, into: batch, atMost: source.recordsPerBatch)
    self.number(batch, number)
    guard try source.rowCount(batch) == place.recordCount else { throw source.input.changed }
  }

  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    let place = places[number]
    let (offset, count, lines) = locations.place(of: record - place.firstRecord)
    let start = place.source.lowerBound + offset
    try load(start..<start + count, of: place, into: batch, atMost: 1)
    guard batch.frame.recordCount == 1 else { throw source.input.changed }
    self.number(batch, number)
    batch.firstRecord = record
    batch.firstLine = place.firstLine + lines
    batch.sourceOffset = start
  }

  /// Reads a part of the document by itself, within start tags as they were around it.
  private func load(
    _ range: Range<Int>, of place: Place, into batch: RecordBatch, atMost limit: Int
  ) throws(Diagnostic) {
    let input = source.input
    batch.prepare(carry: place.surroundings, readingUpTo: range.count)
    let filled = try batch.fill(range.count) { (span: inout MutableRawSpan) throws(Diagnostic) in
      try input.read(into: &span, at: range.lowerBound)
    }
    guard filled == range.count else { throw input.changed }
    let parser = try source.makeParser(source.selection)
    batch.withBytes(from: 0) { parser.push($0) }
    parser.finish()
    try parser.take(atMost: limit) { (bytes, records) throws(Diagnostic) in
      fill(batch, bytes, records)
    }
  }

  mutating func sha256() -> String? {
    if isDigestDerived { return isAtEnd ? source.input.ownSHA256() : nil }
    guard isAtEnd, digest != nil else { return nil }
    defer { digest = nil }
    return SHA256.hex(of: digest?.finish() ?? [])
  }
}

extension XMLFramer: RecordFramer {
  package var fault: Diagnostic? { nil }
}
