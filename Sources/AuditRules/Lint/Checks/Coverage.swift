import AuditModel

extension LintCheck {
  package static let nullsDecide: LintCheck = LintCheck(
    code: "lint.nulls", level: .note,
    title: LocalizedText(
      vi: "Ô trống được bỏ qua theo mặc định", en: "Blank cells are passed over by default"),
    explanation: LocalizedText(
      vi:
        "Một assert đọc trường không bắt buộc mà không nói bản ghi có ô trống thì sao: theo mặc định bản ghi đó được bỏ qua. Nếu đúng ý, ghi \"nulls\": \"skip\" hoặc thêm present(trường) vào 'when'; nếu ô trống là lỗi, ghi \"nulls\": \"fail\" hoặc thêm required.",
      en:
        "An assertion reads a field that is not required and does not say what becomes of records where it is blank: by default they are passed over. If that is meant, say \"nulls\": \"skip\" or put present(field) into `when`; if a blank is a fault, say \"nulls\": \"fail\" or make the field required."
    ),
    example: #"{"id": "A", "kind": "assert", "on": "r", "assert": "ngay_cap >= ngay_sinh"}"#
  ) { subject in
    subject.judged.flatMap { _, rules in
      let required = Set(rules.compactMap { ($0.rule.body as? RequiredBody)?.field.factKey })
      return rules.compactMap { judged -> LintFinding? in
        guard let body = judged.rule.body as? AssertBody, !judged.rule.statesNulls else {
          return nil
        }
        let names = body.condition.root.neededFields.filter { name in
          let key = ExpressionName.quoted(name)
          return !required.contains(key) && judged.condition.set(key).mayBeBlank
        }
        guard !names.isEmpty else { return nil }
        var seen: Set<String> = []
        let list = names.filter { seen.insert($0).inserted }.joined(separator: ", ")
        return LintFinding(
          .nullsDecide,
          LocalizedText(
            vi: "quy tắc \(judged.name): bản ghi để trống \(list) được bỏ qua theo mặc định",
            en: "rule \(judged.name): records with a blank \(list) are passed over by default"),
          at: judged.rule.location, packs: [judged.rule.pack])
      }
    }
  }

  package static let untouchedField: LintCheck = LintCheck(
    code: "lint.untouched-field", level: .note,
    title: LocalizedText(vi: "Trường không có quy tắc nào", en: "A field that no rule reads"),
    explanation: LocalizedText(
      vi:
        "Trường được khai báo mà không quy tắc nào đang bật đọc đến: điểm của bộ dữ liệu không nói gì về nó. Thêm ràng buộc, hoặc chấp nhận; độ bao phủ trong báo cáo vẫn nêu.",
      en:
        "A field is declared, and no rule that is on reads it: the score says nothing about it. Add a constraint, or leave it; the coverage in reports tells."
    ),
    example: #"{"name": "ghi_chu"}"#
  ) { subject in
    subject.pack.resources.flatMap { resource in
      let read = Set(
        subject.enabledRules.filter { $0.resource == resource.name }.flatMap(\.body.fields))
      return resource.fields.filter { !read.contains($0.name) }.map { field in
        LintFinding(
          .untouchedField,
          LocalizedText(
            vi: "không quy tắc nào của bộ dữ liệu '\(resource.name)' đọc trường '\(field.name)'",
            en: "no rule of the resource '\(resource.name)' reads the field '\(field.name)'"),
          at: field.location)
      }
    }
  }

  package static let noTests: LintCheck = LintCheck(
    code: "lint.no-tests", level: .note,
    title: LocalizedText(vi: "Quy tắc chưa có ví dụ", en: "A rule without examples"),
    explanation: LocalizedText(
      vi:
        "Một assert không có bản ghi phải đạt và phải bị báo lỗi trong mục tests, nên viết sai cũng không lộ ra trước khi chạy trên dữ liệu thật. Thêm tests; `soat test` chạy chúng.",
      en:
        "An assertion has no records to pass and to fail in `tests`, so that a mistake shows only on real data. Add `tests`; `soat test` runs them."
    ),
    example: #"{"id": "A", "kind": "assert", "on": "r", "assert": "a > 1"}"#
  ) { subject in
    subject.enabledRules.filter {
      $0.body is AssertBody && ($0.tests.pass.isEmpty || $0.tests.fail.isEmpty)
    }.map { rule in
      let lacks = rule.tests.fail.isEmpty ? "fail" : "pass"
      return LintFinding(
        .noTests,
        LocalizedText(
          vi: "quy tắc \(rule.id) chưa có ví dụ '\(lacks)'",
          en: "rule \(rule.id) has no example to \(lacks)"), at: rule.location, packs: [rule.pack])
    }
  }

  /// Found by running the rules, which is not this module's.
  package static let testFailed: LintCheck = LintCheck(
    code: "lint.test-failed", level: .error,
    title: LocalizedText(
      vi: "Ví dụ không cho kết quả như đã ghi", en: "An example does not come out as stated"),
    explanation: LocalizedText(
      vi:
        "Một bản ghi trong tests phải đạt mà bị báo lỗi, hoặc phải bị báo lỗi mà không. Quy tắc hoặc ví dụ viết sai; `soat test` in riêng các ví dụ.",
      en:
        "A record in `tests` has to pass and fails, or the other way round. Rule or example is wrong; `soat test` prints the examples alone."
    ),
    example:
      #"{"id": "A", "kind": "assert", "on": "r", "assert": "a > 1", "tests": {"pass": [{"a": 1}]}}"#
  ) { _ in [] }
}

extension Term {
  /// Fields whose blank cells make the whole term null: not those that are asked whether they are.
  fileprivate var neededFields: [String] {
    switch form {
    case .field(let name): [name]
    case .isNull, .call(.present, _), .call(.coalesce, _), .call(.if, _): []
    // One side that is true is enough.
    case .or: []
    default: parts.flatMap(\.neededFields)
    }
  }
}
