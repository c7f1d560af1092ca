internal import AuditModel
internal import AuditSources

/// Why a rule could not be judged, as the engine knows it.
extension LocalizedText {
  static let sumOverflow = LocalizedText(
    vi: "tổng vượt quá khả năng tính (128 bit)", en: "a sum is too large (128 bits)")
  /// By the file where the resource has several.
  static func record(_ place: RecordPlace, of resource: String) -> LocalizedText {
    let whole = place.part ?? resource
    return LocalizedText(
      vi: "bản ghi \(place.number) của '\(whole)'", en: "record \(place.number) of '\(whole)'")
  }
  static let otherResourceUnread = LocalizedText(
    vi: "bộ dữ liệu đối chiếu không đọc được trọn vẹn",
    en: "the other resource could not be read whole")
  static let arithmeticOverflow = LocalizedText(
    vi: "phép tính cho kết quả quá 18 chữ số", en: "a result needs more than 18 digits")
}
