import AuditLedger
import AuditModel
import AuditReports
import AuditSystem

extension Command {
  static let report = Command(
    "report",
    summary: LocalizedText(
      vi: "lập lại báo cáo của một lần kiểm tra từ sổ, không cần dữ liệu",
      en: "make an inspection's report again from the ledger, without the data"),
    details: LocalizedText(
      vi:
        "Cùng phiên bản chương trình và cùng ngôn ngữ thì giống báo cáo mà lần kiểm tra ấy đã ghi; riêng ô của các ví dụ chỉ còn •••, vì sổ không giữ giá trị nào của dữ liệu. result.json giống từng byte. Ngôn ngữ khác: thêm --lang.",
      en:
        "With the same version of the program and in the same language it is the report that the inspection wrote, but that the cells of examples are •••, since a ledger keeps no value of the data. result.json is the same byte by byte. --lang gives another language."
    ),
    positionals: [.run],
    options: [
      .ledger, .agency,
      Option(
        "format", choices: ReportFormat.all.map(\.name),
        help: LocalizedText(vi: "dạng báo cáo", en: "the report's format"), default: "html"),
      Option(
        "out", short: "o", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "ghi vào tệp (mặc định: đầu ra chuẩn)",
          en: "write to a file (default: standard output)")),
    ],
    examples: [
      Example(
        "soat report 1 --out bao-cao-2025.html",
        LocalizedText(vi: "báo cáo của lần 1", en: "the report of inspection 1")),
      Example(
        "soat report --lang en --format json",
        LocalizedText(
          vi: "kết quả của lần cuối, ra đầu ra chuẩn",
          en: "the last result, on standard output")),
    ]
  ) { arguments, context in
    let ledger = try arguments.openLedger()
    let run = try arguments.run(0, in: ledger, agency: arguments.value("agency"))
    let kept = try KeptReport(run, in: ledger)
    let name = arguments.value("format") ?? ""
    guard let format = ReportFormat.named(name) else {
      preconditionFailure("no report format '\(name)'")
    }
    let language = arguments.wasGiven("lang") ? context.language : run.language
    let bytes = try format.render(kept.input(language))
    if let path = arguments.value("out") {
      try OutputFile.write(bytes, to: path)
    } else {
      try context.output.write(bytes)
    }
    if kept.examples == nil, format.name != ReportFormat.json.name {
      context.console.warn(
        LocalizedText(
          vi:
            "sổ không giữ ví dụ nào của lần kiểm tra này: phiên bản cũ lập sổ, và ví dụ có giá trị đã được xóa",
          en:
            "the ledger has no examples of it: an earlier version made it, and examples with values were erased"
        )
      )
    }
    return .done
  }
}
