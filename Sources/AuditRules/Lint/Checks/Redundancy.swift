import AuditKernels
import AuditModel

extension LintCheck {
  package static let redundant: LintCheck = LintCheck(
    code: "lint.redundant", level: .warning,
    title: LocalizedText(vi: "Quy tắc thừa", en: "A redundant rule"),
    explanation: LocalizedText(
      vi:
        "Giá trị đạt một quy tắc thì chắc chắn đạt quy tắc này, nên nó không báo thêm lỗi nào mà một lỗi bị đếm hai lần. So cận với cận, danh sách với cận, mẫu, độ dài, mẫu với mẫu; assert với ràng buộc; hai assert giống hệt nhau. Bỏ quy tắc yếu hơn, hoặc sửa cho đúng ý.",
      en:
        "A value that passes one rule surely passes this one, which finds nothing more and counts the same fault twice. Bounds are held against bounds, lists against bounds, patterns and lengths, patterns against patterns, assertions against constraints; equal assertions are found. Drop the weaker rule, or mend it."
    ),
    example:
      #"{"name": "n", "type": "integer", "constraints": {"minimum": 10, "exclusiveMinimum": 5}}"#
  ) { subject in
    subject.judged.flatMap { _, rules in
      rules.enumerated().compactMap { index, weaker -> LintFinding? in
        let other = rules.neighbours(of: index).first { other in
          isImplied(weaker, by: rules[other])
            // Of two that imply each other the later one is told.
            && (other < index || !isImplied(rules[other], by: weaker))
        }
        return other.map { other in
          let stronger = rules[other]
          return LintFinding(
            .redundant,
            LocalizedText(
              vi: "quy tắc \(weaker.name) thừa: giá trị đạt \(stronger.name) thì luôn đạt nó",
              en: "rule \(weaker.name) is redundant: what passes \(stronger.name) passes it"),
            at: weaker.rule.location,
            hint: LocalizedText(
              vi: "quy tắc kia ở \(stronger.rule.location.short)",
              en: "the other one is at \(stronger.rule.location.short)"),
            packs: [weaker.rule.pack, stronger.rule.pack])
        }
      }
    }
  }

  private static func isImplied(_ weaker: JudgedRule, by stronger: JudgedRule) -> Bool {
    guard !stronger.passing.isImpossible, stronger.rule.nulls == weaker.rule.nulls else {
      return false
    }
    switch (weaker.isConstraint, stronger.isConstraint) {
    case (true, true): return isImpliedConstraint(weaker, by: stronger)
    case (false, true):
      guard let failing = weaker.failing, weaker.rule.nulls != .fail else { return false }
      let known = weaker.condition.and(failing)
      return !known.isImpossible && known.and(stronger.passing).isImpossible
        && !weaker.condition.and(stronger.passing).isImpossible
    case (false, false):
      guard let a = weaker.rule.body as? AssertBody, let b = stronger.rule.body as? AssertBody
      else { return false }
      return a.condition.description == b.condition.description
        && a.when?.description == b.when?.description
    case (true, false): return false
    }
  }

  private static func isImpliedConstraint(
    _ weaker: JudgedRule, by stronger: JudgedRule
  ) -> Bool {
    switch weaker.rule.body {
    case is BoundBody, is LengthBody:
      return weaker.passing.sets.allSatisfy { key, set in
        stronger.passing.sets[key].map { $0.isWithin(set) } ?? false
      }
    case is PatternBody:
      return weaker.passing.sets.contains { key, set in
        guard !set.patterns.isEmpty, let known = stronger.passing.sets[key] else { return false }
        return known.isWithin(set)
      }
    default: return false
    }
  }
}

extension ValueSet {
  /// Surely each of its values is one of the other set, which has bounds or patterns alone.
  fileprivate func isWithin(_ other: ValueSet) -> Bool {
    guard other.members == nil, other.excluded.isEmpty else { return false }
    if let members {
      return !members.isEmpty
        && members.allSatisfy { member in
          if case .text = member, other.lower != nil || other.upper != nil { return false }
          if case .number = member, !other.patterns.isEmpty { return false }
          return other.holds(member)
        }
    }
    let patternsHold = other.patterns.allSatisfy { wanted in
      patterns.contains { $0.isContained(in: wanted) == true }
    }
    return patternsHold && isBound(lower, within: other.lower, isLower: true)
      && isBound(upper, within: other.upper, isLower: false)
  }

  private func isBound(_ own: Bound?, within wanted: Bound?, isLower: Bool) -> Bool {
    guard let wanted else { return true }
    guard let own else { return false }
    if own.value == wanted.value { return own.isOpen || !wanted.isOpen }
    return (own.value > wanted.value) == isLower
  }
}
