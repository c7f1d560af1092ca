/// The different values of a field with how often each occurs: exact, and kept up to a number of values and of bytes.
///
/// Whether they fit depends on which values there are, never on their order or on how records were shared out: a part of
/// them that does not fit means that the whole does not.
final class ValueTable: @unchecked Sendable {
  /// A zero code is a free slot.
  struct Slot: BitwiseCopyable {
    var code: UInt64 = 0
    /// How often the value occurs, and in the low bits where it lies in the arena, in steps of eight bytes.
    var state: UInt64 = 0

    @inline(__always) var offset: Int {
      Int(truncatingIfNeeded: (state & (ValueTable.one &- 1)) << 3)
    }
    var count: Int { Int(truncatingIfNeeded: state / ValueTable.one) }
  }

  /// One occurrence in a slot's state.
  static let one: UInt64 = 1 << 20
  /// A value's length stands before it.
  private static let header = 4

  private let keyLimit: Int
  private let byteLimit: Int
  private(set) var count = 0
  private var byteCount = 0
  private var slots: Store<Slot>
  private let arena = ByteArena(capacity: 1024)
  /// Made where there are enough values for it to matter.
  private(set) var front: CounterFront?
  /// Cells since the front was settled: its counters have 32 bits.
  private var unsettled = 0
  private static let frontKeys = 512
  private static let unsettledLimit = 1 << 31

  init(keyLimit: Int, byteLimit: Int) {
    // Each value has its length before it and up to seven bytes behind.
    precondition(
      keyLimit * 12 + byteLimit < Int(ValueTable.one) * 8, "\(keyLimit) values, \(byteLimit) bytes")
    self.keyLimit = keyLimit
    self.byteLimit = byteLimit
    slots = .allocate(64, fill: Slot())
  }

  deinit {
    slots.deallocate()
    front?.deallocate()
  }

  /// To be called before a run of so many cells is counted in the front.
  ///
  /// `isRoomy`: fields are few enough for each to have one.
  func prepare(_ cells: Int, isRoomy: Bool) {
    if front == nil, isRoomy, count >= ValueTable.frontKeys { front = CounterFront() }
    unsettled += cells
    if unsettled >= ValueTable.unsettledLimit { settle() }
  }

  /// Brings home what the front has counted.
  private func settle() {
    guard unsettled > 0 else { return }
    unsettled = 0
    front?.settle { value, count in
      let (slot, isFound) = view.slot(of: value, code: ValueTable.code(of: value))
      precondition(isFound, "a value in front of a table that has it not")
      slots[slot].state &+= UInt64(count) &* ValueTable.one
    }
  }

  /// See `ValueHash.code`.
  @inline(__always) static func code(of cell: Bytes) -> UInt64 { ValueHash.code(of: cell) }

  /// Spread over all 64 bits: of values with the same code there is one in practice.
  @inline(__always) static func spread(_ code: UInt64) -> UInt64 { KeyCode.mix(code) }

  /// The table's memory as values, for loops; void after an insertion.
  struct View {
    let slots: Store<Slot>
    let bytes: Bytes
    /// So many slots keep to a processor's own cache without being fetched.
    static let touchedSlots = 1_024

    /// The slot that has the value, or the free one where the search for it ends.
    @inline(__always) func slot(of cell: Bytes, code: UInt64) -> (index: Int, isFound: Bool) {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity &- 1)
      while true {
        let found = slots[slot]
        if found.code == code, code >> 60 != ValueHash.mark || isSame(cell, found.offset) {
          return (slot, true)
        }
        if found.code == 0 { return (slot, false) }
        slot = (slot &+ 1) & (slots.capacity &- 1)
      }
    }

