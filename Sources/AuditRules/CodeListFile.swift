import AuditKernels
import AuditModel

/// Reads master data: a CSV file with a header, UTF-8, comma; columns as the pack's code list names them.
package enum CodeListFile {
  /// `file` is the path as it is to be printed.
  ///
  /// - Throws: every mistake of the file, and columns that the pack names and the file lacks (at the pack's place).
  package static func read(
    _ bytes: [UInt8], file: String, as spec: CodeListSpec, limits: Limits = Limits()
  ) throws(Diagnostics) -> CodeTable {
    var mistakes: [Diagnostic] = []
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let probe = CSVProbe(bytes, dialect: CSVDialect(), isWhole: true)
    guard let header = probe.record(from: start) else {
      throw Diagnostics([
        mistake(
          "empty", LocalizedText(vi: "tệp danh mục trống", en: "the code list file is empty"), file,
          1)
      ])
    }
    let names = header.cells.map { String(decoding: $0, as: UTF8.self) }
    let columns = columns(spec, names, file, &mistakes)
    var rows: [[[UInt8]]] = []
    var validities: [CodeTable.Validity] = []
    var position = header.next
    var line = 1 + header.lineCount
    while let record = probe.record(from: position) {
      position = record.next
      defer { line += record.lineCount }
      if record.isEmptyLine { continue }
      guard record.cells.count == names.count else {
        mistakes.append(
          mistake(
            "ragged",
            LocalizedText(
              vi: "dòng có \(record.cells.count) trường, cần \(names.count)",
              en: "the record has \(record.cells.count) fields, \(names.count) are due"), file, line
          ))
        continue
      }
      guard rows.count < limits.codeListEntries else {
        mistakes.append(
          mistake(
            "limit",
            LocalizedText(
              vi: "danh mục quá \(limits.codeListEntries) mục",
              en: "the code list has over \(limits.codeListEntries) entries"),
            file, line))
        break
      }
      if let code = columns.code, record.cells[code].isEmpty {
        mistakes.append(
          mistake(
            "blank-code", LocalizedText(vi: "mã để trống", en: "the code is blank"), file, line))
      }
      rows.append(record.cells)
      validities.append(
        CodeTable.Validity(
          from: day(record.cells, columns.from, file, line, &mistakes),
          to: day(record.cells, columns.to, file, line, &mistakes)))
      if mistakes.count >= 100 { break }
    }
    guard mistakes.isEmpty, let code = columns.code else { throw Diagnostics(mistakes) }
    let isDated = columns.from != nil || columns.to != nil
    return CodeTable(
      columnNames: names, rows: rows, code: code, validities: isDated ? validities : [])
  }

  private static func mistake(_ code: String, _ message: LocalizedText, _ file: String, _ line: Int)
    -> Diagnostic
  {
    Diagnostic("code-list.\(code)", message, at: SourceLocation(file: file, line: line, column: 1))
  }

  private static func columns(
    _ spec: CodeListSpec, _ names: [String], _ file: String, _ mistakes: inout [Diagnostic]
  ) -> (code: Int?, from: Int?, to: Int?) {
    func column(_ name: String?) -> Int? {
      guard let name else { return nil }
      if let index = names.firstIndex(of: name) { return index }
      mistakes.append(
        Diagnostic(
          "code-list.unknown-column",
          LocalizedText(
            vi: "danh mục '\(spec.name)' (\(file)) không có cột '\(name)'",
            en: "the code list '\(spec.name)' (\(file)) has no column '\(name)'"),
          at: spec.location,
          hint: LocalizedText(
            vi: "các cột hiện có: \(names.joined(separator: ", "))",
            en: "its columns are: \(names.joined(separator: ", "))")))
      return nil
    }
    _ = column(spec.nameColumn)
    _ = column(spec.parent)
    _ = column(spec.successor)
    return (column(spec.code), column(spec.from), column(spec.to))
  }

  private static func day(
    _ cells: [[UInt8]], _ column: Int?, _ file: String, _ line: Int, _ mistakes: inout [Diagnostic]
  ) -> CivilDate? {
    guard let column, !cells[column].isEmpty else { return nil }
    if let day = CivilDate(iso: String(decoding: cells[column], as: UTF8.self)) { return day }
    mistakes.append(
      mistake(
        "date",
        LocalizedText(vi: "ngày phải viết là yyyy-MM-dd", en: "a date is written yyyy-MM-dd"), file,
        line))
    return nil
  }
}
