/// The different values of a field with how often each occurs: exact, and kept up to a number of values and of bytes.
///
/// Whether they fit depends on which values there are, never on their order or on how records were shared out: a part of
/// them that does not fit means that the whole does not.
final class ValueTable: @unchecked Sendable {
  /// A value, how often it occurs and, where it is long, the place of its bytes: half a line of a processor's cache.
  struct Slot: BitwiseCopyable {
    var key = ValueKey()
    /// How often the value occurs, and in the low bits where a long one lies in the arena, in steps of eight bytes.
    var state: UInt64 = 0
    /// How often it occurs in the records of the sample, and in the low bits in the early ones beside it.
    var picked: UInt64 = 0

    var count: Int { Int(truncatingIfNeeded: state / ValueTable.one) }
    var sampleCount: Int { Int(truncatingIfNeeded: picked / ValueTable.inSample) }
    var earlyCount: Int { Int(truncatingIfNeeded: picked % ValueTable.inSample) }

    @inline(__always) fileprivate var offset: Int {
      Int(truncatingIfNeeded: (state & (ValueTable.one &- 1)) << 3)
    }
  }

  /// One occurrence in a slot's `state`, and those of records of the sample and early ones in its `picked`.
  static let one: UInt64 = 1 << 20
  static let inSample: UInt64 = 1 << 14
  static let early: UInt64 = 1

  private let keyLimit: Int
  private let byteLimit: Int
  private(set) var count = 0
  private var byteCount = 0
  private var slots: Store<Slot>
  private let arena = ByteArena(capacity: 1024)
  /// Of the places; another once values crowd, which only chosen ones do.
  private var salt: UInt64 = 0
  private(set) var saltsTried = 0
  private static let saltLimit = 8
  /// Slots a new value may lie behind its place; of values that nobody chose some hundred at most.
  private static let crowdLimit = 1_024
  /// Made where there are enough values for it to matter, and most are such as it has places for.
  private var front: CounterFront?
  private var isFrontDecided = false
  /// Cells since the front was settled: its counters have 32 bits.
  private var unsettled = 0
  private static let frontKeys = 1_024
  private static let unsettledLimit = 1 << 31

  init(keyLimit: Int, byteLimit: Int) {
    // A value may have seven unused bytes before it.
    precondition(
      keyLimit * 8 + byteLimit < Int(ValueTable.one) * 8, "\(keyLimit) values, \(byteLimit) bytes")
    precondition(RecordPicks.earlyLimit < Int(ValueTable.inSample))
    self.keyLimit = keyLimit
    self.byteLimit = byteLimit
    slots = .allocate(64, fill: Slot())
  }

  convenience init(_ limits: ProfileLimits) {
    self.init(keyLimit: limits.exactValues, byteLimit: limits.exactBytes)
  }

  deinit {
    slots.deallocate()
    front?.deallocate()
  }

  /// Counts a value; false where it is new and no longer fits.
  ///
  /// - `picked`: as a slot's.
  func add(_ cell: Bytes, _ key: ValueKey, _ occurrences: Int, picked: UInt64 = 0) -> Bool {
    let place = key.place(salt)
    let (slot, isFound) = view.slot(of: cell, key, from: place)
    let counted = UInt64(occurrences) &* ValueTable.one
    if isFound {
      slots[slot].state &+= counted
      slots[slot].picked &+= picked
      return true
    }
    guard count < keyLimit, byteCount + cell.count <= byteLimit else { return false }
    byteCount += cell.count
    let offset = key.isLong ? arena.appendAligned(cell) / 8 : 0
    slots[slot] = Slot(key: key, state: counted | UInt64(offset), picked: picked)
    count += 1
    if count * 8 > slots.capacity * 5 {
      arrange(in: slots.capacity * 2)
    } else if (slot &- place) & (slots.capacity - 1) > ValueTable.crowdLimit,
      saltsTried < ValueTable.saltLimit
    {
      saltsTried += 1
      salt = KeyCode.mix(UInt64(saltsTried))
      arrange(in: slots.capacity)
    }
    return true
  }

  private func arrange(in capacity: Int) {
    let old = slots
    let new = Store<Slot>.allocate(capacity, fill: Slot())
    let mask = new.capacity - 1
    for index in 0..<old.capacity where !old[index].key.isFree {
      var slot = old[index].key.place(salt) & mask
      while !new[slot].key.isFree { slot = (slot &+ 1) & mask }
      new[slot] = old[index]
    }
    slots = new
    old.deallocate()
  }

