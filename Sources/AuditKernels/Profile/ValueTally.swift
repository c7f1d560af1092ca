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
    static let kinds = 16
    static let formats = kinds + 32
    static let defects = formats + 16
    static let lengths = defects + defectCount
    /// Of characters: 0 to 62, and all above.
    static let lengthCount = 64
    static let count = lengths + lengthCount
  }

  // SAFETY: owned and freed here; of one worker.
  let counters: Store<Int>
  let years: Store<Int>
  let patterns: PatternTable
  var numbers = NumberBounds()
  var texts = TextBounds()

  init(patternLimit: Int) {
    counters = .allocate(Counter.count, fill: 0)
    counters[Counter.shortest] = Int.max
    counters[Counter.leastDay] = Int.max
    years = .allocate(ValueTally.yearCount, fill: 0)
    patterns = PatternTable(limit: patternLimit)
  }

  deinit {
    counters.deallocate()
    years.deallocate()
  }

  /// Counts a value that is not blank.
  @inline(__always) func add(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    let counters = counters
    let scan = ValueScan(cell, tools.classes)
    counters[Counter.values] &+= count
    counters[Counter.characters] &+= scan.characters &* count
    if scan.characters < counters[Counter.shortest] {
      counters[Counter.shortest] = scan.characters
    }
    if scan.characters > counters[Counter.longest] { counters[Counter.longest] = scan.characters }
    counters[Counter.lengths &+ min(scan.characters, Counter.lengthCount &- 1)] &+= count
    counters[Counter.contents] |= Int(scan.contents)
    patterns.add(scan.pattern, cell, count)
    texts.add(cell)
    let isCodeLike = scan.contents & ~ValueTally.ofIdentifiers == 0
    if isCodeLike, scan.contents & ValueContents.digit != 0 { addFormats(cell, count) }
    if scan.contents == ValueContents.digit {
      addDigits(cell, count)
    } else if scan.contents & ValueTally.ofWords == 0 || scan.contents & ValueContents.at != 0 {
      addRead(cell, count, scan.contents, tools)
    } else {
      counters[Counter.kinds &+ ValueKind.text.rawValue] &+= count
    }
    if scan.isSuspect { addDefects(cell, count, tools) }
  }

  /// Values that have any of these beside digits are words, unless they are an address of mail.
  private static let ofWords = ValueContents.wide | ValueContents.sign | ValueContents.underscore
  private static let ofIdentifiers =
    ValueContents.digit | ValueContents.letter | ValueContents.minus | ValueContents.plus

  private func addDigits(_ cell: Bytes, _ count: Int) {
    counters[Counter.kinds &+ ValueKind.integer.rawValue] &+= count
    if cell[0] == 0x30, cell.count > 1 {
      counters[Counter.leadingZero] &+= count
      return
    }
    guard cell.count <= 18 else { return }
    var value: Int64 = 0
    for index in 0..<cell.count { value = value &* 10 &+ Int64(cell[index] &- 0x30) }
    numbers.add(value, scale: 0)
    if cell.count == 8 { addCompactDay(Int(value), count) }
  }

  /// `20250701`, in years that are likely.
  private func addCompactDay(_ value: Int, _ count: Int) {
    let year = value / 10_000
    guard year >= 1900, year < 2100,
      packedDay(year: year, month: value / 100 % 100, day: value % 100) != absent
    else { return }
    counters[Counter.compactDay] &+= count
  }

  @inline(__always) private func addFormats(_ cell: Bytes, _ count: Int) {
    guard cell.count >= 9, cell.count <= 14 else { return }
    func note(_ format: ProfiledFormat, _ holds: Bool) {
      if holds { counters[Counter.formats &+ format.rawValue] &+= count }
    }
    if cell.count == 12 { note(.citizenNumber, NamedFormats.isCitizenNumber(cell)) }
    note(.taxNumber, NamedFormats.isTaxNumber(cell))
    if cell.count == 10 {
      note(.organisationTaxNumber, NamedFormats.isOrganisationTaxNumber(cell))
    }
    note(.phone, NamedFormats.isPhone(cell))
  }

  private func addRead(_ cell: Bytes, _ count: Int, _ contents: UInt32, _ tools: ProfileTools) {
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

  private func addDefects(_ cell: Bytes, _ count: Int, _ tools: ProfileTools) {
    var defects = tools.defects(cell.array)
    while defects != 0 {
      counters[Counter.defects &+ defects.trailingZeroBitCount] &+= count
      defects &= defects &- 1
    }
  }

  func merge(_ other: ValueTally) {
    let (mine, others) = (counters, other.counters)
    for index in 0..<Counter.count {
      switch index {
      case Counter.shortest, Counter.leastDay: mine[index] = min(mine[index], others[index])
      case Counter.longest, Counter.greatestDay: mine[index] = max(mine[index], others[index])
      case Counter.contents: mine[index] |= others[index]
      default: mine[index] += others[index]
      }
    }
    for index in 0..<ValueTally.yearCount { years[index] += other.years[index] }
    patterns.merge(other.patterns)
    numbers.merge(other.numbers)
    texts.merge(other.texts)
  }
}

/// What all fields of a worker read values with.
struct ProfileTools {
  let classes = CharacterClasses.shared
  let reading = KindReading()
  /// The bits of a text's defects.
  let defects: @Sendable ([UInt8]) -> UInt16
}
