import AuditLedger
import AuditModel
import AuditRules
import AuditSystem

extension Option {
  /// Of an audit, which keeps one only where it is told to.
  static let auditLedger = Option(
    "ledger", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
    help: LocalizedText(
      vi: "ghi lần kiểm tra này vào sổ theo dõi (nếu không nêu: \"ledger\" trong dự án)",
      en: "record the inspection in this ledger (else the project's \"ledger\")"))
  static let ledger = Option(
    "ledger", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
    help: LocalizedText(vi: "sổ theo dõi", en: "the ledger"), default: "soat.db")
  static let now = Option(
    "now", valueName: LocalizedText(vi: "THỜI_ĐIỂM", en: "MOMENT"),
    help: LocalizedText(
      vi: "coi như bây giờ là lúc này, như 2026-12-16 hoặc 2026-12-16T09:30; để lập lại như cũ",
      en:
        "take this for the present, such as 2026-12-16 or 2026-12-16T09:30, to make the same again")
  )
  static let agency = Option(
    "agency", valueName: LocalizedText(vi: "MÃ", en: "ID"),
    help: LocalizedText(
      vi: "chỉ cơ quan có mã này, khi sổ có nhiều cơ quan",
      en: "this agency only, where the ledger has several"))
}

extension Positional {
  static let run = Positional(
    LocalizedText(vi: "LẦN", en: "RUN"),
    help: LocalizedText(
      vi: "số của lần kiểm tra trong sổ; không nêu là lần cuối",
      en: "the inspection's number in the ledger; the last one if not given"), optional: true)
}

extension ParsedArguments {
  func openLedger() throws -> Ledger { try Ledger(value("ledger") ?? "soat.db") }

  /// The context with `--now` as the present.
  func settingNow(_ context: CommandContext) throws(Diagnostic) -> CommandContext {
    guard let text = value("now") else { return context }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let iso = parts.count == 3 ? "\(parts[2])-\(parts[1])-\(parts[0])" : text
    guard let now = Moment(iso: iso) else {
      throw bad(
        "now", text,
        LocalizedText(
          vi: "phải là thời điểm, như 2026-12-16 hoặc 2026-12-16T09:30",
          en: "must be a moment, such as 2026-12-16 or 2026-12-16T09:30"))
    }
    var context = context
    context.now = now
    return context
  }

  /// The inspection that an argument names by its number, or else the last one, of `--agency` where the command has it.
  func run(_ place: Int, in ledger: Ledger, agency: String? = nil) throws -> LedgerRun {
    guard positionals.count > place else {
      let runs = try ledger.runs().filter { agency == nil || $0.agencyID == agency }
      guard let last = runs.max(by: { $0.number < $1.number }) else {
        throw Diagnostic.noRun(ledger.path, agency)
      }
      return last
    }
    let text = positionals[place]
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, let number = Int(text) else {
      throw Diagnostic(
        "usage.bad-run",
        LocalizedText(
          vi: "'\(text)' không phải số của một lần kiểm tra",
          en: "'\(text)' is no number of an inspection"),
        hint: LocalizedText(
          vi: "`soat history` liệt kê các lần", en: "`soat history` lists them"))
    }
    return try ledger.run(number)
  }
}

extension Diagnostic {
  static func noRun(_ path: String, _ agency: String?) -> Diagnostic {
    Diagnostic(
      "ledger.unknown-run",
      agency.map {
        LocalizedText(
          vi: "sổ không có lần kiểm tra nào của cơ quan '\($0)'",
          en: "the ledger has no inspection of the agency '\($0)'")
      }
        ?? LocalizedText(
          vi: "sổ chưa có lần kiểm tra nào", en: "the ledger has no inspection as yet"),
      at: SourceLocation(file: path, line: 0, column: 0),
      hint: LocalizedText(
        vi: "`soat history` liệt kê các cơ quan và các lần",
        en: "`soat history` lists agencies and inspections"))
  }
}

extension ParsedArguments {
  /// Where an audit is to be recorded; nil for nowhere.
  func ledgerPath(of project: LoadedProject) -> String? {
    value("ledger") ?? project.spec.ledger.map { FilePath.join(project.folder, $0.value) }
  }
}

extension LedgerRun {
  /// The digest as people compare it: its first 16 digits.
  var shortDigest: String { SHA256.hex(of: Array(digest.prefix(8))) }

  /// Said at the end of an audit.
  func line(_ path: String, _ language: Language) -> String {
    LocalizedText(
      vi: "Sổ theo dõi: \(path), lần \(number), mã kiểm chứng \(shortDigest)\n",
      en: "Ledger: \(path), inspection \(number), digest \(shortDigest)\n")[language]
  }
}
