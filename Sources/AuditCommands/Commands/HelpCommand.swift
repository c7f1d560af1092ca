import AuditModel
import AuditSystem

extension Command {
  static let help = Command(
    "help",
    summary: LocalizedText(
      vi: "in hướng dẫn chung hoặc của một lệnh", en: "print help, for one command or all"),
    positionals: [
      Positional(
        LocalizedText(vi: "LỆNH", en: "COMMAND"),
        help: LocalizedText(
          vi: "lệnh cần xem; không nêu thì in hướng dẫn chung",
          en: "the command; none for the overview"),
        optional: true)
    ],
    examples: [
      Example(
        "soat help limits", LocalizedText(vi: "cách dùng lệnh limits", en: "how `limits` is used"))
    ]
  ) { arguments, context in
    let help = HelpText(language: context.language, width: min(context.terminal.width, 100))
    let command = try arguments.positionals.first.map {
      try ArgumentParser(Command.all).command(named: $0)
    }
    try context.output.write(command.map { help.page(of: $0) } ?? help.overview(Command.all))
    return .done
  }
}
