import AuditKernels
import AuditModel

/// Numbers of organisations: tax, agencies' electronic identifiers, industries.
extension ValueFormat {
  private static let checkDigit = LocalizedText(
    vi:
      "10 chữ số; số thứ mười là 10 - (31·d1 + 29·d2 + 23·d3 + 19·d4 + 17·d5 + 13·d6 + 7·d7 + 5·d8 + 3·d9) mod 11 (ra 10 thì không cấp); d3 đến d9 không cùng là 0",
    en:
      "10 digits, the tenth being 10 - (31·d1 + 29·d2 + 23·d3 + 19·d4 + 17·d5 + 13·d6 + 7·d7 + 5·d8 + 3·d9) mod 11 (a stem that gives 10 is not issued); d3 to d9 not all 0"
  )
  private static let taxBasis = LocalizedText(
    vi: "TT 86/2024/TT-BTC (đến 30/6/2026), TT 90/2026/TT-BTC (từ 01/7/2026)",
    en: "Circulars 86/2024/TT-BTC (to 30 June 2026) and 90/2026/TT-BTC (from 1 July 2026)")
  private static let taxDoubt = LocalizedText(
    vi:
      "hai thông tư theo nguồn thứ hai; cách tính số kiểm tra theo python-stdnum, không có trong thông tư",
    en:
      "both circulars are second-hand; the check digit is python-stdnum's, not the circulars'"
  )
  private static let wrongCheckDigit = FormatDamage(
    "check-digit", vi: "đủ số chữ số nhưng sai số kiểm tra", en: "its check digit is wrong",
    .pattern("[0-9]{10}(-[0-9]{3})?"))
  private static let dashLost = FormatDamage(
    "dash-lost", vi: "thiếu dấu gạch trước ba số của đơn vị phụ thuộc",
    en: "without the dash before the branch's three digits", .pattern("[0-9]{13}"))

  static let taxNumber = ValueFormat(
    "vn-mst", title: LocalizedText(vi: "Mã số thuế", en: "Tax number"), basis: taxBasis,
    algorithm: LocalizedText(
      vi:
        "một trong ba dạng: 10 chữ số có số kiểm tra (xem vn-mst-10); 10 chữ số, gạch, 001-999 (vn-mst-13); 12 chữ số là số định danh của cá nhân, hộ gia đình, hộ kinh doanh từ 01/7/2025. Loại nào dùng dạng nào là quy tắc của gói: has_format(ma_so_thue, 'vn-mst-10')",
      en:
        "one of three: 10 digits with a check digit (see vn-mst-10); 10 digits, a dash, 001-999 (vn-mst-13); 12 digits, the personal number of individuals, households and household businesses from 1 July 2025. Which subject has which is for packs to say: has_format(ma_so_thue, 'vn-mst-10')"
    ), doubt: taxDoubt,
    fault: LocalizedText(vi: "không phải mã số thuế hợp lệ", en: "is no valid tax number"),
    valid: [
      "0100233488", "0314409058-002", "0312687878-001", "0100112437", "2000102580", "000099000001",
    ],
    invalid: [
      "100233488": "leading-zeros-lost", "314409058-002": "leading-zeros-lost",
      "0100233480": "check-digit", "2000102581": "check-digit", "0314409058-000": "check-digit",
      "0314409058002": "dash-lost", "1,00233E+08": "scientific-notation",
      "100233488.0": "decimal-tail", "0100 233 488": "stray-marks", "'0100233488": "apostrophe",
      "MST0100233488": "", "010023348": "",
    ],
    test: .kernel(.taxNumber),
    // Marks last: a branch's number without its dash has as many digits as a person's.
    damages: FormatDamage.ofDigits.filter { $0.name != FormatDamage.strayMarks.name } + [
      wrongCheckDigit, dashLost, .zerosLost(10, 14), .strayMarks,
    ])

