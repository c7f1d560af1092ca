import AuditEngine
import AuditKernels

/// A pattern of characters as a regular expression: `H9(9)` is `H[0-9]{9}`.
enum DraftedPattern {
  /// Nil for patterns with other characters, or cut.
  static func expression(_ pattern: PatternCount) -> String? {
    var text = pattern.text[...]
    var expression = ""
    if !pattern.beginning.isEmpty, pattern.count >= ValueDisclosure.recordsPerValue {
      expression = pattern.beginning
      text = text.hasPrefix("A+") ? text.dropFirst(2) : text.dropFirst()
    }
    while let first = text.first {
      switch first {
      case "9": expression += digits(&text)
      case "A", "a":
        guard let run = runs.first(where: { text.hasPrefix($0.text) }) else { return nil }
        expression += run.expression
        text = text.dropFirst(run.text.count)
      case "?", "…": return nil
      default:
        expression += escaped(first)
        text = text.dropFirst()
      }
    }
    return expression
  }

  private static let runs: [(text: String, expression: String)] = [
    ("Aa+", "[A-Z][a-z]+"), ("A+", "[A-Z]{2,}"), ("A", "[A-Z]"), ("a+", "[a-z]{2,}"),
    ("a", "[a-z]"),
  ]

  /// `9` or `9(n)`.
  private static func digits(_ text: inout Substring) -> String {
    text = text.dropFirst()
    guard text.first == "(", let end = text.firstIndex(of: ")"),
      let count = Int(text[text.index(after: text.startIndex)..<end])
    else { return "[0-9]" }
    text = text[text.index(after: end)...]
    return "[0-9]{\(count)}"
  }

  private static func escaped(_ character: Character) -> String {
    "\\.+*?()[]{}|^$".contains(character) ? "\\\(character)" : String(character)
  }
}
