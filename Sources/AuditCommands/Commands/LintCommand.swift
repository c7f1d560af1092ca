import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let lint = Command(
    "lint",
    summary: LocalizedText(
      vi: "soát gói quy tắc: mâu thuẫn, thừa, không bao giờ áp dụng …",
      en: "look through rule packs: contradictions, redundancy …"),
    details: LocalizedText(
      vi:
        "Đọc gói, các gói được kế thừa và danh mục; tìm quy tắc mâu thuẫn, thừa, không bao giờ áp dụng hay báo lỗi, giá trị không bao giờ đạt, căn cứ hết hiệu lực; chạy mục tests. Mỗi điều tìm thấy có mức (lỗi, cảnh báo, ghi chú), chỗ trong tệp và mã; soat explain MÃ giải thích. Chỉ báo mâu thuẫn khi chắc chắn. Điều chỉ thuộc gói được kế thừa thì báo khi soát gói đó. Mã thoát 0: không có gì từ mức --fail-on; 1: có; 3: gói không đọc được.",
      en:
        "Reads the pack, those it extends and its code lists; finds rules that contradict each other, are redundant, never apply or never fail, values that cannot pass, legal texts that are not in force; and runs `tests`. What is found has a level, a place and a code; soat explain CODE explains it. A contradiction is told only where it is certain; what concerns extended packs alone is told when they are linted. Exit code 0: nothing at or above --fail-on; 1: something; 3: the pack cannot be read."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "GÓI", en: "PACK"),
        help: LocalizedText(
          vi: "tệp gói quy tắc (.json), datapackage.json hoặc mã gói",
          en: "a rule pack's file (.json), a datapackage.json, or a pack's id"),
        repeatable: true)
    ],
    options: [
      Option(
        "level", choices: LintCheck.Level.allCases.map(\.rawValue),
        help: LocalizedText(
          vi: "mức thấp nhất được in; số điều không in vẫn được nêu",
          en: "the least level that is printed; how many are not is said"), default: "warning"),
      Option(
        "fail-on", choices: LintCheck.Level.allCases.map(\.rawValue) + ["never"],
        help: LocalizedText(
          vi: "mức làm mã thoát bằng 1", en: "from which level on the exit code is 1"),
        default: "error"),
      Option(
        "format", choices: ["text", "json", "sarif"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
      Option(
        "date", valueName: LocalizedText(vi: "NGÀY", en: "DAY"),
        help: LocalizedText(
          vi: "ngày căn cứ pháp lý phải có hiệu lực (mặc định: hôm nay)",
          en: "the day on which legal texts have to be in force (default: today)")),
      .root, .rulesFolder,
    ],
    examples: [
      Example(
        "soat lint rules/vn.dan-cu.json",
        LocalizedText(vi: "soát một gói", en: "look through one pack")),
      Example(
        "soat lint rules/vn.dan-cu.json --level note",
        LocalizedText(vi: "in cả ghi chú", en: "print notes too")),
      Example(
        "soat lint rules/vn.dan-cu.json --format sarif",
        LocalizedText(
          vi: "cho trình soạn thảo và máy tích hợp", en: "for editors and integration servers")),
    ]
  ) { arguments, context in
    var all: [LintReport] = []
    var mistakes: [Diagnostic] = []
    for reference in arguments.positionals {
      do {
        all.append(try lint(reference, arguments, context))
      } catch let error as Diagnostics {
        mistakes += error.all
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    guard mistakes.isEmpty else { throw Diagnostics(mistakes) }
    let level = arguments.value("level").flatMap(LintCheck.Level.init(rawValue:)) ?? .warning
    switch arguments.value("format") {
    case "json": try context.output.write(LintReport.json(all, from: level))
    case "sarif":
      try context.output.write(LintReport.sarif(all, from: level, context.language))
    default:
      for report in all { try context.output.write(report.text(from: level, context.language)) }
    }
    guard let bound = arguments.value("fail-on").flatMap(LintCheck.Level.init(rawValue:)) else {
      return .done
    }
    return all.contains { $0.findings.contains { $0.check.level >= bound } } ? .findings : .done
  }

  private static func lint(
    _ reference: String, _ arguments: ParsedArguments, _ context: CommandContext
  ) throws -> LintReport {
    let (pack, library) = try arguments.packLoader(context).adHocPack([reference])
    let (tables, _) = try library.codeLists(of: pack)
    _ = try library.schemas(of: pack)
    let tests = try RuleTesting(pack: pack, tables: tables, today: context.today).run()
    let day = try arguments.date("date") ?? context.today
    return LintReport(
      reference: reference, pack: pack, testCount: tests.count,
      findings: LintSubject(pack, on: day).findings()
        + tests.filter { !$0.isAsExpected }.map {
          LintFinding(.testFailed, $0.text, at: $0.location)
        })
  }
}
