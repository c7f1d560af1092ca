package import AuditKernels
package import AuditModel
package import AuditSystem

/// Several files whose records are one table: the parts of an export, one after another in a fixed order.
///
/// Each part has its own header, encoding and delimiter; fields are matched by name. What cannot be read of one part is
/// said of it, and the others are read all the same.
package struct PartsSource: Source {
  package let path: String
  package let format: String
  package let header: SourceHeader
  package let chunkBytes: Int
  private let messages: [LocalizedText]
  private let namelessMessages: [LocalizedText]
  let parts: [Part]
  let skipped: [String]
  let open = OpenParts()

  /// One of the files.
  struct Part: Sendable {
    var path: String
    /// Nil where it cannot be read at all; `failure` says why.
    var source: (any Source)?
    var failure: Diagnostic?
    /// For each field of the table, the part's own; empty where they are the same.
    var columns: [Int32] = []
  }

  /// A part as it was opened, or why it could not be.
  package struct Opening: Sendable {
    package var path: String
    package var outcome: Result<any Source, Diagnostic>

    package init(_ path: String, _ outcome: Result<any Source, Diagnostic>) {
      self.path = path
      self.outcome = outcome
    }
  }

  /// - `path`: the folder, pattern or list, as it was written.
  /// - `skipped`: names that stand beside the parts and are none.
  /// - Throws: the first part's error where no part can be read.
  package init(
    _ openings: [Opening], path: String, skipped: [String] = []
  ) throws(Diagnostic) {
    let sources = openings.compactMap { try? $0.outcome.get() }
    guard let first = PartsSource.typical(sources) else {
      for opening in openings { _ = try opening.outcome.get() }
      throw PartsSource.noParts(path)
    }
    var merged = PartsHeader(naming: true)
    var nameless = PartsHeader(naming: false)
    var parts: [Part] = []
    for opening in openings {
      var part = Part(path: opening.path)
      do throws(Diagnostic) {
        let source = try opening.outcome.get()
        if let trouble = PartsSource.trouble(source, beside: first) { throw trouble }
        part.source = source
        merged.take(source, path: opening.path)
        nameless.take(source, path: opening.path)
      } catch {
        part.failure = error
      }
      parts.append(part)
    }
    let names = merged.names
    for index in parts.indices {
      guard let source = parts[index].source, source.header.names != names else { continue }
      let own = source.columns
      parts[index].columns = names.map { own[$0].map { Int32($0) } ?? -1 }
    }
    if !parts.contains(where: { $0.source != nil }), let failure = parts.first?.failure {
      throw failure
    }
    self.path = path
    format = first.format
    chunkBytes = first.chunkBytes
    header = SourceHeader(found: merged.found, declared: merged.declared)
    messages = merged.messages()
    namelessMessages = nameless.messages()
    self.parts = parts
    self.skipped = skipped
  }

  private init(_ other: PartsSource, parts: [Part]) {
    (path, format, header, chunkBytes) = (other.path, other.format, other.header, other.chunkBytes)
    (messages, namelessMessages) = (other.messages, other.namelessMessages)
    (skipped, self.parts) = (other.skipped, parts)
  }

  /// The part that the others are compared with: the first of those that share a field with most of them.
  ///
  /// A stray file that comes first does not make strays of all the others.
  private static func typical(_ sources: [any Source]) -> (any Source)? {
    var counts: [[String]: Int] = [:]
    for source in sources where source.byteCount != 0 {
      for name in source.header.names { counts[[source.format, name], default: 0] += 1 }
    }
    var best: (source: any Source, count: Int)?
    for source in sources where source.format != "sqlite" {
      let count = source.header.names.map { counts[[source.format, $0]] ?? 0 }.max() ?? 0
      if best.map({ $0.count < count }) ?? true { best = (source, count) }
    }
    return best?.source ?? sources.first
  }

  /// Why a file is no part of a table whose first file is another; nil when it is.
  private static func trouble(_ source: any Source, beside first: any Source) -> Diagnostic? {
    if source.format == "sqlite" { return database(source.path) }
    // A file without a byte is a part without a record, whatever it should be.
    if source.byteCount == 0 { return nil }
    let isKin = source.format.hasSuffix("json") && first.format.hasSuffix("json")
    guard source.format == first.format || isKin else { return otherFormat(source, first) }
    let names = Set(first.header.names)
    guard source.header.names.isEmpty || source.header.names.contains(where: names.contains) else {
      return otherTable(source.path, first.path)
    }
    return nil
  }

  // MARK: Reading

  package func headerMessages(naming: Bool) -> [LocalizedText] {
    naming ? messages : namelessMessages
  }

  package var fallback: (any Source)? {
    guard parts.contains(where: { $0.source?.fallback != nil }) else { return nil }
    return PartsSource(
      self,
      parts: parts.map { part in
        var other = part
        other.source = part.source?.fallback ?? part.source
        return other
      })
  }

  package func makeBatch() -> RecordBatch {
    RecordBatch(fieldCount: header.names.count, chunkBytes: chunkBytes)
  }

  /// Batches fit whichever part they are filled from: see `fit(_:part:)`.
  package func fit(_ batch: RecordBatch) {}

  func fit(_ batch: RecordBatch, part: Int) {
    if batch.part == part { return batch.fitAgain() }
    parts[part].source?.fit(batch)
    batch.part = part
  }

  package func makeReader(digesting: Bool) -> any RecordReader {
    PartsReader(self, digesting: digesting)
  }

  package func split(_ batch: RecordBatch) throws {
    guard let source = parts[batch.part].source else { return }
    try source.split(batch)
    let columns = parts[batch.part].columns
    if !columns.isEmpty { batch.arrange(columns) }
  }

  // MARK: The files

  package var byteCount: Int? {
    var sum = 0
    for part in parts {
      guard let source = part.source else { continue }
      guard let count = source.byteCount else { return nil }
      sum += count
    }
    return sum
  }

  package func fileByteCount(_ reader: (any RecordReader)?) -> Int {
    let reader = reader as? PartsReader
    return parts.indices.reduce(0) {
      $0 + (parts[$1].source?.fileByteCount(reader?.reader(ofPart: $1)) ?? 0)
    }
  }

  /// Expands ahead of the part being read, and of those after it, one by each worker that waits.
  package func readAhead() {
    let first = open.reading
    for index in first..<min(parts.count, first + PartsSource.window) {
      guard let source = parts[index].source as? any InputSource else { continue }
      if index == first, !source.input.isExpanded { return source.readAhead() }
      if source.input.readAheadIfIdle() { return }
    }
  }

  /// Parts that are expanded at a time.
  private static let window = 4

  package func change() -> Diagnostic? {
    for part in parts {
      guard var change = part.source?.change() else { continue }
      change.message = LocalizedText(
        vi: "'\(part.path)': \(change.message.vi)", en: "'\(part.path)': \(change.message.en)")
      return change
    }
    return nil
  }

  package var partPaths: [String] { parts.map(\.path) }

  package var documents: [(part: Int, input: ByteInput)] {
    parts.indices.compactMap { index in
      (parts[index].source as? any InputSource).map { (index, $0.input) }
    }
  }

  /// Notes that a part is read; another is closed for it, which opens itself when it is read again.
  func use(_ part: Int) {
    if let old = open.use(part) { park(old) }
  }

  func letGo(_ part: Int) {
    open.forget(part)
    park(part)
  }

  private func park(_ part: Int) { (parts[part].source as? any InputSource)?.input.park() }
}
