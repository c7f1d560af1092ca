import AuditModel
import AuditSystem

/// The program as a function: arguments and surroundings in, exit code out.
package enum Program {
  /// Runs one command line, given without the program's own name.
  package static func main(
    arguments: [String], context: CommandContext, commands: [Command] = Command.all
  ) -> Int32 {
    var context = context
    context.errorFormat = wantsJSON(arguments) ? .json : .text
    var code: ExitCode
    do {
      context.language = try language(arguments, context)
      code = try run(ArgumentParser(commands).parse(arguments), context, commands)
    } catch {
      code = report(error, context)
    }
    do {
      try context.output.flush()
    } catch {
      // What was found is of no use to a caller who did not get it.
      if code == .done || code == .findings { code = report(error, context) }
    }
    try? context.error.flush()
    return code.status
  }

  private static func run(
    _ request: ArgumentParser.Request, _ context: CommandContext, _ commands: [Command]
  ) throws -> ExitCode {
    switch request {
    case .help(let command):
      let help = HelpText(language: context.language, width: min(context.terminal.width, 100))
      try context.output.write(command.map { help.page(of: $0) } ?? help.overview(commands))
      return .done
    case .version:
      try context.output.write("soat \(Version.tool)\n")
      return .done
    case .run(let command, let arguments):
      return try command.run(arguments, context)
    }
  }

  /// Prints an error and gives the exit code that goes with it.
  private static func report(_ error: any Error, _ context: CommandContext) -> ExitCode {
    switch error {
    case let error as Diagnostic
    where error.code == "source.unreadable" && Signals.interrupted != nil:
      // A read that a signal ended is no fault of the source.
      return report(Interrupted(signal: Signals.interrupted ?? 0), context)
    case let error as Diagnostic:
      context.console.report([error])
      return ExitCode(errorCode: error.code)
    case let error as Diagnostics:
      context.console.report(error.all)
      return ExitCode(errorCode: error.all[0].code)
    case let error as any LocatedError:
      context.console.report([Diagnostic(error)])
      return ExitCode(errorCode: error.code)
    case let error as Interrupted:
      context.console.note(
        LocalizedText(
          vi: "đã dừng giữa chừng theo yêu cầu; không để lại kết quả dở dang",
          en: "stopped as asked; no half-made results are left"))
      return .signal(error.signal)
    case is ClosedPipe:
      return .signal(Signals.closedPipe)
    default:
      context.console.reportFault(error)
      return .fault
    }
  }

  /// The language asked for, found before parsing so that mistakes of the command line are told in it.
  private static func language(_ arguments: [String], _ context: CommandContext) throws(Diagnostic)
    -> Language
  {
    if let asked = lastValue(of: "--lang", in: arguments).flatMap(Language.init(rawValue:)) {
      return asked
    }
    guard let name = context.environment["SOAT_LANG"], !name.isEmpty else {
      return context.language
    }
    guard let language = Language(rawValue: name) else {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "giá trị '\(name)' của biến môi trường SOAT_LANG không có trong: vi, en",
          en: "the value '\(name)' of the variable SOAT_LANG is none of: vi, en"))
    }
    return language
  }

  private static func wantsJSON(_ arguments: [String]) -> Bool {
    lastValue(of: "--format", in: arguments) == "json"
  }

  private static func lastValue(of option: String, in arguments: [String]) -> String? {
    var value: String?
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { break }
      if argument == option, index + 1 < arguments.count { value = arguments[index + 1] }
      if argument.hasPrefix(option + "=") { value = String(argument.dropFirst(option.count + 1)) }
    }
    return value
  }
}

extension Diagnostic {
  /// Any located error as a plain value.
  init(_ error: any LocatedError) {
    self.init(error.code, error.message, at: error.location, hint: error.hint)
  }
}
