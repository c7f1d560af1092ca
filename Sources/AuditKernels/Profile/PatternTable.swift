/// How often each pattern of a field occurs, up to a number of patterns; past that it says only that there are more.
///
/// Which patterns there are is a matter of the values, not of their order, so that whether the table is full does not
/// depend on how they were shared out.
final class PatternTable: @unchecked Sendable {
  struct Slot: BitwiseCopyable {
    var pattern: UInt64 = 0
    var count = 0
    /// The capitals that all its values begin with, up to four, as their bytes; 0 where there are none or they differ.
    var beginning: UInt64 = 0
    var text = 0
  }

  // SAFETY: owned and freed here; of one worker.
  private let slots: Store<Slot>
  private let limit: Int
  private(set) var texts: [String] = []
  private(set) var isFull = false

  /// - `limit`: a power of two of patterns; the table has twice as many slots.
  init(limit: Int) {
    self.limit = limit
    slots = .allocate(limit * 2, fill: Slot())
  }

  deinit { slots.deallocate() }

  /// Counts a value of the pattern in a slot that `add` gave.
  @inline(__always) func add(at slot: Int, _ cell: Bytes, _ count: Int) {
    slots[slot].count &+= count
    if slots[slot].beginning != 0, slots[slot].beginning != PatternTable.beginning(of: cell) {
      slots[slot].beginning = 0
    }
  }

  /// Counts a value, and says in which slot; -1 where the table is full.
  @inline(__always) func add(_ pattern: UInt64, _ cell: Bytes, _ count: Int) -> Int {
    var slot = Int(truncatingIfNeeded: pattern >> 20) & (slots.capacity &- 1)
    while slots[slot].count != 0 {
      if slots[slot].pattern == pattern {
        add(at: slot, cell, count)
        return slot
      }
      slot = (slot &+ 1) & (slots.capacity &- 1)
    }
    insert(
      Slot(
        pattern: pattern, count: count, beginning: PatternTable.beginning(of: cell),
        text: texts.count), at: slot
    ) { ValuePattern.text(of: cell).text }
    return slots[slot].count != 0 ? slot : -1
  }

  private func insert(_ new: Slot, at slot: Int, text: () -> String) {
    guard texts.count < limit else {
      isFull = true
      return
    }
    texts.append(text())
    slots[slot] = new
  }

  func merge(_ other: PatternTable) {
    isFull = isFull || other.isFull
    for index in 0..<other.slots.capacity where other.slots[index].count != 0 {
      var new = other.slots[index]
      var slot = Int(truncatingIfNeeded: new.pattern >> 20) & (slots.capacity - 1)
      while slots[slot].count != 0, slots[slot].pattern != new.pattern {
        slot = (slot + 1) & (slots.capacity - 1)
      }
      if slots[slot].count != 0 {
        slots[slot].count += new.count
        if slots[slot].beginning != new.beginning { slots[slot].beginning = 0 }
      } else {
        let text = other.texts[new.text]
        new.text = texts.count
        insert(new, at: slot) { text }
      }
    }
  }

  /// All patterns, the most frequent first; void where the table is full.
  var patterns: [PatternCount] {
    var result: [PatternCount] = []
    for index in 0..<slots.capacity where slots[index].count != 0 {
      let slot = slots[index]
      result.append(
        PatternCount(
          text: texts[slot.text], count: slot.count, beginning: letters(slot.beginning)))
    }
    return result.sorted(by: PatternCount.isBefore)
  }

  private func letters(_ word: UInt64) -> String {
    var text = ""
    var rest = word
    while rest & 0xFF != 0 {
      text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: rest)))
      rest >>= 8
    }
    return text
  }

  /// One to four capitals at the beginning that no letter follows; 0 for any other beginning.
  @inline(__always) private static func beginning(of cell: Bytes) -> UInt64 {
    guard cell.count > 1, cell[0] &- 0x41 < 26 else { return 0 }
    var word: UInt64 = 0
    for index in 0..<min(cell.count, 5) {
      let byte = cell[index]
      guard byte &- 0x41 < 26 else { return (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 ? 0 : word }
      word |= UInt64(byte) << UInt64(8 &* index)
    }
    return cell.count > 4 ? 0 : word
  }
}

/// A pattern of characters and how many values have it.
package struct PatternCount: Sendable, Hashable {
  package var text: String
  package var count: Int
  /// The capitals that all these values begin with, in place of the pattern's first run; empty where they differ.
  package var beginning: String

  static func isBefore(_ a: PatternCount, _ b: PatternCount) -> Bool {
    a.count != b.count ? a.count > b.count : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }
}
