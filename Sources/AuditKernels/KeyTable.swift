/// Byte strings to dense numbers, in the order they were first seen; exact, whatever the hash says.
///
/// Short plain keys live in one open-addressing table of exact codes, the others in a second one that compares bytes.
final class KeyTable: @unchecked Sendable {
  private(set) var count = 0
  private var codes: Store<UInt64>
  private var numbers: Store<UInt32>
  private var codeCount = 0
  private var longSlots: Store<UInt32>
  private var longHashes: [UInt64] = []
  private var longOffsets: [Int] = []
  private var longLengths: [Int] = []
  private var longNumbers: [UInt32] = []
  private let arena = ByteArena()

  init(capacity: Int = 16) {
    var size = 32
    while size < capacity * 2 { size *= 2 }
    codes = .allocate(size, fill: 0)
    numbers = .allocate(size, fill: 0)
    longSlots = .allocate(32, fill: 0)
  }

  deinit {
    codes.deallocate()
    numbers.deallocate()
    longSlots.deallocate()
  }

  /// The key's number, given to it now if it is new.
  func insert(_ key: Bytes) -> (number: Int, isNew: Bool) {
    let code = KeyCode.exact(key)
    guard code != 0 else { return insertLong(key) }
    if (codeCount + 1) * 8 > codes.capacity * 5 { growCodes() }
    var slot = Int(truncatingIfNeeded: KeyCode.mix(code)) & (codes.capacity - 1)
    while codes[slot] != 0 {
      if codes[slot] == code { return (Int(numbers[slot]), false) }
      slot = (slot + 1) & (codes.capacity - 1)
    }
    codes[slot] = code
    numbers[slot] = UInt32(truncatingIfNeeded: count)
    codeCount += 1
    count += 1
    return (count - 1, true)
  }

  /// The key's number, or -1.
  @inline(__always) func find(_ key: Bytes) -> Int64 {
    let code = KeyCode.exact(key)
    guard code != 0 else { return findLong(key) }
    return find(code: code, slot: slot(of: code))
  }

  /// Where the search for an exact code begins: fetched for a whole batch before the first is compared.
  @inline(__always) func slot(of code: UInt64) -> Int {
    Int(truncatingIfNeeded: KeyCode.mix(code)) & (codes.capacity - 1)
  }

  @inline(__always) func codeAt(slot: Int) -> UInt64 { codes[slot] }

  @inline(__always) func find(code: UInt64, slot start: Int) -> Int64 {
    var slot = start
    while true {
      let found = codes[slot]
      if found == code { return Int64(numbers[slot]) }
      if found == 0 { return Node.absentEntry }
      slot = (slot + 1) & (codes.capacity - 1)
    }
  }

  private func growCodes() {
    let oldCodes = codes
    let oldNumbers = numbers
    codes = .allocate(oldCodes.capacity * 2, fill: 0)
    numbers = .allocate(oldCodes.capacity * 2, fill: 0)
    for index in 0..<oldCodes.capacity where oldCodes[index] != 0 {
      var slot = Int(truncatingIfNeeded: KeyCode.mix(oldCodes[index])) & (codes.capacity - 1)
      while codes[slot] != 0 { slot = (slot + 1) & (codes.capacity - 1) }
      codes[slot] = oldCodes[index]
      numbers[slot] = oldNumbers[index]
    }
    oldCodes.deallocate()
    oldNumbers.deallocate()
  }

  // MARK: Keys that do not fit a code

  private func findLongIndex(_ key: Bytes, hash: UInt64) -> (slot: Int, index: Int?) {
    var slot = Int(truncatingIfNeeded: hash) & (longSlots.capacity - 1)
    while longSlots[slot] != 0 {
      let index = Int(longSlots[slot]) - 1
      if longHashes[index] == hash,
        arena.bytes(at: longOffsets[index], count: longLengths[index]).equals(key)
      {
        return (slot, index)
      }
      slot = (slot + 1) & (longSlots.capacity - 1)
    }
    return (slot, nil)
  }

  func findLong(_ key: Bytes) -> Int64 {
    guard !longHashes.isEmpty else { return Node.absentEntry }
    guard let index = findLongIndex(key, hash: KeyCode.hash(key)).index else { return Node.absentEntry }
    return Int64(longNumbers[index])
  }

  private func insertLong(_ key: Bytes) -> (number: Int, isNew: Bool) {
    let hash = KeyCode.hash(key)
    if (longHashes.count + 1) * 8 > longSlots.capacity * 5 { growLong() }
    let (slot, found) = findLongIndex(key, hash: hash)
    if let found { return (Int(longNumbers[found]), false) }
    longOffsets.append(arena.append(key))
    longLengths.append(key.count)
    longHashes.append(hash)
    longNumbers.append(UInt32(truncatingIfNeeded: count))
    longSlots[slot] = UInt32(truncatingIfNeeded: longHashes.count)
    count += 1
    return (count - 1, true)
  }

  private func growLong() {
    longSlots.deallocate()
    var size = 32
    while size * 5 < (longHashes.count + 1) * 16 { size *= 2 }
    longSlots = .allocate(size, fill: 0)
    for index in longHashes.indices {
      var slot = Int(truncatingIfNeeded: longHashes[index]) & (size - 1)
      while longSlots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      longSlots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }
}
