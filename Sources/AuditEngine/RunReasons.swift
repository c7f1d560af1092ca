internal import AuditModel
internal import AuditSources

/// Why a rule could not be judged, as the engine knows it.
extension LocalizedText {
  static let noRecords = LocalizedText(
    vi: "chưa đánh giá: bộ dữ liệu không có bản ghi nào",
    en: "not assessed: the resource has no record")
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
  static let schemaNotFollowed = LocalizedText(
    vi: "libxml2 không đọc trọn được tài liệu để đối chiếu lược đồ",
    en: "libxml2 cannot read the whole document beside its schema")
  static let tooLargeForKeys = LocalizedText(
    vi:
      "lược đồ có xs:key, xs:unique hoặc xs:keyref mà tài liệu lớn hơn giới hạn schemaKeyBytes: khóa không giữ hết được trong bộ nhớ",
    en:
      "the schema has xs:key, xs:unique or xs:keyref, and the document is over the limit schemaKeyBytes: its keys would not fit into memory"
  )
  static let arithmeticOverflow = LocalizedText(
    vi: "phép tính cho kết quả quá 18 chữ số", en: "a result needs more than 18 digits")
  /// Of a rule about XML documents, for a source of another format.
  static let notXML = LocalizedText(
    vi: "nguồn không phải tài liệu XML", en: "the source is no XML document")

  /// Of a CSV none of whose names rules know.
  static let noHeader = LocalizedText(
    vi:
      "không tên cột nào giống như trong gói quy tắc: nếu tệp không có dòng tên cột, khai báo \"csv\": {\"header\": false} và đặt tên trường f1, f2 …",
    en:
      "no column has a name that the rules know: if the file has no header, say \"csv\": {\"header\": false} and name the fields f1, f2 …"
  )
}
