import AuditModel

/// What is counted of a field's values, one after another; sums, least and greatest alone, so that order means nothing.
final class ValueTally: @unchecked Sendable {
  /// Names of the defects' bits: as many as `ReadableTextDefects` has.
  static let defectCount = 16
  static let firstYear = 1700
  static let yearCount = 512

  /// Where counts stand among `counters`.
  enum Counter {
    static let values = 0
    static let characters = 1
    static let shortest = 2
    static let longest = 3
    static let leadingZero = 4
    static let compactDay = 5
    static let leastDay = 6
    static let greatestDay = 7
    static let contents = 8
    static let otherYears = 9
    /// Of values of digits alone, which have no sign.
    static let leastWhole = 10
    static let greatestWhole = 11
    static let kinds = 16
    static let formats = kinds + 32
    static let defects = formats + 16
    static let lengths = defects + defectCount
    /// Of characters: 0 to 62, and all above.
    static let lengthCount = 64
    static let count = lengths + lengthCount
  }

  /// The last value's kinds of characters and what followed from them: the next value's are often the same.
  struct Memory: BitwiseCopyable {
    var classes = ClassVector()
    var scan = ValueScan()
    var slot = -1
  }

  // SAFETY: owned and freed here; of one worker.
  let counters: Store<Int>
  let years: Store<Int>
  private let memory: Store<Memory>
  private let words: Store<UInt64>
  private let digits = DigitTally()
  let patterns: PatternTable
  private(set) var numbers = NumberBounds()
  private(set) var texts = TextBounds()

  init(patternLimit: Int) {
    counters = .allocate(Counter.count, fill: 0)
    counters[Counter.shortest] = Int.max
    counters[Counter.leastDay] = Int.max
    counters[Counter.leastWhole] = Int.max
    counters[Counter.greatestWhole] = Int.min
    years = .allocate(ValueTally.yearCount, fill: 0)
    memory = .allocate(1, fill: Memory())
    words = .allocate(2, fill: 0)
    words[0] = UInt64.max
    patterns = PatternTable(limit: patternLimit)
  }

  deinit {
    counters.deallocate()
    years.deallocate()
    memory.deallocate()
    words.deallocate()
    digits.deallocate()
  }

  /// Counts a value that is not blank.
  @inline(__always) func add(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    if DigitTally.takes(cell) { return addDigits(cell, count) }
    let counters = counters
    let scan = scan(cell, count, tools)
    counters[Counter.values] &+= count
    counters[Counter.characters] &+= scan.characters &* count
    if scan.characters < counters[Counter.shortest] {
      counters[Counter.shortest] = scan.characters
    }
    if scan.characters > counters[Counter.longest] { counters[Counter.longest] = scan.characters }
    counters[Counter.lengths &+ min(scan.characters, Counter.lengthCount &- 1)] &+= count
    counters[Counter.contents] |= Int(scan.contents)
    let word = TextBounds.word(cell)
    if word <= words[0] || word >= words[1] { addBound(cell) }
    if scan.contents == ValueContents.digit {
      addManyDigits(cell, count)
    } else if scan.contents & ValueTally.ofWords == 0 || scan.contents & ValueContents.at != 0 {
      addRead(cell, count, scan.contents, tools)
    } else {
      counters[Counter.kinds &+ ValueKind.text.rawValue] &+= count
    }
    if scan.isSuspect { addDefects(cell, count, tools) }
  }

  /// Counts the value's pattern, and what a walk over it tells.
  @inline(__always) private func scan(
    _ cell: Bytes, _ count: Int, _ tools: ProfileTools
  ) -> ValueScan {
    if let classes = ClassVector(cell) {
      if classes == memory[0].classes, memory[0].slot >= 0,
        memory[0].scan.characters == cell.count
      {
        patterns.add(at: memory[0].slot, cell, count)
        return memory[0].scan
      }
      let scan = ValueScan(cell, tools.classes)
      memory[0] = Memory(
        classes: classes, scan: scan, slot: patterns.add(scan.pattern, cell, count))
      return scan
    }
    let scan = ValueScan(cell, tools.classes)
    _ = patterns.add(scan.pattern, cell, count)
    return scan
  }

  /// Most values that begin as the first or the last does are neither: nothing is copied for them.
  private func addBound(_ cell: Bytes) {
    texts.add(cell)
    words[0] = texts.firstWord
    words[1] = texts.lastWord
  }

  /// Values that have any of these beside digits are words, unless they are an address of mail.
  static let ofWords = ValueContents.wide | ValueContents.sign | ValueContents.underscore

  /// One to sixteen digits; what follows from their number alone is counted by `settle`.
  @inline(__always) private func addDigits(_ cell: Bytes, _ count: Int) {
    let word = TextBounds.word(cell)
    if word <= words[0] || word >= words[1] { addBound(cell) }
    let value = digits.add(cell, count)
    switch cell.count {
    case 8: if value >= 19_000_101, value <= 20_991_231 { addCompactDay(value, count) }
    case 10:
      if NamedFormats.hasTaxCheckDigit(cell) {
        note(.taxNumber, count)
        note(.organisationTaxNumber, count)
      }
      if value < 0, NamedFormats.isPhone(cell) { note(.phone, count) }
    case 11: if NamedFormats.isPhone(cell) { note(.phone, count) }
    // A landline behind 84.
    case 12: if cell[0] == 0x38, NamedFormats.isPhone(cell) { note(.phone, count) }
    default: break
    }
  }

