/// Byte strings to dense numbers, in the order they were first seen; exact, whatever the hash says.
///
/// Short plain keys live in one open-addressing table of exact codes, the others in a second one that compares bytes.
final class KeyTable: @unchecked Sendable {
  private(set) var count = 0
  /// Slots of a code and its number, side by side: one look at memory each.
  ///
  /// A zero code is a free slot.
  private var slots: Store<Slot>
  private var codeCount = 0
  private var longSlots: Store<UInt32>
  /// The first `longCount` are keys; memory of its own rather than arrays, whose every look is checked for conflicts.
  private var longKeys: Store<LongKey>
  private var longCount = 0
  private let arena = ByteArena()
  private let hashMask: UInt64
  /// Numbers by code, where each key is made of so many digits; see `freeze`.
  private(set) var direct: DirectTable?

  struct Slot: BitwiseCopyable {
    var code: UInt64
    var number: UInt64
  }

  /// Where the bytes of a key lie in the arena, and their hash.
  private struct LongKey: BitwiseCopyable {
    var hash: UInt64
    var offset: Int
    var length: UInt32
    var number: UInt32
  }

  /// The table of exact codes as values, for loops.
  struct View {
    let slots: Store<Slot>

    /// Where the search for an exact code begins: fetched for a whole batch before the first is compared.
    @inline(__always) func slot(of code: UInt64) -> Int {
      Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity - 1)
    }

    @inline(__always) func find(code: UInt64, slot start: Int) -> Int64 {
      var slot = start
      while true {
        let found = slots[slot]
        if found.code == code { return Int64(truncatingIfNeeded: found.number) }
        if found.code == 0 { return Node.absentEntry }
        slot = (slot + 1) & (slots.capacity - 1)
      }
    }
  }

  var view: View { View(slots: slots) }

  /// `hashMask`: tests leave few bits of the hashes, so that keys of equal hashes meet.
  init(capacity: Int = 16, hashMask: UInt64 = ~0) {
    self.hashMask = hashMask
    var size = 32
    while size < capacity * 2 { size *= 2 }
    slots = .allocate(size, fill: Slot(code: 0, number: 0))
    longSlots = .allocate(32, fill: 0)
    longKeys = .allocate(0, fill: LongKey(hash: 0, offset: 0, length: 0, number: 0))
  }

  deinit {
    slots.deallocate()
    longSlots.deallocate()
    longKeys.deallocate()
    direct?.numbers.deallocate()
  }

  /// No key follows: where all are short numbers of one length, they are found by a look instead of a search.
  func freeze() {
    guard direct == nil, longCount == 0 else { return }
    let keys = (0..<slots.capacity).lazy.map { [slots] in slots[$0] }.filter { $0.code != 0 }
    direct = DirectTable(keys, count: codeCount)
  }

  /// The key's number, given to it now if it is new.
  func insert(_ key: Bytes) -> (number: Int, isNew: Bool) {
    assert(direct == nil, "a key after the last")
    let code = KeyCode.exact(key)
    guard code != 0 else { return insertLong(key) }
    return insert(code: code)
  }

  /// Fetches the slots where the search for these codes begins.
  func touch(_ codes: Store<UInt64>, _ range: Range<Int>) -> UInt64 {
    let view = view
    var touched: UInt64 = 0
    for position in range { touched ^= view.slots[view.slot(of: codes[position])].code }
    return touched
  }

  /// The number of the key with this exact code.
  func insert(code: UInt64) -> (number: Int, isNew: Bool) {
    if (codeCount + 1) * 8 > slots.capacity * 5 { growSlots() }
    let slots = slots
    var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity - 1)
    while slots[slot].code != 0 {
      if slots[slot].code == code { return (Int(slots[slot].number), false) }
      slot = (slot + 1) & (slots.capacity - 1)
    }
    slots[slot] = Slot(code: code, number: UInt64(count))
    codeCount += 1
    count += 1
    return (count - 1, true)
  }

  /// The key's number, or -1.
  @inline(__always) func find(_ key: Bytes) -> Int64 {
    let code = KeyCode.exact(key)
    guard code != 0 else { return findLong(key) }
    let view = view
    return view.find(code: code, slot: view.slot(of: code))
  }

  /// Makes room for so many keys at once.
  func reserve(_ wanted: Int) {
    var size = slots.capacity
    while size * 5 < (wanted + 1) * 8 { size *= 2 }
    if size > slots.capacity { growSlots(to: size) }
  }

  /// Slots for as many keys, each to be written before `end`; the table has none yet.
  func begin(_ wanted: Int) -> Store<Slot> {
    assert(count == 0 && direct == nil)
    var size = slots.capacity
    while size * 5 < (wanted + 1) * 8 { size *= 2 }
    slots.deallocate()
    slots = .allocateUninitialised(size)
    return slots
  }

  func end(_ keys: Int) {
    count = keys
    codeCount = keys
  }

  private func growSlots(to size: Int? = nil) {
    let old = slots
    let new = Store<Slot>.allocate(size ?? old.capacity * 2, fill: Slot(code: 0, number: 0))
    for index in 0..<old.capacity where old[index].code != 0 {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(old[index].code)) & (new.capacity - 1)
      while new[slot].code != 0 { slot = (slot + 1) & (new.capacity - 1) }
      new[slot] = old[index]
    }
    slots = new
    old.deallocate()
  }

  // MARK: Keys that do not fit a code

  private func findLong(_ key: Bytes, hash: UInt64) -> (slot: Int, key: LongKey?) {
    let (slots, keys) = (longSlots, longKeys)
    var slot = Int(truncatingIfNeeded: hash) & (slots.capacity - 1)
    while slots[slot] != 0 {
      let known = keys[Int(slots[slot]) - 1]
      if known.hash == hash,
        arena.bytes(at: known.offset, count: Int(known.length)).equals(key)
      {
        return (slot, known)
      }
      slot = (slot + 1) & (slots.capacity - 1)
    }
    return (slot, nil)
  }

  func findLong(_ key: Bytes) -> Int64 {
    guard longCount > 0 else { return Node.absentEntry }
    guard let known = findLong(key, hash: KeyCode.hash(key) & hashMask).key else {
      return Node.absentEntry
    }
    return Int64(known.number)
  }

  private func insertLong(_ key: Bytes) -> (number: Int, isNew: Bool) {
    let hash = KeyCode.hash(key) & hashMask
    if (longCount + 1) * 8 > longSlots.capacity * 5 { growLongSlots() }
    let (slot, known) = findLong(key, hash: hash)
    if let known { return (Int(known.number), false) }
    let new = LongKey(
      hash: hash, offset: arena.append(key), length: UInt32(key.count),
      number: UInt32(truncatingIfNeeded: count))
    if longCount == longKeys.capacity {
      longKeys = longKeys.grown(to: max(16, 2 * longCount), fill: new)
    }
    longKeys[longCount] = new
    longCount += 1
    longSlots[slot] = UInt32(truncatingIfNeeded: longCount)
    count += 1
    return (count - 1, true)
  }

  private func growLongSlots() {
    longSlots.deallocate()
    var size = 32
    while size * 5 < (longCount + 1) * 16 { size *= 2 }
    longSlots = .allocate(size, fill: 0)
    for index in 0..<longCount {
      var slot = Int(truncatingIfNeeded: longKeys[index].hash) & (size - 1)
      while longSlots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      longSlots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
