package import AuditModel

/// Something said of a source that inputs of some formats only can follow, such as a delimiter.
package struct SourceSetting: Hashable, Sendable {
  /// As it is written: `--record`, `"csv"`.
  package let name: String
  /// Names of the formats that follow it.
  let formats: [String]

  private init(_ name: String, _ formats: [String]) {
    self.name = name
    self.formats = formats
  }

  /// Those that can be said on a command line, by option.
  package static let options: [String: SourceSetting] = [
    "delimiter": SourceSetting("--delimiter", ["csv"]),
    "skip": SourceSetting("--skip", ["csv"]),
    "header-rows": SourceSetting("--header-rows", ["csv"]),
    "record": SourceSetting("--record", ["xml", "json"]),
    "table": SourceSetting("--table", ["sqlite"]),
    "query": SourceSetting("--query", ["sqlite"]),
    "encoding": SourceSetting("--encoding", ["csv", "xml", "json", "ndjson"]),
  ]

  /// Those that can be said in a project, by key; a path of keys where another key of the object fits more.
  package static let keys: [String: SourceSetting] = [
    "csv": SourceSetting("\"csv\"", ["csv"]),
    "xml": SourceSetting("\"xml\"", ["xml"]),
    "json": SourceSetting("\"json\"", ["json", "ndjson"]),
    "json/record": SourceSetting("\"record\"", ["json"]),
    "sqlite": SourceSetting("\"sqlite\"", ["sqlite"]),
    "encoding": SourceSetting("\"encoding\"", ["csv", "xml", "json", "ndjson"]),
  ]

  /// Whether a source can follow it; one that could not be opened might have been of any format.
  package func fits(_ source: any Source) -> Bool {
    formats.contains(source.format) || SourceFormat.named(source.format) == nil
  }

  /// What is told where it does not fit: passing over it in silence would read another table than was meant.
  package func isUnfit(for source: any Source) -> LocalizedText {
    let title = SourceFormat.named(source.format)?.title ?? LocalizedText(source.format)
    return LocalizedText(
      vi: "\(name) không dùng được cho '\(source.path)': tệp được đọc là \(title.vi)",
      en: "\(name) does not apply to '\(source.path)', which is read as \(title.en)")
  }

  /// The formats that it is for.
  package var servedFormats: LocalizedText {
    let titles = formats.compactMap { SourceFormat.named($0)?.title }
    return LocalizedText(
      vi: titles.map(\.vi).joined(separator: ", "), en: titles.map(\.en).joined(separator: ", "))
  }
}
