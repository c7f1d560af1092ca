package import AuditModel
package import AuditSystem

/// A format that sources can have.
///
/// To add one: a file in `Formats/` with its `static let` and its `Source`, and one line in `all`.
package struct SourceFormat: Sendable {
  /// As projects and the command line name it, such as `csv`.
  package let name: String
  package let title: LocalizedText
  /// Whether an input that begins with these bytes is of the format; asked in the order of `all`.
  package let recognises: @Sendable (_ head: [UInt8], _ path: String) -> Bool
  package let open:
    @Sendable (_ input: ByteInput, _ path: String, _ options: SourceOptions) throws(Diagnostic) ->
      any Source

  /// Those that content gives away come first; the last takes whatever is left.
  package static let all: [SourceFormat] = [.xml, .ndjson, .json, .csv]

  package static func named(_ name: String) -> SourceFormat? { all.first { $0.name == name } }

  /// Opens an input as what it was declared to be, or as what its first bytes say it is.
  ///
  /// - Throws: what opening throws: `source.refused`, `source.not-a-table`, `source.limit`, `source.unreadable` ….
  package static func open(
    _ input: ByteInput, path: String, options: SourceOptions
  ) throws(Diagnostic) -> any Source {
    if let declared = options.format, let format = named(declared) {
      return try format.open(input, path, options)
    }
    let head = try input.peek(64 << 10)
    for format in all where format.recognises(head, path) {
      return try format.open(input, path, options)
    }
    return try SourceFormat.csv.open(input, path, options)
  }
}
