import AuditLedger
import AuditModel
import AuditReports
import AuditSystem

extension Command {
  static let report = Command(
    "report",
    summary: LocalizedText(
      vi: "lập lại báo cáo, văn bản của một lần kiểm tra từ sổ, không cần dữ liệu",
      en: "make an inspection's report and documents again from the ledger, without the data"),
    details: LocalizedText(
      vi:
        "Cùng phiên bản chương trình và cùng ngôn ngữ thì giống báo cáo mà lần kiểm tra ấy đã ghi; riêng trong các ví dụ, khóa, giá trị chỉ còn •••; yêu cầu và lời giải thích lấy từ dữ liệu thì không còn, vì sổ không giữ giá trị nào của dữ liệu. result.json và văn bản để ký giống từng byte. Ngôn ngữ khác: thêm --lang. docx là báo cáo để ký, luôn bằng tiếng Việt. Với --document, văn bản được ghi vào thư mục --out dưới tên như `audit` đặt, mỗi văn bản một tệp DOCX và một tệp HTML; --format chọn một trong hai. Bảng tính không có danh sách lỗi, vì sổ không giữ lỗi nào.",
      en:
        "With the same version of the program and in the same language it is the report that the inspection wrote, but that in examples keys and values are •••, and demands and explanations taken from the data are gone, since a ledger keeps no value of the data. result.json and the documents to be signed are the same byte by byte. --lang gives another language. docx is the report to be signed, always in Vietnamese. With --document, documents are written into the folder --out under the names `audit` gives them, each as DOCX and as HTML; --format takes one of the two. A workbook has no list of findings, since the ledger keeps none."
    ),
    positionals: [.run],
    options: [
      .ledger, .agency,
      Option(
        "format", choices: ReportFormat.all.map(\.name) + [KeptOutput.word],
        help: LocalizedText(vi: "dạng báo cáo", en: "the report's format"), default: "html"),
      Option(
        "document", choices: DocumentKind.allCases.map(\.rawValue),
        help: LocalizedText(
          vi: "văn bản: báo cáo, kế hoạch, phiếu yêu cầu khắc phục",
          en: "official documents: the report, the plan, requests to mend"), repeatable: true),
      Option(
        "out", short: "o", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "ghi vào tệp (mặc định: đầu ra chuẩn); với --document: vào thư mục",
          en: "write to a file (default: standard output); with --document: into a folder")),
    ],
    examples: [
      Example(
        "soat report 1 --out bao-cao-2025.html",
        LocalizedText(vi: "báo cáo của lần 1", en: "the report of inspection 1")),
      Example(
        "soat report 1 --format docx --out bao-cao-2025.docx",
        LocalizedText(vi: "báo cáo để ký của lần 1", en: "its report to be signed")),
      Example(
        "soat report --document plan --document remedy --out van-ban",
        LocalizedText(
          vi: "kế hoạch và phiếu yêu cầu khắc phục của lần cuối",
          en: "the plan and the requests to mend of the last one")),
      Example(
        "soat report --lang en --format json",
        LocalizedText(
          vi: "kết quả của lần cuối, ra đầu ra chuẩn",
          en: "the last result, on standard output")),
    ]
  ) { arguments, context in
    let ledger = try arguments.openLedger()
    let run = try arguments.run(0, in: ledger, agency: arguments.value("agency"))
    let output = KeptOutput(
      run: run, kept: try KeptReport(run, in: ledger), ledger: ledger, arguments: arguments,
      context: context)
    if arguments.wasGiven("document") {
      try output.writeDocuments()
    } else {
      try output.writeReport()
    }
    return .done
  }
}

/// Writes what a run of the ledger is to be made into.
private struct KeptOutput {
  /// The format of official documents that reports don't have.
  static let word = "docx"

  let run: LedgerRun
  let kept: KeptReport
  let ledger: Ledger
  let arguments: ParsedArguments
  let context: CommandContext

  private var name: String { arguments.value("format") ?? "" }

  func writeReport() throws {
    let bytes: [UInt8]
    if name == KeptOutput.word {
      let files = try files([.report])
      guard let file = files.first(where: { $0.name.hasSuffix("." + KeptOutput.word) }) else {
        preconditionFailure("no document among \(files.map(\.name))")
      }
      bytes = file.bytes
    } else {
      guard let format = ReportFormat.named(name) else {
        preconditionFailure("no report format '\(name)'")
      }
      let language = arguments.wasGiven("lang") ? context.language : run.language
      bytes = try format.render(kept.input(language))
      if kept.examples == nil, format.name != ReportFormat.json.name {
        context.console.warn(.noExamples)
      }
    }
    if let path = arguments.value("out") {
      try OutputFile.write(bytes, to: path)
    } else {
      try context.output.write(bytes)
    }
  }

  /// All of them are whole before the first has its name.
  func writeDocuments() throws {
    let forms = arguments.wasGiven("format") ? [name] : ["docx", "html"]
    guard forms.allSatisfy(["docx", "html"].contains) else {
      throw arguments.bad(
        "format", name,
        LocalizedText(
          vi: "không dùng được với '--document': chỉ docx, html",
          en: "does not go with '--document': docx and html do"))
    }
    guard let folder = arguments.value("out") else {
      throw Diagnostic(
        "usage.missing-option",
        LocalizedText(vi: "thiếu tùy chọn '--out'", en: "the option '--out' is missing"),
        hint: LocalizedText(
          vi: "nêu thư mục để ghi văn bản", en: "name a folder for the documents"))
    }
    let kinds = arguments.values("document").compactMap(DocumentKind.init(rawValue:))
    try FileTree.makeFolder(folder)
    let written = try files(kinds).filter { made in
      forms.contains { made.name.hasSuffix("." + $0) }
    }.map { made in
      let file = try OutputFile(FilePath.join(folder, made.name))
      try file.write(made.bytes)
      return (name: made.name, file: file)
    }
    for document in written { try document.file.commit() }
    for document in written {
      let path = FilePath.join(folder, document.name)
      try context.output.write(Terminal.safe(path) + "\n")
    }
  }

  private func files(_ kinds: [DocumentKind]) throws -> [OfficialFile] {
    let documents = try KeptDocuments(kept, of: run, in: ledger, for: kinds)
    for text in documents.missing { context.console.warn(text) }
    return try OfficialFiles.make(kinds, documents.input)
  }
}

extension LocalizedText {
  fileprivate static let noExamples = LocalizedText(
    vi:
      "sổ không giữ ví dụ nào của lần kiểm tra này: phiên bản cũ lập sổ, và ví dụ có giá trị đã được xóa",
    en:
      "the ledger has no examples of it: an earlier version made it, and examples with values were erased"
  )
}
