internal import AuditKernels
internal import AuditModel
internal import AuditSystem

/// Cuts a table into parts of row ids by walking its pages; the rows are read by whoever splits a batch.
struct SQLiteTableReader: RecordReader {
  private let file: SQLiteFile
  private let chunkBytes: Int
  private var tree: SQLiteTree?
  private let rootPage: UInt32
  private var isAtEnd = false
  private var parts: [SQLiteTree.Part] = []
  /// The first record of each part, and one past the last.
  private var firstRecords = [1]
  private var digest: FileDigest?

  init(_ file: SQLiteFile, rootPage: UInt32, chunkBytes: Int, digesting: Bool) {
    self.file = file
    self.chunkBytes = chunkBytes
    self.rootPage = rootPage
    digest = digesting ? FileDigest(file.input) : nil
  }

  var recordCount: Int { firstRecords[parts.count] - 1 }
  /// The pages walked are about as much of the file as was read.
  private(set) var byteCount = 0

  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool {
    guard !isAtEnd else { return false }
    guard let part = try nextPart() else {
      isAtEnd = true
      try digest?.advance(to: nil)
      byteCount = file.input.byteCount
      return false
    }
    assign(batch, part, number: parts.count, firstRecord: firstRecords[parts.count])
    parts.append(part)
    firstRecords.append(firstRecords[parts.count - 1] + part.count)
    byteCount = min(byteCount + part.byteCount, file.input.byteCount)
    try digest?.advance(to: byteCount)
    return true
  }

  private mutating func nextPart() throws(Diagnostic) -> SQLiteTree.Part? {
    do {
      if tree == nil { tree = try SQLiteTree(file.content, rootPage: rootPage) }
      return try tree?.part(of: chunkBytes)
    } catch let error as Diagnostic {
      throw error
    } catch let fault as SQLiteTree.Fault {
      throw fault.diagnostic(file.input.path)
    } catch {
      throw file.input.changed
    }
  }

  private func assign(
    _ batch: RecordBatch, _ part: SQLiteTree.Part, number: Int, firstRecord: Int,
    onlyRow: Int? = nil
  ) {
    batch.number = number
    batch.firstRecord = firstRecord
    batch.firstLine = 0
    guard let reader = batch.attachment as? SQLitePartReader else { return }
    reader.part = part
    reader.onlyRow = onlyRow
  }

  func records(ofBatch number: Int) -> Range<Int> {
    firstRecords[number]..<firstRecords[number + 1]
  }

  func batchNumber(of record: Int) -> Int {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if firstRecords[middle] <= record { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) {
    assign(batch, parts[number], number: number, firstRecord: firstRecords[number])
  }

  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) {
    assign(
      batch, parts[number], number: number, firstRecord: record,
      onlyRow: record - firstRecords[number])
  }

  mutating func sha256() -> String? {
    guard isAtEnd else { return nil }
    defer { digest = nil }
    return digest?.finish()
  }
}
