import AuditLedger
import AuditModel
import AuditSystem

extension Command {
  static let compare = Command(
    "compare",
    summary: LocalizedText(
      vi: "so hai lần kiểm tra: lỗi mới, đã sửa, còn lại, tái phát",
      en: "compare two inspections: new, fixed, persisting and reopened findings"),
    details: LocalizedText(
      vi:
        "Không nêu lần nào: lần cuối so với lần trước nó của cùng cơ quan. Nêu một lần: lần ấy so với lần trước nó. Một lỗi là cùng một lỗi khi cùng trường của cùng bản ghi (theo khóa) vi phạm cùng quy tắc. Tái phát: lần trước không có nhưng trước nữa đã có. Quy tắc đã đổi thì chuỗi bị ngắt, không nói lỗi nào mới hay đã sửa.",
      en:
        "Without numbers the last inspection is held against the same agency's before it; with one number, that one. A finding is the same while the same field of the same record, by its key, breaks the same rule. Reopened is what the time before had not and an earlier one had. A rule that changed breaks the series, and nothing of it is said to be new or fixed."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "LẦN_TRƯỚC", en: "EARLIER"),
        help: LocalizedText(
          vi: "số của lần trước; chỉ nêu một số thì đó là lần sau",
          en: "the earlier one's number; a single number is the later one"), optional: true),
      Positional(
        LocalizedText(vi: "LẦN_SAU", en: "LATER"),
        help: LocalizedText(vi: "số của lần sau", en: "the later one's number"), optional: true),
    ],
    options: [
      .ledger, .agency,
      Option(
        "all",
        help: LocalizedText(
          vi: "liệt kê cả quy tắc không có lỗi ở cả hai lần",
          en: "also list rules without a finding in either")),
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
    ],
    examples: [
      Example(
        "soat compare",
        LocalizedText(vi: "lần cuối so với lần trước", en: "the last with the one before")),
      Example(
        "soat compare 1 3 --format json",
        LocalizedText(vi: "lần 1 với lần 3, cho máy đọc", en: "1 with 3, for a program")),
    ]
  ) { arguments, context in
    let ledger = try arguments.openLedger()
    let hasBoth = arguments.positionals.count > 1
    let later = try arguments.run(
      hasBoth ? 1 : 0, in: ledger, agency: arguments.value("agency"))
    let earlier: LedgerRun
    if hasBoth {
      earlier = try arguments.run(0, in: ledger)
    } else if let before = try ledger.predecessor(of: later) {
      earlier = before
    } else {
      throw Diagnostic(
        "ledger.nothing-before",
        LocalizedText(
          vi:
            "trước lần \(later.number) cơ quan '\(later.agencyID)' chưa có lần kiểm tra nào trong sổ",
          en: "the ledger has no inspection of '\(later.agencyID)' before \(later.number)"),
        at: SourceLocation(file: ledger.path, line: 0, column: 0),
        hint: LocalizedText(
          vi: "cần hai lần mới so được", en: "it takes two to be compared"))
    }
    let view = CompareView(
      comparison: try ledger.comparison(earlier: earlier.number, later: later.number),
      earlier: earlier, later: later,
      rules: try ledger.rules(of: later) + ledger.rules(of: earlier),
      listsAll: arguments.flag("all"))
    if earlier.agencyID != later.agencyID {
      context.console.warn(
        LocalizedText(
          vi: "hai lần của hai cơ quan khác nhau: '\(earlier.agencyID)' và '\(later.agencyID)'",
          en: "the two are of different agencies: '\(earlier.agencyID)' and '\(later.agencyID)'"))
    }
    if arguments.value("format") == "json" {
      try context.output.write(view.json)
    } else {
      try context.output.write(view.text(context.language, context.terminal))
    }
    return .done
  }
}
