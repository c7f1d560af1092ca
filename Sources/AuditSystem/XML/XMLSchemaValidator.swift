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
  private let limit: Int
  private var isDone = false
  /// The first findings, as many as were asked for.
  package private(set) var findings: [SchemaFinding] = []
  /// All of them.
  package private(set) var count = 0

  /// - `limit`: findings that are kept.
  /// - Throws: `source.limit` when there is no memory.
  package init(_ schema: XMLSchema, limit: Int) throws(Diagnostic) {
    self.schema = schema
    self.limit = limit
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
    else { throw XMLFault(kind: .markup, line: 1, column: 1).diagnostic(schema.path) }
    // Without a function of its own, the parser would tell its errors on standard error.
    unsafe sax.pointee.serror = { _, _ in }
    guard let parser = unsafe xmlCreatePushParserCtxt(sax, user.pointee, nil, 0, nil) else {
      throw XMLFault(kind: .markup, line: 1, column: 1).diagnostic(schema.path)
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

  private func note(_ error: xmlError) {
    guard unsafe error.level != XML_ERR_WARNING else { return }
    let text = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    let defect = SchemaDefect(libxml: unsafe Int(error.code), text)
    let line = unsafe max(1, Int(xmlSAX2GetLineNumber(parser)))
    let place = SchemaMessage.place(text)
    // A facet that fails is told once more, as a type that fails.
    if defect == .wrongType, let last = findings.last, last.line == line, last.place == place {
      return
    }
    count += 1
    guard findings.count < limit else { return }
    findings.append(
      SchemaFinding(
        defect: defect, line: line, place: place, expected: SchemaMessage.expected(text)))
  }
}

extension SchemaDefect {
  /// By libxml2's code; its words tell apart what has one code.
  fileprivate init(libxml code: Int, _ text: String) {
    let table: [(Range<UInt32>, SchemaDefect)] = [
      (
        XML_SCHEMAV_CVC_LENGTH_VALID.rawValue..<XML_SCHEMAV_CVC_MININCLUSIVE_VALID.rawValue,
        .wrongLength
      ),
      (
        XML_SCHEMAV_CVC_MININCLUSIVE_VALID.rawValue..<XML_SCHEMAV_CVC_TOTALDIGITS_VALID.rawValue,
        .outOfRange
      ),
      (
        XML_SCHEMAV_CVC_TOTALDIGITS_VALID.rawValue..<XML_SCHEMAV_CVC_PATTERN_VALID.rawValue,
        .wrongDigits
      ),
      (
        XML_SCHEMAV_CVC_PATTERN_VALID.rawValue..<XML_SCHEMAV_CVC_ENUMERATION_VALID.rawValue,
        .wrongForm
      ),
      (
        XML_SCHEMAV_CVC_ENUMERATION_VALID.rawValue..<XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1.rawValue,
        .wrongChoice
      ),
      (
        XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1.rawValue..<XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2.rawValue,
        .notEmpty
      ),
      (XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2.rawValue..<XML_SCHEMAV_CVC_ELT_1.rawValue, .textNotAllowed),
      (XML_SCHEMAV_CVC_ELT_1.rawValue..<XML_SCHEMAV_CVC_ELT_2.rawValue, .unknownRoot),
      (XML_SCHEMAV_CVC_ELT_3_1.rawValue..<XML_SCHEMAV_CVC_ELT_4_1.rawValue, .nilNotAllowed),
      (
        XML_SCHEMAV_CVC_COMPLEX_TYPE_3_1.rawValue..<XML_SCHEMAV_CVC_COMPLEX_TYPE_4.rawValue,
        .unexpectedAttribute
      ),
      (
        XML_SCHEMAV_CVC_COMPLEX_TYPE_4.rawValue..<XML_SCHEMAV_CVC_COMPLEX_TYPE_5_1.rawValue,
        .missingAttribute
      ),
      (
        XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1.rawValue..<XML_SCHEMAV_CVC_FACET_VALID.rawValue,
        .wrongType
      ),
      (XML_SCHEMAV_CVC_IDC.rawValue..<XML_SCHEMAV_CVC_WILDCARD.rawValue, .duplicateKey),
    ]
    let isContent = code == Int(XML_SCHEMAV_ELEMENT_CONTENT.rawValue)
    if isContent {
      self = SchemaMessage.has("issing child", text) ? .missingElement : .unexpectedElement
      return
    }
    let found = table.first { $0.0.contains(UInt32(clamping: code)) }?.1 ?? .other
    self = found == .duplicateKey && SchemaMessage.has("No match found", text) ? .missingKey : found
  }
}

/// What may be shown of libxml2's words: names of elements and types, never a value.
private enum SchemaMessage {
  /// `Element '{ns}a', attribute 'b': …` as `a/@b`.
  static func place(_ text: String) -> String {
    guard text.hasPrefix("Element '") else { return "" }
    let parts = text.split(separator: "'", maxSplits: 4, omittingEmptySubsequences: false)
    let element = local(parts[1])
    guard parts.count > 3, parts[2] == ", attribute " else { return element }
    return "\(element)/@\(local(parts[3]))"
  }

  /// The name without its namespace in braces.
  private static func local(_ name: Substring) -> String {
    String((name.split(separator: "}").last ?? name).prefix(60))
  }

  /// What stands after `Expected is`, or in `( … )` of missing elements.
  static func expected(_ text: String) -> String {
    guard let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
      has("Expected is", text)
    else { return "" }
    let inner = text[text.index(after: open)..<close]
    return String(inner.filter { $0 != " " }.prefix(200))
  }

  static func has(_ part: String, _ text: String) -> Bool {
    let (whole, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= whole.count else { return false }
    return (0...whole.count - part.count).contains {
      whole[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
