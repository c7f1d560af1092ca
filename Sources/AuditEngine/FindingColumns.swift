internal import AuditModel
internal import AuditText

extension FindingFormat {
  /// The names of the columns of `findings.csv`, with the byte-order mark Excel wants.
  ///
  /// `hasParts`: some resource is in several files, and a last column says in which.
  static func header(
    _ style: FindingStyle, _ language: Language, hasParts: Bool = false
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
    if hasParts { names.append(language == .vi ? "tệp" : "file") }
    CSVWriter.appendRecord(names, to: &bytes)
    return bytes
  }
}
