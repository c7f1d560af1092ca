/// Which records of a run have their values tallied whether or not a field's table holds them.
///
/// About one of `1 << shift`, by the low bits of the hash of a record's number; and of the first records all the others,
/// apart, so that of a source that has no more than these nothing is left out. Neither batches nor workers matter.
struct RecordPicks {
  /// Sources with so many records or fewer are tallied whole.
  static let earlyLimit = 8_192

  // SAFETY: of the profiler that made it; of one worker.
  let positions: Store<Int>
  let earlyPositions: Store<Int>
  private(set) var count = 0
  private(set) var earlyCount = 0
  private let mask: UInt64

  /// - `capacity`: records of a run.
  init(shift: Int, capacity: Int) {
    mask = (1 << UInt64(shift)) - 1
    positions = .allocate(capacity, fill: 0)
    earlyPositions = .allocate(capacity, fill: 0)
  }

  func deallocate() {
    positions.deallocate()
    earlyPositions.deallocate()
  }

  /// To be called before each run.
  mutating func removeAll() {
    count = 0
    earlyCount = 0
  }

  /// - `number`: the record's; `hash`: `RecordSample.hash` of it, whose high bits choose that sample.
  @inline(__always) mutating func take(_ position: Int, number: Int, hash: UInt64) {
    if hash & mask == 0 {
      positions[count] = position
      count &+= 1
    } else if number <= RecordPicks.earlyLimit {
      earlyPositions[earlyCount] = position
      earlyCount &+= 1
    }
  }
}
