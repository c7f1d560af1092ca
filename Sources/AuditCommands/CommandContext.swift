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
  /// The day in Viet Nam when the program started.
  package var today: CivilDate
  package var terminal: Terminal
  /// Environment variables that mean something to us, by name.
  package var environment: [String: String]
  /// Nanoseconds of a clock that never goes back, for progress only.
  package var monotonic: @Sendable () -> Int
  /// Whether errors are printed for people or for programs.
  package var errorFormat = Console.Format.text

  package init(
    output: ByteWriter, error: ByteWriter, input: InputStream = .standardInput(),
    language: Language = .vi,
    today: CivilDate, terminal: Terminal = .none, environment: [String: String] = [:],
    monotonic: @Sendable @escaping () -> Int = { 0 }
  ) {
    self.output = output
    self.error = error
    self.input = input
    self.language = language
    self.today = today
    self.terminal = terminal
    self.environment = environment
    self.monotonic = monotonic
  }

  package var console: Console {
    Console(writer: error, language: language, terminal: terminal, format: errorFormat)
  }

  /// The variables `main` reads from the environment.
  package static let variables = ["SOAT_LANG", "SOAT_RULES"]
}
