import AuditModel

/// What the linter looks for in rule packs: a check is a value, a file each in `Lint/Checks/`.
package struct LintCheck: Sendable {
  /// How much a finding of the linter matters.
  package enum Level: String, Sendable, CaseIterable, Comparable {
    /// Worth a thought; shown when asked for.
    case note
    /// Probably not what was meant.
    case warning
    /// Cannot be what was meant.
    case error

    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

    private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }

    package var title: LocalizedText {
      switch self {
      case .note: LocalizedText(vi: "ghi chú", en: "note")
      case .warning: LocalizedText(vi: "cảnh báo", en: "warning")
      case .error: LocalizedText(vi: "lỗi", en: "error")
      }
    }
  }

  /// `lint.contradiction`.
  package let code: String
  package let level: Level
  package let title: LocalizedText
  /// What is found, why it matters, what to do: what `explain` prints.
  package let explanation: LocalizedText
  /// Rules as a pack has them in which the check finds something.
  package let example: String
  let run: @Sendable (LintSubject) -> [LintFinding]

  package static let all: [LintCheck] = [
    .contradiction, .testFailed, .neverApplies, .neverFails, .redundant, .deadValue,
    .unlistedValue, .expiredBasis, .shownSensitive, .nullsDecide, .untouchedField, .missingBasis,
    .missingText,
    .noTests,
  ]

  package static func named(_ code: String) -> LintCheck? { all.first { $0.code == code } }
}

/// Something that the linter found in a pack.
package struct LintFinding: Sendable {
  package let check: LintCheck
  package let message: LocalizedText
  package let location: SourceLocation
  package let hint: LocalizedText?
  /// The packs of the rules it is about: one that none of them is of was linted before.
  let packs: [String]

  package init(
    _ check: LintCheck, _ message: LocalizedText, at location: SourceLocation,
    hint: LocalizedText? = nil, packs: [String] = []
  ) {
    self.check = check
    self.message = message
    self.location = location
    self.hint = hint
    self.packs = packs
  }
}

/// A pack as the linter looks at it: with all that it extends.
package struct LintSubject: Sendable {
  package let pack: RulePack
  /// The day on which legal texts have to be in force.
  package let day: CivilDate
  /// Rules that are on, by resource, with what holds of the records that pass them.
  let judged: [(resource: ResourceSpec, rules: JudgedRules)]

  package init(_ pack: RulePack, on day: CivilDate) {
    self.pack = pack
    self.day = day
    judged = pack.resources.map { resource in
      let rules = pack.rules.filter { $0.isEnabled && $0.resource == resource.name }
      return (resource, JudgedRules(rules.compactMap { JudgedRule($0, resource) }))
    }
  }

  var enabledRules: [RuleSpec] { pack.rules.filter(\.isEnabled) }

  /// What all checks find, in order of place; what is about extended packs alone is left to their own linting.
  package func findings() -> [LintFinding] {
    let own = pack.layers.last
    let all = LintCheck.all.flatMap { $0.run(self) }.filter { finding in
      finding.packs.isEmpty
        ? finding.location.file == own?.path : finding.packs.contains(own?.id ?? "")
    }
    return all.enumerated().sorted { a, b in
      let (x, y) = (a.element.location, b.element.location)
      if x.file != y.file { return x.file.utf8.lexicographicallyPrecedes(y.file.utf8) }
      return (x.line, x.column, a.offset) < (y.line, y.column, b.offset)
    }.map(\.element)
  }
}

/// A rule with what is certain of the records that it is content with.
struct JudgedRule {
  let rule: RuleSpec
  /// Of records that pass; for a constraint, of those that have a value.
  let passing: Facts
  /// Of records that fail; nil where nothing is known.
  let failing: Facts?
  /// Of records that are judged at all: a `when`.
  let condition: Facts
  let conditionText: String?
  let isConstraint: Bool

  /// Nil for rules about which nothing can be said.
  init?(_ rule: RuleSpec, _ resource: ResourceSpec) {
    self.rule = rule
    if let body = rule.body as? AssertBody {
      let types = Facts.types(of: resource)
      passing = Facts(body.condition.root, is: true).and(types)
      failing = Facts(body.condition.root, is: false).and(types)
      condition = (body.when.map { Facts($0.root, is: true) } ?? Facts()).and(types)
      conditionText = body.when?.description
      isConstraint = false
    } else if let facts = Facts(constraint: rule.body) {
      passing = facts
      failing = nil
      condition = Facts()
      conditionText = nil
      isConstraint = true
    } else {
      return nil
    }
  }

  var name: String { rule.id }

  private var cannotPass: Bool { condition.and(passing).isImpossible }
  private var cannotFail: Bool { failing.map { condition.and($0).isImpossible } ?? false }

  /// Neither passes nor fails: of every record it looks at an operand is null.
  var isNeverJudged: Bool {
    !condition.isImpossible && rule.nulls == .skip && cannotPass && cannotFail
  }

  /// Of the records that it judges; never said of a constraint, or of one that judges none.
  var neverPasses: Bool {
    !isConstraint && !condition.isImpossible && rule.nulls != .pass && cannotPass && !isNeverJudged
  }

  /// As above.
  var neverFails: Bool {
    !isConstraint && !condition.isImpossible && rule.nulls != .fail && cannotFail && !isNeverJudged
  }
}

/// The rules of a resource, and which of them are about the same terms: only these are held against each other.
struct JudgedRules: RandomAccessCollection {
  private let rules: [JudgedRule]
  private var sharing: [String: [Int]] = [:]

  init(_ rules: [JudgedRule]) {
    self.rules = rules
    for (index, rule) in rules.enumerated() {
      for term in rule.terms { sharing[term, default: []].append(index) }
    }
  }

  var startIndex: Int { rules.startIndex }
  var endIndex: Int { rules.endIndex }
  subscript(index: Int) -> JudgedRule { rules[index] }

  /// Numbers of the other rules that share a term with this one, in order.
  func neighbours(of index: Int) -> [Int] {
    var found: Set<Int> = []
    for term in rules[index].terms { found.formUnion(sharing[term] ?? []) }
    found.remove(index)
    return found.sorted()
  }
}

extension JudgedRule {
  /// Terms it says something of, and an assertion as a whole.
  fileprivate var terms: Set<String> {
    var terms = Set(passing.sets.keys).union(condition.sets.keys)
    if let body = rule.body as? AssertBody { terms.insert("assert " + body.condition.description) }
    return terms
  }
}

extension SourceLocation {
  /// For hints that lead to another place.
  var short: String { "\(file):\(line):\(column)" }
}
