/// Reading by a template.
extension JSONTemplate {
  /// Where cells and what is wrong with them go.
  struct Target {
    let columns: CellTable.Columns
    let beside: ByteArena
    let cellLimit: Int
    /// Between the elements of a list.
    let separator: [UInt8]
    var defects: [DefectEntry] = []

    /// What was put beside from an offset on is a cell.
    func setBeside(_ cell: Int, from offset: Int) {
      columns.starts[cell] = UInt32(truncatingIfNeeded: offset)
      columns.lengths[cell] =
        Int32(truncatingIfNeeded: beside.count &- offset) | CellTable.besideFlag
    }
  }

  /// Reads the record that begins at `start`; the byte after it, or -1 where it is otherwise than the template, with
  /// cells and defects perhaps begun.
  @inline(__always)
  mutating func read(
    _ bytes: Bytes, _ record: Int, from start: Int, to end: Int, into target: inout Target
  ) -> Int {
    let after = match(bytes, record, from: start, to: end, &target)
    if after >= 0 { misses = 0 }
    return after
  }

  /// Takes back the cells of a record that the template turned out not to fit.
  func clear(_ record: Int, in columns: CellTable.Columns) {
    for index in texts.indices where steps[index].field >= 0 {
      columns.lengths[Int(steps[index].field) &* columns.capacity &+ record] = CellTable.absent
    }
  }

  private func match(
    _ bytes: Bytes, _ record: Int, from start: Int, to end: Int, _ target: inout Target
  ) -> Int {
    let last = texts.count &- 1
    let (columns, steps, tokens) = (target.columns, steps, tokens)
    var position = start
    var index = 0
    while true {
      let step = steps[index]
      // SAFETY: tokens have 64 bytes each; the batch's bytes are padded by more than that.
      let token = unsafe tokens.base + index &* JSONTemplate.tokenLimit
      let here = unsafe bytes.base + position
      var isSame = unsafe JSONBytes.same(here, token) & step.first == step.first
      if step.second != 0, isSame {
        isSame = unsafe JSONBytes.same(here + 32, token + 32) & step.second == step.second
      }
      guard isSame else {
        guard step.isOptional else { break }
        index &+= 1
        continue
      }
      position &+= Int(step.count)
      if index == last {
        guard position <= end else { break }
        return position
      }
      guard position < end else { break }
      let cell = Int(step.field) &* columns.capacity &+ record
      let byte = bytes[position]
      if byte == JSONBytes.quote {
        let from = position &+ 1
        let stop = JSONBytes.plainEnd(bytes, from, end)
        guard stop < end, stop &- from <= target.cellLimit else { break }
        if bytes[stop] == JSONBytes.quote {
          if step.field >= 0 {
            columns.starts[cell] = UInt32(truncatingIfNeeded: from)
            columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- from)
          }
          position = stop &+ 1
        } else {
          position = escaped(bytes, from, end, step.field >= 0 ? cell : -1, target)
          guard position >= 0 else { break }
        }
      } else if byte == 0x6E {
        guard position &+ 4 <= end, bytes.word(at: position) & 0xFFFF_FFFF == 0x6C6C_756E else {
          break
        }
        if step.field >= 0 { columns.lengths[cell] = CellTable.null }
        position &+= 4
      } else if byte == JSONBytes.openArray {
        position = list(
          bytes, position &+ 1, end, step.field >= 0 ? cell : -1, isText: step.isText, target)
        guard position >= 0 else { break }
      } else {
        let stop = plain(bytes, position, end, byte)
        guard stop >= 0, stop &- position <= target.cellLimit else { break }
        if step.field >= 0 {
          columns.starts[cell] = UInt32(truncatingIfNeeded: position)
          columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- position)
          if step.isText, byte != 0x74, byte != 0x66 {
            target.defects.append(
              DefectEntry(
                record: record, defect: .numberForText, detail: Int(step.field),
                lineOffset: hasLines ? JSONBytes.lineCount(bytes, start, position) : 0))
          }
        }
        position = stop
      }
      index &+= 1
    }
    return -1
  }

  /// A number, `true` or `false`: the byte after it, or -1.
  private func plain(_ bytes: Bytes, _ position: Int, _ end: Int, _ first: UInt8) -> Int {
    if first == 0x74 {
      let isTrue = position + 4 <= end && bytes.word(at: position) & 0xFFFF_FFFF == 0x6575_7274
      return isTrue ? position + 4 : -1
    }
    if first == 0x66 {
      let isFalse =
        position + 5 <= end && bytes.word(at: position) & 0xFF_FFFF_FFFF == 0x65_736C_6166
      return isFalse ? position + 5 : -1
    }
    return JSONNumber.end(bytes, position, end) ?? -1
  }

  /// A string with escapes: the byte after it, or -1 where something is wrong.
  private func escaped(
    _ bytes: Bytes, _ from: Int, _ end: Int, _ cell: Int, _ target: Target
  ) -> Int {
    let offset = target.beside.count
    let reading = JSONEscape.undo(bytes, from, end, to: target.beside)
    guard reading.isClosed, reading.loneSurrogates == 0, !reading.hasNul,
      reading.end - from <= target.cellLimit
    else { return -1 }
    guard cell >= 0 else {
      target.beside.truncate(to: offset)
      return reading.end + 1
    }
    target.setBeside(cell, from: offset)
    return reading.end + 1
  }

  /// A list of single values, joined: the byte after it, or -1 where it is something else.
  private func list(
    _ bytes: Bytes, _ from: Int, _ end: Int, _ cell: Int, isText: Bool, _ target: Target
  ) -> Int {
    let offset = target.beside.count
    var position = JSONBytes.skipSpace(bytes, from, end)
    var isFirst = true
    while position < end {
      if isFirst, bytes[position] == JSONBytes.closeArray { break }
      if !isFirst { _ = target.beside.append(target.separator) }
      isFirst = false
      position = element(bytes, position, end, isText: isText, target)
      guard position >= 0 else { return -1 }
      position = JSONBytes.skipSpace(bytes, position, end)
      guard position < end else { return -1 }
      if bytes[position] == JSONBytes.closeArray { break }
      guard bytes[position] == JSONBytes.comma else { return -1 }
      position = JSONBytes.skipSpace(bytes, position &+ 1, end)
    }
    guard position < end, target.beside.count - offset <= target.cellLimit else { return -1 }
    if cell >= 0 {
      target.setBeside(cell, from: offset)
    } else {
      target.beside.truncate(to: offset)
    }
    return position &+ 1
  }

  /// Puts an element beside: the byte after it, or -1.
  private func element(
    _ bytes: Bytes, _ position: Int, _ end: Int, isText: Bool, _ target: Target
  ) -> Int {
    let byte = bytes[position]
    if byte == JSONBytes.quote {
      let reading = JSONEscape.undo(bytes, position &+ 1, end, to: target.beside)
      guard reading.isClosed, reading.loneSurrogates == 0, !reading.hasNul else { return -1 }
      return reading.end &+ 1
    }
    if byte == 0x6E {
      return position &+ 4 <= end && bytes.word(at: position) & 0xFFFF_FFFF == 0x6C6C_756E
        ? position &+ 4 : -1
    }
    if isText, byte != 0x74, byte != 0x66 { return -1 }
    let stop = plain(bytes, position, end, byte)
    guard stop >= 0 else { return -1 }
    _ = target.beside.append(bytes.slice(position, stop &- position))
    return stop
  }
}
