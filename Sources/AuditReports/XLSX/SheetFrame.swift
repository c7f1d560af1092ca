import AuditModel

/// What stands before and behind the rows of a sheet (ECMA-376-1, 18.3), in the order that the format asks for.
enum SheetFrame {
  /// To where the rows begin.
  static func head(widths: [Int], frozenRows: Int) -> XMLText {
    var xml = XMLText()
    xml.open("worksheet", ["xmlns": Workbook.namespace])
    xml.raw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>")
    xml.raw("<sheetViews><sheetView workbookViewId=\"0\"")
    if frozenRows > 0 {
      let first = Sheet.reference(0, frozenRows + 1)
      xml.raw(">")
      xml.empty(
        "pane",
        [
          "ySplit": String(frozenRows), "topLeftCell": first, "activePane": "bottomLeft",
          "state": "frozen",
        ])
      xml.empty("selection", ["pane": "bottomLeft", "activeCell": first, "sqref": first])
      xml.raw("</sheetView></sheetViews>")
    } else {
      xml.raw("/></sheetViews>")
    }
    xml.raw("<sheetFormatPr defaultRowHeight=\"15\"/>")
    if !widths.isEmpty { xml.open("cols") }
    for (column, width) in widths.enumerated() {
      let number = String(column + 1)
      xml.empty(
        "col", ["min": number, "max": number, "width": String(width), "customWidth": "1"])
    }
    if !widths.isEmpty { xml.close("cols") }
    xml.open("sheetData")
    return xml
  }

  /// From where the rows end: A4 across, as many pages down as it takes, page numbers.
  static func appendEnd(
    to xml: inout XMLText, filter: String?, merged: [String] = [],
    validations: [Sheet.Validation] = []
  ) {
    xml.raw("</sheetData>")
    if let filter { xml.empty("autoFilter", ["ref": filter]) }
    if !merged.isEmpty {
      xml.open("mergeCells", ["count": String(merged.count)])
      for range in merged { xml.empty("mergeCell", ["ref": range]) }
      xml.close("mergeCells")
    }
    append(validations, to: &xml)
    xml.raw(
      """
      <pageMargins left="0.59" right="0.39" top="0.59" bottom="0.59" header="0.3" footer="0.3"/>\
      <pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>\
      <headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P/&amp;N</oddFooter></headerFooter>\
      </worksheet>
      """)
  }

  private static func append(_ validations: [Sheet.Validation], to xml: inout XMLText) {
    guard !validations.isEmpty else { return }
    xml.open("dataValidations", ["count": String(validations.count)])
    for item in validations {
      let type: (name: String, operation: String, formula: String) =
        switch item.form {
        // Excel takes a list of up to 255 characters between quotes; ours are short words without commas.
        case .list(let words): ("list", "between", "\"\(words.joined(separator: ","))\"")
        case .date(let first): ("date", "greaterThanOrEqual", String(first.sheetNumber))
        }
      xml.open(
        "dataValidation",
        [
          "type": type.name, "operator": type.operation, "allowBlank": "1",
          "showInputMessage": "1", "showErrorMessage": "1", "errorTitle": item.title,
          "error": item.message, "promptTitle": item.title, "prompt": item.message,
          "sqref": item.range,
        ])
      xml.element("formula1", text: type.formula)
      xml.close("dataValidation")
    }
    xml.close("dataValidations")
  }
}
