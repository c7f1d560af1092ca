package import AuditKernels
package import AuditModel

/// Stands for an input that could not even be opened: no records, and why.
///
/// The rest of the inspection goes on without it, and the report says what is missing.
package struct UnreadSource: Source {
  package let path: String
  package let format: String
  package let header: SourceHeader
  let failure: Diagnostic

  /// - `declared`: the fields that rules know, so that they are told as not judged rather than not applicable.
  package init(_ path: String, format: String?, declared: [String], failure: Diagnostic) {
    self.path = path
    self.format = format ?? "unknown"
    header = SourceHeader(found: declared, declared: declared)
    self.failure = failure
  }

  package var chunkBytes: Int { 4096 }
  package func makeBatch() -> RecordBatch {
    RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes)
  }
  package func fit(_ batch: RecordBatch) { batch.fit(fieldCount: header.names.count) }
  package func makeReader(digesting: Bool) -> any RecordReader { UnreadReader(fault: failure) }
  package func split(_ batch: RecordBatch) {}

  package var byteCount: Int? { 0 }
  package func fileByteCount(_ reader: (any RecordReader)?) -> Int { 0 }
  package func readAhead() {}
  package func change() -> Diagnostic? { nil }
  package func headerMessages(naming: Bool) -> [LocalizedText] { [] }
  package func details(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] { [] }
  package func description(_ reader: (any RecordReader)?) -> [SourceDescription.Detail] { [] }
}

private struct UnreadReader: RecordReader {
  let fault: Diagnostic?
  var recordCount: Int { 0 }
  var byteCount: Int { 0 }

  func next(into batch: RecordBatch) throws(Diagnostic) -> Bool { false }
  func records(ofBatch number: Int) -> Range<Int> { 0..<0 }
  func batchNumber(of record: Int) -> Int { 0 }
  func reload(_ number: Int, into batch: RecordBatch) throws(Diagnostic) { try fail() }
  func reload(
    record: Int, of number: Int, _ locations: RecordLocations, into batch: RecordBatch
  ) throws(Diagnostic) { try fail() }
  func sha256() -> String? { nil }

  private func fail() throws(Diagnostic) {
    if let fault { throw fault }
  }
}
