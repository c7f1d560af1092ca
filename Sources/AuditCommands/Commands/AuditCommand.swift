import AuditEngine
import AuditLedger
import AuditModel
import AuditReports
import AuditRules
import AuditSystem

extension Command {
  static let audit = Command(
    "audit",
    summary: LocalizedText(
      vi: "kiểm tra một dự án và lập báo cáo", en: "inspect a project and make its report"),
    details: LocalizedText(
      vi:
        "Dự án là thư mục có tệp audit.json: cơ quan, kỳ báo cáo, các bộ dữ liệu, gói quy tắc; hoặc có datapackage.json. Kết quả ghi vào thư mục kết quả: findings.csv (mọi bản ghi lỗi), result.json (số liệu, không có dữ liệu cá nhân), report.html (báo cáo); với --xlsx thì có thêm report.xlsx (bảng tính: quy tắc, biện pháp, lỗi phát hiện).",
      en:
        "A project is a folder with an audit.json: the agency, the period, the resources, the rule packs; or with a datapackage.json. Written are findings.csv (every failing record), result.json (counts, no personal data) and report.html; with --xlsx also report.xlsx (a workbook of rules, measures and findings)."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "DỰ_ÁN", en: "PROJECT"),
        help: LocalizedText(
          vi: "thư mục dự án, tệp audit.json hoặc datapackage.json",
          en: "the project's folder, its audit.json, or a datapackage.json"))
    ],
    options: [
      Option(
        "out", short: "o", valueName: LocalizedText(vi: "THƯ_MỤC", en: "FOLDER"),
        help: LocalizedText(
          vi: "thư mục kết quả (mặc định: trong dự án, không thì ket-qua)",
          en: "where results go (default: as the project says, else ket-qua)")),
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(
          vi: "in tóm tắt cho người đọc, hay result.json", en: "print a summary, or result.json"),
        default: "text"),
      Option(
        "profile", valueName: LocalizedText(vi: "MÃ", en: "ID"),
        help: LocalizedText(
          vi: "hồ sơ pháp lý (mặc định: trong dự án, không thì theo kỳ)",
          en: "the legal profile (default: the project's, else by the period)")),
      Option(
        "document", choices: DocumentKind.allCases.map(\.rawValue),
        help: LocalizedText(
          vi:
            "lập văn bản (DOCX và HTML): report là báo cáo, plan là kế hoạch, remedy là phiếu yêu cầu khắc phục",
          en: "make official documents (DOCX and HTML): the report, the plan, requests to mend"),
        repeatable: true),
      .workbook, .failOn, .maximumFindings, .showValues, .date, .now, .auditLedger, .waiverKey,
      .workers, .root,
      .rulesFolder,
    ],
    examples: [
      Example(
        "soat audit samples/xa-mau",
        LocalizedText(vi: "kiểm tra cơ quan mẫu", en: "inspect the sample agency")),
      Example(
        "soat audit du-an --out /tmp/kq --fail-on blocking",
        LocalizedText(
          vi: "kết quả vào /tmp/kq; chỉ lỗi nghiêm trọng làm mã thoát bằng 1",
          en: "results in /tmp/kq; only blocking findings make the exit code 1")),
      Example(
        "soat audit du-an --ledger soat.db",
        LocalizedText(
          vi: "ghi thêm lần kiểm tra vào sổ theo dõi, để năm sau so được",
          en: "record the inspection in a ledger too, for next year to compare with")),
      Example(
        "soat audit du-an --lang en",
        LocalizedText(vi: "báo cáo tiếng Anh", en: "the report in English")),
    ]
  ) { arguments, context in
    var loading = LoadingOptions()
    loading.root = arguments.value("root")
    loading.ruleFolders = arguments.values("rules-folder")
    loading.date = try arguments.date("date")
    loading.showsValues = arguments.flag("show-values")
    loading.waiverKeyFile = arguments.value("waiver-key")
    var context = try arguments.settingNow(context)
    let project = try ProjectLoader(options: loading, context: context).load(
      arguments.positionals[0])
    if !arguments.wasGiven("lang"), let own = project.spec.outputs.language {
      context.language = own
    }
    var options = try arguments.auditOptions(context)
    options.findingsPerRule =
      try arguments.integer("max-findings", in: 1...1_000_000_000)
      ?? project.spec.outputs.maximumFindingsPerRule
    let folder =
      arguments.value("out")
      ?? FilePath.join(project.folder, project.spec.outputs.folder?.value ?? "ket-qua")
    var loader = LegalLoader(folders: project.ruleFolders, limits: loading.limits)
    let legal = try loader.load(
      for: project, profile: arguments.value("profile"),
      needsProfile: !arguments.documents(project.spec).isEmpty)
    for warning in legal.warnings { context.console.warn(warning) }
    try FileTree.makeFolder(folder)
    let recorder = try arguments.ledgerPath(of: project).map { try RunRecorder($0, context) }
    options.fingerprints = recorder?.fingerprints
    let run = AuditRun(project: project, context: context, options: options, legal: legal)
    let outputs = AuditOutputs(
      folder: folder, context: context, arguments: arguments, recorder: recorder)
    let (outcome, recorded) = try outputs.write(run)
    if arguments.value("format") == "json" {
      try context.output.write(ResultFile.write(outcome.result, outcome.scores))
    } else {
      let summary = ResultSummary(
        outcome: outcome, language: context.language, terminal: context.terminal)
      let workbook = outputs.writesWorkbook(project.spec)
      try context.output.write(summary.text + summary.whereTo(folder, workbook: workbook))
      if let recorder, let recorded {
        try context.output.write(recorded.line(recorder.ledger.path, context.language))
      }
    }
    summaryWarnings(outcome, options, context)
    return outcome.result.exitCode(failOn: arguments.failOn)
  }

  private static func summaryWarnings(
    _ outcome: AuditRun.Outcome, _ options: AuditOptions, _ context: CommandContext
  ) {
    for resource in outcome.result.resources where !resource.complete {
      context.console.warn(
        LocalizedText(
          vi:
            "bộ dữ liệu '\(resource.name)' không đọc được trọn vẹn: \(resource.incompleteReason?.vi ?? "")",
          en:
            "the resource '\(resource.name)' could not be read whole: \(resource.incompleteReason?.en ?? "")"
        ))
    }
    sayCut(outcome, options, context)
  }

  /// Says how many findings a limit left out.
  static func sayCut(
    _ outcome: AuditRun.Outcome, _ options: AuditOptions, _ context: CommandContext
  ) {
    guard let cap = options.findingsPerRule else { return }
    var cut = 0
    for resource in outcome.result.resources {
      for rule in resource.rules {
        let whole = rule.counts.failed + rule.counts.waived + rule.acceptedWithRemark
        cut += max(0, whole - rule.findingsWritten)
      }
    }
    guard cut > 0 else { return }
    context.console.warn(
      LocalizedText(
        vi:
          "đã bỏ bớt \(cut) dòng lỗi vì giới hạn \(cap) lỗi mỗi quy tắc; số đếm vẫn đủ",
        en:
          "\(cut) findings were left out of findings.csv by the limit of \(cap) a rule; counts are whole"
      ))
  }
}

