/// The styles of official documents, so that who edits one changes a style and not each paragraph.
enum DOCXStyles {
  private enum Side: String { case left, center, right, both }

  /// A paragraph style; sizes in half points, distances in twentieths of a point.
  private struct Style {
    var id: StaticString
    var name: String
    var size = 28
    var isBold = false
    var isItalic = false
    var side = Side.both
    var firstLine = 0
    var before = 0
    var after = 0
    var keepsWithNext = false
    var outline: Int?
  }

  /// The first line of a paragraph stands 1 cm in.
  private static let indent = 567

  private static let all: [Style] = [
    Style(id: "QuocHieu", name: "Quốc hiệu", size: 24, isBold: true, side: .center),
    Style(id: "TieuNgu", name: "Tiêu ngữ", size: 26, isBold: true, side: .center),
    Style(id: "CoQuanChuQuan", name: "Cơ quan chủ quản", size: 24, side: .center),
    Style(id: "CoQuanBanHanh", name: "Cơ quan ban hành", size: 24, isBold: true, side: .center),
    Style(id: "DuongKe", name: "Đường kẻ", size: 4, side: .center),
    Style(id: "SoKyHieu", name: "Số, ký hiệu", size: 26, side: .center, before: 120),
    Style(
      id: "DiaDanh", name: "Địa danh và thời gian", size: 26, isItalic: true, side: .center,
      before: 120),
    Style(
      id: "TenLoai", name: "Tên loại văn bản", isBold: true, side: .center, before: 360,
      keepsWithNext: true),
    Style(id: "TrichYeu", name: "Trích yếu nội dung", isBold: true, side: .center),
    Style(id: "KinhGui", name: "Kính gửi", side: .center, before: 240, after: 120),
    Style(id: "NoiKinhGui", name: "Nơi kính gửi", side: .left),
    Style(id: "CanCu", name: "Căn cứ", isItalic: true, firstLine: indent, before: 120),
    Style(id: "NoiDung", name: "Nội dung", firstLine: indent, before: 120),
    Style(
      id: "GhiChu", name: "Ghi chú", size: 24, isItalic: true, firstLine: indent, before: 80),
    Style(
      id: "VienDan", name: "Viện dẫn", size: 24, isItalic: true, firstLine: indent, before: 40,
      keepsWithNext: true),
    Style(
      id: "TenBang", name: "Tên bảng, biểu đồ", size: 26, isItalic: true, side: .center,
      before: 160, after: 80, keepsWithNext: true),
    Style(id: "BieuDo", name: "Biểu đồ", side: .center, after: 80),
    Style(id: "BangDau", name: "Bảng: đầu cột", size: 24, isBold: true, side: .center),
    Style(id: "BangChu", name: "Bảng: chữ", size: 24, side: .left),
    Style(id: "BangSo", name: "Bảng: số", size: 24, side: .right),
    Style(id: "BangGiua", name: "Bảng: giữa", size: 24, side: .center),
    Style(
      id: "PhuLucBangDau", name: "Bảng phụ lục: đầu cột", size: 22, isBold: true, side: .center),
    Style(id: "PhuLucBangChu", name: "Bảng phụ lục: chữ", size: 22, side: .left),
    Style(id: "PhuLucBangSo", name: "Bảng phụ lục: số", size: 22, side: .right),
    Style(id: "PhuLucBangGiua", name: "Bảng phụ lục: giữa", size: 22, side: .center),
    Style(
      id: "NoiNhanDau", name: "Nơi nhận", size: 24, isBold: true, isItalic: true, side: .left),
    Style(id: "NoiNhan", name: "Nơi nhận: từng nơi", size: 22, side: .left),
    Style(id: "ChucVu", name: "Quyền hạn, chức vụ", isBold: true, side: .center),
    Style(id: "HoTen", name: "Họ và tên", isBold: true, side: .center, before: 1360),
    Style(
      id: "DanhMucDau", name: "Đầu danh mục phụ lục", size: 26, isBold: true, side: .center,
      before: 480, after: 40, keepsWithNext: true),
    Style(id: "DanhMuc", name: "Danh mục phụ lục", size: 24, side: .left, before: 40),
    Style(id: "PhuLuc", name: "Phụ lục", isBold: true, side: .center, outline: 0),
    Style(
      id: "PhuLucKemTheo", name: "Phụ lục kèm theo", size: 26, isItalic: true, side: .center,
      after: 120),
    Style(id: "SoTrang", name: "header", size: 26, side: .center),
    Style(id: "KetThuc", name: "Kết thúc phần", size: 2, side: .left),
    Style(
      id: "Heading1", name: "heading 1", isBold: true, firstLine: indent, before: 200,
      keepsWithNext: true, outline: 0),
    Style(
      id: "Heading2", name: "heading 2", isBold: true, firstLine: indent, before: 140,
      keepsWithNext: true, outline: 1),
    Style(
      id: "Heading3", name: "heading 3", isBold: true, isItalic: true, firstLine: indent,
      before: 120, keepsWithNext: true, outline: 2),
  ]

