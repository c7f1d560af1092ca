/// Splits a framed batch into fields: by masks of bits where quotes are in place, by the careful scan where not.
package enum CSVSplitter {
  /// Finds each record's fields, defects of form, and line steps.
  ///
  /// UTF-8 and NUL are looked at here, once for all bytes.
  package static func split(_ batch: RecordBatch) {
    batch.defects.removeAll(keepingCapacity: true)
    batch.lineSteps.removeAll(keepingCapacity: true)
    batch.isUniform = false
    var mayHaveNul = true
    if batch.frame.isRegular, splitUniform(batch, &mayHaveNul) {
      batch.isUniform = true
    } else {
      batch.lineSteps.removeAll(keepingCapacity: true)
      batch.reserveRecords(batch.frame.recordCount)
      if batch.frame.isCut {
        splitCut(batch)
      } else if batch.frame.isRegular {
        splitRegular(batch)
      } else {
        splitCareful(batch)
      }
    }
    findBadBytes(batch, mayHaveNul: mayHaveNul)
    if batch.defects.count > 1 {
      batch.defects.sort {
        ($0.record, $0.defect.rawValue, $0.detail) < ($1.record, $1.defect.rawValue, $1.detail)
      }
    }
  }

  /// The usual case: each record has as many fields as it should, and no line is empty.
  ///
  /// Then the separators say all.
  ///
  /// The first entry stands for the byte before the batch. False, with nothing decided, when a record is otherwise.
  private static func splitUniform(_ batch: RecordBatch, _ mayHaveNul: inout Bool) -> Bool {
    guard !batch.frame.isCut else { return false }
    if !batch.hasMasks {
      let framer = CSVFramer(dialect: batch.dialect)
      guard let frame = framer.regular(batch.bytes, isLast: true, batch.reserveMasks()) else {
        return false
      }
      batch.hasMasks = true
      mayHaveNul = frame.hasNul
    } else {
      mayHaveNul = batch.frame.hasNul
    }
    let end = batch.frame.byteCount
    let expected = batch.fieldCount
    let needed = batch.frame.recordCount * expected + 1 + 64 + 8
    if batch.separators.capacity < needed {
      batch.separators = batch.separators.grown(to: needed * 5 / 4, fill: 0)
    }
    let separators = batch.separators
    let masks = batch.masks
    let limit = separators.capacity - 72
    // A local list: the batch's own is checked for overlapping access at each step.
    var steps = batch.lineSteps
    defer { batch.lineSteps = steps }
    batch.lineSteps = []
    separators[0] = UInt32.max
    var count = 1
    var record = 0
    var next = 1 + expected
    var extraLines = 0
    var position = 0
    while position < end {
      guard count <= limit else { return false }
      let mask = position >> 5
      let rest = end - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      let all = masks[mask] & valid
      let ends = masks[mask &+ 1] & valid
      let outsideEnds = ends & all
      var bits = all
      let first = count
      count &+= bits.nonzeroBitCount
      // Four at a time, the surplus overwritten by the next block: branches cost more than stores.
      var index = first
      while index < count {
        for step in 0..<4 {
          // The top bit is set for good, so that no zero is to be feared: the quick instruction does.
          separators[index &+ step] = UInt32(
            truncatingIfNeeded: position &+ (bits | 1 << 63).trailingZeroBitCount)
          bits &= bits &- 1
        }
        index &+= 4
      }
      var left = ends
      while left != 0 {
        let bit = UInt64(left.trailingZeroBitCount)
        if outsideEnds >> bit & 1 == 1 {
          // The separator that should end the record is this line end.
          guard next &- 1 < count, Int(separators[next &- 1]) == position &+ Int(bit) else {
            return false
          }
          next &+= expected
          record &+= 1
        } else {
          extraLines &+= 1
          steps.append((record + 1, extraLines))
        }
        left &= left &- 1
      }
      position &+= 64
    }
    if count == next - 1 {
      // The last line of the file has no line end.
      separators[count] = UInt32(truncatingIfNeeded: end)
      record += 1
    } else if count + expected != next {
      return false
    }
    guard record == batch.frame.recordCount else { return false }
    return !(expected == 1 && batch.frame.emptyLineCount > 0)
  }

  private static func splitRegular(_ batch: RecordBatch) {
    let bytes = batch.bytes
    let dialect = batch.dialect
    let quote = dialect.quote ?? dialect.delimiter
    let hasQuotes = dialect.quote != nil
    let expected = batch.fieldCount
    var inside: UInt64 = 0
    var separatorCount = 0
    var record = 0
    var recordFirst = 0
    var recordByte = 0
    var lines = 0
    var position = 0
    // Lines so far when the record began: more than one a record is a step.
    var separators = batch.separators
    while position < bytes.count {
      if separatorCount + 64 > separators.capacity {
        separators = separators.grown(to: separators.capacity * 2, fill: 0)
        batch.separators = separators
      }
      let block = unsafe ByteBlock(bytes.base + position)
      let rest = bytes.count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      let quotes = hasQuotes ? block.equal(quote) & valid : 0
      let parity = quotes == 0 ? inside : prefixParity(quotes) ^ inside
      inside = 0 &- (parity >> 63)
      let feeds = block.equal(0x0A) & valid
      var ends = feeds
      if batch.frame.hasCarriageReturn {
        let carriage = block.equal(0x0D) & valid
        var followed = feeds >> 1
        if rest > 64, bytes[position + 64] == 0x0A { followed |= 1 << 63 }
        ends |= carriage & ~followed
      }
      let outsideEnds = ends & ~parity
      var bits = (block.equal(dialect.delimiter) & valid & ~parity) | outsideEnds
      let blockFirst = separatorCount
      separatorCount += bits.nonzeroBitCount
      var index = blockFirst
      while bits != 0 {
        separators[index] = UInt32(truncatingIfNeeded: position &+ bits.trailingZeroBitCount)
        index &+= 1
        bits &= bits &- 1
      }
      if outsideEnds == ends {
        // The common case: each line end in the block is a record's.
        var left = outsideEnds
        let all = (block.equal(dialect.delimiter) & valid & ~parity) | outsideEnds
        while left != 0 {
          let bit = left.trailingZeroBitCount
          let last = blockFirst + (all & ((1 << UInt64(bit)) &- 1)).nonzeroBitCount
          lines += 1
          closeRecord(
            batch, &record, &recordFirst, &recordByte, last: last, end: position + bit, lines,
            expected)
          left &= left &- 1
        }
      } else {
        var left = ends
        let all = (block.equal(dialect.delimiter) & valid & ~parity) | outsideEnds
        while left != 0 {
          let bit = left.trailingZeroBitCount
          lines += 1
          if outsideEnds >> UInt64(bit) & 1 == 1 {
            let last = blockFirst + (all & ((1 << UInt64(bit)) &- 1)).nonzeroBitCount
            closeRecord(
              batch, &record, &recordFirst, &recordByte, last: last, end: position + bit, lines,
              expected)
          }
          left &= left &- 1
        }
      }
      position += 64
    }
    if recordByte < bytes.count {
      // The last line of the file has no line end.
      if separatorCount + 1 > separators.capacity {
        separators = separators.grown(to: separators.capacity * 2, fill: 0)
        batch.separators = separators
      }
      separators[separatorCount] = UInt32(truncatingIfNeeded: bytes.count)
      closeRecord(
        batch, &record, &recordFirst, &recordByte, last: separatorCount, end: bytes.count,
        lines + 1, expected)
    }
    precondition(
      record == batch.frame.recordCount,
      "\(record) records where \(batch.frame.recordCount) were framed")
  }

  /// `lines`: line ends from the batch's beginning to this record's end, its own included.
  @inline(__always) private static func closeRecord(
    _ batch: RecordBatch, _ record: inout Int, _ recordFirst: inout Int, _ recordByte: inout Int,
    last: Int,
    end: Int, _ lines: Int, _ expected: Int
  ) {
    let fields = last &- recordFirst &+ 1
    let start = recordByte
    recordByte = end + 1
    if fields == 1,
      end == start || (end == start + 1 && batch.bytes[start] == 0x0D && end < batch.bytes.count)
    {
      // An empty line: those that follow are one line later.
      batch.lineSteps.append((record, lines - record))
      recordFirst = last + 1
      return
    }
    batch.firstField[record] = UInt32(truncatingIfNeeded: recordFirst)
    batch.fieldsOf[record] = UInt32(truncatingIfNeeded: fields)
    batch.recordStart[record] = UInt32(truncatingIfNeeded: start)
    if fields != expected { noteRagged(batch, record, fields, expected) }
    recordFirst = last + 1
    record += 1
    let known = batch.lineSteps.last?.lines ?? 0
    if lines - record != known { batch.lineSteps.append((record, lines - record)) }
  }

  private static func noteRagged(
    _ batch: RecordBatch, _ record: Int, _ fields: Int, _ expected: Int
  ) {
    let limit = batch.dialect.fieldLimit
    guard fields <= limit else {
      // As the careful scan has it: the fields past the limit are not kept.
      batch.fieldsOf[record] = UInt32(truncatingIfNeeded: limit)
      batch.defects.append(
        DefectEntry(record: record, defect: .tooLong, detail: limit, lineOffset: 0))
      return
    }
    batch.defects.append(
      DefectEntry(
        record: record, defect: fields < expected ? .tooFewFields : .tooManyFields, detail: fields,
        lineOffset: 0))
  }

  private static func splitCareful(_ batch: RecordBatch) {
    let bytes = batch.bytes
    var scan = CSVRecordScan(batch.dialect, collects: true)
    var position = 0
    var record = 0
    var fieldTotal = 0
    var lines = 0
    reading: while true {
      // The frame ends where a record does, or where the file does.
      switch scan.scan(bytes, from: position, isLast: true) {
      case .needsMore, .end, .cut: break reading
      case .emptyLine:
        lines += 1
        batch.lineSteps.append((record, lines - record))
      case .record:
        batch.addCareful(scan, record: record, start: position, fieldTotal: &fieldTotal)
        lines += scan.lineCount
        record += 1
        let known = batch.lineSteps.last?.lines ?? 0
        if lines - record != known { batch.lineSteps.append((record, lines - record)) }
      }
      position = scan.next
    }
    precondition(
      record == batch.frame.recordCount,
      "\(record) records where \(batch.frame.recordCount) were framed")
  }

  /// The whole batch is the kept part of one record.
  private static func splitCut(_ batch: RecordBatch) {
    var scan = CSVRecordScan(batch.dialect, collects: true)
    scan.fields = [
      CSVRecordScan.Field(
        start: 0, count: min(batch.bytes.count, batch.dialect.cellLimit), needsCopy: false,
        isQuoted: false)
    ]
    scan.fieldCount = 1
    scan.defects = [(.tooLong, 0, 0)]
    var total = 0
    batch.addCareful(scan, record: 0, start: 0, fieldTotal: &total)
  }

  /// NUL bytes and ill-formed UTF-8: all bytes are looked at together, single records only if there are any.
  private static func findBadBytes(_ batch: RecordBatch, mayHaveNul: Bool) {
    let bytes = batch.bytes
    let hasNul = mayHaveNul && firstNul(bytes) != nil
    let hasInvalid = unsafe Utf8Kernel.firstInvalid(bytes.base, bytes.count) != nil
    guard hasNul || hasInvalid else { return }
    let starts = batch.recordStarts
    for record in 0..<batch.recordCount {
      let start = starts[record]
      let end = record + 1 < batch.recordCount ? starts[record + 1] : bytes.count
      let part = bytes.slice(start, end - start)
      if hasNul, let offset = firstNul(part) { note(batch, record, .nulByte, part, offset) }
      if hasInvalid, let offset = unsafe Utf8Kernel.firstInvalid(part.base, part.count) {
        // A character that the record limit cuts through is no fault of the file.
        if batch.frame.isCut, offset + 4 > part.count { continue }
        note(batch, record, .invalidUTF8, part, offset)
      }
    }
  }

  private static func note(
    _ batch: RecordBatch, _ record: Int, _ defect: RecordDefect, _ part: Bytes, _ offset: Int
  ) {
    var lines = 0
    for index in 0..<offset
    where part[index] == 0x0A || (part[index] == 0x0D && part[index + 1] != 0x0A) {
      lines += 1
    }
    batch.defects.append(
      DefectEntry(
        record: record, defect: defect, detail: batch.column(at: offset, of: record),
        lineOffset: lines))
  }

  private static func firstNul(_ bytes: Bytes) -> Int? {
    var position = 0
    while position < bytes.count {
      let rest = bytes.count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      let found = unsafe ByteBlock(bytes.base + position).equal(0) & valid
      if found != 0 { return position + found.trailingZeroBitCount }
      position += 64
    }
    return nil
  }
}

