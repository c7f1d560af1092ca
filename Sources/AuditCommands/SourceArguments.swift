import AuditModel
import AuditSources
import AuditText

/// How a command line says in what way files are to be read.
extension Option {
  static let sourceFormat = Option(
    "source-format", choices: SourceFormat.all.map(\.name).sorted(),
    help: LocalizedText(
      vi: "dạng của tệp dữ liệu; mặc định nhận ra từ nội dung",
      en: "the format of the data; recognised from content by default"))
  static let skip = Option(
    "skip", valueName: LocalizedText("N"),
    help: LocalizedText(vi: "số dòng bỏ qua trước dòng tên cột", en: "lines before the header"),
    default: "0")
  static let headerRows = Option(
    "header-rows", valueName: LocalizedText("N"),
    help: LocalizedText(vi: "số dòng tên cột", en: "header records"), default: "1")
  static let encoding = Option(
    "encoding", valueName: LocalizedText(vi: "BẢNG MÃ", en: "ENCODING"),
    help: LocalizedText(
      vi:
        "bảng mã của văn bản: utf-8, utf-16, windows-1258, windows-1252, tcvn3, tcvn5712, vni, viscii; mặc định tự nhận ra",
      en:
        "the text's encoding: utf-8, utf-16, windows-1258, windows-1252, tcvn3, tcvn5712, vni, viscii; recognised by default"
    ))
  static let record = Option(
    "record", valueName: LocalizedText(vi: "ĐƯỜNG DẪN", en: "PATH"),
    help: LocalizedText(
      vi: "nơi các bản ghi nằm trong XML, JSON, ví dụ /ho_so/cong_dan; mặc định tự tìm",
      en: "where the records of XML or JSON are, such as /ho_so/cong_dan; found by default"))
  static let table = Option(
    "table", valueName: LocalizedText(vi: "BẢNG", en: "TABLE"),
    help: LocalizedText(
      vi: "bảng hoặc khung nhìn của cơ sở dữ liệu SQLite",
      en: "a table or view of a SQLite database"))
  static let query = Option(
    "query", valueName: LocalizedText("SQL"),
    help: LocalizedText(
      vi: "câu SELECT trên cơ sở dữ liệu SQLite", en: "a SELECT over a SQLite database"))
}

extension ParsedArguments {
  /// What the command line says of its files: delimiter, header, encoding, table or query.
  func sourceOptions() throws(Diagnostic) -> SourceOptions {
    var options = SourceOptions()
    options.settings = settings
    options.csv.delimiter = try delimiter()
    options.csv.skippedLines = try integer("skip", in: 0...1_000_000) ?? 0
    options.csv.headerRecords = try integer("header-rows", in: 0...100) ?? 1
    options.encoding = try encoding()
    options.format = value("source-format")
    if let record = value("record") {
      let steps = record.split(separator: "/").map(String.init)
      guard record.hasPrefix("/") else {
        throw Diagnostic(
          "usage.bad-value",
          LocalizedText(
            vi: "'\(record)' không bắt đầu bằng dấu /", en: "'\(record)' does not begin with a /"),
          hint: LocalizedText("--record /ho_so/cong_dan"))
      }
      options.json.path = steps
      options.xml.record = steps.isEmpty ? nil : steps
    }
    options.sqlite.table = value("table")
    options.sqlite.query = value("query")
    if options.sqlite.table != nil, options.sqlite.query != nil {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "chỉ dùng một trong hai: --table, --query", en: "use one of --table and --query"))
    }
    return options
  }

  /// Options given that are for some formats only.
  private var settings: [SourceSetting] {
    SourceSetting.options.sorted { $0.key < $1.key }.filter { wasGiven($0.key) }.map(\.value)
  }

  private func encoding() throws(Diagnostic) -> TextEncoding? {
    guard let name = value("encoding") else { return nil }
    if let encoding = TextEncoding(name: name) { return encoding }
    throw Diagnostic(
      "usage.bad-value",
      LocalizedText(vi: "không biết bảng mã '\(name)'", en: "the encoding '\(name)' is not known"),
      hint: LocalizedText(
        "--encoding " + TextEncoding.allCases.map(\.rawValue).joined(separator: " | ")))
  }
}

extension SourceSetting {
  /// Refuses what was said on the command line and none of its sources can follow.
  static func refuseUnfit(_ settings: [SourceSetting], for sources: [any Source]) throws {
    let mistakes = settings.compactMap { setting -> Diagnostic? in
      guard let first = sources.first, !sources.contains(where: setting.fits) else { return nil }
      return Diagnostic(
        "usage.unfit-option", setting.isUnfit(for: first),
        hint: LocalizedText(
          vi:
            "chỉ dành cho \(setting.servedFormats.vi); tệp bị nhận nhầm dạng thì thêm --source-format",
          en:
            "it is for \(setting.servedFormats.en); --source-format says what a file is if that was mistaken"
        ))
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
  }

  /// What is wrong with a project's resource that says this of a source.
  func unfitKey(at place: SourceLocation, for source: any Source) -> Diagnostic {
    Diagnostic(
      "project.unfit-key", isUnfit(for: source), at: place,
      hint: LocalizedText(
        vi:
          "chỉ dành cho \(servedFormats.vi): bỏ khóa này, hoặc nêu \"format\" nếu tệp bị nhận nhầm dạng",
        en:
          "it is for \(servedFormats.en): take the key away, or say \"format\" if the file was mistaken"
      ))
  }
}
