/// Whole lines at the beginning of what is left of a file of lines.
struct JSONLineRun {
  private(set) var end: Int
  private(set) var recordCount = 0
  private(set) var lineCount = 0
  private(set) var emptyLineCount = 0
  /// The line after `end` is longer than a record may be.
  private(set) var isTooLong = false

  /// A line of white space alone is an empty one; a record's length is without its line feed.
  static func scan(
    _ bytes: Bytes, from start: Int, isLast: Bool, recordLimit: Int, countLimit: Int
  ) -> JSONLineRun {
    var run = JSONLineRun(end: start)
    var position = start
    while position < bytes.count {
      var feeds = JSONBytes.feeds(bytes, position)
      while feeds != 0 {
        let feed = position &+ feeds.trailingZeroBitCount
        feeds &= feeds &- 1
        guard feed &- run.end <= recordLimit else {
          run.isTooLong = true
          return run
        }
        guard run.recordCount < countLimit else { return run }
        run.take(bytes, upTo: feed)
        run.end = feed &+ 1
        run.lineCount &+= 1
      }
      position &+= 64
    }
    guard bytes.count &- run.end <= recordLimit else {
      run.isTooLong = true
      return run
    }
    if isLast, run.end < bytes.count, run.recordCount < countLimit {
      run.take(bytes, upTo: bytes.count, isWhole: false)
      run.end = bytes.count
    }
    return run
  }

  private mutating func take(_ bytes: Bytes, upTo feed: Int, isWhole: Bool = true) {
    var last = feed &- 1
    while last >= end, JSONBytes.isSpace(bytes[last]) { last &-= 1 }
    if last >= end {
      recordCount &+= 1
    } else if isWhole {
      emptyLineCount &+= 1
    }
  }
}

/// Whole lines of a list's rest that each look like one element and its comma, as most programs write lists.
///
/// Only the first and last bytes of a line are looked at: a string has no line feed in it (RFC 8259, section 7), but lines
/// may be parts of an element, or damaged. Whoever splits them finds that out.
struct JSONElementLines {
  /// After the last whole record, before its comma.
  private(set) var end: Int
  private(set) var recordCount = 0

  static func scan(_ bytes: Bytes, from start: Int, recordLimit: Int, countLimit: Int)
    -> JSONElementLines
  {
    var run = JSONElementLines(end: start)
    var lineStart = start
    var position = start
    while position < bytes.count {
      var feeds = JSONBytes.feeds(bytes, position)
      while feeds != 0 {
        let feed = position &+ feeds.trailingZeroBitCount
        feeds &= feeds &- 1
        guard run.recordCount < countLimit,
          let record = element(bytes, from: lineStart, upTo: feed, isFirst: lineStart == start),
          record.count <= recordLimit
        else { return run }
        run.recordCount &+= 1
        run.end = record.upperBound
        lineStart = feed &+ 1
      }
      position &+= 64
    }
    return run
  }

  /// What stands between a line's white space and its comma, in braces; nil for other lines.
  @inline(__always) private static func element(
    _ bytes: Bytes, from start: Int, upTo feed: Int, isFirst: Bool
  ) -> Range<Int>? {
    var first = start
    if !isFirst { while first < feed, bytes[first] <= 0x20 { first &+= 1 } }
    var last = feed &- 1
    while last > first, bytes[last] <= 0x20 { last &-= 1 }
    guard last &- first >= 2, bytes[last] == JSONBytes.comma,
      bytes[last &- 1] == JSONBytes.closeObject, bytes[first] == JSONBytes.openObject
    else { return nil }
    return first..<last
  }
}
