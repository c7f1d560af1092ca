import AuditEngine
import AuditKernels
import AuditModel
import AuditReports
import AuditSources
import AuditSystem
import AuditText

extension Command {
  static let show = Command(
    "show",
    summary: LocalizedText(
      vi: "cho xem tệp được đọc ra sao", en: "show how a file is read"),
    details: LocalizedText(
      vi:
        "In bảng các bản ghi đầu tiên kèm số bản ghi, số dòng và lỗi cấu trúc. Với --to ndjson in mọi bản ghi, mỗi bản ghi một dòng JSON. Lệnh này in giá trị thật của dữ liệu, trừ trường mà tên cho biết là dữ liệu cá nhân nhạy cảm (dân tộc, tôn giáo, sức khỏe …): những trường đó luôn là •••.",
      en:
        "Prints the first records as a table, with record and line numbers and defects of form. With --to ndjson it prints every record, one JSON object a line. Values are printed as they are, but for fields whose names say that they hold sensitive personal data (ethnic group, religion, health …): these are always •••."
    ),
    positionals: [
      Positional(
        LocalizedText(vi: "TỆP", en: "FILE"),
        help: LocalizedText(
          vi: "tệp, thư mục các tệp phần, hoặc mẫu tên trong dấu nháy; - là đầu vào chuẩn",
          en: "a file, a folder of part files, or a pattern in quotes; - is standard input"))
    ],
    options: [
      Option(
        "to", choices: ["table", "ndjson"],
        help: LocalizedText(vi: "dạng in ra", en: "how it is printed"),
        default: "table"),
      Option(
        "records", short: "n", valueName: LocalizedText("N"),
        help: LocalizedText(
          vi: "số bản ghi (bảng: mặc định 20; ndjson: mặc định tất cả)",
          en: "how many records (table: 20; ndjson: all, unless given)")),
      Option(
        "delimiter", valueName: LocalizedText(vi: "DẤU", en: "CHAR"),
        help: LocalizedText(
          vi: "dấu phân cách; 'tab' là phím tab", en: "the delimiter; 'tab' is a tab")),
      .sourceFormat,
      Option(
        "format", choices: Option.sourceFormat.choices,
        help: LocalizedText(vi: "như --source-format", en: "the same as --source-format")),
      .encoding, .record, .table, .query, .skip, .headerRows,
    ],
    examples: [
      Example(
        "soat show cong_dan.csv", LocalizedText(vi: "20 bản ghi đầu", en: "the first 20 records")),
      Example(
        "soat show cong_dan.csv --to ndjson | head -3",
        LocalizedText(vi: "bản ghi đúng từng ký tự", en: "records to the letter")),
    ]
  ) { arguments, context in
    var options = try arguments.sourceOptions()
    options.format = arguments.value("format") ?? options.format
    let path = arguments.positionals[0]
    let source = try SourceOpener(context: context, limits: Limits()).open([path], options)
    try SourceSetting.refuseUnfit(options.settings, for: [source])
    let isTable = arguments.value("to") == "table"
    let limit = try arguments.integer("records", in: 1...Int.max / 2) ?? (isTable ? 20 : Int.max)
    var dump = RecordDump(source: source, limit: limit, context: context)
    if isTable { try dump.table() } else { try dump.ndjson() }
    if let fault = dump.fault { throw fault }
    return .done
  }
}

/// Prints records as they were read.
struct RecordDump {
  let source: any Source
  let limit: Int
  let context: CommandContext
  private let arena = StableArena()
  /// Of each column, whether it holds sensitive personal data.
  private let isSensitive: [Bool]
  /// Why there are no more records, if that is a fault of the input.
  private(set) var fault: Diagnostic?

  init(source: any Source, limit: Int, context: CommandContext) {
    self.source = source
    self.limit = limit
    self.context = context
    isSensitive = source.header.names.map(SensitiveNames.holds)
  }

  /// What came of reading, and the source that was read: its fallback, where the plain way did not do.
  private struct Reading {
    var source: any Source
    var count = 0
    var isWhole = true
    var fault: Diagnostic?
  }

  private func forEachRecord(_ body: (RecordBatch, Int, _ hasSlipped: Bool) throws -> Void) throws
    -> Reading
  {
    var reading = Reading(source: source)
    while true {
      do {
        try read(&reading, body)
        return reading
      } catch is SourceFallback {
        guard let fallback = reading.source.fallback else { throw SourceFallback() }
        reading.source = fallback
      }
    }
  }

  /// Goes on after the records that were read before, which are the same whatever the way.
  private func read(
    _ reading: inout Reading, _ body: (RecordBatch, Int, _ hasSlipped: Bool) throws -> Void
  ) throws {
    var reader = reading.source.makeReader(digesting: false)
    let batch = reading.source.makeBatch()
    while try reader.next(into: batch) {
      try Signals.check()
      try reading.source.split(batch)
      arena.reset()
      let slipped = Set(batch.defects.lazy.filter(\.defect.mayMoveFields).map(\.record))
      for record in 0..<batch.recordCount where batch.firstRecord + record > reading.count {
        guard reading.count < limit else {
          reading.isWhole = false
          return
        }
        try body(batch, record, slipped.contains(record))
        reading.count += 1
      }
    }
    reading.fault = reader.fault
    reading.isWhole = reader.fault == nil
  }

