/// An official document that an inspection can be made into.
package enum DocumentKind: String, Sendable, CaseIterable {
  /// The report on the inspection (báo cáo).
  case report
  /// The agency's plan for the next one (kế hoạch).
  case plan
  /// What each unit has to mend (phiếu yêu cầu khắc phục), a document a unit.
  case remedy

  package var title: LocalizedText {
    switch self {
    case .report: LocalizedText(vi: "Báo cáo", en: "Report")
    case .plan: LocalizedText(vi: "Kế hoạch", en: "Plan")
    case .remedy: LocalizedText(vi: "Phiếu yêu cầu khắc phục", en: "Request to mend")
    }
  }

  /// The name of its file, without what a form adds.
  package var fileName: String {
    switch self {
    case .report: "bao-cao"
    case .plan: "ke-hoach"
    case .remedy: "phieu"
    }
  }
}

/// How far a dataset may be known; from `mat` on it is a state secret.
package enum Classification: String, Sendable, CaseIterable {
  case open = "cong-khai"
  case inner = "noi-bo"
  case secret = "mat"
  case topSecret = "toi-mat"
  case utmostSecret = "tuyet-mat"

  package var isStateSecret: Bool {
    switch self {
    case .open, .inner: false
    case .secret, .topSecret, .utmostSecret: true
    }
  }
}
