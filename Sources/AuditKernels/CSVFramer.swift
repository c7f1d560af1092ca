/// Finds where records end, exactly, 64 bytes at a time; the careful scan decides wherever a quote is out of place.
package struct CSVFramer: Sendable {
  package let dialect: CSVDialect

  package init(dialect: CSVDialect) { self.dialect = dialect }

  /// The records that end within what a batch has read.
  package func frame(_ batch: RecordBatch, isLast: Bool) -> RecordFrame {
    frame(batch.everything, isLast: isLast, masks: batch.reserveMasks())
  }

  /// The records that end within `bytes`, which begin at a record's first byte.
  ///
  /// `isLast`: the file ends where the bytes do, which ends a record too.
  ///
  /// `masks`: receives two words for each 64 bytes, for the splitter: which bytes end a field, and which
  ///   end a line, within quotes or not.
  func frame(_ bytes: Bytes, isLast: Bool, masks: Store<UInt64>) -> RecordFrame {
    if bytes.count <= dialect.cellLimit, let frame = regular(bytes, isLast: isLast, masks) {
      return frame
    }
    return careful(bytes, isLast: isLast)
  }

  /// Nil when a quote is out of place.
  func regular(_ bytes: Bytes, isLast: Bool, _ masks: Store<UInt64>) -> RecordFrame? {
    var frame = RecordFrame()
    let quote = dialect.quote ?? dialect.delimiter
    let hasQuotes = dialect.quote != nil
    var inside: UInt64 = 0
    var beforeCarry: UInt64 = 1
    var closeCarry: UInt64 = 0
    // Line ends one and two bytes back, and a CR one byte back.
    var lineCarry1: UInt64 = 1
    var lineCarry2: UInt64 = 3
    var returnCarry: UInt64 = 0
    var lines = 0
    var returns: UInt64 = 0
    var position = 0
    while position < bytes.count {
      let block = unsafe ByteBlock(bytes.base + position)
      let rest = bytes.count - position
      if rest > 64, inside | closeCarry | returnCarry == 0, !block.hasAny(quote, 0x0D) {
        // The usual block: no quote, no CR, no NUL, none open from before.
        let feeds = block.equal(0x0A)
        let stops = block.equal(dialect.delimiter) | feeds
        let mask = position >> 5
        masks[mask] = stops
        masks[mask &+ 1] = feeds
        if feeds != 0 {
          let empty = feeds & ((feeds << 1) | lineCarry1)
          let count = feeds & (feeds &- 1) == 0 ? 1 : feeds.nonzeroBitCount
          let emptyCount = empty == 0 ? 0 : empty.nonzeroBitCount
          lines &+= count
          frame.recordCount &+= count &- emptyCount
          frame.emptyLineCount &+= emptyCount
          frame.lineCount = lines
          frame.byteCount = position &+ 64 &- feeds.leadingZeroBitCount
        }
        beforeCarry = stops >> 63
        lineCarry1 = feeds >> 63
        lineCarry2 = feeds >> 62
        position &+= 64
        continue
      }
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      let quotes = hasQuotes ? block.equal(quote) & valid : 0
      let feeds = block.equal(0x0A) & valid
      let carriage = block.equal(0x0D) & valid
      let delimiters = block.equal(dialect.delimiter) & valid
      let parity = quotes == 0 ? inside : prefixParity(quotes) ^ inside
      if block.hasZero, block.equal(0) & valid != 0 { frame.hasNul = true }
      var ends = feeds
      if carriage | returnCarry != 0 {
        returns |= carriage
        var followed = feeds >> 1
        if rest > 64 {
          if bytes[position + 64] == 0x0A { followed |= 1 << 63 }
        } else if !isLast {
          // A CR that is the last byte read: its line end is seen with what follows.
          followed |= 1 << UInt64(rest - 1)
        }
        ends |= carriage & ~followed
      }
      if quotes | closeCarry != 0 {
        let opens = quotes & parity
        let closes = quotes & ~parity
        let stops = delimiters | feeds | carriage
        let misplaced =
          (opens & ~(((stops | closes) << 1) | beforeCarry))
          | (((closes << 1) | closeCarry) & valid & ~(stops | quotes))
        guard misplaced == 0 else { return nil }
        beforeCarry = (stops | closes) >> 63
        closeCarry = closes >> 63
        inside = 0 &- (parity >> 63)
      } else {
        beforeCarry = (delimiters | feeds | carriage) >> 63
      }
      let outside = ends & ~parity
      let mask = position >> 5
      masks[mask] = (delimiters & ~parity) | outside
      masks[mask &+ 1] = ends
      if outside != 0 {
        let lineish = feeds | carriage
        let joined = feeds & ((carriage << 1) | returnCarry)
        let empty =
          outside
          & ((joined & ((lineish << 2) | lineCarry2)) | (~joined & ((lineish << 1) | lineCarry1)))
        let lastBit = 63 - outside.leadingZeroBitCount
        frame.recordCount += (outside & ~empty).nonzeroBitCount
        frame.emptyLineCount += empty.nonzeroBitCount
        frame.lineCount = lines + (ends & (~0 >> UInt64(63 - lastBit))).nonzeroBitCount
        frame.byteCount = position + lastBit + 1
      }
      lines += ends.nonzeroBitCount
      let lineish = feeds | carriage
      lineCarry1 = lineish >> 63
      lineCarry2 = lineish >> 62
      returnCarry = carriage >> 63
      position += 64
    }
    frame.hasCarriageReturn = returns != 0
    guard isLast else { return frame }
    guard inside == 0 else { return nil }
    if frame.byteCount < bytes.count {
      frame.recordCount += 1
      frame.byteCount = bytes.count
      frame.lineCount = lines
    }
    return frame
  }

  private func careful(_ bytes: Bytes, isLast: Bool) -> RecordFrame {
    var frame = RecordFrame()
    frame.isRegular = false
    var scan = CSVRecordScan(dialect, collects: false)
    while true {
      switch scan.scan(bytes, from: frame.byteCount, isLast: isLast) {
      case .record: frame.recordCount += 1
      case .emptyLine: frame.emptyLineCount += 1
      case .cut:
        // It has a frame of its own, because the rest of its line is no part of it.
        if frame.byteCount == 0 {
          frame.byteCount = scan.next
          frame.lineCount = scan.lineCount
          frame.recordCount = 1
          frame.isCut = true
        }
        return frame
      case .needsMore, .end: return frame
      }
      frame.byteCount = scan.next
      frame.lineCount += scan.lineCount
    }
  }
}
