package import AuditModel
internal import CLibXML2
internal import Synchronization

/// The files of an XML Schema, read and found harmless: the schema itself, and those it includes or imports.
package struct XMLSchemaFiles: Sendable {
  /// Where the schema itself lies, as `files` names it.
  package var main: String
  /// By path below the project's border, as `schemaLocation` leads to it.
  package var files: [String: [UInt8]]

  package init(main: String, files: [String: [UInt8]]) {
    self.main = main
    self.files = files
  }
}

/// An XML Schema made ready by libxml2; nothing is ever loaded for it but the files it was given.
@safe package final class XMLSchema: @unchecked Sendable {
  // SAFETY: made by xmlSchemaParse, not nil, freed in `deinit` and nowhere else; read only by its validators.
  let handle: xmlSchemaPtr
  /// As messages name it.
  package let path: String

  /// What the loader may hand out while a schema is made ready: one at a time, since the loader is the process's.
  private static let offered = Mutex<[String: [UInt8]]>([:])
  private static let making = Mutex<Void>(())

  /// - `path`: the schema's, for messages.
  /// - Throws: `rule-file.schema` with what is wrong, and where.
  package init(_ files: XMLSchemaFiles, path: String) throws(Diagnostic) {
    self.path = path
    XMLLibrary.start
    let problem = SchemaProblem()
    let made: UInt = XMLSchema.making.withLock { _ in
      XMLSchema.offered.withLock { $0 = files.files }
      defer { XMLSchema.offered.withLock { $0 = [:] } }
      guard let context = unsafe xmlSchemaNewParserCtxt(XMLSchema.root + files.main) else {
        return 0
      }
      // SAFETY: `problem` lives until this function returns, the context is freed before.
      unsafe xmlSchemaSetParserStructuredErrors(
        context,
        { user, error in
          guard let user = unsafe user, let error = unsafe error else { return }
          unsafe Unmanaged<SchemaProblem>.fromOpaque(user).takeUnretainedValue().note(error.pointee)
        }, Unmanaged.passUnretained(problem).toOpaque())
      let schema = unsafe XMLLibrary.silently { unsafe xmlSchemaParse(context) }
      unsafe xmlSchemaFreeParserCtxt(context)
      return UInt(bitPattern: schema)
    }
    guard let schema = unsafe xmlSchemaPtr(bitPattern: made) else { throw problem.diagnostic(path) }
    guard problem.line == nil else {
      unsafe xmlSchemaFree(schema)
      throw problem.diagnostic(path)
    }
    unsafe handle = schema
  }

  deinit { unsafe xmlSchemaFree(handle) }

  /// Before the paths of files: so that nothing is a name of the file system, or relative to one.
  private static let root = "/soat-schema/"

  /// What libxml2's loader is given for an address: one of the files on offer, or nothing.
  static func load(_ url: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr?
  {
    guard let url = unsafe url, let context = unsafe context else { return nil }
    let name = unsafe String(cString: url)
    guard name.hasPrefix(root) else { return nil }
    let bytes = offered.withLock { $0[String(name.dropFirst(root.count))] }
    guard let bytes else { return nil }
    // SAFETY: the buffer copies the bytes; the input takes the buffer over.
    let buffer = unsafe bytes.withUnsafeBufferPointer { source in
      unsafe source.baseAddress.flatMap { base in
        unsafe base.withMemoryRebound(to: CChar.self, capacity: source.count) { base in
          unsafe xmlParserInputBufferCreateMem(base, Int32(source.count), XML_CHAR_ENCODING_NONE)
        }
      }
    }
    guard let buffer = unsafe buffer else { return nil }
    let input = unsafe xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE)
    // SAFETY: the copy is freed with the input, by libxml2, which makes both.
    let copy = unsafe UnsafeMutableRawPointer(
      xmlStrdup(UnsafeRawPointer(url).assumingMemoryBound(to: UInt8.self)))
    unsafe input?.pointee.filename = unsafe UnsafePointer(
      copy?.assumingMemoryBound(to: CChar.self))
    return unsafe input
  }
}

/// What libxml2 finds wrong with a schema first.
private final class SchemaProblem {
  private(set) var line: Int?
  private var column = 1
  private var text = ""

  func note(_ error: xmlError) {
    guard line == nil, unsafe error.level != XML_ERR_WARNING else { return }
    line = unsafe max(1, Int(error.line))
    text = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
  }

  /// A schema is no data, so that libxml2's own words may be shown.
  func diagnostic(_ path: String) -> Diagnostic {
    let told = String(text.prefix { $0 != "\n" }.prefix(300))
    return Diagnostic(
      "rule-file.schema",
      LocalizedText(
        vi: "không dùng được lược đồ XML: \(told)", en: "the XML Schema cannot be used: \(told)"),
      at: SourceLocation(file: path, line: line ?? 1, column: column),
      hint: LocalizedText(
        vi: "sửa lược đồ; xmllint --schema cũng báo như vậy",
        en: "mend the schema; `xmllint --schema` says the same"))
  }
}
