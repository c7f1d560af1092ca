import AuditEngine
import AuditModel
import AuditSystem

/// One line on the terminal that says how far a long run is: bytes, rate, time left.
///
/// Drawn on standard error and only if that is a terminal, at most five times a second, and gone at the end.
/// May be called from any thread.
package final class Progress: Sendable {
  private let writer: ByteWriter
  private let terminal: Terminal
  private let language: Language
  private let monotonic: @Sendable () -> Int
  private let state = Shared(State())

  private static let interval = 200_000_000

  private struct State {
    var label = ""
    var startedAt = 0
    var drawnAt: Int?
  }

  package convenience init(_ context: CommandContext) {
    self.init(
      writer: context.error, terminal: context.terminal, language: context.language,
      monotonic: context.monotonic)
  }

  /// `monotonic` gives nanoseconds of a clock that never goes back.
  package init(
    writer: ByteWriter, terminal: Terminal, language: Language,
    monotonic: @Sendable @escaping () -> Int
  ) {
    self.writer = writer
    self.terminal = terminal
    self.language = language
    self.monotonic = monotonic
  }

  /// Says how many bytes of what `label` names are done; `total` is nil where it is not known.
  package func update(_ label: String, done: Int, total: Int?) {
    guard terminal.errorIsTerminal else { return }
    let now = monotonic()
    let elapsed: Int? = state.with { state in
      if state.label != label {
        state.label = label
        state.startedAt = now
      }
      if let drawnAt = state.drawnAt, now - drawnAt < Self.interval { return nil }
      state.drawnAt = now
      return now - state.startedAt
    }
    guard let elapsed else { return }
    let line = ProgressLine(
      label: label, done: done, total: total, elapsed: elapsed, language: language)
    put("\r\(line.text(width: terminal.width - 1))\u{1B}[K")
  }

  /// Clears the line; to be called before anything else is printed.
  package func finish() {
    let wasDrawn = state.with { state in
      defer { state.drawnAt = nil }
      return state.drawnAt != nil
    }
    if wasDrawn { put("\r\u{1B}[K") }
  }

  private func put(_ text: String) {
    try? writer.write(text)
    try? writer.flush()
  }
}

/// What the line says.
struct ProgressLine {
  let label: String
  let done: Int
  let total: Int?
  /// Nanoseconds since the label's first bytes.
  let elapsed: Int
  let language: Language

  func text(width: Int) -> String {
    var parts = [Terminal.safe(label)]
    if let total, total > 0 {
      parts.append("\(min(100, share(of: 100, total))) %")
      parts.append("\(size(done)) / \(size(total))")
    } else {
      parts.append(size(done))
    }
    if let rate { parts.append("\(size(rate))/s") }
    if let secondsLeft { parts.append(timeLeft(secondsLeft)) }
    return String(parts.joined(separator: " · ").prefix(max(0, width)))
  }

  /// Bytes a second; nil in the first half second, when it would mislead.
  private var rate: Int? {
    guard elapsed >= 500_000_000 else { return nil }
    return Int(Double(done) / (Double(elapsed) / 1e9))
  }

  private var secondsLeft: Int? {
    guard let rate, rate > 0, let total, total > done else { return nil }
    return (total - done + rate - 1) / rate
  }

  private func share(of whole: Int, _ total: Int) -> Int {
    Int(Double(done) / Double(total) * Double(whole))
  }

  private func timeLeft(_ seconds: Int) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60)
    switch language {
    case .vi: return minutes > 0 ? "còn \(minutes) phút \(rest) giây" : "còn \(rest) giây"
    case .en: return minutes > 0 ? "\(minutes) min \(rest) s left" : "\(rest) s left"
    }
  }

  /// Bytes with three digits or so: `512 B`, `1,4 MB`, `231 MB`.
  private func size(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var tenths = bytes * 10
    var unit = 0
    while tenths >= 10_000, unit < units.count - 1 {
      tenths /= 1000
      unit += 1
    }
    guard unit > 0, tenths < 1000 else { return "\(tenths / 10) \(units[unit])" }
    return "\(tenths / 10)\(language == .vi ? "," : ".")\(tenths % 10) \(units[unit])"
  }
}
