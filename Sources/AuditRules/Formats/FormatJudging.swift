import AuditKernels
import AuditModel

extension ProgramBuilder {
  /// Whether a text is of the format; null when the text is.
  mutating func isValue(_ text: Node, of format: ValueFormat) -> Node {
    switch format.test {
    case .kernel(let kernel): return isFormatted(text, as: kernel)
    case .pattern(let pattern): return matches(text, own: pattern)
    case .date(let form, let unknown):
      let day = date(text, format: form)
      let isDay = when(isPresent(text), isPresent(day))
      guard let unknown else { return isDay }
      return or(isDay, matches(text, own: unknown))
    }
  }

  /// The place from 1 of the first damage that a text shows, 0 for none; for texts that are not of the form.
  mutating func damage(
    _ text: Node, _ damages: [FormatDamage], isValid: (inout ProgramBuilder, Node) -> Node
  ) -> Node {
    var reason = number(Decimal(0))
    for (index, damage) in damages.enumerated().reversed() {
      let isDamaged = shows(text, damage, isValid)
      reason = choose(isDamaged, number(Decimal(Int64(index + 1), scale: 0)), reason)
    }
    return reason
  }

  private mutating func shows(
    _ text: Node, _ damage: FormatDamage, _ isValid: (inout ProgramBuilder, Node) -> Node
  ) -> Node {
    switch damage.test {
    case .pattern(let pattern): return matches(text, own: pattern)
    case .padded(let widths, let most):
      var found = truth(false)
      for width in widths {
        let whole = padded(text, to: width, atMost: most)
        found = or(found, isValid(&self, whole))
      }
      return found
    case .digits(let pattern):
      let isCandidate = matches(text, own: pattern)
      let digits = digits(text)
      let isWhole = isValid(&self, digits)
      return and(isCandidate, isWhole)
    case .dates(let forms):
      var found = truth(false)
      for form in forms {
        guard let format = try? DateFormat(form) else { continue }
        let day = date(text, format: format)
        found = or(found, isPresent(day))
      }
      return found
    case .format(let name):
      guard let other = ValueFormat.named(name) else { return truth(false) }
      return isValue(text, of: other)
    }
  }

  /// A pattern of the program's own; that they compile is a test's to hold.
  private mutating func matches(_ text: Node, own pattern: String) -> Node {
    guard let compiled = automaton(of: pattern) ?? (try? PatternAutomaton(pattern)) else {
      return truth(false)
    }
    return matches(text, compiled, source: pattern)
  }
}

extension FieldSpec {
  /// What is looked for in values that are none of the field's type and format.
  var damages: [FormatDamage] {
    if let format = valueFormat { return format.damages }
    switch type {
    case .date, .datetime: return FormatDamage.ofDates
    case .number: return FormatDamage.ofNumbers
    case .integer: return FormatDamage.ofIntegers
    default: return []
    }
  }
}
