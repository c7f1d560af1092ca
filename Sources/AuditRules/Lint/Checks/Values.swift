import AuditKernels
import AuditModel
import AuditText

extension LintCheck {
  package static let deadValue: LintCheck = LintCheck(
    code: "lint.dead-value", level: .warning,
    title: LocalizedText(
      vi: "Giá trị liệt kê mà không bao giờ đạt", en: "A listed value that cannot pass"),
    explanation: LocalizedText(
      vi:
        "Một giá trị trong enum bị quy tắc khác của cùng trường báo lỗi (mẫu, cận, độ dài), hoặc là từ chỉ ô trống trong missingValues. Bản ghi có giá trị đó không bao giờ đạt cả hai. Bỏ giá trị, hoặc sửa quy tắc kia.",
      en:
        "A value of an `enum` is rejected by another rule of the field (pattern, bound, length), or is a word of `missingValues`, which means a blank. Drop the value, or mend the other rule."
    ),
    example:
      #"{"name": "gioi", "constraints": {"enum": ["Nam", "Nữ", "-"], "maxLength": 3, "pattern": "[A-Za-zữ]+"}}"#
  ) { subject in
    subject.judged.flatMap { _, rules in
      rules.flatMap { judged -> [LintFinding] in
        guard let body = judged.rule.body as? EnumBody, let members = body.members else {
          return []
        }
        return zip(body.values, members).compactMap { (value, member) -> LintFinding? in
          dead(value, member, body.field, judged, rules)
        }
      }
    }
  }

  private static func dead(
    _ value: String, _ member: ValueSet.Member, _ field: FieldSpec, _ judged: JudgedRule,
    _ rules: JudgedRules
  ) -> LintFinding? {
    if field.missing.contains(Array(value.utf8)) {
      return LintFinding(
        .deadValue,
        LocalizedText(
          vi: "quy tắc \(judged.name): giá trị '\(value)' là từ chỉ ô trống (missingValues)",
          en: "rule \(judged.name): the value '\(value)' means a blank (missingValues)"),
        at: judged.rule.location, packs: [judged.rule.pack])
    }
    let other = rules.first { other in
      guard other.isConstraint, !(other.rule.body is EnumBody) else { return false }
      if let set = other.passing.sets[field.factKey], !set.holds(member) { return true }
      guard case .text(let text) = member, let set = other.passing.sets[field.lengthKey] else {
        return false
      }
      let length = String(decoding: text, as: UTF8.self).unicodeScalars.count
      return !set.holds(.number(Int128(length) * ValueSet.one))
    }
    return other.map { other in
      LintFinding(
        .deadValue,
        LocalizedText(
          vi: "quy tắc \(judged.name): giá trị '\(value)' không bao giờ đạt quy tắc \(other.name)",
          en: "rule \(judged.name): the value '\(value)' cannot pass rule \(other.name)"),
        at: judged.rule.location,
        hint: LocalizedText(
          vi: "quy tắc kia ở \(other.rule.location.short)",
          en: "the other one is at \(other.rule.location.short)"),
        packs: [judged.rule.pack, other.rule.pack])
    }
  }

  package static let unlistedValue: LintCheck = LintCheck(
    code: "lint.unlisted-value", level: .warning,
    title: LocalizedText(
      vi: "Biểu thức so với giá trị không có trong enum",
      en: "An expression compares with a value that the enum lacks"),
    explanation: LocalizedText(
      vi:
        "Biểu thức so một trường với một chữ mà enum của trường đó không có: thường là gõ sai hoặc viết khác hoa thường. Phép so sẽ không bao giờ đúng với dữ liệu hợp lệ. Viết đúng như trong enum.",
      en:
        "An expression compares a field with a text that the field's `enum` does not have: mostly a slip or another case. It is never true of valid data. Write the value as the `enum` has it."
    ),
    example:
      #"{"id": "A", "kind": "assert", "on": "r", "assert": "gioi != 'nữ' or tuoi > 0"} khi enum là "Nam", "Nữ""#
  ) { subject in
    subject.judged.flatMap { resource, rules in
      let lists = Dictionary(
        rules.compactMap { judged in
          (judged.rule.body as? EnumBody).map { ($0.field.name, $0) }
        }, uniquingKeysWith: { first, _ in first })
      return rules.flatMap { judged -> [LintFinding] in
        guard let body = judged.rule.body as? AssertBody else { return [] }
        var seen: Set<String> = []
        let terms = [body.condition.root] + (body.when.map { [$0.root] } ?? [])
        return terms.flatMap(\.fieldTexts).compactMap { (field, text) -> LintFinding? in
          guard let list = lists[field], !list.lists(text), seen.insert("\(field) \(text)").inserted
          else { return nil }
          let near = EditDistance.closest(to: text, among: list.values)
          return LintFinding(
            .unlistedValue,
            LocalizedText(
              vi: "quy tắc \(judged.name): enum của trường '\(field)' không có giá trị '\(text)'",
              en: "rule \(judged.name): the enum of the field '\(field)' has no value '\(text)'"),
            at: judged.rule.location,
            hint: Diagnostic.suggestion(
              for: text, among: list.values,
              otherwise: near == nil
                ? LocalizedText(
                  vi: "enum có: \(list.text ?? "")", en: "the enum has: \(list.text ?? "")") : nil),
            packs: [judged.rule.pack])
        }
      }
    }
  }
}

extension EnumBody {
  /// Whether a text is one of the values, as the field compares them; true where it is not text.
  fileprivate func lists(_ text: String) -> Bool {
    guard field.type.valueType == .text else { return true }
    let bytes = Array(text.utf8)
    if values.contains(where: { Array($0.utf8) == bytes }) { return true }
    guard compare == .text else { return false }
    let key = TextLadder.key(bytes)
    return values.contains { TextLadder.key(Array($0.utf8)) == key }
  }
}

extension Term {
  /// Texts that fields are compared with, by `=`, `!=` and `in`.
  fileprivate var fieldTexts: [(field: String, text: String)] {
    switch form {
    case .compare(let comparison, let a, let b)
    where comparison == .equal || comparison == .notEqual:
      pair(a, b) + pair(b, a) + a.fieldTexts + b.fieldTexts
    case .among(let a, let list, _): list.flatMap { pair(a, $0) }
    default: parts.flatMap(\.fieldTexts)
    }
  }

  private func pair(_ a: Term, _ b: Term) -> [(field: String, text: String)] {
    guard case .field(let field) = a.form, case .text(let text) = b.form else { return [] }
    return [(field, text)]
  }

  /// The terms it is made of.
  var parts: [Term] {
    switch form {
    case .and(let a, let b), .or(let a, let b), .compare(_, let a, let b),
      .calculate(_, let a, let b):
      [a, b]
    case .not(let a), .negative(let a), .isNull(let a, _), .like(let a, _, _): [a]
    case .among(let a, let list, _): [a] + list
    case .between(let a, let low, let high, _): [a, low, high]
    case .call(_, let arguments): arguments
    default: []
    }
  }
}
