import AuditModel

/// The arguments of one command, checked against its table.
package struct ParsedArguments: Sendable {
  private let command: Command
  private let given: [String: [String]]
  private let flags: Set<String>
  package let positionals: [String]

  init(command: Command, values: [String: [String]], flags: Set<String>, positionals: [String]) {
    self.command = command
    given = values
    self.flags = flags
    self.positionals = positionals
  }

  package func flag(_ name: String) -> Bool {
    _ = option(name)
    return flags.contains(name)
  }

  /// The value given, or the option's default.
  package func value(_ name: String) -> String? { given[name]?.last ?? option(name).defaultValue }

  /// All values of an option that may be repeated, in order; its default if none was given.
  package func values(_ name: String) -> [String] {
    given[name] ?? option(name).defaultValue.map { [$0] } ?? []
  }

  package func wasGiven(_ name: String) -> Bool { given[name] != nil || flags.contains(name) }

  /// The value as a whole number within bounds; `usage.bad-value` if it is none.
  package func integer(_ name: String, in bounds: ClosedRange<Int>) throws(Diagnostic) -> Int? {
    guard let text = value(name) else { return nil }
    let isPlain =
      !text.isEmpty && text.utf8.count <= 18 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, let number = Int(text), bounds.contains(number) else {
      throw bad(
        name, text,
        LocalizedText(
          vi: "phải là số nguyên từ \(bounds.lowerBound) đến \(bounds.upperBound)",
          en: "must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"))
    }
    return number
  }

  /// The value as a day, `2025-12-31` or `31/12/2025`; `usage.bad-value` if it is none.
  package func date(_ name: String) throws(Diagnostic) -> CivilDate? {
    guard let text = value(name) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let iso = parts.count == 3 ? "\(parts[2])-\(parts[1])-\(parts[0])" : text
    guard let date = CivilDate(iso: iso) else {
      throw bad(
        name, text,
        LocalizedText(
          vi: "phải là một ngày, như 2025-12-31 hoặc 31/12/2025",
          en: "must be a day, such as 2025-12-31"))
    }
    return date
  }

  func bad(_ name: String, _ value: String, _ demand: LocalizedText) -> Diagnostic {
    Diagnostic(
      "usage.bad-value",
      LocalizedText(
        vi: "giá trị '\(value)' của tùy chọn '--\(name)' \(demand.vi)",
        en: "the value '\(value)' of '--\(name)' \(demand.en)"),
      hint: ArgumentParser.seeHelp(command.name))
  }

  private func option(_ name: String) -> Option {
    guard let option = (command.options + Option.common).first(where: { $0.name == name }) else {
      preconditionFailure("the command '\(command.name)' has no option '\(name)'")
    }
    return option
  }
}