/// The files of an audit, each whole under its name or not there at all.
struct AuditOutputs {
  let folder: String
  let context: CommandContext
  let arguments: ParsedArguments
  /// Nil where no ledger is kept.
  let recorder: RunRecorder?

  /// Writes the files, and records the run when all have their names.
  func write(_ run: AuditRun) throws -> (outcome: AuditRun.Outcome, recorded: LedgerRun?) {
    let isPrivate = arguments.flag("show-values")
    var run = run
    let writesFindings = run.project.spec.outputs.writesFindings
    run.options.style = writesFindings ? .csv : .none
    let findings =
      try writesFindings
      ? OutputFile(FilePath.join(folder, "findings.csv"), access: isPrivate ? .ownerOnly : .shared)
      : nil
    var outcome = try run.run(into: findings)
    guard let recorder else {
      outcome.documents = try write(outcome, run, findings, nil)
      return (outcome, nil)
    }
    var documents: [String] = []
    let recorded = try recorder.record(outcome, of: run, context) { [outcome] in
      documents = try write(outcome, run, findings, $0)
    }
    outcome.documents = documents
    return (outcome, recorded)
  }

  private func write(
    _ outcome: AuditRun.Outcome, _ run: AuditRun, _ findings: OutputFile?, _ recorded: LedgerRun?
  ) throws -> [String] {
    let isPrivate = arguments.flag("show-values")
    let result = try OutputFile(FilePath.join(folder, "result.json"))
    try result.write(ResultFile.write(outcome.result, outcome.scores))
    let report = try OutputFile(
      FilePath.join(folder, "report.html"), access: isPrivate ? .ownerOnly : .shared)
    let input = ReportInput(
      result: outcome.result, scores: outcome.scores, examples: outcome.examples,
      language: context.language, findings: findings?.findings, profile: run.legal.profile)
    try report.write(ReportFormat.html.render(input))
    let workbook =
      try writesWorkbook(run.project.spec) ? self.workbook(input, isPrivate: isPrivate) : nil
    let documents = try documents(of: outcome, run, recorded)
    // All are whole before the first has its name; the result comes last, so that whoever finds it finds the others.
    try findings?.commit()
    try report.commit()
    try workbook?.commit()
    for document in documents { try document.file.commit() }
    try result.commit()
    return documents.map(\.name)
  }

  /// The official documents that the project or the command line asks for; they hold no cell of the data.
  private func documents(
    of outcome: AuditRun.Outcome, _ run: AuditRun, _ recorded: LedgerRun?
  ) throws -> [(name: String, file: OutputFile)] {
    let kinds = arguments.documents(run.project.spec)
    guard !kinds.isEmpty else { return [] }
    let legal = run.legal
    var input = OfficialInput(
      result: outcome.result, scores: outcome.scores, profile: legal.profile,
      details: legal.details, holidays: legal.holidays, warnings: legal.warnings)
    if let recorded, let ledger = recorder?.ledger {
      try input.follow(recorded, in: ledger)
    }
    return try OfficialFiles.make(kinds, input).map { made in
      let file = try OutputFile(FilePath.join(folder, made.name))
      try file.write(made.bytes)
      return (made.name, file)
    }
  }
}

extension ParsedArguments {
  /// Official documents that the command line asks for, or else the project.
  fileprivate func documents(_ project: ProjectSpec) -> [DocumentKind] {
    let named = values("document").compactMap(DocumentKind.init(rawValue:))
    return named.isEmpty ? project.outputs.documents : named
  }
}
