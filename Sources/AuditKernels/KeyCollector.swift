/// Keys of one uniqueness rule as one worker met them, in 256 partitions by hash, on pages.
///
/// An entry is the exact code of a short plain key, or a hash followed by the key's bytes. Two entries are
/// duplicates only if codes or bytes are equal, so no hash ever invents one.
///
/// Of one worker until all records were read; then only read.
package final class KeyCollector: @unchecked Sendable {
  static let partitionCount = 256
  package static var partitions: Int { partitionCount }
  /// Words of a partition's first page and of its largest; each has four times the room of the one before.
  ///
  /// A file of few records has few keys, and may have thousands of rules.
  static let pageWords = 16...1024

  /// Pages filled so far, as words: an exact entry is `code, record << 1`; another one
  /// `hash, record << 1 | 1, byte count, bytes…`, padded to words.
  var pages: [[Store<UInt64>]] = Array(repeating: [], count: KeyCollector.partitionCount)
  private let used: Store<Int64>
  /// Words of the last page of a partition; 0 where there is none.
  private let room: Store<Int64>
  private var current: [Store<UInt64>] = []
  /// Bytes of memory the pages hold.
  package private(set) var memoryBytes = 0

  private let hashMask: UInt64

  /// - Parameter hashMask: tests leave few bits of the hashes, so that keys of equal hashes meet.
  package init(hashMask: UInt64 = ~0) {
    self.hashMask = hashMask
    used = .allocate(KeyCollector.partitionCount, fill: 0)
    room = .allocate(KeyCollector.partitionCount, fill: 0)
  }

  deinit {
    for partition in pages { for page in partition { page.deallocate() } }
    used.deallocate()
    room.deallocate()
  }

  @inline(__always) func add(_ key: Bytes, record: Int) {
    let code = KeyCode.exact(key)
    guard code != 0 else { return addLong(key, record: record) }
    let partition = Int(truncatingIfNeeded: KeyCode.mix(code) >> 56)
    var position = Int(used[partition])
    if position + 2 > Int(room[partition]) {
      newPage(partition, for: 2)
      position = 0
    }
    let page = current[partition]
    page[position] = code
    page[position + 1] = UInt64(truncatingIfNeeded: record) << 1
    used[partition] = Int64(position + 2)
  }

  private func newPage(_ partition: Int, for words: Int) {
    if current.isEmpty {
      let none = Store<UInt64>.allocate(0, fill: 0)
      current = Array(repeating: none, count: KeyCollector.partitionCount)
      placeholder = none
    }
    // A page that a long entry did not fit into ends with a zero word, which no entry begins with.
    let position = Int(used[partition])
    if position < room[partition] { current[partition][position] = 0 }
    let sizes = KeyCollector.pageWords
    let size = max(words, min(sizes.upperBound, max(sizes.lowerBound, 4 * Int(room[partition]))))
    let page = Store<UInt64>.allocate(size, fill: 0)
    pages[partition].append(page)
    current[partition] = page
    used[partition] = 0
    room[partition] = Int64(size)
    memoryBytes += size * 8
  }

  private var placeholder: Store<UInt64>?

  private func addLong(_ key: Bytes, record: Int) {
    let hash = KeyCode.hash(key) & hashMask | 1
    let partition = Int(truncatingIfNeeded: hash >> 56)
    let words = 3 + (key.count + 7) / 8
    let position = Int(used[partition])
    if position + words > Int(room[partition]) {
      if words > KeyCollector.pageWords.upperBound {
        addHuge(key, record: record, hash: hash, partition: partition, words: words)
        return
      }
      newPage(partition, for: words)
    }
    write(key, record: record, hash: hash, to: current[partition], at: Int(used[partition]))
    used[partition] += Int64(words)
  }

  /// A key longer than a page has a page of its own, in front of the current one.
  private func addHuge(_ key: Bytes, record: Int, hash: UInt64, partition: Int, words: Int) {
    let page = Store<UInt64>.allocate(words + 1, fill: 0)
    write(key, record: record, hash: hash, to: page, at: 0)
    pages[partition].insert(page, at: max(0, pages[partition].count - 1))
    memoryBytes += words * 8
    if pages[partition].count == 1 { newPage(partition, for: 0) }
  }

  private func write(
    _ key: Bytes, record: Int, hash: UInt64, to page: Store<UInt64>, at position: Int
  ) {
    page[position] = hash
    page[position + 1] = UInt64(truncatingIfNeeded: record) << 1 | 1
    page[position + 2] = UInt64(key.count)
    var index = 0
    while index < key.count {
      let rest = key.count - index
      page[position + 3 + index / 8] =
        rest >= 8 ? key.word(at: index) : key.word(at: index) & (~0 >> UInt64(64 - 8 * rest))
      index += 8
    }
  }

  /// Hands the full and partial pages of all partitions on as words, and starts anew: for spilling.
  package func drain(_ take: (_ partition: Int, _ words: [UInt64]) throws -> Void) rethrows {
    for partition in 0..<KeyCollector.partitionCount {
      let list = words(partition)
      for page in pages[partition] { page.deallocate() }
      pages[partition] = []
      (used[partition], room[partition]) = (0, 0)
      if !list.isEmpty { try take(partition, list) }
    }
    memoryBytes = 0
  }

  /// All entries of a partition, one after another.
  package func words(_ partition: Int) -> [UInt64] {
    var list: [UInt64] = []
    list.reserveCapacity(pages[partition].reduce(0) { $0 + $1.capacity })
    for (number, page) in pages[partition].enumerated() {
      let end =
        number == pages[partition].count - 1
        ? min(Int(used[partition]), page.capacity) : page.capacity
      var position = 0
      while position < end, page[position] != 0 {
        let isLong = page[position + 1] & 1 == 1
        position += isLong ? 3 + (Int(page[position + 2]) + 7) / 8 : 2
      }
      // SAFETY: entries fill the page from its beginning to `position`.
      unsafe list.append(contentsOf: UnsafeBufferPointer(start: page.base, count: position))
    }
    return list
  }

  package func removePartition(_ partition: Int) {
    for page in pages[partition] { page.deallocate() }
    pages[partition] = []
    (used[partition], room[partition]) = (0, 0)
  }
}

