import AuditModel

extension LintCheck {
  package static let missingBasis: LintCheck = LintCheck(
    code: "lint.missing-basis", level: .note,
    title: LocalizedText(vi: "Quy tắc chưa nêu căn cứ", en: "A rule without a legal basis"),
    explanation: LocalizedText(
      vi:
        "Quy tắc không có mục 'legal': báo cáo ghi “chưa nêu” ở chỗ căn cứ, và người bị nêu lỗi không biết vì sao. Thêm \"legal\": [mã căn cứ].",
      en:
        "The rule has no `legal`: reports say that no basis is given, and those concerned do not learn why. Add \"legal\": [ids]."
    ),
    example: #"{"id": "A", "kind": "assert", "on": "r", "assert": "a > 1"}"#
  ) { subject in
    subject.enabledRules.filter { $0.legal.isEmpty && $0.kind.form != .implicit }.map { rule in
      LintFinding(
        .missingBasis,
        LocalizedText(
          vi: "quy tắc \(rule.id) chưa nêu căn cứ (legal)",
          en: "rule \(rule.id) has no legal basis"), at: rule.location, packs: [rule.pack])
    }
  }

  package static let expiredBasis: LintCheck = LintCheck(
    code: "lint.expired-basis", level: .warning,
    title: LocalizedText(
      vi: "Căn cứ không còn hiệu lực", en: "A legal basis that is not in force"),
    explanation: LocalizedText(
      vi:
        "Vào ngày được xét (--date, mặc định hôm nay) không căn cứ nào của quy tắc còn, hoặc đã, có hiệu lực: báo cáo sẽ không viện dẫn được gì. Thêm văn bản thay thế, hoặc sửa ngày hiệu lực.",
      en:
        "On the day asked about (--date, today by default) none of the rule's legal texts is in force, so that reports can cite none. Add the text that took its place, or mend the dates."
    ),
    example:
      #""legal": [{"id": "X", "cite": "…", "to": "2020-12-31"}] và "legal": ["X"] trong quy tắc"#
  ) { subject in
    subject.enabledRules.filter {
      !$0.legal.isEmpty && subject.pack.legalReferences(of: $0, on: subject.day).isEmpty
    }.map { rule in
      let ids = rule.legal.joined(separator: ", ")
      return LintFinding(
        .expiredBasis,
        LocalizedText(
          vi:
            "quy tắc \(rule.id): ngày \(subject.day.vietnamese) không căn cứ nào có hiệu lực (\(ids))",
          en: "rule \(rule.id): on \(subject.day.iso) no legal text is in force (\(ids))"),
        at: rule.location, packs: [rule.pack])
    }
  }

  package static let missingText: LintCheck = LintCheck(
    code: "lint.missing-text", level: .note,
    title: LocalizedText(vi: "Thiếu lời cho người đọc", en: "Missing words for the reader"),
    explanation: LocalizedText(
      vi:
        "Quy tắc trong 'rules' không có 'message' riêng, hoặc bộ dữ liệu không có 'title': danh sách lỗi và báo cáo dùng lời chung, người sửa dữ liệu khó biết phải làm gì.",
      en:
        "A rule of the list has no `message` of its own, or a resource no `title`: findings and reports use general words, which tell a clerk little."
    ),
    example: #"{"id": "A", "kind": "assert", "on": "r", "assert": "a > 1"}"#
  ) { subject in
    let rules = subject.enabledRules.filter { $0.kind.form == .listed && !$0.hasOwnMessage }
    return subject.pack.resources.filter { $0.title == nil }.map { resource in
      LintFinding(
        .missingText,
        LocalizedText(
          vi: "bộ dữ liệu '\(resource.name)' chưa có tên (title)",
          en: "the resource '\(resource.name)' has no title"), at: resource.location)
    }
      + rules.map { rule in
        LintFinding(
          .missingText,
          LocalizedText(
            vi: "quy tắc \(rule.id) chưa có lời báo lỗi riêng (message)",
            en: "rule \(rule.id) has no message of its own"), at: rule.location, packs: [rule.pack])
      }
  }
}
