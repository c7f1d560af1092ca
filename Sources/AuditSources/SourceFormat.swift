package import AuditModel
package import AuditSystem
internal import AuditText

/// A format that sources can have.
///
/// To add one: a file in `Formats/` with its `static let` and its `Source`, and one line in `all`.
package struct SourceFormat: Sendable {
  /// As projects and the command line name it, such as `csv`.
  package let name: String
  package let title: LocalizedText
  /// Whether inputs are text, in one encoding or another.
  package let isText: Bool
  /// Whether an input that begins with these bytes is of the format; asked in the order of `all`.
  package let recognises: @Sendable (_ head: [UInt8], _ path: String) -> Bool
  package let open:
    @Sendable (_ input: ByteInput, _ path: String, _ options: SourceOptions) throws(Diagnostic) ->
      any Source

  init(
    name: String, title: LocalizedText, isText: Bool = true,
    recognises: @escaping @Sendable ([UInt8], String) -> Bool,
    open: @escaping @Sendable (ByteInput, String, SourceOptions) throws(Diagnostic) -> any Source
  ) {
    self.name = name
    self.title = title
    self.isText = isText
    self.recognises = recognises
    self.open = open
  }

  /// Those that content gives away come first; the last takes whatever is left.
  package static let all: [SourceFormat] = [.sqlite, .xml, .ndjson, .json, .csv]

  package static func named(_ name: String) -> SourceFormat? { all.first { $0.name == name } }

  /// Opens an input as what it was declared to be, or as what its first bytes say it is.
  ///
  /// A gzip file is read as what it expands to, text in another encoding as the UTF-8 it means.
  ///
  /// - Throws: what opening throws: `source.refused`, `source.not-a-table`, `source.limit`, `source.unreadable` ….
  package static func open(
    _ input: ByteInput, path: String, options: SourceOptions
  ) throws(Diagnostic) -> any Source {
    var input = input
    var head = try input.peek(64 << 10)
    if head.starts(with: GzipInput.magic), case .file(let file) = input {
      input = .expanded(try GzipInput(file, limits: options.limits))
      head = try input.peek(64 << 10)
    }
    // What asks for a table or a query is a database, whatever its first bytes have become, unless it is text.
    let isDatabase = options.sqlite != SQLiteOptions() && (head.isEmpty || head.contains(0))
    let declared = isDatabase ? .sqlite : options.format.flatMap { named($0) }
    if declared?.isText ?? !SourceFormat.isBinary(head) {
      let opened = try TextOpening(
        input, declared: options.encoding ?? XMLDeclaration.encoding(in: head), path: path)
      input = opened.input
      if opened.evidence.encoding != .utf8 { head = try input.peek(64 << 10) }
    }
    if let declared { return try declared.open(input, path, options) }
    for format in all where format.recognises(head, path) {
      // A path to the records leads into a document, even one that is a single line without a list of objects.
      let isDocument =
        format.name == ndjson.name && options.json.path != nil && JSONDetection.isOneLine(head)
      return try (isDocument ? json : format).open(input, path, options)
    }
    return try SourceFormat.csv.open(input, path, options)
  }

  /// Databases, archives and office documents, whose bytes are no text in any encoding.
  private static func isBinary(_ head: [UInt8]) -> Bool {
    [
      SQLiteFile.magic, [0x50, 0x4B, 3, 4], [0xD0, 0xCF, 0x11, 0xE0], [0x1F, 0x8B],
      [0xFD, 0x37, 0x7A],
    ]
    .contains { head.starts(with: $0) }
  }
}
