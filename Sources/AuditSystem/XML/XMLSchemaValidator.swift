package import AuditModel
internal import CLibXML2

/// Holds an XML document against a schema while it is read, piece by piece, by libxml2.
///
/// One thread at a time may use a validator.
@safe package final class XMLSchemaValidator: @unchecked Sendable {
  // SAFETY: all are made in `init` and freed in `deinit`: the plug first, since it writes to `handler` and `user`, then
  // the parser, then what validates. The schema is kept as long.
  private let schema: XMLSchema
  private let validator: xmlSchemaValidCtxtPtr
  private let plug: xmlSchemaSAXPlugPtr
  private let parser: xmlParserCtxtPtr
  private let handler: UnsafeMutablePointer<xmlSAXHandlerPtr?>
  private let user: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private var isDone = false
  private var findings: [SchemaFinding] = []
  /// Where the parser stood at the last finding: of one value, libxml2 may tell twice that it is wrong.
  private var lastOffset = -1

  /// - Throws: `source.limit` when there is no memory.
  package init(_ schema: XMLSchema) throws(Diagnostic) {
    self.schema = schema
    let handler = UnsafeMutablePointer<xmlSAXHandlerPtr?>.allocate(capacity: 1)
    let user = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
    // SAFETY: freshly allocated.
    unsafe handler.initialize(to: nil)
    unsafe user.initialize(to: nil)
    unsafe self.handler = handler
    unsafe self.user = user
    guard let validator = unsafe xmlSchemaNewValidCtxt(schema.handle),
      let plug = unsafe xmlSchemaSAXPlug(validator, handler, user),
      let sax = unsafe handler.pointee
    else { throw XMLFault(kind: .markup, line: 1, column: 1).diagnostic("") }
    // Without a function of its own, the parser would tell its errors on standard error.
    unsafe sax.pointee.serror = { _, _ in }
    guard let parser = unsafe xmlCreatePushParserCtxt(sax, user.pointee, nil, 0, nil) else {
      throw XMLFault(kind: .markup, line: 1, column: 1).diagnostic("")
    }
    unsafe xmlCtxtUseOptions(parser, XMLLibrary.options)
    unsafe self.validator = validator
    unsafe self.plug = plug
    unsafe self.parser = parser
    unsafe xmlSchemaValidateSetLocator(
      validator,
      { context, file, line in
        // Both are set: the library takes what it finds there.
        unsafe file?.pointee = nil
        unsafe line?.pointee = UInt(max(0, xmlSAX2GetLineNumber(context)))
        return 0
      }, parser)
    unsafe xmlSchemaSetValidStructuredErrors(
      validator,
      { user, error in
        guard let user = unsafe user, let error = unsafe error else { return }
        unsafe Unmanaged<XMLSchemaValidator>.fromOpaque(user).takeUnretainedValue()
          .note(error.pointee)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    unsafe xmlSchemaSAXUnplug(plug)
    unsafe xmlFreeParserCtxt(parser)
    unsafe xmlSchemaFreeValidCtxt(validator)
    unsafe handler.deallocate()
    unsafe user.deallocate()
  }

  package func push(_ bytes: RawSpan) {
    guard !isDone else { return }
    // SAFETY: the pointer is used within the closure only; libxml2 copies the bytes.
    unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = XMLLibrary.silently {
        unsafe xmlParseChunk(
          parser, base.assumingMemoryBound(to: CChar.self), Int32(clamping: buffer.count), 0)
      }
    }
  }

  /// Reads on.
  package func push(_ bytes: [UInt8]) { unsafe push(bytes.span.bytes) }

  /// The document ended; false if it was not well-formed, so that nothing is known of it.
  package func finish() -> Bool {
    guard !isDone else { return true }
    isDone = true
    _ = XMLLibrary.silently { unsafe xmlParseChunk(parser, nil, 0, 1) }
    return unsafe parser.pointee.wellFormed != 0
  }

  /// What was found since the last call.
  package func takeFindings() -> [SchemaFinding] {
    defer { findings = [] }
    return findings
  }

  private func note(_ error: xmlError) {
    // One code has two meanings: that a key is wrong, and a warning that follows from a value told already.
    guard unsafe error.level != XML_ERR_WARNING else { return }
    let message = unsafe SchemaMessage(
      error, line: error.line > 0 ? Int(error.line) : Int(xmlSAX2GetLineNumber(parser)))
    guard let found = message.finding else { return }
    let offset = unsafe xmlByteConsumed(parser)
    defer { lastOffset = offset }
    // A facet that fails is told once more, as a type that fails; so is an item of a list.
    if found.defect == .wrongType, offset == lastOffset, findings.last?.place == found.place {
      return
    }
    findings.append(found)
  }
}
