import AuditKernels
import AuditModel

/// Days and numbers as Vietnamese documents write them.
extension ValueFormat {
  private static let spoken = LocalizedText(
    vi: "NĐ 30/2020/NĐ-CP (ngày, tháng trong văn bản hành chính); lệ thường trong bảng biểu",
    en: "Decree 30/2020/NĐ-CP (dates in documents); usage in tables")

  static let isoDate = ValueFormat(
    "iso-date", title: LocalizedText(vi: "Ngày yyyy-MM-dd", en: "Date yyyy-MM-dd"),
    basis: LocalizedText("ISO 8601-1:2019; Frictionless Table Schema v2"),
    algorithm: LocalizedText(
      vi: "ngày có thật: năm 4, tháng 2, ngày 2 chữ số",
      en: "a real day: 4 digits of the year, 2 of the month, 2 of the day"),
    fault: LocalizedText(
      vi: "không phải ngày có thật viết yyyy-MM-dd", en: "is no real day written yyyy-MM-dd"),
    valid: ["2024-02-29", "1950-12-31"],
    invalid: [
      "45123": "serial-date", "45123.5": "serial-date", "29/02/2024": "other-date-form",
      "2024-13-01": "month-before-day", "1950-00-00": "unknown-day", "1950": "year-only",
      "1950-12": "month-only", "4,5E+04": "scientific-notation", "01/02/50": "two-digit-year",
      "'2024-02-29": "apostrophe", "2023-02-29": "", "#VALUE!": "formula-error",
    ],
    types: [.string, .date], test: .date(.isoDate), damages: FormatDamage.ofDates)

  static let vietnameseDate = ValueFormat(
    "vn-date", title: LocalizedText(vi: "Ngày dd/MM/yyyy", en: "Date dd/MM/yyyy"), basis: spoken,
    algorithm: LocalizedText(
      vi: "ngày có thật: ngày 2, tháng 2, năm 4 chữ số, giữa là dấu gạch chéo",
      en: "a real day: 2 digits of the day, 2 of the month, 4 of the year, with slashes"),
    fault: LocalizedText(
      vi: "không phải ngày có thật viết dd/MM/yyyy", en: "is no real day written dd/MM/yyyy"),
    valid: ["29/02/2024", "31/12/1950"],
    invalid: [
      "45123": "serial-date", "1/2/2024": "other-date-form", "01-02-2024": "other-date-form",
      "01.02.2024": "other-date-form", "2024-02-01": "other-date-form",
      "2024-02-01 00:00:00": "other-date-form", "12/31/1950": "month-before-day",
      "00/00/1950": "unknown-day", "00/05/1950": "unknown-day", "1950": "year-only",
      "5/1950": "month-only", "4,5E+04": "scientific-notation", "1/2/50": "two-digit-year",
      "30/02/2024": "", "không rõ": "",
    ],
    types: [.string, .date], test: .date(day("%d/%m/%Y")), damages: FormatDamage.ofDates)

  static let shortDate = ValueFormat(
    "vn-date-short", title: LocalizedText(vi: "Ngày d/M/yyyy", en: "Date d/M/yyyy"), basis: spoken,
    algorithm: LocalizedText(
      vi: "ngày có thật: ngày, tháng một hoặc hai chữ số, năm bốn chữ số",
      en: "a real day: one or two digits of the day and month, four of the year"),
    fault: LocalizedText(
      vi: "không phải ngày có thật viết d/M/yyyy", en: "is no real day written d/M/yyyy"),
    valid: ["1/2/2024", "01/02/2024", "29/2/2024", "31/12/1950"],
    invalid: [
      "45123": "serial-date", "1-2-2024": "other-date-form", "2024-02-01": "other-date-form",
      "12/31/1950": "month-before-day", "00/00/1950": "unknown-day", "0/5/1950": "unknown-day",
      "1950": "year-only", "1/2/24": "two-digit-year", "30/2/2024": "", "1//2024": "",
    ],
    types: [.string, .date], test: .date(day("%-d/%-m/%Y")), damages: FormatDamage.ofDates)

