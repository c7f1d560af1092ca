import AuditEngine
import AuditModel
import AuditReports
import AuditRules
import AuditScoring
import AuditSystem

/// Runs a loaded project and settles what follows from the counts.
struct AuditRun {
  let project: LoadedProject
  let context: CommandContext
  var options: AuditOptions
  var legal = LegalFrame()

  struct Outcome {
    var result: InspectionResult
    var scores: AgencyScorecard
    var examples: [FindingExample]
    /// Names of the official documents that were made.
    var documents: [String] = []
  }

  /// - `file`: takes the findings; without one `place` does, in order.
  func run(
    into file: OutputFile? = nil, place: @escaping FindingsSink.Placing = { _ in nil }
  ) throws -> Outcome {
    let progress = Progress(context)
    defer { progress.finish() }
    let sink = FindingsSink(
      cap: options.findingsPerRule, exampleLimit: options.limits.examplesPerRule,
      mark: file?.mark, place: file?.place ?? place)
    let audit = Audit(
      plan: project.plan, options: options, sink: sink,
      progress: { name, done, total in progress.update(name, done: done, total: total) },
      checkpoint: { try Signals.check() })
    var resources = try audit.run()
    for resource in resources.indices {
      for rule in resources[resource].rules.indices {
        resources[resource].rules[rule].decideStatus()
      }
    }
    let spec = project.spec
    var result = InspectionResult(
      toolVersion: Version.tool, agencyID: spec.agency.id, agencyName: spec.agency.name,
      periodFrom: spec.periodFrom,
      periodTo: spec.periodTo, date: project.date, packs: project.packs,
      codeLists: project.codeLists,
      resources: resources)
    result.profile = legal.profile.material
    project.addExceptions(to: &result)
    return Outcome(
      result: result, scores: Scoring.scorecard(of: result, by: legal.policy),
      examples: sink.examples)
  }
}

extension OutputFile {
  /// Takes findings into the file: their place is settled in order, the writing itself is nobody's turn.
  @Sendable fileprivate func place(_ bytes: [UInt8]) -> BatchScheduler.Later? {
    let offset = reserve(bytes.count)
    return { try self.write(bytes, at: offset) }
  }

  @Sendable fileprivate func mark() -> @Sendable () throws -> Void {
    let end = byteCount
    return { try self.truncate(to: end) }
  }
}

extension InspectionResult {
  /// The verdict: unread sources come first, then findings at or above a severity (nil: never).
  func exitCode(failOn: Severity?) -> ExitCode {
    if resources.contains(where: { !$0.complete }) { return .source }
    if resources.contains(where: { $0.rules.contains { $0.status == .error } }) {
      return .configuration
    }
    guard let failOn else { return .done }
    for resource in resources {
      for rule in resource.rules {
        let level: Severity? =
          switch rule.status {
          case .failed: rule.severity
          case .warned: min(rule.severity, .warning)
          default: nil
          }
        if let level, level >= failOn { return .findings }
      }
    }
    return .done
  }
}

extension Option {
  /// From which severity on findings make the exit code 1.
  static let failOn = Option(
    "fail-on", choices: ["note", "warning", "error", "blocking", "never"],
    help: LocalizedText(
      vi: "mức lỗi dữ liệu từ đó mã thoát là 1",
      en: "from which severity on findings make the exit code 1"), default: "error")
  static let showValues = Option(
    "show-values",
    help: LocalizedText(
      vi: "ghi giá trị thật, không che; tệp lỗi chỉ người chạy đọc được",
      en: "write values unmasked, into a file that only you can read"))
  static let waiverKey = Option(
    "waiver-key", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
    help: LocalizedText(
      vi: "tệp chứa khóa bí mật của các mã băm hmac-sha256 trong tệp miễn trừ",
      en: "the file with the secret of the hmac-sha256 digests in waivers"))
  static let workers = Option(
    "workers", valueName: LocalizedText("N"),
    help: LocalizedText(
      vi: "số luồng làm việc (mặc định: số lõi máy); không đổi kết quả",
      en: "worker threads (default: the machine's cores); results do not depend on it"))
  static let root = Option(
    "root", valueName: LocalizedText(vi: "THƯ_MỤC", en: "FOLDER"),
    help: LocalizedText(
      vi:
        "ranh giới của dự án: không đường dẫn nào trong tệp quy tắc được ra ngoài (mặc định: thư mục hiện tại)",
      en:
        "the border of the project: no path in its files leads out of it (default: the working folder)"
    ))
  static let rulesFolder = Option(
    "rules-folder", valueName: LocalizedText(vi: "THƯ_MỤC", en: "FOLDER"),
    help: LocalizedText(
      vi: "thư mục tìm gói quy tắc theo mã; thêm vào biến SOAT_RULES và thư mục rules",
      en: "where packs are found by id; besides the variable SOAT_RULES and the folder rules"),
    repeatable: true)
  static let date = Option(
    "date", valueName: LocalizedText(vi: "NGÀY", en: "DAY"),
    help: LocalizedText(
      vi: "ngày ghi trên báo cáo (mặc định: trong dự án, không thì hôm nay)",
      en: "the date of the report (default: the project's, else today)"))
  /// Of a check, which has no project.
  static let checkDate = Option(
    "date", valueName: LocalizedText(vi: "NGÀY", en: "DAY"),
    help: LocalizedText(
      vi: "ngày kiểm tra, cũng là ngày asOf nếu gói không nêu (mặc định: hôm nay)",
      en: "the day of the check, and asOf where the pack gives none (default: today)"))
  static let maximumFindings = Option(
    "max-findings", valueName: LocalizedText("N"),
    help: LocalizedText(
      vi: "ghi tối đa N lỗi mỗi quy tắc; số đếm vẫn đủ (mặc định: ghi hết)",
      en: "write at most N findings of each rule; counts stay whole (default: all)"))
}

extension ParsedArguments {
  var failOn: Severity? { value("fail-on").flatMap(Severity.init(rawValue:)) }

  func auditOptions(_ context: CommandContext) throws(Diagnostic) -> AuditOptions {
    let cores = ProcessEnvironment.coreCount
    var options = AuditOptions(workers: try integer("workers", in: 1...256) ?? cores)
    options.language = context.language
    return options
  }
}
