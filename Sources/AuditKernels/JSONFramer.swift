/// Cuts JSON into runs of whole records, exactly and fast, since it runs before all else, one call after another.
///
/// Lines (NDJSON): a line feed ends a record, because RFC 8259 has none within strings. A list: brackets and quotes say
/// where its elements end (see `JSONElement`), commas must stand between them, and the document around it is
/// read strictly. What is wrong inside a record is found when it is split.
package struct JSONFramer: Sendable {
  package enum Form: Sendable, Hashable {
    case lines
    /// The elements of a list within one document.
    case list(JSONDocumentScan.Goal)
  }

  private enum Phase: Sendable {
    case top, line, restOfLine, document
    /// Before the list's first element; before one after a comma; after one.
    case first, next, after
    /// Within an element that is longer than the limit.
    case long(JSONDocumentScan)
    case end
  }

  private let form: Form
  private let limits: JSONLimits
  /// Records of a run at most.
  package var recordsPerFrame: Int
  /// A list's lines are taken for its elements where they look like it: see `RecordFrame.isGuessed`.
  package var guessesLines = false
  private var phase = Phase.top
  private var scan: JSONDocumentScan
  package private(set) var hasByteOrderMark = false
  /// Why nothing can be read from here on.
  package private(set) var fault: JSONPlacedFault?

  package init(_ form: Form, limits: JSONLimits) {
    self.form = form
    self.limits = limits
    recordsPerFrame = limits.recordsPerFrame
    let goal: JSONDocumentScan.Goal = if case .list(let goal) = form { goal } else { .value }
    scan = JSONDocumentScan(goal, depthLimit: limits.depth)
  }

  /// The member names that led to the list, once it was found by searching.
  package var way: [[UInt8]] { scan.way }

  /// Whether the list of records was reached.
  package var isInList: Bool {
    switch phase {
    case .first, .next, .after, .long: true
    default: false
    }
  }

  /// The whole records among what a batch has read.
  package mutating func frame(_ batch: RecordBatch, isLast: Bool) -> RecordFrame {
    frame(batch.everything, isLast: isLast)
  }

  /// The whole records at the beginning of `bytes`, which begin where the last frame ended.
  ///
  /// `isLast`: the input ends where the bytes do. A frame of no bytes at all, before the end: more must be read.
  mutating func frame(_ bytes: Bytes, isLast: Bool) -> RecordFrame {
    var frame = RecordFrame()
    var position = 0
    while fault == nil {
      guard let next = step(bytes, position, isLast, &frame) else { break }
      position = next
    }
    frame.skippedLines = JSONBytes.lineCount(bytes, 0, frame.skippedCount)
    return frame
  }

  /// Goes on from a byte: passes over what is no record, or frames records; nil when the frame is done.
  private mutating func step(
    _ bytes: Bytes, _ position: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) -> Int? {
    frame.skippedCount = position
    switch phase {
    case .top: return top(bytes, isLast)
    case .line:
      lines(bytes, position, isLast, &frame)
      return nil
    case .restOfLine:
      guard let end = JSONBytes.lineEnd(bytes, position, bytes.count) else {
        frame.skippedCount = bytes.count
        return nil
      }
      phase = .line
      return end + 1
    case .document: return document(bytes, position, isLast, &frame)
    case .first, .next, .after: return between(bytes, position, isLast, &frame)
    case .long(let scan): return long(scan, bytes, position, isLast, &frame)
    case .end:
      frame.skippedCount = bytes.count
      return nil
    }
  }

  private mutating func top(_ bytes: Bytes, _ isLast: Bool) -> Int? {
    guard bytes.count >= 3 || isLast else { return nil }
    phase = if case .lines = form { .line } else { .document }
    hasByteOrderMark =
      bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    return hasByteOrderMark ? 3 : 0
  }

  private mutating func stop(_ fault: JSONFault, at offset: Int) -> Int? {
    self.fault = JSONPlacedFault(fault: fault, offset: offset)
    return nil
  }

  // MARK: Around the list

  private mutating func document(
    _ bytes: Bytes, _ position: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) -> Int? {
    switch scan.feed(bytes, from: position) {
    case .list(let at):
      phase = .first
      return at
    case .fault(let fault, let at): return stop(fault, at: at)
    case .more, .end:
      frame.skippedCount = bytes.count
      guard isLast else { return nil }
      phase = .end
      if let fault = scan.finish() { return stop(fault, at: bytes.count) }
      return nil
    }
  }

  /// Looks for the next element, or the list's end.
  private mutating func between(
    _ bytes: Bytes, _ start: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) -> Int? {
    let position = JSONBytes.skipSpace(bytes, start, bytes.count)
    frame.skippedCount = position
    guard position < bytes.count else {
      return isLast ? stop(.unfinished, at: position) : nil
    }
    let byte = bytes[position]
    if case .after = phase {
      if byte == JSONBytes.comma {
        phase = .next
        return position + 1
      }
      return byte == JSONBytes.closeArray
        ? leaveList(position) : stop(.commaExpected, at: position)
    }
    if byte == JSONBytes.closeArray {
      if case .first = phase { return leaveList(position) }
      return stop(.trailingComma, at: position)
    }
    guard byte != JSONBytes.comma else { return stop(.valueExpected, at: position) }
    elements(bytes, position, isLast, &frame)
    return nil
  }

  private mutating func leaveList(_ position: Int) -> Int {
    scan.closeList()
    phase = .document
    return position + 1
  }

  // MARK: Elements

  /// Frames the elements from one on.
  private mutating func elements(
    _ bytes: Bytes, _ start: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) {
    if guessesLines {
      let run = JSONElementLines.scan(
        bytes, from: start, recordLimit: limits.recordBytes, countLimit: recordsPerFrame)
      if run.recordCount > 0 {
        frame.byteCount = run.end - start
        frame.recordCount = run.recordCount
        frame.lineCount = run.recordCount - 1
        frame.isGuessed = true
        phase = .after
        return
      }
    }
    let run = JSONListRun.scan(
      bytes, from: start, recordLimit: limits.recordBytes, countLimit: recordsPerFrame)
    if run.recordCount > 0 {
      frame.byteCount = run.end - start
      frame.recordCount = run.recordCount
      frame.lineCount = run.lineCount
      phase = .after
      return
    }
    let isShort = bytes.count - start <= limits.recordBytes
    if run.needsMore, isShort, !isLast { return }
    slowly(bytes, start, isLast, &frame)
  }

  /// The same, one element at a time, wherever brackets and quotes are not as usual.
  private mutating func slowly(
    _ bytes: Bytes, _ start: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) {
    var position = start
    while frame.recordCount < recordsPerFrame {
      let end = JSONElement.end(bytes, from: position)
      guard case .end(let after) = end, after - position <= limits.recordBytes else {
        if frame.recordCount == 0 { giveUp(bytes, position, end, isLast, &frame) }
        break
      }
      frame.recordCount += 1
      frame.byteCount = after - start
      phase = .after
      position = JSONBytes.skipSpace(bytes, after, bytes.count)
      guard position < bytes.count, bytes[position] == JSONBytes.comma else { break }
      position = JSONBytes.skipSpace(bytes, position + 1, bytes.count)
      guard position < bytes.count, bytes[position] != JSONBytes.comma,
        bytes[position] != JSONBytes.closeArray
      else { break }
    }
    frame.lineCount = JSONBytes.lineCount(bytes, start, start + frame.byteCount)
  }

  /// The first element has no end in sight, has none at all, or is too long.
  private mutating func giveUp(
    _ bytes: Bytes, _ start: Int, _ end: JSONElement.End, _ isLast: Bool, _ frame: inout RecordFrame
  ) {
    let isTooLong = end.isAtLeast(start + limits.recordBytes + 1, bytes.count)
    if end == .needsMore, !isLast, !isTooLong { return }
    var strict = JSONDocumentScan(.value, depthLimit: 1 << 20)
    if isTooLong {
      // The beginning is a record, the rest is read strictly: then its end is certain.
      let kept = start + limits.recordBytes
      switch strict.feed(bytes.slice(0, kept), from: start) {
      case .fault(let fault, let at):
        _ = stop(fault, at: at)
        return
      case .end(let at) where at < kept:
        _ = stop(.commaExpected, at: at)
        return
      default: break
      }
      frame.byteCount = limits.recordBytes
      frame.recordCount = 1
      frame.lineCount = JSONBytes.lineCount(bytes, start, kept)
      frame.isCut = true
      phase = .long(strict)
      return
    }
    switch strict.feed(bytes, from: start) {
    case .fault(let fault, let at): _ = stop(fault, at: at)
    case .more, .list: _ = stop(.unfinished, at: bytes.count)
    case .end(let at): _ = stop(at < bytes.count ? .commaExpected : .unfinished, at: at)
    }
  }

  private mutating func long(
    _ scan: JSONDocumentScan, _ bytes: Bytes, _ position: Int, _ isLast: Bool,
    _ frame: inout RecordFrame
  ) -> Int? {
    var scan = scan
    switch scan.feed(bytes, from: position) {
    case .fault(let fault, let at): return stop(fault, at: at)
    case .end(let at):
      phase = .after
      return at
    case .more, .list:
      frame.skippedCount = bytes.count
      phase = .long(scan)
      return isLast ? stop(.unfinished, at: bytes.count) : nil
    }
  }

  // MARK: Lines

  private mutating func lines(
    _ bytes: Bytes, _ start: Int, _ isLast: Bool, _ frame: inout RecordFrame
  ) {
    let run = JSONLineRun.scan(
      bytes, from: start, isLast: isLast, recordLimit: limits.recordBytes,
      countLimit: recordsPerFrame)
    frame.byteCount = run.end - start
    frame.recordCount = run.recordCount
    frame.lineCount = run.lineCount
    frame.emptyLineCount = run.emptyLineCount
    guard run.end == start, run.isTooLong else { return }
    frame.byteCount = limits.recordBytes
    frame.recordCount = 1
    frame.isCut = true
    phase = .restOfLine
  }
}

extension JSONElement.End {
  /// Whether the element is known to reach so far.
  fileprivate func isAtLeast(_ position: Int, _ count: Int) -> Bool {
    switch self {
    case .end(let end): end >= position
    case .needsMore: count >= position
    case .broken(let at): at >= position
    }
  }
}

extension RecordBatch {
  /// Whether the records that were framed, of a list, stand on lines of their own, each with its comma.
  package var hasElementLines: Bool {
    guard frame.recordCount > 1, !frame.isCut else { return false }
    let run = JSONElementLines.scan(
      bytes, from: 0, recordLimit: frame.byteCount, countLimit: frame.recordCount)
    // After the last the frame ends.
    return run.recordCount == frame.recordCount - 1
  }

  /// Line feeds among the first bytes there are.
  package func lineFeeds(upTo offset: Int) -> Int {
    JSONBytes.lineCount(everything, 0, min(offset, readCount))
  }
}
