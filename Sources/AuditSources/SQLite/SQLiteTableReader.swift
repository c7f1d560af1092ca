internal import AuditKernels
internal import AuditModel
internal import AuditSystem

/// Cuts a table into runs of its leaf pages, and reads these; what rows they have is found by whoever splits a batch.
struct SQLiteTableReader: RecordReader {
  private let file: SQLiteFile
  private let pages: SQLitePages
  private let pagesPerBatch: Int
  private let rootPage: UInt32
  private var tree: SQLiteTree?
  private var isAtEnd = false
  private var places: [SQLiteTree.Leaves] = []
  /// The first record of each batch, and one past the last.
  private var firstRecords = [1]
  private var digest: FileDigest?

  init(
    _ file: SQLiteFile, _ pages: SQLitePages, rootPage: UInt32, chunkBytes: Int, digesting: Bool
  ) {
    self.file = file
    self.pages = pages
    self.rootPage = rootPage
    pagesPerBatch = max(1, chunkBytes / pages.pageBytes)
    digest = digesting ? FileDigest(file.input) : nil
  }

  var recordCount: Int { firstRecords[places.count] - 1 }
  /// The leaves read are about as much of the file as was read.
  private(set) var byteCount = 0

  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    guard !isAtEnd else { return false }
    let leaves = try nextLeaves()
    var count = 0
    if let leaves { count = try load(leaves, into: batch) }
    guard let leaves, count > 0 else {
      isAtEnd = true
      try digest?.advance(to: nil)
      byteCount = file.input.byteCount
      return false
    }
    assign(batch, leaves, count, number: places.count, firstRecord: firstRecords[places.count])
    places.append(leaves)
    firstRecords.append(firstRecords[places.count - 1] + count)
    byteCount = min(byteCount + leaves.pages.count * pages.pageBytes, file.input.byteCount)
    try digest?.advance(to: byteCount)
    return true
  }

  private mutating func nextLeaves() throws(Diagnostic) -> SQLiteTree.Leaves? {
    do {
      if tree == nil { tree = try SQLiteTree(file.content, rootPage: rootPage) }
      return try tree?.leaves(pagesPerBatch)
    } catch let error as Diagnostic {
      throw error
    } catch let fault as SQLiteTree.Fault {
      throw fault.diagnostic(file.input.path)
    } catch {
      throw file.input.changed
    }
  }

  /// Reads the leaves one behind the other, pages that follow each other in the file at once, and counts their rows.
  private func load(
    _ leaves: SQLiteTree.Leaves, into batch: RecordBatch
  ) throws(Diagnostic) -> Int {
    let size = pages.pageBytes
    batch.prepare(carry: [], readingUpTo: leaves.pages.count * size)
    var first = 0
    while first < leaves.pages.count {
      var end = first + 1
      while end < leaves.pages.count, leaves.pages[end] == leaves.pages[end - 1] &+ 1 { end += 1 }
      let offset = (Int(leaves.pages[first]) - 1) * size
      let wanted = (end - first) * size
      let content = file.content
      let filled = try batch.fill(wanted) { (span: inout MutableRawSpan) throws(Diagnostic) in
        try content.read(into: &span, at: offset)
      }
      guard filled == wanted else { throw file.input.changed }
      first = end
    }
    var frame = RecordFrame()
    frame.byteCount = leaves.pages.count * size
    for page in leaves.pages.indices {
      guard let count = pages.rowCount(batch, page: page), count > 0 || leaves.isRoot else {
        throw SQLiteTree.Fault(page: Int(leaves.pages[page]), what: "leaf").diagnostic(
          file.input.path)
      }
      frame.recordCount += count
    }
    _ = batch.take(frame, hasMasks: false)
    return frame.recordCount
  }

  private func assign(
    _ batch: RecordBatch, _ leaves: SQLiteTree.Leaves, _ count: Int, number: Int,
    firstRecord: Int, onlyRow: Int? = nil
  ) {
    batch.number = number
    batch.firstRecord = firstRecord
    guard let reader = batch.attachment as? SQLitePartReader else { return }
    reader.leaves = leaves
    reader.rowCount = count
    reader.onlyRow = onlyRow
  }

  func records(ofBatch number: Int) -> Range<Int> {
    firstRecords[number]..<firstRecords[number + 1]
  }

  func batchNumber(of record: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if firstRecords[middle] <= record { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    let count = try load(places[number], into: batch)
    guard count == records(ofBatch: number).count else { throw file.input.changed }
    assign(batch, places[number], count, number: number, firstRecord: firstRecords[number])
  }

  /// The library reads a single row; a whole batch is soon split again.
  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    assign(
      batch, places[number], 1, number: number, firstRecord: record,
      onlyRow: record - firstRecords[number])
  }

  mutating func sha256() -> String? {
    guard isAtEnd else { return nil }
    defer { digest = nil }
    return digest?.finish()
  }
}
