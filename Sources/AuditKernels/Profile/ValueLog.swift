/// The values of a field one after another, as they came: what a table would take them for is found out later, if ever.
///
/// Of a field that plainly has too many different values for a table nothing is looked up: a look-up of a new value
/// waits for memory, and all of them would be forgotten once the table is full. Of a source that ends before it is known
/// that they are too many the table is made from here. Of one worker.
final class ValueLog: @unchecked Sendable {
  // SAFETY: owned and freed here; of one worker.
  private let keys: Store<ValueKey>
  private(set) var count = 0
  /// The bytes of long values, one behind another.
  private let arena = ByteArena(capacity: 1024)
  private let countLimit: Int
  private let byteLimit: Int

  init(countLimit: Int, byteLimit: Int) {
    self.countLimit = countLimit
    self.byteLimit = byteLimit
    // A run more than the limit, and one behind the last; the system gives the pages that are written.
    keys = .allocateUninitialised(countLimit + Evaluator.width + 1)
  }

  deinit { keys.deallocate() }

  var isFull: Bool { count >= countLimit || arena.count >= byteLimit }

  /// Appends the cells of a run to a log that is not full.
  func append(_ cells: Store<Bytes>, _ range: Range<Int>) {
    precondition(!isFull && range.count <= Evaluator.width, "\(count) and \(range.count) values")
    for position in range {
      let key = ValueKey(cells[position])
      if key.isLong { _ = arena.append(cells[position]) }
      keys[count &+ position &- range.lowerBound] = key
    }
    count += range.count
  }

  /// The values in the order they came, until one is refused; whether none was.
  func forEach(_ takes: (_ value: Bytes, _ key: ValueKey) -> Bool) -> Bool {
    var offset = 0
    for index in 0..<count {
      let key = keys[index]
      if key.isLong {
        guard takes(arena.bytes(at: offset, count: key.count), key) else { return false }
        offset += key.count
      } else {
        guard takes(keys.shortValue(at: index), key) else { return false }
      }
    }
    return true
  }
}
