import AuditKernels
import AuditModel

/// Something that spreadsheets and hasty exports do to values, told by what is left of them.
package struct FormatDamage: Sendable {
  /// Of the manual and the tests.
  package let name: String
  /// What a finding adds to its message, in brackets.
  package let message: LocalizedText
  let test: Test

  enum Test: Sendable {
    case pattern(LazyPattern)
    /// Of the format once the one to `atMost` zeros that it takes to be as long as one of these are back in front.
    case padded([Int], atMost: Int)
    /// Matches, and its digits alone are of the format.
    case digits(LazyPattern)
    /// A real day in one of these.
    case dates([String])
    /// Of another format, by name.
    case format(String)
  }

  init(_ name: String, vi: String, en: String, _ test: Test) {
    self.name = name
    message = LocalizedText(vi: vi, en: en)
    self.test = test
  }

  static let formulaError = FormatDamage(
    "formula-error", vi: "lỗi công thức của bảng tính", en: "a spreadsheet's formula error",
    .pattern(#"#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#*)"#))

  /// `5,20E+10`, `5.2e10`.
  static let scientific = FormatDamage(
    "scientific-notation",
    vi: "bảng tính đã đổi thành dạng số mũ, các chữ số cuối đã mất: lấy lại từ nguồn",
    en: "turned into scientific notation by a spreadsheet, the last digits are lost",
    .pattern(#"[+\-]?[0-9]+([.,][0-9]+)?[eE][+\-]?[0-9]+"#))

  /// `3099000001.0`.
  static let decimalTail = FormatDamage(
    "decimal-tail", vi: "bị đọc thành số thực: thừa phần thập phân", en: "read as a decimal number",
    .pattern(#"[0-9]+[.,]0+"#))

  static let apostrophe = FormatDamage(
    "apostrophe", vi: "thừa dấu nháy đơn ở đầu, dấu ép kiểu văn bản của bảng tính",
    en: "a spreadsheet's text mark, an apostrophe, stands in front", .pattern("['’‘`].+"))

  static let strayMarks = FormatDamage(
    "stray-marks", vi: "xen dấu cách, chấm, phẩy hoặc gạch giữa các chữ số",
    en: "with spaces, points, commas or dashes among the digits",
    .digits(#"[ \t\u{A0}(+]*[0-9][0-9 \t\u{A0}.,()\-]*"#))

  /// `widths`: lengths of whole values.
  static func zerosLost(_ widths: Int..., atMost most: Int = 2) -> FormatDamage {
    FormatDamage(
      "leading-zeros-lost", vi: "có lẽ bảng tính đã bỏ số 0 ở đầu: thêm lại thì đúng dạng",
      en: "perhaps leading zeros were lost in a spreadsheet; with them the form is right",
      .padded(widths, atMost: most))
  }

  /// A value of another format, which people take for this one.
  static func mistaken(for format: String, vi: String, en: String) -> FormatDamage {
    FormatDamage("is-\(format)", vi: vi, en: en, .format(format))
  }

  /// What is looked for in identifiers that are all digits, and zeros lost after it.
  static let ofDigits: [FormatDamage] = [
    .formulaError, .scientific, .decimalTail, .apostrophe, .strayMarks,
  ]

  // MARK: Dates

  /// Days since 1899-12-30, as Excel stores them; 10000 is 18/05/1927, 79999 is 10/01/2119.
  static let serialDate = FormatDamage(
    "serial-date", vi: "số thứ tự ngày của bảng tính: định dạng lại ô thành ngày",
    en: "a spreadsheet's serial number of a day", .pattern(#"[1-7][0-9]{4}([.,][0-9]+)?"#))

  static let unknownDay = FormatDamage(
    "unknown-day",
    vi: "chưa biết ngày hoặc tháng: nếu được phép, khai báo định dạng vn-date-partial",
    en: "day or month unknown; where that is allowed the format is vn-date-partial",
    .pattern(
      #"00?[\/.\-](00?|0?[1-9]|1[0-2])[\/.\-](1[89]|20)[0-9]{2}|(1[89]|20)[0-9]{2}-(00|0[1-9]|1[0-2])-00"#
    ))

  static let yearOnly = FormatDamage(
    "year-only", vi: "chỉ có năm", en: "a year alone", .pattern("(1[89]|20)[0-9]{2}"))

  static let monthOnly = FormatDamage(
    "month-only", vi: "chỉ có tháng và năm", en: "a month and a year alone",
    .pattern(#"(0?[1-9]|1[0-2])[\/.\-](1[89]|20)[0-9]{2}|(1[89]|20)[0-9]{2}-(0[1-9]|1[0-2])"#))

  static let otherDateForm = FormatDamage(
    "other-date-form", vi: "ngày có thật nhưng viết theo mẫu khác",
    en: "a real day, written in another way",
    .dates([
      "%-d/%-m/%Y", "%Y-%m-%d", "%-d-%-m-%Y", "%-d.%-m.%Y", "%Y/%-m/%-d", "%Y%m%d",
      "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%f", "%Y-%m-%dT%H:%M:%S%f%z", "%-d/%-m/%Y %H:%M:%S",
      "%-d/%-m/%Y %H:%M",
    ]))

  /// Wrong only where the day is after the 12th: 05/07 and 07/05 cannot be told apart.
  static let swappedDate = FormatDamage(
    "month-before-day", vi: "viết tháng trước ngày sau, kiểu Mỹ", en: "the month before the day",
    .dates(["%-m/%-d/%Y", "%-m-%-d-%Y", "%Y-%-d-%-m"]))

  static let shortYear = FormatDamage(
    "two-digit-year", vi: "năm chỉ có hai chữ số", en: "a year of two digits",
    .pattern(#"[0-9]{1,2}[\/.\-][0-9]{1,2}[\/.\-][0-9]{2}"#))

  static let ofDates: [FormatDamage] = [
    .formulaError, .scientific, .serialDate, .unknownDay, .yearOnly, .monthOnly, .otherDateForm,
    .swappedDate, .shortYear, .apostrophe,
  ]

  // MARK: Numbers

  static let otherMarks = FormatDamage(
    "other-marks", vi: "dấu thập phân hoặc dấu phân nhóm khác khai báo",
    en: "decimal or group marks other than declared",
    .pattern(#"[+\-]?[0-9]+([., \u{A0}'’][0-9]+)*[.,]?"#))

  /// `1.234.567` in a whole number that declares no such mark.
  static let groupMarks = FormatDamage(
    "group-marks", vi: "có dấu phân nhóm hàng nghìn khác khai báo",
    en: "group marks other than declared",
    .pattern(#"[+\-]?[0-9]{1,3}([., \u{A0}'’][0-9]{3})+"#))

  /// `1-2` and `3/4` become days when a spreadsheet reads them.
  static let becameDate = FormatDamage(
    "became-date", vi: "bảng tính đã đổi thành ngày", en: "turned into a date by a spreadsheet",
    .pattern(
      #"[0-9]{1,2}[\/\-][0-9]{1,2}([\/\-][0-9]{2,4})?|[0-9]{1,2}-[A-Z][a-z]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}.*"#
    ))

  static let unitBeside = FormatDamage(
    "unit-beside", vi: "có chữ hoặc đơn vị đo đi kèm con số", en: "with words or a unit beside it",
    .pattern(#"[+\-]?[0-9][0-9., \u{A0}]*[ \u{A0}]?[\p{L}%₫²³$€][\p{L}\p{M}0-9%²³\/ .]*"#))

  static let ofNumbers: [FormatDamage] = [
    .formulaError, .scientific, .otherMarks, .becameDate, .unitBeside, .apostrophe,
  ]
  static let ofIntegers: [FormatDamage] = [
    .formulaError, .scientific, .decimalTail, .groupMarks, .becameDate, .unitBeside, .apostrophe,
  ]
}