  func forEach(_ body: (_ value: Bytes, _ slot: Slot) -> Void) {
    settle()
    let view = view
    for index in 0..<slots.capacity where !slots[index].key.isFree {
      body(view.value(at: index), slots[index])
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
    forEach { value, slot in
      let entry = (value, slot.count)
      if let bound, !isBefore(entry, bound) { return }
      kept.append(entry)
      guard kept.count >= limit * 8 else { return }
      kept.sort(by: isBefore)
      kept.removeSubrange(limit...)
      bound = kept[limit - 1]
    }
    kept.sort(by: isBefore)
    return kept.prefix(limit).map { ValueCount(value: $0.value.array, count: $0.count) }
  }
}

/// The table's memory as values, for loops; void after an insertion.
extension ValueTable {
  struct View {
    let slots: Store<Slot>
    let bytes: Bytes

    /// The slot that has the value, or the free one where the search for it ends.
    @inline(__always) func slot(
      of cell: Bytes, _ key: ValueKey, from place: Int
    ) -> (index: Int, isFound: Bool) {
      var slot = place & (slots.capacity &- 1)
      while true {
        let found = slots[slot].key
        if found == key, !key.isLong || longValue(at: slot, key).isSame(cell) {
          return (slot, true)
        }
        if found.isFree { return (slot, false) }
        slot = (slot &+ 1) & (slots.capacity &- 1)
      }
    }

    @inline(__always) private func longValue(at slot: Int, _ key: ValueKey) -> Bytes {
      bytes.slice(slots[slot].offset, key.count)
    }

    /// The value of a slot that has one; void after an insertion.
    func value(at slot: Int) -> Bytes {
      let key = slots[slot].key
      guard !key.isLong else { return longValue(at: slot, key) }
      // SAFETY: a short value's bytes lie in its key as in a cell, and the rest of the slot are sixteen bytes behind.
      return unsafe Bytes(
        UnsafeRawPointer(slots.base + slot).assumingMemoryBound(to: UInt8.self), key.count)
    }

    /// A word of what `slot` will look at for a long value: reading it fetches it.
    @inline(__always) func word(ofLongAt place: Int) -> UInt64 {
      let slot = slots[place & (slots.capacity &- 1)]
      return slot.key.isLong ? bytes.word(at: slot.offset) : 0
    }
  }

  @inline(__always) private var view: View {
    View(slots: slots, bytes: arena.bytes(at: 0, count: arena.count))
  }
}

/// Runs of cells, none of which is null.
extension ValueTable {
  /// Look-ups whose memory is fetched together: their slots and values keep to the first-level cache.
  static let stride = 64
  /// So many slots keep to a processor's own cache without being fetched.
  private static let nearSlots = 1_024

  /// Counts cells up to the first that does not fit, and says which that is of the `rest`, which are left to do.
  ///
  /// `isRoomy`: fields are few enough for each to have counters in front; the cells these count are no longer in `rest`.
  func count(
    _ cells: Store<Bytes>, _ count: Int, isRoomy: Bool, _ space: RunSpace
  ) -> (rest: Store<Bytes>, count: Int, done: Int) {
    unsettled += count
    if unsettled >= ValueTable.unsettledLimit { settle() }
    if isRoomy, !isFrontDecided, self.count >= ValueTable.frontKeys { decideFront() }
    guard let front else { return (cells, count, look(up: cells, count, space)) }
    let left = front.count(cells, count, rest: space.rest, places: space.places)
    let done = look(up: space.rest, left, space)
    for position in 0..<done { front.take(space.places[position]) }
    return (space.rest, left, done)
  }

  /// Notes that values, all of which the table has, are of records of the sample, or of early ones.
  func note(_ cells: Store<Bytes>, _ count: Int, _ picked: UInt64, _ space: RunSpace) {
    let done = look(up: cells, count, space, occurrences: 0, picked: picked)
    precondition(done == count, "a value of the sample was not counted: \(done) of \(count)")
  }

  private func look(up cells: Store<Bytes>, _ count: Int, _ space: RunSpace) -> Int {
    look(up: cells, count, space, occurrences: ValueTable.one, picked: 0)
  }

  /// Adds to the values' slots, and says before which cell it stopped: one that is new and does not fit, or that is new
  /// where nothing is counted.
  @inline(__always) private func look(
    up cells: Store<Bytes>, _ count: Int, _ space: RunSpace, occurrences: UInt64, picked: UInt64
  ) -> Int {
    var position = 0
    while position < count {
      let end = min(position &+ ValueTable.stride, count)
      if slots.capacity <= ValueTable.nearSlots {
        for index in position..<end {
          let key = ValueKey(cells[index])
          guard add(cells[index], key, key.place(salt), occurrences, picked) else {
            return index
          }
        }
      } else {
        fetch(cells, position, end, space.keys)
        for index in position..<end {
          let wanted = space.keys[index &- position]
          guard add(cells[index], wanted.key, wanted.place, occurrences, picked) else {
            return index
          }
        }
      }
      position = end
    }
    return count
  }

