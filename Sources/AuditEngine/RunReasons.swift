internal import AuditModel

/// Why a rule could not be judged, as the engine knows it.
extension LocalizedText {
  static let sumOverflow = LocalizedText(
    vi: "tổng vượt quá khả năng tính (128 bit)", en: "a sum is too large (128 bits)")
  static func record(_ number: Int, of resource: String) -> LocalizedText {
    LocalizedText(
      vi: "bản ghi \(number) của '\(resource)'", en: "record \(number) of '\(resource)'")
  }
  static let otherResourceUnread = LocalizedText(
    vi: "bộ dữ liệu đối chiếu không đọc được trọn vẹn",
    en: "the other resource could not be read whole")
  static let arithmeticOverflow = LocalizedText(
    vi: "phép tính cho kết quả quá 18 chữ số", en: "a result needs more than 18 digits")
  /// Of a rule about XML documents, for a source of another format.
  static let notXML = LocalizedText(
    vi: "nguồn không phải tài liệu XML", en: "the source is no XML document")
}
