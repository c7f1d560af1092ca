/// Some records, chosen by a hash of their numbers: those with the least hashes, so many of them.
///
/// Which records these are depends on their numbers alone, neither on batches nor on workers.
final class RecordSample: @unchecked Sendable {
  private struct Entry: BitwiseCopyable {
    var hash: UInt64 = 0
    /// Where its places begin.
    var first = 0
  }

  /// Where a cell's bytes lie, and a hash of all of it; its length is -1 where it is blank.
  private struct Place: BitwiseCopyable {
    var offset = 0
    var hash: UInt64 = 0
    var length = -1
  }

  let size: Int
  private let fieldCount: Int
  // SAFETY: owned and freed here; of one worker.
  private let entries: Store<Entry>
  private var places: Store<Place>
  private var arena = ByteArena()
  private(set) var recordCount = 0
  private var threshold = UInt64.max
  /// Of longer values the beginning is kept, and a hash of the whole.
  static let cellLimit = 128

  init(size: Int, fieldCount: Int) {
    self.size = size
    self.fieldCount = fieldCount
    entries = .allocate(size * 2, fill: Entry())
    places = .allocate(16 * fieldCount, fill: Place())
  }

  deinit {
    entries.deallocate()
    places.deallocate()
  }

  /// A hash below this is one of a record to be taken.
  var bound: UInt64 { threshold }

  @inline(__always) static func hash(_ record: Int) -> UInt64 {
    var value = UInt64(truncatingIfNeeded: record) &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  func take(_ hash: UInt64, _ cell: (Int) -> Bytes) {
    let first = begin(hash)
    let (places, arena) = (places, arena)
    for field in 0..<fieldCount {
      let value = cell(field)
      guard !value.isNull else {
        places[first &+ field] = Place()
        continue
      }
      let kept = value.slice(0, min(value.count, RecordSample.cellLimit))
      places[first &+ field] = Place(
        offset: arena.append(kept), hash: ValueKey(value).spread, length: kept.count)
    }
    if recordCount >= size * 2 { shrink() }
  }

  /// Makes an entry with room for its places, and says where these begin.
  private func begin(_ hash: UInt64) -> Int {
    let first = recordCount * fieldCount
    if first + fieldCount > places.capacity {
      places = places.grown(to: places.capacity * 2, fill: Place())
    }
    entries[recordCount] = Entry(hash: hash, first: first)
    recordCount += 1
    return first
  }

  /// Forgets all but the records with the least hashes, and puts these in the order of the hashes.
  func shrink() {
    var order = (0..<recordCount).map { entries[$0] }
    order.sort { $0.hash < $1.hash }
    if order.count > size {
      order.removeSubrange(size...)
      threshold = order[size - 1].hash
    }
    let (old, oldArena) = (places, arena)
    defer { old.deallocate() }
    places = .allocate(old.capacity, fill: Place())
    arena = ByteArena(capacity: oldArena.count)
    recordCount = 0
    for entry in order { append(entry, old, oldArena) }
  }

  private func append(_ entry: Entry, _ others: Store<Place>, _ othersArena: ByteArena) {
    let first = begin(entry.hash)
    let (places, arena) = (places, arena)
    for field in 0..<fieldCount {
      var place = others[entry.first + field]
      if place.length > 0 {
        place.offset = arena.append(
          othersArena.bytes(at: place.offset, count: place.length))
      }
      places[first + field] = place
    }
  }

  func merge(_ other: RecordSample) {
    shrink()
    other.shrink()
    for number in 0..<other.recordCount { append(other.entries[number], other.places, other.arena) }
    shrink()
  }

  /// The values of a field in the sample that are not blank, with a hash of each whole value.
  func forEach(_ field: Int, _ body: (_ value: Bytes, _ hash: UInt64) -> Void) {
    for number in 0..<recordCount {
      let place = places[entries[number].first + field]
      guard place.length >= 0 else { continue }
      body(arena.bytes(at: place.offset, count: place.length), place.hash)
    }
  }
}
