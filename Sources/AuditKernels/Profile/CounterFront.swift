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

  /// Counts the cells that the table is known to have, and gathers the others with their places; says how many these are.
  func count(
    _ cells: Store<Bytes>, _ count: Int, rest: Store<Bytes>, places: Store<Int>
  ) -> Int {
    // All places first: short steps, of which many may wait for memory at once.
    for position in 0..<count { places[position] = CounterFront.index(of: cells[position]) }
    var left = 0
    for position in 0..<count {
      let place = places[position]
      if place >= 0 {
        let found = counters[place]
        if found != 0 {
          counters[place] = found &+ 1
          continue
        }
      }
      rest[left] = cells[position]
      places[left] = place
      left &+= 1
    }
    return left
  }

  /// The table has the value of the place: from now on it is counted here.
  @inline(__always) func take(_ place: Int) {
    if place >= 0, counters[place] == 0 { counters[place] = 1 }
  }

  /// The counter's place, or -1 for a value that has none.
  @inline(__always) static func index(of cell: Bytes) -> Int {
    let count = cell.count
    if count == 10 { return day(cell) }
    guard count <= digits else { return -1 }
    let values = (cell.word(at: 0) ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* count)
    // A byte of ten or more has its highest bit, or gets it.
    guard ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080 == 0 else {
      return -1
    }
    return first(count) &+ DigitTally.eight(values)
  }

  /// Ten bytes as `dd/MM/yyyy`.
  @inline(__always) private static func day(_ cell: Bytes) -> Int {
    // Digits as numbers, and zeros in place of slashes; a byte that is neither has its highest bit, or gets it.
    let head = cell.word(at: 0) ^ 0x3030_2F30_302F_3030
    let tail = cell.word(at: 2) >> 48 ^ 0x3030
    let others = (head &+ 0x7676_7F76_767F_7676) | head | (tail &+ 0x7676) | tail
    guard others & 0x8080_8080_8080_8080 == 0 else { return -1 }
    let pairs = head &* 10 &+ head >> 8
    let (day, month) = (pairs & 0xFF &- 1, pairs >> 24 & 0xFF &- 1)
    let year = (pairs >> 48 & 0xFF) &* 100 &+ (tail &* 10 &+ tail >> 8) & 0xFF
    let number = year &- UInt64(firstYear)
    guard day < 31, month < 12, number < UInt64(years) else { return -1 }
    return firstDay &+ Int(truncatingIfNeeded: (number &* 12 &+ month) &* 31 &+ day)
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
