import AuditKernels
import AuditModel

/// Numbers of persons: identity, social insurance, telephone.
extension ValueFormat {
  static let citizenNumber = ValueFormat(
    "vn-cccd",
    title: LocalizedText(vi: "Số định danh cá nhân (căn cước)", en: "Personal identity number"),
    basis: LocalizedText(
      vi: "NĐ 137/2015/NĐ-CP Điều 13; TT 07/2016/TT-BCA Điều 7; Luật Căn cước 26/2023/QH15",
      en: "Decree 137/2015/NĐ-CP art. 13; Circular 07/2016/TT-BCA art. 7; Law 26/2023/QH15"),
    algorithm: LocalizedText(
      vi:
        "12 chữ số: 3 số của tỉnh hoặc nước đăng ký khai sinh, 1 số giới tính và thế kỷ (chẵn là nam, lẻ là nữ; 0-1 là 19xx, 2-3 là 20xx), 2 số cuối năm sinh, 6 số ngẫu nhiên; không có số kiểm tra công khai. Định dạng chỉ hỏi 12 chữ số; giới tính, năm sinh, mã tỉnh là quy tắc của gói: CH-002, CH-003, CH-004",
      en:
        "12 digits: 3 of the province or country of birth registration, 1 of gender and century (even male, odd female; 0-1 is 19xx, 2-3 is 20xx), the birth year's last 2, 6 at random; there is no public check digit. The format asks for 12 digits only; gender, birth year and province are rules of packs: CH-002, CH-003, CH-004"
    ),
    doubt: LocalizedText(
      vi:
        "Luật Căn cước giữ cấu trúc này: theo hiểu biết chung; mã tỉnh cấp sau 01/7/2025 chưa rõ, nên là danh mục",
      en:
        "that Law 26/2023/QH15 keeps the structure is recalled; prefixes issued after 1 July 2025 are not known, so they are a code list"
    ),
    fault: LocalizedText(
      vi: "không phải số định danh 12 chữ số", en: "is no personal number of 12 digits"),
    valid: ["000099000001", "003199000001", "000312000001"],
    invalid: [
      "3099000001": "leading-zeros-lost", "03099000001": "",
      "99000001": "leading-zeros-lost", "000000001": "is-vn-cmnd",
      "9,9E+10": "scientific-notation", "3.099E10": "scientific-notation",
      "3099000001.0": "decimal-tail", "'000099000001": "apostrophe",
      "000 099 000 001": "stray-marks", "0000 9900 0001 ": "stray-marks", "#N/A": "formula-error",
      "00009900000A": "", "0000990000011": "", "1": "",
    ],
    test: .kernel(.citizenNumber),
    damages: FormatDamage.ofDigits + [
      .mistaken(
        for: "vn-cmnd", vi: "có 9 chữ số: có thể là số chứng minh nhân dân cũ",
        en: "9 digits: perhaps the number of an old identity card"),
      .zerosLost(12, atMost: 4),
    ])

  static let oldCitizenNumber = ValueFormat(
    "vn-cmnd", title: LocalizedText(vi: "Số chứng minh nhân dân", en: "Old identity card number"),
    basis: LocalizedText(
      vi: "NĐ 05/1999/NĐ-CP; hết giá trị sử dụng từ 01/01/2025 theo Luật Căn cước 26/2023/QH15",
      en: "Decree 05/1999/NĐ-CP; of no use from 1 January 2025, by Law 26/2023/QH15"),
    algorithm: LocalizedText(
      vi: "9 chữ số, không có số kiểm tra", en: "9 digits, without a check digit"),
    doubt: LocalizedText(
      vi: "căn cứ và ngày hết giá trị theo hiểu biết chung",
      en: "the basis and the day are recalled"),
    fault: LocalizedText(
      vi: "không phải số chứng minh nhân dân 9 chữ số", en: "is no identity card number of 9 digits"
    ),
    valid: ["000000001", "999000001"],
    invalid: [
      "99000001": "leading-zeros-lost", "000099000001": "is-vn-cccd",
      "9,9E+07": "scientific-notation", "000 000 001": "stray-marks", "00000000A": "", "9": "",
    ],
    test: .pattern("[0-9]{9}"),
    damages: FormatDamage.ofDigits + [
      .mistaken(
        for: "vn-cccd", vi: "có 12 chữ số: là số định danh cá nhân",
        en: "12 digits: a personal identity number"),
      .zerosLost(9),
    ])

