package import AuditModel
internal import CLibXML2

/// Reads XML by libxml2's SAX2 push parser and writes what its records say, as XML of the plainest kind.
///
/// Of each record there is one line: start tags, attributes in `"`, text, end tags - with names as the selection has
/// them, without comments, instructions, CDATA sections, entities and namespaces, references kept for markup and line
/// ends in attributes only; `xsi:nil` becomes `xml:nil="1"`. So events reach their handler in bulk, and one splitter reads both
/// this and plain XML as it stands. The input must be UTF-8. Any DOCTYPE ends the reading; nothing is ever loaded.
///
/// One thread at a time may use a reader.
@safe package final class XMLEventReader: @unchecked Sendable {
  // SAFETY: both are made in `init` and freed in `deinit`, the parser first; only `push` and `finish` use the parser.
  private let state: UnsafeMutablePointer<XMLParserState>
  private let context: xmlParserCtxtPtr
  private let path: String
  private let limits: Limits
  private var isDone = false
  /// Of the parser's records, those handed over already.
  private var takenCount = 0
  private var takenBytes = 0

  /// - `path`: the document's, for messages.
  /// - Throws: `source.limit` when there is no memory for a parser.
  package init(
    _ selection: XMLSelection, path: String, limits: Limits = Limits()
  ) throws(Diagnostic) {
    XMLLibrary.start
    self.path = path
    self.limits = limits
    unsafe state = .allocate(capacity: 1)
    // SAFETY: freshly allocated.
    unsafe state.initialize(to: XMLParserState(selection, limits: limits))
    var handler = unsafe XMLCallbacks.handler
    // SAFETY: the parser copies the handler; the state outlives the parser.
    guard let made = unsafe xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else {
      unsafe state.pointee.deallocate()
      unsafe state.deallocate()
      throw XMLFault(kind: .markup, line: 1, column: 1).diagnostic(path)
    }
    unsafe context = made
    unsafe xmlCtxtUseOptions(made, XMLLibrary.options)
    unsafe state.pointee.context = made
  }

  deinit {
    // SAFETY: nobody else holds either.
    unsafe xmlFreeParserCtxt(context)
    unsafe state.pointee.deallocate()
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  /// Why the document could not be read to its end; the records before that place were.
  package var fault: Diagnostic? { unsafe state.pointee.fault?.diagnostic(path) }

  /// Reads on; without effect after the end or a fault.
  package func push(_ bytes: RawSpan) {
    guard !isDone else { return }
    // SAFETY: the pointer is used within the closure only; libxml2 copies the bytes.
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe xmlParseChunk(
        context, base.assumingMemoryBound(to: CChar.self), Int32(clamping: buffer.count), 0)
    }
    checkPending()
    if unsafe state.pointee.fault != nil { isDone = true }
  }

  /// Reads on.
  package func push(_ bytes: [UInt8]) { unsafe push(bytes.span.bytes) }

  /// The input ended.
  package func finish() {
    guard !isDone else { return }
    isDone = true
    unsafe xmlParseChunk(context, nil, 0, 1)
    guard unsafe state.pointee.fault == nil, unsafe context.pointee.wellFormed == 0 else { return }
    unsafe state.pointee.stop(
      .libxml(code: Int(XML_ERR_DOCUMENT_END.rawValue), first: "", second: ""))
  }

  /// Markup that does not end makes the parser keep all that comes: it is given up in time.
  private func checkPending() {
    guard let input = unsafe context.pointee.input, let end = unsafe input.pointee.end,
      let at = unsafe input.pointee.cur
    else { return }
    if unsafe end - at > limits.cellBytes + (1 << 20) { unsafe state.pointee.stop(.markup) }
  }

  /// Whether the selected path led to nothing, though there were other elements where its next one should be.
  package var missesPath: Bool { unsafe state.pointee.missesPath }

  // MARK: What was read

  /// Whole records that were read and not taken yet.
  package var recordCount: Int {
    unsafe state.pointee.records.count - takenCount - (isWithinRecord ? 1 : 0)
  }

  /// Bytes of the output that those records are.
  package var byteCount: Int { unsafe state.pointee.wholeCount - takenBytes }

  private var isWithinRecord: Bool {
    guard let last = unsafe state.pointee.records.last else { return false }
    return unsafe last.start >= state.pointee.wholeCount
  }

  /// Hands over whole records, as bytes and as places, and forgets them.
  package func take<Result>(
    atMost limit: Int,
    _ body: (_ bytes: RawSpan, _ records: ArraySlice<XMLRecordPlace>) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let (first, start) = (takenCount, takenBytes)
    let isAll = recordCount <= limit
    let last = first + min(limit, recordCount)
    let end = unsafe isAll ? state.pointee.wholeCount : state.pointee.records[last].start
    // SAFETY: whole records are initialised bytes, and stay while `body` runs.
    let span = unsafe RawSpan(
      _unsafeStart: state.pointee.output.base + start, byteCount: end - start)
    let result = try body(span, unsafe state.pointee.records[first..<last])
    (takenCount, takenBytes) = (last, end)
    if isAll {
      unsafe state.pointee.forgetWhole(last)
      (takenCount, takenBytes) = (0, 0)
    }
    return result
  }

  /// Start tags that a document must begin with so that the bytes from a record on can be read alone.
  package func surroundings(of record: XMLRecordPlace) -> [UInt8] {
    unsafe state.pointee.surroundings[record.surroundings]
  }

  /// Everything written so far, the beginning of a record that has not ended included.
  package var written: [UInt8] { unsafe state.pointee.output.bytes }
}

