import AuditModel

/// A named format that a profile tries on values one by one, without a program.
package struct FormatTest: Sendable {
  package let name: String
  package let form: Form

  package enum Form: Sendable {
    /// The whole value matches.
    case pattern(PatternAutomaton)
    case kernel(NamedFormat)
    /// A real day written so, or a text that matches `unknown`.
    case day(DateFormat, unknown: PatternAutomaton?)
  }

  package init(name: String, form: Form) {
    self.name = name
    self.form = form
  }

  /// Whether the whole value is of the format.
  func accepts(_ value: Bytes) -> Bool {
    switch form {
    case .pattern(let automaton): return FormatTest.matches(value, automaton)
    case .kernel(let format):
      switch format {
      case .citizenNumber: return NamedFormats.isCitizenNumber(value)
      case .taxNumber: return NamedFormats.isTaxNumber(value)
      case .organisationTaxNumber: return NamedFormats.isOrganisationTaxNumber(value)
      case .branchTaxNumber: return NamedFormats.isBranchTaxNumber(value)
      case .phone: return NamedFormats.isPhone(value)
      }
    case .day(let format, let unknown):
      if DateKernel.day(value, format, format.shape) != absent { return true }
      return unknown.map { FormatTest.matches(value, $0) } ?? false
    }
  }

  private static func matches(_ value: Bytes, _ automaton: PatternAutomaton) -> Bool {
    // SAFETY: `count` bytes are readable as long as the value's owner lives.
    unsafe automaton.matches(value.base, value.count)
  }
}
