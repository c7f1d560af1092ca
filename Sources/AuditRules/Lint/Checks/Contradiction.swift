import AuditModel

extension LintCheck {
  package static let contradiction: LintCheck = LintCheck(
    code: "lint.contradiction", level: .error,
    title: LocalizedText(vi: "Quy tắc mâu thuẫn", en: "Contradicting rules"),
    explanation: LocalizedText(
      vi:
        "Không giá trị nào đạt được cả hai quy tắc, hoặc không bản ghi nào đạt được một quy tắc: mọi giá trị đều bị báo lỗi. So cận với cận, danh sách với mẫu, cận và độ dài, mẫu với mẫu (giao của hai otomat), điều kiện của assert với ràng buộc của trường và với assert khác cùng 'when'. Chỉ báo khi chắc chắn. Sửa: một trong hai quy tắc viết sai.",
      en:
        "No value can pass both rules, or no record can pass one: whatever the data, something is found. Bounds are held against bounds, lists against patterns, bounds and lengths, patterns against patterns (the product of the automata), assertions against their fields' constraints and against others with the same `when`. Told only where it is certain. One of the rules is wrong."
    ),
    example: #"{"name": "n", "type": "integer", "constraints": {"minimum": 10, "maximum": 5}}"#
  ) { subject in
    subject.judged.flatMap { _, rules in
      rules.compactMap(alone) + pairs(rules)
    }
  }

  private static func alone(_ judged: JudgedRule) -> LintFinding? {
    guard judged.neverPasses else {
      guard judged.isConstraint, judged.passing.sets.values.contains(where: \.hasNoValue) else {
        return nil
      }
      return LintFinding(
        .contradiction,
        LocalizedText(
          vi: "quy tắc \(judged.name): không giá trị nào đạt được",
          en: "rule \(judged.name): no value can pass it"), at: judged.rule.location,
        packs: [judged.rule.pack])
    }
    return LintFinding(
      .contradiction,
      LocalizedText(
        vi: "quy tắc \(judged.name): không bản ghi nào được xét mà đạt được",
        en: "rule \(judged.name): no record that it judges can pass it"), at: judged.rule.location,
      hint: LocalizedText(
        vi: "điều kiện tự mâu thuẫn, hoặc trái với 'when'",
        en: "the condition contradicts itself, or `when`"), packs: [judged.rule.pack])
  }

  private static func pairs(_ rules: JudgedRules) -> [LintFinding] {
    var findings: [LintFinding] = []
    for (index, first) in rules.enumerated() where !first.passing.isImpossible {
      for other in rules.neighbours(of: index) where other > index {
        let second = rules[other]
        guard !second.passing.isImpossible, areComparable(first, second),
          contradict(first, second)
        else { continue }
        findings.append(
          LintFinding(
            .contradiction,
            LocalizedText(
              vi: "không giá trị nào đạt được cả hai quy tắc \(first.name) và \(second.name)",
              en: "no value can pass both rules \(first.name) and \(second.name)"),
            at: second.rule.location,
            hint: LocalizedText(
              vi: "quy tắc kia ở \(first.rule.location.short)",
              en: "the other one is at \(first.rule.location.short)"),
            packs: [first.rule.pack, second.rule.pack]))
      }
    }
    return findings
  }

  /// Both judge every record, or the same ones.
  private static func areComparable(_ a: JudgedRule, _ b: JudgedRule) -> Bool {
    a.conditionText == b.conditionText && !a.condition.isImpossible
  }

  private static func contradict(_ a: JudgedRule, _ b: JudgedRule) -> Bool {
    for (key, set) in a.passing.sets {
      guard let other = b.passing.sets[key] else { continue }
      let both = set.intersected(with: other)
      // Where one wants a blank cell, the other passes over it: only `required` does not.
      if set.mayHaveValue, other.mayHaveValue, both.hasNoValue { return true }
      let isRequired = [a, b].contains { $0.rule.body is RequiredBody }
      if isRequired, both.isEmpty { return true }
    }
    return false
  }
}