  static let organisationTaxNumber = ValueFormat(
    "vn-mst-10",
    title: LocalizedText(
      vi: "Mã số thuế 10 chữ số, mã số doanh nghiệp",
      en: "Tax number of 10 digits, enterprise number"),
    basis: LocalizedText(
      vi:
        "\(taxBasis.vi); mã số doanh nghiệp đồng thời là mã số thuế (Luật Doanh nghiệp 59/2020/QH14)",
      en: "\(taxBasis.en); an enterprise's number is its tax number (Law 59/2020/QH14)"),
    algorithm: checkDigit, doubt: taxDoubt,
    fault: LocalizedText(
      vi: "không phải mã số thuế 10 chữ số có số kiểm tra đúng",
      en: "is no tax number of 10 digits with the right check digit"),
    valid: ["0100233488", "0100112437", "2000102580"],
    invalid: [
      "100112437": "leading-zeros-lost", "0100233480": "check-digit", "2000102581": "check-digit",
      "2.00010258E+09": "scientific-notation", "0314409058-002": "is-vn-mst-13",
      "000099000001": "is-vn-cccd", "2000000000": "check-digit", "0100-233-488": "stray-marks",
      "01002334": "",
    ],
    test: .kernel(.organisationTaxNumber),
    damages: FormatDamage.ofDigits + [
      FormatDamage(
        "check-digit", vi: "đủ 10 chữ số nhưng sai số kiểm tra", en: "its check digit is wrong",
        .pattern("[0-9]{10}")),
      .mistaken(
        for: "vn-mst-13", vi: "là mã số thuế 13 chữ số của đơn vị phụ thuộc",
        en: "a branch's tax number of 13 digits"),
      .mistaken(
        for: "vn-cccd", vi: "có 12 chữ số: là số định danh của cá nhân",
        en: "12 digits: a person's identity number"), .zerosLost(10),
    ])

  static let branchTaxNumber = ValueFormat(
    "vn-mst-13",
    title: LocalizedText(
      vi: "Mã số thuế 13 chữ số của đơn vị phụ thuộc", en: "Branch's tax number of 13 digits"),
    basis: taxBasis,
    algorithm: LocalizedText(
      vi: "mã số thuế 10 chữ số hợp lệ của đơn vị chủ quản, dấu gạch, 001 đến 999",
      en: "a valid tax number of 10 digits, a dash, 001 to 999"), doubt: taxDoubt,
    fault: LocalizedText(
      vi: "không phải mã số thuế 13 chữ số dạng nnnnnnnnnn-nnn",
      en: "is no tax number of 13 digits, nnnnnnnnnn-nnn"),
    valid: ["0314409058-002", "0312687878-001"],
    invalid: [
      "314409058-002": "leading-zeros-lost", "0314409058002": "dash-lost",
      "0314409058-000": "check-digit", "0314409059-002": "check-digit", "0314409058": "",
      "0314409058-2": "",
    ],
    test: .kernel(.branchTaxNumber),
    damages: [
      .formulaError, .scientific, .decimalTail, .apostrophe,
      FormatDamage(
        "check-digit", vi: "sai số kiểm tra, hoặc số của đơn vị phụ thuộc là 000",
        en: "its check digit is wrong, or the branch is 000", .pattern("[0-9]{10}-[0-9]{3}")),
      dashLost, .zerosLost(14),
    ])

