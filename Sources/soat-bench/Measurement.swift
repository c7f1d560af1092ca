import AuditSystem

/// The best of some runs of a stage.
struct Measurement {
  let stage: String
  let nanoseconds: Int
  let records: Int
  let bytes: Int

  /// Runs the body so often and keeps the shortest time; what it gives is added up, lest it be optimised away.
  static func best(
    of runs: Int, _ stage: String, records: Int, bytes: Int, _ body: () throws -> Int
  ) rethrows -> Measurement {
    var best = Int.max
    var sum = 0
    for _ in 0..<runs {
      let start = ProcessEnvironment.monotonicNanoseconds()
      sum &+= try body()
      best = min(best, ProcessEnvironment.monotonicNanoseconds() - start)
    }
    precondition(sum != Int.min, "\(stage): \(sum)")
    return Measurement(stage: stage, nanoseconds: max(1, best), records: records, bytes: bytes)
  }

  var recordsPerSecond: Int { perSecond(records) }
  var bytesPerSecond: Int { perSecond(bytes) }

  /// How many times as long as another, in hundredths.
  func ratio(to other: Measurement) -> Int {
    (nanoseconds * 100 + other.nanoseconds / 2) / other.nanoseconds
  }

  private func perSecond(_ count: Int) -> Int {
    let (high, low) = count.multipliedFullWidth(by: 1_000_000_000)
    return nanoseconds.dividingFullWidth((high, low)).quotient
  }
}

/// What the system says of the machine and of this process.
enum Machine {
  /// Such as `AMD EPYC, 2 cores`.
  static var description: String {
    let model = line(after: "model name", in: "/proc/cpuinfo") ?? "?"
    return "\(model), \(ProcessEnvironment.coreCount) cores"
  }

  /// The most memory this process has had resident, in kB; nil where the system does not tell.
  static var peakMemory: Int? { kilobytes("VmHWM") }

  /// What of it is resident now, in kB.
  static var memory: Int? { kilobytes("VmRSS") }

  private static func kilobytes(_ name: String) -> Int? {
    guard let text = line(after: name, in: "/proc/self/status") else { return nil }
    return text.split(separator: " ").first.flatMap { Int($0) }
  }

  private static func line(after name: String, in path: String) -> String? {
    guard let text = text(of: path) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    guard let line, let colon = line.firstIndex(of: ":") else { return nil }
    return String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
  }

  /// A file of the system has no length that could be asked.
  private static func text(of path: String) -> String? {
    guard let file = try? InputFile(path) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    var span = bytes.mutableSpan
    // SAFETY: any byte is a value of UInt8.
    var raw = unsafe span.mutableBytes
    guard let count = try? file.read(into: &raw, at: 0) else { return nil }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
