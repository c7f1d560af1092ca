import AuditModel
import AuditText

/// Splits a command line by the tables of commands and options, in the way GNU tools do.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue`; options and other arguments in any order; after
/// `--` nothing is an option; `-` alone is an argument. Every mistake is a `usage.…` error.
package struct ArgumentParser {
  let commands: [Command]

  package init(_ commands: [Command]) { self.commands = commands }

  /// What a command line asks for.
  package enum Request {
    /// Help for one command, or for the program.
    case help(Command?)
    case version
    case run(Command, ParsedArguments)
  }

  package func parse(_ arguments: [String]) throws(Diagnostic) -> Request {
    var common = ArgumentScan(Option.common, command: nil)
    var rest = arguments[...]
    while let argument = rest.first, ArgumentScan.isOption(argument), argument != "--" {
      guard common.knows(argument) else { throw unknownOption(argument, in: rest.dropFirst()) }
      try common.takeOption(&rest)
    }
    if common.flags.contains("version") { return .version }
    guard let name = rest.popFirst() else { return .help(nil) }
    let command = try command(named: name)
    if common.flags.contains("help") { return .help(command) }
    return try request(command, rest, common)
  }

  /// The command of that name; `usage.unknown-command` with the nearest name if there is none.
  package func command(named name: String) throws(Diagnostic) -> Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    let nearest = EditDistance.closest(to: name, among: commands.map(\.name))
    throw Diagnostic(
      "usage.unknown-command",
      LocalizedText(vi: "không có lệnh '\(name)'", en: "there is no command '\(name)'"),
      hint: nearest.map(Self.didYouMean)
        ?? LocalizedText(vi: "`soat help` liệt kê các lệnh", en: "`soat help` lists the commands"))
  }

  private func request(
    _ command: Command, _ arguments: ArraySlice<String>, _ common: ArgumentScan
  ) throws(Diagnostic) -> Request {
    var scan = ArgumentScan(command.options + Option.common, command: command.name)
    scan.values = common.values
    try scan.take(arguments)
    if scan.flags.contains("help") { return .help(command) }
    if scan.flags.contains("version") { return .version }
    try check(scan.positionals, of: command)
    return .run(
      command,
      ParsedArguments(
        command: command, values: scan.values, flags: scan.flags, positionals: scan.positionals))
  }

  private func check(_ given: [String], of command: Command) throws(Diagnostic) {
    let table = command.positionals
    if given.count < table.count, !table[given.count].isOptional {
      let name = table[given.count].name
      throw Diagnostic(
        "usage.missing-argument",
        LocalizedText(
          vi: "lệnh '\(command.name)' còn thiếu \(name.vi)",
          en: "'\(command.name)' needs \(name.en)"),
        hint: Self.seeHelp(command.name))
    }
    if given.count > table.count, table.last?.isRepeatable != true {
      let extra = given[table.count]
      throw Diagnostic(
        "usage.unexpected-argument",
        LocalizedText(vi: "thừa đối số '\(extra)'", en: "unexpected argument '\(extra)'"),
        hint: Self.seeHelp(command.name))
    }
  }

  /// An option before the command: perhaps right for the command, only misplaced.
  private func unknownOption(_ argument: String, in rest: ArraySlice<String>) -> Diagnostic {
    let name = ArgumentScan.name(of: argument)
    let owner = rest.lazy.compactMap { word in commands.first { $0.name == word } }.first
    if let owner, owner.options.contains(where: { ArgumentScan.isNamed($0, argument) }) {
      return Diagnostic(
        "usage.misplaced-option",
        LocalizedText(
          vi: "tùy chọn '\(name)' phải đứng sau tên lệnh", en: "'\(name)' belongs after the command"
        ),
        hint: LocalizedText("soat \(owner.name) \(name) …"))
    }
    return Self.unknownOption(name, among: Option.common, command: nil)
  }
}

/// Messages that the parser and its scan share.
extension ArgumentParser {
  static func unknownOption(_ name: String, among options: [Option], command: String?) -> Diagnostic
  {
    let nearest = EditDistance.closest(to: name, among: options.map { "--\($0.name)" })
    return Diagnostic(
      "usage.unknown-option",
      LocalizedText(vi: "không có tùy chọn '\(name)'", en: "there is no option '\(name)'"),
      hint: nearest.map(didYouMean) ?? seeHelp(command))
  }

  static func didYouMean(_ word: String) -> LocalizedText {
    LocalizedText(vi: "có phải ý là '\(word)'?", en: "did you mean '\(word)'?")
  }

  static func seeHelp(_ command: String?) -> LocalizedText {
    let line = command.map { "soat help \($0)" } ?? "soat help"
    return LocalizedText(vi: "xem `\(line)`", en: "see `\(line)`")
  }
}