/// The functions that libxml2 calls.
enum XMLCallbacks {
  // SAFETY: `user` is the state of the parser that calls, by `xmlCreatePushParserCtxt`; texts have the lengths given,
  // attributes five pointers each, and all are the parser's until the function returns.
  typealias State = UnsafeMutablePointer<XMLParserState>

  @inline(__always) private static func state(_ user: UnsafeMutableRawPointer?) -> State? {
    unsafe user?.assumingMemoryBound(to: XMLParserState.self)
  }

  static var handler: xmlSAXHandler {
    var handler = unsafe xmlSAXHandler()
    unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
    unsafe handler.startElementNs = {
      user, local, prefix, uri, namespaceCount, namespaces, attributeCount, _, attributes in
      guard let state = unsafe XMLCallbacks.state(user) else { return }
      unsafe state.pointee.start(
        XMLRawName(local: local, prefix: prefix, uri: uri), namespaceCount: Int(namespaceCount),
        namespaces, attributeCount: Int(attributeCount), attributes)
    }
    unsafe handler.endElementNs = { user, local, _, uri in
      guard let state = unsafe XMLCallbacks.state(user) else { return }
      unsafe state.pointee.end(local, uri)
    }
    unsafe handler.characters = { user, text, count in
      guard let state = unsafe XMLCallbacks.state(user), let text = unsafe text else { return }
      unsafe state.pointee.text(text, Int(count))
    }
    // The same function, so that the parser need not find out which blanks could be ignored.
    unsafe handler.ignorableWhitespace = handler.characters
    unsafe handler.cdataBlock = { user, text, count in
      guard let state = unsafe XMLCallbacks.state(user), let text = unsafe text else { return }
      unsafe state.pointee.section(text, Int(count))
    }
    unsafe handler.internalSubset = { user, _, _, _ in
      guard let state = unsafe XMLCallbacks.state(user) else { return }
      unsafe state.pointee.refuseDoctype()
    }
    unsafe handler.serror = { user, error in
      guard let state = unsafe XMLCallbacks.state(user), let error = unsafe error else { return }
      unsafe state.pointee.take(error.pointee)
    }
    return unsafe handler
  }
}
