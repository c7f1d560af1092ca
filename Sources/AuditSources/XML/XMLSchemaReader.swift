package import AuditModel
package import AuditSystem

/// Gathers the files of an XML Schema, each looked through before libxml2 sees it.
///
/// No DOCTYPE, no file from anywhere but where `load` takes it from, no bound or pattern that costs more than a schema should.
package struct XMLSchemaReader {
  /// Gives the bytes of a file by its path below the project's border.
  ///
  /// Throws for one outside of it.
  package typealias Load = (_ path: String) throws -> [UInt8]

  private let limits: Limits
  private let load: Load
  private static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"
  private static let fileLimit = 100
  private static let occursLimit = 10_000
  private static let patternLimit = 1_000

  package init(limits: Limits, load: @escaping Load) {
    self.limits = limits
    self.load = load
  }

  /// - Throws: `rule-file.schema` for what is refused, and what `load` throws.
  package func read(_ main: String) throws -> XMLSchemaFiles {
    var files: [String: [UInt8]] = [:]
    var waiting = [main]
    while let path = waiting.popLast() {
      guard files[path] == nil else { continue }
      guard files.count < XMLSchemaReader.fileLimit else {
        throw refused(
          path,
          LocalizedText(
            vi: "lược đồ gồm hơn \(XMLSchemaReader.fileLimit) tệp",
            en: "the schema consists of more than \(XMLSchemaReader.fileLimit) files"))
      }
      let bytes = try load(path)
      files[path] = bytes
      waiting += try references(in: bytes, of: path)
    }
    return XMLSchemaFiles(main: main, files: files)
  }

  private func references(in bytes: [UInt8], of path: String) throws -> [String] {
    let reader = try XMLEventReader(
      XMLSelection(record: nil, prefixes: [XMLSchemaReader.schemaNamespace: "xs"]), path: path,
      limits: limits)
    reader.push(bytes)
    reader.finish()
    if let fault = reader.fault { throw fault }
    var found: [String] = []
    var scan = XMLOutlineScan(reader.written)
    while let event = scan.next() {
      guard case .start(let name, let attributes) = event else { continue }
      let element = String(decoding: name, as: UTF8.self)
      for attribute in attributes {
        let value = String(decoding: attribute.value, as: UTF8.self)
        switch (element, String(decoding: attribute.name, as: UTF8.self)) {
        case ("xs:include", "schemaLocation"), ("xs:import", "schemaLocation"),
          ("xs:redefine", "schemaLocation"):
          found.append(try resolved(value, from: path))
        case (_, "maxOccurs"), (_, "minOccurs"): try checkOccurs(value, path)
        case ("xs:pattern", "value"): try checkPattern(value, path)
        default: break
        }
      }
    }
    return found
  }

  /// A plain relative path, joined to the folder of the file that has it.
  private func resolved(_ location: String, from path: String) throws -> String {
    let isPlain = location.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) && byte > 0x40
        || [0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
    }
    var steps = path.split(separator: "/").dropLast().map(String.init)
    guard isPlain, !location.isEmpty, !location.hasPrefix("/") else {
      throw outside(location, path)
    }
    for step in location.split(separator: "/") where step != "." {
      guard step == ".." else {
        steps.append(String(step))
        continue
      }
      guard steps.popLast() != nil else { throw outside(location, path) }
    }
    return steps.joined(separator: "/")
  }

  private func outside(_ location: String, _ path: String) -> Diagnostic {
    refused(
      path,
      LocalizedText(
        vi: "schemaLocation '\(location.prefix(100))' không phải tệp của dự án",
        en: "the schemaLocation '\(location.prefix(100))' is no file of the project"))
  }

  private func checkOccurs(_ value: String, _ path: String) throws {
    guard value != "unbounded", Int(value).map({ $0 > XMLSchemaReader.occursLimit }) ?? true else {
      return
    }
    throw refused(
      path,
      LocalizedText(
        vi: "minOccurs, maxOccurs phải không quá \(XMLSchemaReader.occursLimit), hoặc unbounded",
        en: "minOccurs and maxOccurs may be up to \(XMLSchemaReader.occursLimit), or unbounded"))
  }

  private func checkPattern(_ value: String, _ path: String) throws {
    guard value.utf8.count > XMLSchemaReader.patternLimit || repeatsTooOften(value) else { return }
    throw refused(
      path,
      LocalizedText(
        vi: "một mẫu (xs:pattern) quá dài, hoặc lặp quá \(XMLSchemaReader.patternLimit) lần",
        en: "a pattern is too long, or repeats more than \(XMLSchemaReader.patternLimit) times"))
  }

  /// Whether some `{n}` or `{n,m}` is too large.
  private func repeatsTooOften(_ pattern: String) -> Bool {
    pattern.split(separator: "{").dropFirst().contains { part in
      part.prefix { $0 != "}" }.split(separator: ",").contains {
        Int($0).map { $0 > XMLSchemaReader.patternLimit }
          ?? ($0.utf8.count > 4 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) })
      }
    }
  }

  private func refused(_ path: String, _ message: LocalizedText) -> Diagnostic {
    Diagnostic(
      "rule-file.schema", message, at: SourceLocation(file: path, line: 1, column: 1),
      hint: LocalizedText(
        vi: "lược đồ và các tệp nó dùng phải nằm trong thư mục dự án",
        en: "a schema and the files it uses must lie in the project's folder"))
  }
}
