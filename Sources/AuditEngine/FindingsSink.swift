package import AuditModel
internal import AuditSystem

/// Takes findings in order, counts them, applies a cap when one was asked for, and keeps examples.
package final class FindingsSink: Sendable {
  private let place: Placing
  private let mark: Marking?
  private let cap: Int?
  private let exampleLimit: Int
  private let state = Shared(State())

  private struct State {
    var written: [String: [Int]] = [:]
    var examples: [FindingExample] = []
    var held: Held?
  }

  /// How things stood before findings that may have to be forgotten.
  private struct Held {
    /// Nil where they are written where they belong, and `takeBack` removes them.
    let spool: SpoolFile?
    let takeBack: (@Sendable () throws -> Void)?
    let written: [String: [Int]]
    let exampleCount: Int
  }

  /// Takes bytes in order, never two calls at a time; what it returns may be done later, by any worker, and writes
  /// them where they belong.
  package typealias Placing = @Sendable ([UInt8]) throws -> BatchScheduler.Later?

  /// Notes where what was placed ends; what it returns takes back all that is placed afterwards.
  package typealias Marking = @Sendable () -> @Sendable () throws -> Void

  /// `mark`: nil where what is placed is gone, such as to a terminal.
  package init(cap: Int?, exampleLimit: Int, mark: Marking? = nil, place: @escaping Placing) {
    self.cap = cap
    self.exampleLimit = exampleLimit
    self.mark = mark
    self.place = place
  }

  package var examples: [FindingExample] { state.with { $0.examples } }

  /// Findings of a resource's check that were written.
  func written(_ resource: String, _ check: Int) -> Int {
    state.with { $0.written[resource]?[check] ?? 0 }
  }

  /// Writes as it is.
  func put(_ bytes: [UInt8]) throws -> BatchScheduler.Later? {
    guard !bytes.isEmpty else { return nil }
    if let spool = state.with({ $0.held?.spool }) {
      try spool.append(bytes)
      return nil
    }
    return try place(bytes)
  }

  /// Keeps what comes from now on, until it is let go or forgotten.
  func hold(in folder: String?) throws {
    let takeBack = mark?()
    let spool = try takeBack == nil ? SpoolFile(in: folder) : nil
    state.with { state in
      state.held = Held(
        spool: spool, takeBack: takeBack, written: state.written,
        exampleCount: state.examples.count)
    }
  }

  /// Writes what was held.
  func release() throws {
    let spool = state.with { state in
      defer { state.held = nil }
      return state.held?.spool
    }
    guard let spool else { return }
    var offset = 0
    while offset < spool.byteCount {
      let bytes = try spool.bytes(at: offset, count: min(1 << 20, spool.byteCount - offset))
      offset += bytes.count
      try put(bytes)?()
    }
  }

  /// As if nothing had come since `hold`.
  func forget() throws {
    let held = state.with { state in
      let held = state.held
      state.held = nil
      guard let held else { return held }
      state.written = held.written
      state.examples.removeSubrange(held.exampleCount...)
      return held
    }
    try held?.takeBack?()
  }

  /// Takes a batch's findings; `delivered` are the examples each check has so far.
  func take(_ output: BatchOutput, resource: String, checkCount: Int, delivered: inout [Int]) throws
    -> BatchScheduler.Later?
  {
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
        for (check, count) in counts.enumerated() { written[check] += count }
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
    return try put(bytes)
  }
}