/// Finds the records whose keys occur twice or more among entries of one partition.
package enum DuplicateFinder {
  /// Records, from 1, in no order.
  package static func records(in entries: [[UInt64]]) -> [Int] {
    var count = 0
    for list in entries { forEachEntry(list) { _, _ in count += 1 } }
    guard count > 1 else { return [] }
    var size = 16
    while size < count * 2 { size *= 2 }
    // Slots hold list and position of a key's first entry, plus a flag that it was reported.
    let slots = Store<UInt64>.allocate(size, fill: 0)
    defer { slots.deallocate() }
    var result: [Int] = []
    for (number, list) in entries.enumerated() {
      forEachEntry(list) { position, isLong in
        let word = list[position]
        var slot = Int(truncatingIfNeeded: isLong ? word : KeyCode.mix(word)) & (size - 1)
        while true {
          let found = slots[slot]
          if found == 0 {
            slots[slot] = UInt64(number) << 48 | UInt64(position) << 1 | 1 << 47
            return
          }
          let firstList = entries[Int(found >> 48)]
          let first = Int(found & 0x7FFF_FFFF_FFFF) >> 1
          if isSame(firstList, first, list, position) {
            if found & 1 == 0 {
              result.append(Int(firstList[first + 1] >> 1))
              slots[slot] = found | 1
            }
            result.append(Int(list[position + 1] >> 1))
            return
          }
          slot = (slot + 1) & (size - 1)
        }
      }
    }
    return result
  }

  private static func isSame(_ a: [UInt64], _ i: Int, _ b: [UInt64], _ j: Int) -> Bool {
    guard a[i] == b[j], a[i + 1] & 1 == b[j + 1] & 1 else { return false }
    guard a[i + 1] & 1 == 1 else { return true }
    guard a[i + 2] == b[j + 2] else { return false }
    for word in 0..<((Int(a[i + 2]) + 7) / 8) where a[i + 3 + word] != b[j + 3 + word] {
      return false
    }
    return true
  }

  private static func forEachEntry(
    _ list: [UInt64], _ body: (_ position: Int, _ isLong: Bool) -> Void
  ) {
    var position = 0
    while position < list.count {
      let isLong = list[position + 1] & 1 == 1
      body(position, isLong)
      position += isLong ? 3 + (Int(list[position + 2]) + 7) / 8 : 2
    }
  }
}
