import AuditModel
import AuditRules
import AuditSystem
import AuditText

extension Command {
  static let test = Command(
    "test",
    summary: LocalizedText(
      vi: "chạy các ví dụ kèm quy tắc (mục tests)", en: "run the examples in rules (`tests`)"),
    details: LocalizedText(
      vi:
        "Mỗi quy tắc có thể kèm bản ghi phải đạt (pass) và phải bị báo lỗi (fail). Lệnh chạy hết, nêu ví dụ nào không đúng: quy tắc, số thứ tự, điều mong đợi, điều xảy ra, chỗ trong tệp; và quy tắc nào chưa có ví dụ. Mã thoát 0: đúng cả; 1: có ví dụ không đúng; 3: gói không đọc được.",
      en:
        "A rule may bring records it has to pass and records it has to fail. All are run; what is not as expected is told with rule, number, what was expected, what was found and its place; so are rules without examples. Exit code 0: all as expected; 1: some are not; 3: the pack cannot be read."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "GÓI", en: "PACK"),
        help: LocalizedText(
          vi: "tệp gói quy tắc (.json) hoặc mã gói", en: "a rule pack's file (.json) or id"),
        repeatable: true)
    ],
    options: [
      Option(
        "format", choices: ["text", "json", "junit"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
      .root, .rulesFolder,
    ],
    examples: [
      Example(
        "soat test rules/vn.dan-cu.json",
        LocalizedText(vi: "chạy ví dụ của một gói", en: "run a pack's examples")),
      Example(
        "soat test rules/vn.chung.json rules/vn.dan-cu.json --format junit",
        LocalizedText(vi: "cho máy tích hợp liên tục", en: "for a continuous integration server")),
    ]
  ) { arguments, context in
    var all: [PackTests] = []
    var mistakes: [Diagnostic] = []
    for reference in arguments.positionals {
      do {
        let (pack, library) = try arguments.packLoader(context).adHocPack([reference])
        let (tables, _) = try library.codeLists(of: pack)
        all.append(
          try PackTests(
            reference, RuleTesting(pack: pack, tables: tables, today: context.today)))
      } catch let error as Diagnostics {
        mistakes += error.all
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
    switch arguments.value("format") {
    case "json": try context.output.write(json(all))
    case "junit":
      try context.output.write(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
          + all.map { $0.junit(context.language) }.joined() + "</testsuites>\n")
    default: for tests in all { try context.output.write(tests.text(context.language)) }
    }
    return all.allSatisfy(\.failed.isEmpty) ? .done : .findings
  }

  private static func json(_ all: [PackTests]) -> [UInt8] {
    var json = JSONWriter(indented: true)
    json.object { json in
      json.member("tests", all.reduce(0) { $0 + $1.outcomes.count })
      json.member("failed", all.reduce(0) { $0 + $1.failed.count })
      json.array("packs") { json in for tests in all { tests.write(to: &json) } }
    }
    return json.finish()
  }
}

extension ParsedArguments {
  /// Of commands that read packs and no data: what `--root` and `--rules-folder` say.
  func packLoader(_ context: CommandContext) -> ProjectLoader {
    var loading = LoadingOptions()
    loading.root = value("root")
    loading.ruleFolders = values("rules-folder")
    return ProjectLoader(options: loading, context: context)
  }
}
