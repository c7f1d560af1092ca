/// Reads CSV byte by byte: slow, exact, and the authority on what a damaged file means.
///
/// A quote opens only at the beginning of a cell. A closing quote ends the quoting whatever follows; text up to the
/// delimiter is then kept as part of the cell (`strayQuote`). A quoted cell that passes the cell limit or the end of
/// the file was never closed: its record ends with the line on which the quote opened, where its text is the rest of
/// that line. A record that passes the record limit before its line ends is cut exactly there (`tooLong`), and the rest
/// of the line is passed over. LF, CRLF and a lone CR each end a line. A line without a byte is no record.
struct CSVRecordScan {
  struct Field {
    var start: Int
    var count: Int
    /// The value is not `start..<start+count` as it stands: doubled quotes to be undone, or text after the closing quote.
    var needsCopy: Bool
    var isQuoted: Bool
  }

  /// `cut`: `next` is where the record limit is, within a line whose rest is to be passed over.
  enum Outcome { case record, emptyLine, cut, needsMore, end }

  /// Fields of the last record; with `collects` only.
  var fields: [Field] = []
  var fieldCount = 0
  var defects: [(RecordDefect, field: Int, lineOffset: Int)] = []
  /// After the last record: where the next line begins, and how many line ends were passed.
  var next = 0
  var lineCount = 0
  let collects: Bool
  let dialect: CSVDialect

  init(_ dialect: CSVDialect, collects: Bool) {
    self.dialect = dialect
    self.collects = collects
  }

