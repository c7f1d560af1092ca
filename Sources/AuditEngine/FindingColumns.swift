internal import AuditModel
internal import AuditText

extension FindingFormat {
  /// Columns that only some runs have, after all others.
  struct ExtraColumns: Sendable {
    /// Some resource is in several files, and findings say in which.
    var parts = false
    /// Some failures are accepted, and findings say by what document.
    var waivers = false
  }

  /// The names of the columns of `findings.csv`, with the byte-order mark Excel wants.
  static func header(
    _ style: FindingStyle, _ language: Language, _ columns: ExtraColumns = ExtraColumns()
  ) -> [UInt8] {
    guard style == .csv else { return [] }
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    var names: [String]
    switch language {
    case .vi:
      names = [
        "bộ dữ liệu", "bản ghi", "dòng", "quy tắc", "mức độ", "trường", "khóa", "giá trị",
        "yêu cầu", "nội dung",
      ]
    case .en:
      names = [
        "resource", "record", "line", "rule", "severity", "field", "key", "value", "expected",
        "message",
      ]
    }
    if columns.parts { names.append(language == .vi ? "tệp" : "file") }
    if columns.waivers { names.append(language == .vi ? "miễn trừ theo" : "waived by") }
    CSVWriter.appendRecord(names, to: &bytes)
    return bytes
  }
}
