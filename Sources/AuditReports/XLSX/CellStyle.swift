/// How a cell looks; its number is the place in the workbook's list of styles.
enum CellStyle: Int, CaseIterable {
  /// As it comes: what a cell without a style is shown in.
  case plain
  /// Text that stays text when somebody edits the cell.
  case text
  /// The same, of a value that a spreadsheet would take for a formula when somebody edits the cell.
  case quoted
  case count
  case percent
  case date
  case header
  case title
  case heading
  case label
  case note
  case good, middling, bad, neutral
  /// To be filled in by whoever works with the file.
  case input, inputDate

  /// An entry of `cellXfs`; the numbers are places in the lists that `StyleSheet` writes.
  var attributes: (format: Int, font: Int, fill: Int, border: Int, alignment: Alignment) {
    switch self {
    case .plain: (0, 0, 0, 0, .top)
    case .text, .quoted: (Format.text, 0, 0, 1, .wrap)
    case .count: (Format.count, 0, 0, 1, .right)
    case .percent: (Format.percent, 0, 0, 1, .right)
    case .date: (Format.date, 0, 0, 1, .left)
    case .header: (Format.text, 1, 2, 1, .header)
    case .title: (Format.text, 2, 0, 0, .top)
    case .heading: (Format.text, 3, 0, 0, .top)
    case .label: (Format.text, 4, 0, 1, .wrap)
    case .note: (Format.text, 5, 0, 0, .wrap)
    case .good: (Format.text, 0, 3, 1, .wrap)
    case .middling: (Format.text, 0, 4, 1, .wrap)
    case .bad: (Format.text, 0, 5, 1, .wrap)
    case .neutral: (Format.text, 0, 6, 1, .wrap)
    case .input: (Format.text, 0, 7, 1, .wrap)
    case .inputDate: (Format.date, 0, 7, 1, .top)
    }
  }

  /// Numbers of formats: those below 164 are Excel's own, and follow the reader's locale (`1.234`, `97,35 %`).
  enum Format {
    static let count = 3
    static let percent = 10
    static let text = 49
    static let date = 164
  }

  enum Alignment { case top, left, right, wrap, header }
}

/// The part `xl/styles.xml` (ECMA-376-1, 18.8).
enum StyleSheet {
  static var bytes: [UInt8] {
    var xml = XMLText()
    xml.open("styleSheet", ["xmlns": Workbook.namespace])
    xml.raw(
      """
      <numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>\
      <fonts count="6">
      """)
    for font in fonts { append(font, to: &xml) }
    xml.raw("</fonts>")
    xml.open("fills", ["count": String(fills.count + 2)])
    // The first two are fixed by the format.
    xml.raw(
      """
      <fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
      """)
    for colour in fills {
      xml.raw("<fill><patternFill patternType=\"solid\">")
      xml.empty("fgColor", ["rgb": colour])
      xml.raw("<bgColor indexed=\"64\"/></patternFill></fill>")
    }
    xml.close("fills")
    xml.raw(
      """
      <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>
      """)
    for side: StaticString in ["left", "right", "top", "bottom"] {
      xml.open(side, ["style": "thin"])
      xml.empty("color", ["rgb": "FFBFC5CC"])
      xml.close(side)
    }
    xml.raw(
      """
      <diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
      """)
    xml.open("cellXfs", ["count": String(CellStyle.allCases.count)])
    for style in CellStyle.allCases { append(style, to: &xml) }
    xml.close("cellXfs")
    xml.raw(
      """
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      <dxfs count="0"/><tableStyles count="0"/>
      """)
    xml.close("styleSheet")
    return xml.bytes
  }

  private struct Font {
    var size = "11"
    var colour = "FF1A1A1A"
    var isBold = false
    var isItalic = false
  }

  private static let fonts = [
    Font(), Font(colour: "FFFFFFFF", isBold: true), Font(size: "16", isBold: true),
    Font(size: "13", colour: "FF1F3864", isBold: true), Font(isBold: true),
    Font(colour: "FF595959", isItalic: true),
  ]

  /// From place 2 on: header, good, middling, bad, neutral, to be filled in.
  private static let fills = [
    "FF1F3864", "FFE2F0D9", "FFFFF2CC", "FFF8D7DA", "FFEDEDED", "FFFFFBE6",
  ]

  private static func append(_ font: Font, to xml: inout XMLText) {
    xml.open("font")
    if font.isBold { xml.empty("b") }
    if font.isItalic { xml.empty("i") }
    xml.empty("sz", ["val": font.size])
    xml.empty("color", ["rgb": font.colour])
    xml.raw("<name val=\"Times New Roman\"/><family val=\"1\"/><charset val=\"163\"/></font>")
  }

  private static func append(_ style: CellStyle, to xml: inout XMLText) {
    let (format, font, fill, border, alignment) = style.attributes
    xml.open(
      "xf",
      [
        "numFmtId": String(format), "fontId": String(font), "fillId": String(fill),
        "borderId": String(border), "xfId": "0", "quotePrefix": style == .quoted ? "1" : "0",
        "applyNumberFormat": "1", "applyFont": "1", "applyFill": "1", "applyBorder": "1",
        "applyAlignment": "1",
      ])
    switch alignment {
    case .top: xml.raw("<alignment vertical=\"top\"/>")
    case .left: xml.raw("<alignment horizontal=\"left\" vertical=\"top\"/>")
    // Not up against the text of the next cell.
    case .right: xml.raw("<alignment horizontal=\"right\" vertical=\"top\" indent=\"1\"/>")
    case .wrap: xml.raw("<alignment vertical=\"top\" wrapText=\"1\"/>")
    case .header:
      xml.raw("<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>")
    }
    xml.close("xf")
  }
}
