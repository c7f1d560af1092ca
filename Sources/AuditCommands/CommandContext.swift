import AuditModel
import AuditSystem

/// Everything a command gets from outside beside its arguments: handed in by `main`, or by a test.
package struct CommandContext: Sendable {
  /// Findings and reports, and nothing else.
  package var output: ByteWriter
  /// Progress and errors.
  package var error: ByteWriter
  package var input: InputStream
  package var language: Language
  /// The moment the program started, or that it is told to take for it.
  package var now: Moment
  package var terminal: Terminal
  /// Environment variables that mean something to us, by name.
  package var environment: [String: String]
  /// Nanoseconds of a clock that never goes back, for progress only.
  package var monotonic: @Sendable () -> Int
  /// Gives as many bytes as asked for, that nobody can foresee.
  package var entropy: @Sendable (Int) -> [UInt8]
  /// Whether errors are printed for people or for programs.
  package var errorFormat = Console.Format.text

  package init(
    output: ByteWriter, error: ByteWriter, input: InputStream = .standardInput(),
    language: Language = .vi,
    now: Moment, terminal: Terminal = .none, environment: [String: String] = [:],
    monotonic: @Sendable @escaping () -> Int = { 0 },
    entropy: @Sendable @escaping (Int) -> [UInt8]
  ) {
    self.output = output
    self.error = error
    self.input = input
    self.language = language
    self.now = now
    self.terminal = terminal
    self.environment = environment
    self.monotonic = monotonic
    self.entropy = entropy
  }

  /// With the day alone, where nothing asks for the time of it or for a secret.
  package init(
    output: ByteWriter, error: ByteWriter, input: InputStream = .standardInput(),
    language: Language = .vi,
    today: CivilDate, terminal: Terminal = .none, environment: [String: String] = [:],
    monotonic: @Sendable @escaping () -> Int = { 0 }
  ) {
    self.init(
      output: output, error: error, input: input, language: language, now: Moment(date: today),
      terminal: terminal, environment: environment, monotonic: monotonic,
      entropy: { preconditionFailure("\($0) bytes that nobody can foresee, where there are none") })
  }

  /// The day in Viet Nam.
  package var today: CivilDate { now.date }

  package var console: Console {
    Console(writer: error, language: language, terminal: terminal, format: errorFormat)
  }

  /// The variables `main` reads from the environment.
  package static let variables = ["SOAT_LANG", "SOAT_RULES"]
}
