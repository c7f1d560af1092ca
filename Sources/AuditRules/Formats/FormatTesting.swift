import AuditKernels

extension ValueFormat {
  /// All formats, for trying them on single values; compiled once.
  package static let tests: [FormatTest] = all.compactMap { format in
    format.single.map { FormatTest(name: format.name, form: $0) }
  }

  /// Nil where a pattern does not compile, which a test excludes.
  private var single: FormatTest.Form? {
    switch test {
    case .kernel(let kernel): return .kernel(kernel)
    case .pattern(let pattern):
      guard let automaton = try? PatternAutomaton(pattern) else { return nil }
      return .pattern(automaton)
    case .date(let form, let unknown):
      return .day(form, unknown: unknown.flatMap { try? PatternAutomaton($0) })
    }
  }
}
