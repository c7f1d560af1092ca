import AuditModel

/// Finds where the records of plain XML end: outside of records it reads everything, within them it passes over all
/// but tags of the record's own name.
///
/// So it is exact for records that are well-formed, which the splitter finds out; what goes beyond the plain subset
/// is told by the frame's mark, `outside`.
package struct XMLFramer: Sendable {
  package let format: XMLPlainFormat
  private var outer: XMLOuterReader
  private var isOutside = false
  private let recordLimit: Int
  private let recordsPerFrame: Int
  /// The first bytes of the record's start and end tag, behind the `<`.
  private let opening: (word: UInt64, mask: UInt64)
  private let closing: (word: UInt64, mask: UInt64)
  /// Splits what was framed, where a record of the document can make several of the table.
  private let counter: XMLSplitter?
  /// Libxml2's own limit, and ours.
  static let depthLimit = 256

  /// Records of a run: what keeps a batch's table small when records are tiny and fields many.
  package static func recordsPerFrame(fields: Int) -> Int { max(1, 4_000_000 / max(1, fields)) }

  /// `RecordFrame.mark` of a document that is not plain XML, or not well-formed.
  package static let outside = -1

  package init(_ format: XMLPlainFormat, shape: XMLShape, limits: Limits) {
    self.format = format
    recordLimit = limits.cellBytes / 4
    opening = XMLFramer.word(format.recordName, skipping: 0)
    closing = XMLFramer.word(format.recordName, skipping: 1)
    recordsPerFrame = XMLFramer.recordsPerFrame(fields: shape.fieldCount)
    counter = shape.makesRows ? XMLSplitter(format, shape: shape, limits: limits) : nil
    outer = XMLOuterReader(path: format.path, prefixes: format.prefixes)
  }

  /// The records that end within what a batch has read, and what stands between them.
  package mutating func frame(_ batch: RecordBatch, isLast: Bool) -> RecordFrame {
    guard let counter else { return frame(batch.everything, isLast: isLast, most: recordsPerFrame) }
    // Only the splitter knows how many rows records make: fewer of them are framed until these are not too many.
    let table = CellTable(fieldCount: counter.shape.fieldCount)
    var most = recordsPerFrame
    while true {
      var attempt = self
      var frame = attempt.frame(batch.everything, isLast: isLast, most: most)
      var defects: [DefectEntry] = []
      table.removeAll()
      let bytes = batch.everything.slice(0, frame.byteCount)
      guard frame.mark != XMLFramer.outside,
        counter.split(bytes, into: table, defects: &defects)
      else { return outsideFrame(batch.everything) }
      if table.recordCount > recordsPerFrame, frame.recordCount > 1 {
        most = max(1, min(frame.recordCount, most) / 2)
        continue
      }
      self = attempt
      frame.recordCount = table.recordCount
      frame.isIndivisible = true
      return frame
    }
  }

  /// `isLast`: the document ends where the bytes do; `most`: records that the frame may have.
  mutating func frame(_ bytes: Bytes, isLast: Bool, most: Int) -> RecordFrame {
    guard !isOutside else { return outsideFrame(bytes) }
    var frame = RecordFrame()
    var position = 0
    while position < bytes.count {
      if outer.hasBegun, isBlank(bytes[position]), position + 1 < bytes.count || isLast {
        position += 1
        continue
      }
      let isNamed = bytes[position] == 0x3C && isName(bytes, position + 1)
      let isRecord = isNamed && outer.expectsRecord
      // The splitter takes every element of that name for a record.
      guard isRecord || !isNamed else { return outsideFrame(bytes) }
      if isRecord, frame.recordCount >= most { break }
      var end =
        isRecord
        ? recordEnd(bytes, position) : outer.piece(bytes, position, isLast: isLast)
      // Without the end in sight, a byte is kept back, so that the last call of all has something to look at.
      if isRecord, end == bytes.count, !isLast { end = XMLMarkup.runsOut }
      if end == XMLMarkup.runsOut {
        if isLast || bytes.count - position > recordLimit { return outsideFrame(bytes) }
        break
      }
      guard end >= 0, !isRecord || end - position <= recordLimit else { return outsideFrame(bytes) }
      if isRecord {
        outer.noteRecord()
        frame.recordCount += 1
      }
      position = end
    }
    if isLast, position == bytes.count, !outer.isAfterRoot { return outsideFrame(bytes) }
    frame.byteCount = position
    frame.lineCount = XMLCharacters.lineCount(bytes.slice(0, position))
    return frame
  }

  private mutating func outsideFrame(_ bytes: Bytes) -> RecordFrame {
    isOutside = true
    var frame = RecordFrame()
    frame.byteCount = bytes.count
    frame.mark = XMLFramer.outside
    return frame
  }

  @inline(__always) private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
  }

  /// Whether the record's name stands at a position, and ends there.
  ///
  /// False also when the bytes end first.
  func isName(_ bytes: Bytes, _ start: Int) -> Bool {
    let end = start + format.recordName.count
    guard end < bytes.count else { return false }
    for (index, byte) in format.recordName.enumerated() where bytes[start + index] != byte {
      return false
    }
    return !XMLCharacters.mayBeInName(bytes[end])
  }
}

