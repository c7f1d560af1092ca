/// The different values of a field with how often each occurs: exact, and kept up to a number of values and of bytes.
///
/// Whether they fit depends on which values there are, never on their order or on how records were shared out: a part of
/// them that does not fit means that the whole does not.
final class ValueTable: @unchecked Sendable {
  /// A zero code is a free slot.
  struct Slot: BitwiseCopyable {
    var code: UInt64 = 0
    /// How often the value occurs, and in the low bits which it is, in the order they came.
    var state: UInt64 = 0

    var number: Int { Int(truncatingIfNeeded: state & (ValueTable.one &- 1)) }
    var count: Int { Int(truncatingIfNeeded: state / ValueTable.one) }
  }

  struct Place: BitwiseCopyable {
    var offset: Int
    var length: Int
  }

  /// One occurrence in a slot's state.
  static let one: UInt64 = 1 << 20

  private let keyLimit: Int
  private let byteLimit: Int
  private(set) var count = 0
  private var slots: Store<Slot>
  private var places: Store<Place>
  private let arena = ByteArena(capacity: 1024)

  init(keyLimit: Int, byteLimit: Int) {
    precondition(keyLimit < Int(ValueTable.one), "\(keyLimit) values")
    self.keyLimit = keyLimit
    self.byteLimit = byteLimit
    slots = .allocate(64, fill: Slot())
    places = .allocate(32, fill: Place(offset: 0, length: 0))
  }

  deinit {
    slots.deallocate()
    places.deallocate()
  }

  /// The exact code of a value, or a hash of it with a mark that no exact code has.
  @inline(__always) static func code(of cell: Bytes) -> UInt64 {
    let code = KeyCode.exact(cell)
    return code != 0 ? code : KeyCode.hash(cell) >> 4 | 4 << 60
  }

  /// Spread over all 64 bits: of values with the same code there is one in practice.
  @inline(__always) static func spread(_ code: UInt64) -> UInt64 { KeyCode.mix(code) }

  /// The table's memory as values, for loops; void after an insertion.
  struct View {
    let slots: Store<Slot>
    let places: Store<Place>
    let bytes: Bytes

    /// Counts a value that the table has; false where it is new.
    @inline(__always) func count(_ cell: Bytes, code: UInt64) -> Bool {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity &- 1)
      while true {
        let found = slots[slot]
        if found.code == code, code >> 60 != 4 || isSame(cell, found.number) {
          slots[slot].state = found.state &+ ValueTable.one
          return true
        }
        if found.code == 0 { return false }
        slot = (slot &+ 1) & (slots.capacity &- 1)
      }
    }

    @inline(__always) func isSame(_ cell: Bytes, _ number: Int) -> Bool {
      let place = places[number]
      return place.length == cell.count && bytes.slice(place.offset, place.length).equals(cell)
    }
  }

  var view: View {
    View(slots: slots, places: places, bytes: arena.bytes(at: 0, count: arena.count))
  }

  /// Counts a value; false where it is new and no longer fits.
  func add(_ cell: Bytes, code: UInt64, _ occurrences: Int) -> Bool {
    let view = view
    var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (slots.capacity &- 1)
    while view.slots[slot].code != 0 {
      if view.slots[slot].code == code,
        code >> 60 != 4 || view.isSame(cell, view.slots[slot].number)
      {
        view.slots[slot].state &+= UInt64(occurrences) &* ValueTable.one
        return true
      }
      slot = (slot &+ 1) & (slots.capacity &- 1)
    }
    guard count < keyLimit, arena.count + cell.count <= byteLimit else { return false }
    if count == places.capacity {
      places = places.grown(to: count * 2, fill: Place(offset: 0, length: 0))
    }
    places[count] = Place(offset: arena.append(cell), length: cell.count)
    slots[slot] = Slot(
      code: code, state: UInt64(occurrences) &* ValueTable.one | UInt64(count))
    count += 1
    if count * 2 > slots.capacity { grow() }
    return true
  }

  private func grow() {
    let old = slots
    let new = Store<Slot>.allocate(old.capacity * 2, fill: Slot())
    for index in 0..<old.capacity where old[index].code != 0 {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(old[index].code)) & (new.capacity - 1)
      while new[slot].code != 0 { slot = (slot + 1) & (new.capacity - 1) }
      new[slot] = old[index]
    }
    slots = new
    old.deallocate()
  }

  func forEach(_ body: (_ value: Bytes, _ code: UInt64, _ count: Int) -> Void) {
    for index in 0..<slots.capacity where slots[index].code != 0 {
      let place = places[slots[index].number]
      body(
        arena.bytes(at: place.offset, count: place.length), slots[index].code, slots[index].count)
    }
  }
}
