/// Fills an empty `KeyIndex` with all the keys of a resource at once, each worker a share of its table.
///
/// The outcome is that of inserting the keys one by one in record order. A share takes the keys whose search begins in its
/// part of the slots; the few that its part's end has no room for are left to the end.
package final class KeyFilling: @unchecked Sendable {
  private let index: KeyIndex
  private let lists: [KeyList]
  /// Keys before each list, and of all.
  private let starts: [Int]
  private let keyCount: Int
  private let shareCount: Int
  private let slots: Store<KeyTable.Slot>

  /// What a share leaves to the end: keys by their number in the order of records.
  package struct Rest: Sendable {
    /// Keys that were there before, each with the first that was the same.
    var repeated: [(key: Int, first: Int)] = []
    var unplaced: [Int] = []
  }

  private struct Entry: BitwiseCopyable {
    var code: UInt64 = 0
    var key = 0
  }

  /// Below so many keys shares are not worth their making.
  static let leastCount = 1 << 14

  /// Nil where the keys must be inserted one by one: some have no code, or they are few, or others came before.
  package init?(_ index: KeyIndex, _ lists: [KeyList], shares: Int) {
    var starts: [Int] = []
    var count = 0
    for list in lists {
      starts.append(count)
      count += list.count
    }
    guard index.count == 0, shares > 1, count >= KeyFilling.leastCount,
      !lists.contains(where: \.hasLongKeys)
    else { return nil }
    self.index = index
    self.lists = lists
    self.starts = starts
    keyCount = count
    shareCount = shares
    slots = index.begin(count)
  }

  /// The part of the slots that is a share's.
  private func part(_ share: Int) -> Range<Int> {
    slots.capacity * share / shareCount..<slots.capacity * (share + 1) / shareCount
  }

  /// Fills a share, counted from 0; each is to be filled once, by any worker.
  package func fill(_ share: Int) -> Rest {
    let part = part(share)
    for slot in part { slots[slot] = KeyTable.Slot(code: 0, number: 0) }
    noteRecords(keyCount * share / shareCount..<keyCount * (share + 1) / shareCount)
    var rest = Rest()
    let block = Store<Entry>.allocate(128, fill: Entry())
    defer { block.deallocate() }
    let view = KeyTable.View(slots: slots)
    var waiting = 0
    for (list, start) in zip(lists, starts) {
      let codes = list.codes
      for position in 0..<list.count {
        let code = codes[position]
        guard part.contains(view.slot(of: code)) else { continue }
        block[waiting] = Entry(code: code, key: start &+ position)
        waiting &+= 1
        guard waiting == block.capacity else { continue }
        place(block, waiting, part, &rest)
        waiting = 0
      }
    }
    place(block, waiting, part, &rest)
    return rest
  }

  /// Places keys, a block at a time, so that the processor waits for their slots once.
  private func place(
    _ block: Store<Entry>, _ count: Int, _ part: Range<Int>, _ rest: inout Rest
  ) {
    let view = KeyTable.View(slots: slots)
    var touched: UInt64 = 0
    for number in 0..<count { touched ^= slots[view.slot(of: block[number].code)].code }
    index.keep(touched)
    for number in 0..<count {
      let entry = block[number]
      var slot = view.slot(of: entry.code)
      while slot < part.upperBound, slots[slot].code != 0, slots[slot].code != entry.code {
        slot &+= 1
      }
      guard slot < part.upperBound else {
        rest.unplaced.append(entry.key)
        continue
      }
      put(entry, in: slot, &rest)
    }
  }

  @inline(__always) private func put(_ entry: Entry, in slot: Int, _ rest: inout Rest) {
    if slots[slot].code == entry.code {
      rest.repeated.append((entry.key, Int(slots[slot].number)))
    } else {
      slots[slot] = KeyTable.Slot(code: entry.code, number: UInt64(entry.key))
    }
  }

  /// Notes the records of keys, as if each were the first of its kind.
  private func noteRecords(_ keys: Range<Int>) {
    for (list, start) in zip(lists, starts) {
      for key in keys.clamped(to: start..<start + list.count) {
        index.note(key, record: list.records[key - start], count: 1)
      }
    }
  }

  /// Settles what the shares left, given in their order.
  package func finish(_ rests: [Rest]) {
    var rest = Rest(repeated: rests.flatMap(\.repeated))
    let view = KeyTable.View(slots: slots)
    for key in rests.flatMap(\.unplaced).sorted() {
      let code = code(of: key)
      var slot = view.slot(of: code)
      while slots[slot].code != 0, slots[slot].code != code {
        slot = (slot + 1) & (slots.capacity - 1)
      }
      put(Entry(code: code, key: key), in: slot, &rest)
    }
    if !rest.repeated.isEmpty { renumber(rest.repeated) }
    index.end(keyCount - rest.repeated.count)
  }

  private func code(of key: Int) -> UInt64 {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= key { low = middle + 1 } else { high = middle }
    }
    return lists[low - 1].codes[key - starts[low - 1]]
  }

  /// Gives numbers without gaps, in the order of first records, where some keys are repeated.
  private func renumber(_ repeated: [(key: Int, first: Int)]) {
    var isRepeated = [Bool](repeating: false, count: keyCount)
    for entry in repeated { isRepeated[entry.key] = true }
    var numbers = [Int](repeating: 0, count: keyCount)
    var next = 0
    for key in 0..<keyCount {
      numbers[key] = next
      guard !isRepeated[key] else { continue }
      index.note(next, record: index.firstRecord(of: key), count: 1)
      next += 1
    }
    for entry in repeated {
      let number = numbers[entry.first]
      index.note(
        number, record: index.firstRecord(of: number), count: index.recordCount(of: number) + 1)
    }
    for slot in 0..<slots.capacity where slots[slot].code != 0 {
      slots[slot].number = UInt64(numbers[Int(slots[slot].number)])
    }
  }
}