  /// A cell as it may be shown; nil where the record has none.
  ///
  /// Where a record has more or fewer cells than there are names, no name says what each is.
  private func value(
    _ column: Int, of record: Int, in batch: RecordBatch, hasSlipped: Bool
  ) -> [UInt8]? {
    guard let value = batch.value(column, of: record, arena: arena) else { return nil }
    let isHidden =
      column < isSensitive.count && !hasSlipped
      ? isSensitive[column] : isSensitive.contains(true)
    return isHidden ? Mask.sensitive.apply(Array(value)) : Array(value)
  }

  mutating func ndjson() throws {
    let names = source.header.names
    let (output, parts) = (context.output, source.partPaths)
    fault = try forEachRecord { batch, record, hasSlipped in
      var json = JSONWriter(indented: false)
      json.object { json in
        if let part = RecordDump.part(of: batch, parts) { json.member("file", part) }
        json.member("record", batch.firstRecord - batch.recordsBefore + record)
        json.member("line", batch.line(of: record))
        json.object("fields") { json in
          for (column, name) in names.enumerated() {
            if let value = value(column, of: record, in: batch, hasSlipped: hasSlipped) {
              json.member(name, utf8: value)
            } else {
              json.null(name)
            }
          }
        }
        let count = batch.fieldCount(of: record)
        if count > names.count {
          json.array("extra") { json in
            for column in names.count..<count {
              json.element(utf8: value(column, of: record, in: batch, hasSlipped: hasSlipped) ?? [])
            }
          }
        }
        let defects = batch.defects.filter { $0.record == record }
        if !defects.isEmpty {
          json.member("defects", defects.map(\.defect.name))
        }
      }
      try output.write(json.finish() + [0x0A])
    }.fault
  }

  mutating func table() throws {
    let names = source.header.names
    let language = context.language
    let parts = source.partPaths
    let fileTitle = parts.isEmpty ? [] : [LocalizedText(vi: "tệp", en: "file")[language]]
    var rows: [[String]] = [
      fileTitle + ["#", LocalizedText(vi: "dòng", en: "line")[language]] + names.map { cell($0) }
    ]
    var notes: [String] = []
    let reading = try forEachRecord { batch, record, hasSlipped in
      let number = batch.firstRecord - batch.recordsBefore + record
      let part = RecordDump.part(of: batch, parts)
      rows.append(
        (part.map { [cell($0)] } ?? []) + ["\(number)", "\(batch.line(of: record))"]
          + names.indices.map { column in
            value(column, of: record, in: batch, hasSlipped: hasSlipped).map {
              cell(String(decoding: $0, as: UTF8.self))
            } ?? "∅"
          })
      for defect in batch.defects where defect.record == record {
        let line = batch.line(of: record) + defect.lineOffset
        notes.append(
          "\(part ?? source.path):\(line): #\(number): \(defect.defect.message(of: source)[language])"
        )
      }
    }
    fault = reading.fault
    var widths = Array(repeating: 0, count: rows[0].count)
    for row in rows {
      for (column, text) in row.enumerated() {
        widths[column] = max(widths[column], text.unicodeScalars.count)
      }
    }
    for row in rows {
      let cells = row.enumerated().map { column, text in
        text + String(repeating: " ", count: widths[column] - text.unicodeScalars.count)
      }
      try context.output.write(trimmedEnd(cells.joined(separator: "  ")) + "\n")
    }
    for message in source.headerMessages(naming: true) {
      try context.output.write(
        "\(source.path):\(max(1, source.header.line)): "
          + "\(Terminal.safe(message[language]))\n")
    }
    for note in notes { try context.output.write(Terminal.safe(note) + "\n") }
    let details = reading.source.description(nil).filter { $0.name != "emptyLines" }
      .map { detail in
        SourceWords.title(detail.name)[language] + ": "
          + Terminal.safe(SourceWords.value(detail.value, of: detail.name)[language])
      }.joined(separator: "; ")
    let more =
      reading.isWhole ? "" : LocalizedText(vi: " (còn nữa)", en: " (there are more)")[language]
    try context.output.write(
      "\(reading.count) " + LocalizedText(vi: "bản ghi", en: "records")[language] + more
        + "; \(details)\n")
  }

  /// The file a batch is of, where there are several.
  private static func part(of batch: RecordBatch, _ parts: [String]) -> String? {
    parts.indices.contains(batch.part) ? parts[batch.part] : nil
  }

  private func trimmedEnd(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

/// At most 30 characters, safe for a terminal.
private func cell(_ text: String) -> String {
  let safe = Terminal.safe(text)
  return safe.unicodeScalars.count <= 30
    ? safe : String(String.UnicodeScalarView(safe.unicodeScalars.prefix(29))) + "…"
}
