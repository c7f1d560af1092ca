/// What is told of all values of a field that has too many for a table: how many, how long, the least and the greatest.
///
/// Little is done for each: what takes a walk over a value is told of a sample, by a `ValueTally`. Sums, least and
/// greatest alone, as that has them, so that order means nothing.
final class ValueSpan: @unchecked Sendable {
  /// Where counts stand among `counters`; behind them those by length, as `ValueTally` has them.
  private enum Counter {
    static let leastDay = 0
    static let greatestDay = 1
    static let leastWhole = 2
    static let greatestWhole = 3
    /// Of values that have as many characters as the last of the lengths, or more.
    static let shortestLong = 4
    static let longestLong = 5
    static let charactersOfLong = 6
    static let lengths = 7
    static let lastLength = ValueTally.Counter.lengthCount - 1
    static let count = lengths + ValueTally.Counter.lengthCount
  }

  /// Beginnings of texts, numbers and days as words whose order is theirs: what lies between two known ones is no bound.
  private enum Word {
    static let firstText = 0
    static let lastText = 1
    static let leastMonth = 2
    static let greatestMonth = 3
    static let leastYear = 4
    static let greatestYear = 5
    static let leastDigits = 6
    static let greatestDigits = 7
    /// The last eight digits of those, where there are more.
    static let leastTail = 8
    static let greatestTail = 9
    static let leastDecimal = 10
    static let greatestDecimal = 11
    static let firstRest = 12
    static let lastRest = 13
    static let count = 14
  }

  // SAFETY: owned and freed here; of one worker.
  private let counters: Store<Int>
  private let words: Store<UInt64>
  private var numbers = NumberBounds()
  private(set) var texts = TextBounds()

  init() {
    counters = .allocate(Counter.count, fill: 0)
    counters[Counter.leastDay] = Int.max
    counters[Counter.leastWhole] = Int.max
    counters[Counter.greatestWhole] = Int.min
    counters[Counter.shortestLong] = Int.max
    words = .allocate(Word.count, fill: 0)
    let leasts = [
      Word.firstText, Word.firstRest, Word.leastMonth, Word.leastYear, Word.leastDigits,
    ]
    for least in leasts { words[least] = UInt64.max }
  }

  deinit {
    counters.deallocate()
    words.deallocate()
  }

  /// Counts values that are not blank.
  func add(_ cells: Store<Bytes>, _ range: Range<Int>, _ tools: ProfileTools) {
    for position in range { add(cells[position], 1, tools) }
  }

  /// Counts a value that is not blank.
  @inline(__always) func add(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    let word = TextBounds.word(cell)
    if word <= words[Word.firstText] || word >= words[Word.lastText] { addBound(cell, word) }
    let others = cell.firstSixteenOtherThanDigits
    if cell.count <= DigitTally.limit,
      others &<< UInt32(truncatingIfNeeded: 32 &- cell.count) == 0
    {
      counters[Counter.lengths &+ cell.count] &+= count
      let digits = ValueSpan.rank(word, of: cell.count)
      let isBetween = digits > words[Word.leastDigits] && digits < words[Word.greatestDigits]
      if !isBetween { addDigits(cell, digits) }
      return
    }
    addLength(cell.characterCount, count)
    if ValueSpan.mayBeRead(cell, others), !isBetween(cell, word, others) {
      addRead(cell, word, others, tools)
    }
  }

  @inline(__always) private func addLength(_ characters: Int, _ count: Int) {
    if characters < Counter.lastLength {
      counters[Counter.lengths &+ characters] &+= count
    } else {
      addLong(characters, count)
    }
  }

  private func addLong(_ characters: Int, _ count: Int) {
    counters[Counter.lengths &+ Counter.lastLength] &+= count
    counters[Counter.charactersOfLong] &+= characters &* count
    counters[Counter.shortestLong] = min(counters[Counter.shortestLong], characters)
    counters[Counter.longestLong] = max(counters[Counter.longestLong], characters)
  }

  /// Many values begin as the first or the last does and go on otherwise: nothing is copied for them.
  private func addBound(_ cell: Bytes, _ word: UInt64) {
    let rest = cell.count > 8 ? TextBounds.word(cell.slice(8, cell.count &- 8)) : 0
    let (first, last) = (words[Word.firstText], words[Word.lastText])
    let isBehind = word > first || word == first && rest > words[Word.firstRest]
    let isBefore = word < last || word == last && rest < words[Word.lastRest]
    guard !isBehind || !isBefore else { return }
    texts.add(cell)
    noteTexts()
  }

  private func noteTexts() {
    words[Word.firstText] = texts.firstWord
    words[Word.lastText] = texts.lastWord
    words[Word.firstRest] = texts.firstRest
    words[Word.lastRest] = texts.lastRest
  }