  @inline(__always) private func add(
    _ cell: Bytes, _ key: ValueKey, _ place: Int, _ occurrences: UInt64, _ picked: UInt64
  ) -> Bool {
    let (slot, isFound) = view.slot(of: cell, key, from: place)
    guard isFound else { return occurrences != 0 && add(cell, key, 1) }
    if occurrences != 0 { slots[slot].state &+= occurrences }
    if picked != 0 { slots[slot].picked &+= picked }
    return true
  }

  /// Each look-up may wait for memory twice, and a guess gone wrong between them waits for all: first all is read where
  /// nothing depends on what is read, so that many reads are under way at once.
  @inline(__always) private func fetch(
    _ cells: Store<Bytes>, _ start: Int, _ end: Int, _ keys: Store<RunSpace.Key>
  ) {
    var longs: UInt64 = 0
    let salt = salt
    for position in start..<end {
      let key = ValueKey(cells[position])
      keys[position &- start] = RunSpace.Key(key: key, place: key.place(salt))
      longs |= key.high
    }
    // By itself, so that no length guessed wrong stands between two reads.
    let view = view
    let mask = view.slots.capacity &- 1
    var touched: UInt64 = 0
    for position in 0..<(end &- start) {
      touched ^= view.slots[keys[position].place & mask].key.low
    }
    if Int64(bitPattern: longs) < 0 {
      for position in 0..<(end &- start) where keys[position].key.isLong {
        touched ^= view.word(ofLongAt: keys[position].place)
      }
    }
    keys[ValueTable.stride].place = Int(truncatingIfNeeded: touched)
  }

  /// Most of the values have to have a place in the front for it to be worth its memory.
  private func decideFront() {
    isFrontDecided = true
    let view = view
    var placed = 0
    for index in 0..<slots.capacity where !slots[index].key.isFree {
      placed += CounterFront.index(of: view.value(at: index)) >= 0 ? 1 : 0
    }
    if placed * 4 >= count * 3 { front = CounterFront() }
  }

  /// Brings home what the front has counted.
  private func settle() {
    unsettled = 0
    front?.settle { value, count in
      let key = ValueKey(value)
      let (slot, isFound) = view.slot(of: value, key, from: key.place(salt))
      precondition(isFound, "a value in front of a table that has it not")
      slots[slot].state &+= UInt64(count) &* ValueTable.one
    }
  }
}

/// Memory for a run's cells on their way, shared by all fields of a worker.
final class RunSpace: @unchecked Sendable {
  struct Key: BitwiseCopyable {
    var key = ValueKey()
    var place = 0
  }

  // SAFETY: owned and freed here; of one worker.
  let packed: Store<Bytes>
  let rest: Store<Bytes>
  let places: Store<Int>
  let keys: Store<Key>

  init() {
    packed = .allocateUninitialised(Evaluator.width)
    rest = .allocateUninitialised(Evaluator.width)
    places = .allocate(Evaluator.width, fill: 0)
    // The last keeps reads that only fetch memory from being left out.
    keys = .allocate(ValueTable.stride + 1, fill: Key())
  }

  deinit {
    packed.deallocate()
    rest.deallocate()
    places.deallocate()
    keys.deallocate()
  }

  /// Gathers the cells at some positions that are not null in `rest`, and says how many these are.
  func gather(_ cells: Store<Bytes>, _ positions: Store<Int>, _ count: Int) -> Int {
    var filled = 0
    for index in 0..<count {
      let cell = cells[positions[index]]
      rest[filled] = cell
      filled &+= cell.isNull ? 0 : 1
    }
    return filled
  }

  /// The cells that are not null, one behind another: `values` of them; whether one is null is as good as chance, and
  /// not asked by a branch.
  func pack(_ cells: Store<Bytes>, _ count: Int, values: Int) -> Store<Bytes> {
    guard values < count else { return cells }
    var filled = 0
    for position in 0..<count {
      // One behind the last value may be written, and is a cell of the run still.
      packed[filled] = cells[position]
      filled &+= cells[position].isNull ? 0 : 1
    }
    precondition(filled == values, "\(filled) values, not \(values)")
    return packed
  }
}
