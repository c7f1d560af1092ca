import AuditModel

/// A few values of a field that say which formats and code lists are in question for all of them.
///
/// Those with the least hashes and the most frequent ones: which these are depends on the values alone.
struct ValueScreen {
  private(set) var values: [ValueCount]
  /// How often they occur together.
  private let occurrences: Int

  /// Different values chosen by their hashes, and frequent ones beside them.
  static let limit = 64
  static let frequentLimit = 16
  /// Something is in question where one of so many values has it; it is told where half of all have.
  private static let share = 4

  init(_ table: ValueTable, frequent: [ValueCount]) {
    // Hashes are spread evenly, so that the bound leaves about four times as many as are wanted.
    let bound = UInt64.max / UInt64(max(1, table.count / (4 * ValueScreen.limit)))
    var chosen: [(hash: UInt64, entry: ValueCount)] = []
    table.forEach { value, slot in
      let hash = slot.key.spread
      if hash <= bound { chosen.append((hash, ValueCount(value: value.array, count: slot.count))) }
    }
    chosen.sort { $0.hash != $1.hash ? $0.hash < $1.hash : ValueCount.isBefore($0.entry, $1.entry) }
    self.init(
      chosen.prefix(ValueScreen.limit).map(\.entry) + frequent.prefix(ValueScreen.frequentLimit))
  }

  /// The first values of a sample, whose order says nothing about them.
  init(_ sample: RecordSample, field: Int) {
    var values: [ValueCount] = []
    sample.forEach(field) { value, _ in
      if values.count < ValueScreen.limit {
        values.append(ValueCount(value: value.array, count: 1))
      }
    }
    self.init(values)
  }

  private init(_ values: [ValueCount]) {
    self.values = values
    occurrences = values.reduce(0) { $0 + $1.count }
  }

  /// Whether enough of the values have it, by themselves or by how often they occur, for all to be asked.
  func isInQuestion(_ has: (Bytes) -> Bool) -> Bool {
    let arena = ByteArena(capacity: 1024)
    var (found, foundOccurrences) = (0, 0)
    for entry in values {
      arena.removeAll()
      _ = arena.append(entry.value)
      guard has(arena.bytes(at: 0, count: entry.value.count)) else { continue }
      found += 1
      foundOccurrences += entry.count
    }
    guard found > 0 else { return false }
    return found * ValueScreen.share >= values.count
      || foundOccurrences * ValueScreen.share >= occurrences
  }
}
