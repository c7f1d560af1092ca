package import AuditModel

/// Takes findings in order, counts them, applies a cap when one was asked for, and keeps examples.
package final class FindingsSink: Sendable {
  private let write: @Sendable ([UInt8]) throws -> Void
  private let cap: Int?
  private let exampleLimit: Int
  private let state = Shared(State())

  private struct State {
    var written: [String: [Int]] = [:]
    var examples: [FindingExample] = []
  }

  /// - Parameter write: receives bytes in order, never two calls at a time.
  package init(
    cap: Int?, exampleLimit: Int, write: @Sendable @escaping ([UInt8]) throws -> Void
  ) {
    self.cap = cap
    self.exampleLimit = exampleLimit
    self.write = write
  }

  package var examples: [FindingExample] { state.with { $0.examples } }

  /// Findings of a resource's check that were written.
  func written(_ resource: String, _ check: Int) -> Int { state.with { $0.written[resource]?[check] ?? 0 } }

  /// Writes as it is.
  func put(_ bytes: [UInt8]) throws { if !bytes.isEmpty { try write(bytes) } }

  /// Takes a batch's findings; `delivered` are the examples each check has so far.
  func take(_ output: BatchOutput, resource: String, checkCount: Int, delivered: inout [Int]) throws {
    var kept: [FindingExample] = []
    for (check, example) in output.examples where delivered[check] < exampleLimit {
      delivered[check] += 1
      kept.append(example)
    }
    let counts = output.written
    let ends = output.ends
    let cap = cap
    let cut: [Range<Int>]? = state.with { [kept] state in
      state.examples.append(contentsOf: kept)
      var written = state.written[resource] ?? Array(repeating: 0, count: checkCount)
      defer { state.written[resource] = written }
      guard let cap else {
        for (check, count) in counts { written[check] += count }
        return nil
      }
      var ranges: [Range<Int>] = []
      var start = 0
      for (check, end) in ends {
        if written[check] < cap {
          written[check] += 1
          ranges.append(start..<end)
        }
        start = end
      }
      return ranges
    }
    guard let cut else { return try put(output.findings) }
    var bytes: [UInt8] = []
    for range in cut { bytes.append(contentsOf: output.findings[range]) }
    try put(bytes)
  }
}
