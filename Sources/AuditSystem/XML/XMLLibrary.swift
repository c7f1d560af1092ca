internal import CLibXML2

/// libxml2 as a whole: what is done once for the program.
enum XMLLibrary {
  /// Made ready, and told to load nothing from anywhere: whatever a document refers to stays unread, and a schema
  /// gets only what it was given.
  ///
  /// The loader is the one thing of libxml2 that is the whole process's; all else is a parser's own.
  static let start: Void = {
    xmlInitParser()
    // SAFETY: the loader captures nothing and lives as long as the program.
    unsafe xmlSetExternalEntityLoader { url, _, context in unsafe XMLSchema.load(url, context) }
  }()

  /// Whether this libxml2 hands on an attribute's `&` as `&#38;`, as it does when it does not substitute entities.
  ///
  /// Asked of itself, once: a version that would not do so could not be told from one that does.
  static let marksAmpersands: Bool = {
    start
    var handler = unsafe xmlSAXHandler()
    unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
    unsafe handler.startElementNs = { user, _, _, _, _, _, _, _, attributes in
      // SAFETY: `user` is `length`, and an attribute's value lies between its fourth and fifth pointers.
      guard let value = unsafe attributes?[3], let end = unsafe attributes?[4] else { return }
      unsafe user?.assumingMemoryBound(to: Int.self).pointee = end - value
    }
    let document = Array("<a b=\"&amp;\"/>".utf8CString.dropLast())
    var length = 0
    // SAFETY: the parser is freed before `length` and the document are gone.
    unsafe withUnsafeMutablePointer(to: &length) { length in
      guard let context = unsafe xmlCreatePushParserCtxt(&handler, length, nil, 0, nil) else {
        return
      }
      unsafe xmlCtxtUseOptions(context, options)
      unsafe xmlParseChunk(context, document, Int32(document.count), 1)
      unsafe xmlFreeParserCtxt(context)
    }
    return length != 1
  }()

  /// What documents are read with: nothing asks the network, and an encoding that is declared does not count, since
  /// the bytes are UTF-8 by the time they come here.
  ///
  /// Entities are not substituted (no NOENT), no DTD is loaded or asked (no DTDLOAD, DTDATTR, DTDVALID), no XInclude,
  /// and libxml2's own limits hold (no HUGE).
  static let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)

  /// Does something without the library writing of its errors to standard error.
  static func silently<Result>(_ body: () -> Result) -> Result {
    // SAFETY: the handler is this thread's own, and put back as it was.
    let (handler, context) = unsafe (
      __xmlStructuredError().pointee, __xmlStructuredErrorContext().pointee
    )
    unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
    defer { unsafe xmlSetStructuredErrorFunc(context, handler) }
    return body()
  }
}
