import AuditEngine
import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem

/// What `profile` and `draft` have in common: the source that the command line names, read and counted.
struct SourceProfiling {
  let arguments: ParsedArguments
  let context: CommandContext

  /// Options that say how a file is read.
  static let options: [Option] = [
    Option(
      "delimiter", valueName: LocalizedText(vi: "DẤU", en: "CHAR"),
      help: LocalizedText(
        vi: "dấu phân cách; 'tab' là phím tab", en: "the delimiter; 'tab' is a tab")),
    .sourceFormat, .encoding, .record, .table, .query,
    .skip, .headerRows, .workers, .root, .rulesFolder,
  ]

  static let file = Positional(
    LocalizedText(vi: "TỆP", en: "FILE"),
    help: LocalizedText(
      vi: "tệp, thư mục các tệp phần, hoặc mẫu tên trong dấu nháy; - là đầu vào chuẩn",
      en: "a file, a folder of part files, or a pattern in quotes; - is standard input"))

  /// - `lists`: code lists to look values up in.
  func run(_ lists: [ShippedList]) throws -> ProfileRun.Outcome {
    let options = try arguments.sourceOptions()
    let path = arguments.positionals[0]
    let source = try SourceOpener(context: context, limits: Limits()).open([path], options)
    let progress = Progress(context)
    defer { progress.finish() }
    let run = ProfileRun(
      workers: try arguments.auditOptions(context).workers,
      lists: lists.map { ($0.spec.name, $0.table) },
      nameLists: lists.compactMap { list in list.names.map { (list.spec.name, $0) } },
      progress: { done, total in progress.update(path, done: done, total: total) },
      checkpoint: { try Signals.check() })
    return try run.run(source)
  }

  /// The code lists of the shared pack; see `ProjectLoader.shippedLists`.
  func shippedLists(isNamed: Bool = false) -> [ShippedList] {
    arguments.packLoader(context).shippedLists(isNamed: isNamed)
  }

  /// The dataset's name: the file's, without what says its form.
  static func name(of path: String) -> String {
    guard path != "-" else { return "du_lieu" }
    var name = FilePath.name(of: path.hasSuffix("/") ? String(path.dropLast()) : path)
    for ending in [
      ".gz", ".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".xml", ".db", ".sqlite",
    ]
    where name.count > ending.count && name.lowercased().hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
    }
    return name
  }
}

extension ParsedArguments {
  /// An output never replaces a file that the run reads.
  func refuseReplacing(_ path: String, option: String) throws(Diagnostic) {
    for read in filesRead where FileTree.areSame(read, path) {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "--\(option) '\(path)' chính là tệp đang được đọc",
          en: "--\(option) '\(path)' is a file this run reads"),
        hint: LocalizedText(vi: "chọn tên tệp khác", en: "choose another file name"))
    }
  }
}