extension RecordBatch {
  func reserveRecords(_ count: Int) {
    guard count + 1 > firstField.capacity else { return }
    let room = (count + 1) * 3 / 2
    firstField = firstField.grown(to: room, fill: 0)
    fieldsOf = fieldsOf.grown(to: room, fill: 0)
    recordStart = recordStart.grown(to: room, fill: 0)
  }

  func addCareful(_ scan: CSVRecordScan, record: Int, start: Int, fieldTotal: inout Int) {
    if fieldTotal + scan.fields.count > fieldStarts.capacity {
      let room = (fieldTotal + scan.fields.count) * 2
      fieldStarts = fieldStarts.grown(to: room, fill: 0)
      fieldLengths = fieldLengths.grown(to: room, fill: 0)
    }
    firstField[record] = UInt32(truncatingIfNeeded: fieldTotal)
    fieldsOf[record] = UInt32(truncatingIfNeeded: scan.fieldCount)
    recordStart[record] = UInt32(truncatingIfNeeded: start)
    for field in scan.fields {
      fieldStarts[fieldTotal] = UInt32(truncatingIfNeeded: field.start)
      fieldLengths[fieldTotal] =
        UInt32(truncatingIfNeeded: field.count) | (field.needsCopy ? RecordBatch.copyFlag : 0)
      fieldTotal += 1
    }
    for (defect, field, lineOffset) in scan.defects {
      defects.append(
        DefectEntry(record: record, defect: defect, detail: field, lineOffset: lineOffset))
    }
    if scan.fieldCount != fieldCount, !scan.defects.contains(where: { $0.0 == .tooLong }) {
      defects.append(
        DefectEntry(
          record: record, defect: scan.fieldCount < fieldCount ? .tooFewFields : .tooManyFields,
          detail: scan.fieldCount, lineOffset: 0))
    }
  }

  /// The field that holds the byte at an offset of the record, from 0.
  func column(at offset: Int, of record: Int) -> Int {
    let target = recordStarts[record] + offset
    let first = isUniform ? record * fieldCount + 1 : Int(firstField[record])
    let count = fieldCount(of: record)
    for column in 0..<count {
      if frame.isRegular {
        if target <= Int(separators[first + column]) { return column }
      } else if column + 1 == count || target < Int(fieldStarts[first + column + 1]) {
        return column
      }
    }
    return max(0, count - 1)
  }
}
