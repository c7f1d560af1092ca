import AuditModel

extension LintCheck {
  package static let neverApplies: LintCheck = LintCheck(
    code: "lint.never-applies", level: .warning,
    title: LocalizedText(vi: "Quy tắc không bao giờ áp dụng", en: "A rule that never applies"),
    explanation: LocalizedText(
      vi:
        "Điều kiện 'when' không bao giờ đúng, hoặc chỉ đúng với giá trị mà một ràng buộc của trường đã báo lỗi (thường do viết khác giá trị trong enum). Quy tắc sẽ luôn 'không áp dụng', tưởng là đã kiểm mà chưa. Sửa điều kiện, hoặc bỏ quy tắc.",
      en:
        "The condition `when` is never true, or only of values that a constraint of the field finds already (mostly a value spelt otherwise than in the `enum`). The rule is never judged, though it looks as if it were. Mend the condition, or drop the rule."
    ),
    example:
      #"{"id": "A", "kind": "assert", "on": "r", "when": "gioi = 'nam'", "assert": "tuoi > 0"} khi enum là "Nam", "Nữ""#
  ) { subject in
    subject.judged.flatMap { _, rules in
      rules.enumerated().compactMap { index, judged -> LintFinding? in
        guard !judged.isConstraint else { return nil }
        if judged.condition.isImpossible || judged.isNeverJudged {
          return LintFinding(
            .neverApplies,
            judged.condition.isImpossible
              ? LocalizedText(
                vi: "quy tắc \(judged.name): điều kiện 'when' không bao giờ đúng",
                en: "rule \(judged.name): `when` is never true")
              : LocalizedText(
                vi: "quy tắc \(judged.name): mọi bản ghi được xét đều có ô trống, nên bị bỏ qua",
                en: "rule \(judged.name): all records it looks at have a blank and are skipped"),
            at: judged.rule.location, packs: [judged.rule.pack])
        }
        let other = rules.neighbours(of: index).lazy.map { rules[$0] }.first {
          $0.isConstraint && judged.condition.and($0.passing).isImpossible
            && !$0.passing.isImpossible
        }
        return other.map { other in
          LintFinding(
            .neverApplies,
            LocalizedText(
              vi:
                "quy tắc \(judged.name): 'when' chỉ đúng với giá trị mà quy tắc \(other.name) đã báo lỗi",
              en: "rule \(judged.name): `when` is only true of values that rule \(other.name) finds"
            ), at: judged.rule.location,
            hint: LocalizedText(
              vi: "ràng buộc ở \(other.rule.location.short): \(other.rule.body.text ?? "")",
              en: "the constraint at \(other.rule.location.short): \(other.rule.body.text ?? "")"),
            packs: [judged.rule.pack, other.rule.pack])
        }
      }
    }
  }

  package static let neverFails: LintCheck = LintCheck(
    code: "lint.never-fails", level: .warning,
    title: LocalizedText(vi: "Quy tắc không bao giờ báo lỗi", en: "A rule that never fails"),
    explanation: LocalizedText(
      vi:
        "Điều kiện luôn đúng với mọi bản ghi được xét: điểm 100 % mà không kiểm gì. Sửa điều kiện, hoặc bỏ quy tắc.",
      en:
        "The condition is true of every record that is judged: a score of 100 % for nothing. Mend the condition, or drop the rule."
    ),
    example:
      #"{"id": "A", "kind": "assert", "on": "r", "when": "tuoi > 20", "assert": "tuoi > 10"}"#
  ) { subject in
    subject.judged.flatMap { _, rules in
      rules.compactMap { judged -> LintFinding? in
        guard judged.neverFails else { return nil }
        return LintFinding(
          .neverFails,
          LocalizedText(
            vi: "quy tắc \(judged.name): không bản ghi nào bị báo lỗi được",
            en: "rule \(judged.name): no record can fail it"), at: judged.rule.location,
          packs: [judged.rule.pack])
      }
    }
  }
}
