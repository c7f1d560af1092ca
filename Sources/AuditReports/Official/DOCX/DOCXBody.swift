import AuditText

/// The main part of the file while it is written; distances in twentieths of a point.
struct DOCXBody {
  private var xml = XMLText()
  /// In the order of their parts.
  private(set) var charts: [OfficialDocument.Chart] = []
  /// Annexes that have begun; each is a bookmark.
  private var annexes = 0
  private var tables = 0
  private var isAnnex = false

  static let headerID = "rId4"
  static func chartID(_ index: Int) -> String { "rId\(index + 10)" }

  /// Between the margins of the form: 210 mm less 30 and 15.
  private static let textWidth = 9354

  mutating func write(_ document: OfficialDocument) -> [UInt8] {
    xml.open(
      "w:document",
      [
        "xmlns:w": OfficialDOCX.wordNamespace, "xmlns:r": OfficialDOCX.relationNamespace,
        "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "xmlns:c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
      ])
    xml.open("w:body")
    letterhead(document.letterhead)
    title(document)
    for line in document.basis { paragraph("CanCu", line) }
    // A signature does not stand on a page without a line of what is signed.
    blocks(Array(document.body.dropLast()))
    if case .paragraph(let last)? = document.body.last {
      paragraph("NoiDung", last, keepsWithNext: true)
    } else {
      blocks(document.body.suffix(1))
    }
    signature(document.signature)
    annexList(document.annexList)
    isAnnex = true
    for annex in document.annexes {
      endSection()
      annexTitle(annex)
      paragraph("PhuLucKemTheo", annex.note)
      blocks(annex.blocks)
    }
    paragraph("KetThuc", "")
    section()
    xml.close("w:body")
    xml.close("w:document")
    return xml.bytes
  }

  private mutating func paragraph(
    _ style: String, _ text: String, isStrong: Bool = false, keepsWithNext: Bool = false
  ) {
    xml.open("w:p")
    xml.open("w:pPr")
    xml.empty("w:pStyle", ["w:val": style])
    if keepsWithNext { xml.raw("<w:keepNext/>") }
    xml.close("w:pPr")
    if !text.isEmpty { run(text, isStrong: isStrong) }
    xml.close("w:p")
  }

  private mutating func run(_ text: String, isStrong: Bool = false) {
    xml.open("w:r")
    if isStrong { xml.raw("<w:rPr><w:b/><w:bCs/></w:rPr>") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { xml.raw("<w:br/>") }
      xml.element(
        "w:t", ["xml:space": "preserve"], text: OfficialText.composed(String(line)))
    }
    xml.close("w:r")
  }

  /// A line across a part of the column, drawn as the lower border of a paragraph of no height.
  private mutating func rule(width: Int, of column: Int) {
    let side = max(0, (column - width) / 2)
    xml.raw("<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:pBdr>")
    xml.raw("<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>")
    xml.empty("w:ind", ["w:left": String(side), "w:right": String(side)])
    xml.raw("</w:pPr></w:p>")
  }

  private mutating func blocks(_ blocks: [OfficialDocument.Block]) {
    var followsHeading = false
    for block in blocks {
      defer { if case .heading = block { followsHeading = true } else { followsHeading = false } }
      switch block {
      case .heading(let level, let text): paragraph("Heading\(level)", text)
      case .paragraph(let text): paragraph("NoiDung", text)
      case .item(let text): paragraph("NoiDung", "- " + text)
      case .note(let text): paragraph(followsHeading ? "VienDan" : "GhiChu", text)
      case .table(let table): self.table(table)
      case .chart(let chart): self.chart(chart)
      }
    }
  }

  private static let issuerWidth = 3742
  private static let nationWidth = 5612

  private mutating func letterhead(_ head: OfficialDocument.Letterhead) {
    openFrame([Self.issuerWidth, Self.nationWidth])
    openCell(Self.issuerWidth)
    for line in head.superior { paragraph("CoQuanChuQuan", line) }
    for line in head.agency { paragraph("CoQuanBanHanh", line) }
    let inner = Self.issuerWidth - 114
    let last = head.agency.last.map { TextWidth.twips($0, halfPoints: 24) } ?? 0
    // A third to a half of the line above it.
    rule(width: min(last, inner) * 42 / 100, of: inner)
    paragraph("SoKyHieu", head.number)
    xml.close("w:tc")
    openCell(Self.nationWidth)
    paragraph("QuocHieu", head.nation)
    paragraph("TieuNgu", head.motto)
    rule(width: TextWidth.twips(head.motto, halfPoints: 26), of: Self.nationWidth - 114)
    paragraph("DiaDanh", head.placeAndDate)
    xml.close("w:tc")
    closeFrame()
  }

