/// Keys of a batch in record order, on their way into a `KeyIndex`.
package final class KeyList: @unchecked Sendable {
  /// Exact codes; 0 for a key that has none, whose bytes are in `long`, in the same order.
  private(set) var codes: Store<UInt64>
  private(set) var records: Store<Int>
  package private(set) var count = 0
  private let arena = ByteArena(capacity: 64)
  private var longEnds: [Int] = []

  package init() {
    codes = .allocate(0, fill: 0)
    records = .allocate(0, fill: 0)
  }

  deinit {
    codes.deallocate()
    records.deallocate()
  }

  func reserve(_ more: Int) {
    guard count + more > codes.capacity else { return }
    let room = max(count + more, codes.capacity * 2)
    codes = codes.grown(to: room, fill: 0)
    records = records.grown(to: room, fill: 0)
  }

  /// Room must have been reserved.
  func add(_ key: Bytes, record: Int) {
    let code = KeyCode.exact(key)
    codes[count] = code
    records[count] = record
    count += 1
    if code == 0 { addLong(key) }
  }

  /// The keys that are not null of a run of records.
  func add(_ keys: Store<Bytes>, _ range: Range<Int>, firstRecord: Int) {
    let (codes, records) = (codes, records)
    var next = count
    for record in range {
      let key = keys[record]
      guard !key.isNull else { continue }
      let code = KeyCode.exact(key)
      codes[next] = code
      records[next] = firstRecord &+ record
      next &+= 1
      if code == 0 { addLong(key) }
    }
    count = next
  }

  private func addLong(_ key: Bytes) {
    _ = arena.append(key)
    longEnds.append(arena.count)
  }

  var hasLongKeys: Bool { !longEnds.isEmpty }

  package func insertAll(into index: KeyIndex) { index.insert(self) }

  /// The bytes of the key without a code that comes after so many others.
  func longKey(_ number: Int) -> Bytes {
    let start = number == 0 ? 0 : longEnds[number - 1]
    return arena.bytes(at: start, count: longEnds[number] - start)
  }
}
