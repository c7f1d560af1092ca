import CSQLite
import Foundation

/// One table of the sample as its CSV export has it: cells, nothing else.
struct SampleTable {
  let name: String
  var names: [String]
  /// As many cells as names in each; what a damaged record lacks is blank, what it has too many is left out.
  var records: [[String]]

  /// A reading of CSV that shares nothing with the program's: a quote counts only at a cell's beginning.
  ///
  /// - `skip`: lines before the names.
  init(_ name: String, csv: String, delimiter: Unicode.Scalar, skip: Int) {
    self.name = name
    var scalars = csv.unicodeScalars[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    for _ in 0..<skip { scalars = scalars.drop { $0 != "\n" }.dropFirst() }
    var rows: [[String]] = []
    var row: [String] = []
    while !scalars.isEmpty {
      var cell = String.UnicodeScalarView()
      if scalars.first == "\"" {
        scalars.removeFirst()
        while let scalar = scalars.popFirst() {
          if scalar == "\"" {
            guard scalars.first == "\"" else { break }
            scalars.removeFirst()
          }
          cell.append(scalar)
        }
      }
      while let scalar = scalars.first, scalar != delimiter, scalar != "\n" {
        cell.append(scalar)
        scalars.removeFirst()
      }
      if scalars.first != delimiter, cell.last == "\r" { cell.removeLast() }
      row.append(String(cell))
      if scalars.popFirst() == delimiter { continue }
      if row != [""] { rows.append(row) }
      row = []
    }
    names = rows.removeFirst()
    let count = names.count
    records = rows.map { $0.prefix(count) + Array(repeating: "", count: max(0, count - $0.count)) }
  }

  /// Without the blanks around the names, which no element of XML can have.
  var withPlainNames: SampleTable {
    var table = self
    table.names = names.map { $0.trimmingCharacters(in: .whitespaces) }
    return table
  }
}

/// What the sample's tables can be written in.
struct SampleForm {
  enum Format: String, CaseIterable { case csv, xml, json, ndjson, sqlite }

  /// How a blank cell is written.
  enum Blank { case empty, null, absent }

  let format: Format
  /// Whether blank cells are written in each way that the format has, in turn; else as empty text.
  var variesBlanks = false

  /// The file of a table; one database has them all.
  func file(of table: SampleTable) -> String {
    format == .sqlite ? "du_lieu.db" : "\(table.name).\(format.rawValue)"
  }

  func write(_ tables: [SampleTable], to folder: URL) throws {
    guard format != .sqlite else {
      return try writeDatabase(tables, to: folder.appendingPathComponent("du_lieu.db").path)
    }
    for table in tables {
      try Data(text(table).utf8).write(to: folder.appendingPathComponent(file(of: table)))
    }
  }

  private func text(_ table: SampleTable) -> String {
    switch format {
    case .csv:
      ([table.names] + table.records).map { cells in
        cells.map { "\"\($0.replacingOccurrences(of: "\"", with: "\"\""))\"" }.joined(
          separator: ",")
      }.joined(separator: "\n") + "\n"
    case .xml: xml(table)
    case .json:
      "{\"co_quan\": {\"ten\": \"giả lập\"},\n \"\(table.name)\": [\n"
        + records(table).map { "  {\n    \($0.joined(separator: ",\n    "))\n  }" }
        .joined(separator: ",\n") + "\n]}\n"
    case .ndjson:
      records(table).map { "{\($0.joined(separator: ", "))}\n" }.joined()
    case .sqlite: ""
    }
  }

  /// - `record`, `column`: from 0; never absent in the first record, which tells the order of the names.
  func blank(_ record: Int, _ column: Int) -> Blank {
    guard variesBlanks, format != .csv else { return .empty }
    switch (record + column) % 3 {
    case 0: return .null
    case 1 where record > 0: return format == .sqlite ? .null : .absent
    default: return .empty
    }
  }

  /// Whether a cell is written as a number where the form has numbers: as programs do it, and nothing is lost by it.
  private static func isNumber(_ name: String, _ cell: String) -> Bool {
    name == "so_nhan_khau" && Int(cell).map { String($0) == cell } == true
  }

  private func records(_ table: SampleTable) -> [[String]] {
    table.records.enumerated().map { number, cells in
      zip(table.names, cells).enumerated().compactMap { column, member in
        let (name, cell) = member
        var value = SampleForm.isNumber(name, cell) ? cell : quoted(cell, escaping: column % 5 == 0)
        if cell.isEmpty {
          switch blank(number, column) {
          case .absent: return nil
          case .null: value = "null"
          case .empty: value = "\"\""
          }
        }
        return "\(quoted(name, escaping: false)): \(value)"
      }
    }
  }

  /// - `escaping`: all letters outside of ASCII as `\u1EBF`.
  private func quoted(_ text: String, escaping: Bool) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": json += "\\\(scalar)"
      case "\u{0}"..<" ": json += hex(UInt16(scalar.value))
      case _ where escaping && !scalar.isASCII:
        for unit in String(scalar).utf16 { json += hex(unit) }
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }

  private func hex(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private func xml(_ table: SampleTable) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<danh_sach xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
    for (number, cells) in table.records.enumerated() {
      text += "  <\(table.name)>\n"
      for (column, (name, cell)) in zip(table.names, cells).enumerated() {
        if cell.isEmpty {
          switch blank(number, column) {
          case .absent: continue
          case .null: text += "    <\(name) xsi:nil=\"true\"/>\n"
          case .empty: text += column % 2 == 0 ? "    <\(name)/>\n" : "    <\(name)></\(name)>\n"
          }
        } else {
          text += "    <\(name)>\(markup(cell, asSection: column % 5 == 0))</\(name)>\n"
        }
      }
      text += "  </\(table.name)>\n"
    }
    return text + "</danh_sach>\n"
  }

  private func markup(_ cell: String, asSection: Bool) -> String {
    if asSection, !cell.contains("]]>") { return "<![CDATA[\(cell)]]>" }
    return cell.replacingOccurrences(of: "&", with: "&amp;")
      .replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
      .replacingOccurrences(of: "\r", with: "&#13;")
  }

  private func writeDatabase(_ tables: [SampleTable], to path: String) throws {
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK else { throw Failed(what: path) }
    defer { sqlite3_close(handle) }
    var statements = ["BEGIN"]
    for table in tables {
      let columns = table.names.map { "\"\($0)\" \($0 == "so_nhan_khau" ? "INTEGER" : "TEXT")" }
      statements.append("CREATE TABLE \(table.name)(\(columns.joined(separator: ", ")))")
      for (number, cells) in table.records.enumerated() {
        let values = cells.enumerated().map { column, cell in
          if cell.isEmpty, blank(number, column) == .null { return "NULL" }
          return "'\(cell.replacingOccurrences(of: "'", with: "''"))'"
        }
        statements.append("INSERT INTO \(table.name) VALUES(\(values.joined(separator: ", ")))")
      }
    }
    for sql in statements + ["COMMIT"] {
      guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw Failed(what: sql) }
    }
  }

  struct Failed: Error { var what: String }
}
