/// Names of elements and attributes as a splitter has met them, each with what it means, and which one follows which.
///
/// Records are much alike: after an element the one that came there last time is expected, and recognised by comparing
/// bytes. What is expected wrongly is looked up.
struct XMLLearnedNames {
  struct Entry: BitwiseCopyable {
    /// Where `<name` lies among the tokens, 32 bytes readable.
    var token: Int32 = 0
    var count: Int32 = 0
    /// Which of the 32 bytes are the token's.
    var mask: UInt32 = 0
    /// The element it is in, as a node of the shape.
    var owner: Int32 = 0
    var node: Int32 = 0
    var column: Int32 = -1
    /// Expected after it within the same element, and first within it; -1 for none yet.
    var next: Int32 = -1
    var firstChild: Int32 = -1
    /// The first of its attributes, as an entry too.
    var firstAttribute: Int32 = -1
    var flags: UInt8 = 0

    /// Some field is within the element.
    static let hasFieldsWithin: UInt8 = 1
    static let makesRows: UInt8 = 2
    /// Of attributes: `xsi:nil`.
    static let isNil: UInt8 = 4
  }

  private(set) var entries: Store<Entry>
  private(set) var tokens: Store<UInt8>
  private var slots: Store<Int32>
  private(set) var count = 0
  private var tokenCount = 0

  init() {
    entries = .allocate(64, fill: Entry())
    tokens = .allocate(4096, fill: 0)
    slots = .allocate(256, fill: -1)
  }

  func deallocate() {
    entries.deallocate()
    tokens.deallocate()
    slots.deallocate()
  }

  mutating func removeAll() {
    count = 0
    tokenCount = 0
    for index in 0..<slots.capacity { slots[index] = -1 }
  }

  // MARK: Comparing

  /// Whether `<name` of the entry stands at a position; what follows the name is for the caller to see.
  @inline(__always) func isTag(_ entry: Int, _ bytes: Bytes, _ position: Int) -> Bool {
    let mask = entries[entry].mask
    // SAFETY: tokens and bytes are both readable for 32 bytes and more from there.
    let same = unsafe XMLWide.equal32(
      bytes.base + position, tokens.base + Int(entries[entry].token))
    if same & mask != mask { return false }
    return mask != ~0 || isRest(entry, bytes, position + 1)
  }

  /// Whether the name alone stands at a position.
  @inline(__always) func isName(_ entry: Int, _ bytes: Bytes, _ position: Int) -> Bool {
    let mask = entries[entry].mask >> 1
    // SAFETY: as above.
    let same = unsafe XMLWide.equal32(
      bytes.base + position, tokens.base + Int(entries[entry].token) + 1)
    if same & mask != mask { return false }
    return mask != ~0 >> 1 || isRest(entry, bytes, position)
  }

  /// Compares the whole of a long name.
  private func isRest(_ entry: Int, _ bytes: Bytes, _ position: Int) -> Bool {
    let name = name(of: entry)
    return position + name.count <= bytes.count
      && bytes.slice(position, name.count).equals(name)
  }

  func name(of entry: Int) -> Bytes {
    // SAFETY: the token was copied in with its name, and tokens are padded.
    unsafe Bytes(tokens.base + Int(entries[entry].token) + 1, Int(entries[entry].count))
  }

  // MARK: Finding

  func find(_ name: Bytes, owner: Int) -> Int? {
    var slot = hash(name, owner) & (slots.capacity - 1)
    while true {
      let index = Int(slots[slot])
      guard index >= 0 else { return nil }
      if Int(entries[index].owner) == owner, self.name(of: index).equals(name) { return index }
      slot = (slot &+ 1) & (slots.capacity - 1)
    }
  }

  private func hash(_ name: Bytes, _ owner: Int) -> Int {
    var hash = UInt64(truncatingIfNeeded: owner) &* 0x9E37_79B9_7F4A_7C15
    for index in 0..<name.count {
      hash = (hash ^ UInt64(name[index])) &* 0x0000_0100_0000_01B3
    }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF)
  }

  // MARK: Learning

  /// Adds an entry that `find` does not find; attributes have no owner and are found by their element alone.
  mutating func add(_ name: Bytes, _ entry: Entry, isAttribute: Bool = false) -> Int {
    if count == entries.capacity { entries = entries.grown(to: count * 2, fill: Entry()) }
    let needed = tokenCount + name.count + 1 + 40
    if needed > tokens.capacity { tokens = tokens.grown(to: needed * 2, fill: 0) }
    var made = entry
    made.token = Int32(tokenCount)
    made.count = Int32(name.count)
    made.mask = name.count + 1 >= 32 ? ~0 : (1 << UInt32(name.count + 1)) - 1
    tokens[tokenCount] = 0x3C
    for index in 0..<name.count { tokens[tokenCount + 1 + index] = name[index] }
    for index in name.count + 1..<name.count + 41 { tokens[tokenCount + index] = 0 }
    tokenCount += name.count + 1
    entries[count] = made
    count += 1
    if !isAttribute { place(count - 1) }
    return count - 1
  }

  private mutating func place(_ index: Int) {
    if count * 4 > slots.capacity { rehash() } else { insert(index) }
  }

  private func insert(_ index: Int) {
    var slot = hash(name(of: index), Int(entries[index].owner)) & (slots.capacity - 1)
    while slots[slot] >= 0 { slot = (slot &+ 1) & (slots.capacity - 1) }
    slots[slot] = Int32(index)
  }

  private mutating func rehash() {
    let capacity = slots.capacity * 4
    slots.deallocate()
    slots = .allocate(capacity, fill: -1)
    for index in 0..<count where entries[index].owner >= 0 { insert(index) }
  }

  /// Notes that one element came after another, or first within it, so that it is expected there from now on.
  func expect(_ entry: Int, after previous: Int, in parent: Int) {
    guard entry != previous else { return }
    if previous >= 0 {
      entries[entry].next = entries[previous].next
      entries[previous].next = Int32(entry)
    } else {
      entries[entry].next = entries[parent].firstChild
      entries[parent].firstChild = Int32(entry)
    }
  }

  func setFirstAttribute(_ entry: Int, _ attribute: Int) {
    entries[entry].firstAttribute = Int32(attribute)
  }

  func setNext(_ entry: Int, _ next: Int) { entries[entry].next = Int32(next) }
}
