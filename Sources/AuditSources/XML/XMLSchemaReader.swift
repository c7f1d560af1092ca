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
  private let folder: String
  private let load: Load
  private static let schemaNamespace = "http://www.w3.org/2001/XMLSchema"
  private static let fileLimit = 100
  private static let occursLimit = 10_000
  private static let patternLimit = 1_000

  /// - `folder`: of the project's border, for messages.
  package init(limits: Limits, folder: String, load: @escaping Load) {
    self.limits = limits
    self.folder = folder
    self.load = load
  }

  /// - Throws: `rule-file.schema` for what is refused, and what `load` throws.
  package func read(_ main: String) throws -> XMLSchemaFiles {
    var gathered = XMLSchemaFiles(main: main, files: [:], folder: folder)
    var waiting = [main]
    while let path = waiting.popLast() {
      guard gathered.files[path] == nil else { continue }
      let file = File(path: path, shown: gathered.shownPath(path), bytes: try load(path))
      gathered.files[path] = file.bytes
      guard gathered.files.count <= XMLSchemaReader.fileLimit else {
        throw file.refused(
          "",
          LocalizedText(
            vi: "lược đồ gồm hơn \(XMLSchemaReader.fileLimit) tệp",
            en: "the schema consists of more than \(XMLSchemaReader.fileLimit) files"))
      }
      let found = try look(through: file)
      waiting += found.references
      if found.hasKeys { gathered.documentLimit = limits.schemaKeyBytes }
    }
    return gathered
  }

  private func look(through file: File) throws -> (references: [String], hasKeys: Bool) {
    let reader = try XMLEventReader(
      XMLSelection(record: nil, prefixes: [XMLSchemaReader.schemaNamespace: "xs"]),
      path: file.shown, limits: limits)
    reader.push(file.bytes)
    reader.finish()
    if let fault = reader.fault { throw fault }
    var references: [String] = []
    var hasKeys = false
    var scan = XMLOutlineScan(reader.written)
    while let event = scan.next() {
      guard case .start(let name, let attributes) = event else { continue }
      let element = String(decoding: name, as: UTF8.self)
      if ["xs:key", "xs:unique", "xs:keyref"].contains(element) { hasKeys = true }
      for attribute in attributes {
        let value = String(decoding: attribute.value, as: UTF8.self)
        switch (element, String(decoding: attribute.name, as: UTF8.self)) {
        case ("xs:include", "schemaLocation"), ("xs:import", "schemaLocation"),
          ("xs:redefine", "schemaLocation"):
          references.append(try resolved(value, from: file))
        case (_, "maxOccurs"), (_, "minOccurs"): try checkOccurs(value, file)
        case ("xs:pattern", "value"): try checkPattern(value, file)
        default: break
        }
      }
    }
    return (references, hasKeys)
  }

  /// A plain relative path, joined to the folder of the file that has it.
  private func resolved(_ location: String, from file: File) throws -> String {
    let isPlain = location.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) && byte > 0x40
        || [0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
    }
    var steps = file.path.split(separator: "/").dropLast().map(String.init)
    guard isPlain, !location.isEmpty, !location.hasPrefix("/") else {
      throw outside(location, file)
    }
    for step in location.split(separator: "/") where step != "." {
      guard step == ".." else {
        steps.append(String(step))
        continue
      }
      guard steps.popLast() != nil else { throw outside(location, file) }
    }
    return steps.joined(separator: "/")
  }

  private func outside(_ location: String, _ file: File) -> Diagnostic {
    file.refused(
      location,
      LocalizedText(
        vi: "schemaLocation '\(location.prefix(100))' không phải tệp của dự án",
        en: "the schemaLocation '\(location.prefix(100))' is no file of the project"))
  }

  private func checkOccurs(_ value: String, _ file: File) throws {
    guard value != "unbounded", Int(value).map({ $0 > XMLSchemaReader.occursLimit }) ?? true else {
      return
    }
    throw file.refused(
      value,
      LocalizedText(
        vi: "minOccurs, maxOccurs phải không quá \(XMLSchemaReader.occursLimit), hoặc unbounded",
        en: "minOccurs and maxOccurs may be up to \(XMLSchemaReader.occursLimit), or unbounded"))
  }

  private func checkPattern(_ value: String, _ file: File) throws {
    guard value.utf8.count > XMLSchemaReader.patternLimit || repeatsTooOften(value) else { return }
    throw file.refused(
      value,
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
}

/// One file of a schema.
private struct File {
  var path: String
  /// As messages name it.
  var shown: String
  var bytes: [UInt8]

  /// - `value`: what is refused, as it is written.
  func refused(_ value: String, _ message: LocalizedText) -> Diagnostic {
    Diagnostic(
      "rule-file.schema", message,
      at: SourceLocation(file: shown, line: line(of: value), column: 1),
      hint: LocalizedText(
        vi: "lược đồ và các tệp nó dùng phải nằm trong thư mục dự án, và vừa phải",
        en:
          "a schema and the files it uses must lie in the project's folder, and be of moderate size"
      ))
  }

  /// The first line that has the value in quotes; 1 if it is written in another way.
  private func line(of value: String) -> Int {
    for quote in "\"'".utf8 {
      let wanted =
        [quote] + Array(value.utf8.prefix(1000)) + (value.utf8.count > 1000 ? [] : [quote])
      var line = 1
      for index in bytes.indices {
        if bytes[index] == 0x0A { line += 1 }
        if bytes[index] == quote, bytes[index...].starts(with: wanted) { return line }
      }
    }
    return 1
  }
}
