package import AuditKernels
import Dispatch
import Synchronization

/// Runs work over batches on all workers and hands results on in batch order: the one place with concurrency.
///
/// Each worker takes the next batch under a lock, works on it alone, and delivers; deliveries happen one at a time,
/// in order, so that what is written does not depend on how many workers there are. A worker that is far ahead of
/// the slowest one waits, which bounds memory; the slowest never waits.
package struct BatchScheduler: Sendable {
  package let workers: Int
  /// Batches per worker that may be between being taken and being delivered.
  private let window: Int
  /// Work whose place in the order is settled, such as bytes with their offset in a file.
  package typealias Later = @Sendable () throws -> Void

  /// `window`: more of it keeps workers busy where deliveries are uneven and their outputs small.
  package init(workers: Int, window: Int = 4) {
    self.workers = max(1, workers)
    self.window = window
  }

  /// - `start`: called once by each worker with its number.
  /// - `prepare`: called by each worker before it waits for its turn to fill a batch, for what can be done ahead.
  /// - `next`: fills a batch, under a lock; false at the end.
  /// - `work`: judges a batch, on its own.
  /// - `deliver`: takes the results in batch order, one at a time; what it returns is done next, outside the order.
  /// - Throws: the first error of any of them, in batch order as far as it is known.
  package func run<State: Sendable, Output: Sendable>(
    start: @Sendable @escaping (Int) -> State,
    makeBatch: @Sendable @escaping () -> RecordBatch,
    prepare: @Sendable @escaping () -> Void = {},
    next: @Sendable @escaping (RecordBatch) throws -> Bool,
    work: @Sendable @escaping (State, RecordBatch) throws -> Output,
    deliver: @Sendable @escaping (Output) throws -> Later?
  ) throws -> [State] {
    let tickets = Mutex(Tickets())
    let isFilling = Atomic(false)
    let line = Mutex(DeliveryLine<Output>())
    let states = Mutex<[Int: State]>([:])
    let room = DispatchSemaphore(value: workers * window)
    @Sendable func loop(_ worker: Int) {
      let state = start(worker)
      states.withLock { $0[worker] = state }
      let batch = makeBatch()
      while true {
        room.wait()
        prepare()
        if workers > 1 { BatchScheduler.waitShortly(for: isFilling) }
        let ticket: Int? = tickets.withLock { tickets in
          guard !tickets.isOver else { return nil }
          isFilling.store(true, ordering: .relaxed)
          defer { isFilling.store(false, ordering: .relaxed) }
          do {
            guard try next(batch) else {
              tickets.isOver = true
              return nil
            }
            tickets.next += 1
            return tickets.next - 1
          } catch {
            tickets.fail(error)
            return nil
          }
        }
        guard let ticket else {
          room.signal()
          return
        }
        do {
          let output = try work(state, batch)
          guard line.withLock({ $0.add(output, ticket) }) else { continue }
          var left: [Later] = []
          while let ready = line.withLock({ $0.next() }) {
            if let later = try deliver(ready) { left.append(later) } else { room.signal() }
          }
          for later in left {
            try later()
            room.signal()
          }
        } catch {
          tickets.withLock { $0.fail(error) }
          // Whoever waits for room must see that it is over.
          for _ in 0..<(workers * window) { room.signal() }
          return
        }
      }
    }
    if workers == 1 {
      loop(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { loop($0) }
    }
    if let error = tickets.withLock({ $0.error }) { throw error }
    return states.withLock { states in states.keys.sorted().compactMap { states[$0] } }
  }

  /// Filling a batch takes tens of microseconds: looking again for that long costs less than going to sleep and waking.
  private static func waitShortly(for isBusy: borrowing Atomic<Bool>) {
    for _ in 0..<looks where !isBusy.load(ordering: .relaxed) { return }
  }

  private static let looks = 50_000

  /// Does `body` for each number, on all workers; results in the numbers' order.
  package func map<Output: Sendable>(
    count: Int, _ body: @Sendable @escaping (Int) throws -> Output
  ) throws -> [Output] {
    let results = Mutex<[Int: Output]>([:])
    let failures = Mutex<[Int: any Error]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { number in
      do {
        let output = try body(number)
        results.withLock { $0[number] = output }
      } catch {
        failures.withLock { $0[number] = error }
      }
    }
    let failed = failures.withLock { $0 }
    if let first = failed.keys.min(), let error = failed[first] { throw error }
    return results.withLock { results in (0..<count).compactMap { results[$0] } }
  }

  private struct Tickets {
    var next = 0
    var isOver = false
    var error: (any Error)?

    mutating func fail(_ failure: any Error) {
      if error == nil { error = failure }
      isOver = true
    }
  }

  /// Outputs in batch order: one worker at a time hands them on, and nobody waits for it to be done.
  private struct DeliveryLine<Output> {
    private var nextTicket = 0
    private var waiting: [Int: Output] = [:]
    private var isDelivering = false

    /// Whether the caller is to hand on what is ready.
    mutating func add(_ output: Output, _ ticket: Int) -> Bool {
      waiting[ticket] = output
      guard !isDelivering, ticket == nextTicket else { return false }
      isDelivering = true
      return true
    }

    /// The output to hand on now; nil when the next is not there yet, and somebody else will find it.
    mutating func next() -> Output? {
      guard let ready = waiting.removeValue(forKey: nextTicket) else {
        isDelivering = false
        return nil
      }
      nextTicket += 1
      return ready
    }
  }
}

/// A value that workers share, one at a time.
package final class Shared<Value>: Sendable {
  private let value: Mutex<Value>

  package init(_ value: sending Value) { self.value = Mutex(value) }

  package func with<Result>(_ body: (inout sending Value) throws -> sending Result) rethrows
    -> sending Result
  {
    try value.withLock(body)
  }
}
