import AuditModel

/// A command: what it is called, what it takes, what help says of it, and what it does.
package struct Command: Sendable {
  package let name: String
  package let summary: LocalizedText
  /// More than a sentence, below the usage line; nil for none.
  package let details: LocalizedText?
  package let positionals: [Positional]
  package let options: [Option]
  package let examples: [Example]
  package let run: @Sendable (ParsedArguments, CommandContext) throws -> ExitCode

  /// A command line as one would type it, and what it does.
  package struct Example: Sendable {
    package let line: String
    package let meaning: LocalizedText

    package init(_ line: String, _ meaning: LocalizedText) {
      self.line = line
      self.meaning = meaning
    }
  }

  package init(
    _ name: String, summary: LocalizedText, details: LocalizedText? = nil,
    positionals: [Positional] = [],
    options: [Option] = [], examples: [Example] = [],
    run: @Sendable @escaping (ParsedArguments, CommandContext) throws -> ExitCode
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.positionals = positionals
    self.options = options
    self.examples = examples
    self.run = run
  }

  /// Every command, in the order help lists them.
  package static let all: [Command] = [
    .audit, .check, .show, .profile, .draft, .lint, .test, .history, .compare, .report, .rescore,
    .measures, .waiverHash, .explain, .schema, .limits, .help, .version,
  ]
}
