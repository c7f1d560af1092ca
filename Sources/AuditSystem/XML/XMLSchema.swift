package import AuditModel
internal import CLibXML2
internal import Synchronization

/// The files of an XML Schema, read and found harmless: the schema itself, and those it includes or imports.
package struct XMLSchemaFiles: Sendable {
  /// Where the schema itself lies, as `files` names it.
  package var main: String
  /// By path below the project's border, as `schemaLocation` leads to it.
  package var files: [String: [UInt8]]
  /// Where that border lies, for messages.
  package var folder: String
  /// Bytes of a document, where the schema has identity constraints: libxml2 keeps all their keys in memory.
  package var documentLimit: Int?

  package init(
    main: String, files: [String: [UInt8]], folder: String = ".", documentLimit: Int? = nil
  ) {
    self.main = main
    self.files = files
    self.folder = folder
    self.documentLimit = documentLimit
  }

  /// A file as messages name it.
  package func shownPath(_ file: String) -> String {
    folder == "." ? file : FilePath.join(folder, file)
  }
}

/// An XML Schema made ready by libxml2; nothing is ever loaded for it but the files it was given.
@safe package final class XMLSchema: @unchecked Sendable {
  // SAFETY: made by xmlSchemaParse, not nil, freed in `deinit` and nowhere else; read only by its validators.
  let handle: xmlSchemaPtr
  /// Bytes of a document that it may be held against; nil for any number.
  package let documentLimit: Int?

  /// What the loader may hand out while a schema is made ready: one at a time, since the loader is the process's.
  private static let offered = Mutex<[String: [UInt8]]>([:])
  private static let making = Mutex<Void>(())

  /// - Throws: `rule-file.schema` with what is wrong, and where.
  package init(_ files: XMLSchemaFiles) throws(Diagnostic) {
    documentLimit = files.documentLimit
    XMLLibrary.start
    let problem = SchemaProblem()
    let made: UInt = XMLSchema.making.withLock { _ in
      XMLSchema.offered.withLock { $0 = files.files }
      defer { XMLSchema.offered.withLock { $0 = [:] } }
      guard let context = unsafe xmlSchemaNewParserCtxt(XMLSchema.address(of: files.main)) else {
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
    guard let schema = unsafe xmlSchemaPtr(bitPattern: made) else {
      throw problem.diagnostic(files)
    }
    guard problem.line == nil else {
      unsafe xmlSchemaFree(schema)
      throw problem.diagnostic(files)
    }
    unsafe handle = schema
  }

  deinit { unsafe xmlSchemaFree(handle) }

  /// Before the paths of files: so that nothing is a name of the file system, or relative to one.
  private static let root = "/soat-schema/"

  /// The file's name as part of an address that libxml2 leaves as it is: bytes outside of ASCII letters and digits as `%C3`.
  private static func address(of file: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array(root.utf8)
    for byte in file.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The reverse; nil for an address that is none of ours.
  fileprivate static func file(at address: String) -> String? {
    guard address.hasPrefix(root) else { return nil }
    let bytes = Array(address.utf8.dropFirst(root.utf8.count))
    var name: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x25, index + 2 < bytes.count,
        let code = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      else {
        name.append(bytes[index])
        index += 1
        continue
      }
      name.append(code)
      index += 3
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// What libxml2's loader is given for an address: one of the files on offer, or nothing.
  static func load(_ url: UnsafePointer<CChar>?, _ context: xmlParserCtxtPtr?) -> xmlParserInputPtr?
  {
    guard let url = unsafe url, let context = unsafe context else { return nil }
    let name = unsafe String(cString: url)
    guard let file = file(at: name) else { return nil }
    let bytes = offered.withLock { $0[file] }
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
  private var text = ""
  private var file: String?

  func note(_ error: xmlError) {
    guard line == nil, unsafe error.level != XML_ERR_WARNING else { return }
    line = unsafe max(1, Int(error.line))
    text = unsafe error.message.map { unsafe String(cString: $0) } ?? ""
    file = unsafe error.file.flatMap { unsafe XMLSchema.file(at: String(cString: $0)) }
  }

  /// A schema is no data, so that libxml2's own words may be shown.
  func diagnostic(_ files: XMLSchemaFiles) -> Diagnostic {
    let told = String(text.prefix { $0 != "\n" }.prefix(300))
    let path = files.shownPath(file ?? files.main)
    return Diagnostic(
      "rule-file.schema",
      LocalizedText(
        vi: "không dùng được lược đồ XML: \(told)", en: "the XML Schema cannot be used: \(told)"),
      at: SourceLocation(file: path, line: line ?? 1, column: 1),
      hint: LocalizedText(
        vi: "sửa lược đồ; xmllint --schema cũng báo như vậy",
        en: "mend the schema; `xmllint --schema` says the same"))
  }
}
