import AuditKernels
import AuditModel

/// What holds of single terms in every record of which an expression is true, or false.
///
/// A term - a field, or a function of fields - is known by its text: the same text has the same value in the same record.
struct Facts {
  /// There is no such record.
  var isNever = false
  var sets: [String: ValueSet] = [:]
  /// How two terms may compare: bit 0 less, bit 1 equal, bit 2 greater; the first of the pair is the lesser text.
  private var orders: [TermPair: UInt8] = [:]

  private struct TermPair: Hashable {
    var first: String
    var second: String
  }

  init() {}

  init(_ key: String, _ set: ValueSet) { sets[key] = set }

  private init(_ term: Term, _ set: ValueSet) { self.init(term.factKey, set) }

  static let never: Facts = {
    var facts = Facts()
    facts.isNever = true
    return facts
  }()

  /// Something that all of these facts say cannot be.
  var isImpossible: Bool {
    isNever || sets.values.contains(where: \.isEmpty) || orders.values.contains(0)
  }

  func set(_ key: String) -> ValueSet { sets[key] ?? .all }

  func and(_ other: Facts) -> Facts {
    var facts = self
    facts.isNever = isNever || other.isNever
    for (key, set) in other.sets { facts.sets[key] = facts.set(key).intersected(with: set) }
    for (pair, order) in other.orders { facts.orders[pair] = (facts.orders[pair] ?? 7) & order }
    return facts
  }

  func or(_ other: Facts) -> Facts {
    if isImpossible { return other }
    if other.isImpossible { return self }
    var facts = Facts()
    for (key, set) in sets {
      guard let more = other.sets[key] else { continue }
      facts.sets[key] = set.joined(with: more)
    }
    for (pair, order) in orders {
      guard let more = other.orders[pair] else { continue }
      facts.orders[pair] = order | more
    }
    return facts
  }
}

// MARK: Of expressions

extension Facts {
  /// Of the records where the term is `truth`; null is neither true nor false.
  init(_ term: Term, is truth: Bool) {
    switch term.form {
    case .truth(let value): self = value == truth ? Facts() : .never
    case .null: self = .never
    case .and(let a, let b):
      let (a, b) = (Facts(a, is: truth), Facts(b, is: truth))
      self = truth ? a.and(b) : a.or(b)
    case .or(let a, let b):
      let (a, b) = (Facts(a, is: truth), Facts(b, is: truth))
      self = truth ? a.or(b) : a.and(b)
    case .not(let a): self = Facts(a, is: !truth)
    case .compare(let comparison, let a, let b):
      self = Facts.compared(truth ? comparison : comparison.opposite, a, b)
    case .isNull(let a, let negated):
      self = a.isField ? Facts(a, truth == negated ? .value : .blank) : Facts()
    case .among(let a, let list, let negated):
      self = Facts.among(a, list, isIn: truth != negated)
    case .between(let a, let low, let high, let negated):
      let (above, below) = (
        Facts.compared(truth != negated ? .greaterOrEqual : .less, a, low),
        Facts.compared(truth != negated ? .lessOrEqual : .greater, a, high)
      )
      self = truth != negated ? above.and(below) : above.or(below)
    case .like(let a, let pattern, let negated):
      self = Facts.matching(a, pattern, matches: truth != negated)
    case .call(.present, let arguments):
      self = arguments[0].isField ? Facts(arguments[0], truth ? .value : .blank) : Facts()
    case .call(.matches, let arguments):
      if case .pattern(let pattern) = arguments[1].form {
        self = Facts.matching(arguments[0], pattern, matches: truth)
      } else {
        self = Facts()
      }
    case .field where term.type == .truth:
      self = Facts(term, .compared(.equal, to: truth ? ValueSet.one : 0))
    default: self = Facts()
    }
  }

  private static func matching(
    _ term: Term, _ pattern: CompiledPattern, matches: Bool
  ) -> Facts {
    guard term.type == .text else { return Facts() }
    var set = ValueSet.value
    if matches { set.patterns = [pattern.automaton] }
    return Facts(term, set)
  }

  private static func among(_ term: Term, _ list: [Term], isIn: Bool) -> Facts {
    var members: [ValueSet.Member] = []
    for element in list {
      guard element.type == term.type, let member = element.constant else {
        return Facts(term, .value)
      }
      members.append(member)
    }
    var set = ValueSet.value
    if isIn { set.members = members } else { set.excluded = Set(members) }
    return Facts(term, set)
  }

  private static func compared(_ comparison: Comparison, _ a: Term, _ b: Term) -> Facts {
    // Nothing compares with null; a day compares with a moment by its day, which is not followed here.
    if a.type == .null || b.type == .null { return .never }
    guard a.type == b.type else { return Facts(a, .value).and(Facts(b, .value)) }
    switch (a.constant, b.constant) {
    case (let first?, let second?): return holds(comparison, first, second) ? Facts() : .never
    case (nil, let second?): return Facts(a, values(comparison, second))
    case (let first?, nil): return Facts(b, values(comparison.mirrored, first))
    case (nil, nil): return Facts(a, .value).and(Facts(b, .value)).and(ordered(comparison, a, b))
    }
  }

  private static func values(_ comparison: Comparison, _ member: ValueSet.Member) -> ValueSet {
    switch member {
    case .number(let number): .compared(comparison, to: number)
    case .text(let text): .compared(comparison, to: text)
    }
  }

  /// True where that is not certain.
  private static func holds(
    _ comparison: Comparison, _ a: ValueSet.Member, _ b: ValueSet.Member
  ) -> Bool {
    switch (comparison, a, b) {
    case (.equal, _, _): return a == b
    case (.notEqual, _, _): return a != b
    case (.less, .number(let a), .number(let b)): return a < b
    case (.lessOrEqual, .number(let a), .number(let b)): return a <= b
    case (.greater, .number(let a), .number(let b)): return a > b
    case (.greaterOrEqual, .number(let a), .number(let b)): return a >= b
    default: return true
    }
  }

  private static func ordered(_ comparison: Comparison, _ a: Term, _ b: Term) -> Facts {
    let (first, second) = (a.factKey, b.factKey)
    var facts = Facts()
    let isTurned = first > second
    let bits = (isTurned ? comparison.mirrored : comparison).orderBits
    facts.orders[TermPair(first: min(first, second), second: max(first, second))] =
      first == second ? bits & 2 : bits
    return facts
  }
}

extension Comparison {
  fileprivate var orderBits: UInt8 {
    switch self {
    case .less: 1
    case .equal: 2
    case .lessOrEqual: 3
    case .greater: 4
    case .notEqual: 5
    case .greaterOrEqual: 6
    }
  }
}

extension Term {
  /// The name facts about it go by.
  var factKey: String { description }

  var isField: Bool { if case .field = form { true } else { false } }

  /// A value that does not depend on the record or the run.
  var constant: ValueSet.Member? {
    switch form {
    case .text(let text): .text(Array(text.utf8))
    case .number(let number): .number(ValueSet.number(number))
    case .date(let date): .number(Int128(date.dayNumber) * ValueSet.one)
    case .truth(let truth): .number(truth ? ValueSet.one : 0)
    case .negative(let inner):
      if case .number(let number)? = inner.constant { .number(-number) } else { nil }
    default: nil
    }
  }
}
