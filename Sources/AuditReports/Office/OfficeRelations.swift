import AuditModel

/// The parts that every package has (ECMA-376-2, clauses 7.2, 6.5 and 8).
extension OfficePackage {
  static let coreName = "/docProps/core.xml"
  static let appName = "/docProps/app.xml"

  static func rootRelationships(_ main: Part) -> [Relationship] {
    [
      Relationship("rId1", "officeDocument", main.name),
      Relationship("rId2", "core-properties", coreName),
      Relationship("rId3", "extended-properties", appName),
    ]
  }

  static func contentTypes(of parts: [Part]) -> [UInt8] {
    var xml = XMLText()
    xml.open(
      "Types", ["xmlns": "http://schemas.openxmlformats.org/package/2006/content-types"])
    xml.empty(
      "Default",
      [
        "Extension": "rels",
        "ContentType": "application/vnd.openxmlformats-package.relationships+xml",
      ])
    for part in parts {
      xml.empty("Override", ["PartName": part.name, "ContentType": part.contentType])
    }
    xml.close("Types")
    return xml.bytes
  }

  static func relationships(_ relationships: [Relationship]) -> [UInt8] {
    var xml = XMLText()
    xml.open(
      "Relationships",
      ["xmlns": "http://schemas.openxmlformats.org/package/2006/relationships"])
    for item in relationships {
      let type = relationshipType(item.type)
      if item.isExternal {
        xml.empty(
          "Relationship",
          ["Id": item.id, "Type": type, "Target": item.target, "TargetMode": "External"])
      } else {
        xml.empty("Relationship", ["Id": item.id, "Type": type, "Target": item.target])
      }
    }
    xml.close("Relationships")
    return xml.bytes
  }

  /// The address that stands for a type of relationship, such as `worksheet` or `styles`.
  static func relationshipType(_ name: String) -> String {
    let base = "http://schemas.openxmlformats.org"
    guard name == "core-properties" else {
      return "\(base)/officeDocument/2006/relationships/\(name)"
    }
    return "\(base)/package/2006/relationships/metadata/core-properties"
  }

  /// `xl/workbook.xml` has its relationships in `xl/_rels/workbook.xml.rels`.
  static func relationshipsName(of name: String) -> String {
    guard let slash = name.lastIndex(of: "/") else { return "_rels/\(name).rels" }
    return "\(name[..<slash])/_rels\(name[slash...]).rels"
  }

  /// What would make a program refuse the package; empty unless we made a mistake.
  static func mistakes(in parts: [Part], roots: [Relationship]) -> [String] {
    var mistakes: [String] = []
    // Names that differ in case only are the same (clause 6.2.2.3).
    let names = parts.map { $0.name.lowercased() }
    let known = Set(names)
    if known.count < names.count { mistakes.append("two parts of one name: \(names)") }
    for part in parts where !isWellFormed(part.name) {
      mistakes.append("not a part's name: \(part.name)")
    }
    var reached: Set<String> = []
    let owners = [("the package", roots)] + parts.map { ($0.name, $0.relationships) }
    for (owner, relationships) in owners {
      if Set(relationships.map(\.id)).count < relationships.count {
        mistakes.append("\(owner): two relationships of one id")
      }
      for item in relationships where !item.isExternal {
        reached.insert(item.target.lowercased())
        guard !known.contains(item.target.lowercased()) else { continue }
        mistakes.append("\(owner): \(item.id) refers to \(item.target), which is not there")
      }
    }
    for name in names where !reached.contains(name) {
      mistakes.append("nothing refers to \(name)")
    }
    return mistakes
  }

  private static func isWellFormed(_ name: String) -> Bool {
    let segments = name.split(separator: "/", omittingEmptySubsequences: false)
    return segments.first == "" && segments.count > 1
      && segments.dropFirst().allSatisfy { segment in
        !segment.isEmpty && !segment.hasSuffix(".")
          && segment.utf8.allSatisfy { byte in
            switch UInt8(byte) {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
          }
      }
  }
}

extension OfficePackage.Properties {
  var parts: [OfficePackage.Part] {
    [
      OfficePackage.Part(
        OfficePackage.coreName,
        contentType: "application/vnd.openxmlformats-package.core-properties+xml", .bytes(core)),
      OfficePackage.Part(
        OfficePackage.appName,
        contentType: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        .bytes(app)),
    ]
  }

  private var core: [UInt8] {
    var xml = XMLText()
    xml.open(
      "cp:coreProperties",
      [
        "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      ])
    xml.element("dc:title", text: title)
    xml.element("dc:creator", text: author)
    xml.element("dc:language", text: language == .vi ? "vi-VN" : "en-GB")
    for name: StaticString in ["dcterms:created", "dcterms:modified"] {
      xml.element(name, ["xsi:type": "dcterms:W3CDTF"], text: "\(date.iso)T00:00:00Z")
    }
    xml.close("cp:coreProperties")
    return xml.bytes
  }

  private var app: [UInt8] {
    var xml = XMLText()
    xml.open(
      "Properties",
      ["xmlns": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"])
    xml.element("Application", text: "Soát")
    xml.close("Properties")
    return xml.bytes
  }
}
