import AuditModel

/// A spreadsheet in the form of Excel 2007 and later (ECMA-376-1, 18): sheets, styles, and who refers to whom.
struct Workbook {
  static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  private var sheets: [(name: String, titles: Int, content: OfficePackage.Content)] = []
  private let sharedTexts: () -> [UInt8]

  /// `sharedTexts` is asked for the part of shared texts when all sheets are written.
  init(sharedTexts: @escaping () -> [UInt8]) { self.sharedTexts = sharedTexts }

  mutating func add(_ sheet: Sheet) {
    sheets.append((sheet.name, sheet.frozenRows, .bytes(sheet.bytes)))
  }

  /// - `titles`: rows that are printed on each page.
  mutating func add(_ name: String, titles: Int, _ content: OfficePackage.Content) {
    sheets.append((name, titles, content))
  }

  func package(_ properties: OfficePackage.Properties) -> OfficePackage {
    var relationships: [OfficePackage.Relationship] = []
    var parts: [OfficePackage.Part] = [
      OfficePackage.Part(
        "/xl/styles.xml", contentType: Workbook.type("styles"), .bytes(StyleSheet.bytes))
    ]
    for (index, sheet) in sheets.enumerated() {
      let name = "/xl/worksheets/sheet\(index + 1).xml"
      relationships.append(.init("rId\(index + 1)", "worksheet", name))
      parts.append(
        OfficePackage.Part(name, contentType: Workbook.type("worksheet"), sheet.content))
    }
    relationships.append(.init("rId\(sheets.count + 1)", "styles", "/xl/styles.xml"))
    relationships.append(.init("rId\(sheets.count + 2)", "sharedStrings", "/xl/sharedStrings.xml"))
    parts.append(
      OfficePackage.Part(
        "/xl/sharedStrings.xml", contentType: Workbook.type("sharedStrings"),
        .stream { [sharedTexts] (write) throws(Diagnostic) in try write(sharedTexts()) }))
    let main = OfficePackage.Part(
      "/xl/workbook.xml", contentType: Workbook.type("sheet.main"), relationships: relationships,
      .bytes(bytes))
    return OfficePackage(main: main, parts: parts, properties: properties)
  }

  private var bytes: [UInt8] {
    var xml = XMLText()
    xml.open(
      "workbook",
      [
        "xmlns": Workbook.namespace,
        "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
      ])
    xml.raw("<bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>")
    for (index, sheet) in sheets.enumerated() {
      let number = String(index + 1)
      xml.empty("sheet", ["name": sheet.name, "sheetId": number, "r:id": "rId\(number)"])
    }
    xml.raw("</sheets>")
    let titled = sheets.enumerated().filter { $0.element.titles > 0 }
    if !titled.isEmpty {
      xml.open("definedNames")
      for (index, sheet) in titled {
        xml.element(
          "definedName", ["name": "_xlnm.Print_Titles", "localSheetId": String(index)],
          text: "'\(sheet.name)'!$\(sheet.titles):$\(sheet.titles)")
      }
      xml.close("definedNames")
    }
    xml.close("workbook")
    return xml.bytes
  }

  private static func type(_ name: String) -> String {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.\(name)+xml"
  }
}
