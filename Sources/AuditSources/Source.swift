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
  var header: SourceHeader { get }
  /// About how many bytes of the input a batch holds.
  var chunkBytes: Int { get }
  /// How to go on where `split` meets what this reading does not understand; nil where it always does.
  var fallback: (any Source)? { get }
  /// The same source with the fields that options declare, which are otherwise those it was opened with; nil where it must
  /// be opened again for that.
  func declaring(_ options: SourceOptions) -> (any Source)?

  func makeBatch() -> RecordBatch
  /// Makes any batch one that `makeReader`'s readers can fill, as if `makeBatch` had made it.
  func fit(_ batch: RecordBatch)
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

  // MARK: The input

  /// Bytes to be read; nil while unknown.
  var byteCount: Int? { get }
  /// Bytes of the files themselves that were read, whatever they are read as.
  func fileByteCount(_ reader: (any RecordReader)?) -> Int
  /// Prepares what will be asked for next, for workers to call before they wait for their turn to read.
  func readAhead()
  /// The error that an input is which is no longer what was opened; nil while it is.
  func change() -> Diagnostic?
  /// What is wrong with the header, and with what the input is written in.
  ///
  /// `naming`: false where what stands in the place of names may be values of a record.
  func headerMessages(naming: Bool) -> [LocalizedText]
  /// What the source turned out to be, its encoding and compression included.
  func description(_ reader: (any RecordReader)?) -> [SourceDescription.Detail]

  /// The paths of the files that the records come from, where these are several; else empty.
  var partPaths: [String] { get }
  func parts(_ reader: (any RecordReader)?) -> [SourceDescription.Part]
  /// The files to be read whole, each with the number of its part, from 0, or -1; none where files are no documents.
  var documents: [(part: Int, input: ByteInput)] { get }
}

extension Source {
  package var fallback: (any Source)? { nil }
  package func declaring(_ options: SourceOptions) -> (any Source)? { nil }
  package var partPaths: [String] { [] }
  package func parts(_ reader: (any RecordReader)?) -> [SourceDescription.Part] { [] }
  package var documents: [(part: Int, input: ByteInput)] { [] }

  /// Columns by field name.
  package var columns: [String: Int] {
    Dictionary(header.names.enumerated().map { ($1, $0) }) { first, _ in first }
  }
}

/// A source that is one file or stream.
package protocol InputSource: Source {
  var input: ByteInput { get }
}

extension InputSource {
  package var documents: [(part: Int, input: ByteInput)] { [(-1, input)] }
  package var byteCount: Int? { input.byteCount }

  package func fileByteCount(_ reader: (any RecordReader)?) -> Int {
    if input.isDerived { return input.ownByteCount ?? 0 }
    return reader?.byteCount ?? input.byteCount ?? 0
  }

  package func readAhead() { input.readAhead() }

  package func change() -> Diagnostic? { input.hasChanged() ? input.changed : nil }

  package func headerMessages(naming: Bool) -> [LocalizedText] {
    var messages =
      header.defects.map { $0.message(naming: naming) } + (input.label.remark.map { [$0] } ?? [])
    if case .decoded = input, format.hasSuffix("json"), input.label.remark == nil {
      messages.append(.jsonIsUTF8)
    }
    return messages
  }

  package func description(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] {
    let label = input.label.details
    let names = Set(label.map(\.name))
    return details(reader).filter { !names.contains($0.name) } + label
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

  /// Which file a record is in and its number there, by its number in the whole.
  func place(of record: Int) -> RecordPlace
}

/// Where a clerk finds a record.
package struct RecordPlace: Sendable, Hashable {
  /// The file's path, where the records come from several.
  package var part: String?
  /// From 1, within its file.
  package var number: Int

  package init(part: String?, number: Int) {
    self.part = part
    self.number = number
  }
}

extension RecordReader {
  package var emptyLineCount: Int { 0 }
  package var fault: Diagnostic? { nil }
  package func place(of record: Int) -> RecordPlace { RecordPlace(part: nil, number: record) }
}
