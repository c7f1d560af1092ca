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
  private static let window = 4
  /// Work whose place in the order is settled, such as bytes with their offset in a file.
  package typealias Later = @Sendable () throws -> Void

  package init(workers: Int) { self.workers = max(1, workers) }

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
    let line = Mutex(DeliveryLine<Output>())
    let states = Mutex<[Int: State]>([:])
    let room = DispatchSemaphore(value: workers * BatchScheduler.window)
    @Sendable func loop(_ worker: Int) {
      let state = start(worker)
      states.withLock { $0[worker] = state }
      let batch = makeBatch()
      while true {
        room.wait()
        prepare()
        let ticket: Int? = tickets.withLock { tickets in
          guard !tickets.isOver else { return nil }
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
          let delivered = try line.withLock { try $0.deliver(output, ticket, deliver) }
          for later in delivered {
            try later?()
            room.signal()
          }
        } catch {
          tickets.withLock { $0.fail(error) }
          // Whoever waits for room must see that it is over.
          for _ in 0..<(workers * BatchScheduler.window) { room.signal() }
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

  private struct DeliveryLine<Output> {
    var next = 0
    var waiting: [Int: Output] = [:]

    /// What is left to do for those that were handed on.
    mutating func deliver(_ output: Output, _ ticket: Int, _ take: (Output) throws -> Later?) throws
      -> [Later?]
    {
      waiting[ticket] = output
      var left: [Later?] = []
      while let ready = waiting.removeValue(forKey: next) {
        left.append(try take(ready))
        next += 1
      }
      return left
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
