/// Names of members that no field is made of, kept until their object ends, to find those that stand twice.
struct JSONNameList {
  private struct Entry {
    var hash: UInt64
    var offset: Int
    var count: Int
    /// The name had escapes and is kept in `undone`.
    var isBeside: Bool
    var position: Int
  }

  private var entries: [Entry] = []
  private let undone = ByteArena()

  var count: Int { entries.count }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    undone.removeAll()
  }

  /// Undoes the escapes of a name whose first byte is at `start`, and keeps the text.
  func undo(_ bytes: Bytes, _ start: Int, _ end: Int) -> (
    reading: JSONEscape.Reading, offset: Int, name: Bytes
  ) {
    let offset = undone.count
    let reading = JSONEscape.undo(bytes, start, end, to: undone)
    return (reading, offset, undone.bytes(at: offset, count: undone.count - offset))
  }

  mutating func append(_ name: Bytes, offset: Int, isBeside: Bool, position: Int) {
    entries.append(
      Entry(
        hash: KeyCode.hash(name), offset: offset, count: name.count, isBeside: isBeside,
        position: position))
  }

  /// Takes out the names from one on; the positions of those that stood there before, in any order.
  mutating func takeRepeated(from first: Int, in bytes: Bytes) -> [Int] {
    defer { entries.removeLast(entries.count - first) }
    let count = entries.count - first
    guard count > 1 else { return [] }
    if count <= 16 { return repeatedOfFew(from: first, in: bytes) }
    var sorted = Array(entries[first...])
    // By bytes where hashes are equal, so that names chosen to collide cost no more.
    sorted.sort {
      if $0.hash != $1.hash { return $0.hash < $1.hash }
      let order = text($0, bytes).order(text($1, bytes))
      return order != 0 ? order < 0 : $0.position < $1.position
    }
    return (1..<sorted.count).compactMap { index in
      isSame(sorted[index - 1], sorted[index], bytes) ? sorted[index].position : nil
    }
  }

  private func repeatedOfFew(from first: Int, in bytes: Bytes) -> [Int] {
    var result: [Int] = []
    for index in first + 1..<entries.count
    where entries[first..<index].contains(where: { isSame($0, entries[index], bytes) }) {
      result.append(entries[index].position)
    }
    return result
  }

  private func isSame(_ one: Entry, _ other: Entry, _ bytes: Bytes) -> Bool {
    one.hash == other.hash && text(one, bytes).equals(text(other, bytes))
  }

  private func text(_ entry: Entry, _ bytes: Bytes) -> Bytes {
    entry.isBeside
      ? undone.bytes(at: entry.offset, count: entry.count) : bytes.slice(entry.offset, entry.count)
  }
}
