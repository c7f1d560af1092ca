import AuditModel

/// The parts a report must have by the legal text it follows, and which rules fall under each.
///
/// Profile data: it stands in code only until the profile files (`soat-profile/1`) are read.
struct ReportOutline {
  let basis: LocalizedText
  /// The first day on which the text is no longer in force, and by what; nil while it is.
  let repealed: (from: CivilDate?, note: LocalizedText)
  let parts: [Part]

  struct Part {
    let letter: String
    let title: LocalizedText
    let cite: LocalizedText
    /// Whether the part is the list of resources and fields itself.
    let isInventory: Bool
    let aspects: [Aspect]
  }

  struct Aspect {
    let title: LocalizedText
    let dimensions: [Dimension]
    /// Rule kinds that fall under the aspect whatever their criterion.
    let kinds: [String]

    init(_ title: LocalizedText, _ dimensions: [Dimension], kinds: [String] = []) {
      self.title = title
      self.dimensions = dimensions
      self.kinds = kinds
    }
  }

  /// The rules of an aspect; a rule's kind decides before its criterion does.
  func rules(of aspect: Aspect, among rules: [RankedRule]) -> [RankedRule] {
    let claimed = parts.flatMap { $0.aspects.flatMap(\.kinds) }
    return rules.filter { ranked in
      if aspect.kinds.contains(ranked.rule.kind) { return true }
      return !claimed.contains(ranked.rule.kind)
        && aspect.dimensions.contains(ranked.rule.dimension)
    }
  }
}

extension ReportOutline {
  /// Khoản 2 Điều 16 Nghị định số 47/2020/NĐ-CP; the end of điểm d is to be confirmed by a lawyer.
  static let decree47 = ReportOutline(
    basis: LocalizedText(
      vi: "khoản 2 Điều 16 Nghị định số 47/2020/NĐ-CP ngày 09/4/2020 của Chính phủ",
      en: "Article 16(2) of Decree 47/2020/NĐ-CP of 9 April 2020"),
    repealed: (
      CivilDate(year: 2025, month: 10, day: 22),
      LocalizedText(
        vi:
          "Nghị định số 47/2020/NĐ-CP hết hiệu lực từ ngày 22/10/2025 (khoản 2 Điều 23 Nghị định số "
          + "278/2025/NĐ-CP). Bố cục bốn phần được giữ để so sánh giữa các năm; cơ quan xác định căn "
          + "cứ pháp lý đang có hiệu lực trước khi ban hành báo cáo.",
        en: "Decree 47/2020/NĐ-CP has not been in force since 22/10/2025 (Article 23(2) of Decree "
          + "278/2025/NĐ-CP). The four parts are kept so that years compare; the agency settles the "
          + "legal basis in force before it issues the report.")
    ),
    parts: [
      Part(
        letter: "a",
        title: LocalizedText(
          vi: "Kiểm kê các hạng mục nội dung dữ liệu", en: "Inventory of the data's content items"),
        cite: .point("a"), isInventory: true, aspects: []),
      Part(
        letter: "b",
        title: LocalizedText(
          vi: "Đánh giá tuân thủ các tiêu chuẩn, quy chuẩn, quy định về dữ liệu",
          en: "Compliance with standards, technical regulations and rules on data"),
        cite: .point("b"), isInventory: false,
        aspects: [
          Aspect(
            LocalizedText(vi: "Kiểu, định dạng, miền giá trị", en: "Types, formats, value ranges"),
            [.validity]),
          Aspect(
            LocalizedText(
              vi: "Danh mục dùng chung, dữ liệu chủ", en: "Shared code lists and master data"),
            [.conformance]),
        ]),
      Part(
        letter: "c",
        title: LocalizedText(vi: "Đánh giá chất lượng dữ liệu", en: "Data quality"),
        cite: .point("c"), isInventory: false,
        aspects: [
          Aspect(LocalizedText(vi: "Độ chính xác dữ liệu", en: "Accuracy"), [.accuracy]),
          Aspect(
            LocalizedText(vi: "Độ toàn vẹn của dữ liệu", en: "Integrity"),
            [.completeness, .uniqueness, .consistency, .integrity]),
          Aspect(LocalizedText(vi: "Dữ liệu bất thường", en: "Anomalous data"), [.anomaly]),
        ]),
      Part(
        letter: "d",
        title: LocalizedText(
          vi: "Đánh giá về duy trì, vận hành, cập nhật dữ liệu",
          en: "Upkeep, operation and update of the data"),
        cite: .point("d"), isInventory: false,
        aspects: [
          Aspect(LocalizedText(vi: "Cập nhật dữ liệu", en: "Update"), [.timeliness]),
          Aspect(
            LocalizedText(vi: "Vận hành, nhật ký", en: "Operation and logs"), [], kinds: ["log"]),
        ]),
    ])
}

extension LocalizedText {
  fileprivate static func point(_ letter: String) -> LocalizedText {
    LocalizedText(
      vi: "điểm \(letter) khoản 2 Điều 16 Nghị định số 47/2020/NĐ-CP",
      en: "Article 16(2)(\(letter)) of Decree 47/2020/NĐ-CP")
  }
}
