import AuditModel

/// What is said of a file that is not the JSON it should be.
enum LocatedJSONText {
  struct Fault {
    let message: LocalizedText
    let hint: LocalizedText?

    init(_ vi: String, _ en: String, hint: LocalizedText? = nil) {
      message = LocalizedText(vi: vi, en: en)
      self.hint = hint
    }
  }

  static let afterEnd = Fault(
    "sau phần nội dung JSON còn có ký tự khác",
    "there is more text after the end of the JSON value",
    hint: LocalizedText(
      vi: "kiểm tra dấu đóng ngoặc thừa", en: "look for a closing bracket too many"))
  static let endOfFile = Fault(
    "tệp kết thúc khi nội dung JSON chưa trọn vẹn", "the file ends before the JSON value does",
    hint: LocalizedText(
      vi: "kiểm tra dấu đóng ngoặc còn thiếu", en: "look for a missing closing bracket"))
  static let nameExpected = Fault(
    "ở đây phải là một tên đặt trong dấu nháy kép", "a name in double quotes is expected here")
  static let colonExpected = Fault(
    "sau tên phải có dấu hai chấm", "a colon is expected after the name")
  static let valueExpected = Fault("ở đây phải là một giá trị", "a value is expected here")
  static let unquoted = Fault(
    "từ này không phải giá trị JSON", "this word is no JSON value",
    hint: LocalizedText(
      vi: "đặt văn bản trong dấu nháy kép; các từ riêng chỉ có true, false, null",
      en: "put text in double quotes; the only bare words are true, false and null"))
  static let trailingComma = Fault(
    "thừa dấu phẩy sau phần tử cuối", "there is a comma after the last element",
    hint: LocalizedText(vi: "bỏ dấu phẩy này", en: "remove the comma"))
  static let number = Fault(
    "số viết không đúng cách của JSON", "this is not a number as JSON writes it",
    hint: LocalizedText(
      vi: "viết như 12, -3 hoặc 0.5: không có số 0 đứng đầu, dấu thập phân là dấu chấm",
      en: "write 12, -3 or 0.5: no leading zero, a point before decimals"))
  static let unclosedString = Fault(
    "chuỗi ký tự không có dấu nháy kép đóng trên cùng dòng",
    "the string has no closing double quote on its line",
    hint: LocalizedText(
      vi: "xuống dòng trong chuỗi viết là \\n", en: "a line break within a string is written \\n"))
  static let controlCharacter = Fault(
    "chuỗi ký tự có ký tự điều khiển", "the string has a control character",
    hint: LocalizedText(vi: "viết là \\t hoặc \\u0009", en: "write it as \\t or \\u0009"))
  static let escape = Fault(
    "sau dấu \\ không phải ký tự thoát của JSON", "this is no escape that JSON knows",
    hint: LocalizedText(
      vi: "dấu \\ viết là \\\\, ví dụ mẫu \"\\\\d{12}\"",
      en: "write a backslash as \\\\, as in \"\\\\d{12}\""))
  static let surrogate = Fault(
    "nửa cặp mã \\u không thành một ký tự", "half of a \\u pair is no character")
  static let slash = Fault(
    "dấu / không thuộc JSON", "a slash is no part of JSON",
    hint: LocalizedText(vi: "ghi chú bắt đầu bằng //", en: "comments begin with //"))
  static let comment = Fault(
    "tệp này không được có ghi chú", "comments are not allowed in this file")

  static func commaExpected(_ close: UInt8) -> Fault {
    let bracket = String(Character(Unicode.Scalar(close)))
    return Fault(
      "ở đây phải là dấu phẩy hoặc dấu \(bracket)", "a comma or \(bracket) is expected here",
      hint: LocalizedText(
        vi: "thường do thiếu dấu phẩy ở cuối dòng trước",
        en: "mostly a comma is missing on the line before"))
  }

  static func tooDeep(_ limit: Int) -> LocalizedText {
    LocalizedText(
      vi: "ngoặc lồng nhau quá \(limit) tầng", en: "brackets are nested more than \(limit) deep")
  }

  static func tooLarge(_ count: Int, _ limit: Int) -> LocalizedText {
    LocalizedText(
      vi: "tệp có \(count) byte, quá giới hạn \(limit) byte",
      en: "the file has \(count) bytes, more than the limit of \(limit)")
  }

  static let utf16 = LocalizedText(
    vi: "tệp được lưu dạng UTF-16", en: "the file is saved as UTF-16")
  static let notUTF8 = LocalizedText(
    vi: "tệp không phải văn bản UTF-8", en: "the file is not UTF-8 text")
  static let saveAsUTF8 = LocalizedText(vi: "lưu lại tệp dạng UTF-8", en: "save the file as UTF-8")

  static func duplicate(_ name: String) -> LocalizedText {
    LocalizedText(
      vi: "tên '\(name)' đã có trong đối tượng này",
      en: "the name '\(name)' is already used in this object")
  }
  static let keepOne = LocalizedText(vi: "chỉ giữ lại một", en: "keep one of them")
}
