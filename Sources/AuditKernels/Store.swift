/// Memory for the hot loops: a pointer and a count, checked in debug builds only.
///
/// All of the module's raw memory goes through `Store` and `Bytes`, so that the test suite, which is built in debug,
/// checks each index, and a release build pays nothing.
@safe package struct Store<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  // SAFETY: `base` points to `capacity` initialised elements until `deallocate`; owners are the classes of this
  // module, which free in `deinit` and hand a store to one worker at a time.
  let base: UnsafeMutablePointer<Element>
  package let capacity: Int

  /// All elements `fill`.
  ///
  /// What the system reads into is aligned to pages: it copies several times as fast there.
  static func allocate(_ capacity: Int, fill: Element, alignment: Int = 64) -> Store {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, capacity) * MemoryLayout<Element>.stride, alignment: alignment)
    // SAFETY: freshly allocated for `capacity` elements.
    let base = unsafe raw.bindMemory(to: Element.self, capacity: max(1, capacity))
    unsafe base.initialize(repeating: fill, count: capacity)
    return unsafe Store(base: base, capacity: capacity)
  }

  /// Elements that must be written before they are read: whoever writes them first meets the system's empty pages.
  static func allocateUninitialised(_ capacity: Int) -> Store {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, capacity) * MemoryLayout<Element>.stride, alignment: 64)
    // SAFETY: elements are trivial values; the owner reads none that it has not written.
    return unsafe Store(
      base: raw.bindMemory(to: Element.self, capacity: max(1, capacity)), capacity: capacity)
  }

  func deallocate() {
    // SAFETY: called once, by the owner's `deinit` or when it grows.
    unsafe UnsafeMutableRawPointer(base).deallocate()
  }

  @inline(__always) subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < capacity, "\(index) of \(capacity)")
      return unsafe base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < capacity, "\(index) of \(capacity)")
      unsafe base[index] = newValue
    }
  }

  /// Copies bytes to `index`, which moves behind them.
  @inline(__always) func copy(_ bytes: Bytes, to index: inout Int) where Element == UInt8 {
    assert(index >= 0 && index + Swift.max(0, bytes.count) <= capacity)
    guard bytes.count > 0 else { return }
    // SAFETY: the owner made room; `bytes` are another owner's, which keeps them readable.
    unsafe (base + index).update(from: bytes.base, count: bytes.count)
    index += bytes.count
  }

  /// A copy with more room; the old one is freed.
  consuming func grown(to newCapacity: Int, fill: Element, alignment: Int = 64) -> Store {
    let bigger = Store.allocate(newCapacity, fill: fill, alignment: alignment)
    // SAFETY: both hold at least `capacity` elements and do not overlap.
    unsafe bigger.base.update(from: base, count: Swift.min(capacity, newCapacity))
    deallocate()
    return bigger
  }
}

