/// The splitting of one batch: the loop over its tags.
///
/// Written for speed: the usual tag is the expected one, the usual element holds text only, and costs a comparison
/// of its start tag, a scan of its text and a comparison of its end tag, each sixteen bytes and more at a time. All
/// else is in `XMLSplitText` and `XMLSplitNames`. Every byte of a record is looked at by one of them.
struct XMLSplitRun {
  let bytes: Bytes
  var names: XMLLearnedNames
  var cells: XMLCells
  var scratch: XMLSplitScratch
  let depthLimit: Int
  let isTrusted: Bool
  var position = 0
  /// Line ends before the position.
  var lines = 0
  /// Where the records are, if the bytes do not tell.
  var places: [XMLGivenPlace]?
  private var recordNumber = 0
  /// The row of the last record that was found to have stray text.
  var lastStray = -1
  var defects: [DefectEntry] = []

  init(
    bytes: Bytes, names: XMLLearnedNames, cells: XMLCells, scratch: XMLSplitScratch,
    depthLimit: Int, isTrusted: Bool
  ) {
    self.bytes = bytes
    self.names = names
    self.cells = cells
    self.scratch = scratch
    self.depthLimit = depthLimit
    self.isTrusted = isTrusted
  }

  /// False when something is not plain, or not well-formed.
  mutating func split(_ splitter: XMLSplitter) -> Bool {
    while true {
      guard passGap() else { return false }
      guard position < bytes.count else { return true }
      guard splitRecord(splitter) else { return false }
    }
  }

