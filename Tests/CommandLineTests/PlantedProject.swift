import CSQLite
import Foundation
import XCTest

/// A project whose every personal cell is planted: its words and numbers occur nowhere else, so that one that is found in
/// an output came from there.
final class PlantedProject {
  static let forms = ["csv", "json", "xml", "db"]
  static let recordCount = 12
  private static let fields = [
    "so", "ten", "sinh", "dien_thoai", "email", "dia_chi", "dan_toc", "ten_dan_toc", "ton_giao",
    "tinh_trang", "tien", "la", "xa",
  ]

  /// What all values of a field have in common, as `PlantedText` folds it; no mask shows it.
  static let personal = [
    "so": "999073", "ten": "quynhakhuyen", "sinh": "31/02/19", "dien_thoai": "01230456",
    "email": "vayhopthu", "dia_chi": "khuatngo", "tien": "70461", "la": "loighichep",
  ]
  /// Of fields whose values are never shown: beginning and end.
  static let sensitive = [
    "dan_toc": ("zqxtoc", "vqj"), "ten_dan_toc": ("zqwnhom", "jqw"), "ton_giao": ("zqvdao", "wqf"),
    "tinh_trang": ("zqjbenh", "fqz"),
  ]

  let files: ProjectFixture
  var path: String { files.path }

  init() throws {
    files = try ProjectFixture([
      "goi/goi.json": Self.pack, "goi/dm.csv": "ma,ten\n01,Một\n02,Hai\n",
      "goi/thu.xsd": Self.schema,
    ])
    try plant(from: 0)
  }

  /// The data of a year: each has other records, and some that stay.
  func plant(from first: Int) throws {
    let year = (first..<first + Self.recordCount).map { $0 }
    for (number, form) in Self.forms.enumerated() {
      let records = year.map { Self.record(form: number, $0) }
      switch form {
      case "csv": try files.write("du-lieu/dan.csv", Self.csv(records))
      case "json": try files.write("du-lieu/dan.json", Self.json(records))
      case "xml": try files.write("du-lieu/dan.xml", Self.xml(records))
      default: try makeDatabase(records)
      }
    }
    // Files that cannot be read whole are told about, not shown.
    let record = Self.record(form: 0, first)
    try files.write("hong/a.csv", Self.csv([record]) + "\"" + record.joined(separator: ","))
    try files.write("hong/b.json", String(Self.json([record, record]).dropLast(40)))
    try files.write("hong/c.xml", String(Self.xml([record, record]).dropLast(40)))
    try files.write("hong/d.csv", record.joined(separator: ",") + "\n" + Self.csv([record]))
  }

  func writeProject(_ day: String) throws {
    let resources = Self.forms.map {
      #"{"name": "dan_\#($0)", "path": "du-lieu/dan.\#($0)"}"#
    }.joined(separator: ", ")
    try files.write(
      "audit.json",
      """
      {"format": "soat-project/1", "agency": {"id": "H00", "name": {"vi": "Xã Mẫu", "en": "Mẫu"}}, "date": "\(day)",
       "packs": ["goi/goi.json"], "resources": [\(resources)], "ledger": "soat.db",
       "document": {"letterhead": ["Xã Mẫu"], "units": [{"name": "Phòng A", "resources": ["dan_csv"]}]},
       "outputs": {"xlsx": true, "documents": ["report", "plan", "remedy"]}}
      """)
  }

  // MARK: Records

  /// Letters that are a number's own.
  private static func letters(_ number: Int) -> String {
    let alphabet = Array("bcdghklmnprst")
    return String((0..<3).map { alphabet[number / [1, 13, 169][$0] % 13] })
  }

  private static func record(form: Int, _ number: Int) -> [String] {
    // Two records of each year are doubles of one another.
    let own = form * 40 + number - (number % 12 == 1 ? 1 : 0)
    let (word, two) = (letters(own), String(format: "%02d", own % 100))
    return [
      "999073\(String(format: "%03d", own))512", "Đỗ Quỳnhakhuyền\(word)", "31/02/19\(two)",
      "01230456\(two)99", "vẫyhộpthư\(word)@@thu", "Thôn  Khuấtngõ\(word)",
      "Zqxtộc\(letters(number % 3))vqj", "Zqwnhóm\(letters(number % 4))jqw", "Zqvđạo\(word)wqf",
      "Zqjbệnh\(word)fqz", "70461\(String(format: "%03d", own))", "Lờighichép\(word)", "X",
    ]
  }

  private static func csv(_ records: [[String]]) -> String {
    ([fields] + records).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  private static func json(_ records: [[String]]) -> String {
    let rows = records.map { record in
      "{" + zip(fields, record).map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", ") + "}"
    }
    return "[" + rows.joined(separator: ",\n") + "]\n"
  }

