import AuditModel

/// Help, printed from the same tables that the parser reads.
struct HelpText {
  let language: Language
  let width: Int

  /// The program: its commands, common options and exit codes.
  func overview(_ commands: [Command]) -> String {
    let rows = commands.map { ($0.name, $0.summary[language]) }
    let codes = ExitCode.documented.map { ($0.number, $0.code.meaning[language]) }
    return """
      \(wrapped(text(.tagline), indent: 0))
      \(text(.usage)): soat \(text(.commandWord)) [\(text(.optionsWord))] …

      \(text(.commands)):
      \(table(rows))
      \(text(.commonOptions)):
      \(table(Option.common.map(row)))
      \(text(.exitCodes)):
      \(table(codes))
      \(wrapped(text(.more), indent: 0))
      """
  }

  /// One command: usage, arguments, options, examples.
  func page(of command: Command) -> String {
    var page = wrapped("soat \(command.name) – \(command.summary[language])", indent: 0) + "\n"
    page += "\(text(.usage)): \(usage(command))\n\n"
    if let details = command.details { page += wrapped(details[language], indent: 0) + "\n" }
    let arguments = command.positionals.map { ($0.name[language], $0.help[language]) }
    page += section(.arguments, arguments)
    page += section(.options, command.options.map(row))
    page += section(.commonOptions, Option.common.map(row))
    guard !command.examples.isEmpty else { return page }
    page += "\(text(.examples)):\n"
    for example in command.examples {
      page += "  \(example.line)\n" + wrapped(example.meaning[language], indent: 6)
    }
    return page
  }

  private func usage(_ command: Command) -> String {
    var parts = ["soat", command.name, "[\(text(.optionsWord))]"]
    for positional in command.positionals {
      let name = positional.name[language] + (positional.isRepeatable ? "…" : "")
      parts.append(positional.isOptional ? "[\(name)]" : name)
    }
    return parts.joined(separator: " ")
  }

  private func row(_ option: Option) -> (String, String) {
    var left = option.short.map { "-\($0), " } ?? "    "
    left += "--\(option.name)"
    if let value = option.valueName { left += " \(value[language])" }
    var right = option.help[language]
    if option.isRepeatable { right += " (\(text(.repeatable)))" }
    if let value = option.defaultValue { right += " [\(text(.defaultWord)): \(value)]" }
    return (left, right)
  }

  private func section(_ title: LocalizedText, _ rows: [(String, String)]) -> String {
    rows.isEmpty ? "" : "\(text(title)):\n\(table(rows))\n"
  }

  private func text(_ text: LocalizedText) -> String { text[language] }
}

/// Laying out.
extension HelpText {
  /// Two columns, the right one wrapped; a long left cell gets a line of its own.
  private func table(_ rows: [(String, String)]) -> String {
    let left = min(28, rows.map(\.0.count).max() ?? 0)
    var table = ""
    for (name, meaning) in rows {
      let lines = wrap(meaning, to: width - left - 4)
      if name.count > left {
        table += "  \(name)\n" + lines.map { spaces(left + 4) + $0 + "\n" }.joined()
        continue
      }
      table += "  \(name)\(spaces(left - name.count))  \(lines.first ?? "")\n"
      table += lines.dropFirst().map { spaces(left + 4) + $0 + "\n" }.joined()
    }
    return table
  }

  private func wrapped(_ text: String, indent: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrap(String($0), to: width - indent) }
      .map { $0.isEmpty ? "\n" : spaces(indent) + $0 + "\n" }.joined()
  }

  /// Lines of at most so many characters, broken at spaces; a longer word stands alone.
  private func wrap(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    var length = 0
    for word in text.split(separator: " ") {
      if length > 0, length + 1 + word.count > max(20, width) {
        lines.append("")
        length = 0
      }
      lines[lines.count - 1] += length > 0 ? " \(word)" : String(word)
      length += word.count + (length > 0 ? 1 : 0)
    }
    return lines
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension LocalizedText {
  fileprivate static let tagline = LocalizedText(
    vi: "soat (Soát) – kiểm tra, chấm điểm chất lượng dữ liệu của cơ quan nhà nước",
    en: "soat (Soát) – checks and scores the quality of government data")
  fileprivate static let usage = LocalizedText(vi: "Cách dùng", en: "Usage")
  fileprivate static let commandWord = LocalizedText(vi: "LỆNH", en: "COMMAND")
  fileprivate static let optionsWord = LocalizedText(vi: "tùy chọn", en: "options")
  fileprivate static let commands = LocalizedText(vi: "Các lệnh", en: "Commands")
  fileprivate static let arguments = LocalizedText(vi: "Đối số", en: "Arguments")
  fileprivate static let options = LocalizedText(vi: "Tùy chọn", en: "Options")
  fileprivate static let commonOptions = LocalizedText(vi: "Tùy chọn chung", en: "Common options")
  fileprivate static let examples = LocalizedText(vi: "Ví dụ", en: "Examples")
  fileprivate static let exitCodes = LocalizedText(vi: "Mã thoát", en: "Exit codes")
  fileprivate static let repeatable = LocalizedText(vi: "nêu được nhiều lần", en: "may be repeated")
  fileprivate static let defaultWord = LocalizedText(vi: "mặc định", en: "default")
  fileprivate static let more = LocalizedText(
    vi: "`soat help LỆNH` hướng dẫn từng lệnh.", en: "`soat help COMMAND` explains each command.")
}
