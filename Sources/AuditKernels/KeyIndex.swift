/// The keys of one resource: what foreign keys, groups and `count_of` look into.
///
/// Filled in record order, then only read.
///
/// Keys are numbered in the order of their first record. Memory: about 40 bytes a distinct short key.
package final class KeyIndex: @unchecked Sendable {
  private(set) var table = KeyTable()
  private(set) var counts: Store<UInt32>
  private var firstRecords: Store<UInt64>
  private let scratch = ByteArena()
  /// Keeps loads that only fetch memory from being optimised away.
  private var sink: UInt64 = 0

  package init() {
    counts = .allocate(64, fill: 0)
    firstRecords = .allocate(64, fill: 0)
  }

  deinit {
    counts.deallocate()
    firstRecords.deallocate()
  }

  package var count: Int { table.count }

  /// The record, from 1, that first had this key.
  package func firstRecord(of entry: Int) -> Int { Int(firstRecords[entry]) }

  package func recordCount(of entry: Int) -> Int { Int(counts[entry]) }

  package func removeAll() { table = KeyTable() }

  /// Makes room at once for as many keys as there may be records.
  package func reserve(_ records: Int) {
    table.reserve(records)
    reserve(entries: records)
  }

  // MARK: Filling at once, see `KeyFilling`

  /// Slots, not initialised, for as many keys.
  func begin(_ keys: Int) -> Store<KeyTable.Slot> {
    reserve(entries: keys)
    return table.begin(keys)
  }

  /// All slots are filled, with so many keys.
  func end(_ keys: Int) { table.end(keys) }

  /// Sets what is known of a key; workers do so for different keys at once.
  func note(_ entry: Int, record: Int, count: Int) {
    counts[entry] = UInt32(truncatingIfNeeded: count)
    firstRecords[entry] = UInt64(record)
  }

  /// See `sink`.
  func keep(_ fetched: UInt64) { if fetched == 1 { sink = fetched } }

  // MARK: One after another

  /// Takes the key of a record in; call it in record order.
  func insert(_ key: Bytes, record: Int) { note(table.insert(key), record) }

  /// Takes the keys of a batch in: the memory they fall on is fetched for all of them first, so that the processor
  /// waits for it once.
  func insert(_ list: KeyList) {
    let (codes, records, table) = (list.codes, list.records, table)
    table.reserve(table.count + list.count)
    reserve(entries: table.count + list.count)
    var longCount = 0
    var first = 0
    while first < list.count {
      // A block at a time, so that the memory fetched for it is still near when it is used.
      let block = first..<min(first + 128, list.count)
      sink = table.touch(codes, block)
      for position in block {
        if codes[position] == 0 {
          insert(list.longKey(longCount), record: records[position])
          longCount += 1
        } else {
          note(table.insert(code: codes[position]), records[position])
        }
      }
      first = block.upperBound
    }
  }

  private func reserve(entries: Int) {
    guard entries > counts.capacity else { return }
    let room = max(entries, counts.capacity * 2)
    counts = counts.grown(to: room, fill: 0)
    firstRecords = firstRecords.grown(to: room, fill: 0)
  }

  private func note(_ entry: (number: Int, isNew: Bool), _ record: Int) {
    let (number, isNew) = entry
    if number >= counts.capacity { reserve(entries: number + 1) }
    if isNew {
      counts[number] = 0
      firstRecords[number] = UInt64(record)
    }
    counts[number] &+= 1
  }

  /// Takes a key in that is given as parts, such as an expected key of a register.
  package func insert(parts: [[UInt8]], record: Int) {
    scratch.removeAll()
    for (index, part) in parts.enumerated() {
      let offset = scratch.append(part)
      KeyParts.escape(from: offset, isFirst: index == 0, parts: parts.count, in: scratch)
    }
    insert(scratch.bytes(at: 0, count: scratch.count), record: record)
  }

  /// The entry of a key given as parts, or -1.
  package func find(parts: [[UInt8]]) -> Int {
    let arena = ByteArena(capacity: 64)
    for (index, part) in parts.enumerated() {
      let offset = arena.append(part)
      KeyParts.escape(from: offset, isFirst: index == 0, parts: parts.count, in: arena)
    }
    return Int(table.find(arena.bytes(at: 0, count: arena.count)))
  }
}

/// How the parts of a composite key become one: each part has its zero bytes doubled, and a zero and a one end it.
///
/// A key of one part is its own bytes. Two lists of parts are equal if and only if their keys are.
enum KeyParts {
  static func escape(from offset: Int, isFirst: Bool, parts: Int, in arena: ByteArena) {
    guard parts > 1 else { return }
    var hasZero = false
    for index in offset..<arena.count where arena.bytes(at: index, count: 1)[0] == 0 {
      hasZero = true
    }
    if hasZero {
      let copy = arena.bytes(at: offset, count: arena.count - offset).array
      var doubled: [UInt8] = []
      for byte in copy.dropFirst(0) {
        doubled.append(byte)
        if byte == 0 { doubled.append(0) }
      }
      arena.truncate(to: offset)
      _ = arena.append(doubled)
    }
    arena.append(byte: 0)
    arena.append(byte: 1)
  }

  /// The key of these parts, or null when one of them is; made in the arena where there are several.
  @inline(__always) static func join(_ parts: [Store<Bytes>], record: Int, arena: ByteArena)
    -> Bytes
  {
    if parts.count == 1 { return parts[0][record] }
    return joinSeveral(parts, record: record, arena: arena)
  }

  private static func joinSeveral(_ parts: [Store<Bytes>], record: Int, arena: ByteArena) -> Bytes {
    arena.removeAll()
    for part in parts {
      let bytes = part[record]
      guard !bytes.isNull else { return bytes }
      let offset = arena.append(bytes)
      escape(from: offset, isFirst: false, parts: parts.count, in: arena)
    }
    return arena.bytes(at: 0, count: arena.count)
  }
}