  static let agency = ValueFormat(
    "vn-agency-id",
    title: LocalizedText(
      vi: "Mã định danh điện tử của cơ quan", en: "Electronic identifier of an agency"),
    basis: LocalizedText(
      vi: "QĐ 20/2020/QĐ-TTg, sửa đổi bởi QĐ 09/2025/QĐ-TTg",
      en: "Decision 20/2020/QĐ-TTg, amended by 09/2025/QĐ-TTg"),
    algorithm: LocalizedText(
      vi:
        "cấp 1 trước: một chữ in hoa và 2 chữ số (G01 bộ, H08 tỉnh), rồi mỗi cấp một dấu chấm và 2 hoặc 3 chữ số; tối đa 35 ký tự. Mã nào đã cấp là danh mục, có ngày hiệu lực",
      en:
        "level 1 first: a capital and 2 digits (G01 a ministry, H08 a province), then a point and 2 or 3 digits a level; at most 35 characters. Which were issued is a code list with validity dates"
    ),
    doubt: LocalizedText(
      vi:
        "thứ tự đã đọc; số chữ số mỗi cấp và tối đa 35 ký tự theo hiểu biết chung; mã sau sắp xếp 2025 chưa rõ",
      en:
        "the order was read; digits a level and the 35 characters are recalled; codes after the 2025 mergers are not known"
    ),
    fault: LocalizedText(
      vi: "không phải mã định danh điện tử theo QĐ 20/2020/QĐ-TTg",
      en: "is no agency identifier of Decision 20/2020/QĐ-TTg"),
    valid: ["G01", "H08", "H08.12", "H08.12.003"],
    invalid: [
      "000.00.00.H49": "is-vn-agency-id-2016", "h08.12": "", "H08.": "", "H8.12": "", "H08-12": "",
      "H08.12.003.004.005.006.007.008.009.010": "",
    ],
    test: .pattern(#"[A-Z][0-9]{2}(\.[0-9]{2,3}){0,8}"#),
    damages: [
      .formulaError,
      .mistaken(
        for: "vn-agency-id-2016",
        vi: "viết theo QCVN 102:2016/BTTTT, cấp 1 ở cuối: đổi sang mã mới",
        en: "written after QCVN 102:2016/BTTTT, level 1 last"),
    ])

  static let oldAgency = ValueFormat(
    "vn-agency-id-2016",
    title: LocalizedText(
      vi: "Mã định danh cơ quan theo quy chuẩn 2016", en: "Agency identifier of the 2016 regulation"
    ),
    basis: LocalizedText("QCVN 102:2016/BTTTT"),
    algorithm: LocalizedText(
      vi: "cấp thấp trước: 3 chữ số, hai nhóm 2 chữ số, rồi mã cấp 1, cách nhau dấu chấm",
      en: "the lowest level first: 3 digits, twice 2 digits, then level 1, with points between"),
    fault: LocalizedText(
      vi: "không phải mã định danh theo QCVN 102:2016/BTTTT",
      en: "is no agency identifier of QCVN 102:2016/BTTTT"),
    valid: ["000.00.00.H49", "001.02.00.H54"],
    invalid: ["H49": "is-vn-agency-id", "000.00.H49": "", "0.0.0.H49": ""],
    test: .pattern(#"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"#),
    damages: [
      .formulaError,
      .mistaken(
        for: "vn-agency-id", vi: "viết theo QĐ 20/2020/QĐ-TTg, cấp 1 ở đầu",
        en: "written after Decision 20/2020/QĐ-TTg, level 1 first"),
    ])

  // MARK: Industries

  private static let industryBasis = LocalizedText(
    vi: "QĐ 27/2018/QĐ-TTg, Hệ thống ngành kinh tế Việt Nam",
    en: "Decision 27/2018/QĐ-TTg, Viet Nam Standard Industrial Classification")
  private static let industryDoubt = LocalizedText(
    vi:
      "theo hiểu biết chung; QĐ 36/2025/QĐ-TTg thay thế chưa đối chiếu. Mã nào có thật là danh mục",
    en: "recalled; its successor 36/2025/QĐ-TTg was not checked. Which codes exist is a code list")

  static let industry = ValueFormat(
    "vn-vsic",
    title: LocalizedText(vi: "Mã ngành kinh tế, mọi cấp", en: "Industry code of any level"),
    basis: industryBasis,
    algorithm: LocalizedText(
      vi: "cấp 1 một chữ in hoa; cấp 2 đến 5 là 2, 3, 4, 5 chữ số",
      en: "level 1 a capital letter; levels 2 to 5 of 2, 3, 4, 5 digits"), doubt: industryDoubt,
    fault: LocalizedText(vi: "không phải mã ngành kinh tế", en: "is no industry code"),
    valid: ["A", "01", "011", "0111", "01110"],
    invalid: [
      "1": "leading-zeros-lost", "a": "", "011100": "", "01.11": "stray-marks", "A01": "",
      "111.0": "decimal-tail",
    ],
    test: .pattern("[A-Z]|[0-9]{2,5}"), damages: FormatDamage.ofDigits + [.zerosLost(2)])

  static let industryClass = level(4, ["0111", "8411"], "111", "01110")
  static let industrySubclass = level(5, ["01110", "84111"], "1110", "0111")

  private static func level(
    _ level: Int, _ valid: [String], _ short: String, _ other: String
  ) -> ValueFormat {
    ValueFormat(
      "vn-vsic-\(level)",
      title: LocalizedText(
        vi: "Mã ngành kinh tế cấp \(level)", en: "Industry code of level \(level)"),
      basis: industryBasis,
      algorithm: LocalizedText(vi: "\(level) chữ số", en: "\(level) digits"), doubt: industryDoubt,
      fault: LocalizedText(
        vi: "không phải mã ngành cấp \(level) (\(level) chữ số)",
        en: "is no industry code of level \(level) (\(level) digits)"), valid: valid,
      invalid: [short: "leading-zeros-lost", other: "", "A": ""],
      test: .pattern("[0-9]{\(level)}"),
      damages: FormatDamage.ofDigits + [.zerosLost(level, atMost: 1)])
  }
}
