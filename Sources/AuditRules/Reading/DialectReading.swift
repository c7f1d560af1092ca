import AuditModel
import AuditText

/// The CSV dialect of Data Package 1, and the table dialect of version 2.
extension ObjectReader {
  /// What we read as it asks; what we do not is a mistake that says what to do instead.
  func dialect(into resource: inout ProjectSpec.Resource, remarks: inout [Diagnostic]) {
    for known in [
      "$schema", "title", "description", "name", "csvddfVersion", "caseSensitiveHeader",
    ] {
      _ = value(known)
    }
    if let text = string("delimiter") {
      resource.csv.delimiter = delimiter(text) ?? resource.csv.delimiter
    }
    readQuotes(into: &resource.csv)
    readHeader(into: &resource.csv)
    if let end = string("lineTerminator"), !["\n", "\r\n", "\r"].contains(end.value) {
      refuse("lineTerminator", end.location, .ordinaryLines)
    }
    if let first = value("skipInitialSpace"), first.truth == true {
      remarks.append(.spacesAreKept(at: first.location))
    }
    if let text = string("property") { resource.json.path = [text.value] }
    if let type = string("itemType"), type.value != "object" {
      refuse("itemType", type.location, .objectsOnly)
    }
    if let table = name("table") { resource.table = table.value }
    for (name, hint) in [
      ("escapeChar", LocalizedText.doubledQuotes), ("commentChar", .noComments),
      ("nullSequence", .missingValues), ("itemKeys", .objectsOnly), ("sheetName", .noSheets),
      ("sheetNumber", .noSheets), ("headerJoin", .manyHeaderRows),
    ] {
      if let node = value(name), node.string != "" { refuse(name, node.location, hint) }
    }
    finish()
  }

  private func readQuotes(into csv: inout ProjectSpec.CSV) {
    if let quote = string("quoteChar") {
      if quote.value.isEmpty {
        csv.hasQuotes = false
      } else if quote.value != "\"" {
        refuse("quoteChar", quote.location, .doubledQuotes)
      }
    } else if mentions("quoteChar") {
      csv.hasQuotes = false
    }
    if let node = value("doubleQuote"), node.truth != true, csv.hasQuotes {
      refuse("doubleQuote", node.location, .doubledQuotes)
    }
  }

  /// Rows are counted from 1; those before the names are passed over.
  private func readHeader(into csv: inout ProjectSpec.CSV) {
    let comments = rows("commentRows") ?? []
    let headers = rows("headerRows")
    let isNamed = truth("header") ?? true
    if !isNamed || headers == [] { csv.headerRecords = 0 }
    let first = csv.headerRecords == 0 ? comments.count + 1 : headers?.first ?? comments.count + 1
    if let headers, headers.count > 1 {
      refuse("headerRows", node["headerRows"]?.location ?? location, .manyHeaderRows)
    }
    if !comments.isEmpty, comments != Array(1..<max(1, first)) {
      refuse("commentRows", node["commentRows"]?.location ?? location, .noComments)
    }
    csv.skippedLines = first - 1
  }

  private func rows(_ name: String) -> [Int]? {
    guard let nodes = list(name) else { return nil }
    return nodes.compactMap { node in
      if let number = node.integer, (1...1_000_000).contains(number) { return number }
      log.add(.wrongType(name, node, expected: .integer))
      return nil
    }
  }

  private func refuse(_ name: String, _ place: SourceLocation, _ hint: LocalizedText) {
    log.add(.notInThisVersion(name, at: place, hint: hint))
  }
}

extension LocalizedText {
  fileprivate static let ordinaryLines = LocalizedText(
    vi: "dòng kết thúc bằng LF, CR LF hoặc CR, tự nhận ra",
    en: "lines end with LF, CR LF or CR, which is found out")
  fileprivate static let doubledQuotes = LocalizedText(
    vi: "xuất lại tệp theo RFC 4180: bao bằng \", và \" bên trong viết hai lần",
    en: "export the file as RFC 4180 has it: quoted by \", and a \" within written twice")
  fileprivate static let noComments = LocalizedText(
    vi: "bỏ dòng ghi chú khỏi tệp; chỉ các dòng đầu tệp, trước dòng tên cột, được bỏ qua",
    en: "take comments out of the file; only lines at its top, before the names, are passed over")
  fileprivate static let missingValues = LocalizedText(
    vi: "nêu chữ đó trong 'missingValues' của schema", en: "list it in the schema's 'missingValues'"
  )
  fileprivate static let objectsOnly = LocalizedText(
    vi: "bản ghi JSON phải là đối tượng { }", en: "records of JSON have to be objects { }")
  fileprivate static let noSheets = LocalizedText(
    vi: "bảng tính không được đọc: lưu thành CSV UTF-8",
    en: "spreadsheets are not read: save the sheet as CSV UTF-8")
  fileprivate static let manyHeaderRows = LocalizedText(
    vi:
      "chỉ một dòng tên cột; nhiều dòng thì khai báo trong audit.json: \"csv\": {\"headerRows\": n}",
    en:
      "one row of names only; declare several in an audit.json: \"csv\": {\"headerRows\": n}")
}

extension Diagnostic {
  fileprivate static func spacesAreKept(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      "project.spaces-kept",
      LocalizedText(
        vi: "'skipInitialSpace' không được làm theo: khoảng trắng đầu ô được giữ và được kiểm tra",
        en: "'skipInitialSpace' is not followed: spaces that begin a cell are kept and judged"),
      at: place)
  }
}