  /// Moves to the next record, or to the end, over what the framer has read already.
  private mutating func passGap() -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x0A {
        lines &+= 1
        position &+= 1
      } else if byte == 0x3C {
        if isTag(0) { return true }
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        let end =
          next == 0x21 || next == 0x3F
          ? XMLMarkup.pieceEnd(bytes, position) : XMLMarkup.tagEnd(bytes, position + 1).end
        guard end > position, !isTrusted else { return false }
        lines &+= XMLCharacters.lineCount(bytes.slice(position, end - position))
        position = end
      } else {
        position &+= 1
      }
    }
    return true
  }

  /// Whether a tag of the entry's name begins at the position.
  @inline(__always) func isTag(_ entry: Int) -> Bool {
    names.isTag(entry, bytes, position)
      && !XMLCharacters.mayBeInName(bytes.byte(position &+ 1 &+ Int(names.entries[entry].count)))
  }

  private mutating func beginRecord() {
    guard let places, recordNumber < places.count else {
      return cells.beginRecord(start: position, line: lines)
    }
    cells.beginRecord(start: places[recordNumber].start, line: places[recordNumber].line)
    recordNumber += 1
  }

  /// What the loop asks at every tag, as values of its own: asked of `self`, each costs a walk through memory.
  private struct Known {
    var entries: Store<XMLLearnedNames.Entry>
    var tokens: Store<UInt8>
    let bytes: Bytes

    init(_ run: borrowing XMLSplitRun) {
      entries = run.names.entries
      tokens = run.names.tokens
      bytes = run.bytes
    }

    /// Whether a start tag of the entry's name begins at a position.
    @inline(__always) func isTag(_ entry: Int, _ at: Int) -> Bool {
      let mask = entries[entry].mask
      // SAFETY: tokens and bytes are both readable for 32 bytes and more from there.
      let same = unsafe XMLWide.equal32(bytes.base + at, tokens.base + Int(entries[entry].token))
      return same & mask == mask && mask != ~0
        && !XMLCharacters.mayBeInName(bytes.byte(at &+ 1 &+ Int(entries[entry].count)))
    }

    /// Whether an end tag of the entry's name begins at a position, which need not be one of the bytes.
    @inline(__always) func isEndTag(_ entry: Int, _ at: Int) -> Bool {
      let mask = entries[entry].mask >> 1
      // SAFETY: as above.
      let same = unsafe XMLWide.equal32(
        bytes.base + at + 2, tokens.base + Int(entries[entry].token) + 1)
      return same & mask == mask && mask != ~0 >> 1
        && bytes.byte(at &+ 2 &+ Int(entries[entry].count)) == 0x3E
    }
  }

  /// Reads the record that begins at the position; names longer than 30 bytes always take the slower ways.
  private mutating func splitRecord(_ splitter: XMLSplitter) -> Bool {
    beginRecord()
    let bytes = bytes
    var known = Known(self)
    // The position, but where another function is to go on from it.
    var at = position
    var entry = 0
    var expected = -1
    var previous = -1
    var parent = -1
    while true {
      // At a start tag of the entry's name.
      let column = known.entries[entry].column
      let count = Int(known.entries[entry].count)
      at &+= count &+ 1
      if known.entries[entry].flags & XMLLearnedNames.Entry.makesRows != 0, !cells.beginRow() {
        return false
      }
      var isEmpty = false
      var isNil = false
      if bytes.byte(at) == 0x3E {
        at &+= 1
      } else if bytes.byte(at) == 0x2F, bytes.byte(at &+ 1) == 0x3E {
        isEmpty = true
        at &+= 2
      } else {
        position = at
        guard readAttributes(of: entry, splitter, &isEmpty, &isNil) else { return false }
        at = position
        known = Known(self)
      }
      var isClosed = isEmpty
      if isEmpty {
        put(column, at, 0, isNil)
      } else {
        // An element that holds text only, as nearly all do.
        var high: UInt32 = 0
        let end = textEnd(at, &high)
        if end < bytes.count, bytes.byte(end) == 0x3C, bytes.byte(end &+ 1) == 0x2F,
          known.isEndTag(entry, end)
        {
          // SAFETY: the text lies among the bytes.
          if high != 0, unsafe !XMLWide.isText(bytes.base + at, end &- at) { return false }
          if column >= 0 {
            put(column, at, end &- at, isNil)
          } else {
            noteStray(entry, isBlank: isBlank(bytes.slice(at, end &- at)))
          }
          at = end &+ 3 &+ count
          isClosed = true
        } else {
          position = at
          // White space before the first element within is nobody's value.
          if column < 0 { passBlanks() }
          let next = bytes.byte(position &+ 1)
          if column >= 0 || bytes.byte(position) != 0x3C || next == 0x2F || next == 0x21
            || next == 0x3F
          {
            guard let outcome = readText(of: entry, isNil) else { return false }
            isClosed = outcome == .closed
          }
          at = position
        }
      }
      if isClosed {
        if parent < 0 { return endRecord(at) }
        previous = entry
        expected = Int(known.entries[entry].next)
      } else {
        scratch.open.append(Int32(entry))
        guard scratch.open.count < depthLimit else { return false }
        parent = entry
        previous = -1
        expected = Int(known.entries[entry].firstChild)
      }
      // Among the parent's elements, up to the next start tag.
      while true {
        if expected >= 0, at < bytes.count, known.isTag(expected, at),
          known.entries[expected].owner == known.entries[parent].node,
          known.entries[parent].column < 0
        {
          entry = expected
          break
        }
        position = at
        let isField = known.entries[parent].column >= 0
        if !isField { passBlanks() }
        guard position < bytes.count else { return false }
        let next = bytes.byte(position &+ 1)
        if isField || bytes[position] != 0x3C || next == 0x21 || next == 0x3F {
          guard readMixed(in: parent) else { return false }
        }
        if bytes.byte(position &+ 1) == 0x2F {
          guard close(parent) else { return false }
          at = position
          guard let outer = scratch.open.last else { return endRecord(at) }
          previous = parent
          expected = Int(known.entries[parent].next)
          parent = Int(outer)
          continue
        }
        at = position
        if expected < 0 || known.entries[expected].owner != known.entries[parent].node
          || !known.isTag(expected, at)
        {
          guard let found = find(in: parent, after: previous, expected, splitter) else {
            return false
          }
          known = Known(self)
          entry = found
        } else {
          entry = expected
        }
        break
      }
    }
  }

  @inline(__always) private mutating func endRecord(_ at: Int) -> Bool {
    position = at
    cells.endRecord()
    return position <= bytes.count
  }

  /// Ends the element that is open innermost, at its end tag.
  private mutating func close(_ parent: Int) -> Bool {
    guard names.isName(parent, bytes, position &+ 2) else { return false }
    position &+= 2 &+ Int(names.entries[parent].count)
    if bytes.byte(position) != 0x3E {
      guard passBlanksInTag() else { return false }
    }
    guard position < bytes.count else { return false }
    position &+= 1
    if names.entries[parent].column >= 0 { closeMixed(names.entries[parent]) }
    scratch.open.removeLast()
    return true
  }

  @inline(__always) mutating func put(_ column: Int32, _ start: Int, _ count: Int, _ isNil: Bool) {
    guard column >= 0 else { return }
    if isNil, count == 0 { return cells.putNull(Int(column)) }
    cells.put(Int(column), start: start, count: count)
  }

  /// The first byte from a position on that text cannot simply run over; the bytes' end at the furthest.
  @inline(__always) func textEnd(_ start: Int, _ high: inout UInt32) -> Int {
    var at = start
    while at < bytes.count {
      // SAFETY: bytes are padded by more than the 16 that are read here.
      let found = unsafe XMLWide.stops(bytes.base + at)
      if found.stops != 0 {
        let count = found.stops.trailingZeroBitCount
        high |= found.high & ((1 << UInt32(count)) &- 1)
        return min(at &+ count, bytes.count)
      }
      high |= found.high
      at &+= 16
    }
    return bytes.count
  }

  /// Passes over blanks, tabs and line feeds.
  @inline(__always) private mutating func passBlanks() {
    while position < bytes.count {
      // SAFETY: bytes are padded by more than the 16 that are read here.
      let found = unsafe XMLWide.blanks(bytes.base + position)
      let count = (~found.blanks).trailingZeroBitCount
      if count == 0 { return }
      let passed: UInt32 = (1 << UInt32(count)) &- 1
      lines &+= (found.feeds & passed).nonzeroBitCount
      position &+= count
      if count < 16 { return }
    }
  }

  /// Passes over white space before the `>` of an end tag, to that.
  private mutating func passBlanksInTag() -> Bool {
    let end = XMLMarkup.skipSpace(bytes, position)
    guard end < bytes.count, bytes[end] == 0x3E else { return false }
    let space = bytes.slice(position, end - position)
    guard XMLCharacters.areLegal(space) else { return false }
    lines &+= XMLCharacters.lineCount(space)
    position = end
    return true
  }
}

extension Bytes {
  /// The byte at an index, which may be one of those that pad the end.
  @inline(__always) func byte(_ index: Int) -> UInt8 {
    assert(index >= 0 && index < count + 64)
    // SAFETY: bytes are padded by 64 and more.
    return unsafe base[index]
  }
}
