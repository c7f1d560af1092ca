/// Whole objects at the beginning of a list's rest, found 64 bytes at a time.
///
/// Masks of bits say which bytes are within strings (backslash runs counted, RFC 8259 section 7), and whether quotes stand
/// where they can; brackets are then few. At whatever is not as usual the run ends: `JSONElement` decides.
struct JSONListRun {
  /// After the last whole record.
  private(set) var end: Int
  private(set) var recordCount = 0
  /// Line feeds up to `end`.
  private(set) var lineCount = 0
  /// The run ended because the bytes did, not because something was unusual.
  private(set) var needsMore = false

  private let bytes: Bytes
  private let recordLimit: Int
  private let countLimit: Int
  /// Where the next element begins, and how many brackets are open.
  private var start: Int
  private var depth = 0
  /// Open brackets, the innermost the lowest bit: 1 for a list.
  private var kinds: UInt64 = 0
  private static let depthLimit = 60

  static func scan(_ bytes: Bytes, from start: Int, recordLimit: Int, countLimit: Int)
    -> JSONListRun
  {
    var run = JSONListRun(
      end: start, bytes: bytes, recordLimit: recordLimit, countLimit: countLimit, start: start)
    if bytes[start] == JSONBytes.openObject { run.needsMore = run.scanBlocks() }
    return run
  }

  /// False at something unusual, or when there are records enough.
  private mutating func scanBlocks() -> Bool {
    var position = start
    // What the block before says of this one's first byte: bits 0 of the masks below.
    var inside: UInt64 = 0
    var escapeCarry: UInt64 = 0
    var openerCarry: UInt64 = 1
    var closedCarry: UInt64 = 0
    var lines = 0
    while position < bytes.count {
      // SAFETY: batches and arenas pad their bytes by 64 and more.
      let block = unsafe ByteBlock(bytes.base + position)
      let rest = bytes.count &- position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 &- rest)
      let backslashes = block.equal(JSONBytes.backslash) & valid
      var quotes = block.equal(JSONBytes.quote) & valid
      if backslashes | escapeCarry != 0 {
        quotes &= ~JSONListRun.escaped(backslashes, &escapeCarry)
      }
      let strings = prefixParity(quotes) ^ inside
      inside = 0 &- (strings >> 63)
      let outside = valid & ~strings
      let opens = block.equalFolded(JSONBytes.openObject) & outside
      let closes = block.equalFolded(JSONBytes.closeObject) & outside
      let marks = (block.equal(JSONBytes.comma) | block.equal(JSONBytes.colon)) & outside
      let spaces = block.atMost(0x20) & outside
      // The first bytes, other than white space, after each `{ [ , :` and after each closing quote.
      let afterOpener = JSONListRun.next(opens | marks, over: spaces, &openerCarry)
      let afterString = JSONListRun.next(quotes & ~strings, over: spaces, &closedCarry)
      let unusual =
        ((quotes & strings & ~afterOpener) | (afterString & ~(marks | closes))
          | (backslashes & ~strings)) & valid
      let feeds = block.equal(0x0A) & valid
      var events = opens | closes
      if unusual != 0 { events &= (unusual & (0 &- unusual)) &- 1 }
      while events != 0 {
        let bit = events.trailingZeroBitCount
        events &= events &- 1
        guard opens >> UInt64(bit) & 1 == 0 else {
          guard open(position &+ bit) else { return false }
          continue
        }
        guard close(position &+ bit) else { return false }
        guard depth == 0 else { continue }
        guard take(upTo: position &+ bit &+ 1) else { return false }
        lineCount = lines &+ (feeds & (~0 >> UInt64(63 &- bit))).nonzeroBitCount
        switch beginNext() {
        case .element: continue
        case .bytesEnd: return true
        case .unusual: return false
        }
      }
      if unusual != 0 { return false }
      lines &+= feeds.nonzeroBitCount
      position &+= 64
    }
    return true
  }

  /// The bytes that a backslash before them makes part of an escape.
  ///
  /// `carry`: 1 if the block's first byte is one.
  @inline(__always) private static func escaped(_ backslashes: UInt64, _ carry: inout UInt64)
    -> UInt64
  {
    let even: UInt64 = 0x5555_5555_5555_5555
    let free = backslashes & ~carry
    let follows = (free << 1) | carry
    // Runs that begin at odd bits: adding them to their first bit carries through to behind their end.
    let oddStarts = free & ~even & ~follows
    let (sums, overflow) = oddStarts.addingReportingOverflow(free)
    carry = overflow ? 1 : 0
    return (even ^ (sums << 1)) & follows
  }

  /// The bytes right after those of `marks`, white space passed over.
  @inline(__always) private static func next(
    _ marks: UInt64, over spaces: UInt64, _ carry: inout UInt64
  ) -> UInt64 {
    let after = marks << 1 | carry
    carry = marks >> 63
    guard spaces & after != 0 else { return after }
    let (sums, overflow) = spaces.addingReportingOverflow(spaces & after)
    if overflow { carry = 1 }
    return (after | sums) & ~spaces
  }

  // MARK: Brackets

  private mutating func open(_ position: Int) -> Bool {
    if depth == 0 {
      guard position == start else { return false }
    } else {
      guard depth < JSONListRun.depthLimit else { return false }
      var before = position &- 1
      while bytes[before] <= 0x20 { before &-= 1 }
      let byte = bytes[before]
      let isPlaced =
        kinds & 1 == 0
        ? byte == JSONBytes.colon : byte == JSONBytes.comma || byte == JSONBytes.openArray
      guard isPlaced else { return false }
    }
    depth &+= 1
    kinds = kinds << 1 | (bytes[position] == JSONBytes.openArray ? 1 : 0)
    return true
  }

  private mutating func close(_ position: Int) -> Bool {
    let kind: UInt64 = bytes[position] == JSONBytes.closeArray ? 1 : 0
    guard depth > 0, kinds & 1 == kind else { return false }
    depth &-= 1
    kinds >>= 1
    return true
  }

  // MARK: Records

  private mutating func take(upTo position: Int) -> Bool {
    guard position &- start <= recordLimit, recordCount < countLimit else { return false }
    end = position
    recordCount &+= 1
    return true
  }

  private enum Next { case element, bytesEnd, unusual }

  /// Looks past the comma for the next element.
  private mutating func beginNext() -> Next {
    var position = JSONBytes.skipSpace(bytes, end, bytes.count)
    guard position < bytes.count else { return .bytesEnd }
    guard bytes[position] == JSONBytes.comma else { return .unusual }
    position = JSONBytes.skipSpace(bytes, position &+ 1, bytes.count)
    guard position < bytes.count else { return .bytesEnd }
    guard bytes[position] == JSONBytes.openObject else { return .unusual }
    start = position
    return .element
  }
}
