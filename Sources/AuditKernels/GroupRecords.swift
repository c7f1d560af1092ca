/// The records of one group, in record order, numbered from 0: what a rule about groups judges.
package struct GroupRecords {
  fileprivate let lists: [[UInt64]]
  fileprivate let parts: [GroupPart]
  /// List and position of each entry.
  fileprivate let entries: [Entry]
  fileprivate let range: Range<Int>

  fileprivate struct Entry {
    var list: Int32
    var position: Int
    var record: Int
    var group: Int32
  }

  package var count: Int { range.count }

  /// The record's number in the resource, from 1.
  package func record(_ number: Int) -> Int { entry(number).record }

  /// The group's key; of several parts as `KeyParts` joins them.
  package var key: [UInt8] {
    let entry = entry(0)
    let list = lists[Int(entry.list)]
    let count = Int(list[entry.position + 2] >> 32)
    return GroupRecords.bytes(list, entry.position + GroupCollector.headWords, count)
  }

  /// A text part; nil where it is null.
  package func text(_ number: Int, _ part: Int) -> [UInt8]? {
    guard let (list, at) = place(number, part) else { return nil }
    return GroupRecords.bytes(list, at + 1, Int(list[at]))
  }

  /// A number part with 18 digits after the point.
  package func number(_ number: Int, _ part: Int) -> Int128? {
    guard let (list, at) = place(number, part) else { return nil }
    return Int128(Int64(bitPattern: list[at + 1])) << 64 | Int128(list[at])
  }

  /// A day's number or a second.
  package func instant(_ number: Int, _ part: Int) -> Int64? {
    guard let (list, at) = place(number, part) else { return nil }
    return Int64(bitPattern: list[at])
  }

  /// Classes of a text part: equal texts have one number, in the order of their first records; -1 for null.
  package func classes(_ part: Int) -> (of: [Int], count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var firsts: [Int] = []
    var result = [Int](repeating: -1, count: count)
    for number in 0..<count {
      guard let (list, at) = place(number, part) else { continue }
      let words = 1 + (Int(list[at]) + 7) / 8
      var hash: UInt64 = 0
      for index in 0..<words { hash = KeyCode.mix(hash ^ list[at + index]) }
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] >= 0, !isSame(firsts[Int(slots[slot])], part, list, at, words) {
        slot = (slot + 1) & (size - 1)
      }
      if slots[slot] < 0 {
        slots[slot] = Int32(firsts.count)
        firsts.append(number)
      }
      result[number] = Int(slots[slot])
    }
    return (result, firsts.count)
  }

  private func isSame(
    _ number: Int, _ part: Int, _ list: [UInt64], _ at: Int, _ words: Int
  ) -> Bool {
    guard let (other, start) = place(number, part), other[start] == list[at] else { return false }
    for index in 1..<max(1, words) where other[start + index] != list[at + index] { return false }
    return true
  }

  private func entry(_ number: Int) -> Entry { entries[range.lowerBound + number] }

  private func place(_ number: Int, _ part: Int) -> (list: [UInt64], at: Int)? {
    let entry = entry(number)
    let list = lists[Int(entry.list)]
    let presence = list[entry.position + 3]
    guard presence >> UInt64(part) & 1 == 1 else { return nil }
    let keyCount = Int(list[entry.position + 2] >> 32)
    var at = entry.position + GroupCollector.headWords + (keyCount + 7) / 8
    for before in 0..<part where presence >> UInt64(before) & 1 == 1 {
      switch parts[before] {
      case .text: at += 1 + (Int(list[at]) + 7) / 8
      case .number: at += 2
      case .instant: at += 1
      }
    }
    return (list, at)
  }

  private static func bytes(_ list: [UInt64], _ at: Int, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: list[at + index / 8] >> UInt64(8 * (index % 8))))
    }
    return bytes
  }
}

extension GroupRecords {
  /// Calls `body` with each group of at least `least` records among entries of one partition; in no order of groups.
  ///
  /// Linear in the number of entries, but for ordering each group's records.
  package static func forEach(
    in lists: [[UInt64]], parts: [GroupPart], least: Int, _ body: (GroupRecords) throws -> Void
  ) rethrows {
    var entries: [Entry] = []
    for (number, list) in lists.enumerated() {
      var position = 0
      while position < list.count {
        entries.append(
          Entry(
            list: Int32(number), position: position, record: Int(list[position + 1]), group: 0))
        position += Int(list[position + 2] & 0xFFFF_FFFF)
      }
    }
    guard !entries.isEmpty else { return }
    let sizes = number(&entries, lists)
    var starts: [Int] = [0]
    for size in sizes { starts.append((starts.last ?? 0) + size) }
    var next = starts
    var ordered = entries
    for entry in entries {
      ordered[next[Int(entry.group)]] = entry
      next[Int(entry.group)] += 1
    }
    for (group, size) in sizes.enumerated() where size >= least {
      let range = starts[group]..<starts[group] + size
      if size > 1 { ordered[range].sort { $0.record < $1.record } }
      try body(GroupRecords(lists: lists, parts: parts, entries: ordered, range: range))
    }
  }

  /// Gives each entry its group's number; the groups' sizes.
  private static func number(_ entries: inout [Entry], _ lists: [[UInt64]]) -> [Int] {
    var size = 16
    while size < entries.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    var sizes: [Int] = []
    var firsts: [Int] = []
    for index in entries.indices {
      let hash = lists[Int(entries[index].list)][entries[index].position]
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] >= 0, !isSameKey(entries[firsts[Int(slots[slot])]], entries[index], lists) {
        slot = (slot + 1) & (size - 1)
      }
      if slots[slot] < 0 {
        slots[slot] = Int32(sizes.count)
        sizes.append(0)
        firsts.append(index)
      }
      entries[index].group = slots[slot]
      sizes[Int(slots[slot])] += 1
    }
    return sizes
  }

  private static func isSameKey(_ one: Entry, _ other: Entry, _ lists: [[UInt64]]) -> Bool {
    let (a, b) = (lists[Int(one.list)], lists[Int(other.list)])
    let (i, j) = (one.position, other.position)
    guard a[i] == b[j], a[i + 2] >> 32 == b[j + 2] >> 32 else { return false }
    for word in 0..<(Int(a[i + 2] >> 32) + 7) / 8
    where a[i + GroupCollector.headWords + word] != b[j + GroupCollector.headWords + word] {
      return false
    }
    return true
  }
}
