/// The parts a report must have by the legal text it follows, and which rules fall under each.
package struct ReportOutline: Sendable {
  /// The text that asks for these parts; nil where none is stated.
  package var basis: LocalizedText?
  /// What a reader has to know of that text.
  package var note: LocalizedText?
  package var parts: [Part]

  package struct Part: Sendable {
    /// `a`, `b`, `c`, `d`, ….
    package var letter: String
    package var title: LocalizedText
    package var cite: LocalizedText?
    /// How sure we are of what the text says of this part.
    package var certainty: Certainty
    /// Whether the part is the list of resources and fields itself.
    package var isInventory: Bool
    package var aspects: [Aspect]

    package init(
      letter: String, title: LocalizedText, cite: LocalizedText?, certainty: Certainty,
      isInventory: Bool, aspects: [Aspect]
    ) {
      self.letter = letter
      self.title = title
      self.cite = cite
      self.certainty = certainty
      self.isInventory = isInventory
      self.aspects = aspects
    }
  }

  package struct Aspect: Sendable {
    package var title: LocalizedText
    package var dimensions: [Dimension]
    /// Rule kinds that fall under the aspect whatever their criterion.
    package var kinds: [String]

    package init(_ title: LocalizedText, _ dimensions: [Dimension], kinds: [String] = []) {
      self.title = title
      self.dimensions = dimensions
      self.kinds = kinds
    }
  }

  package init(basis: LocalizedText?, note: LocalizedText?, parts: [Part]) {
    self.basis = basis
    self.note = note
    self.parts = parts
  }

  /// Whether a rule falls under an aspect; its kind decides before its criterion does.
  package func covers(_ aspect: Aspect, kind: String, dimension: Dimension) -> Bool {
    if aspect.kinds.contains(kind) { return true }
    let isClaimed = parts.contains { $0.aspects.contains { $0.kinds.contains(kind) } }
    return !isClaimed && aspect.dimensions.contains(dimension)
  }
}

extension ReportOutline {
  /// The four parts without a text that asks for them.
  package static let unstated = ReportOutline(
    basis: nil, note: nil,
    parts: [
      Part(
        letter: "a",
        title: LocalizedText(
          vi: "Kiểm kê các hạng mục nội dung dữ liệu", en: "Inventory of the data's content items"),
        cite: nil, certainty: .inferred, isInventory: true, aspects: []),
      Part(
        letter: "b",
        title: LocalizedText(
          vi: "Đánh giá tuân thủ các tiêu chuẩn, quy chuẩn, quy định về dữ liệu",
          en: "Compliance with standards, technical regulations and rules on data"),
        cite: nil, certainty: .inferred, isInventory: false,
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
        cite: nil, certainty: .inferred, isInventory: false,
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
        cite: nil, certainty: .inferred, isInventory: false,
        aspects: [
          Aspect(LocalizedText(vi: "Cập nhật dữ liệu", en: "Update"), [.timeliness]),
          Aspect(
            LocalizedText(vi: "Vận hành, nhật ký", en: "Operation and logs"), [], kinds: ["log"]),
        ]),
    ])
}
