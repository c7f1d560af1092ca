/// Splits framed JSON into cells: by a template where records are written alike, by the strict scan where not.
package struct JSONSplitter: Sendable {
  private let tree: JSONFieldTree
  private let limits: JSONLimits
  private let separator: [UInt8]
  private let isLines: Bool
  private let spreadField: Int

  /// - `isLines`: each record stands on a line of its own (NDJSON), else they are elements of one list.
  /// - `separator`: stands between the elements of a list that is one field's value.
  /// - `spreadField`: the field whose list makes as many records as it has elements; nil for none.
  package init(
    fields: [JSONField], isLines: Bool, separator: [UInt8], spreadField: Int? = nil,
    limits: JSONLimits
  ) {
    tree = JSONFieldTree(fields)
    self.isLines = isLines
    self.separator = separator
    self.spreadField = spreadField ?? -1
    self.limits = limits
  }

  /// How many records a run of framed bytes makes, where lists are spread.
  package func count(_ batch: RecordBatch, _ frame: RecordFrame) -> Int {
    guard !frame.isCut, frame.recordCount > 0 else { return frame.recordCount }
    let table = CellTable(fieldCount: tree.fieldCount)
    let bytes = batch.everything.slice(frame.skippedCount, frame.byteCount)
    var reading = JSONBatchReading(bytes, table, rows: 1, tree, limits, separator, isLines: isLines)
    defer { reading.deallocate() }
    return reading.countSpread(spreadField)
  }

  /// Fills the batch's table, which has a column for each field, and finds defects and lines.
  ///
  /// - Returns: False, with the table in disorder, where lines that were taken for records are not.
  package func split(_ batch: RecordBatch) -> Bool {
    batch.defects.removeAll(keepingCapacity: true)
    guard let table = batch.table else { preconditionFailure("a batch of JSON without a table") }
    table.removeAll()
    let memory = memory(of: batch)
    var reading = JSONBatchReading(
      batch.bytes, table, rows: batch.frame.recordCount, tree, limits, separator, isLines: isLines)
    swap(&reading.template, &memory.template)
    defer {
      swap(&reading.template, &memory.template)
      reading.deallocate()
    }
    if batch.frame.isCut {
      reading.readCut()
    } else if spreadField >= 0 {
      reading.readSpread(batch.frame.recordCount, spreadField)
    } else {
      guard reading.readAll(batch.frame.recordCount, isGuessed: batch.frame.isGuessed) else {
        return false
      }
    }
    table.finish(batch.frame.recordCount)
    var defects = reading.defects
    if defects.count > 1 {
      defects.sort {
        ($0.record, $0.defect.rawValue, $0.detail) < ($1.record, $1.defect.rawValue, $1.detail)
      }
    }
    batch.defects = defects
    return true
  }
}

extension JSONSplitter {
  /// What a batch remembers of the records split before, so that each need not learn anew.
  ///
  /// It goes with the batch, which one worker has at a time.
  private final class Memory: @unchecked Sendable {
    let tree: JSONFieldTree
    var template = JSONTemplate()

    init(_ tree: JSONFieldTree) { self.tree = tree }

    deinit { template.deallocate() }
  }

  private func memory(of batch: RecordBatch) -> Memory {
    if let known = batch.attachment as? Memory, known.tree === tree { return known }
    let made = Memory(tree)
    batch.attachment = made
    return made
  }
}

/// One batch being split.
private struct JSONBatchReading {
  private let bytes: Bytes
  private let columns: CellTable.Columns
  private let isLines: Bool
  private var isGuessed = false
  /// The record that the strict scan read last had an end.
  private var isWhole = true
  private let fieldCount: Int
  private let elementLimit: Int
  private var scan: JSONRecordScan
  var template = JSONTemplate.none
  private var target: JSONTemplate.Target
  private var usesTemplate: Bool
  private var position = 0
  /// Line feeds before `position`.
  private var lines = 0

  var defects: [DefectEntry] { target.defects }

  init(
    _ bytes: Bytes, _ table: CellTable, rows: Int, _ tree: JSONFieldTree, _ limits: JSONLimits,
    _ separator: [UInt8], isLines: Bool
  ) {
    self.bytes = bytes
    columns = table.reserve(rows)
    table.expectNotes()
    self.isLines = isLines
    fieldCount = tree.fieldCount
    elementLimit = limits.recordsPerFrame
    usesTemplate = true
    scan = JSONRecordScan(
      bytes, tree, columns, table.beside, limits, separator: separator)
    target = JSONTemplate.Target(
      columns: columns, beside: table.beside, cellLimit: limits.cellBytes, separator: separator)
  }

  func deallocate() {
    template.deallocate()
    scan.deallocate()
  }

  /// The batch is the beginning of a record that is too long.
  mutating func readCut() {
    begin(0)
    target.defects.append(
      DefectEntry(record: 0, defect: .tooLong, detail: fieldCount, lineOffset: 0))
  }

