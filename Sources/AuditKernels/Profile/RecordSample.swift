/// Some records, chosen by a hash of their numbers: those with the least hashes, so many of them.
///
/// Which records these are depends on their numbers alone, neither on batches nor on workers.
final class RecordSample: @unchecked Sendable {
  let size: Int
  private let fieldCount: Int
  private var entries: [(hash: UInt64, first: Int)] = []
  private var threshold = UInt64.max
  private var arena = ByteArena()
  private var places: [(offset: Int, length: Int32, hash: UInt64)] = []
  /// Of longer values the beginning is kept, and a hash of the whole.
  static let cellLimit = 128

  init(size: Int, fieldCount: Int) {
    self.size = size
    self.fieldCount = fieldCount
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
    entries.append((hash, places.count))
    for field in 0..<fieldCount {
      let value = cell(field)
      guard !value.isNull else {
        places.append((0, -1, 0))
        continue
      }
      let kept = value.slice(0, min(value.count, RecordSample.cellLimit))
      places.append((arena.append(kept), Int32(kept.count), KeyCode.hash(value)))
    }
    if entries.count >= size * 2 { shrink() }
  }

  /// Forgets all but the records with the least hashes.
  func shrink() {
    guard entries.count > size else { return }
    entries.sort { $0.hash < $1.hash }
    entries.removeSubrange(size...)
    threshold = entries[size - 1].hash
    let kept = ByteArena()
    var keptPlaces: [(offset: Int, length: Int32, hash: UInt64)] = []
    for index in entries.indices {
      let first = entries[index].first
      entries[index].first = keptPlaces.count
      for field in 0..<fieldCount {
        var place = places[first + field]
        if place.length > 0 {
          place.offset = kept.append(arena.bytes(at: place.offset, count: Int(place.length)))
        }
        keptPlaces.append(place)
      }
    }
    arena = kept
    places = keptPlaces
  }

  func merge(_ other: RecordSample) {
    for entry in other.entries {
      entries.append((entry.hash, places.count))
      for field in 0..<fieldCount {
        var place = other.places[entry.first + field]
        if place.length >= 0 {
          place.offset = arena.append(other.arena.bytes(at: place.offset, count: Int(place.length)))
        }
        places.append(place)
      }
    }
    shrink()
  }

  var recordCount: Int { entries.count }

  /// The values of a field in the sample that are not blank, with a hash of each whole value.
  func forEach(_ field: Int, _ body: (_ value: Bytes, _ hash: UInt64) -> Void) {
    for entry in entries {
      let place = places[entry.first + field]
      guard place.length >= 0 else { continue }
      body(arena.bytes(at: place.offset, count: Int(place.length)), place.hash)
    }
  }
}
