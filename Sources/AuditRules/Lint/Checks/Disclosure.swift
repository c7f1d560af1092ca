import AuditModel
import AuditText

extension LintCheck {
  package static let shownSensitive: LintCheck = LintCheck(
    code: "lint.shown-sensitive", level: .warning,
    title: LocalizedText(
      vi: "Dữ liệu nhạy cảm chưa được khai", en: "Sensitive data that are not declared"),
    explanation: LocalizedText(
      vi:
        "Tên, tiêu đề hay danh mục của trường cho biết đó là dữ liệu cá nhân nhạy cảm (Điều 4 Nghị định 356/2025/NĐ-CP: dân tộc, tôn giáo, chính kiến, sức khỏe, sinh trắc học, tội phạm, tài khoản ngân hàng …), mà `mask` của trường không phải `sensitive`: giá trị, hay một phần, có thể lộ trong kết quả. Ghi \"mask\": {\"trường\": \"sensitive\"}; nếu tên gây nhầm, hãy đổi tên trường trong gói.",
      en:
        "The field's name, title or code list says that it holds sensitive personal data (Decree 356/2025, article 4: ethnic group, religion, political views, health, biometrics, crimes, bank accounts …), and its `mask` is not `sensitive`: values, or parts of them, may be seen in results. Declare \"mask\": {\"field\": \"sensitive\"}."
    ),
    example: #""mask": {"ton_giao": "none"}"#
  ) { subject in
    subject.judged.flatMap { resource, _ in
      resource.fields.compactMap { field -> LintFinding? in
        guard resource.masks[field.name] != .sensitive else { return nil }
        let lists = subject.enabledRules.filter { $0.resource == resource.name }
          .compactMap { $0.body as? CodeBody }.filter { $0.field.name == field.name }
          .map(\.list.name)
        let words = [field.name, field.title?.vi ?? "", field.title?.en ?? ""] + lists
        guard words.contains(where: SensitiveNames.holds) else { return nil }
        return LintFinding(
          .shownSensitive,
          LocalizedText(
            vi:
              "trường '\(field.name)' của '\(resource.name)' có vẻ là dữ liệu nhạy cảm mà chưa khai \"sensitive\" trong mask",
            en:
              "the field '\(field.name)' of '\(resource.name)' seems to hold sensitive data, and its mask is not \"sensitive\""
          ), at: field.location)
      }
    }
  }
}
