import AuditKernels
import AuditModel
import AuditText

/// A typed expression over the fields of a record, without side effects, loops or recursion.
package struct Expression: Sendable {
  /// As the pack has it; what reports print.
  package let source: String
  package let root: Term
  /// The fields it reads, in order of their first mention.
  package let fields: [String]

  package var type: ValueType { root.type }

  /// As written from the terms; read again, it gives the same terms.
  package var description: String { root.description }
}

/// A part of an expression with its type.
package struct Term: Sendable {
  package let form: Form
  package let type: ValueType

  package indirect enum Form: Sendable {
    case field(String)
    case text(String)
    case number(Decimal)
    case date(CivilDate)
    case truth(Bool)
    case null
    /// A date the run gives, such as `asOf`.
    case parameter(String)
    /// The name of a code list, its column, or a resource, within a call.
    case name(String)
    case pattern(CompiledPattern)
    case and(Term, Term)
    case or(Term, Term)
    case not(Term)
    case compare(Comparison, Term, Term)
    case calculate(Arithmetic, Term, Term)
    case negative(Term)
    case isNull(Term, negated: Bool)
    case among(Term, [Term], negated: Bool)
    case between(Term, Term, Term, negated: Bool)
    case like(Term, CompiledPattern, negated: Bool)
    case call(ExpressionFunction, [Term])
  }
}

/// A pattern that has been compiled, with its text.
package struct CompiledPattern: Sendable {
  /// As written: of `like`, with `%` and `_`.
  package let source: String
  /// What was compiled.
  package let pattern: String
  package let automaton: PatternAutomaton
}
