/// What a unit is to do so that findings go away: by whom, by when, and how far it has come (biện pháp khắc phục).
///
/// Its words are an official's, about rules and units; no cell of the data belongs into it.
package struct CorrectiveMeasure: Hashable, Sendable {
  /// How far a measure has come.
  package enum Status: String, Sendable, CaseIterable {
    case new
    case inProgress = "in-progress"
    /// Said to be done, and not yet looked at again.
    case toVerify = "to-verify"
    case done
    /// Given up, or entered by mistake.
    case withdrawn

    package var title: LocalizedText {
      switch self {
      case .new: LocalizedText(vi: "mới", en: "new")
      case .inProgress: LocalizedText(vi: "đang xử lý", en: "in progress")
      case .toVerify: LocalizedText(vi: "chờ xác minh", en: "to be verified")
      case .done: LocalizedText(vi: "hoàn thành", en: "done")
      case .withdrawn: LocalizedText(vi: "không thực hiện", en: "withdrawn")
      }
    }

    /// Nothing more is to be done, so that no deadline can pass.
    package var isFinal: Bool { self == .done || self == .withdrawn }
  }

  /// What it is known by in the ledger: `BP-01`, ….
  package var id: String
  /// What is to be done, in the official's own words.
  package var title: String
  /// The unit or person who answers for it.
  package var unit: String
  /// Ids of the rules whose findings it is about; empty where it is about none in particular.
  package var rules: [String]
  /// The last day; nil where none was set.
  package var deadline: CivilDate?
  package var status: Status
  /// The day since which the status holds.
  package var statusDate: CivilDate

  package init(
    id: String, title: String, unit: String, rules: [String] = [], deadline: CivilDate?,
    status: Status = .new, statusDate: CivilDate
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.rules = rules
    self.deadline = deadline
    self.status = status
    self.statusDate = statusDate
  }

  /// Whether its last day has passed on the day given and something is still to be done.
  package func isOverdue(on day: CivilDate) -> Bool {
    guard let deadline, !status.isFinal else { return false }
    return day > deadline
  }
}
