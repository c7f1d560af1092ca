import AuditCommands
import AuditModel
import AuditSystem

// The one place that reads the clock, the environment and the terminal; all else gets them as values.
ProcessEnvironment.prepare()
Signals.install()

guard let now = ProcessEnvironment.nowInVietNam() else { ProcessEnvironment.exit(70) }
let context = CommandContext(
  output: .standardOutput(), error: .standardError(), now: now, terminal: .current(),
  environment: ProcessEnvironment.values(of: CommandContext.variables),
  monotonic: ProcessEnvironment.monotonicNanoseconds,
  entropy: { count in
    var source = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: source.next()) }
  })
let arguments = Array(CommandLine.arguments.dropFirst())
ProcessEnvironment.exit(Program.main(arguments: arguments, context: context))
