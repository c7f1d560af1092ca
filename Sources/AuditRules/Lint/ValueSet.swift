import AuditKernels
import AuditModel

/// Values that a term may have where something is true: never fewer than it really may have.
///
/// All that the linter concludes rests on that: a set that is empty here is empty, one that is not may be.
struct ValueSet {
  /// Texts are compared as bytes; numbers, days and moments as one exact number.
  enum Member: Hashable {
    case text([UInt8])
    case number(Int128)
  }

  struct Bound {
    var value: Int128
    var isOpen: Bool
  }

  var mayBeBlank = true
  var mayHaveValue = true
  var lower: Bound?
  var upper: Bound?
  /// Nil for any.
  var members: [Member]?
  var excluded: Set<Member> = []
  var patterns: [PatternAutomaton] = []
  /// Numbers without a fraction only.
  var isWhole = false

  static let all = ValueSet()
  static let value = ValueSet(mayBeBlank: false)
  static let blank = ValueSet(mayHaveValue: false)

  var isEmpty: Bool { !mayBeBlank && hasNoValue }

  /// No value is in it, whether a blank one is or not.
  var hasNoValue: Bool {
    guard mayHaveValue else { return true }
    if let members { return !members.contains(where: holds) }
    return boundsExclude || patternsExclude
  }

  /// False only for what is surely not in it.
  func holds(_ member: Member) -> Bool {
    guard mayHaveValue, !excluded.contains(member) else { return false }
    if let members, !members.contains(member) { return false }
    switch member {
    case .text(let text): return patterns.allSatisfy { $0.matches(text) }
    case .number(let number):
      if let lower, number < lower.value || lower.isOpen && number == lower.value { return false }
      if let upper, number > upper.value || upper.isOpen && number == upper.value { return false }
      return true
    }
  }

  private var boundsExclude: Bool {
    guard var low = lower, var high = upper else { return false }
    if isWhole {
      low = low.whole(up: true)
      high = high.whole(up: false)
    }
    if low.value != high.value { return low.value > high.value }
    return low.isOpen || high.isOpen || excluded.contains(.number(low.value))
  }

  private var patternsExclude: Bool {
    for (index, first) in patterns.enumerated() {
      for second in patterns[(index + 1)...] where first.meets(second) == false { return true }
    }
    return patterns.contains { $0.lengths == nil }
  }

  func intersected(with other: ValueSet) -> ValueSet {
    var set = self
    set.mayBeBlank = mayBeBlank && other.mayBeBlank
    set.mayHaveValue = mayHaveValue && other.mayHaveValue
    set.lower = Bound.tighter(lower, other.lower, isLower: true)
    set.upper = Bound.tighter(upper, other.upper, isLower: false)
    if let members, let more = other.members {
      set.members = members.filter { more.contains($0) }
    } else {
      set.members = members ?? other.members
    }
    set.excluded.formUnion(other.excluded)
    set.patterns += other.patterns
    set.isWhole = isWhole || other.isWhole
    return set
  }

  /// What is in either, and perhaps more.
  func joined(with other: ValueSet) -> ValueSet {
    if isEmpty { return other }
    if other.isEmpty { return self }
    // A set without values adds nothing to what values there may be.
    if !mayHaveValue || !other.mayHaveValue {
      var set = mayHaveValue ? self : other
      set.mayBeBlank = mayBeBlank || other.mayBeBlank
      return set
    }
    var set = ValueSet(mayBeBlank: mayBeBlank || other.mayBeBlank)
    if let members, let more = other.members {
      set.members = members.filter(holds) + more.filter { other.holds($0) && !members.contains($0) }
      return set
    }
    let (a, b) = (hull, other.hull)
    if let first = a.lower, let second = b.lower {
      set.lower = Bound.looser(first, second, isLower: true)
    }
    if let first = a.upper, let second = b.upper {
      set.upper = Bound.looser(first, second, isLower: false)
    }
    set.isWhole = isWhole && other.isWhole
    return set
  }

  /// The bounds, with those that a list of numbers has.
  private var hull: (lower: Bound?, upper: Bound?) {
    guard let members else { return (lower, upper) }
    var numbers: [Int128] = []
    for member in members {
      guard case .number(let number) = member else { return (nil, nil) }
      numbers.append(number)
    }
    guard let least = numbers.min(), let most = numbers.max() else { return (lower, upper) }
    return (Bound(value: least, isOpen: false), Bound(value: most, isOpen: false))
  }
}

extension ValueSet {
  /// Of whole days, seconds and numbers: 18 digits stand after the point.
  static let one: Int128 = 1_000_000_000_000_000_000

  static func number(_ decimal: Decimal) -> Int128 {
    var value = Int128(decimal.coefficient)
    for _ in 0..<(18 - Int(decimal.scale)) { value *= 10 }
    return value
  }

  /// The values that compare so with a number; all where that says nothing.
  static func compared(_ comparison: Comparison, to number: Int128) -> ValueSet {
    var set = ValueSet.value
    switch comparison {
    case .equal: set.members = [.number(number)]
    case .notEqual: set.excluded = [.number(number)]
    case .less, .lessOrEqual: set.upper = Bound(value: number, isOpen: comparison == .less)
    case .greater, .greaterOrEqual:
      set.lower = Bound(value: number, isOpen: comparison == .greater)
    }
    return set
  }

  static func compared(_ comparison: Comparison, to text: [UInt8]) -> ValueSet {
    var set = ValueSet.value
    if comparison == .equal { set.members = [.text(text)] }
    if comparison == .notEqual { set.excluded = [.text(text)] }
    return set
  }
}

extension ValueSet.Bound {
  /// The nearest whole number within; of nothing that is open.
  fileprivate func whole(up: Bool) -> ValueSet.Bound {
    let rest = value % ValueSet.one
    if rest == 0 {
      return ValueSet.Bound(
        value: isOpen ? value + (up ? ValueSet.one : -ValueSet.one) : value, isOpen: false)
    }
    let floor = rest < 0 ? value - rest - ValueSet.one : value - rest
    return ValueSet.Bound(value: up ? floor + ValueSet.one : floor, isOpen: false)
  }

  fileprivate static func tighter(_ a: Self?, _ b: Self?, isLower: Bool) -> Self? {
    guard let a, let b else { return a ?? b }
    if a.value == b.value { return Self(value: a.value, isOpen: a.isOpen || b.isOpen) }
    return (a.value > b.value) == isLower ? a : b
  }

  fileprivate static func looser(_ a: Self, _ b: Self, isLower: Bool) -> Self {
    if a.value == b.value { return Self(value: a.value, isOpen: a.isOpen && b.isOpen) }
    return (a.value > b.value) == isLower ? b : a
  }
}

extension Comparison {
  /// What holds where this does not, both sides having a value.
  var opposite: Comparison {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    }
  }

  /// The same with its sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
