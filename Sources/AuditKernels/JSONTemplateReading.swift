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

    /// What was put beside from an offset on is a field's cell.
    func setBeside(_ field: Int, _ cell: Int, from offset: Int) {
      columns.noteBlank(field)
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
    let (steps, tokens) = (steps, tokens)
    let (columns, cellLimit) = (target.columns, target.cellLimit)
    let (starts, lengths) = (columns.starts, columns.lengths)
    var position = start
    var index = 0
    while true {
      // SAFETY: there are `texts.count` steps, and tokens have 64 bytes each. `position` is at most 33 bytes behind `end`:
      // the batch's bytes are padded by more than the 64 that are looked at from there.
      let step = unsafe steps.base + index
      guard unsafe isToken(bytes.base + position, step, tokens.base + index &* 64) else {
        guard unsafe step.pointee.isOptional else { return -1 }
        index &+= 1
        continue
      }
      position &+= Int(unsafe step.pointee.count)
      if index == last { return position <= end ? position : -1 }
      guard position < end else { return -1 }
      let cell = unsafe step.pointee.column &+ record
      // SAFETY: the value begins before the end; 34 bytes from there are within the padding.
      let value = unsafe bytes.base + position
      let byte = unsafe value[0]
      if byte == JSONBytes.quote {
        if unsafe !step.pointee.isWide {
          let count = unsafe JSONBytes.asciiCount(value + 1)
          if unsafe value[1 &+ count] == JSONBytes.quote {
            let length = Int(unsafe step.pointee.length)
            starts[cell] = UInt32(truncatingIfNeeded: position &+ 1)
            if unsafe value[1] == 0x20 { noteBlank(at: index, columns) }
            index &+= 1
            guard count != length else {
              lengths[cell] = Int32(truncatingIfNeeded: length)
              position &+= Int(unsafe step.pointee.advance)
              continue
            }
            guard count <= cellLimit else { return -1 }
            lengths[cell] = Int32(truncatingIfNeeded: count)
            position &+= count &+ 2
            if length != JSONTemplate.varying { noteLength(count, at: index &- 1) }
            continue
          }
          noteWide(at: index)
        }
        let (special, high) = unsafe JSONBytes.marks(value + 1)
        let count = special.trailingZeroBitCount
        if unsafe value[1 &+ count] == JSONBytes.quote, special != 0, count <= cellLimit {
          let within = high & ((1 &<< UInt32(truncatingIfNeeded: count)) &- 1)
          guard unsafe within == 0 || Utf8Kernel.isWellFormed(value + 1, count, high: within) else {
            return -1
          }
          starts[cell] = UInt32(truncatingIfNeeded: position &+ 1)
          lengths[cell] = Int32(truncatingIfNeeded: count)
          if unsafe value[1] == 0x20 { noteBlank(at: index, columns) }
          position &+= count &+ 2
          index &+= 1
          continue
        }
      } else if bytes.word(at: position) & 0xFFFF_FFFF == 0x6C6C_756E {
        lengths[cell] = CellTable.null
        position &+= 4
        index &+= 1
        continue
      }
      position = other(bytes, record, index, start, position, end, &target)
      guard position >= 0 else { return -1 }
      index &+= 1
    }
  }

  /// Whether the bytes between two values are as always.
  @inline(__always)
  private func isToken(
    _ here: UnsafePointer<UInt8>, _ step: UnsafeMutablePointer<Step>,
    _ token: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    // SAFETY: both have 64 readable bytes.
    let mask = unsafe step.pointee.mask
    guard unsafe JSONBytes.same16(here, token) & mask == mask else { return false }
    let tail = Int(unsafe step.pointee.tail)
    if tail == 0 { return true }
    if tail > 0 { return unsafe JSONBytes.same16(here + tail, token + tail) == 0xFFFF }
    let count = Int(unsafe step.pointee.count)
    for offset in 16..<count where unsafe here[offset] != token[offset] { return false }
    return true
  }

  /// A text begins with a space; one that begins with another white space has an escape there, and lies beside.
  @inline(never)
  private func noteBlank(at index: Int, _ columns: CellTable.Columns) {
    if steps[index].field >= 0 { columns.noteBlank(Int(steps[index].field)) }
  }

  /// Reads a value that is no short text: the byte after it, or -1.
  @inline(never)
  private func other(
    _ bytes: Bytes, _ record: Int, _ index: Int, _ start: Int, _ position: Int, _ end: Int,
    _ target: inout Target
  ) -> Int {
    let step = steps[index]
    let columns = target.columns
    let cell = step.field >= 0 ? step.column &+ record : -1
    let byte = bytes[position]
    if byte == JSONBytes.quote {
      if position &+ 1 < end, bytes[position &+ 1] == 0x20 { noteBlank(at: index, columns) }
      return text(bytes, position &+ 1, end, Int(step.field), cell, target)
    }
    if byte == JSONBytes.openArray {
      return list(
        bytes, position &+ 1, end, Int(step.field), cell, isText: step.isText, target)
    }
    let stop = plain(bytes, position, end, byte)
    guard stop >= 0, stop &- position <= target.cellLimit else { return -1 }
    guard cell >= 0 else { return stop }
    columns.starts[cell] = UInt32(truncatingIfNeeded: position)
    columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- position)
    if step.isText, byte != 0x74, byte != 0x66 {
      target.defects.append(
        DefectEntry(
          record: record, defect: .numberForText, detail: Int(step.field),
          lineOffset: hasLines ? JSONBytes.lineCount(bytes, start, position) : 0))
    }
    return stop
  }

  /// A string of any length: the byte after it, or -1 where something is wrong.
  private func text(
    _ bytes: Bytes, _ from: Int, _ end: Int, _ field: Int, _ cell: Int, _ target: Target
  ) -> Int {
    let stop = JSONBytes.plainEnd(bytes, from, end)
    guard stop < end, stop &- from <= target.cellLimit else { return -1 }
    guard bytes[stop] == JSONBytes.quote else {
      return escaped(bytes, from, end, field, cell, target)
    }
    guard unsafe Utf8Kernel.isWellFormed(bytes.base + from, stop &- from) else { return -1 }
    if cell >= 0 {
      target.columns.starts[cell] = UInt32(truncatingIfNeeded: from)
      target.columns.lengths[cell] = Int32(truncatingIfNeeded: stop &- from)
    }
    return stop &+ 1
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
    _ bytes: Bytes, _ from: Int, _ end: Int, _ field: Int, _ cell: Int, _ target: Target
  ) -> Int {
    let offset = target.beside.count
    let reading = JSONEscape.undo(bytes, from, end, to: target.beside)
    guard reading.isClosed, reading.loneSurrogates == 0, !reading.hasNul,
      reading.end - from <= target.cellLimit,
      unsafe Utf8Kernel.isWellFormed(bytes.base + from, reading.end - from)
    else { return -1 }
    guard cell >= 0 else {
      target.beside.truncate(to: offset)
      return reading.end + 1
    }
    target.setBeside(field, cell, from: offset)
    return reading.end + 1
  }

  /// A list of single values, joined: the byte after it, or -1 where it is something else.
  private func list(
    _ bytes: Bytes, _ from: Int, _ end: Int, _ field: Int, _ cell: Int, isText: Bool,
    _ target: Target
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
      target.setBeside(field, cell, from: offset)
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
      guard reading.isClosed, reading.loneSurrogates == 0, !reading.hasNul,
        unsafe Utf8Kernel.isWellFormed(bytes.base + position + 1, reading.end &- position &- 1)
      else { return -1 }
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