extension XMLFramer {
  /// Where the record that begins at a position ends, `XMLMarkup.outside` or `runsOut`.
  ///
  /// Its end is the end tag of its own name at the same depth; tags with other names are passed over unseen,
  /// comments, instructions and sections as wholes.
  private func recordEnd(_ bytes: Bytes, _ start: Int) -> Int {
    let nameCount = format.recordName.count
    let ((open, openMask), (close, closeMask)) = (opening, closing)
    var position = start + 1 + nameCount
    var isEmpty = false
    if bytes[position] == 0x3E {
      position += 1
    } else {
      (position, isEmpty) = XMLMarkup.tagEnd(bytes, position)
    }
    guard position >= 0 else { return position }
    if isEmpty { return position }
    var depth = 1
    scanning: while position < bytes.count {
      let rest = bytes.count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      // SAFETY: bytes are padded, and the surplus is masked out.
      var found = unsafe ByteBlock(bytes.base + position).equal(0x3C) & valid
      while found != 0 {
        let tag = position &+ found.trailingZeroBitCount
        found &= found &- 1
        let next = bytes.word(at: tag &+ 1)
        let first = UInt8(truncatingIfNeeded: next)
        // One branch that is hardly ever taken: a tag of the record's name, or what is no tag.
        guard
          next & closeMask == close || next & openMask == open || first == 0x21 || first == 0x3F
        else { continue }
        guard tag + 1 < bytes.count else { return XMLMarkup.runsOut }
        switch first {
        case 0x2F:
          guard isName(bytes, tag + 2) else {
            // Perhaps the bytes end within the name.
            if tag + 2 + nameCount >= bytes.count { return XMLMarkup.runsOut }
            continue
          }
          let end = XMLMarkup.skipSpace(bytes, tag + 2 + nameCount)
          guard end < bytes.count else { return XMLMarkup.runsOut }
          depth -= 1
          if depth == 0 { return bytes[end] == 0x3E ? end + 1 : XMLMarkup.outside }
          position = end
        case 0x21, 0x3F:
          position = XMLMarkup.pieceEnd(bytes, tag)
          guard position >= 0 else { return position }
        default:
          guard isName(bytes, tag + 1) else {
            if tag + 1 + nameCount >= bytes.count { return XMLMarkup.runsOut }
            continue
          }
          (position, isEmpty) = XMLMarkup.tagEnd(bytes, tag + 1 + nameCount)
          guard position >= 0 else { return position }
          if !isEmpty { depth += 1 }
          if depth > XMLFramer.depthLimit { return XMLMarkup.outside }
        }
        continue scanning
      }
      position += 64
    }
    return XMLMarkup.runsOut
  }

  /// The first bytes of the name as `Bytes.word` gives them, and which of its bytes they are.
  ///
  /// `skipping`: 1 for a name after a `/`.
  private static func word(_ name: [UInt8], skipping: Int) -> (word: UInt64, mask: UInt64) {
    var (word, mask): (UInt64, UInt64) = (0, 0)
    if skipping == 1 { (word, mask) = (0x2F, 0xFF) }
    for (index, byte) in name.prefix(8 - skipping).enumerated() {
      word |= UInt64(byte) << UInt64(8 * (index + skipping))
      mask |= 0xFF << UInt64(8 * (index + skipping))
    }
    return (word, mask)
  }
}