  /// So many digits as a number whose order is theirs: how many, then the first eight; equal ones may differ behind.
  @inline(__always) private static func rank(_ word: UInt64, of count: Int) -> UInt64 {
    word & (~0 >> 4) | UInt64(truncatingIfNeeded: count &- 1) &<< 60
  }

  /// Digits behind a zero are no number.
  private func addDigits(_ cell: Bytes, _ rank: UInt64) {
    guard cell[0] != 0x30 || cell.count == 1 else { return }
    let tail = cell.count > 8 ? cell.word(at: cell.count &- 8).byteSwapped : 0
    let (least, greatest) = (words[Word.leastDigits], words[Word.greatestDigits])
    if rank < least || rank == least && tail < words[Word.leastTail] {
      words[Word.leastDigits] = rank
      words[Word.leastTail] = tail
    }
    if rank > greatest || rank == greatest && tail >= words[Word.greatestTail] {
      words[Word.greatestDigits] = rank
      words[Word.greatestTail] = tail
    }
  }

  /// The number that digits of a rank and with a tail are.
  private static func number(_ rank: UInt64, _ tail: UInt64) -> Int {
    let count = rank >> 60 + 1
    // What each byte says as a digit.
    let low: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
    let head = (rank & (~0 >> 4)).byteSwapped & low
    guard count > 8 else { return DigitTally.eight(head << (64 - 8 * count)) }
    return DigitTally.eight(head << (128 - 8 * count)) * 100_000_000
      + DigitTally.eight(tail.byteSwapped & low)
  }

  /// Makes numbers of the least and the greatest digits.
  private func settle() {
    guard words[Word.leastDigits] <= words[Word.greatestDigits] else { return }
    addWhole(
      ValueSpan.number(words[Word.leastDigits], words[Word.leastTail]),
      ValueSpan.number(words[Word.greatestDigits], words[Word.greatestTail]))
  }

  /// Where the marks of a day stand: `2025-07-01`, `01/07/2025`; and what stands between a day and a time.
  private static let yearFirst: UInt32 = 1 << 4 | 1 << 7
  private static let yearLast: UInt32 = 1 << 2 | 1 << 5
  private static let time: UInt32 = 1 << 10

  /// Whether `KindReading` could make a number or a day of the value: all that it does and little more.
  ///
  /// Numbers have a sign and a mark at most, days two marks; times are behind days of ten characters. None begins with
  /// a letter.
  @inline(__always) private static func mayBeRead(_ cell: Bytes, _ others: UInt32) -> Bool {
    guard cell[0] <= 0x39 else { return false }
    let count = cell.count
    let within = ValueSpan.within(cell, others)
    let allButOne = within & (within &- 1)
    if allButOne & (allButOne &- 1) == 0 { return count > 2 || within.nonzeroBitCount < count }
    guard count >= 19, count <= 40 else { return false }
    let head = others & (time << 1 - 1)
    return head == yearFirst | time || head == yearLast | time
  }

  /// Those that the value has.
  @inline(__always) private static func within(_ cell: Bytes, _ others: UInt32) -> UInt32 {
    others & ~(~0 &<< UInt32(truncatingIfNeeded: min(16, cell.count)))
  }

