package import AuditKernels
package import AuditModel
package import AuditSystem

extension SourceFormat {
  /// A document with a list of records.
  package static let json = SourceFormat(
    name: "json", title: LocalizedText(vi: "JSON", en: "JSON"),
    recognises: { JSONDetection.form(of: $0, path: $1) == .list },
    open: { (input, path, options) throws(Diagnostic) in
      try JSONSource(input, path: path, isLines: false, options: options)
    })

  /// A record on each line.
  package static let ndjson = SourceFormat(
    name: "ndjson", title: LocalizedText(vi: "NDJSON", en: "NDJSON"),
    recognises: { JSONDetection.form(of: $0, path: $1) == .lines },
    open: { (input, path, options) throws(Diagnostic) in
      try JSONSource(input, path: path, isLines: true, options: options)
    })
}

/// Records of a JSON document's list, or of lines of JSON, whose members are found in the head of the input.
package struct JSONSource: InputSource {
  package var format: String { isLines ? "ndjson" : "json" }
  package let path: String
  package let input: ByteInput
  package let header: SourceHeader
  package let chunkBytes: Int
  let options: JSONOptions
  let isLines: Bool
  private let head: Head
  private let limits: JSONLimits
  private let splitter: JSONSplitter
  /// A list's lines are taken for its records, until one turns out to be none.
  private var guessesLines = false

  /// Bytes of records whose members are looked at for names.
  static let headBytes = 1 << 20

  /// What the head of the input says.
  private struct Head {
    var names: JSONNames
    /// Names that lead to the list of records.
    var way: [String] = []
    var hasByteOrderMark = false
    /// Each line looks like one of the list's elements.
    var hasElementLines = false

    init(_ limits: Limits) {
      names = JSONNames(
        limit: limits.fieldsPerRecord, wayLimit: limits.fieldNameBytes,
        depthLimit: limits.jsonDepth)
    }
  }

  /// Reads records until there are a megabyte of them, for the names of their members.
  ///
  /// - Throws: `source.refused` for what is no text, `source.not-well-formed` and `source.not-a-table` for what has
  ///   no record before its fault, and what reading throws.
  package init(
    _ input: ByteInput, path: String, isLines: Bool, options: SourceOptions
  ) throws(Diagnostic) {
    let bytes = try input.peek(64)
    try CSVSource.refuse(bytes, path, as: isLines ? "NDJSON" : "JSON")
    var head = Head(options.limits)
    head.hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let blank = JSONSource(input, path, isLines, options, head, fields: JSONFields.none)
    var probe = FramedReader(
      blank, framer: blank.makeFramer(spreads: false), from: 0, line: 1, digesting: false)
    let batch = blank.makeBatch()
    var seen = 0
    while seen < JSONSource.headBytes, try probe.next(into: batch) {
      head.names.take(batch, isLines: isLines)
      if seen == 0, !isLines { head.hasElementLines = batch.hasElementLines }
      seen += batch.frame.byteCount
    }
    if let fault = probe.fault, probe.recordCount == 0 { throw fault }
    head.way = (probe.framer as? JSONRecordFramer)?.way ?? []
    self.init(input, path, isLines, options, head)
  }

  /// The same with what the options declare, the head being known.
  package func declaring(_ options: SourceOptions) -> (any Source)? {
    JSONSource(input, path, isLines, options, head)
  }

  private init(
    _ input: ByteInput, _ path: String, _ isLines: Bool, _ options: SourceOptions, _ head: Head
  ) {
    var declared = options.declared
    if case .spread(let field) = options.json.lists, !declared.contains(where: { $0.name == field })
    {
      declared.append(DeclaredField(name: field, isText: false))
    }
    let fields = JSONFields(head.names, declared: declared, limits: options.limits)
    self.init(input, path, isLines, options, head, fields: fields)
    guessesLines = head.hasElementLines && !spreads
  }

  private init(
    _ input: ByteInput, _ path: String, _ isLines: Bool, _ options: SourceOptions, _ head: Head,
    fields: JSONFields
  ) {
    self.input = input
    self.path = path
    self.isLines = isLines
    self.options = options.json
    self.head = head
    header = fields.header
    var limits = JSONLimits()
    limits.cellBytes = options.limits.cellBytes
    limits.members = options.limits.fieldsPerRecord
    limits.depth = options.limits.jsonDepth
    limits.recordsPerFrame = max(
      1, min(JSONSource.recordsPerBatch, JSONSource.cellsPerBatch / max(1, fields.list.count)))
    self.limits = limits
    // Pieces hold about as many records as a batch may: what is left over is carried to the next.
    // Names stand with each value: a piece has as many records as one of CSV at twice its bytes.
    chunkBytes = min(options.chunkBytes * 2, max(4096, limits.recordsPerFrame * 64))
    var separator = "; "
    var spread: Int?
    switch options.json.lists {
    case .joined(let text): separator = text
    case .spread(let field): spread = fields.list.firstIndex { $0.name == field }
    }
    splitter = JSONSplitter(
      fields: fields.list, isLines: isLines, separator: Array(separator.utf8), spreadField: spread,
      limits: limits)
  }

  /// Bounds the memory of a batch whose records are tiny, whose fields are many, or whose findings are.
  private static let cellsPerBatch = 4_000_000
  private static let recordsPerBatch = 16_384

  package func makeBatch() -> RecordBatch {
    RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes)
  }

  package func fit(_ batch: RecordBatch) {
    batch.fit(fieldCount: header.names.count)
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    FramedReader(self, framer: makeFramer(spreads: spreads), from: 0, line: 1, digesting: digesting)
  }

  /// Names that lead to the list of records.
  var way: [String] { options.path ?? head.way }

  private var spreads: Bool {
    if case .spread = options.lists { true } else { false }
  }

  private func makeFramer(spreads: Bool) -> JSONRecordFramer {
    let goal: JSONDocumentScan.Goal =
      options.path.map { .path($0.map { Array($0.utf8) }) } ?? .firstList
    return JSONRecordFramer(
      isLines ? .lines : .list(goal), splitter, spreads: spreads, guessesLines: guessesLines,
      limits: limits, input: input, path: path)
  }

  package var fallback: (any Source)? {
    guard guessesLines else { return nil }
    var exact = self
    exact.guessesLines = false
    return exact
  }

  /// - Throws: `SourceFallback` where lines that looked like records are not.
  package func split(_ batch: RecordBatch) throws {
    guard splitter.split(batch) else { throw SourceFallback() }
  }

  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    var details = [
      SourceDescription.Detail("encoding", head.hasByteOrderMark ? "UTF-8 (BOM)" : "UTF-8")
    ]
    if isLines {
      details.append(SourceDescription.Detail("emptyLines", String(reader?.emptyLineCount ?? 0)))
    } else {
      let pointer = way.map { "/" + JSONPath.escaped($0) }.joined()
      details.append(SourceDescription.Detail("record", pointer.isEmpty ? "/" : pointer))
      details.append(
        SourceDescription.Detail("recordFound", options.path == nil ? "detected" : "given"))
    }
    switch options.lists {
    case .joined(let separator):
      details.append(SourceDescription.Detail("arrays", "join:\(separator)"))
    case .spread(let field): details.append(SourceDescription.Detail("arrays", "records:\(field)"))
    }
    return details
  }
}
