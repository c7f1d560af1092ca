import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let explain = Command(
    "explain",
    summary: LocalizedText(
      vi: "giải thích loại quy tắc, định dạng, mã của soat lint, hoặc một quy tắc của gói",
      en: "explain a rule kind, a format, a code of soat lint, or a rule of a pack"),
    positionals: [
      Positional(
        LocalizedText(vi: "TÊN", en: "NAME"),
        help: LocalizedText(
          vi: "loại (code), định dạng (vn-cccd), mã lint.…, hoặc mã quy tắc; không nêu thì liệt kê",
          en: "a kind (code), format (vn-cccd), code lint.… or rule's id; none lists them"),
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
          vi: "in mọi loại quy tắc, dạng Markdown", en: "print every kind, as Markdown")),
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
        "soat explain lint.contradiction",
        LocalizedText(
          vi: "một điều soat lint tìm thấy", en: "something that soat lint finds")),
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
      if let check = LintCheck.named(name) {
        try context.output.write(manual.page(of: check))
        return .done
      }
      guard let kind = RuleKind.named(name) else {
        let known = RuleKind.all.map(\.name) + LintCheck.all.map(\.code)
        throw Diagnostic(
          "usage.unknown-kind",
          LocalizedText(
            vi: "không có loại quy tắc hay định dạng '\(name)'",
            en: "there is no rule kind or format '\(name)'"),
          hint: LocalizedText(
            vi:
              "có: \(known.joined(separator: ", ")); định dạng: `soat explain` liệt kê; quy tắc của gói: thêm --rules GÓI",
            en:
              "there are: \(known.joined(separator: ", ")); `soat explain` lists formats; for a rule of a pack add --rules PACK"
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

extension Terminal {
  /// Lines whose texts come from files, made harmless one by one.
  static func safeLines(_ lines: [String]) -> String {
    lines.map { safe($0) }.joined(separator: "\n")
  }
}