  /// As `rank`, of the digits before a point or a comma and nothing else; `noRank` for other values.
  @inline(__always) private static func decimalRank(
    _ cell: Bytes, _ word: UInt64, _ others: UInt32
  ) -> UInt64 {
    let within = within(cell, others)
    guard cell.count <= 16, within & (within &- 1) == 0, within & 0x1FE != 0 else { return noRank }
    let place = within.trailingZeroBitCount
    guard cell[place] == 0x2E || cell[place] == 0x2C, place == 1 || cell[0] != 0x30 else {
      return noRank
    }
    let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* place)
    return rank((word &>> unused) &<< unused, of: place)
  }

  private static let noRank = UInt64.max

  /// Whether the value is neither a number nor a day that is before or behind all known ones.
  @inline(__always) private func isBetween(
    _ cell: Bytes, _ word: UInt64, _ others: UInt32
  ) -> Bool {
    let decimal = ValueSpan.decimalRank(cell, word, others)
    if decimal != ValueSpan.noRank {
      // Of two numbers the one with more before its mark is the greater.
      return decimal > words[Word.leastDecimal] && decimal < words[Word.greatestDecimal]
        || decimal > words[Word.leastDigits] && decimal < words[Word.greatestDigits]
    }
    guard cell.count >= 10 else { return false }
    if others & ValueSpan.yearFirst == ValueSpan.yearFirst {
      return word > words[Word.leastMonth] && word < words[Word.greatestMonth]
    }
    guard others & ValueSpan.yearLast == ValueSpan.yearLast else { return false }
    let year = ValueSpan.lastYear(cell)
    return year > words[Word.leastYear] && year < words[Word.greatestYear]
  }

  /// The four characters from the seventh on.
  @inline(__always) private static func lastYear(_ cell: Bytes) -> UInt64 {
    cell.word(at: 6).byteSwapped >> 32
  }

  private func addRead(
    _ cell: Bytes, _ word: UInt64, _ others: UInt32, _ tools: ProfileTools
  ) {
    let contents =
      cell.count <= 16
      ? ValueSpan.contents(cell, others, tools) : ValueScan(cell, tools.classes).contents
    guard contents & ValueContents.digit != 0, contents & ValueTally.ofWords == 0 else { return }
    if contents == ValueContents.digit {
      let value = ValueTally.manyDigits(cell)
      if value >= 0 { addWhole(value, value) }
      return
    }
    let outcome = tools.reading.read(cell, contents)
    if outcome.number != absent {
      numbers.add(outcome.number, scale: outcome.scale)
      let rank = ValueSpan.decimalRank(cell, word, others)
      if rank != ValueSpan.noRank { widen(rank, Word.leastDecimal, Word.greatestDecimal) }
    }
    guard outcome.day != absent else { return }
    addDay(Int(outcome.day))
    guard cell.count >= 10 else { return }
    if others & ValueSpan.yearFirst == ValueSpan.yearFirst {
      widen(word, Word.leastMonth, Word.greatestMonth)
    } else if others & ValueSpan.yearLast == ValueSpan.yearLast {
      widen(ValueSpan.lastYear(cell), Word.leastYear, Word.greatestYear)
    }
  }

  /// What up to sixteen bytes are made of, of which few are no digits.
  private static func contents(_ cell: Bytes, _ others: UInt32, _ tools: ProfileTools) -> UInt32 {
    var rest = within(cell, others)
    var found = rest.nonzeroBitCount < cell.count ? ValueContents.digit : 0
    while rest != 0 {
      let byte = cell[rest.trailingZeroBitCount]
      found |= byte < 0x80 ? tools.classes.contents[Int(byte)] : ValueContents.wide
      rest &= rest &- 1
    }
    return found
  }

  private func addDay(_ day: Int) {
    if day < counters[Counter.leastDay] { counters[Counter.leastDay] = day }
    if day > counters[Counter.greatestDay] { counters[Counter.greatestDay] = day }
  }

  private func addWhole(_ least: Int, _ greatest: Int) {
    if least < counters[Counter.leastWhole] { counters[Counter.leastWhole] = least }
    if greatest > counters[Counter.greatestWhole] { counters[Counter.greatestWhole] = greatest }
  }

  private func widen(_ word: UInt64, _ least: Int, _ greatest: Int) {
    if word < words[least] { words[least] = word }
    if word > words[greatest] { words[greatest] = word }
  }

  func merge(_ other: ValueSpan) {
    other.settle()
    let (mine, others) = (counters, other.counters)
    for index in 0..<Counter.count {
      switch index {
      case Counter.leastDay, Counter.leastWhole, Counter.shortestLong:
        mine[index] = min(mine[index], others[index])
      case Counter.greatestDay, Counter.greatestWhole, Counter.longestLong:
        mine[index] = max(mine[index], others[index])
      default: mine[index] += others[index]
      }
    }
    numbers.merge(other.numbers)
    texts.merge(other.texts)
    noteTexts()
  }
}

/// What it tells.
extension ValueSpan {
  /// How many values have so many characters, as `ValueTally` counts them.
  var lengths: [Int] {
    (0..<ValueTally.Counter.lengthCount).map { counters[Counter.lengths + $0] }
  }

  var values: Int { lengths.reduce(0, +) }

  var characters: Int {
    lengths.dropLast().enumerated().reduce(counters[Counter.charactersOfLong]) {
      $0 + $1.offset * $1.element
    }
  }

  /// Characters of the shortest value; 0 where there is none.
  var shortest: Int {
    let known = lengths.dropLast().firstIndex { $0 > 0 }
    return known ?? (values > 0 ? counters[Counter.shortestLong] : 0)
  }

  var longest: Int {
    let known = lengths.dropLast().lastIndex { $0 > 0 } ?? 0
    return max(known, counters[Counter.longestLong])
  }

  /// The least and the greatest of all numbers.
  var allNumbers: NumberBounds {
    settle()
    return numbers.with(counters[Counter.leastWhole], counters[Counter.greatestWhole])
  }

  /// The first and the last day, packed as `civilDate` takes them; nil where there is none.
  var days: (first: Int, last: Int)? {
    guard counters[Counter.greatestDay] > 0 else { return nil }
    return (counters[Counter.leastDay], counters[Counter.greatestDay])
  }
}
