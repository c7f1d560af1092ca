internal import AuditKernels

/// The keys of a resource on their way into its indexes, all at once where memory allows.
struct GatheredKeys: Sendable {
  private let indexes: [KeyIndex]
  private let batchesExpected: Int?
  /// Of each batch, a list for each index; empty once keys are inserted as they come.
  private var batches: [[KeyList]] = []
  private var keyCount = 0
  private var isStreaming = false
  /// Keys that wait take 16 bytes each.
  private static let mostGathered = 4_000_000

  init(_ indexes: [KeyIndex], _ batchesExpected: Int?) {
    self.indexes = indexes
    self.batchesExpected = batchesExpected
  }

  /// Takes a batch's lists, in the order of the batches.
  mutating func take(_ lists: [KeyList]) {
    guard !isStreaming else { return insert(lists) }
    batches.append(lists)
    for list in lists { keyCount += list.count }
    if keyCount > GatheredKeys.mostGathered { stream() }
  }

  private mutating func stream() {
    isStreaming = true
    // About how many keys there will be: growing step by step costs twice as much.
    let expected = min(1 << 14, max(batches.count, batchesExpected ?? 0))
    for (number, index) in indexes.enumerated() {
      index.reserve((batches.first?[number].count ?? 0) * expected)
    }
    for lists in batches { insert(lists) }
    batches = []
  }

  private func insert(_ lists: [KeyList]) {
    for (index, list) in zip(indexes, lists) { list.insertAll(into: index) }
  }

  mutating func finish(on scheduler: BatchScheduler) throws {
    for (number, index) in indexes.enumerated() where !isStreaming {
      let lists = batches.map { $0[number] }
      guard let filling = KeyFilling(index, lists, shares: scheduler.workers) else {
        index.reserve(lists.reduce(0) { $0 + $1.count })
        for list in lists { list.insertAll(into: index) }
        continue
      }
      filling.finish(try scheduler.map(count: scheduler.workers) { filling.fill($0) })
    }
    batches = []
  }
}
