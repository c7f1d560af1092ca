internal import AuditKernels
internal import AuditModel

/// What is said of a JSON input that cannot be read to its end.
extension JSONFault {
  /// Faults of the text are `source.not-well-formed`; where the text is in order but no records are, `source.not-a-table`.
  var code: String {
    switch self {
    case .noRecords, .notAnArray: "source.not-a-table"
    default: "source.not-well-formed"
    }
  }

  var message: LocalizedText {
    switch self {
    case .valueExpected:
      LocalizedText(vi: "ở đây phải là một giá trị JSON", en: "a JSON value is expected here")
    case .nameExpected:
      LocalizedText(
        vi: "ở đây phải là một tên đặt trong dấu nháy kép",
        en: "a name in double quotes is expected here")
    case .colonExpected:
      LocalizedText(vi: "sau tên phải có dấu hai chấm", en: "a colon is expected after the name")
    case .commaExpected:
      LocalizedText(
        vi: "ở đây phải là dấu phẩy hoặc dấu đóng ngoặc",
        en: "a comma or a closing bracket is expected here")
    case .trailingComma:
      LocalizedText(
        vi: "thừa dấu phẩy sau phần tử cuối", en: "there is a comma after the last element")
    case .badNumber:
      LocalizedText(
        vi: "số viết không đúng cách của JSON", en: "this is not a number as JSON writes it")
    case .badWord:
      LocalizedText(vi: "từ này không phải giá trị JSON", en: "this word is no JSON value")
    case .badEscape:
      LocalizedText(
        vi: "sau dấu \\ không phải ký tự thoát của JSON", en: "this is no escape that JSON knows")
    case .controlCharacter:
      LocalizedText(
        vi: "chuỗi ký tự có ký tự điều khiển hoặc không có dấu nháy đóng",
        en: "a string has a control character, or no closing quote")
    case .invalidUTF8:
      LocalizedText(vi: "có byte không đúng mã UTF-8", en: "there are bytes that are not UTF-8")
    case .unfinished:
      LocalizedText(
        vi: "tệp kết thúc khi nội dung JSON chưa trọn vẹn",
        en: "the file ends before the JSON value does")
    case .textAfterEnd:
      LocalizedText(
        vi: "sau nội dung JSON còn có ký tự khác",
        en: "there is more text after the end of the JSON value")
    case .tooDeep:
      LocalizedText(vi: "ngoặc lồng nhau quá sâu", en: "brackets are nested too deep")
    case .noRecords:
      LocalizedText(
        vi: "không tìm thấy danh sách bản ghi trong tệp",
        en: "no list of records is found in the file")
    case .notAnArray:
      LocalizedText(
        vi: "chỗ được chỉ định không phải là danh sách [ ]", en: "the place given is no list [ ]")
    case .secondArray:
      LocalizedText(
        vi: "danh sách bản ghi có hai lần trong tệp", en: "the list of records is there twice")
    }
  }

  var hint: LocalizedText? {
    switch self {
    case .commaExpected:
      LocalizedText(
        vi: "thường do dấu nháy kép trong văn bản không viết là \\\", hoặc thiếu dấu phẩy",
        en: "mostly a quote within a text is not written \\\", or a comma is missing")
    case .unfinished:
      LocalizedText(
        vi: "tệp có thể bị cắt khi xuất hoặc khi chép: xuất lại",
        en: "the file may have been cut while it was written or copied: export it again")
    case .textAfterEnd:
      LocalizedText(
        vi: "nếu mỗi dòng là một bản ghi, khai báo \"format\": \"ndjson\"",
        en: "if each line is a record, declare \"format\": \"ndjson\"")
    case .noRecords:
      LocalizedText(
        vi: "cần một danh sách các đối tượng; khai báo nơi của nó, ví dụ \"record\": \"/data\"",
        en: "a list of objects is needed; say where it is, such as \"record\": \"/data\"")
    case .notAnArray, .secondArray:
      LocalizedText(vi: "xem lại \"record\"", en: "look at \"record\" again")
    case .invalidUTF8: LocalizedText(vi: "lưu lại tệp dạng UTF-8", en: "save the file as UTF-8")
    case .trailingComma: LocalizedText(vi: "bỏ dấu phẩy này", en: "remove the comma")
    case .badEscape:
      LocalizedText(vi: "dấu \\ viết là \\\\", en: "a backslash is written \\\\")
    default:
      LocalizedText(
        vi: "xuất lại bằng phần mềm viết JSON đúng RFC 8259",
        en: "export it again with software that writes JSON by RFC 8259")
    }
  }
}
