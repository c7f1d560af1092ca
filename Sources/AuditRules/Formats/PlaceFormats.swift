import AuditKernels
import AuditModel

/// Places: administrative units of each code system, plates, coordinates.
extension ValueFormat {
  private static let unitBasis = LocalizedText(
    vi: "QĐ 124/2004/QĐ-TTg (đến 30/6/2025), QĐ 19/2025/QĐ-TTg (từ 01/7/2025)",
    en: "Decisions 124/2004/QĐ-TTg (to 30 June 2025), 19/2025/QĐ-TTg (from 1 July 2025)")
  private static let unitDoubt = LocalizedText(
    vi: "QĐ 19/2025 theo nguồn thứ hai; mã nào có hiệu lực ngày nào là danh mục (quy tắc code)",
    en: "19/2025 is second-hand; which code is in force when is a code list (rule kind code)")
  private static let isCitizenPrefix = FormatDamage.mistaken(
    for: "vn-admin-unit-cccd", vi: "3 chữ số: có thể là mã tỉnh của số định danh, hệ mã khác",
    en: "3 digits: perhaps a personal number's prefix, another code system")
  private static let isISO = FormatDamage.mistaken(
    for: "vn-admin-unit-iso", vi: "mã theo ISO 3166-2, hệ mã khác",
    en: "a code of ISO 3166-2, another code system")

  static let adminUnit = ValueFormat(
    "vn-admin-unit",
    title: LocalizedText(
      vi: "Mã đơn vị hành chính, mọi cấp", en: "Administrative unit code of any level"),
    basis: unitBasis,
    algorithm: LocalizedText(
      vi: "tỉnh 2, huyện 3 (đến 30/6/2025), xã 5 chữ số",
      en: "province 2, district 3 (to 30 June 2025), commune 5 digits"), doubt: unitDoubt,
    fault: LocalizedText(
      vi: "không phải mã đơn vị hành chính 2, 3 hoặc 5 chữ số",
      en: "is no administrative unit code of 2, 3 or 5 digits"),
    valid: ["52", "01", "540", "21583", "00001"],
    invalid: [
      "1": "leading-zeros-lost", "1583": "leading-zeros-lost", "VN-31": "is-vn-admin-unit-iso",
      "52.0": "decimal-tail", "Gia Lai": "", "215830": "",
    ],
    test: .pattern("[0-9]{2}|[0-9]{3}|[0-9]{5}"),
    damages: FormatDamage.ofDigits + [isISO, .zerosLost(2, 5)])

  static let province = ValueFormat(
    "vn-admin-unit-province", title: LocalizedText(vi: "Mã tỉnh", en: "Province code"),
    basis: unitBasis, algorithm: LocalizedText(vi: "2 chữ số", en: "2 digits"), doubt: unitDoubt,
    fault: LocalizedText(
      vi: "không phải mã tỉnh 2 chữ số", en: "is no province code of 2 digits"),
    valid: ["01", "52", "96"],
    invalid: [
      "1": "leading-zeros-lost", "052": "is-vn-admin-unit-cccd", "VN-31": "is-vn-admin-unit-iso",
      "52.0": "decimal-tail", "'01": "apostrophe", "H08": "is-vn-agency-id", "Gia Lai": "",
    ],
    test: .pattern("[0-9]{2}"),
    damages: FormatDamage.ofDigits + [
      isCitizenPrefix, isISO,
      .mistaken(
        for: "vn-agency-id", vi: "là mã định danh điện tử của cơ quan", en: "an agency identifier"),
      .zerosLost(2),
    ])

  static let district = ValueFormat(
    "vn-admin-unit-district", title: LocalizedText(vi: "Mã huyện", en: "District code"),
    basis: LocalizedText(
      vi: "QĐ 124/2004/QĐ-TTg; không còn cấp huyện từ 01/7/2025",
      en: "Decision 124/2004/QĐ-TTg; there are no districts from 1 July 2025"),
    algorithm: LocalizedText(vi: "3 chữ số", en: "3 digits"),
    fault: LocalizedText(
      vi: "không phải mã huyện 3 chữ số", en: "is no district code of 3 digits"),
    valid: ["001", "540"],
    invalid: [
      "1": "leading-zeros-lost", "40": "leading-zeros-lost", "540.0": "decimal-tail", "5400": "",
    ],
    test: .pattern("[0-9]{3}"), damages: FormatDamage.ofDigits + [.zerosLost(3)])