/// A run of bytes that some owner keeps alive and pads by at least 16 readable bytes.
///
/// Null has count -1; the counts -2 and -3 are null too and say why: see `CellTable.null` and `absent`.
@safe package struct Bytes: BitwiseCopyable, @unchecked Sendable {
  // SAFETY: valid as long as the batch, table or arena that it was cut from; never stored beyond a batch.
  let base: UnsafePointer<UInt8>
  let count32: Int32

  @inline(__always) init(_ base: UnsafePointer<UInt8>, _ count: Int) {
    unsafe self.base = base
    self.count32 = Int32(truncatingIfNeeded: count)
  }

  @inline(__always) var isNull: Bool { count32 < 0 }
  /// The first byte; the one behind the run where it is empty.
  @inline(__always) var firstOrNext: UInt8 { unsafe base[0] }
  @inline(__always) var count: Int { Int(count32) }

  @inline(__always) subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count)
    return unsafe base[index]
  }

  /// Eight bytes from `index`, the first the lowest; may reach past the end into the padding.
  @inline(__always) func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index <= count)
    return unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
  }

  @inline(__always) func slice(_ from: Int, _ length: Int) -> Bytes {
    assert(from >= 0 && length >= 0 && from + length <= count)
    return unsafe Bytes(base + from, length)
  }

  @inline(__always) var null: Bytes { unsafe Bytes(base, -1) }
  @inline(__always) func null(_ why: Int32) -> Bytes { unsafe Bytes(base, Int(why)) }

  @inline(__always) func equals(_ other: Bytes) -> Bool {
    guard count32 == other.count32 else { return false }
    var index = 0
    while index + 8 <= count {
      if word(at: index) != other.word(at: index) { return false }
      index += 8
    }
    let rest = count - index
    guard rest > 0 else { return true }
    let shift = UInt64(64 - 8 * rest)
    return (word(at: index) << shift) == (other.word(at: index) << shift)
  }

  /// Below zero, zero or above, by bytes.
  func order(_ other: Bytes) -> Int {
    let shared = Swift.min(count, other.count)
    for index in 0..<Swift.max(0, shared) where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return count - other.count
  }

  package var array: [UInt8] {
    guard count > 0 else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: base, count: count))
  }

  package func append(to output: inout [UInt8]) {
    guard count > 0 else { return }
    // SAFETY: `count` bytes are readable as long as the owner lives.
    unsafe output.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }
}

/// Texts kept for good, to be appended again and again without counting references to them.
package final class TextPool: @unchecked Sendable {
  private let arena = ByteArena()

  package init() {}

  package func keep(_ bytes: [UInt8]) -> Range<Int> {
    let start = arena.append(bytes)
    return start..<arena.count
  }

  package func append(_ range: Range<Int>, to output: inout [UInt8]) {
    bytes(range).append(to: &output)
  }

  @inline(__always) func bytes(_ range: Range<Int>) -> Bytes {
    arena.bytes(at: range.lowerBound, count: range.count)
  }
}

/// Bytes kept for good, padded; grows by appending while it is built.
final class ByteArena: @unchecked Sendable {
  private var store: Store<UInt8>
  private(set) var count = 0

  init(capacity: Int = 4096) { store = .allocate(capacity + 64, fill: 0) }

  deinit { store.deallocate() }

  func removeAll() { count = 0 }

  /// Offset of the copy.
  ///
  /// Earlier `bytes(at:)` are void afterwards.
  func append(_ bytes: Bytes) -> Int {
    reserve(bytes.count)
    let offset = count
    // SAFETY: room was reserved; source and target do not overlap, or the source is of another owner.
    unsafe (store.base + offset).update(from: bytes.base, count: Swift.max(0, bytes.count))
    count += Swift.max(0, bytes.count)
    return offset
  }

  func append(_ bytes: [UInt8]) -> Int {
    reserve(bytes.count)
    let offset = count
    // SAFETY: room was reserved; an array's memory is never the store's.
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      unsafe (store.base + offset).update(from: base, count: source.count)
    }
    count += bytes.count
    return offset
  }

  /// Offset of a copy; a multiple of eight.
  func appendAligned(_ bytes: Bytes) -> Int {
    reserve(bytes.count + 8)
    count = (count + 7) & ~7
    return append(bytes)
  }

  func truncate(to newCount: Int) { count = newCount }

  func reserve(_ more: Int) {
    guard count + more + 64 > store.capacity else { return }
    store = store.grown(to: (count + more) * 2 + 64, fill: 0)
  }

  /// Room for `more` bytes from `count` on, to be written there and then claimed by `claim`.
  func room(_ more: Int) -> Store<UInt8> {
    reserve(more)
    return store
  }

  func claim(_ more: Int) {
    assert(count + more <= store.capacity)
    count += more
  }

  @inline(__always) func bytes(at offset: Int, count length: Int) -> Bytes {
    assert(offset >= 0 && offset + Swift.max(0, length) <= count)
    return unsafe Bytes(store.base + offset, length)
  }

  @inline(__always) func append(byte: UInt8) {
    reserve(1)
    store[count] = byte
    count += 1
  }
}
