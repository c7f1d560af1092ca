/// A quality criterion a rule belongs to (ISO/IEC 25012 words; the Vietnamese ones are those of reports).
package enum Dimension: String, Sendable, CaseIterable {
  case completeness, validity, accuracy, uniqueness, consistency, integrity, conformance,
    timeliness, anomaly

  package var title: LocalizedText {
    switch self {
    case .completeness: LocalizedText(vi: "Đầy đủ", en: "Completeness")
    case .validity: LocalizedText(vi: "Hợp lệ", en: "Validity")
    case .accuracy: LocalizedText(vi: "Chính xác", en: "Accuracy")
    case .uniqueness: LocalizedText(vi: "Duy nhất", en: "Uniqueness")
    case .consistency: LocalizedText(vi: "Nhất quán", en: "Consistency")
    case .integrity: LocalizedText(vi: "Toàn vẹn", en: "Integrity")
    case .conformance:
      LocalizedText(vi: "Phù hợp danh mục, dữ liệu chủ", en: "Master-data conformance")
    case .timeliness: LocalizedText(vi: "Kịp thời", en: "Timeliness")
    case .anomaly: LocalizedText(vi: "Dữ liệu bất thường", en: "Anomaly")
    }
  }
}

/// How much a breach of a rule matters; blocking caps the grade and stops publication.
package enum Severity: String, Sendable, CaseIterable, Comparable {
  case note, warning, error, blocking

  package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    case .blocking: 3
    }
  }

  package var title: LocalizedText {
    switch self {
    case .note: LocalizedText(vi: "Ghi chú", en: "Note")
    case .warning: LocalizedText(vi: "Cảnh báo", en: "Warning")
    case .error: LocalizedText(vi: "Lỗi", en: "Error")
    case .blocking: LocalizedText(vi: "Nghiêm trọng", en: "Blocking")
    }
  }
}
