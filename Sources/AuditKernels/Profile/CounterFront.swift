/// Counters for values of a few digits and for days, each at a place of its own: in front of a table, whose slots lie
/// wherever hashes put them.
///
/// Codes and days of a field lie close together, so that the counters in use keep to a processor's own cache where slots
/// do not. The table has every value; this counts their later occurrences, and `settle` brings them home.
///
/// Of one worker. A counter of 0 is a value that the table may not have; others are one more than what is to be settled.
struct CounterFront {
  // SAFETY: of the table that owns it.
  private let counters: Store<UInt32>

  /// Digits that a number of these may have.
  private static let digits = 5
  private static let firstYear = 1900
  private static let years = 200
  /// Numbers of one digit, of two, and so on to five; then days.
  private static let firstDay = 111_110
  private static let count = firstDay + years * 12 * 31
  /// Where numbers of so many digits begin.
  @inline(__always) private static func first(_ length: Int) -> Int {
    switch length {
    case 1: 0
    case 2: 10
    case 3: 110
    case 4: 1_110
    default: 11_110
    }
  }

  init() { counters = .allocate(CounterFront.count, fill: 0) }
  func deallocate() { counters.deallocate() }

  /// Counts the value at this place if the table is known to have it; else false.
  @inline(__always) func count(at index: Int) -> Bool {
    guard index >= 0 else { return false }
    let found = counters[index]
    guard found != 0 else { return false }
    counters[index] = found &+ 1
    return true
  }

  /// The table has the value: from now on it is counted here.
  @inline(__always) func take(_ cell: Bytes) {
    let index = CounterFront.index(of: cell)
    if index >= 0, counters[index] == 0 { counters[index] = 1 }
  }

  /// The counter's place, or -1 for a value that has none.
  @inline(__always) static func index(of cell: Bytes) -> Int {
    let (count, word) = (cell.count, cell.word(at: 0))
    if UInt(bitPattern: count &- 1) < UInt(digits) {
      let unused = UInt64(64 &- 8 &* count)
      let filled = word << unused | 0x3030_3030_3030_3030 >> (64 &- unused)
      guard KeyCode.isDigits(filled) else { return -1 }
      return first(count) &+ DigitTally.number(cell)
    }
    guard count == 10 else { return -1 }
    let last = cell.word(at: 2) >> 48
    guard word & 0x0000_FF00_00FF_0000 == 0x0000_2F00_002F_0000,
      KeyCode.isDigits(word & 0xFFFF_00FF_FF00_FFFF | 0x0000_3000_0030_0000),
      KeyCode.isDigits(last | 0x3030_3030_3030_0000)
    else { return -1 }
    @inline(__always) func digit(_ word: UInt64, _ place: UInt64) -> Int {
      Int(truncatingIfNeeded: word >> (8 &* place) & 15)
    }
    let day = digit(word, 0) &* 10 &+ digit(word, 1) &- 1
    let month = digit(word, 3) &* 10 &+ digit(word, 4) &- 1
    let century = digit(word, 6) &* 10 &+ digit(word, 7)
    let year = century &* 100 &+ digit(last, 0) &* 10 &+ digit(last, 1) &- firstYear
    guard UInt(bitPattern: day) < 31, UInt(bitPattern: month) < 12,
      UInt(bitPattern: year) < UInt(years)
    else { return -1 }
    return firstDay &+ (year &* 12 &+ month) &* 31 &+ day
  }

  /// What was counted of each value since the last time, as its bytes.
  func settle(_ body: (_ value: Bytes, _ count: Int) -> Void) {
    let scratch = ByteArena(capacity: 64)
    for index in 0..<counters.capacity where counters[index] > 1 {
      scratch.removeAll()
      CounterFront.write(index, to: scratch)
      body(scratch.bytes(at: 0, count: scratch.count), Int(counters[index] - 1))
      counters[index] = 1
    }
  }

  /// Appends the value whose counter is at the place.
  private static func write(_ index: Int, to text: ByteArena) {
    func write(_ number: Int, _ length: Int) {
      var unit = 1
      for _ in 1..<length { unit *= 10 }
      while unit > 0 {
        text.append(byte: 0x30 + UInt8(number / unit % 10))
        unit /= 10
      }
    }
    if index < firstDay {
      var length = digits
      while first(length) > index { length -= 1 }
      return write(index - first(length), length)
    }
    let (month, day) = (index - firstDay).quotientAndRemainder(dividingBy: 31)
    write(day + 1, 2)
    text.append(byte: 0x2F)
    write(month % 12 + 1, 2)
    text.append(byte: 0x2F)
    write(month / 12 + firstYear, 4)
  }
}
