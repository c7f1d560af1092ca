internal import AuditKernels
internal import AuditModel
internal import AuditSystem

/// Reads the rows of a query one after another, and keeps a copy of them: a query need not give the same order twice.
struct SQLiteQueryReader: RecordReader {
  private let file: SQLiteFile
  private let query: String
  private let chunkBytes: Int
  private var rows: SQLiteRows?
  private var spool: SpoolFile?
  private var places: [Place] = []
  private var isAtEnd = false
  private var digest: FileDigest?
  private(set) var recordCount = 0
  private(set) var byteCount = 0

  /// Where a batch's copy lies: its cells' lengths, two in a word, then their bytes.
  private struct Place {
    var offset: Int
    var cellCount: Int
    var byteCount: Int
    var firstRecord: Int
    var rowCount: Int

    var wordCount: Int { (cellCount + 1) / 2 }
  }

  private static let rowsAtOnce = 4096

  init(_ file: SQLiteFile, query: String, chunkBytes: Int, digesting: Bool) {
    self.file = file
    self.query = query
    self.chunkBytes = chunkBytes
    digest = digesting ? FileDigest(file.input) : nil
  }

  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    guard !isAtEnd else { return false }
    let rows = try begun()
    rows.forgetRows()
    batch.prepare(carry: [], readingUpTo: chunkBytes)
    while batch.readCount < chunkBytes, rows.rowCount < SQLiteQueryReader.rowsAtOnce {
      let before = rows.rowCount
      try SQLiteSource.fill(batch, from: rows, limit: 64)
      if rows.rowCount < before + 64 { break }
    }
    guard rows.rowCount > 0 else {
      isAtEnd = true
      try digest?.advance(to: nil)
      byteCount = file.input.byteCount
      return false
    }
    try keep(rows, batch)
    return true
  }

  private mutating func begun() throws(Diagnostic) -> SQLiteRows {
    if let rows { return rows }
    let made = try SQLiteRows(query, of: file, hasIDs: false)
    made.begin()
    rows = made
    spool = try SpoolFile()
    return made
  }

  /// Copies the batch aside and places its cells.
  private mutating func keep(_ rows: SQLiteRows, _ batch: RecordBatch) throws(Diagnostic) {
    guard let spool else { return }
    let count = rows.rowCount
    var words: [UInt64] = []
    rows.withCells { lengths, _ in
      words.reserveCapacity(lengths.count / 2 + 1)
      for index in stride(from: 0, to: lengths.count, by: 2) {
        let second = index + 1 < lengths.count ? UInt32(bitPattern: lengths[index + 1]) : 0
        words.append(UInt64(UInt32(bitPattern: lengths[index])) | UInt64(second) << 32)
      }
    }
    batch.number = places.count
    batch.firstRecord = recordCount + 1
    places.append(
      Place(
        offset: spool.byteCount, cellCount: count * rows.columnCount, byteCount: batch.readCount,
        firstRecord: recordCount + 1, rowCount: count))
    recordCount += count
    try spool.append(words: words)
    var failure: Diagnostic?
    batch.withBytes(from: 0) { bytes in
      do throws(Diagnostic) {
        try spool.append(bytes)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    rows.withCells { lengths, ids in
      RowPlacement.place(batch, rowCount: count, lengths: lengths, ids: ids)
    }
  }

  func records(ofBatch number: Int) -> Range<Int> {
    let place = places[number]
    return place.firstRecord..<place.firstRecord + place.rowCount
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
    let (place, lengths) = try copied(number)
    try fill(batch, from: place.offset + place.wordCount * 8, count: place.byteCount)
    batch.number = number
    batch.firstRecord = place.firstRecord
    let none: [Int64] = []
    RowPlacement.place(batch, rowCount: place.rowCount, lengths: lengths.span, ids: none.span)
  }

  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    let (place, lengths) = try copied(number)
    let fields = lengths.count / place.rowCount
    let first = (record - place.firstRecord) * fields
    func bytes(_ range: Range<Int>) -> Int { lengths[range].reduce(0) { $0 + max(0, Int($1)) } }
    try fill(
      batch, from: place.offset + place.wordCount * 8 + bytes(0..<first),
      count: bytes(first..<first + fields))
    batch.number = number
    batch.firstRecord = record
    let (cells, none) = (Array(lengths[first..<first + fields]), [Int64]())
    RowPlacement.place(batch, rowCount: 1, lengths: cells.span, ids: none.span)
  }

  private func copied(_ number: Int) throws(Diagnostic) -> (Place, [Int32]) {
    let place = places[number]
    var words: [UInt64] = []
    guard let spool else { throw file.input.changed }
    try spool.read(place.wordCount, at: place.offset, onto: &words)
    var lengths: [Int32] = []
    lengths.reserveCapacity(words.count * 2)
    for word in words {
      lengths.append(Int32(truncatingIfNeeded: word))
      lengths.append(Int32(truncatingIfNeeded: word >> 32))
    }
    // The last word may be half full.
    return (place, Array(lengths.prefix(place.cellCount)))
  }

  private func fill(_ batch: RecordBatch, from offset: Int, count: Int) throws(Diagnostic) {
    guard let spool else { throw file.input.changed }
    batch.prepare(carry: [], readingUpTo: count)
    let filled = try batch.fill(count) { (span: inout MutableRawSpan) throws(Diagnostic) in
      try spool.read(into: &span, at: offset)
    }
    guard filled == count else { throw file.input.changed }
  }

  mutating func sha256() -> String? {
    guard isAtEnd else { return nil }
    defer { digest = nil }
    return digest?.finish()
  }
}
