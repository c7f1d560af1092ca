import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let lint = Command(
    "lint",
    summary: LocalizedText(
      vi: "soát lỗi gói quy tắc, chạy các bản ghi thử của nó",
      en: "find mistakes in rule packs, and run their tests"),
    details: LocalizedText(
      vi:
        "Mọi lỗi được nêu một lượt, kèm tệp, dòng, cột và cách sửa. Danh mục mà gói dùng cũng được đọc; mục tests của từng quy tắc được chạy.",
      en:
        "All mistakes are told at once, with file, line, column and a hint. Code lists are read too, and each rule's tests are run."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "GÓI", en: "PACK"),
        help: LocalizedText(
          vi: "tệp gói quy tắc (.json), datapackage.json hoặc mã gói",
          en: "a rule pack's file (.json), a datapackage.json, or a pack's id"),
        repeatable: true)
    ],
    options: [.root, .rulesFolder],
    examples: [
      Example(
        "soat lint rules/vn.dan-cu.json",
        LocalizedText(vi: "soát một gói", en: "look through one pack"))
    ]
  ) { arguments, context in
    var mistakes: [Diagnostic] = []
    for reference in arguments.positionals {
      do {
        mistakes += try lint(reference, arguments, context)
      } catch let error as Diagnostics {
        mistakes += error.all
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
    return .done
  }

  private static func lint(
    _ reference: String, _ arguments: ParsedArguments, _ context: CommandContext
  ) throws -> [Diagnostic] {
    var loading = LoadingOptions()
    loading.root = arguments.value("root")
    loading.ruleFolders = arguments.values("rules-folder")
    let loader = ProjectLoader(options: loading, context: context)
    let (pack, library) = try loader.adHocPack([reference])
    let (tables, _) = try library.codeLists(of: pack)
    _ = try library.schemas(of: pack)
    let (tests, mistakes) = try RuleTesting(pack: pack, tables: tables, today: context.today).run()
    let own = pack.layers.last
    let resources = pack.resources.count
    try context.output.write(
      LocalizedText(
        vi:
          "\(Terminal.safe(reference)): \(mistakes.isEmpty ? "tốt" : "có lỗi") - gói \(own?.id ?? "") \(own?.version ?? ""), \(resources) bộ dữ liệu, \(pack.rules.count) quy tắc kể cả ràng buộc, \(pack.codeLists.count) danh mục, \(tests) bản ghi thử\n",
        en:
          "\(Terminal.safe(reference)): \(mistakes.isEmpty ? "good" : "mistakes") - pack \(own?.id ?? "") \(own?.version ?? ""), \(resources) resources, \(pack.rules.count) rules with constraints, \(pack.codeLists.count) code lists, \(tests) test records\n"
      )[context.language])
    return mistakes
  }
}
