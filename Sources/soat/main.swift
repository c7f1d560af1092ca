import AuditCommands
import AuditModel
import AuditSystem

// The one place that reads the clock, the environment and the terminal; all else gets them as values.
ProcessEnvironment.prepare()
Signals.install()

guard let today = ProcessEnvironment.todayInVietNam() else { ProcessEnvironment.exit(70) }
let context = CommandContext(
  output: .standardOutput(), error: .standardError(), today: today, terminal: .current(),
  environment: ProcessEnvironment.values(of: CommandContext.variables),
  monotonic: ProcessEnvironment.monotonicNanoseconds)
let arguments = Array(CommandLine.arguments.dropFirst())
ProcessEnvironment.exit(Program.main(arguments: arguments, context: context))
