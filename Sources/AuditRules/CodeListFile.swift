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
    let table = CSVTable(bytes)
    guard table.recordCount > 0 else {
      throw Diagnostics([
        mistake(
          "empty", LocalizedText(vi: "tệp danh mục trống", en: "the code list file is empty"), file,
          1)
      ])
    }
    let names = (0..<table.fieldCount(of: 0)).map { table.text($0, of: 0) }
    let columns = columns(spec, names, file, &mistakes)
    let entries = Array(1..<table.recordCount)
    var validities: [CodeTable.Validity] = []
    for record in entries {
      if let mistake = mistake(
        table, record, names.count, columns.code, file, isOver: record > limits.codeListEntries,
        limits)
      {
        mistakes.append(mistake)
      } else if columns.from != nil || columns.to != nil {
        validities.append(
          CodeTable.Validity(
            from: day(table, record, columns.from, file, &mistakes),
            to: day(table, record, columns.to, file, &mistakes)))
      }
      if mistakes.count >= 100 || record > limits.codeListEntries { break }
    }
    guard mistakes.isEmpty, let code = columns.code else { throw Diagnostics(mistakes) }
    return CodeTable(
      table, columnNames: names, records: entries, code: code, validities: validities)
  }

  /// What is wrong with an entry as a whole, if anything is.
  private static func mistake(
    _ table: CSVTable, _ record: Int, _ fieldCount: Int, _ code: Int?, _ file: String,
    isOver: Bool, _ limits: Limits
  ) -> Diagnostic? {
    let line = table.line(of: record)
    if isOver {
      return mistake(
        "limit",
        LocalizedText(
          vi: "danh mục quá \(limits.codeListEntries) mục",
          en: "the code list has over \(limits.codeListEntries) entries"),
        file, line)
    }
    let fields = table.fieldCount(of: record)
    guard fields == fieldCount else {
      return mistake(
        "ragged",
        LocalizedText(
          vi: "dòng có \(fields) trường, cần \(fieldCount)",
          en: "the record has \(fields) fields, \(fieldCount) are due"), file, line)
    }
    guard let code, table.isEmpty(code, of: record) else { return nil }
    return mistake(
      "blank-code", LocalizedText(vi: "mã để trống", en: "the code is blank"), file, line)
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
    _ table: CSVTable, _ record: Int, _ column: Int?, _ file: String,
    _ mistakes: inout [Diagnostic]
  ) -> CivilDate? {
    guard let column, !table.isEmpty(column, of: record) else { return nil }
    if let day = table.day(column, of: record) { return day }
    mistakes.append(
      mistake(
        "date",
        LocalizedText(vi: "ngày phải viết là yyyy-MM-dd", en: "a date is written yyyy-MM-dd"), file,
        table.line(of: record)))
    return nil
  }
}
