/// What becomes of the values that a record's scan meets.
extension JSONRecordScan {
  /// Reads a string, number or word; the byte after it, nil at a fault.
  mutating func scalar(_ start: Int, _ end: Int, _ node: Int) -> Int? {
    let byte = bytes[start]
    if byte == JSONBytes.quote { return string(start, end, node) }
    let number = JSONNumber.end(bytes, start, end)
    // Where a record is cut within a number, more digits may have followed: it has none that is whole.
    guard let after = number ?? word(start, end),
      after == end ? number == nil || depth == 0 : isDelimiter(bytes[after])
    else { return fail(.malformedRecord, at: start) }
    addSlot(upTo: start, next: after, node)
    if byte == 0x6E {
      deliverNull(node)
    } else {
      let isNumber = byte != 0x74 && byte != 0x66
      deliver(node, start, after, isNumber: isNumber, hasEscapes: false, position: start)
    }
    return after
  }

  private func word(_ start: Int, _ end: Int) -> Int? {
    let text: StaticString
    switch bytes[start] {
    case 0x6E: text = "null"
    case 0x74: text = "true"
    case 0x66: text = "false"
    default: return nil
    }
    let count = text.utf8CodeUnitCount
    guard start + count <= end else { return nil }
    for index in 0..<count {
      // SAFETY: a static string has as many bytes as it says.
      guard bytes[start + index] == (unsafe text.utf8Start[index]) else { return nil }
    }
    return start + count
  }

  private func isDelimiter(_ byte: UInt8) -> Bool {
    byte == JSONBytes.comma || byte == JSONBytes.closeArray || byte == JSONBytes.closeObject
      || JSONBytes.isSpace(byte)
  }

  private mutating func string(_ start: Int, _ end: Int, _ node: Int) -> Int? {
    let plain = JSONBytes.plainEnd(bytes, start + 1, end)
    if plain < end, bytes[plain] == JSONBytes.quote {
      checkUTF8(start + 1, plain, node)
      addSlot(upTo: start, next: plain + 1, node)
      deliver(node, start + 1, plain, isNumber: false, hasEscapes: false, position: start)
      return plain + 1
    }
    let offset = beside.count
    let reading = JSONEscape.undo(bytes, start + 1, end, to: beside)
    guard reading.isClosed else { return fail(.malformedRecord, at: reading.end) }
    noteEscapes(reading, fieldForNotes(node), start)
    checkUTF8(start + 1, reading.end, node)
    addSlot(upTo: start, next: reading.end + 1, node)
    if isInList {
      // The separator comes first.
      beside.truncate(to: offset)
      deliver(node, start + 1, reading.end, isNumber: false, hasEscapes: true, position: start)
    } else if node > 0, let field = field(of: node, start), admits(node) {
      setBeside(field, from: offset, start)
    } else {
      beside.truncate(to: offset)
    }
    return reading.end + 1
  }

  /// The field that a single value at a node is of; nil, and noted, where the node only leads to others.
  private mutating func field(of node: Int, _ position: Int) -> Int? {
    let field = Int(tree.nodes[node].field)
    guard field >= 0 else {
      note(.wrongNesting, firstField(below: node), position)
      return nil
    }
    if tree.hasChildren(node) { isPlain = false }
    return field
  }

  /// The field that a defect of a value is told of.
  private func fieldForNotes(_ node: Int) -> Int {
    var node = node
    if isInList { node = top.node }
    let field = node >= 0 ? Int(tree.nodes[node].field) : -1
    return field >= 0 ? field : tree.fieldCount
  }

  mutating func noteEscapes(_ reading: JSONEscape.Reading, _ field: Int, _ position: Int) {
    if reading.loneSurrogates > 0 { note(.loneSurrogate, field, position) }
    if reading.hasNul { note(.nulByte, field, position) }
  }

  /// Looks at a member's value, or at a name where `node` is nil.
  mutating func checkUTF8(_ start: Int, _ end: Int, _ node: Int?) {
    // SAFETY: the text lies within the batch's bytes, which are padded.
    guard !(unsafe Utf8Kernel.isWellFormed(bytes.base + start, end &- start)) else { return }
    note(.invalidUTF8, node.map { fieldForNotes($0) } ?? tree.fieldCount, start)
  }

  // MARK: Cells

