import AuditEngine
import AuditModel
import AuditReports
import AuditRules
import AuditSystem

extension Command {
  static let check = Command(
    "check",
    summary: LocalizedText(
      vi: "kiểm tra nhanh tệp dữ liệu theo gói quy tắc",
      en: "check files against a rule pack, ad hoc"),
    details: LocalizedText(
      vi:
        "In từng lỗi kèm tệp và dòng, rồi bảng tóm tắt; chỉ ghi tệp khi có --findings. Mỗi tệp được ghép với bộ dữ liệu của gói có nhiều cột trùng tên nhất, hoặc theo --as.",
      en:
        "Prints each finding with file and line, then a summary; writes a file only with --findings. A file is taken as the pack's resource that shares most column names with it, or as --as says."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "tệp, thư mục các tệp phần, hoặc mẫu tên trong dấu nháy; - là đầu vào chuẩn",
          en: "a file, a folder of part files, or a pattern in quotes; - is standard input"),
        repeatable: true)
    ],
    options: [
      Option(
        "rules", short: "r", valueName: LocalizedText(vi: "GÓI", en: "PACK"),
        help: LocalizedText(
          vi: "gói quy tắc: tệp .json, datapackage.json hoặc mã (bắt buộc)",
          en: "the rule pack: a .json file, a datapackage.json or an id (required)"),
        repeatable: true),
      Option(
        "as", valueName: LocalizedText(vi: "TÊN", en: "NAME"),
        help: LocalizedText(
          vi: "bộ dữ liệu của gói ứng với từng tệp, theo thứ tự",
          en: "the pack's resource for each file, in order"),
        repeatable: true),
      Option(
        "delimiter", valueName: LocalizedText(vi: "DẤU", en: "CHAR"),
        help: LocalizedText(
          vi: "dấu phân cách; 'tab' là phím tab", en: "the delimiter; 'tab' is a tab")),
      .skip, .headerRows, .sourceFormat, .encoding, .record, .table, .query,
      Option(
        "format", choices: ["text", "json"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"), default: "text"),
      Option(
        "findings", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "ghi mọi lỗi vào tệp CSV này thay vì in ra",
          en: "write all findings to this CSV file instead of printing them")),
      Option(
        "quiet", short: "q",
        help: LocalizedText(vi: "chỉ in bảng tóm tắt", en: "print the summary alone")),
      Option(
        "waivers", valueName: LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "tệp miễn trừ (soat-waivers/1): lỗi được chấp nhận theo văn bản",
          en: "a file of waivers (soat-waivers/1): findings accepted by a document"),
        repeatable: true),
      .failOn, .maximumFindings, .showValues, .checkDate, .waiverKey, .workers, .root, .rulesFolder,
    ],
    examples: [
      Example(
        "soat check cong_dan.csv --rules rules/vn.dan-cu.json",
        LocalizedText(vi: "kiểm tra một tệp", en: "check one file")),
      Example(
        "soat check 'cong_dan/*.csv' --rules rules/vn.dan-cu.json",
        LocalizedText(
          vi: "nhiều tệp phần của một bảng, đọc như một tệp",
          en: "part files of one table, read as one")),
      Example(
        "zcat cong_dan.csv.gz | soat check - --rules vn.dan-cu --as cong_dan",
        LocalizedText(vi: "đọc từ đầu vào chuẩn", en: "read standard input")),
    ]
  ) { arguments, context in
    let packs = arguments.values("rules")
    guard !packs.isEmpty else {
      throw Diagnostic(
        "usage.missing-option",
        LocalizedText(vi: "thiếu tùy chọn --rules", en: "the option --rules is missing"),
        hint: LocalizedText(
          vi: "ví dụ: soat check TỆP --rules rules/vn.dan-cu.json",
          en: "for example: soat check FILE --rules rules/vn.dan-cu.json"))
    }
    var loading = LoadingOptions()
    loading.root = arguments.value("root")
    loading.ruleFolders = arguments.values("rules-folder")
    loading.date = try arguments.date("date")
    loading.showsValues = arguments.flag("show-values")
    loading.waiverKeyFile = arguments.value("waiver-key")
    loading.waiverFiles = arguments.values("waivers")
    let loader = ProjectLoader(options: loading, context: context)
    let project = try loader.load(
      files: arguments.positionals, packs: packs, resources: arguments.values("as"),
      reading: try arguments.sourceOptions())
    var options = try arguments.auditOptions(context)
    options.findingsPerRule = try arguments.integer("max-findings", in: 1...1_000_000_000)
    options.digests = false
    let isText = arguments.value("format") == "text"
    let output = context.output
    let file = try arguments.value("findings").map {
      try arguments.refuseOverwriting($0)
      return try OutputFile($0, access: arguments.flag("show-values") ? .ownerOnly : .shared)
    }
    options.style = file != nil ? .csv : isText && !arguments.flag("quiet") ? .text : .none
    let run = AuditRun(project: project, context: context, options: options)
    let outcome = try run.run(into: file) { bytes in
      try output.write(bytes)
      return nil
    }
    try file?.commit()
    if isText {
      try output.write(
        ResultSummary(outcome: outcome, language: context.language, terminal: context.terminal).text
      )
    } else {
      try output.write(ResultFile.write(outcome.result, outcome.scores))
    }
    if options.style != .none { Command.sayCut(outcome, options, context) }
    return outcome.result.exitCode(failOn: arguments.failOn)
  }
}

extension ParsedArguments {
  /// Findings never replace what the run reads: a slip of the keyboard would cost the agency its data.
  fileprivate func refuseOverwriting(_ path: String) throws(Diagnostic) {
    if path == "-" {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "--findings phải là tên tệp, không phải '-'",
          en: "--findings must be a file's name, not '-'"),
        hint: LocalizedText(
          vi: "bỏ --findings để in lỗi ra đầu ra chuẩn",
          en: "leave --findings out to print findings to standard output"))
    }
    for read in filesRead + values("rules") + values("waivers") where FileTree.areSame(read, path) {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "--findings '\(path)' chính là tệp đang được đọc",
          en: "--findings '\(path)' is a file this run reads"),
        hint: LocalizedText(vi: "chọn tên tệp khác", en: "choose another file name"))
    }
  }

  /// The files named, and those that folders and patterns mean.
  var filesRead: [String] {
    positionals.flatMap { path in
      guard PartFiles.areMeant(by: path) else { return [path] }
      return (try? PartFiles([path], limit: Limits().parts).paths) ?? []
    }
  }

  /// The delimiter given; nil for none.
  func delimiter() throws(Diagnostic) -> UInt8? {
    guard let text = value("delimiter") else { return nil }
    if text == "tab" || text == "\\t" { return 0x09 }
    guard let byte = text.utf8.first, text.utf8.count == 1, byte >= 0x09, byte != 0x22,
      byte != 0x0A, byte != 0x0D
    else {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "dấu phân cách '\(text)' phải là một ký tự ASCII, không phải dấu ngoặc kép",
          en: "the delimiter '\(text)' must be one ASCII character other than a quote"))
    }
    return byte
  }
}
