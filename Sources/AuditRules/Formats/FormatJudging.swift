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
  ///
  /// `name`: of the form, as a rule file has it.
  mutating func damage(
    _ text: Node, _ damages: [FormatDamage], of form: ValueDiagnosis.Form?, name: String
  ) -> Node {
    let signs = damages.map { $0.sign(of: form) }
    let list = damages.map(\.name).joined(separator: " ")
    return diagnose(text, ValueDiagnosis(name: "\(name) \(list)", signs))
  }

  /// A pattern of the program's own; that they compile is a test's to hold.
  private mutating func matches(_ text: Node, own pattern: String) -> Node {
    guard let compiled = automaton(of: pattern) ?? (try? PatternAutomaton(pattern)) else {
      return truth(false)
    }
    return matches(text, compiled, source: pattern)
  }
}

extension FormatDamage {
  /// `form`: what values should have been; nil where none of the damages asks for it.
  fileprivate func sign(of form: ValueDiagnosis.Form?) -> ValueDiagnosis.Sign {
    switch test {
    case .pattern(let pattern): .form(.pattern(pattern))
    case .padded(let widths, let most):
      form.map { .padded(widths, atMost: most, $0) } ?? .none
    case .digits(let pattern): form.map { .digits(pattern, $0) } ?? .none
    case .dates(let forms): .days(forms.compactMap { try? DateFormat($0) })
    case .format(let name): ValueFormat.named(name).map { .form($0.form) } ?? .none
    }
  }
}

extension ValueFormat {
  /// The same test for one value.
  var form: ValueDiagnosis.Form {
    switch test {
    case .pattern(let pattern): .pattern(LazyPattern(pattern))
    case .kernel(let kernel): .kernel(kernel)
    case .date(let format, let unknown): .day(format, or: unknown.map { LazyPattern($0) })
    }
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
