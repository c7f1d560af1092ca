/// What a rule judges the records of a group by, besides the group's key.
package enum GroupPart: Sendable, Hashable {
  /// Its bytes.
  case text(Node)
  /// Exact, with 18 digits after the point.
  case number(Node)
  /// A date as its day's number, a moment as its second: what can be counted with.
  case instant(Node)

  package var node: Node {
    switch self {
    case .text(let node), .number(let node), .instant(let node): node
    }
  }
}

/// Records of one rule by group, as one worker met them: each with its group's key and parts, in partitions by hash.
///
/// An entry's words: hash, record, key bytes and words in all, presence of parts, the key, the parts. A text part is its
/// byte count and bytes; all bytes are padded to words with zeros.
///
/// Memory: 40 bytes a record and what key and parts take. Of one worker until all records were read; then only read.
package final class GroupCollector: @unchecked Sendable {
  package static let partitions = 64
  static let headWords = 4

  private var stores: [Store<UInt64>] = []
  private var used = [Int](repeating: 0, count: GroupCollector.partitions)
  private let hashMask: UInt64
  /// Bytes of memory held.
  package private(set) var memoryBytes = 0

  /// `hashMask`: tests leave few bits of the hashes, so that keys of equal hashes meet.
  package init(hashMask: UInt64 = ~0) {
    self.hashMask = hashMask
    stores = (0..<GroupCollector.partitions).map { _ in .allocate(0, fill: 0) }
  }

  deinit { for store in stores { store.deallocate() } }

  /// Where an entry of so many words goes: a store with room, and the place in it.
  fileprivate func add(_ words: Int, partition: Int) -> (store: Store<UInt64>, at: Int) {
    let at = used[partition]
    let store = stores[partition]
    used[partition] = at + words
    guard at + words > store.capacity else { return (store, at) }
    let bigger = max(256, (at + words) * 2)
    memoryBytes += (bigger - store.capacity) * 8
    stores[partition] = store.grown(to: bigger, fill: 0)
    return (stores[partition], at)
  }

  fileprivate func hash(_ key: Bytes) -> UInt64 { KeyCode.hash(key) & hashMask }

  /// All entries of a partition, one after another.
  package func words(_ partition: Int) -> [UInt64] {
    // SAFETY: that many words were written.
    unsafe Array(UnsafeBufferPointer(start: stores[partition].base, count: used[partition]))
  }

  /// Hands the entries of all partitions on, and starts anew: for spilling.
  package func drain(_ take: (_ partition: Int, _ words: [UInt64]) throws -> Void) rethrows {
    for partition in 0..<GroupCollector.partitions where used[partition] > 0 {
      try take(partition, words(partition))
      used[partition] = 0
      stores[partition].deallocate()
      stores[partition] = .allocate(0, fill: 0)
    }
    memoryBytes = 0
  }
}

extension Evaluator {
  /// Adds the run's records whose key and parts are not null to a collector; returns how many.
  ///
  /// - `keys`: text nodes; none for one group of all records.
  /// - `optional`: parts from this one on may be null.
  package func gather(
    _ keys: [Node], _ parts: [GroupPart], optional: Int, firstRecord: Int,
    into collector: GroupCollector
  ) -> Int {
    let stores = keys.map { texts[$0.index] }
    let empty = keyArena.bytes(at: 0, count: 0)
    var added = 0
    for record in range {
      let key = stores.isEmpty ? empty : KeyParts.join(stores, record: record, arena: keyArena)
      guard !key.isNull else { continue }
      var presence: UInt64 = 0
      var words = GroupCollector.headWords + (key.count + 7) / 8
      for (number, part) in parts.enumerated() {
        let size = size(of: part, record)
        if size > 0 { presence |= 1 << UInt64(number) }
        words += size
      }
      let required = (UInt64(1) << UInt64(min(optional, parts.count))) - 1
      guard presence & required == required else { continue }
      write(key, parts, presence, words, record, firstRecord, collector)
      added += 1
    }
    return added
  }

  /// Words of a part; 0 where it is null.
  private func size(of part: GroupPart, _ record: Int) -> Int {
    switch part {
    case .text(let node):
      let text = texts[node.index][record]
      return text.isNull ? 0 : 1 + (text.count + 7) / 8
    case .number(let node): return states[node.index][record] == Evaluator.null ? 0 : 2
    case .instant(let node): return states[node.index][record] == Evaluator.null ? 0 : 1
    }
  }

  private func write(
    _ key: Bytes, _ parts: [GroupPart], _ presence: UInt64, _ words: Int, _ record: Int,
    _ firstRecord: Int, _ collector: GroupCollector
  ) {
    let hash = collector.hash(key)
    let (store, start) = collector.add(
      words, partition: Int(truncatingIfNeeded: hash >> 58))
    store[start] = hash
    store[start + 1] = UInt64(firstRecord + record)
    store[start + 2] = UInt64(key.count) << 32 | UInt64(words)
    store[start + 3] = presence
    var at = start + GroupCollector.headWords
    GroupCollector.put(key, in: store, &at)
    for (number, part) in parts.enumerated() where presence >> UInt64(number) & 1 == 1 {
      switch part {
      case .text(let node):
        let text = texts[node.index][record]
        store[at] = UInt64(text.count)
        at += 1
        GroupCollector.put(text, in: store, &at)
      case .number(let node):
        let scale = Int(states[node.index][record])
        let amount = Int128(values[node.index][record]) * Int128(powersOfTen[18 - scale])
        store[at] = UInt64(truncatingIfNeeded: amount)
        store[at + 1] = UInt64(truncatingIfNeeded: amount >> 64)
        at += 2
      case .instant(let node):
        let value = values[node.index][record]
        let count = node.type == .date ? Int64(dayNumber(packed: value)) : value
        store[at] = UInt64(bitPattern: count)
        at += 1
      }
    }
  }
}

extension GroupCollector {
  /// Writes bytes, padded to words with zeros.
  fileprivate static func put(_ bytes: Bytes, in store: Store<UInt64>, _ at: inout Int) {
    var index = 0
    while index < bytes.count {
      let rest = bytes.count - index
      let word = bytes.word(at: index)
      store[at] = rest >= 8 ? word : word & (~0 >> UInt64(64 - 8 * rest))
      at += 1
      index += 8
    }
  }
}