  /// False where the bytes were `isGuessed` to hold so many records, each on its line, and do not.
  mutating func readAll(_ recordCount: Int, isGuessed: Bool) -> Bool {
    self.isGuessed = isGuessed
    template.beginBatch(of: recordCount, in: columns, fieldCount: fieldCount)
    for record in 0..<recordCount {
      skipToRecord()
      guard position < bytes.count else {
        precondition(isGuessed, "\(record) records where \(recordCount) were framed")
        return false
      }
      begin(record)
      if usesTemplate, template.isLearnt {
        let known = target.defects.count
        let end = template.read(bytes, record, from: position, to: bytes.count, into: &target)
        if end >= 0, endsRecord(end) {
          lines += template.hasLines ? JSONBytes.lineCount(bytes, position, end) : 0
          position = end
          continue
        }
        // Something follows on the line, or the record is otherwise: all of it is read again.
        target.defects.removeLast(target.defects.count - known)
        template.clear(record, in: columns)
      }
      readStrictly(record)
      if isGuessed, !isWhole || !endsRecord(position) { return false }
    }
    return !isGuessed || position == bytes.count
  }

  /// Records of the bytes, a list's elements each one of their own; nothing is kept of them.
  mutating func countSpread(_ field: Int) -> Int {
    (usesTemplate, scan.spreadField, scan.elementLimit) = (false, field, elementLimit)
    var count = 0
    while true {
      skipToRecord()
      guard position < bytes.count else { return count }
      readStrictly(0)
      count += max(1, scan.elements.count)
    }
  }

  /// Reads all, and makes a record of each element of the field's lists.
  mutating func readSpread(_ recordCount: Int, _ field: Int) {
    (usesTemplate, scan.spreadField, scan.elementLimit) = (false, field, elementLimit)
    var record = 0
    while record < recordCount {
      skipToRecord()
      precondition(position < bytes.count, "\(record) records where \(recordCount) were framed")
      begin(record)
      readStrictly(record)
      let next = record + max(1, scan.elements.count)
      scan.spread(over: record..<next)
      for made in record..<next {
        columns.recordStarts[made] = columns.recordStarts[record]
        columns.recordLines[made] = columns.recordLines[record]
      }
      record = next
    }
  }

  private func begin(_ record: Int) {
    columns.recordStarts[record] = UInt32(truncatingIfNeeded: position)
    columns.recordLines[record] = UInt32(truncatingIfNeeded: lines)
  }

  /// Passes over white space and, in a list, the comma; the framer has looked at both.
  @inline(__always) private mutating func skipToRecord() {
    while position < bytes.count {
      let byte = bytes[position]
      guard JSONBytes.isSpace(byte) || byte == JSONBytes.comma && !isLines else { return }
      if byte == 0x0A { lines &+= 1 }
      position &+= 1
    }
  }

  /// Whether nothing but white space follows on the line, after the comma of a guessed list's element.
  ///
  /// In other lists that is the framer's business.
  @inline(__always) private func endsRecord(_ end: Int) -> Bool {
    guard isLines || isGuessed else { return true }
    var position = end
    if isGuessed, position < bytes.count {
      guard bytes[position] == JSONBytes.comma else { return false }
      position &+= 1
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0A { return true }
      guard JSONBytes.isSpace(byte) else { return false }
      position &+= 1
    }
    return isLines || position == end
  }

  private mutating func readStrictly(_ record: Int) {
    let start = position
    let lineEnd =
      isLines ? JSONBytes.lineEnd(bytes, start, bytes.count) ?? bytes.count : bytes.count
    var end = scan.scan(record, from: start, to: lineEnd)
    if let after = end, isLines {
      let rest = JSONBytes.skipSpace(bytes, after, lineEnd)
      if rest < lineEnd { scan.note(.malformedRecord, fieldCount, rest) }
      end = lineEnd
    }
    isWhole = end != nil
    position = end ?? (isLines ? lineEnd : elementEnd(start))
    takeNotes(record, start)
    lines += JSONBytes.lineCount(bytes, start, position)
    guard usesTemplate else { return }
    if scan.wantsSlots { template.learn(scan.isPlain ? scan.slots : nil, from: bytes) }
    scan.wantsSlots = template.noteMiss()
  }

  private func elementEnd(_ start: Int) -> Int {
    guard case .end(let end) = JSONElement.end(bytes, from: start) else { return bytes.count }
    return end
  }

  private mutating func takeNotes(_ record: Int, _ start: Int) {
    guard !scan.notes.isEmpty else { return }
    var passed = start
    var lines = 0
    for note in scan.notes.sorted(by: { $0.position < $1.position }) {
      lines += JSONBytes.lineCount(bytes, passed, note.position)
      passed = note.position
      target.defects.append(
        DefectEntry(
          record: record, defect: note.defect, detail: note.field, lineOffset: lines))
    }
  }
}
