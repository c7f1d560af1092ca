/// Memory that keeps its addresses until it is reset; for values that are made while a batch is judged.
package final class StableArena: @unchecked Sendable {
  private var pages: [Store<UInt8>] = []
  private var large: [Store<UInt8>] = []
  private var page = 0
  private var used = 0
  private var scratch: [UInt8] = []
  private static let pageBytes = 1 << 16

  package init() {}

  deinit {
    for store in pages + large { store.deallocate() }
  }

  package func reset() {
    page = 0
    used = 0
    for store in large { store.deallocate() }
    large.removeAll(keepingCapacity: true)
  }

  /// Room for `count` bytes and the padding after them.
  func allocate(_ count: Int) -> (store: Store<UInt8>, offset: Int) {
    if count + 16 > StableArena.pageBytes {
      let store = Store<UInt8>.allocate(count + 16, fill: 0)
      large.append(store)
      return (store, 0)
    }
    if used + count + 16 > StableArena.pageBytes {
      page += 1
      used = 0
    }
    while page >= pages.count { pages.append(.allocate(StableArena.pageBytes, fill: 0)) }
    defer { used += count }
    return (pages[page], used)
  }

  func copy(_ array: [UInt8]) -> Bytes {
    let (store, offset) = allocate(array.count)
    for (index, byte) in array.enumerated() { store[offset + index] = byte }
    return unsafe Bytes(store.base + offset, array.count)
  }

  func copy(_ bytes: Bytes) -> Bytes {
    let (store, offset) = allocate(max(0, bytes.count))
    var end = offset
    store.copy(bytes, to: &end)
    return unsafe Bytes(store.base + offset, bytes.count)
  }

  func copy(_ field: CSVRecordScan.Field, of bytes: Bytes, quote: UInt8) -> Bytes {
    scratch.removeAll(keepingCapacity: true)
    CSVRecordScan.copy(field, of: bytes, quote: quote, into: &scratch)
    return copy(scratch)
  }
}
