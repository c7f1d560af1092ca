import AuditEngine
import AuditModel
import AuditRules
import AuditSystem

extension Command {
  static let draft = Command(
    "draft",
    summary: LocalizedText(
      vi: "soạn nháp gói quy tắc từ dữ liệu", en: "draft a rule pack from the data"),
    details: LocalizedText(
      vi:
        "Kiểm kê tệp, đề xuất quy tắc cho từng trường, thử mọi đề xuất trên chính dữ liệu và giữ quy tắc mà gần hết bản ghi thỏa mãn; chứng cứ ghi thành ghi chú. Gói chạy được ngay với lint và check. Không có giá trị nào có thể là dữ liệu cá nhân trong gói.",
      en:
        "Profiles the file, proposes rules for each field, tries all of them on the data and keeps those that nearly all records meet, with the evidence as comments. The pack is ready for lint and check, and holds no value that may be personal."
    ),
    positionals: [SourceProfiling.file],
    options: [
      Option(
        "output", short: "o", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "ghi gói vào tệp này thay vì in ra", en: "write the pack to this file")),
      .date,
    ] + SourceProfiling.options,
    examples: [
      Example(
        "soat draft cong_dan.csv -o quy-tac.json",
        LocalizedText(vi: "soạn, rồi đọc lại và sửa", en: "draft, then read it and mend it")),
      Example(
        "soat check cong_dan.csv --rules quy-tac.json",
        LocalizedText(vi: "các bản ghi khác với số đông", en: "the records unlike the others")),
    ]
  ) { arguments, context in
    let path = arguments.positionals[0]
    let target = arguments.value("output")
    if let target { try arguments.refuseReplacing(target, option: "output") }
    let file = try target.map { try OutputFile($0) }
    let profiling = SourceProfiling(arguments: arguments, context: context)
    let lists = profiling.shippedLists(isNamed: true)
    let outcome = try profiling.run(lists)
    if let fault = outcome.fault { throw fault }
    guard !outcome.facts.isEmpty else {
      throw Diagnostic(
        "source.no-fields",
        LocalizedText(
          vi: "tệp không có trường nào để soạn quy tắc",
          en: "the file has no fields to draft rules of"),
        at: SourceLocation(file: path, line: 0, column: 0))
    }
    var draft = PackDraft(
      outcome, path: FilePath.name(of: path), name: SourceProfiling.name(of: path),
      language: context.language, lists: arguments.reachable(lists, from: target))
    draft.keep(
      try DraftTrial(draft: draft, lists: lists, arguments: arguments, context: context).run(
        outcome))
    let bytes = Array(draft.text().utf8)
    if let file {
      try file.write(bytes)
      try file.commit()
    } else {
      try context.output.write(bytes)
    }
    return .done
  }
}

extension ParsedArguments {
  /// The lists whose files a pack at this path may name, with the way there; without a path it is printed, and taken to
  /// lie in the working folder.
  ///
  /// A pack outside the working folder brings its own border, as it does where it is used.
  fileprivate func reachable(
    _ lists: [ShippedList], from target: String?
  ) -> [(list: ShippedList, path: String)] {
    let folder = target.map { FilePath.parent(of: $0) } ?? "."
    let isOutside = target.map { $0.hasPrefix("/") || $0.hasPrefix("../") } ?? false
    let root = value("root") ?? (isOutside ? FilePath.parent(of: folder) : ".")
    return lists.compactMap { list in
      FileTree.path(from: folder, to: list.file, under: root).map { (list, $0) }
    }
  }
}

/// The rules of a draft, tried on the records they were drafted from.
struct DraftTrial {
  let draft: PackDraft
  let lists: [ShippedList]
  let arguments: ParsedArguments
  let context: CommandContext

  func run(_ outcome: ProfileRun.Outcome) throws -> [RuleResult] {
    let place = SourceLocation(file: "draft", line: 0, column: 0)
    let bytes = Array(draft.text().utf8)
    let pack = try RulePack.load([Located(value: "draft.json", location: place)]) { _, _ in
      ("draft.json", bytes)
    }
    let date = try arguments.date("date") ?? context.today
    let request = ResourceRequest(
      name: draft.resource, packName: draft.resource, title: nil, source: outcome.source)
    let plan = AuditPlan(
      pack, requests: [request],
      tables: Dictionary(uniqueKeysWithValues: lists.map { ($0.spec.name, $0.table) }),
      dates: ["asOf": date, "period-end": date],
      showsValues: false)
    var options = try arguments.auditOptions(context)
    options.digests = false
    options.style = .none
    let progress = Progress(context)
    defer { progress.finish() }
    let audit = Audit(
      plan: plan, options: options, sink: FindingsSink(cap: nil, exampleLimit: 0) { _ in nil },
      progress: { name, done, total in progress.update(name, done: done, total: total) },
      checkpoint: { try Signals.check() })
    let results = try audit.run()
    return results.flatMap(\.rules)
  }
}
