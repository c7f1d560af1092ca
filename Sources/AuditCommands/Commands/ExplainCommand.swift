import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let explain = Command(
    "explain",
    summary: LocalizedText(
      vi: "giải thích loại quy tắc, định dạng, hoặc một quy tắc của gói",
      en: "explain a rule kind, a format, or a rule of a pack"),
    positionals: [
      Positional(
        LocalizedText(vi: "TÊN", en: "NAME"),
        help: LocalizedText(
          vi: "loại quy tắc (code), định dạng (vn-cccd) hoặc mã quy tắc; không nêu thì liệt kê",
          en: "a kind (code), a format (vn-cccd) or a rule's id; none lists them"),
        optional: true)
    ],
    options: [
      Option(
        "rules", short: "r", valueName: LocalizedText(vi: "GÓI", en: "PACK"),
        help: LocalizedText(
          vi: "gói có quy tắc cần giải thích", en: "the pack of the rule that is meant"),
        repeatable: true),
      Option(
        "all",
        help: LocalizedText(
          vi: "in mọi loại quy tắc, định dạng, dạng Markdown",
          en: "print every kind and format, as Markdown")),
      .root, .rulesFolder,
    ],
    examples: [
      Example("soat explain", LocalizedText(vi: "các loại quy tắc", en: "the kinds of rules")),
      Example(
        "soat explain code",
        LocalizedText(
          vi: "loại code hỏi gì, viết thế nào", en: "what `code` asks, and how it is written")),
      Example(
        "soat explain vn-mst",
        LocalizedText(
          vi: "định dạng vn-mst: cách tính, căn cứ, ví dụ đúng và sai",
          en: "the format vn-mst: its algorithm, basis and examples")),
      Example(
        "soat explain DC-001 --rules rules/vn.dan-cu.json",
        LocalizedText(vi: "một quy tắc của gói", en: "one rule of a pack")),
    ]
  ) { arguments, context in
    let manual = RuleManual(language: context.language)
    if arguments.flag("all") {
      try context.output.write(manual.everything)
      return .done
    }
    let references = arguments.values("rules")
    guard let name = arguments.positionals.first else {
      if references.isEmpty {
        try context.output.write(manual.overview)
      } else {
        var loading = LoadingOptions()
        loading.root = arguments.value("root")
        loading.ruleFolders = arguments.values("rules-folder")
        let (pack, _) = try ProjectLoader(options: loading, context: context).adHocPack(references)
        for rule in pack.rules {
          try context.output.write(
            "\(rule.id)  \(rule.kind.name)  \(Terminal.safe(rule.title[context.language]))\n")
        }
      }
      return .done
    }
    if references.isEmpty {
      if let format = ValueFormat.named(name) {
        try context.output.write(manual.page(of: format))
        return .done
      }
      guard let kind = RuleKind.named(name) else {
        throw Diagnostic(
          "usage.unknown-kind",
          LocalizedText(
            vi: "không có loại quy tắc hay định dạng '\(name)'",
            en: "there is no rule kind or format '\(name)'"),
          hint: LocalizedText(
            vi:
              "có: \(RuleKind.all.map(\.name).joined(separator: ", ")); định dạng: `soat explain` liệt kê; quy tắc của gói: thêm --rules GÓI",
            en:
              "there are: \(RuleKind.all.map(\.name).joined(separator: ", ")); `soat explain` lists formats; for a rule of a pack add --rules PACK"
          ))
      }
      try context.output.write(manual.page(of: kind))
      return .done
    }
    var loading = LoadingOptions()
    loading.root = arguments.value("root")
    loading.ruleFolders = arguments.values("rules-folder")
    let (pack, _) = try ProjectLoader(options: loading, context: context).adHocPack(references)
    guard let rule = pack.rules.first(where: { $0.id == name }) else {
      throw Diagnostic(
        "usage.unknown-rule",
        LocalizedText(vi: "gói không có quy tắc '\(name)'", en: "the pack has no rule '\(name)'"),
        hint: LocalizedText(
          vi: "soat explain --rules \(references[0]) liệt kê các quy tắc",
          en: "soat explain --rules \(references[0]) lists its rules"))
    }
    try context.output.write(manual.page(of: rule, in: pack))
    return .done
  }
}

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
}

extension Terminal {
  /// Lines whose texts come from files, made harmless one by one.
  static func safeLines(_ lines: [String]) -> String {
    lines.map { safe($0) }.joined(separator: "\n")
  }
}
