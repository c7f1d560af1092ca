import AuditModel

/// What was counted of one field, as plain values.
package struct FieldFacts: Sendable {
  /// Cells that are not blank.
  package var values: Int
  /// Values that were tallied: all, or those of a sample of the records.
  ///
  /// Of these are `kinds`, `formats`, `leadingZeros`, `compactDays`, `defects`, `patterns`, `years` and what characters
  /// occur; all else is of all values.
  package var formTotal: Int
  package var distinct = 0
  /// All different values were kept; else `distinct` is an estimate and `frequent` is of a sample.
  package var isExact = false
  /// The most frequent values, the most frequent first; of a sample those that occur twice and more.
  package var frequent: [ValueCount] = []
  /// Values in the sample, where there is one.
  package var sampledValues = 0
  /// Of each code list that was asked, how many values it has; empty where not all values were kept.
  package var listHits: [Int] = []
  package var kinds: [ValueKind: Int] = [:]
  package var formats: [ProfiledFormat: Int] = [:]
  /// Named formats that at least half the values have, the greatest share first.
  package var formatShares: [FormatShare] = []
  package var leadingZeros: Int
  package var compactDays: Int
  /// Characters of the shortest and longest value, and of all.
  package var shortest: Int
  package var longest: Int
  package var characters: Int
  /// How many values have so many characters, 0 to 62, and more.
  package var lengths: [Int]
  /// By bit of the defects' set.
  package var defects: [Int]
  package var patterns: [PatternCount]
  /// There are more patterns than are kept, and none is told.
  package var patternsAreMany: Bool
  package var leastNumber: Decimal?
  package var greatestNumber: Decimal?
  package var firstDay: CivilDate?
  package var lastDay: CivilDate?
  package var years: [(year: Int, count: Int)]
  package var yearsElsewhere: Int
  package var firstText: [UInt8]?
  package var lastText: [UInt8]?
  /// Spaces or letters past ASCII occur.
  package var hasSpaces: Bool
  package var hasWideLetters: Bool
  package var hasLetters: Bool

  package static let frequentLimit = 200

  init(_ tally: ValueTally) {
    typealias Counter = ValueTally.Counter
    tally.settle()
    let counters = tally.counters
    values = counters[Counter.values]
    formTotal = values
    leadingZeros = counters[Counter.leadingZero]
    compactDays = counters[Counter.compactDay]
    shortest = values == 0 ? 0 : counters[Counter.shortest]
    longest = counters[Counter.longest]
    characters = counters[Counter.characters]
    lengths = (0..<Counter.lengthCount).map { counters[Counter.lengths + $0] }
    for kind in ValueKind.allCases {
      let count = counters[Counter.kinds + kind.rawValue]
      if count > 0 { kinds[kind] = count }
    }
    for format in ProfiledFormat.allCases {
      let count = counters[Counter.formats + format.rawValue]
      if count > 0 { formats[format] = count }
    }
    defects = (0..<ValueTally.defectCount).map { counters[Counter.defects + $0] }
    patternsAreMany = tally.patterns.isFull
    patterns = patternsAreMany ? [] : tally.patterns.patterns
    leastNumber = tally.allNumbers.least
    greatestNumber = tally.allNumbers.greatest
    let hasDays = counters[Counter.greatestDay] > 0
    firstDay = hasDays ? civilDate(Int64(counters[Counter.leastDay])) : nil
    lastDay = hasDays ? civilDate(Int64(counters[Counter.greatestDay])) : nil
    years = (0..<ValueTally.yearCount).compactMap {
      tally.years[$0] > 0 ? (ValueTally.firstYear + $0, tally.years[$0]) : nil
    }
    yearsElsewhere = counters[Counter.otherYears]
    firstText = tally.texts.first
    lastText = tally.texts.last
    let contents = UInt32(truncatingIfNeeded: counters[Counter.contents])
    hasSpaces = contents & ValueContents.space != 0
    hasWideLetters = contents & ValueContents.wide != 0
    hasLetters = contents & (ValueContents.letter | ValueContents.wide) != 0
  }

  /// Takes what is told of all values.
  mutating func take(_ span: ValueSpan) {
    values = span.values
    (shortest, longest, characters) = (span.shortest, span.longest, span.characters)
    lengths = span.lengths
    (leastNumber, greatestNumber) = (span.allNumbers.least, span.allNumbers.greatest)
    let days = span.days
    firstDay = days.flatMap { civilDate(Int64($0.first)) }
    lastDay = days.flatMap { civilDate(Int64($0.last)) }
    (firstText, lastText) = (span.texts.first, span.texts.last)
  }
}
