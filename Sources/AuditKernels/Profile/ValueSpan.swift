import AuditModel

/// What is told of all values of a field that has too many for a table: how many, how long, the least and the greatest.
///
/// Little is done for each: what takes a walk over a value is told of a sample, by a `ValueTally`. Sums, least and
/// greatest alone, as that has them, so that order means nothing.
final class ValueSpan: @unchecked Sendable {
  /// Where counts stand among `counters`; behind them those by length, as `ValueTally` has them.
  enum Counter {
    static let values = 0
    static let characters = 1
    static let shortest = 2
    static let longest = 3
    static let leastDay = 4
    static let greatestDay = 5
    static let leastWhole = 6
    static let greatestWhole = 7
    static let lengths = 8
    static let count = lengths + ValueTally.Counter.lengthCount
  }

  /// Beginnings of texts and of days as words whose order is theirs: what lies between two known ones is no bound.
  private enum Word {
    static let firstText = 0
    static let lastText = 1
    static let leastMonth = 2
    static let greatestMonth = 3
    static let leastYear = 4
    static let greatestYear = 5
    static let count = 6
  }

  // SAFETY: owned and freed here; of one worker.
  let counters: Store<Int>
  private let words: Store<UInt64>
  private let digits = DigitTally()
  private var numbers = NumberBounds()
  private(set) var texts = TextBounds()

  init() {
    counters = .allocate(Counter.count, fill: 0)
    counters[Counter.shortest] = Int.max
    counters[Counter.leastDay] = Int.max
    counters[Counter.leastWhole] = Int.max
    counters[Counter.greatestWhole] = Int.min
    words = .allocate(Word.count, fill: 0)
    words[Word.firstText] = UInt64.max
    words[Word.leastMonth] = UInt64.max
    words[Word.leastYear] = UInt64.max
  }

  deinit {
    counters.deallocate()
    words.deallocate()
    digits.deallocate()
  }

  /// Counts a value that is not blank.
  @inline(__always) func add(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    let word = TextBounds.word(cell)
    if word <= words[Word.firstText] || word >= words[Word.lastText] { addBound(cell) }
    let others = cell.firstSixteenOtherThanDigits
    if cell.count <= DigitTally.limit, others << UInt32(32 &- cell.count) == 0 {
      _ = digits.add(cell, count)
      return
    }
    addLength(Evaluator.characterCount(cell), count)
    if ValueSpan.mayBeRead(cell, others), !isBetween(cell, word, others) {
      addRead(cell, others, tools)
    }
  }

  private func addLength(_ characters: Int, _ count: Int) {
    counters[Counter.values] &+= count
    counters[Counter.characters] &+= characters &* count
    if characters < counters[Counter.shortest] { counters[Counter.shortest] = characters }
    if characters > counters[Counter.longest] { counters[Counter.longest] = characters }
    let length = min(characters, ValueTally.Counter.lengthCount &- 1)
    counters[Counter.lengths &+ length] &+= count
  }

  private func addBound(_ cell: Bytes) {
    texts.add(cell)
    words[Word.firstText] = texts.firstWord
    words[Word.lastText] = texts.lastWord
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
    let within = count >= 16 ? others : others & ~(~0 << UInt32(count))
    if within.nonzeroBitCount <= 2 { return within.nonzeroBitCount < count }
    guard count >= 19, count <= 40 else { return false }
    let head = others & (time << 1 - 1)
    return head == yearFirst | time || head == yearLast | time
  }

  /// Whether the value is no number, and no day that is before or behind all known ones.
  @inline(__always) private func isBetween(
    _ cell: Bytes, _ word: UInt64, _ others: UInt32
  ) -> Bool {
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

  private func addRead(_ cell: Bytes, _ others: UInt32, _ tools: ProfileTools) {
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
    if outcome.number != absent { numbers.add(outcome.number, scale: outcome.scale) }
    guard outcome.day != absent else { return }
    addDay(Int(outcome.day))
    guard cell.count >= 10 else { return }
    if others & ValueSpan.yearFirst == ValueSpan.yearFirst {
      widen(TextBounds.word(cell), Word.leastMonth, Word.greatestMonth)
    } else if others & ValueSpan.yearLast == ValueSpan.yearLast {
      widen(ValueSpan.lastYear(cell), Word.leastYear, Word.greatestYear)
    }
  }

  /// What up to sixteen bytes are made of, of which few are no digits.
  private static func contents(_ cell: Bytes, _ others: UInt32, _ tools: ProfileTools) -> UInt32 {
    var rest = others & ~(~0 << UInt32(cell.count))
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

  /// Counts what follows from how many digits values have; before anything is read or merged.
  func settle() {
    for length in 1...DigitTally.limit where digits.counts[length] > 0 {
      addLength(length, digits.counts[length])
    }
    if digits.least <= digits.greatest { addWhole(digits.least, digits.greatest) }
    digits.reset()
  }

  func merge(_ other: ValueSpan) {
    settle()
    other.settle()
    let (mine, others) = (counters, other.counters)
    for index in 0..<Counter.count {
      switch index {
      case Counter.shortest, Counter.leastDay, Counter.leastWhole:
        mine[index] = min(mine[index], others[index])
      case Counter.longest, Counter.greatestDay, Counter.greatestWhole:
        mine[index] = max(mine[index], others[index])
      default: mine[index] += others[index]
      }
    }
    numbers.merge(other.numbers)
    texts.merge(other.texts)
    words[Word.firstText] = texts.firstWord
    words[Word.lastText] = texts.lastWord
  }

  /// The least and the greatest of all numbers.
  var allNumbers: NumberBounds {
    numbers.with(counters[Counter.leastWhole], counters[Counter.greatestWhole])
  }
}
