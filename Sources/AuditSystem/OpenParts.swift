internal import Synchronization

/// Which of many inputs are open: those used last, so that a process need not have thousands of files open.
package final class OpenParts: Sendable {
  private let used = Mutex<[Int]>([])
  private let place = Atomic<Int>(0)
  private static let limit = 16

  package init() {}

  /// The input whose turn it is to be read.
  package var reading: Int {
    get { place.load(ordering: .relaxed) }
    set { place.store(newValue, ordering: .relaxed) }
  }

  /// Notes that an input is being read, and says which, not used for longest, is to be closed.
  package func use(_ part: Int) -> Int? {
    used.withLock { used in
      if used.last == part { return nil }
      if let index = used.firstIndex(of: part) { used.remove(at: index) }
      used.append(part)
      return used.count > OpenParts.limit ? used.removeFirst() : nil
    }
  }

  package func forget(_ part: Int) { used.withLock { $0.removeAll { $0 == part } } }
}
