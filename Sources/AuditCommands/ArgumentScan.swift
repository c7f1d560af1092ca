import AuditModel
import AuditText

/// One pass over arguments with one table of options.
struct ArgumentScan {
  let options: [Option]
  /// The command's name, for hints.
  let command: String?
  var values: [String: [String]] = [:]
  var flags: Set<String> = []
  var positionals: [String] = []

  init(_ options: [Option], command: String?) {
    self.options = options
    self.command = command
  }

  mutating func take(_ arguments: ArraySlice<String>) throws(Diagnostic) {
    var rest = arguments
    while let argument = rest.first {
      if argument == "--" {
        positionals += rest.dropFirst()
        return
      }
      if Self.isOption(argument) {
        try takeOption(&rest)
      } else {
        positionals.append(argument)
        rest.removeFirst()
      }
    }
  }

  /// Takes the option that stands first, with its value.
  mutating func takeOption(_ rest: inout ArraySlice<String>) throws(Diagnostic) {
    guard let argument = rest.popFirst() else { return }
    let name = Self.name(of: argument)
    guard let option = options.first(where: { Self.isNamed($0, argument) }) else {
      throw ArgumentParser.unknownOption(name, among: options, command: command)
    }
    let attached = Self.attachedValue(of: argument)
    guard option.takesValue else {
      guard attached == nil else { throw unexpectedValue(name) }
      flags.insert(option.name)
      return
    }
    let value = if let attached { attached } else { try nextValue(of: option, name, &rest) }
    try check(value, of: option, name)
    values[option.name, default: []].append(value)
  }

  func knows(_ argument: String) -> Bool { options.contains { Self.isNamed($0, argument) } }

  private func nextValue(
    of option: Option, _ name: String, _ rest: inout ArraySlice<String>
  ) throws(Diagnostic) -> String {
    // A value that looks like an option is more often a forgotten one; `--name=--value` says that it is meant.
    if let next = rest.first, next == "--" || !next.hasPrefix("--") {
      rest.removeFirst()
      return next
    }
    let value = option.valueName ?? LocalizedText("…")
    throw Diagnostic(
      "usage.missing-value",
      LocalizedText(
        vi: "tùy chọn '\(name)' còn thiếu giá trị \(value.vi)",
        en: "'\(name)' needs a value: \(value.en)"),
      hint: ArgumentParser.seeHelp(command))
  }

  private func check(_ value: String, of option: Option, _ name: String) throws(Diagnostic) {
    if !option.isRepeatable, values[option.name] != nil {
      throw Diagnostic(
        "usage.repeated-option",
        LocalizedText(vi: "tùy chọn '\(name)' được nêu hai lần", en: "'\(name)' is given twice"),
        hint: LocalizedText(vi: "chỉ giữ lại một", en: "keep one of them"))
    }
    guard !option.choices.isEmpty, !option.choices.contains(value) else { return }
    let nearest = EditDistance.closest(to: value, among: option.choices)
    let list = option.choices.joined(separator: ", ")
    throw Diagnostic(
      "usage.bad-value",
      LocalizedText(
        vi: "giá trị '\(value)' của tùy chọn '\(name)' không có trong: \(list)",
        en: "the value '\(value)' of '\(name)' is none of: \(list)"),
      hint: nearest.map(ArgumentParser.didYouMean))
  }

  private func unexpectedValue(_ name: String) -> Diagnostic {
    Diagnostic(
      "usage.unexpected-value",
      LocalizedText(vi: "tùy chọn '\(name)' không có giá trị", en: "'\(name)' takes no value"),
      hint: ArgumentParser.seeHelp(command))
  }
}

/// How arguments are spelled.
extension ArgumentScan {
  static func isOption(_ argument: String) -> Bool { argument.hasPrefix("-") && argument != "-" }

  /// `--format` of `--format=json`, `-o` of `-oFILE`.
  static func name(of argument: String) -> String {
    if argument.hasPrefix("--") { return String(argument.prefix { $0 != "=" }) }
    return String(argument.prefix(2))
  }

  static func isNamed(_ option: Option, _ argument: String) -> Bool {
    let name = name(of: argument)
    if name.hasPrefix("--") { return name.dropFirst(2) == option.name }
    return name.dropFirst().first == option.short
  }

  static func attachedValue(of argument: String) -> String? {
    if argument.hasPrefix("--") {
      guard let equals = argument.firstIndex(of: "=") else { return nil }
      return String(argument[argument.index(after: equals)...])
    }
    return argument.count > 2 ? String(argument.dropFirst(2)) : nil
  }
}
