/// The different values of a field with how often each occurs: exact, and kept up to a number of values and of bytes.
///
/// Whether they fit depends on which values there are, never on their order or on how records were shared out: a part of
/// them that does not fit means that the whole does not.
final class ValueTable: @unchecked Sendable {
  /// A zero code is a free slot; `number` counts values in the order they came.
  struct Slot: BitwiseCopyable {
    var code: UInt64 = 0
    var count = 0
    var number = 0
  }

  let keyLimit: Int
  let byteLimit: Int
  private(set) var count = 0
  private(set) var slots: Store<Slot>
  let arena = ByteArena(capacity: 1024)
  private var places: [(offset: Int, length: Int)] = []

  init(keyLimit: Int, byteLimit: Int) {
    self.keyLimit = keyLimit
    self.byteLimit = byteLimit
    slots = .allocate(32, fill: Slot())
  }

  deinit { slots.deallocate() }

  /// The exact code of a value, or a hash of it with a mark that no exact code has.
  @inline(__always) static func code(of cell: Bytes) -> UInt64 {
    let code = KeyCode.exact(cell)
    return code != 0 ? code : KeyCode.hash(cell) >> 4 | hashMark
  }

  private static let hashMark: UInt64 = 4 << 60

  /// Spread over all 64 bits: of values with the same code there is one in practice.
  @inline(__always) static func spread(_ code: UInt64) -> UInt64 { KeyCode.mix(code) }

  /// Counts a value; false where it is new and no longer fits.
  @inline(__always) func add(_ cell: Bytes, code: UInt64, _ occurrences: Int) -> Bool {
    let slots = slots
    var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity &- 1)
    while slots[slot].code != 0 {
      if slots[slot].code == code,
        code >> 60 != 4 || bytes(of: slots[slot].number).equals(cell)
      {
        slots[slot].count &+= occurrences
        return true
      }
      slot = (slot &+ 1) & (slots.capacity &- 1)
    }
    return insert(cell, code, occurrences, at: slot)
  }

  private func insert(_ cell: Bytes, _ code: UInt64, _ occurrences: Int, at slot: Int) -> Bool {
    guard count < keyLimit, arena.count + cell.count <= byteLimit else { return false }
    places.append((arena.append(cell), cell.count))
    slots[slot] = Slot(code: code, count: occurrences, number: count)
    count += 1
    if count * 2 > slots.capacity { grow() }
    return true
  }

  private func grow() {
    let old = slots
    let new = Store<Slot>.allocate(old.capacity * 4, fill: Slot())
    for index in 0..<old.capacity where old[index].code != 0 {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(old[index].code)) & (new.capacity - 1)
      while new[slot].code != 0 { slot = (slot + 1) & (new.capacity - 1) }
      new[slot] = old[index]
    }
    slots = new
    old.deallocate()
  }

  @inline(__always) func bytes(of number: Int) -> Bytes {
    arena.bytes(at: places[number].offset, count: places[number].length)
  }

  func forEach(_ body: (_ value: Bytes, _ code: UInt64, _ count: Int) -> Void) {
    for index in 0..<slots.capacity where slots[index].code != 0 {
      body(bytes(of: slots[index].number), slots[index].code, slots[index].count)
    }
  }
}