  /// Reads the record that begins at `start`.
  ///
  /// - `bytes`: everything that has been read, padded.
  /// - `isLast`: the file ends where the bytes do.
  mutating func scan(_ bytes: Bytes, from start: Int, isLast: Bool) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    defects.removeAll(keepingCapacity: true)
    fieldCount = 0
    lineCount = 0
    let end = bytes.count
    guard start < end else { return isLast ? .end : .needsMore }
    if let skip = lineEnd(bytes, start, isLast) {
      guard skip >= 0 else { return .needsMore }
      next = start + skip
      lineCount = 1
      return .emptyLine
    }
    var position = start
    while true {
      // At the beginning of a cell.
      let cellStart = position
      if let quote = dialect.quote, position < end, bytes[position] == quote {
        switch quoted(bytes, position, quote, isLast, limit: start + dialect.recordLimit) {
        case .needsMore: return .needsMore
        case .tooLong: return cut(bytes, start)
        case .neverClosed:
          defects.append((.unclosedQuote, fieldCount, lineCount))
          return closeAtLine(bytes, from: cellStart, isLast, record: start)
        case .cell(let after): position = after
        }
      } else {
        position = unquoted(bytes, position)
        add(Field(start: cellStart, count: position - cellStart, needsCopy: false, isQuoted: false))
      }
      if position - start > dialect.recordLimit { return cut(bytes, start) }
      if position >= end {
        guard isLast else { return .needsMore }
        next = end
        return .record
      }
      if bytes[position] == dialect.delimiter {
        position += 1
        if fieldCount >= dialect.fieldLimit {
          defects.append((.tooLong, fieldCount, lineCount))
          return skipToLine(bytes, from: position, isLast, record: start)
        }
        continue
      }
      guard let skip = lineEnd(bytes, position, isLast), skip >= 0 else { return .needsMore }
      next = position + skip
      lineCount += 1
      return .record
    }
  }

  private mutating func add(_ field: Field) {
    fieldCount += 1
    if collects { fields.append(field) }
  }

  /// Bytes of the line end at a position, nil if there is none, -1 if that cannot be told yet.
  private func lineEnd(_ bytes: Bytes, _ position: Int, _ isLast: Bool) -> Int? {
    switch bytes[position] {
    case 0x0A: return 1
    case 0x0D:
      if position + 1 < bytes.count { return bytes[position + 1] == 0x0A ? 2 : 1 }
      return isLast ? 1 : -1
    default: return nil
    }
  }

  /// The end of an unquoted cell; a quote in it is a stray one.
  private mutating func unquoted(_ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    var hasStray = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == dialect.delimiter || byte == 0x0A || byte == 0x0D { break }
      if byte == dialect.quote { hasStray = true }
      position += 1
    }
    if hasStray { defects.append((.strayQuote, fieldCount, lineCount)) }
    return position
  }

  private enum Quoted { case cell(after: Int), needsMore, neverClosed, tooLong }

  /// `limit`: the record may go up to here.
  private mutating func quoted(
    _ bytes: Bytes, _ start: Int, _ quote: UInt8, _ isLast: Bool, limit: Int
  ) -> Quoted {
    var position = start + 1
    var lines = 0
    var hasDoubled = false
    while true {
      if position - start > dialect.cellLimit { return .neverClosed }
      if position > limit { return .tooLong }
      guard position < bytes.count else { return isLast ? .neverClosed : .needsMore }
      let byte = bytes[position]
      if byte == quote {
        if position + 1 < bytes.count {
          guard bytes[position + 1] == quote else { break }
          hasDoubled = true
          position += 2
          continue
        }
        guard isLast else { return .needsMore }
        break
      }
      if byte == 0x0A {
        lines += 1
      } else if byte == 0x0D {
        if position + 1 >= bytes.count, !isLast { return .needsMore }
        if position + 1 >= bytes.count || bytes[position + 1] != 0x0A { lines += 1 }
      }
      position += 1
    }
    // At the closing quote.
    let after = position + 1
    let rest = after < bytes.count ? bytes[after] : 0x0A
    if rest == dialect.delimiter || rest == 0x0A || rest == 0x0D {
      add(
        Field(start: start + 1, count: position - start - 1, needsCopy: hasDoubled, isQuoted: true))
      lineCount += lines
      return .cell(after: after)
    }
    var tail = after
    while tail < bytes.count, bytes[tail] != dialect.delimiter, bytes[tail] != 0x0A,
      bytes[tail] != 0x0D
    {
      tail += 1
    }
    defects.append((.strayQuote, fieldCount, lineCount + lines))
    add(Field(start: start + 1, count: tail - start - 1, needsCopy: true, isQuoted: true))
    lineCount += lines
    return .cell(after: tail)
  }

  /// Ends the record with its current line, the rest of which is the last cell.
  private mutating func closeAtLine(_ bytes: Bytes, from start: Int, _ isLast: Bool, record: Int)
    -> Outcome
  {
    var position = start
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    add(Field(start: start + 1, count: position - start - 1, needsCopy: false, isQuoted: false))
    return finishLine(bytes, position, isLast, record: record)
  }

  private mutating func skipToLine(_ bytes: Bytes, from start: Int, _ isLast: Bool, record: Int)
    -> Outcome
  {
    var position = start
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    return finishLine(bytes, position, isLast, record: record)
  }

  /// Keeps what the record limit allows as one cell.
  ///
  /// A byte beyond it has been read.
  private mutating func cut(_ bytes: Bytes, _ start: Int) -> Outcome {
    next = start + dialect.recordLimit
    lineCount = 0
    for index in start..<next
    where bytes[index] == 0x0A || (bytes[index] == 0x0D && bytes[index + 1] != 0x0A) {
      lineCount += 1
    }
    let field = Field(
      start: start, count: min(dialect.recordLimit, dialect.cellLimit), needsCopy: false,
      isQuoted: false)
    fields = collects ? [field] : []
    fieldCount = 1
    defects = [(.tooLong, 0, 0)]
    return .cut
  }

  private mutating func finishLine(_ bytes: Bytes, _ position: Int, _ isLast: Bool, record: Int)
    -> Outcome
  {
    if position - record > dialect.recordLimit { return cut(bytes, record) }
    guard position < bytes.count else {
      guard isLast else { return .needsMore }
      next = bytes.count
      return .record
    }
    guard let skip = lineEnd(bytes, position, isLast), skip > 0 else { return .needsMore }
    next = position + skip
    lineCount += 1
    return .record
  }

  /// The value of a field that is not a run of the file's bytes: quotes doubled inside are single, a closing one is dropped.
  static func copy(_ field: Field, of bytes: Bytes, quote: UInt8, into arena: inout [UInt8]) {
    var position = field.start
    let end = field.start + field.count
    var isOpen = true
    while position < end {
      let byte = bytes[position]
      if isOpen, byte == quote {
        if position + 1 < end, bytes[position + 1] == quote {
          arena.append(quote)
          position += 2
          continue
        }
        isOpen = false
      } else {
        arena.append(byte)
      }
      position += 1
    }
  }
}