    /// Fetches what `count` will look at for these codes; the answer means nothing.
    ///
    /// Each look-up may wait for memory twice, and a guess gone wrong between them waits for all: here nothing depends on
    /// what is read, so that many reads are under way at once.
    @inline(__always) func touch(_ codes: Store<UInt64>, _ range: Range<Int>) -> UInt64 {
      let mask = slots.capacity &- 1
      guard mask >= View.touchedSlots else { return 0 }
      var (touched, marks): (UInt64, UInt64) = (0, 0)
      for position in range {
        let code = codes[position]
        marks |= code >> 60 == ValueHash.mark ? 1 : 0
        touched ^= slots[Int(truncatingIfNeeded: KeyCode.mix(code)) & mask].code
      }
      guard marks != 0, bytes.count >= 8 else { return touched }
      for position in range where codes[position] >> 60 == ValueHash.mark {
        let slot = slots[Int(truncatingIfNeeded: KeyCode.mix(codes[position])) & mask]
        touched ^= bytes.word(at: slot.offset)
      }
      return touched
    }

    /// Counts a value that the table has; false where it is new.
    @inline(__always) func count(_ cell: Bytes, code: UInt64) -> Bool {
      let (slot, isFound) = slot(of: cell, code: code)
      if isFound { slots[slot].state &+= ValueTable.one }
      return isFound
    }

    @inline(__always) private func isSame(_ cell: Bytes, _ offset: Int) -> Bool {
      let value = value(at: offset)
      return value.count == cell.count && value.isSame(cell)
    }

    @inline(__always) func value(at offset: Int) -> Bytes {
      let length = Int(truncatingIfNeeded: bytes.word(at: offset) & 0xFFFF_FFFF)
      return bytes.slice(offset &+ ValueTable.header, length)
    }
  }

  var view: View { View(slots: slots, bytes: arena.bytes(at: 0, count: arena.count)) }

  /// Counts a value; false where it is new and no longer fits.
  func add(_ cell: Bytes, code: UInt64, _ occurrences: Int) -> Bool {
    let (slot, isFound) = view.slot(of: cell, code: code)
    let counted = UInt64(occurrences) &* ValueTable.one
    if isFound {
      slots[slot].state &+= counted
      return true
    }
    guard count < keyLimit, byteCount + cell.count <= byteLimit else { return false }
    byteCount += cell.count
    slots[slot] = Slot(code: code, state: counted | UInt64(arena.appendMeasured(cell) / 8))
    count += 1
    if count * 8 > slots.capacity * 5 { grow() }
    return true
  }

  private func grow() {
    let old = slots
    let new = Store<Slot>.allocate(old.capacity * 2, fill: Slot())
    let mask = new.capacity - 1
    for index in 0..<old.capacity where old[index].code != 0 {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(old[index].code)) & mask
      while new[slot].code != 0 { slot = (slot &+ 1) & mask }
      new[slot] = old[index]
    }
    slots = new
    old.deallocate()
  }

  func forEach(_ body: (_ value: Bytes, _ code: UInt64, _ count: Int) -> Void) {
    settle()
    let view = view
    for index in 0..<slots.capacity where slots[index].code != 0 {
      body(view.value(at: slots[index].offset), slots[index].code, slots[index].count)
    }
  }

  /// The most frequent values, the most frequent first, equally frequent ones by their bytes.
  func mostFrequent(_ limit: Int) -> [ValueCount] {
    typealias Entry = (value: Bytes, count: Int)
    func isBefore(_ a: Entry, _ b: Entry) -> Bool {
      a.count != b.count ? a.count > b.count : a.value.order(b.value) < 0
    }
    var kept: [Entry] = []
    // The last of those that are wanted, once there are enough: what comes behind it is not kept.
    var bound: Entry?
    forEach { value, _, count in
      if let bound, !isBefore((value, count), bound) { return }
      kept.append((value, count))
      guard kept.count >= limit * 8 else { return }
      kept.sort(by: isBefore)
      kept.removeSubrange(limit...)
      bound = kept[limit - 1]
    }
    kept.sort(by: isBefore)
    return kept.prefix(limit).map { ValueCount(value: $0.value.array, count: $0.count) }
  }
}
