/// Text that is not all of an element, or that is not its value as it stands.
extension XMLSplitRun {
  enum TextOutcome { case closed, opened }

  /// Text from the position to the next tag, resolved.
  struct Text {
    var start: Int
    var count = 0
    /// It lies beside the batch's bytes, not among them.
    var isBeside = false
    var isBlank = true
  }

  /// Reads the element's content up to its end, or up to the first element in it; nil when it is not plain.
  mutating func readText(of entry: Int, _ isNil: Bool) -> TextOutcome? {
    let known = names.entries[entry]
    guard let text = text(isWanted: known.column >= 0) else { return nil }
    noteStray(entry, isBlank: text.isBlank)
    guard bytes.byte(position &+ 1) == 0x2F else {
      if known.column >= 0 { scratch.mixed.append(array(text)) }
      return .opened
    }
    guard names.isName(entry, bytes, position &+ 2) else { return nil }
    position &+= 2 &+ Int(known.count)
    let end = XMLMarkup.skipSpace(bytes, position)
    guard end < bytes.count, bytes[end] == 0x3E,
      XMLCharacters.areLegal(bytes.slice(position, end - position))
    else { return nil }
    lines &+= XMLCharacters.lineCount(bytes.slice(position, end - position))
    position = end + 1
    if known.column >= 0 {
      if text.isBeside, text.count > 0 {
        cells.putBeside(Int(known.column), offset: text.start, count: text.count)
      } else {
        put(known.column, text.isBeside ? position : text.start, text.count, isNil)
      }
    }
    return .closed
  }

  /// Reads what stands between an element's elements, to the next tag.
  mutating func readMixed(in parent: Int) -> Bool {
    let isWanted = names.entries[parent].column >= 0
    guard let text = text(isWanted: isWanted) else { return false }
    noteStray(parent, isBlank: text.isBlank)
    guard isWanted, let last = scratch.mixed.indices.last else { return true }
    if text.isBeside {
      scratch.mixed[last] += array(text)
    } else if text.count > 0 {
      scratch.mixed[last] += bytes.slice(text.start, text.count).array
    }
    return true
  }

  private func array(_ text: Text) -> [UInt8] {
    text.isBeside
      ? cells.table.beside.bytes(at: text.start, count: text.count).array
      : bytes.slice(text.start, text.count).array
  }

  /// A field whose element has elements in it: its own text is the value, if there is any but white space.
  mutating func closeMixed(_ known: XMLLearnedNames.Entry) {
    let text = scratch.mixed.popLast() ?? []
    let isBlank = text.allSatisfy { XMLCharacters.isSpace($0) }
    if !isBlank || known.flags & XMLLearnedNames.Entry.hasFieldsWithin == 0 {
      defects.append(
        DefectEntry(
          record: cells.baseRow, defect: .wrongNesting, detail: Int(known.column), lineOffset: 0))
    }
    guard !isBlank else { return }
    let offset = cells.table.beside.append(text)
    cells.putBeside(Int(known.column), offset: offset, count: text.count)
  }

  /// Notes, once a record, text of an element that fields are in but that is none itself.
  mutating func noteStray(_ entry: Int, isBlank: Bool) {
    guard !isBlank, names.entries[entry].column < 0, lastStray != cells.baseRow,
      Int(names.entries[entry].node) != XMLSplitter.ignored
    else { return }
    lastStray = cells.baseRow
    defects.append(
      DefectEntry(
        record: cells.baseRow, defect: .strayText, detail: cells.fieldCount, lineOffset: 0))
  }

  // MARK: Reading it

  /// Reads text, references, sections, comments and instructions, up to a tag, to which it moves.
  private mutating func text(isWanted: Bool) -> Text? {
    var text = Text(start: position)
    var segment = position
    while true {
      var high: UInt32 = 0
      let end = textEnd(position, &high)
      guard end < bytes.count else { return nil }
      position = end
      switch bytes[end] {
      case 0x09: position &+= 1
      case 0x0A:
        lines &+= 1
        position &+= 1
      case 0x0D:
        // Its LF stays (XML 1.0, 2.11); a lone CR is not plain.
        guard bytes.byte(end &+ 1) == 0x0A, take(segment, isWanted, &text) else { return nil }
        position &+= 1
        segment = position
      case 0x5D:
        let isEnd = bytes.byte(end &+ 1) == 0x5D && bytes.byte(end &+ 2) == 0x3E
        guard isTrusted || !isEnd else { return nil }
        position &+= 1
      case 0x26:
        guard take(segment, isWanted, &text) else { return nil }
        let reference = XMLMarkup.reference(bytes, end)
        guard reference.end >= 0 else { return nil }
        if isWanted { XMLTag.append(reference.scalar, to: cells.table.beside) }
        if reference.scalar > 0x20 || !XMLCharacters.isSpace(UInt8(reference.scalar)) {
          text.isBlank = false
        }
        position = reference.end
        segment = position
      case 0x3C:
        let next = bytes.byte(end &+ 1)
        guard next == 0x21 || next == 0x3F else { return finish(text, segment, isWanted) }
        guard take(segment, isWanted, &text), readPiece(isWanted, &text) else { return nil }
        segment = position
      default: return nil
      }
    }
  }

  /// Takes over what stands between a place and the position, as part of a text that is made beside the bytes.
  private func take(_ segment: Int, _ isWanted: Bool, _ text: inout Text) -> Bool {
    let run = bytes.slice(segment, position - segment)
    guard isLegal(run) else { return false }
    if !isBlank(run) { text.isBlank = false }
    guard isWanted else { return true }
    if !text.isBeside {
      text.isBeside = true
      text.start = cells.table.beside.count
    }
    _ = cells.table.beside.append(run)
    return true
  }

  private func finish(_ text: Text, _ segment: Int, _ isWanted: Bool) -> Text? {
    var text = text
    if text.isBeside {
      guard take(segment, isWanted, &text) else { return nil }
      text.count = cells.table.beside.count - text.start
      return text
    }
    let run = bytes.slice(segment, position - segment)
    guard isLegal(run) else { return nil }
    if !isBlank(run) { text.isBlank = false }
    text.count = position - text.start
    return text
  }

  /// A comment, instruction or section, at whose `<` the position is.
  private mutating func readPiece(_ isWanted: Bool, _ text: inout Text) -> Bool {
    let start = position
    let end: Int
    if bytes.byte(start &+ 1) == 0x3F {
      end = XMLMarkup.instruction(bytes, start)
    } else if XMLMarkup.has("<!--", bytes, start) == true {
      end = XMLMarkup.comment(bytes, start)
    } else if XMLMarkup.has("<![CDATA[", bytes, start) == true {
      end = XMLMarkup.section(bytes, start)
      guard end >= 0 else { return false }
      let inner = bytes.slice(start + 9, end - start - 12)
      if !isBlank(inner) { text.isBlank = false }
      if isWanted { appendWithoutReturns(inner) }
    } else {
      return false
    }
    guard end >= 0 else { return false }
    lines &+= XMLCharacters.lineCount(bytes.slice(start, end - start))
    position = end
    return true
  }

  private func appendWithoutReturns(_ run: Bytes) {
    for index in 0..<run.count where run[index] != 0x0D {
      cells.table.beside.append(byte: run[index])
    }
  }

  private func isLegal(_ run: Bytes) -> Bool {
    // SAFETY: the run lies within the bytes, which are padded.
    unsafe XMLWide.isText(run.base, run.count)
  }

  func isBlank(_ run: Bytes) -> Bool {
    for index in 0..<run.count where !XMLCharacters.isSpace(run[index]) { return false }
    return true
  }
}
