import AuditKernels
import XCTest

@testable import AuditEngine

/// Order and completeness of what workers hand on, whoever is slow.
final class BatchSchedulerTests: XCTestCase {
  private struct Failure: Error, Equatable { var number: Int }

  /// Runs so many batches; each one's work is a different amount of adding.
  private func run(
    _ count: Int, workers: Int, window: Int = 4, failing: Int? = nil, failingToDeliver: Int? = nil,
    withLater: Bool = true
  ) throws -> (delivered: [Int], later: Set<Int>) {
    let position = Shared(0)
    let delivered = Shared([Int]())
    let later = Shared(Set<Int>())
    _ = try BatchScheduler(workers: workers, window: window).run(
      start: { $0 },
      makeBatch: { RecordBatch(fieldCount: 1, chunkBytes: 64) },
      next: { batch in
        batch.number = position.with { position in
          defer { position += 1 }
          return position
        }
        return batch.number < count
      },
      work: { worker, batch in
        var sum = worker
        for step in 0..<((batch.number % 7) * 4000) { sum = sum &* 31 &+ step }
        if batch.number == failing { throw Failure(number: batch.number) }
        return (number: batch.number, sum: sum)
      },
      deliver: { output in
        if output.number == failingToDeliver { throw Failure(number: output.number) }
        delivered.with { $0.append(output.number) }
        guard withLater, output.number % 3 != 0 else { return nil }
        return { _ = later.with { $0.insert(output.number) } }
      })
    return (delivered.with { $0 }, later.with { $0 })
  }

  func testAllIsDeliveredInOrder() throws {
    for workers in [1, 2, 3, 7] {
      for window in [1, 4, 16] {
        for count in [0, 1, 2, 500] {
          let (delivered, later) = try run(count, workers: workers, window: window)
          XCTAssertEqual(delivered, Array(0..<count), "\(workers) workers")
          XCTAssertEqual(later, Set((0..<count).filter { $0 % 3 != 0 }), "\(workers) workers")
        }
      }
    }
  }

  func testAnErrorEndsTheRun() {
    for workers in [1, 2, 7] {
      XCTAssertThrowsError(try run(300, workers: workers, failing: 40)) {
        XCTAssertEqual($0 as? Failure, Failure(number: 40))
      }
      XCTAssertThrowsError(try run(300, workers: workers, failingToDeliver: 41)) {
        XCTAssertEqual($0 as? Failure, Failure(number: 41))
      }
    }
  }
}