  private mutating func deliver(
    _ node: Int, _ start: Int, _ end: Int, isNumber: Bool, hasEscapes: Bool, position: Int
  ) {
    if isInList {
      let outer = top
      guard outer.node >= 0 else { return }
      if isNumber, tree.nodes[outer.node].isText {
        note(.numberForText, Int(tree.nodes[outer.node].field), position)
      }
      join(outer.node, Element(start: start, end: end, hasEscapes: hasEscapes, isNull: false))
      return
    }
    guard node > 0, let field = field(of: node, position), admits(node) else { return }
    if isNumber, tree.nodes[node].isText { note(.numberForText, field, position) }
    let index = field &* columns.capacity &+ record
    guard end - start > limits.cellBytes else {
      columns.starts[index] = UInt32(truncatingIfNeeded: start)
      columns.lengths[index] = Int32(truncatingIfNeeded: end &- start)
      if end > start, bytes[start] <= 0x20 { columns.noteBlank(field) }
      return
    }
    let offset = beside.append(bytes.slice(start, end - start))
    setBeside(field, from: offset, position)
  }

  private mutating func deliverNull(_ node: Int) {
    if isInList {
      let nothing = Element(start: 0, end: 0, hasEscapes: false, isNull: true)
      if top.node >= 0 { join(top.node, nothing) }
      return
    }
    guard node > 0 else { return }
    if tree.hasChildren(node) { isPlain = false }
    for below in node..<Int(tree.nodes[node].next)
    where tree.nodes[below].field >= 0 && admits(below) {
      setNull(Int(tree.nodes[below].field))
    }
  }

  func setNull(_ field: Int) {
    columns.lengths[field &* columns.capacity &+ record] = CellTable.null
  }

  /// What was put beside from an offset on is a field's value, as far as the limit goes.
  private mutating func setBeside(_ field: Int, from offset: Int, _ position: Int) {
    var count = beside.count - offset
    if count > limits.cellBytes {
      note(.tooLong, field, position)
      count = limits.cellBytes
      let text = beside.bytes(at: offset, count: count + 1)
      // Not within a character.
      for _ in 0..<3 where count > 0 && text[count] & 0xC0 == 0x80 { count -= 1 }
      beside.truncate(to: offset + count)
    }
    let index = field &* columns.capacity &+ record
    columns.noteBlank(field)
    columns.starts[index] = UInt32(truncatingIfNeeded: offset)
    columns.lengths[index] = Int32(truncatingIfNeeded: count) | CellTable.besideFlag
  }

  /// Whether a field's value is to be taken from this way: not if a better one gave it.
  mutating func admits(_ node: Int) -> Bool {
    guard tree.hasChoices else { return true }
    let (field, rank) = (Int(tree.nodes[node].field), tree.nodes[node].rank)
    if choices[field].serial == serial {
      isPlain = false
      if choices[field].rank < rank { return false }
    }
    choices[field] = Choice(serial: serial, rank: rank)
    return true
  }

  // MARK: Lists

  private mutating func join(_ node: Int, _ element: Element) {
    guard !joinIsBroken else { return }
    joinCount += 1
    guard Int(tree.nodes[node].field) != spreadField else {
      if joinCount <= elementLimit { elements.append(element) }
      return
    }
    if joinCount > 1 { _ = beside.append(separator) }
    append(element)
  }

  private func append(_ element: Element) {
    if element.hasEscapes {
      _ = JSONEscape.undo(bytes, element.start, element.end + 1, to: beside)
    } else {
      _ = beside.append(bytes.slice(element.start, element.end - element.start))
    }
  }

  mutating func endJoin(_ node: Int) {
    let field = Int(tree.nodes[node].field)
    if joinIsBroken {
      elements.removeAll()
      setNull(field)
    } else {
      if field == spreadField, joinCount > elementLimit { note(.tooLong, field, joinPosition) }
      setBeside(field, from: joinStart, joinPosition)
    }
    joinStart = -1
  }

  /// Makes further records of the one read last, which has the first element of its list: the same cells, but for that one.
  mutating func spread(over records: Range<Int>) {
    for (record, element) in zip(records, elements) {
      if record > records.lowerBound {
        for field in 0..<tree.fieldCount {
          let column = field &* columns.capacity
          columns.starts[column &+ record] = columns.starts[column &+ records.lowerBound]
          columns.lengths[column &+ record] = columns.lengths[column &+ records.lowerBound]
        }
      }
      self.record = record
      guard !element.isNull else {
        setNull(spreadField)
        continue
      }
      let offset = beside.count
      append(element)
      setBeside(spreadField, from: offset, joinPosition)
    }
  }
}
