internal import Glibc
internal import Synchronization

/// The temporary files that exist now, where a signal handler can find them.
///
/// A fixed table of C strings, written by swapping one word at a time, for the handler may look at it at any
/// instruction. A run with more outputs than slots leaves the surplus to the next run's cleaning.
enum TemporaryFiles {
  /// A place in the table, or none.
  struct Slot: Sendable {
    let index: Int?
    let token: Token
  }

  /// Whether the file is still ours to remove.
  final class Token: Sendable {
    let isListed = Atomic<Bool>(true)
  }

  private static let slotCount = 64
  // SAFETY: made once, never freed, and each word in it is atomic.
  nonisolated(unsafe) private static let table: UnsafeMutablePointer<Atomic<UInt>> = {
    let table = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: slotCount)
    for index in 0..<slotCount { unsafe (table + index).initialize(to: Atomic(0)) }
    return unsafe table
  }()

  static func prepare() { _ = unsafe table }

  static func add(_ path: String) -> Slot {
    // SAFETY: the copy is owned by the table until `remove` takes it out.
    guard let copy = unsafe strdup(path) else { return Slot(index: nil, token: Token()) }
    let word = UInt(bitPattern: copy)
    for index in 0..<slotCount {
      let free = unsafe table[index].compareExchange(
        expected: 0, desired: word, ordering: .sequentiallyConsistent)
      if free.exchanged { return Slot(index: index, token: Token()) }
    }
    unsafe free(copy)
    return Slot(index: nil, token: Token())
  }

  static func isListed(_ slot: Slot) -> Bool { slot.token.isListed.load(ordering: .relaxed) }

  static func remove(_ slot: Slot) {
    guard slot.token.isListed.exchange(false, ordering: .relaxed), let index = slot.index else {
      return
    }
    let word = unsafe table[index].exchange(0, ordering: .sequentiallyConsistent)
    // Not freed: a handler on another thread may be reading it. Some hundred bytes for each output.
    _ = word
  }

  /// Called by the signal handler: nothing here allocates or locks.
  static func unlinkAll() {
    for index in 0..<slotCount {
      let word = unsafe table[index].load(ordering: .sequentiallyConsistent)
      // SAFETY: a word that is not zero is a C string that is never freed.
      guard let path = unsafe UnsafePointer<CChar>(bitPattern: word) else { continue }
      _ = unsafe Glibc.unlink(path)
    }
  }
}