  static let commune = ValueFormat(
    "vn-admin-unit-commune", title: LocalizedText(vi: "Mã xã", en: "Commune code"),
    basis: unitBasis, algorithm: LocalizedText(vi: "5 chữ số", en: "5 digits"), doubt: unitDoubt,
    fault: LocalizedText(vi: "không phải mã xã 5 chữ số", en: "is no commune code of 5 digits"),
    valid: ["00001", "21583"],
    invalid: [
      "1": "leading-zeros-lost", "1583": "leading-zeros-lost", "21 583": "stray-marks",
      "21583.0": "decimal-tail", "2,1583E+04": "scientific-notation", "215830": "", "Quy Nhơn": "",
    ],
    test: .pattern("[0-9]{5}"), damages: FormatDamage.ofDigits + [.zerosLost(5, atMost: 4)])

  static let citizenProvince = ValueFormat(
    "vn-admin-unit-cccd",
    title: LocalizedText(
      vi: "Mã tỉnh, mã nước trong số định danh", en: "Province or country in personal numbers"),
    basis: LocalizedText(
      vi: "TT 07/2016/TT-BCA Điều 7 và phụ lục", en: "Circular 07/2016/TT-BCA art. 7 and annexes"),
    algorithm: LocalizedText(
      vi: "3 chữ số: 001-096 tỉnh, 101-295 nước; mã nào đã cấp là danh mục ma_tinh_cccd",
      en: "3 digits: 001-096 provinces, 101-295 countries; those issued are the list ma_tinh_cccd"),
    doubt: LocalizedText(
      vi: "mã cấp sau 01/7/2025 chưa rõ", en: "codes issued after 1 July 2025 are not known"),
    fault: LocalizedText(
      vi: "không phải mã tỉnh hoặc mã nước 3 chữ số của số định danh",
      en: "is no prefix of 3 digits of personal numbers"),
    valid: ["001", "052", "101", "295"],
    invalid: [
      "52": "leading-zeros-lost", "1": "leading-zeros-lost", "VN-31": "is-vn-admin-unit-iso",
      "300": "",
    ],
    test: .pattern("[01][0-9]{2}|2[0-9]{2}"),
    damages: FormatDamage.ofDigits + [isISO, .zerosLost(3)])

  static let isoProvince = ValueFormat(
    "vn-admin-unit-iso",
    title: LocalizedText(vi: "Mã tỉnh theo ISO 3166-2", en: "Province code of ISO 3166-2"),
    basis: LocalizedText("ISO 3166-2:VN"),
    algorithm: LocalizedText(
      vi: "VN- và 2 chữ số hoặc 2 chữ in hoa (VN-31, VN-HN); bản 63 tỉnh trước 01/7/2025",
      en: "VN- and 2 digits or 2 capitals (VN-31, VN-HN); the 63 provinces before 1 July 2025"),
    fault: LocalizedText(
      vi: "không phải mã tỉnh theo ISO 3166-2", en: "is no province code of ISO 3166-2"),
    valid: ["VN-31", "VN-HN"],
    invalid: ["31": "is-vn-admin-unit-province", "VN31": "", "vn-31": ""],
    test: .pattern("VN-([0-9]{2}|[A-Z]{2})"),
    damages: [
      .mistaken(
        for: "vn-admin-unit-province", vi: "mã tỉnh 2 chữ số, hệ mã khác",
        en: "a province code of 2 digits, another code system")
    ])

  static let plateProvince = ValueFormat(
    "vn-admin-unit-plate",
    title: LocalizedText(vi: "Mã địa phương trên biển số xe", en: "Locality of vehicle plates"),
    basis: plateBasis,
    algorithm: LocalizedText(
      vi: "2 chữ số từ 11 đến 99; một tỉnh có thể có nhiều mã, mã cũ vẫn dùng sau sắp xếp 2025",
      en:
        "2 digits from 11 to 99; a province may have several, old ones stay after the 2025 mergers"),
    doubt: plateDoubt,
    fault: LocalizedText(
      vi: "không phải mã địa phương 11-99 trên biển số", en: "is no locality of plates, 11 to 99"),
    valid: ["77", "81", "11"],
    invalid: ["10": "", "7": "", "077": "is-vn-admin-unit-cccd", "77A-123.45": "is-vn-plate"],
    test: .pattern("1[1-9]|[2-9][0-9]"),
    damages: FormatDamage.ofDigits + [
      isCitizenPrefix, .mistaken(for: "vn-plate", vi: "là cả biển số", en: "a whole plate"),
    ])