  private mutating func title(_ document: OfficialDocument) {
    paragraph("TenLoai", document.kind)
    paragraph("TrichYeu", document.subject)
    let width = min(TextWidth.twips(document.subject, halfPoints: 28), Self.textWidth)
    rule(width: width * 42 / 100, of: Self.textWidth)
    let lines = document.addressLines
    guard lines.count > 1 else {
      if let line = lines.first { paragraph("KinhGui", line) }
      return
    }
    paragraph("KinhGui", lines[0])
    for line in lines.dropFirst() {
      xml.raw("<w:p><w:pPr><w:pStyle w:val=\"NoiKinhGui\"/><w:ind w:left=\"3119\"/></w:pPr>")
      run(line)
      xml.close("w:p")
    }
  }

  private mutating func signature(_ signature: OfficialDocument.Signature) {
    paragraph("GhiChu", "", keepsWithNext: true)
    let half = Self.textWidth / 2
    openFrame([half, half])
    openCell(half)
    paragraph("NoiNhanDau", signature.distributionTitle)
    for line in signature.distribution { paragraph("NoiNhan", line) }
    xml.close("w:tc")
    openCell(half)
    for line in signature.roles { paragraph("ChucVu", line) }
    paragraph("HoTen", signature.name)
    xml.close("w:tc")
    closeFrame()
  }

  private mutating func annexTitle(_ annex: OfficialDocument.Annex) {
    annexes += 1
    xml.raw("<w:p><w:pPr><w:pStyle w:val=\"PhuLuc\"/></w:pPr>")
    xml.empty("w:bookmarkStart", ["w:id": String(annexes), "w:name": Self.bookmark(annexes)])
    run(annex.label + "\n" + annex.title)
    xml.empty("w:bookmarkEnd", ["w:id": String(annexes)])
    xml.close("w:p")
  }

  private static func bookmark(_ annex: Int) -> String { "PhuLuc\(annex)" }

  /// Links and no field: LibreOffice makes a section of a field of contents, and parts it from its heading.
  private mutating func annexList(_ entries: [String]) {
    guard !entries.isEmpty else { return }
    paragraph("DanhMucDau", OfficialText.annexListTitle)
    for (index, entry) in entries.enumerated() {
      xml.raw("<w:p><w:pPr><w:pStyle w:val=\"DanhMuc\"/>")
      // The list stays whole.
      if index < entries.count - 1 { xml.raw("<w:keepNext/>") }
      xml.raw("</w:pPr>")
      xml.open("w:hyperlink", ["w:anchor": Self.bookmark(index + 1), "w:history": "1"])
      run(entry)
      xml.close("w:hyperlink")
      xml.close("w:p")
    }
  }

  private mutating func endSection() {
    xml.raw("<w:p><w:pPr><w:pStyle w:val=\"KetThuc\"/>")
    section()
    xml.raw("</w:pPr></w:p>")
  }

  /// A4 with the form's margins: 20 mm above and below, 30 mm on the left, 15 mm on the right.
  private mutating func section() {
    xml.open("w:sectPr")
    xml.empty("w:headerReference", ["w:type": "default", "r:id": Self.headerID])
    xml.raw("<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>")
    xml.raw("<w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" w:left=\"1701\" ")
    xml.raw("w:header=\"510\" w:footer=\"510\" w:gutter=\"0\"/>")
    xml.raw("<w:pgNumType w:start=\"1\"/><w:titlePg/>")
    xml.close("w:sectPr")
  }

  /// A table without lines, whose cells are the two sides of a form.
  private mutating func openFrame(_ widths: [Int]) {
    xml.raw("<w:tbl><w:tblPr>")
    xml.empty("w:tblW", ["w:w": String(widths.reduce(0, +)), "w:type": "dxa"])
    xml.raw("<w:tblLayout w:type=\"fixed\"/></w:tblPr>")
    grid(widths)
    xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
  }

  private mutating func closeFrame() { xml.raw("</w:tr></w:tbl>") }

  private mutating func grid(_ widths: [Int]) {
    xml.open("w:tblGrid")
    for width in widths { xml.empty("w:gridCol", ["w:w": String(width)]) }
    xml.close("w:tblGrid")
  }

