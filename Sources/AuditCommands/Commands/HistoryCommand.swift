import AuditLedger
import AuditModel
import AuditSystem

extension Command {
  static let history = Command(
    "history",
    summary: LocalizedText(
      vi: "xem các lần kiểm tra trong sổ theo dõi", en: "list the inspections in a ledger"),
    details: LocalizedText(
      vi:
        "Mỗi cơ quan một chuỗi theo ngày: điểm, số đã xét, số lỗi, số miễn trừ. Dấu ≠ cho biết có quy tắc đổi so với lần trước: từ đó chuỗi bị ngắt, số không so thẳng được. Mã kiểm chứng là của dòng cuối, đại diện cho cả sổ. Sổ bị sửa thì lệnh dừng, nêu chỗ, mã thoát 5.",
      en:
        "A series by day for each agency: score, units judged, failures, waived ones. ≠ says that rules changed since the time before: the series breaks there. The digest is the last row's and stands for the whole ledger. Where the ledger was tampered with, the command says where and ends with 5."
    ),
    options: [
      .ledger, .agency,
      Option(
        "verify",
        help: LocalizedText(
          vi: "đọc hết sổ và đối chiếu mọi mã kiểm chứng, không chỉ các dòng chính",
          en: "read the whole ledger and hold it to its digests, not the main rows alone")),
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
    ],
    examples: [
      Example(
        "soat history --ledger soat.db",
        LocalizedText(vi: "diễn biến qua các lần", en: "how it went from time to time")),
      Example(
        "soat history --verify",
        LocalizedText(vi: "sổ còn nguyên không", en: "whether the ledger is whole")),
    ]
  ) { arguments, context in
    let ledger = try arguments.openLedger()
    if arguments.flag("verify") { try ledger.verify() }
    let all = try ledger.runs()
    let agency = arguments.value("agency")
    let runs = all.filter { agency == nil || $0.agencyID == agency }
    if runs.isEmpty, agency != nil { throw Diagnostic.noRun(ledger.path, agency) }
    let view = HistoryView(
      path: ledger.path, runs: runs, head: all.last, isVerified: arguments.flag("verify"))
    if arguments.value("format") == "json" {
      try context.output.write(view.json)
    } else {
      try context.output.write(view.text(context.language, context.terminal))
    }
    return .done
  }
}
