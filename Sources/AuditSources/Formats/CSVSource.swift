package import AuditKernels
package import AuditModel
package import AuditSystem

extension SourceFormat {
  package static let csv = SourceFormat(
    name: "csv", title: LocalizedText(vi: "CSV", en: "CSV"), recognises: { _, _ in true },
    open: { (input, path, options) throws(Diagnostic) in
      try CSVSource(input, path: path, options: options)
    })
}

/// A CSV file whose dialect and header are known.
package struct CSVSource: InputSource {
  package let format = "csv"
  /// As the project or command line wrote it.
  package let path: String
  package let input: ByteInput
  package let dialect: CSVDialect
  package let header: SourceHeader
  package let options: CSVOptions
  package let chunkBytes: Int
  /// Where the records begin: the byte, and the line from 1.
  package let dataOffset: Int
  package let dataLine: Int
  package let hasByteOrderMark: Bool
  package let delimiterWasGiven: Bool

  /// Reads as much of the beginning as the header takes.
  ///
  /// - Throws: `source.refused` for a file that is no text table (compressed, an office document),
  ///   `source.limit` for a header longer than a megabyte, and what reading throws.
  package init(_ input: ByteInput, path: String, options: SourceOptions) throws(Diagnostic) {
    self.input = input
    self.path = path
    let limits = options.limits
    chunkBytes = options.chunkBytes
    let options = options.csv
    self.options = options
    var head = try input.peek(64 << 10)
    try CSVSource.refuse(head, path)
    let bom = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    hasByteOrderMark = bom > 0
    delimiterWasGiven = options.delimiter != nil
    let body = CSVSource.skipLines(head, from: bom, count: options.skippedLines)
    let delimiter =
      options.delimiter ?? DelimiterDetector.delimiter(of: Array(head[min(body, head.count)...]))
    dialect = CSVDialect(
      delimiter: delimiter, quote: options.hasQuotes ? 0x22 : nil,
      cellLimit: limits.cellBytes,
      fieldLimit: limits.fieldsPerRecord)
    var table = CSVSource.readTop(
      head, from: bom, options, limits, dialect, isWhole: head.count < 64 << 10)
    if table == nil, head.count == 64 << 10 {
      head = try input.peek(1 << 20)
      table = CSVSource.readTop(
        head, from: bom, options, limits, dialect, isWhole: head.count < 1 << 20)
    }
    guard let table else {
      throw Diagnostic(
        "source.not-a-table",
        LocalizedText(
          vi: "không tìm thấy dòng tên cột trong 1 MB đầu tệp",
          en: "no header record ends within the first megabyte"),
        at: SourceLocation(file: path, line: 1, column: 1),
        hint: LocalizedText(
          vi: "kiểm tra dấu ngoặc kép chưa đóng ở đầu tệp, hoặc khai báo headerRows, skip",
          en: "look for a quote that is never closed at the top, or declare headerRows and skip"))
    }
    header = table.header
    dataOffset = table.offset
    dataLine = table.line
  }

  private struct Top {
    var header: SourceHeader
    var offset: Int
    var line: Int
  }

  /// The header and where the records begin; nil when the header does not end within `head`.
  private static func readTop(
    _ head: [UInt8], from bom: Int, _ options: CSVOptions, _ limits: Limits, _ dialect: CSVDialect,
    isWhole: Bool
  ) -> Top? {
    var offset = skipLines(head, from: bom, count: options.skippedLines)
    var line = 1 + options.skippedLines
    var records: [[[UInt8]]] = []
    var headerLine = line
    let probe = CSVProbe(head, dialect: dialect, isWhole: isWhole)
    let wanted = max(1, options.headerRecords)
    var position = offset
    while records.count < wanted {
      guard let record = probe.record(from: position) else {
        guard isWhole, position >= head.count else { return nil }
        break
      }
      position = record.next
      if !record.isEmptyLine {
        headerLine = line
        records.append(record.cells)
      }
      line += record.lineCount
      if options.headerRecords > 0 { offset = position }
    }
    guard options.headerRecords > 0 else {
      return Top(
        header: SourceHeader(fieldCount: records.first?.count ?? 1), offset: offset,
        line: 1 + options.skippedLines)
    }
    let header = SourceHeader(
      records: records, line: headerLine, nameLimit: limits.fieldNameBytes)
    return Top(header: header, offset: offset, line: line)
  }

  private static func skipLines(_ head: [UInt8], from start: Int, count: Int) -> Int {
    var position = start
    var left = count
    while left > 0, position < head.count {
      if head[position] == 0x0A {
        left -= 1
      } else if head[position] == 0x0D, position + 1 >= head.count || head[position + 1] != 0x0A {
        left -= 1
      }
      position += 1
    }
    return position
  }

  /// - Throws: `source.refused` for what is no text in UTF-8.
  static func refuse(
    _ head: [UInt8], _ path: String, as format: String = "CSV"
  ) throws(Diagnostic) {
    let kinds: [([UInt8], LocalizedText, LocalizedText)] = [
      (
        [0x1F, 0x8B], LocalizedText(vi: "tệp nén gzip", en: "gzip-compressed"),
        LocalizedText(
          vi: "giải nén trước, hoặc: zcat TỆP | soat check -",
          en: "expand it first, or: zcat FILE | soat check -")
      ),
      (
        [0x50, 0x4B, 0x03, 0x04],
        LocalizedText(
          vi: "tệp ZIP hoặc tài liệu Office (xlsx)",
          en: "a ZIP archive or an office document (xlsx)"),
        LocalizedText(
          vi: "mở bằng Excel và lưu thành “CSV UTF-8”",
          en: "open it in Excel and save it as 'CSV UTF-8'")
      ),
      (
        [0xD0, 0xCF, 0x11, 0xE0],
        LocalizedText(vi: "tài liệu Office đời cũ (xls)", en: "an old office document (xls)"),
        LocalizedText(
          vi: "mở bằng Excel và lưu thành “CSV UTF-8”",
          en: "open it in Excel and save it as 'CSV UTF-8'")
      ),
      (
        [0xFD, 0x37, 0x7A, 0x58, 0x5A], LocalizedText(vi: "tệp nén xz", en: "xz-compressed"),
        LocalizedText(vi: "giải nén trước", en: "expand it first")
      ),
    ]
    for (magic, what, hint) in kinds where head.starts(with: magic) {
      throw Diagnostic(
        "source.refused",
        LocalizedText(
          vi: "đây là \(what.vi), không phải \(format)", en: "this is \(what.en), not \(format)"),
        at: SourceLocation(file: path, line: 1, column: 1), hint: hint)
    }
  }

  package func makeBatch() -> RecordBatch {
    RecordBatch(dialect: dialect, fieldCount: header.names.count, chunkBytes: chunkBytes)
  }

  package func fit(_ batch: RecordBatch) {
    batch.fit(dialect: dialect, fieldCount: header.names.count)
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    FramedReader(
      self, framer: CSVFramer(dialect: dialect), from: dataOffset, line: dataLine,
      digesting: digesting)
  }

  package func split(_ batch: RecordBatch) { CSVSplitter.split(batch) }

  /// What the source turned out to be, in the result's words and order.
  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    let names: [UInt8: String] = [0x2C: ",", 0x3B: ";", 0x09: "tab", 0x7C: "|"]
    let delimiter = names[dialect.delimiter] ?? String(UnicodeScalar(dialect.delimiter))
    return [
      SourceDescription.Detail("delimiter", delimiter),
      SourceDescription.Detail("delimiterFound", delimiterWasGiven ? "given" : "detected"),
      SourceDescription.Detail("encoding", hasByteOrderMark ? "UTF-8 (BOM)" : "UTF-8"),
      SourceDescription.Detail("headerRecords", String(options.headerRecords)),
      SourceDescription.Detail("skippedLines", String(options.skippedLines)),
      SourceDescription.Detail("emptyLines", String(reader?.emptyLineCount ?? 0)),
    ]
  }
}