  private mutating func openCell(_ width: Int, isHead: Bool = false, isData: Bool = false) {
    xml.open("w:tc")
    xml.open("w:tcPr")
    xml.empty("w:tcW", ["w:w": String(width), "w:type": "dxa"])
    if isHead { xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF1F4\"/>") }
    if isData { xml.raw("<w:vAlign w:val=\"center\"/>") }
    xml.close("w:tcPr")
  }

  private mutating func table(_ table: OfficialDocument.Table) {
    tables += 1
    paragraph("TenBang", table.caption)
    let whole = max(1, table.columns.reduce(0) { $0 + $1.width })
    let widths = table.columns.map { $0.width * Self.textWidth / whole }
    xml.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"BangDuLieu\"/>")
    xml.empty("w:tblW", ["w:w": String(widths.reduce(0, +)), "w:type": "dxa"])
    xml.raw("<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/>")
    xml.empty("w:tblCaption", ["w:val": OfficialText.composed(table.caption)])
    let columns = table.columns.map(\.title).joined(separator: ", ")
    xml.empty(
      "w:tblDescription",
      ["w:val": OfficialText.composed("\(table.caption); các cột: \(columns)")])
    xml.close("w:tblPr")
    grid(widths)
    xml.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    let prefix = isAnnex ? "PhuLucBang" : "Bang"
    for (column, width) in zip(table.columns, widths) {
      openCell(width, isHead: true, isData: true)
      paragraph(prefix + "Dau", column.title, keepsWithNext: table.isWhole)
      xml.close("w:tc")
    }
    xml.close("w:tr")
    for (number, row) in table.rows.enumerated() {
      // Of a long table no single row is left for the last page.
      let last = table.rows.count - 1
      let keeps = number < last && (table.isWhole || number > last - 3)
      xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
      for (index, cell) in row.cells.enumerated() {
        openCell(widths[index], isData: true)
        paragraph(
          prefix + table.columns[index].alignment.styleEnd, cell, isStrong: row.isStrong,
          keepsWithNext: keeps)
        xml.close("w:tc")
      }
      xml.close("w:tr")
    }
    xml.close("w:tbl")
  }

  private mutating func chart(_ chart: OfficialDocument.Chart) {
    paragraph("TenBang", chart.caption)
    charts.append(chart)
    let number = charts.count
    // English metric units: 16 cm wide, 0.8 cm a bar and 1 cm for the axis.
    let height = 360_000 + 290_000 * chart.bars.count
    xml.raw("<w:p><w:pPr><w:pStyle w:val=\"BieuDo\"/></w:pPr><w:r><w:drawing>")
    xml.raw("<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">")
    xml.empty("wp:extent", ["cx": "5760000", "cy": String(height)])
    xml.raw("<wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>")
    xml.empty(
      "wp:docPr",
      [
        "id": String(number), "name": "Biểu đồ \(number)",
        "descr": OfficialText.composed(chart.description),
      ])
    xml.raw("<wp:cNvGraphicFramePr/><a:graphic><a:graphicData ")
    xml.raw("uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">")
    xml.empty("c:chart", ["r:id": Self.chartID(number - 1)])
    xml.raw("</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>")
  }
}

extension OfficialDocument.Table.Alignment {
  /// The end of the name of its style.
  fileprivate var styleEnd: String {
    switch self {
    case .text: "Chu"
    case .number: "So"
    case .centre: "Giua"
    }
  }
}

/// About how wide a line is in bold Times New Roman: what a ruled line is measured by.
enum TextWidth {
  /// - `halfPoints`: the size of the type.
  static func twips(_ text: String, halfPoints: Int) -> Int {
    let bare = VietnameseText.withoutMarks(Array(text.utf8))
    let units = bare.reduce(0) { $0 + width($1) }
    // Widths are thousandths of the size, which is ten twips a half point.
    return units * halfPoints * 10 / 1000
  }

  /// Of a letter in bold, in thousandths of its size (Adobe's metrics of Times Bold).
  private static func width(_ byte: UInt8) -> Int {
    switch byte {
    case 0x41...0x5A: capitals[Int(byte - 0x41)]
    case 0x61...0x7A: small[Int(byte - 0x61)]
    case 0x30...0x39: 500
    case 0x2D: 333
    default: 250
    }
  }

  private static let capitals = [
    722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556,
    667, 722, 722, 1000, 722, 722, 667,
  ]
  private static let small = [
    500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
    333, 556, 500, 722, 500, 500, 444,
  ]
}
