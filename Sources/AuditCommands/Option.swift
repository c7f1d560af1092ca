import AuditModel

/// An option of a command: one row of the table that the parser reads and help prints.
package struct Option: Sendable {
  /// Without the dashes: `format`.
  package let name: String
  /// The letter after a single dash, if there is one.
  package let short: Character?
  /// What stands for the value in help; nil for a flag, which has none.
  package let valueName: LocalizedText?
  /// The values that are allowed; empty if any is.
  package let choices: [String]
  package let help: LocalizedText
  /// Whether it may be given more than once.
  package let isRepeatable: Bool
  /// The value if it is not given.
  package let defaultValue: String?

  package init(
    _ name: String, short: Character? = nil, valueName: LocalizedText? = nil,
    choices: [String] = [],
    help: LocalizedText, repeatable: Bool = false, default defaultValue: String? = nil
  ) {
    self.name = name
    self.short = short
    self.valueName =
      valueName ?? (choices.isEmpty ? nil : LocalizedText(choices.joined(separator: "|")))
    self.choices = choices
    self.help = help
    isRepeatable = repeatable
    self.defaultValue = defaultValue
  }

  package var takesValue: Bool { valueName != nil }

  /// Options every command understands.
  static let common: [Option] = [
    Option(
      "lang", choices: Language.allCases.map(\.rawValue),
      help: LocalizedText(
        vi:
          "ngôn ngữ của thông báo và báo cáo (mặc định: biến môi trường SOAT_LANG, không có thì vi)",
        en: "language of messages and reports (default: the variable SOAT_LANG, else vi)")),
    Option("help", short: "h", help: LocalizedText(vi: "in hướng dẫn này", en: "print this help")),
    Option("version", short: "V", help: LocalizedText(vi: "in phiên bản", en: "print the version")),
  ]
}

/// An argument that is known by its place.
package struct Positional: Sendable {
  package let name: LocalizedText
  package let help: LocalizedText
  package let isOptional: Bool
  /// Takes all that follow; only the last can.
  package let isRepeatable: Bool

  package init(
    _ name: LocalizedText, help: LocalizedText, optional: Bool = false, repeatable: Bool = false
  ) {
    self.name = name
    self.help = help
    isOptional = optional
    isRepeatable = repeatable
  }
}