  // MARK: Plates

  private static let plateBasis = LocalizedText(
    vi: "TT 79/2024/TT-BCA, trước đó TT 24/2023/TT-BCA",
    en: "Circular 79/2024/TT-BCA, before it 24/2023/TT-BCA")
  private static let plateDoubt = LocalizedText(
    vi: "số hiệu thông tư và chữ sê-ri theo hiểu biết chung; mã địa phương theo nguồn thứ hai",
    en: "the circulars and the letters of series are recalled; localities are second-hand")

  static let plate = ValueFormat(
    "vn-plate", title: LocalizedText(vi: "Biển số xe", en: "Vehicle plate"), basis: plateBasis,
    algorithm: LocalizedText(
      vi:
        "2 chữ số địa phương 11-99; sê-ri 1 hoặc 2 chữ in hoa (A-Z, Đ), có thể thêm 1 chữ số; 4 chữ số, hoặc 5 chữ số có thể có dấu chấm trước hai số cuối; giữa các phần có thể có dấu cách, gạch hoặc chấm. Không gồm xe quân đội, ngoại giao",
      en:
        "2 digits of the locality 11-99; a series of 1 or 2 capitals (A-Z, Đ) and perhaps a digit; 4 digits, or 5 with or without a point before the last two; a space, dash or point may stand between the parts. Not those of the army or of diplomats"
    ), doubt: plateDoubt,
    fault: LocalizedText(vi: "không phải biển số xe", en: "is no vehicle plate"),
    valid: ["77A-000.01", "77-B1 000.01", "77B1-00001", "81A-0001", "77LD-000.01", "29MĐ1-000.01"],
    invalid: [
      "77a-000.01": "small-letters", "10A-000.01": "", "7A-000.01": "", "77A-001": "",
      "77": "is-vn-admin-unit-plate", "77A-000,01": "",
    ],
    test: .pattern(
      #"(1[1-9]|[2-9][0-9])[ .\-]?[A-ZĐ]{1,2}[0-9]?[ .\-]?([0-9]{4}|[0-9]{3}\.?[0-9]{2})"#),
    damages: [
      .formulaError, .scientific,
      FormatDamage(
        "small-letters", vi: "sê-ri viết chữ thường", en: "small letters in the series",
        .pattern(
          #"(1[1-9]|[2-9][0-9])[ .\-]?[A-Za-zĐđ]{1,2}[0-9]?[ .\-]?([0-9]{4}|[0-9]{3}\.?[0-9]{2})"#)
      ),
      .mistaken(for: "vn-admin-unit-plate", vi: "chỉ có mã địa phương", en: "the locality alone"),
    ])

  // MARK: Coordinates

  private static let decimalComma = FormatDamage(
    "other-marks", vi: "dấu phẩy thập phân: tọa độ viết dấu chấm",
    en: "a decimal comma; coordinates have a point", .pattern("-?[0-9]{1,3},[0-9]+"))
  private static let pointLost = FormatDamage(
    "point-lost", vi: "mất dấu thập phân hoặc dấu chấm bị đọc thành phân nhóm hàng nghìn",
    en: "the decimal point was lost, or read as a group mark",
    .pattern(#"-?([0-9]{4,}|[0-9]{1,3}(\.[0-9]{3}){2,})"#))
  private static let sexagesimal = FormatDamage(
    "degrees-minutes", vi: "viết theo độ, phút, giây: đổi sang độ thập phân",
    en: "in degrees, minutes and seconds, not decimal degrees",
    .pattern(#"[NSEWBĐ]?[ ]?[0-9]{1,3}[ ]?[°ºo][^\n]*"#))

  private static func ofCoordinates(_ other: String) -> [FormatDamage] {
    [
      .formulaError, .scientific, decimalComma, pointLost, sexagesimal, .apostrophe,
      .mistaken(
        for: other, vi: "có thể đã đổi chỗ kinh độ và vĩ độ",
        en: "latitude and longitude may have been exchanged"),
    ]
  }

  static let vietNamLatitude = ValueFormat(
    "vn-latitude", title: LocalizedText(vi: "Vĩ độ ở Việt Nam", en: "Latitude in Viet Nam"),
    basis: LocalizedText(
      vi: "độ thập phân WGS 84; khung bao lãnh thổ", en: "decimal degrees, WGS 84; bounding box"),
    algorithm: LocalizedText(
      vi: "từ 6 đến dưới 24 độ, gồm cả Hoàng Sa, Trường Sa; dấu chấm thập phân",
      en: "from 6 to below 24 degrees, Hoàng Sa and Trường Sa included; a decimal point"),
    doubt: LocalizedText(
      vi:
        "khung bao theo hiểu biết chung, rộng hơn lãnh thổ; không dùng cho tọa độ VN-2000 tính bằng mét",
      en: "the box is recalled and wider than the territory; not for VN-2000 coordinates in metres"),
    fault: LocalizedText(
      vi: "không phải vĩ độ thập phân ở Việt Nam (6 đến 24)",
      en: "is no decimal latitude in Viet Nam (6 to 24)"),
    valid: ["13.776", "8.5", "23.391", "10"],
    invalid: [
      "109.2237": "is-vn-longitude", "13,776": "other-marks", "13776": "point-lost",
      "13.776.123": "point-lost", "13°46'33\"": "degrees-minutes", "1,3E+01": "scientific-notation",
      "'13.776": "apostrophe", "24.1": "", "5.9": "", "-13.7": "",
    ],
    test: .pattern(#"([6-9]|1[0-9]|2[0-3])(\.[0-9]+)?"#), damages: ofCoordinates("vn-longitude"))

  static let vietNamLongitude = ValueFormat(
    "vn-longitude", title: LocalizedText(vi: "Kinh độ ở Việt Nam", en: "Longitude in Viet Nam"),
    basis: LocalizedText(
      vi: "độ thập phân WGS 84; khung bao lãnh thổ", en: "decimal degrees, WGS 84; bounding box"),
    algorithm: LocalizedText(
      vi: "từ 102 đến dưới 118 độ, gồm cả Hoàng Sa, Trường Sa; dấu chấm thập phân",
      en: "from 102 to below 118 degrees, Hoàng Sa and Trường Sa included; a decimal point"),
    doubt: vietNamLatitude.doubt,
    fault: LocalizedText(
      vi: "không phải kinh độ thập phân ở Việt Nam (102 đến 118)",
      en: "is no decimal longitude in Viet Nam (102 to 118)"),
    valid: ["109.2237", "102.1", "117.9", "105"],
    invalid: [
      "13.776": "is-vn-latitude", "109,2237": "other-marks", "1092237": "point-lost",
      "109.223.712": "point-lost", "109°13'25\"": "degrees-minutes", "118.0": "", "101.9": "",
    ],
    test: .pattern(#"(10[2-9]|11[0-7])(\.[0-9]+)?"#), damages: ofCoordinates("vn-latitude"))

  static let latitude = ValueFormat(
    "latitude", title: LocalizedText(vi: "Vĩ độ", en: "Latitude"),
    basis: LocalizedText("ISO 6709, WGS 84"),
    algorithm: LocalizedText(
      vi: "độ thập phân từ -90 đến 90, dấu chấm thập phân",
      en: "decimal degrees from -90 to 90, a decimal point"),
    fault: LocalizedText(
      vi: "không phải vĩ độ thập phân (-90 đến 90)", en: "is no decimal latitude (-90 to 90)"),
    valid: ["13.776", "-33.9", "90", "0"],
    invalid: [
      "109.2": "is-longitude", "13,7": "other-marks", "13°": "degrees-minutes",
      "90.5": "is-longitude", "200": "",
    ],
    test: .pattern(#"-?([0-9]|[1-8][0-9])(\.[0-9]+)?|-?90(\.0+)?"#),
    damages: ofCoordinates("longitude"))

  static let longitude = ValueFormat(
    "longitude", title: LocalizedText(vi: "Kinh độ", en: "Longitude"),
    basis: LocalizedText("ISO 6709, WGS 84"),
    algorithm: LocalizedText(
      vi: "độ thập phân từ -180 đến 180, dấu chấm thập phân",
      en: "decimal degrees from -180 to 180, a decimal point"),
    fault: LocalizedText(
      vi: "không phải kinh độ thập phân (-180 đến 180)", en: "is no decimal longitude (-180 to 180)"
    ),
    valid: ["109.2237", "-58.4", "180", "7"],
    invalid: [
      "109,2": "other-marks", "109°": "degrees-minutes", "180.5": "", "1092237": "point-lost",
    ],
    test: .pattern(#"-?([0-9]|[1-9][0-9]|1[0-7][0-9])(\.[0-9]+)?|-?180(\.0+)?"#),
    damages: ofCoordinates("latitude"))
}
