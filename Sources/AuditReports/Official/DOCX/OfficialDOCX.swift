import AuditModel

/// An official document as a word processor's file (ECMA-376, part 1, clause 11): styles, tables, charts, all of it editable.
package enum OfficialDOCX {
  /// Renders the document; equal documents give equal bytes.
  package static func render(_ document: OfficialDocument) throws(Diagnostic) -> [UInt8] {
    var body = DOCXBody()
    let main = body.write(document)
    let base = "application/vnd.openxmlformats-officedocument"
    let word = base + ".wordprocessingml"
    let properties = OfficePackage.Properties(
      title: OfficialText.composed(document.title),
      author: OfficialText.composed(document.author), date: document.date, language: .vi)
    var charts: [OfficePackage.Part] = []
    var workbooks: [OfficePackage.Part] = []
    for (index, chart) in body.charts.enumerated() {
      let workbook = "/word/embeddings/bieu-do-\(index + 1).xlsx"
      workbooks.append(
        OfficePackage.Part(
          workbook, contentType: base + ".spreadsheetml.sheet",
          .bytes(try DOCXChart.workbook(chart, properties))))
      charts.append(
        OfficePackage.Part(
          "/word/charts/chart\(index + 1).xml", contentType: base + ".drawingml.chart+xml",
          relationships: [
            OfficePackage.Relationship(DOCXChart.workbookID, "package", workbook)
          ], .bytes(DOCXChart.write(chart))))
    }
    let parts = [
      OfficePackage.Part(
        "/word/styles.xml", contentType: word + ".styles+xml", .bytes(DOCXStyles.write())),
      OfficePackage.Part(
        "/word/settings.xml", contentType: word + ".settings+xml", .bytes(settings)),
      OfficePackage.Part(
        "/word/fontTable.xml", contentType: word + ".fontTable+xml", .bytes(fonts)),
      OfficePackage.Part(
        "/word/header1.xml", contentType: word + ".header+xml", .bytes(header)),
    ]
    let relationships =
      [
        OfficePackage.Relationship("rId1", "styles", "/word/styles.xml"),
        OfficePackage.Relationship("rId2", "settings", "/word/settings.xml"),
        OfficePackage.Relationship("rId3", "fontTable", "/word/fontTable.xml"),
        OfficePackage.Relationship(DOCXBody.headerID, "header", "/word/header1.xml"),
      ]
      + charts.enumerated().map { index, part in
        OfficePackage.Relationship(DOCXBody.chartID(index), "chart", part.name)
      }
    return try OfficePackage(
      main: OfficePackage.Part(
        "/word/document.xml", contentType: word + ".document.main+xml",
        relationships: relationships, .bytes(main)),
      parts: parts + charts + workbooks, properties: properties
    ).bytes()
  }

  static let wordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  static let relationNamespace =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

  private static var settings: [UInt8] {
    var xml = XMLText()
    xml.open("w:settings", ["xmlns:w": wordNamespace])
    xml.raw("<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/>")
    xml.raw("<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>")
    xml.raw("<w:compatSetting w:name=\"compatibilityMode\" ")
    xml.raw("w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>")
    xml.raw("<w:themeFontLang w:val=\"vi-VN\"/>")
    xml.raw("<w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/>")
    xml.close("w:settings")
    return xml.bytes
  }

  /// The font that the form asks for, and one of the same widths where it is not installed.
  private static var fonts: [UInt8] {
    var xml = XMLText()
    xml.open("w:fonts", ["xmlns:w": wordNamespace])
    xml.raw("<w:font w:name=\"Times New Roman\"><w:altName w:val=\"Liberation Serif\"/>")
    xml.raw("<w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"A3\"/>")
    xml.raw("<w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>")
    xml.close("w:fonts")
    return xml.bytes
  }

  /// The page's number in the middle of the top margin; the first page of a section has none.
  private static var header: [UInt8] {
    var xml = XMLText()
    xml.open("w:hdr", ["xmlns:w": wordNamespace])
    xml.raw("<w:p><w:pPr><w:pStyle w:val=\"SoTrang\"/></w:pPr>")
    xml.raw("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>")
    xml.raw("<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>")
    xml.raw("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>")
    xml.raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>")
    xml.close("w:hdr")
    return xml.bytes
  }
}