  static let partialDate = ValueFormat(
    "vn-date-partial",
    title: LocalizedText(
      vi: "Ngày dd/MM/yyyy, có thể chưa biết ngày, tháng",
      en: "Date dd/MM/yyyy, day or month perhaps unknown"),
    basis: LocalizedText(
      vi: "cách ghi trong sổ hộ tịch, sổ dân cư khi chỉ biết năm hoặc tháng năm",
      en: "as registers write it where only the year, or month and year, is known"),
    algorithm: LocalizedText(
      vi:
        "như vn-date, hoặc 00/MM/yyyy (chưa biết ngày), 00/00/yyyy (chưa biết ngày, tháng), năm 1800-2099. Trong biểu thức ngày chưa biết là null: quy tắc so sánh bỏ qua bản ghi",
      en:
        "as vn-date, or 00/MM/yyyy (day unknown), 00/00/yyyy (day and month unknown), years 1800-2099. Such a day is null in expressions: comparisons skip the record"
    ),
    doubt: LocalizedText(
      vi: "chưa tìm thấy văn bản quy định cách ghi này", en: "no legal text for it was found"),
    fault: LocalizedText(
      vi: "không phải ngày dd/MM/yyyy có thật hoặc chưa biết ngày, tháng (00/00/yyyy)",
      en: "is no real day dd/MM/yyyy, nor one with day or month unknown (00/00/yyyy)"),
    valid: ["29/02/2024", "00/05/1950", "00/00/1950"],
    invalid: [
      "45123": "serial-date", "05/00/1950": "", "0/0/1950": "unknown-parts", "1950": "year-only",
      "1/2/2024": "other-date-form", "30/02/2024": "",
    ],
    types: [.string, .date],
    test: .date(day("%d/%m/%Y"), unknown: "00/(00|0[1-9]|1[0-2])/(1[89]|20)[0-9]{2}"),
    damages: [
      FormatDamage(
        "unknown-parts", vi: "phần chưa biết phải ghi 00/00/yyyy hoặc 00/MM/yyyy",
        en: "unknown parts have to be written 00/00/yyyy or 00/MM/yyyy",
        FormatDamage.unknownDay.test)
    ] + FormatDamage.ofDates.filter { $0.name != FormatDamage.unknownDay.name })

  /// Written out above, and held by a test.
  private static func day(_ pattern: String) -> DateFormat {
    guard let format = try? DateFormat(pattern) else {
      preconditionFailure("the date pattern \(pattern)")
    }
    return format
  }

  // MARK: Numbers

  static let vietnameseNumber = ValueFormat(
    "vn-number",
    title: LocalizedText(
      vi: "Số kiểu Việt Nam: 1.234.567,89", en: "Number as 1.234.567,89"), basis: spoken,
    algorithm: LocalizedText(
      vi:
        "dấu phẩy thập phân; dấu chấm phân nhóm ba chữ số, hoặc không có dấu chấm nào; dấu trừ ở đầu. Lưu ý: 1.234 đọc là một nghìn hai trăm ba mươi tư",
      en:
        "a decimal comma; points between groups of three digits, or none at all; a minus in front. Note that 1.234 is one thousand two hundred and thirty-four"
    ),
    fault: LocalizedText(
      vi: "không phải số kiểu Việt Nam (1.234.567,89)", en: "is no number written as 1.234.567,89"),
    valid: ["1.234.567,89", "1234567,89", "0,5", "-12", "1.234"],
    invalid: [
      "1,234.56": "other-marks", "1.23": "other-marks", "12.34.567": "other-marks",
      "5,20E+10": "scientific-notation", "12 ha": "unit-beside", "1.000.000 đ": "unit-beside",
      "1/2/2024": "became-date", "#DIV/0!": "formula-error", "'12": "apostrophe", "mười": "",
    ],
    types: [.string, .number], test: .pattern(#"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?"#),
    damages: FormatDamage.ofNumbers,
    numberFormat: NumberFormat(decimalMark: 0x2C, groupMark: 0x2E, isLenient: false))

  static let vietnameseInteger = ValueFormat(
    "vn-integer",
    title: LocalizedText(
      vi: "Số nguyên kiểu Việt Nam: 1.234.567", en: "Whole number as 1.234.567"), basis: spoken,
    algorithm: LocalizedText(
      vi: "như vn-number, không có phần thập phân", en: "as vn-number, without a fraction"),
    fault: LocalizedText(
      vi: "không phải số nguyên kiểu Việt Nam (1.234.567)",
      en: "is no whole number written as 1.234.567"),
    valid: ["1.234.567", "1234567", "-12", "0"],
    invalid: [
      "1,234,567": "group-marks", "12,0": "decimal-tail", "1,5": "",
      "5,20E+10": "scientific-notation",
      "3 người": "unit-beside",
    ],
    types: [.string, .integer], test: .pattern(#"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)"#),
    damages: FormatDamage.ofIntegers,
    numberFormat: NumberFormat(
      decimalMark: 0x2C, groupMark: 0x2E, isInteger: true, isLenient: false)
  )
}
