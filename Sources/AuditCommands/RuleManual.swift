import AuditModel
import AuditRules
import AuditSystem

/// What `explain` prints; Markdown, which reads well on a terminal too.
struct RuleManual {
  let language: Language

  private func word(_ vi: String, _ en: String) -> String {
    LocalizedText(vi: vi, en: en)[language]
  }

  var overview: String {
    var lines = [word("Loại quy tắc:", "Rule kinds:")]
    let width = RuleKind.all.map(\.name.utf8.count).max() ?? 0
    for kind in RuleKind.all {
      let gap = String(repeating: " ", count: width - kind.name.utf8.count)
      lines.append("  \(kind.name)\(gap)  \(kind.title[language])")
    }
    lines.append("")
    lines += formatOverview
    lines.append("")
    lines.append(word("Hàm trong biểu thức:", "Functions of expressions:"))
    for function in ExpressionFunction.allCases { lines.append("  \(function.usage)") }
    lines.append("")
    lines.append(word("Mã của soat lint:", "Codes of soat lint:"))
    let codes = LintCheck.all.map(\.code.utf8.count).max() ?? 0
    for check in LintCheck.all {
      let gap = String(repeating: " ", count: codes - check.code.utf8.count)
      lines.append("  \(check.code)\(gap)  \(check.title[language])")
    }
    lines.append("")
    lines.append(word("soat explain TÊN: xem một loại", "soat explain NAME: about one of them"))
    return lines.joined(separator: "\n") + "\n"
  }

  var everything: String {
    "# " + word("Các loại quy tắc", "Rule kinds") + "\n\n"
      + RuleKind.all.map { page(of: $0) }.joined(separator: "\n") + "\n" + allFormats
  }

  func page(of kind: RuleKind) -> String {
    var lines = ["## \(kind.name) - \(kind.title[language])", "", kind.summary[language], ""]
    lines.append(word("Tiêu chí: ", "Criterion: ") + kind.dimension.title[language])
    lines.append(word("Đơn vị đếm: ", "Unit counted: ") + kind.unit.rawValue)
    lines.append(word("Chi phí: ", "Cost: ") + kind.cost.text[language])
    if let basis = kind.basis { lines.append(word("Căn cứ: ", "Basis: ") + basis[language]) }
    if !kind.parameters.isEmpty {
      lines += ["", word("Mục viết trong tệp quy tắc:", "Keys in the rule file:")]
      for parameter in kind.parameters {
        lines.append("- `\(parameter.name)`: \(parameter.description[language])")
      }
    }
    for example in kind.examples {
      lines += [
        "",
        word(
          "Ví dụ (↓ đứng trước ô bị báo lỗi):", "Example (↓ stands before a cell that is found):"),
        "", "```",
      ]
      lines.append(example.resource)
      if let rule = example.rule { lines.append(rule) }
      if let list = example.list { lines += ["", "dm: ma,ten,cha,tu,den,moi", list] }
      if let schema = example.schema { lines += ["", schema] }
      lines += ["", example.table, "```"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func page(of rule: RuleSpec, in pack: RulePack) -> String {
    var lines = ["## \(rule.id) - \(rule.title[language])", ""]
    lines.append(word("Bộ dữ liệu: ", "Resource: ") + rule.resource)
    lines.append(word("Loại: ", "Kind: ") + "\(rule.kind.name) - \(rule.kind.title[language])")
    lines.append(word("Trường: ", "Fields: ") + rule.body.fields.joined(separator: ", "))
    lines.append(word("Tiêu chí: ", "Criterion: ") + rule.dimension.title[language])
    lines.append(word("Mức độ: ", "Severity: ") + rule.severity.title[language])
    lines.append(word("Trọng số: ", "Weight: ") + "\(rule.weight)")
    if let text = rule.body.text { lines.append(word("Nội dung: ", "Asks: ") + "`\(text)`") }
    lines.append(word("Khi sai, báo: ", "Says of a finding: ") + rule.message[language])
    for reference in pack.legalReferences(of: rule, on: nil) {
      lines.append(word("Căn cứ: ", "Basis: ") + reference.cite[language])
    }
    lines.append(
      word("Khai báo tại: ", "Stated at: ") + "\(rule.location.file):\(rule.location.line)")
    lines += ["", rule.kind.summary[language]]
    return Terminal.safeLines(lines) + "\n"
  }

  func page(of check: LintCheck) -> String {
    [
      "## \(check.code) - \(check.title[language])", "", check.explanation[language], "",
      word("Mức: ", "Level: ") + check.level.title[language], "",
      word("Ví dụ:", "Example:"), "", "```", check.example, "```",
    ].joined(separator: "\n") + "\n"
  }
}
