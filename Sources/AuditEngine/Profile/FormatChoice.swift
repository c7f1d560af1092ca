package import AuditKernels
package import AuditModel
internal import AuditText

/// The named format that nearly all values of a field have: the narrowest of those they fit.
///
/// Twelve digits are a personal number, a tax number and a social insurance number: of formats that as many values have,
/// the one that fewer texts in the world have says most. Formats that many a plain number has too (nine digits, two digits)
/// are chosen only where the field's name speaks for them.
package struct FormatChoice: Sendable {
  private let facts: FieldFacts
  private let words: FieldWords

  /// - `name`: the field's.
  package init(_ facts: FieldFacts, name: String) {
    self.facts = facts
    words = FieldWords(name)
  }

  /// From the narrowest on.
  private static let order = [
    "vn-mst-13", "vn-mst-10", "vn-agency-id-2016", "vn-admin-unit-iso", "vn-plate", "uuid", "email",
    "vn-phone", "vn-cccd", "vn-mst", "vn-bhyt", "vn-agency-id", "iso-date", "vn-date",
    "vn-date-short", "vn-date-partial", "vn-latitude", "vn-longitude", "latitude", "longitude",
    "vn-admin-unit-commune", "vn-admin-unit-district", "vn-admin-unit-province",
    "vn-admin-unit-cccd", "vn-admin-unit-plate", "vn-admin-unit", "vn-vsic-5", "vn-vsic-4",
    "vn-vsic", "vn-cmnd", "vn-bhxh", "vn-integer", "vn-number", "uri", "binary",
  ]

  /// Nil where no format is that of nine values of ten.
  package var best: FormatShare? {
    let fitting = facts.formatShares.filter {
      FieldTyping.isMost($0.count, of: $0.total) && isCredible($0.name)
    }
    // In ten thousandths, so that counts of all values and of a sample are compared.
    func share(_ format: FormatShare) -> Int { format.count * 10_000 / max(1, format.total) }
    guard let most = fitting.map(share).max() else { return nil }
    // Two of a hundred values are what mistyping makes of a narrow format.
    let close = fitting.filter { share($0) + 200 >= most }
    let hinted = close.filter { isHinted($0.name) }
    return (hinted.isEmpty ? close : hinted).min {
      FormatChoice.rank($0.name) < FormatChoice.rank($1.name)
    }
  }

  private static func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }

  /// Words of names that speak for a format; it is chosen over others that fit as well.
  private static let hints: [String: [String]] = [
    "vn-cccd": ["cccd", "can_cuoc", "dinh_danh"],
    "vn-mst": taxWords, "vn-mst-10": taxWords, "vn-mst-13": taxWords,
    "vn-phone": ["dien_thoai", "sdt", "phone", "mobile"],
    "vn-bhyt": ["bhyt", "bao_hiem_y_te"],
    "vn-cmnd": ["cmnd", "cmt", "cmtnd", "chung_minh", "giay_to"],
    "vn-bhxh": ["bhxh", "bao_hiem_xa_hoi", "so_so"],
    "vn-admin-unit-province": ["tinh", "province", "tp"],
    "vn-admin-unit-district": ["huyen", "quan_huyen", "district"],
    "vn-admin-unit-commune": ["xa", "phuong", "commune", "ward"],
    "vn-admin-unit-cccd": ["cccd", "dinh_danh", "ca_nhan"],
    "vn-admin-unit-plate": ["bien_so", "bien_kiem_soat", "plate"],
    "vn-admin-unit": ["dvhc", "don_vi_hanh_chinh", "hanh_chinh", "dia_ban"],
    "vn-vsic": ["vsic", "nganh", "nganh_nghe", "industry"],
    "vn-vsic-4": ["vsic", "nganh", "nganh_nghe", "industry"],
    "vn-vsic-5": ["vsic", "nganh", "nganh_nghe", "industry"],
    "vn-agency-id": ["co_quan", "don_vi", "dinh_danh", "agency", "ma_dinh_danh"],
    "vn-latitude": ["vi_do", "lat", "latitude"], "latitude": ["vi_do", "lat", "latitude"],
    "vn-longitude": ["kinh_do", "lon", "lng", "long", "longitude"],
    "longitude": ["kinh_do", "lon", "lng", "long", "longitude"],
    "binary": ["base_64", "nhi_phan", "binary", "chu_ky_so"],
  ]

  private static let taxWords = ["mst", "ma_so_thue", "thue", "tax", "doanh_nghiep", "dkkd"]

  /// Formats whose values look like many a plain number or word: without a word for them they are not chosen.
  private static let doubtful: Set<String> = [
    "vn-cmnd", "vn-bhxh", "vn-vsic", "vn-vsic-4", "vn-vsic-5", "vn-latitude", "vn-longitude",
    "latitude", "longitude", "binary", "vn-admin-unit", "vn-admin-unit-province",
    "vn-admin-unit-district", "vn-admin-unit-commune", "vn-admin-unit-cccd", "vn-admin-unit-plate",
  ]

  private func isHinted(_ format: String) -> Bool {
    words.has(FormatChoice.hints[format] ?? [])
  }

  private func isCredible(_ format: String) -> Bool {
    switch format {
    case "vn-bhyt":
      // New cards have ten digits, as much else has.
      return isHinted(format) || isMostly { $0.hasPrefix("A") }
    case "vn-agency-id":
      // A letter and two digits are many a code; levels with points between are few.
      return isHinted(format) || isMostly { $0.contains(".") }
    case "vn-number", "vn-integer": return hasGroupedNumbers || format == "vn-number" && hasCommas
    default: return !FormatChoice.doubtful.contains(format) || isHinted(format)
    }
  }

  /// Whether half the values have patterns of which this is true; patterns too many to tell are of none.
  private func isMostly(_ holds: (String) -> Bool) -> Bool {
    let found = facts.patterns.filter { holds($0.text) }.reduce(0) { $0 + $1.count }
    return found > 0 && found * 2 >= facts.formTotal
  }

  /// Some value has a number's groups without doubt: two points, or a point and a comma.
  private var hasGroupedNumbers: Bool {
    facts.patterns.contains { pattern in
      let points = pattern.text.utf8.count { $0 == UInt8(ascii: ".") }
      let commas = pattern.text.utf8.count { $0 == UInt8(ascii: ",") }
      return points >= 2 && commas <= 1 || points >= 1 && commas == 1
    }
  }

  private var hasCommas: Bool { (facts.kinds[.decimalComma] ?? 0) > 0 }
}