  private static func xml(_ records: [[String]]) -> String {
    let rows = records.map { record in
      "<d>" + zip(fields, record).map { "<\($0)>\($1)</\($0)>" }.joined() + "</d>"
    }
    return "<ds>" + rows.joined(separator: "\n") + "</ds>\n"
  }

  private struct Failed: Error { let what: String }

  private func makeDatabase(_ records: [[String]]) throws {
    let file = path + "/du-lieu/dan.db"
    try? FileManager.default.removeItem(atPath: file)
    var handle: OpaquePointer?
    guard sqlite3_open(file, &handle) == SQLITE_OK else { throw Failed(what: file) }
    defer { sqlite3_close(handle) }
    let names = Self.fields.joined(separator: ", ")
    let rows = records.map { "(" + $0.map { "'\($0)'" }.joined(separator: ", ") + ")" }
    let sql = "CREATE TABLE dan (\(names)); INSERT INTO dan VALUES \(rows.joined(separator: ", "))"
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw Failed(what: sql) }
  }

  // MARK: Rules that all records fail

  private static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="ds"><xs:complexType><xs:sequence>
      <xs:element name="d" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="so" type="xs:date"/><xs:element name="ten" type="xs:int"/>
        <xs:any processContents="skip" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element></xs:schema>
    """

  private static var pack: String {
    let names = forms.map { "dan_\($0)" }
    let resources = names.map(resource).joined(separator: ",\n")
    let rules = names.enumerated().map { Self.rules($1, other: names[($0 + 1) % names.count]) }
    return """
      {"format": "soat-rules/1", "id": "gieo", "version": "1", "title": {"vi": "Gieo", "en": "Planted"},
       "codeLists": {"dm": {"path": "dm.csv", "code": "ma", "name": "ten"}},
       "resources": [\(resources)],
       "rules": [\(rules.joined(separator: ",\n")),
         {"id": "xsd", "kind": "xsd", "on": "dan_xml", "schema": "thu.xsd"}]}
      """
  }

  /// `la` is declared by no pack, `ton_giao` and the ethnic group are sensitive by their names.
  private static func resource(_ name: String) -> String {
    """
    {"name": "\(name)", "keys": ["so", "dan_toc"],
     "mask": {"so": "last3", "ten": "initials", "sinh": "year", "dien_thoai": "last3", "xa": "none",
              "tinh_trang": "sensitive"},
     "schema": {"primaryKey": "so", "uniqueKeys": [["dan_toc", "xa"]],
      "foreignKeys": [{"fields": "ton_giao", "reference": {"resource": "", "fields": "so"}}],
      "fields": [
       {"name": "so", "format": "vn-cccd", "constraints": {"pattern": "[0-9]{3}"}},
       {"name": "ten", "constraints": {"maxLength": 3, "pattern": "[A-Z]+", "unique": true}},
       {"name": "sinh", "type": "date", "format": "%d/%m/%Y"},
       {"name": "dien_thoai", "format": "vn-phone"}, {"name": "email", "format": "email"},
       {"name": "dia_chi", "constraints": {"minLength": 90}},
       {"name": "dan_toc", "constraints": {"enum": ["01"], "compare": "text", "minLength": 40}},
       {"name": "ten_dan_toc"}, {"name": "ton_giao", "constraints": {"enum": ["không"], "maxLength": 2}},
       {"name": "tinh_trang", "format": "vn-cccd", "constraints": {"pattern": "[0-9]+"}},
       {"name": "tien", "type": "integer", "constraints": {"maximum": 9}}, {"name": "xa"}]}}
    """
  }

  private static func rules(_ name: String, other: String) -> String {
    let bodies = [
      #""kind": "code", "on": "R.dan_toc", "list": "dm", "name": "ten_dan_toc", "compare": "text""#,
      #""kind": "code", "on": "R.so", "list": "dm", "name": "ten""#,
      #""kind": "master", "on": "R.dan_toc", "list": "dm", "fields": {"ten_dan_toc": "ten"}"#,
      #""kind": "dependency", "on": "R.ten", "by": "dan_toc""#,
      #""kind": "dependency", "on": "R.dan_toc", "by": "xa""#,
      #""kind": "reconcile", "on": "R", "key": "dan_toc", "aggregate": "count", "equals": 99"#,
      #""kind": "reconcile", "on": "R", "key": "ton_giao", "aggregate": "sum", "value": "tien", "equals": 1"#,
      #""kind": "reconcile", "on": "R", "key": "so", "aggregate": "max", "value": "tien", "equals": 1"#,
      #""kind": "reconcile", "on": "R", "key": "ten", "value": "tien", "aggregate": "sum", "with": {"resource": "O", "key": "ten", "value": "tien", "aggregate": "sum"}"#,
      #""kind": "coverage", "on": "R.so", "register": {"resource": "O", "field": "so"}"#,
      #""kind": "coverage", "on": "R.dan_toc", "register": {"list": "dm"}"#,
      #""kind": "similar", "on": "R.ten", "block": "xa", "least": "50%""#,
      #""kind": "similar", "on": "R.ton_giao", "block": "xa", "least": "50%""#,
      #""kind": "outlier", "on": "R.tien", "least": 3, "deviations": 0.1"#,
      #""kind": "outlier", "on": "R.ton_giao", "previous": {"resource": "O"}, "change": "1%", "least": 1"#,
      #""kind": "outlier", "on": "R.dan_toc", "previous": {"resource": "O", "fields": "ten"}, "change": "1%", "least": 1, "compare": "count""#,
      #""kind": "sequence", "on": "R.tien", "by": "xa""#, #""kind": "text", "on": "R.*""#,
      #""kind": "sql", "on": "R", "query": "select _ban_ghi, ten, dan_toc, ton_giao, la from R""#,
      #""kind": "sql", "on": "R", "query": "select max(ten) as x, min(ton_giao) as y from R""#,
      #""kind": "assert", "on": "R", "assert": "length(ten) < 2 and ton_giao = 'không'""#,
      #""kind": "assert", "on": "R", "assert": "ten = email""#,
      #""kind": "count", "on": "R", "min": 99"#,
    ]
    return bodies.enumerated().map { index, body in
      let text = body.replacingOccurrences(of: "\"R", with: "\"\(name)")
        .replacingOccurrences(of: "from R", with: "from \(name)")
        .replacingOccurrences(of: "\"O\"", with: "\"\(other)\"")
      return "{\"id\": \"\(name)-\(index + 1)\", \(text)}"
    }.joined(separator: ",\n")
  }
}

/// A file's bytes in the forms in which a planted word may stand in them.
struct PlantedText {
  private let forms: [Data]

  /// As it is and with escapes undone, as UTF-8 and as UTF-16, with small letters and without marks.
  init(_ data: Data) {
    let bytes = [UInt8](data)
    let once = Self.unescaped(bytes)
    var texts = Set(
      [bytes, once, Self.unescaped(once)].map { String(decoding: $0, as: UTF8.self) })
    // In UTF-16 every plain letter has a byte of zeros.
    if bytes.contains(0) {
      let halves = stride(from: 0, to: bytes.count - 1, by: 2)
      let little = halves.map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
      texts.insert(String(decoding: little, as: UTF16.self))
      texts.insert(String(decoding: little.map(\.byteSwapped), as: UTF16.self))
    }
    forms = texts.map(Self.folded)
  }

  func has(_ word: String) -> Bool {
    let wanted = Data(word.utf8)
    return forms.contains { $0.range(of: wanted) != nil }
  }

  private static func folded(_ text: String) -> Data {
    let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    return Data(plain.replacingOccurrences(of: "đ", with: "d").utf8)
  }

  /// `%C3%A9`, `&#233;`, `&#xE9;`, `\u00e9` and `\u{E9}` as the character.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let isMark = bytes[place] == 0x25 || bytes[place] == 0x26 || bytes[place] == 0x5C
      if isMark, let (made, length) = escape(bytes[place..<min(bytes.count, place + 12)]) {
        output += made
        place += length
      } else {
        output.append(bytes[place])
        place += 1
      }
    }
    return output
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
    guard let first = bytes.first else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    func scalar(_ digits: Substring, _ radix: Int, _ length: Int) -> ([UInt8], Int)? {
      guard let value = UInt32(digits, radix: radix).flatMap(Unicode.Scalar.init) else {
        return nil
      }
      return (Array(String(value).utf8), length)
    }
    switch first {
    case 0x25:
      guard bytes.count >= 3, let byte = UInt8(text.dropFirst().prefix(2), radix: 16) else {
        return nil
      }
      return ([byte], 3)
    case 0x26:
      guard text.hasPrefix("&#"), let end = text.firstIndex(of: ";") else { return nil }
      let body = text[text.index(text.startIndex, offsetBy: 2)..<end]
      let isHex = body.hasPrefix("x") || body.hasPrefix("X")
      return scalar(isHex ? body.dropFirst() : body, isHex ? 16 : 10, body.count + 3)
    default:
      if text.hasPrefix("\\u{"), let end = text.firstIndex(of: "}") {
        let body = text[text.index(text.startIndex, offsetBy: 3)..<end]
        return scalar(body, 16, body.count + 4)
      }
      guard text.hasPrefix("\\u"), bytes.count >= 6 else { return nil }
      return scalar(text.dropFirst(2).prefix(4), 16, 6)
    }
  }
}
