/// The records of one group, in record order, numbered from 0: what a rule about groups judges.
///
/// Only within `forEach`, which holds what it points to.
package struct GroupRecords {
  fileprivate let lists: Store<Store<UInt64>>
  fileprivate let parts: [GroupPart]
  /// Where each entry lies: its list and, in the lowest 40 bits, its position there.
  fileprivate let entries: Store<UInt64>
  fileprivate let range: Range<Int>

  package var count: Int { range.count }

  /// The record's number in the resource, from 1.
  package func record(_ number: Int) -> Int {
    let (words, at) = entry(number)
    return GroupRecords.record(words, at)
  }

  /// The group's key; of several parts as `KeyParts` joins them.
  package var key: [UInt8] {
    let (words, at) = entry(0)
    return GroupRecords.bytes(words, at + GroupCollector.headWords, Int(words[at + 2] >> 32))
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
    _ number: Int, _ part: Int, _ list: Store<UInt64>, _ at: Int, _ words: Int
  ) -> Bool {
    guard let (other, start) = place(number, part), other[start] == list[at] else { return false }
    for index in 1..<max(1, words) where other[start + index] != list[at + index] { return false }
    return true
  }

  private func entry(_ number: Int) -> (words: Store<UInt64>, at: Int) {
    GroupRecords.entry(entries[range.lowerBound + number], lists)
  }

  private func place(_ number: Int, _ part: Int) -> (list: Store<UInt64>, at: Int)? {
    let (list, position) = entry(number)
    let presence = list[position + 1]
    guard presence >> UInt64(part) & 1 == 1 else { return nil }
    let keyCount = Int(list[position + 2] >> 32)
    var at = position + GroupCollector.headWords + (keyCount + 7) / 8
    for before in 0..<part where presence >> UInt64(before) & 1 == 1 {
      switch parts[before] {
      case .text: at += 1 + (Int(list[at]) + 7) / 8
      case .number: at += 2
      case .instant: at += 1
      }
    }
    return (list, at)
  }

  private static func entry(
    _ place: UInt64, _ lists: Store<Store<UInt64>>
  ) -> (words: Store<UInt64>, at: Int) {
    (lists[Int(place >> 40)], Int(place & 0xFF_FFFF_FFFF))
  }

  private static func record(_ words: Store<UInt64>, _ at: Int) -> Int {
    Int(words[at + 1] >> UInt64(GroupCollector.mostParts))
  }

  private static func bytes(_ list: Store<UInt64>, _ at: Int, _ count: Int) -> [UInt8] {
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
  /// Linear in the number of entries, but for ordering each group's records: these come in order from each list.
  /// Memory: 20 to 36 bytes an entry. Returns how many entries there are.
  package static func forEach(
    in lists: [GroupList], parts: [GroupPart], least: Int, _ body: (GroupRecords) throws -> Void
  ) rethrows -> Int {
    var places: [UInt64] = []
    for (number, list) in lists.enumerated() {
      var position = 0
      while position < list.count {
        places.append(UInt64(number) << 40 | UInt64(position))
        position += Int(list.words[position + 2] & 0xFFFF_FFFF)
      }
    }
    guard !places.isEmpty else { return 0 }
    let words = Store<Store<UInt64>>.allocateUninitialised(lists.count)
    let ordered = Store<UInt64>.allocateUninitialised(places.count)
    defer {
      words.deallocate()
      ordered.deallocate()
    }
    for (number, list) in lists.enumerated() { words[number] = list.words }
    let starts = order(places, words, into: ordered)
    places = []
    try withExtendedLifetime(lists) {
      for (start, end) in zip(starts, starts.dropFirst()) where end - start >= least {
        sort(start..<end, of: ordered, words)
        try body(GroupRecords(lists: words, parts: parts, entries: ordered, range: start..<end))
      }
    }
    return starts.last ?? 0
  }

  /// Puts the entries of each group together; where each group starts, and the end.
  private static func order(
    _ places: [UInt64], _ lists: Store<Store<UInt64>>, into ordered: Store<UInt64>
  ) -> [Int] {
    var size = 16
    while size < places.count * 2 { size *= 2 }
    // A group's number; slots are found by hash and hold it.
    let slots = Store<Int32>.allocate(size, fill: -1)
    let groups = Store<Int32>.allocateUninitialised(places.count)
    defer {
      slots.deallocate()
      groups.deallocate()
    }
    var sizes: [Int] = []
    var firsts: [UInt64] = []
    for (index, place) in places.enumerated() {
      let (words, at) = entry(place, lists)
      var slot = Int(truncatingIfNeeded: words[at]) & (size - 1)
      while slots[slot] >= 0, !isSameKey(firsts[Int(slots[slot])], words, at, lists) {
        slot = (slot + 1) & (size - 1)
      }
      if slots[slot] < 0 {
        slots[slot] = Int32(sizes.count)
        sizes.append(0)
        firsts.append(place)
      }
      groups[index] = slots[slot]
      sizes[Int(slots[slot])] += 1
    }
    var starts: [Int] = [0]
    starts.reserveCapacity(sizes.count + 1)
    for size in sizes { starts.append((starts.last ?? 0) + size) }
    var next = starts
    for (index, place) in places.enumerated() {
      let group = Int(groups[index])
      ordered[next[group]] = place
      next[group] += 1
    }
    return starts
  }

  private static func isSameKey(
    _ other: UInt64, _ a: Store<UInt64>, _ i: Int, _ lists: Store<Store<UInt64>>
  ) -> Bool {
    let (b, j) = entry(other, lists)
    guard a[i] == b[j], a[i + 2] >> 32 == b[j + 2] >> 32 else { return false }
    for word in 0..<(Int(a[i + 2] >> 32) + 7) / 8
    where a[i + GroupCollector.headWords + word] != b[j + GroupCollector.headWords + word] {
      return false
    }
    return true
  }

  /// By record; nothing to do where one list has them all.
  private static func sort(
    _ range: Range<Int>, of ordered: Store<UInt64>, _ lists: Store<Store<UInt64>>
  ) {
    func record(_ place: UInt64) -> Int {
      let (words, at) = entry(place, lists)
      return GroupRecords.record(words, at)
    }
    var isSorted = true
    for index in range.dropFirst() where isSorted {
      isSorted = record(ordered[index - 1]) < record(ordered[index])
    }
    guard !isSorted else { return }
    let places = range.map { (record: record(ordered[$0]), place: ordered[$0]) }
    for (index, sorted) in places.sorted(by: { $0.record < $1.record }).enumerated() {
      ordered[range.lowerBound + index] = sorted.place
    }
  }
}
