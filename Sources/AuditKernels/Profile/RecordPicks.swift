/// Which records of a run are in the samples.
///
/// About one of `1 << shift`, by the low bits of the hash of a record's number, has its values tallied whether or not a
/// field's table holds them; and of the first records all the others, apart, so that of a source that has no more than
/// these nothing is left out. Neither batches nor workers matter.
struct RecordPicks {
  /// Sources with so many records or fewer are tallied whole.
  static let earlyLimit = 8_192

  // SAFETY: of the profiler that made it; of one worker.
  let positions: Store<Int>
  let earlyPositions: Store<Int>
  /// Those whose hash is below a bound.
  let lowPositions: Store<Int>
  private(set) var count = 0
  private(set) var earlyCount = 0
  private(set) var lowCount = 0
  /// A record behind the early ones was seen: the source has more.
  private(set) var isEarlyOver = false
  private let mask: UInt64

  /// - `capacity`: records of a run.
  init(shift: Int, capacity: Int) {
    mask = (1 << UInt64(shift)) - 1
    // One more may be written than is counted.
    positions = .allocate(capacity + 1, fill: 0)
    earlyPositions = .allocate(capacity + 1, fill: 0)
    lowPositions = .allocate(capacity + 1, fill: 0)
  }

  func deallocate() {
    positions.deallocate()
    earlyPositions.deallocate()
    lowPositions.deallocate()
  }

  /// Chooses among `count` records, the first of which has the number `first`, by `RecordSample.hash`.
  ///
  /// Whether a record is chosen is as good as chance: it is not asked by a branch.
  mutating func choose(_ first: Int, _ count: Int, bound: UInt64) {
    var (chosen, low) = (0, 0)
    for position in 0..<count {
      let hash = RecordSample.hash(first &+ position)
      positions[chosen] = position
      chosen &+= hash & mask == 0 ? 1 : 0
      lowPositions[low] = position
      low &+= hash < bound ? 1 : 0
    }
    self.count = chosen
    lowCount = low
    earlyCount = 0
    isEarlyOver = isEarlyOver || first + count - 1 > RecordPicks.earlyLimit
    guard first <= RecordPicks.earlyLimit else { return }
    for position in 0..<min(count, RecordPicks.earlyLimit - first + 1)
    where RecordSample.hash(first &+ position) & mask != 0 {
      earlyPositions[earlyCount] = position
      earlyCount += 1
    }
  }
}
