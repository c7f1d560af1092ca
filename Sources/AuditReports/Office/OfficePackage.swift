import AuditModel

/// A document in an Office Open XML package (ECMA-376, part 2): parts in a ZIP, and who refers to whom.
///
/// Parts are declared with their relationships, then written in one go; nothing in the file depends on anything
/// but them. A part's content may be made while it is written.
package struct OfficePackage {
  /// A part refers to another by an id of its own.
  package struct Relationship {
    package let id: String
    /// The last word of the type, such as `worksheet`; see `OfficePackage.relationshipType`.
    package let type: String
    /// The absolute name of a part, or an address outside the package.
    package let target: String
    package let isExternal: Bool

    package init(_ id: String, _ type: String, _ target: String, isExternal: Bool = false) {
      self.id = id
      self.type = type
      self.target = target
      self.isExternal = isExternal
    }
  }

  package struct Part {
    /// Absolute: `/xl/workbook.xml`.
    package let name: String
    package let contentType: String
    package let relationships: [Relationship]
    package let content: Content

    package init(
      _ name: String, contentType: String, relationships: [Relationship] = [], _ content: Content
    ) {
      self.name = name
      self.contentType = contentType
      self.relationships = relationships
      self.content = content
    }
  }

  package enum Content {
    case bytes([UInt8])
    /// Gives the bytes in pieces, as the part is written.
    case stream((_ write: ZipArchive.Sink) throws(Diagnostic) -> Void)
  }

  /// What the program that shows the document says of it.
  package struct Properties {
    package var title: String
    package var author: String
    /// The day it was made: the report's, not the clock's.
    package var date: CivilDate
    package var language: Language

    package init(title: String, author: String, date: CivilDate, language: Language) {
      self.title = title
      self.author = author
      self.date = date
      self.language = language
    }
  }

  private let main: Part
  private let parts: [Part]

  /// - `main`: the part that the document begins with.
  /// - `parts`: all others, each of which some part refers to, in the order they are written.
  package init(main: Part, parts: [Part], properties: Properties) {
    self.main = main
    self.parts = parts + properties.parts
    let mistakes = Self.mistakes(in: [main] + self.parts, roots: Self.rootRelationships(main))
    precondition(mistakes.isEmpty, "\(mistakes)")
  }

  package func write(to sink: @escaping ZipArchive.Sink) throws(Diagnostic) {
    let archive = ZipArchive(to: sink)
    let all = [main] + parts
    try archive.add("[Content_Types].xml", Self.contentTypes(of: all))
    try archive.add("_rels/.rels", Self.relationships(Self.rootRelationships(main)))
    for part in all {
      let name = String(part.name.dropFirst())
      if !part.relationships.isEmpty {
        try archive.add(Self.relationshipsName(of: name), Self.relationships(part.relationships))
      }
      switch part.content {
      case .bytes(let bytes): try archive.add(name, bytes)
      case .stream(let make):
        archive.beginEntry(name)
        try make { (bytes) throws(Diagnostic) in try archive.write(bytes) }
        try archive.endEntry()
      }
    }
    try archive.finish()
  }

  /// The whole file, for documents that are small.
  package func bytes() throws(Diagnostic) -> [UInt8] {
    var result: [UInt8] = []
    try write { (bytes) throws(Diagnostic) in result.append(contentsOf: bytes) }
    return result
  }
}