  static let socialInsurance = ValueFormat(
    "vn-bhxh", title: LocalizedText(vi: "Mã số bảo hiểm xã hội", en: "Social insurance number"),
    basis: LocalizedText(
      vi: "QĐ 1666/QĐ-BHXH và quy định của cơ quan bảo hiểm xã hội về mã số BHXH",
      en: "Decision 1666/QĐ-BHXH and the social insurance authority's rules"),
    algorithm: LocalizedText(
      vi:
        "10 chữ số, không có số kiểm tra công khai; từ 01/8/2025 thống nhất với số định danh cá nhân 12 chữ số",
      en:
        "10 digits without a public check digit; from 1 August 2025 one with the personal number of 12 digits"
    ),
    doubt: LocalizedText(
      vi:
        "ngày 01/8/2025 theo nguồn thứ hai, nên định dạng nhận cả hai độ dài; quy tắc của gói xét theo ngày",
      en:
        "1 August 2025 is second-hand, so that both lengths are taken; packs go by the date"
    ),
    fault: LocalizedText(
      vi: "không phải mã số bảo hiểm xã hội 10 hoặc 12 chữ số",
      en: "is no social insurance number of 10 or 12 digits"),
    valid: ["0000000001", "000099000001"],
    invalid: [
      "100000001": "leading-zeros-lost", "0E+08": "scientific-notation",
      "0000000001.0": "decimal-tail", "HS4000000000001": "is-vn-bhyt", "00000000A1": "",
    ],
    test: .pattern("[0-9]{10}|[0-9]{12}"),
    damages: FormatDamage.ofDigits + [
      .mistaken(
        for: "vn-bhyt", vi: "là số thẻ bảo hiểm y tế", en: "the number of a health insurance card"),
      .zerosLost(10, 12),
    ])

  static let healthCard = ValueFormat(
    "vn-bhyt", title: LocalizedText(vi: "Số thẻ bảo hiểm y tế", en: "Health insurance card number"),
    basis: LocalizedText(
      vi: "QĐ 1351/QĐ-BHXH năm 2015 (15 ký tự); QĐ 1666/QĐ-BHXH (thẻ mới: mã số BHXH 10 chữ số)",
      en: "Decision 1351/QĐ-BHXH of 2015 (15 characters); 1666/QĐ-BHXH (new cards: 10 digits)"),
    algorithm: LocalizedText(
      vi:
        "15 ký tự: 2 chữ cái nhóm đối tượng, 1 chữ số mức hưởng 1-5, 2 chữ số mã tỉnh, 10 chữ số mã số BHXH; hoặc 10 chữ số ấy trên thẻ mới",
      en:
        "15 characters: 2 letters of the group, a digit 1-5 of the benefit, 2 digits of the province, the 10 of the insurance number; or those 10 on new cards"
    ),
    doubt: LocalizedText(
      vi:
        "nhóm đối tượng, mã tỉnh nào có thật là danh mục; thẻ theo số định danh 12 chữ số chưa rõ",
      en:
        "which groups and provinces exist is a code list; cards by the personal number are unclear"
    ),
    fault: LocalizedText(
      vi: "không phải số thẻ bảo hiểm y tế 15 hoặc 10 ký tự",
      en: "is no health insurance card number of 15 or 10 characters"),
    valid: ["HS4000000000001", "0000000001"],
    invalid: [
      "100000001": "leading-zeros-lost", "HS6000000000001": "", "H40000000000001": "",
      "hs4000000000001": "", "HS400000000000": "", "HS 4 00 0000000001": "stray-marks",
    ],
    test: .pattern("[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}"),
    damages: [
      .formulaError, .scientific, .decimalTail, .apostrophe,
      FormatDamage(
        "stray-marks", vi: "xen dấu cách, chấm hoặc gạch giữa các ký tự",
        en: "with spaces, points or dashes among the characters",
        .pattern(#"[A-Z]{2}[ .\-]?[1-5][ .\-]?[0-9]{2}[ .\-]?([ .\-]?[0-9]){10}"#)),
      .zerosLost(10),
    ])

  static let phone = ValueFormat(
    "vn-phone", title: LocalizedText(vi: "Số điện thoại", en: "Telephone number"),
    basis: LocalizedText(
      vi: "Quy hoạch kho số viễn thông, chuyển đổi mã mạng năm 2018",
      en: "Numbering plan with the 2018 change of mobile prefixes"),
    algorithm: LocalizedText(
      vi:
        "di động: 10 chữ số, ba số đầu đang dùng (032-039, 052, 055, 056, 058, 059, 070, 076-079, 081-089, 090-094, 096-099); cố định: 11 chữ số bắt đầu bằng 02; +84 hoặc 84 thay cho số 0 đầu",
      en:
        "mobile: 10 digits with a prefix in use (032-039, 052, 055, 056, 058, 059, 070, 076-079, 081-089, 090-094, 096-099); fixed: 11 digits from 02; +84 or 84 for the first 0"
    ),
    doubt: LocalizedText(
      vi: "đầu số 055, 087 và số cố định theo hiểu biết chung; số máy nước ngoài không được nhận",
      en: "055, 087 and the fixed lines are recalled; numbers abroad are not taken"),
    fault: LocalizedText(
      vi: "không phải số điện thoại hợp lệ", en: "is no valid telephone number"),
    valid: ["0990000001", "+84990000001", "84990000001", "02000000001"],
    invalid: [
      "990000001": "leading-zeros-lost", "2000000001": "leading-zeros-lost",
      "0990 000 001": "stray-marks", "0990.000.001": "stray-marks",
      "(+84) 990-000-001": "stray-marks", "9,9E+08": "scientific-notation",
      "990000001.0": "decimal-tail", "'0990000001": "apostrophe", "0100000001": "",
      "01690000001": "", "099000000": "",
    ],
    test: .kernel(.phone), damages: FormatDamage.ofDigits + [.zerosLost(10, 11, atMost: 1)])
}
