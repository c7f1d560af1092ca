import AuditLedger
import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSystem

extension Command {
  static let rescore = Command(
    "rescore",
    summary: LocalizedText(
      vi: "chấm lại một lần kiểm tra theo cách tính điểm khác, không cần dữ liệu",
      en: "score an inspection again by other weights, without the data"),
    details: LocalizedText(
      vi:
        "Số đếm giữ nguyên, chỉ trọng số và mức xếp loại khác đi; sổ không bị đổi. Cách tính điểm là tệp soat-policy/1 (Ledger.md nêu cách viết), hồ sơ soat-profile/1, result.json của một lần khác, hoặc tên của tệp trong rules/profiles.",
      en:
        "Counts stay, weights and bands differ; nothing in the ledger changes. The profile is a file soat-policy/1 (Ledger.md tells how it is written), a profile soat-profile/1, another inspection's result.json, or the name of a file in rules/profiles."
    ),
    positionals: [.run],
    options: [
      .ledger, .agency,
      Option(
        "profile", valueName: LocalizedText(vi: "CÁCH_TÍNH", en: "PROFILE"),
        help: LocalizedText(
          vi: "tệp hoặc tên của cách tính điểm (nếu không nêu: cách có sẵn của chương trình)",
          en: "file or name of the way of scoring (else the program's own)")),
      .root, .rulesFolder,
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(
          vi: "bảng so điểm, hay result.json với điểm mới",
          en: "a table of scores, or result.json with the new ones"), default: "text"),
    ],
    examples: [
      Example(
        "soat rescore 2 --profile trong-so.json",
        LocalizedText(vi: "lần 2 theo trọng số của tệp", en: "inspection 2 by a file's weights")),
      Example(
        "soat rescore --profile dqi-2026",
        LocalizedText(
          vi: "lần cuối theo hồ sơ trong rules/profiles",
          en: "the last one by a profile of rules/profiles")),
    ]
  ) { arguments, context in
    let ledger = try arguments.openLedger()
    let run = try arguments.run(0, in: ledger, agency: arguments.value("agency"))
    let kept = try KeptReport(run, in: ledger)
    let policy =
      try arguments.value("profile").map {
        try PolicyLoading(
          root: arguments.value("root"), folders: arguments.values("rules-folder"),
          context: context
        ).policy($0)
      } ?? .standard
    let old = Scoring.scorecard(of: kept.result, by: kept.policy)
    let new = Scoring.scorecard(of: kept.result, by: policy)
    if arguments.value("format") == "json" {
      try context.output.write(ResultFile.write(kept.result, new))
    } else {
      try context.output.write(
        RescoreText(run: run, old: old, new: new).text(context.language, context.terminal))
    }
    return .done
  }
}

/// Finds a way of scoring by its file, or by its name in a folder `profiles` of the rules.
struct PolicyLoading {
  let root: String?
  let folders: [String]
  let context: CommandContext

  func policy(_ name: String) throws -> ScoringPolicy {
    let path = path(of: name)
    let bytes: [UInt8]
    do {
      bytes = try InputFile.contents(of: path, limit: Limits().ruleFileBytes)
    } catch {
      throw Diagnostic(configuration: error)
    }
    guard LegalProfile.isProfile(bytes) else { return try PolicyFile.read(bytes, file: path) }
    let profile = try LegalProfile.read(bytes, file: path)
    guard let policy = ScoringPolicy(profile) else {
      throw Diagnostic(
        "rule-file.unknown-profile",
        LocalizedText(
          vi: "hồ sơ '\(profile.id)' không có cách tính điểm",
          en: "the profile '\(profile.id)' has no way of scoring"),
        at: SourceLocation(file: path, line: 1, column: 1))
    }
    return policy
  }

  private func path(of name: String) -> String {
    guard FileTree.kind(of: name) == nil, !name.contains("/") else { return name }
    var places = folders
    if let more = context.environment["SOAT_RULES"], !more.isEmpty { places.append(more) }
    places.append(FilePath.join(root ?? ".", "rules"))
    let paths = places.map { FilePath.join(FilePath.join($0, "profiles"), name + ".json") }
    return paths.first { FileTree.kind(of: $0) == .file } ?? name
  }
}

/// Scores before and after, side by side.
private struct RescoreText {
  let run: LedgerRun
  let old: AgencyScorecard
  let new: AgencyScorecard

  func text(_ language: Language, _ terminal: Terminal) -> String {
    func word(_ vi: String, _ en: String) -> String { LocalizedText(vi: vi, en: en)[language] }
    let numbers = ReportNumbers(language)
    func cell(_ score: ExactShare?, _ grade: Grade?) -> String {
      (score.map { numbers.percent($0) } ?? word("không đánh giá", "not evaluated"))
        + (grade.map { " (\($0.name[language]))" } ?? "")
    }
    var table = TextTable(numeric: [])
    table.add(["", old.policy.title[language], new.policy.title[language]])
    table.add([
      word("Điểm chung", "Total score"), cell(old.score, old.grade), cell(new.score, new.grade),
    ])
    for (before, after) in zip(old.resources, new.resources) {
      table.add([
        Terminal.safe(before.name), cell(before.score, before.grade),
        cell(after.score, after.grade),
      ])
    }
    let heading = Terminal.safe(
      word("Lần \(run.number), ", "Inspection \(run.number), ") + run.date.vietnamese + ": "
        + run.agencyName[language])
    return ([terminal.styled(heading, .bold)] + table.lines()).joined(separator: "\n") + "\n"
  }
}