  /// Styles whose lines stand close: tables, letterheads, what is no running text.
  private static let running: Set<String> = [
    "CanCu", "NoiDung", "Heading1", "Heading2", "Heading3",
  ]

  static func write() -> [UInt8] {
    var xml = XMLText()
    xml.open("w:styles", ["xmlns:w": OfficialDOCX.wordNamespace])
    xml.raw("<w:docDefaults><w:rPrDefault><w:rPr>")
    xml.raw("<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" ")
    xml.raw("w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>")
    xml.raw("<w:color w:val=\"000000\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>")
    xml.raw("<w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/>")
    xml.raw("</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>")
    xml.raw("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">")
    xml.raw("<w:name w:val=\"Normal\"/><w:qFormat/></w:style>")
    xml.raw("<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">")
    xml.raw("<w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>")
    xml.raw("<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"57\" w:type=\"dxa\"/>")
    xml.raw("<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/>")
    xml.raw("</w:tblCellMar></w:tblPr></w:style>")
    for style in all { write(style, into: &xml) }
    writeTableStyle(into: &xml)
    xml.close("w:styles")
    return xml.bytes
  }

  private static func write(_ style: Style, into xml: inout XMLText) {
    let id = style.id.description
    xml.open("w:style", ["w:type": "paragraph", "w:styleId": id])
    xml.empty("w:name", ["w:val": style.name])
    xml.empty("w:basedOn", ["w:val": "Normal"])
    if style.outline != nil { xml.empty("w:next", ["w:val": "NoiDung"]) }
    xml.raw("<w:qFormat/><w:pPr>")
    if style.keepsWithNext { xml.raw("<w:keepNext/>") }
    let line = running.contains(id) ? "264" : id == "KetThuc" || id == "DuongKe" ? "40" : "240"
    let rule = id == "KetThuc" || id == "DuongKe" ? "exact" : "auto"
    xml.empty(
      "w:spacing",
      [
        "w:before": String(style.before), "w:after": String(style.after), "w:line": line,
        "w:lineRule": rule,
      ])
    if style.firstLine > 0 { xml.empty("w:ind", ["w:firstLine": String(style.firstLine)]) }
    xml.empty("w:jc", ["w:val": style.side.rawValue])
    if let outline = style.outline { xml.empty("w:outlineLvl", ["w:val": String(outline)]) }
    xml.raw("</w:pPr><w:rPr>")
    if style.isBold { xml.raw("<w:b/><w:bCs/>") }
    if style.isItalic { xml.raw("<w:i/><w:iCs/>") }
    xml.empty("w:sz", ["w:val": String(style.size)])
    xml.empty("w:szCs", ["w:val": String(style.size)])
    xml.raw("</w:rPr>")
    xml.close("w:style")
  }

  private static func writeTableStyle(into xml: inout XMLText) {
    xml.raw("<w:style w:type=\"table\" w:styleId=\"BangDuLieu\"><w:name w:val=\"Bảng dữ liệu\"/>")
    xml.raw("<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>")
    for side: StaticString in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
      xml.empty(
        side, ["w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"])
    }
    xml.raw("</w:tblBorders><w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/>")
    xml.raw("<w:left w:w=\"57\" w:type=\"dxa\"/><w:bottom w:w=\"28\" w:type=\"dxa\"/>")
    xml.raw("<w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>")
  }
}