  /// More than sixteen digits.
  private func addManyDigits(_ cell: Bytes, _ count: Int) {
    counters[Counter.kinds &+ ValueKind.integer.rawValue] &+= count
    if cell[0] == 0x30 { counters[Counter.leadingZero] &+= count }
    let value = ValueTally.manyDigits(cell)
    if value >= 0 { addWhole(value, value) }
  }

  /// The number that more than sixteen digits are; -1 where a zero leads them, or they are more than eighteen.
  static func manyDigits(_ cell: Bytes) -> Int {
    guard cell[0] != 0x30, cell.count <= 18 else { return -1 }
    var value = 0
    for index in 0..<cell.count { value = value &* 10 &+ Int(cell[index] &- 0x30) }
    return value
  }

  private func addWhole(_ least: Int, _ greatest: Int) {
    if least < counters[Counter.leastWhole] { counters[Counter.leastWhole] = least }
    if greatest > counters[Counter.greatestWhole] { counters[Counter.greatestWhole] = greatest }
  }

  /// Counts what follows from how many digits values have; before anything is read or merged.
  func settle() {
    let zeros = ByteArena(capacity: 64)
    _ = zeros.append(Array(repeating: 0x30, count: DigitTally.limit))
    for length in 1...DigitTally.limit where digits.counts[length] > 0 {
      let count = digits.counts[length]
      counters[Counter.values] += count
      counters[Counter.characters] += length * count
      counters[Counter.shortest] = min(counters[Counter.shortest], length)
      counters[Counter.longest] = max(counters[Counter.longest], length)
      counters[Counter.lengths + length] += count
      counters[Counter.contents] |= Int(ValueContents.digit)
      counters[Counter.kinds + ValueKind.integer.rawValue] += count
      if length == 12 {
        note(.citizenNumber, count)
        note(.taxNumber, count)
      }
      _ = patterns.add(ValueScan.digits(length), zeros.bytes(at: 0, count: length), count)
    }
    counters[Counter.leadingZero] += digits.leadingZeros
    if digits.least <= digits.greatest { addWhole(digits.least, digits.greatest) }
    digits.reset()
  }

  @inline(__always) private func note(_ format: ProfiledFormat, _ count: Int) {
    counters[Counter.formats &+ format.rawValue] &+= count
  }

  /// `20250701`, in years that are likely.
  private func addCompactDay(_ value: Int, _ count: Int) {
    let year = value / 10_000
    guard year >= 1900, year < 2100,
      packedDay(year: year, month: value / 100 % 100, day: value % 100) != absent
    else { return }
    counters[Counter.compactDay] &+= count
  }

  private func addRead(_ cell: Bytes, _ count: Int, _ contents: UInt32, _ tools: ProfileTools) {
    if contents & ~ValueTally.ofIdentifiers == 0 {
      if cell.count == 14, NamedFormats.isTaxNumber(cell) { note(.taxNumber, count) }
      if cell[0] == 0x2B, NamedFormats.isPhone(cell) { note(.phone, count) }
    }
    let outcome = tools.reading.read(cell, contents)
    counters[Counter.kinds &+ outcome.kind.rawValue] &+= count
    if outcome.number != absent { numbers.add(outcome.number, scale: outcome.scale) }
    guard outcome.day != absent else { return }
    let day = Int(outcome.day)
    if day < counters[Counter.leastDay] { counters[Counter.leastDay] = day }
    if day > counters[Counter.greatestDay] { counters[Counter.greatestDay] = day }
    let year = (day >> 9) &- ValueTally.firstYear
    if year >= 0, year < ValueTally.yearCount {
      years[year] &+= count
    } else {
      counters[Counter.otherYears] &+= count
    }
  }

  private static let ofIdentifiers =
    ValueContents.digit | ValueContents.minus | ValueContents.plus

  private func addDefects(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    var defects = tools.defects(cell.array)
    while defects != 0 {
      counters[Counter.defects &+ defects.trailingZeroBitCount] &+= count
      defects &= defects &- 1
    }
  }

  func merge(_ other: ValueTally) {
    settle()
    other.settle()
    let (mine, others) = (counters, other.counters)
    for index in 0..<Counter.count {
      switch index {
      case Counter.shortest, Counter.leastDay, Counter.leastWhole:
        mine[index] = min(mine[index], others[index])
      case Counter.longest, Counter.greatestDay, Counter.greatestWhole:
        mine[index] = max(mine[index], others[index])
      case Counter.contents: mine[index] |= others[index]
      default: mine[index] += others[index]
      }
    }
    for index in 0..<ValueTally.yearCount { years[index] += other.years[index] }
    patterns.merge(other.patterns)
    numbers.merge(other.numbers)
    texts.merge(other.texts)
    words[0] = texts.firstWord
    words[1] = texts.lastWord
  }

  /// The least and the greatest of all numbers.
  var allNumbers: NumberBounds {
    numbers.with(counters[Counter.leastWhole], counters[Counter.greatestWhole])
  }
}

/// What all fields of a worker read values with.
struct ProfileTools {
  let classes = CharacterClasses.shared
  let reading = KindReading()
  let space = RunSpace()
  /// The bits of a text's defects.
  let defects: @Sendable ([UInt8]) -> UInt16
}
