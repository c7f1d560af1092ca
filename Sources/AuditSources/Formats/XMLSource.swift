package import AuditKernels
package import AuditModel
package import AuditSystem
internal import AuditText

extension SourceFormat {
  package static let xml = SourceFormat(
    name: "xml", title: LocalizedText(vi: "XML", en: "XML"),
    recognises: { head, _ in XMLSource.recognises(head) },
    open: { (input, path, options) throws(Diagnostic) in
      try XMLSource(input, path: path, options: options)
    })
}

/// An XML document whose record element and fields are known.
///
/// It is read as plain XML, by a scanner of our own and all cores, as far as that goes; the fallback for everything
/// else, and for documents that are not well-formed, is libxml2.
package struct XMLSource: InputSource {
  package let format = "xml"
  package let path: String
  package let input: ByteInput
  package let header: SourceHeader
  package let chunkBytes: Int
  package let selection: XMLSelection
  private let limits: Limits
  private let shape: XMLShape
  private let recordWasGiven: Bool
  /// How records are written in the document; nil when it is read through libxml2.
  private var plain: XMLPlainFormat?

  /// Reads the first megabyte for the record element and its fields.
  ///
  /// - Throws: `source.refused` for a DOCTYPE or an encoding other than UTF-8, `source.not-a-table` when no element is
  ///   repeated and none was declared, and what is wrong with the document before its first record.
  package init(_ input: ByteInput, path: String, options: SourceOptions) throws(Diagnostic) {
    self.input = input
    self.path = path
    limits = options.limits
    chunkBytes = options.chunkBytes
    let xml = options.xml
    recordWasGiven = xml.record != nil
    let head = try input.peek(XMLSource.headBytes)
    try XMLSource.checkEncoding(head, input, path)
    let whole = try XMLEventReader(
      XMLSelection(record: nil, prefixes: xml.prefixes), path: path, limits: options.limits)
    whole.push(head)
    if head.count < XMLSource.headBytes { whole.finish() }
    if let fault = whole.fault, fault.code == "source.refused" { throw fault }
    let outline = XMLOutline(whole.written)
    guard let record = xml.record ?? outline.record() else {
      throw whole.fault ?? XMLSource.noRecord(path)
    }
    if let first = record.first, let root = outline.root, first != root {
      throw XMLSource.otherRoot(root, record, path)
    }
    selection = XMLSelection(record: record, prefixes: xml.prefixes)
    let found = outline.fields(of: record, limit: options.limits.fieldsPerRecord)
    header = SourceHeader(found: found, declared: options.declared.map(\.name))
    shape = XMLShape(fields: header.names, separators: xml.separators, rows: xml.rows)
    plain = XMLPlainFormat(head: head, path: record, prefixes: xml.prefixes)
    if plain == nil, recordWasGiven, head.count < XMLSource.headBytes { try checkPath(head) }
  }

  /// Refuses a path that a whole document shows to lead to nothing; of a longer one, its reading tells in the end.
  private func checkPath(_ document: [UInt8]) throws(Diagnostic) {
    let parser = try makeParser(selection)
    parser.push(document)
    parser.finish()
    if parser.fault == nil, parser.missesPath { throw noSuchPath }
  }

  private static let headBytes = 1 << 20

  /// Whether the first character that is not white space is a `<` that a tag, declaration or comment begins with.
  static func recognises(_ head: [UInt8]) -> Bool {
    var text = head[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    if isWide(head) { return head.contains(0x3C) }
    text = text.drop { [0x20, 0x0A, 0x09, 0x0D].contains($0) }
    guard text.first == 0x3C, let next = text.dropFirst().first else { return false }
    return next == 0x21 || next == 0x3F || next == 0x5F || next >= 0x80
      || (0x41...0x5A).contains(next & 0xDF)
  }

  /// UTF-16 or UTF-32 by its first bytes (XML 1.0, appendix F), of which the first character is a `<`.
  private static func isWide(_ head: [UInt8]) -> Bool {
    let beginnings: [[UInt8]] = [
      [0xFF, 0xFE, 0x3C, 0x00], [0xFE, 0xFF, 0x00, 0x3C], [0x3C, 0x00, 0x3F, 0x00],
      [0x00, 0x3C, 0x00, 0x3F], [0x00, 0x00, 0x00, 0x3C], [0x3C, 0x00, 0x00, 0x00],
      [0x00, 0x00, 0xFE, 0xFF], [0xFF, 0xFE, 0x00, 0x00],
    ]
    return beginnings.contains { head.starts(with: $0) }
  }

  /// Refuses what `SourceFormat.open` could not turn into UTF-8, and UTF-8 that says it is UTF-16.
  private static func checkEncoding(
    _ head: [UInt8], _ input: ByteInput, _ path: String
  ) throws(Diagnostic) {
    let name = XMLPrologue.encoding(of: head) ?? "UTF-8"
    let encoding =
      TextEncoding(name: name) ?? (name.uppercased().hasSuffix("ASCII") ? .utf8 : nil)
    var isDecoded = false
    if case .decoded = input { isDecoded = true }
    let isTaken = encoding.map { isDecoded || !$0.isUTF16 } ?? false
    guard isWide(head) || !isTaken else { return }
    throw Diagnostic(
      "source.refused",
      LocalizedText(
        vi: "tài liệu XML khai báo bảng mã không được nhận",
        en: "the XML document declares an encoding that is not taken"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(vi: "xuất lại tệp bằng UTF-8", en: "export the file as UTF-8"))
  }

  private static func noRecord(_ path: String) -> Diagnostic {
    Diagnostic(
      "source.not-a-table",
      LocalizedText(
        vi: "không phần tử nào lặp lại trong 1 MB đầu của tài liệu XML",
        en: "no element is repeated within the first megabyte of the XML document"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "nêu phần tử bản ghi trong audit.json: \"xml\": {\"record\": \"/ho_so/cong_dan\"}",
        en: "name the record element in audit.json: \"xml\": {\"record\": \"/ho_so/cong_dan\"}"))
  }

  /// The root's name is that of an element, no value.
  private static func otherRoot(_ root: String, _ record: [String], _ path: String) -> Diagnostic {
    let wanted = "/" + record.joined(separator: "/")
    return Diagnostic(
      "source.not-a-table",
      LocalizedText(
        vi: "không có bản ghi ở \(wanted): phần tử gốc của tài liệu là <\(root)>",
        en: "there are no records at \(wanted): the document's root element is <\(root)>"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "bắt đầu đường dẫn bằng phần tử gốc; bỏ record thì soat tự tìm bản ghi",
        en: "begin the path with the root element; without record the records are looked for"))
  }

  /// Like the path of a JSON document that leads to no list.
  var noSuchPath: Diagnostic {
    let wanted = "/" + (selection.record ?? []).joined(separator: "/")
    return Diagnostic(
      "source.not-a-table",
      LocalizedText(
        vi: "không phần tử nào ở \(wanted)", en: "there is no element at \(wanted)"),
      at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "sửa record; bỏ record thì soat tự tìm bản ghi, và soat show cho biết ở đâu",
        en: "correct the path; without record the records are looked for, and show tells where"))
  }

  // MARK: Reading

  package var fallback: (any Source)? {
    guard plain != nil else { return nil }
    var other = self
    other.plain = nil
    return other
  }

  /// What splits batches: plain ones as they stand, or libxml2's output.
  private var batchFormat: XMLPlainFormat {
    plain ?? XMLPlainFormat(resolved: selection.record?.last ?? "")
  }

  package func makeBatch() -> RecordBatch {
    let batch = RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes)
    fit(batch)
    return batch
  }

  package func fit(_ batch: RecordBatch) {
    batch.fit(fieldCount: header.names.count)
    batch.attachment = XMLSplitter(batchFormat, shape: shape, limits: limits)
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    guard let plain else { return XMLLibraryReader(self, digesting: digesting) }
    return FramedReader(
      self, framer: XMLFramer(plain, shape: shape, limits: limits), from: 0, line: 1,
      digesting: digesting)
  }

  func makeParser(_ selection: XMLSelection) throws(Diagnostic) -> XMLEventReader {
    try XMLEventReader(selection, path: path, limits: limits)
  }

  package func split(_ batch: RecordBatch) throws {
    guard let splitter = batch.attachment as? XMLSplitter, splitter.split(batch) else {
      guard plain == nil else { throw SourceFallback() }
      throw unsplit
    }
  }

  var makesRows: Bool { shape.makesRows }

  var recordsPerBatch: Int { XMLFramer.recordsPerFrame(fields: header.names.count) }

  /// Records of the table in a batch that libxml2's output fills.
  func rowCount(_ batch: RecordBatch) throws(Diagnostic) -> Int {
    guard shape.makesRows else { return batch.frame.recordCount }
    guard let splitter = batch.attachment as? XMLSplitter, splitter.split(batch) else {
      throw unsplit
    }
    return batch.recordCount
  }

  /// What libxml2 writes is always understood; if ever it is not, the source is not read whole.
  private var unsplit: Diagnostic {
    Diagnostic(
      "source.unreadable",
      LocalizedText(
        vi: "không tách được bản ghi XML; đây là lỗi của soat",
        en: "records of XML could not be split; this is a fault of soat"),
      at: SourceLocation(file: path, line: 1, column: 1))
  }

  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    let record = "/" + (selection.record ?? []).joined(separator: "/")
    return [
      SourceDescription.Detail("encoding", "UTF-8"),
      SourceDescription.Detail("record", record),
      SourceDescription.Detail("recordFound", recordWasGiven ? "given" : "detected"),
      SourceDescription.Detail("reading", plain == nil ? "libxml2" : "plain"),
    ]
  }
}
