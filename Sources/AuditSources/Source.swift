package import AuditKernels
package import AuditModel
package import AuditSystem

/// An input that is open and whose fields are known, whatever its format.
///
/// A source is a value: readers made of it read from the beginning, as often as they like.
package protocol Source: Sendable {
  /// The format's name: see `SourceFormat`.
  var format: String { get }
  /// As the project or command line wrote it.
  var path: String { get }
  var input: ByteInput { get }
  var header: SourceHeader { get }
  /// About how many bytes of the input a batch holds.
  var chunkBytes: Int { get }
  /// How to go on where `split` meets what this reading does not understand; nil where it always does.
  var fallback: (any Source)? { get }

  func makeBatch() -> RecordBatch
  /// `digesting`: false for a reading whose bytes need no digest.
  func makeReader(digesting: Bool) -> any RecordReader

  /// Finds the cells of a batch that a reader filled, defects and lines with them; called by any worker, at any time.
  ///
  /// - Throws: `SourceFallback`, and what reading throws.
  func split(_ batch: RecordBatch) throws

  /// What the source turned out to be, in the result's words and order.
  ///
  /// `reader`: one that has read it to the end; nil before that.
  func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail]
}

extension Source {
  package var fallback: (any Source)? { nil }

  /// What is wrong with the header, and with what the input is written in.
  package var headerMessages: [LocalizedText] {
    var messages = header.defects.map(\.message) + (input.label.remark.map { [$0] } ?? [])
    if case .decoded = input, format.hasSuffix("json"), input.label.remark == nil {
      messages.append(.jsonIsUTF8)
    }
    return messages
  }

  /// What the source turned out to be, its encoding and compression included.
  package func description(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    let label = input.label.details
    let names = Set(label.map(\.name))
    return details(reader).filter { !names.contains($0.name) } + label
  }

  /// Columns by field name.
  package var columns: [String: Int] {
    Dictionary(header.names.enumerated().map { ($1, $0) }) { first, _ in first }
  }
}

extension LocalizedText {
  fileprivate static let jsonIsUTF8 = LocalizedText(
    vi: "tệp JSON phải viết bằng UTF-8 (RFC 8259, mục 8.1); đã chuyển mã để kiểm tra",
    en: "JSON is written in UTF-8 (RFC 8259, section 8.1); the file was converted for judging only")
}

/// What was read as the plain form of a format is not: all of it is to be read again by the source's `fallback`.
package struct SourceFallback: Error {
  package init() {}
}

/// Cuts a source into batches of whole records, one after another; whoever asks next gets the next.
///
/// Everything that must be exact across the cuts - record and line numbers, the digest - is settled here, in the
/// input's order, so that batches can be split and judged in any order by any number of workers.
package protocol RecordReader: Sendable {
  var recordCount: Int { get }
  /// Bytes of the input read so far.
  var byteCount: Int { get }
  /// Empty lines between records, in formats that have lines.
  var emptyLineCount: Int { get }
  /// Why the input could not be read to its end; the records before that place were.
  var fault: Diagnostic? { get }

  /// Fills the batch with the next records; false when there are none. Splitting is left to the caller.
  mutating func next(into batch: RecordBatch) throws(Diagnostic) -> Bool

  /// Records of a batch that `next` gave, by their numbers from 1.
  func records(ofBatch number: Int) -> Range<Int>
  /// The number of the batch that holds a record.
  func batchNumber(of record: Int) -> Int
  /// Reads a batch again that `next` gave before.
  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic)
  /// Reads a single record again, as a batch of its own.
  func reload(record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch)
    throws(Diagnostic)

  /// Hex SHA-256 of all the input's bytes; nil before the end, or when this reading takes none.
  mutating func sha256() -> String?
}

extension RecordReader {
  package var emptyLineCount: Int { 0 }
  package var fault: Diagnostic? { nil }
}
