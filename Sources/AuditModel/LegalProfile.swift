/// How sure we are of a legal text or a date that stands in our data.
package enum Certainty: String, Sendable, CaseIterable {
  /// Read in the source.
  case found = "F"
  /// Read of in another place only.
  case secondHand = "F2"
  /// From general knowledge; not looked up.
  case recalled = "R"
  /// Our own conclusion or choice.
  case inferred = "I"

  /// Whether an official has to look at the source before it is cited.
  package var needsChecking: Bool { self != .found }

  package var title: LocalizedText {
    switch self {
    case .found: LocalizedText(vi: "đã đọc trong nguồn", en: "read in the source")
    case .secondHand: LocalizedText(vi: "đọc qua nguồn thứ hai", en: "second-hand")
    case .recalled: LocalizedText(vi: "theo hiểu biết chung", en: "recalled")
    case .inferred: LocalizedText(vi: "do chương trình chọn", en: "our own choice")
    }
  }
}

/// What an inspection goes by: its legal texts, what it is called, what its report has to hold (`soat-profile/1`).
///
/// All of it is data of `rules/profiles/`, so that a legal officer can mend it without a new program.
package struct LegalProfile: Sendable {
  package enum Use: String, Sendable, CaseIterable {
    /// Says what the act is, and is chosen by the period.
    case legal
    /// Says how scores are made only; chosen by name.
    case scoring
  }

  /// A legal text, and when it is in force.
  package struct Text: Sendable {
    package var id: String
    package var cite: LocalizedText
    package var from: CivilDate?
    package var to: CivilDate?
    package var certainty: Certainty
    package var note: LocalizedText?

    package init(
      id: String, cite: LocalizedText, from: CivilDate?, to: CivilDate?, certainty: Certainty,
      note: LocalizedText?
    ) {
      self.id = id
      self.cite = cite
      self.from = from
      self.to = to
      self.certainty = certainty
      self.note = note
    }

    package func isInForce(on day: CivilDate) -> Bool {
      (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }
  }

  /// Names of the act and of its documents.
  package struct Act: Sendable {
    /// In a sentence: "kiểm tra, đánh giá, duy trì dữ liệu".
    package var name: LocalizedText
    package var reportSubject: LocalizedText
    package var planSubject: LocalizedText
    package var remedySubject: LocalizedText

    package init(
      name: LocalizedText, reportSubject: LocalizedText, planSubject: LocalizedText,
      remedySubject: LocalizedText
    ) {
      self.name = name
      self.reportSubject = reportSubject
      self.planSubject = planSubject
      self.remedySubject = remedySubject
    }
  }

  /// Criteria by the profile's own names, each one or several of the program's.
  package struct Criterion: Sendable {
    package var name: LocalizedText
    package var dimensions: [Dimension]
    package var weight: Int

    package init(name: LocalizedText, dimensions: [Dimension], weight: Int) {
      self.name = name
      self.dimensions = dimensions
      self.weight = weight
    }
  }

  package struct Band: Sendable {
    /// Hundredths of a percent.
    package var fromBasisPoints: Int
    package var name: LocalizedText

    package init(fromBasisPoints: Int, name: LocalizedText) {
      self.fromBasisPoints = fromBasisPoints
      self.name = name
    }
  }

  /// How scores are made and named; no text cited prescribes it.
  package struct Scoring: Sendable {
    package var id: String
    package var title: LocalizedText
    /// Empty where each of the program's criteria stands for itself.
    package var criteria: [Criterion]
    /// The best first; the last begins at 0.
    package var bands: [Band]

    package init(id: String, title: LocalizedText, criteria: [Criterion], bands: [Band]) {
      self.id = id
      self.title = title
      self.criteria = criteria
      self.bands = bands
    }
  }

  /// Something to be done in the next inspection.
  package struct Step: Hashable, Sendable {
    package var title: LocalizedText
    package var unit: LocalizedText
    /// Working days after the cut-off until it is over.
    package var days: Int

    package init(title: LocalizedText, unit: LocalizedText, days: Int) {
      self.title = title
      self.unit = unit
      self.days = days
    }
  }

  package var id: String
  package var version: String
  package var title: LocalizedText
  package var use: Use
  package var from: CivilDate?
  package var to: CivilDate?
  package var texts: [Text]
  /// Texts whose citations open a document, by their ids, in this order.
  package var basis: [String]
  package var act: Act
  package var outline: ReportOutline
  package var scoring: Scoring?
  /// Working days to mend what a rule of a severity found; none where the profile gives none.
  package var deadlines: [Severity: Int]
  /// What a plan has to be done, in order; none where the profile gives none.
  package var steps: [Step]
  package var notes: [LocalizedText]
  /// The file it was read from, and the digest of its bytes; nil for the one that stands in for none.
  package var material: MaterialDescription?

  package init(
    id: String, version: String, title: LocalizedText, use: Use, from: CivilDate?, to: CivilDate?,
    texts: [Text], basis: [String], act: Act, outline: ReportOutline, scoring: Scoring?,
    deadlines: [Severity: Int], steps: [Step], notes: [LocalizedText],
    material: MaterialDescription? = nil
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.use = use
    self.from = from
    self.to = to
    self.texts = texts
    self.basis = basis
    self.act = act
    self.outline = outline
    self.scoring = scoring
    self.deadlines = deadlines
    self.steps = steps
    self.notes = notes
    self.material = material
  }

  package func isInForce(on day: CivilDate) -> Bool {
    (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
  }

  package func text(_ id: String) -> Text? { texts.first { $0.id == id } }

  /// The texts that open a document, each with its citation.
  package var basisTexts: [Text] { basis.compactMap(text) }
}

extension LegalProfile {
  /// The profile that an inspection goes by where none was asked for: the legal one in force on the last day of its period.
  ///
  /// Where several are, the one that began last; nil where none is.
  package static func chosen(among profiles: [LegalProfile], on day: CivilDate) -> LegalProfile? {
    profiles.filter { $0.use == .legal && $0.isInForce(on: day) }.max { a, b in
      guard let first = a.from else { return b.from != nil || a.id < b.id }
      guard let second = b.from else { return false }
      return (first, a.id) < (second, b.id)
    }
  }

  /// Stands in where no profile is at hand: the usual four parts, and no legal text.
  package static let none = LegalProfile(
    id: "", version: "",
    title: LocalizedText(vi: "chưa chọn hồ sơ pháp lý", en: "no legal profile chosen"),
    use: .legal, from: nil, to: nil, texts: [], basis: [],
    act: Act(
      name: LocalizedText(vi: "kiểm tra, đánh giá dữ liệu", en: "data inspection"),
      reportSubject: LocalizedText(
        vi: "Kết quả kiểm tra, đánh giá dữ liệu", en: "Results of the data inspection"),
      planSubject: LocalizedText(
        vi: "Kiểm tra, đánh giá, duy trì dữ liệu", en: "Inspection and upkeep of data"),
      remedySubject: LocalizedText(
        vi: "Khắc phục lỗi dữ liệu", en: "Mending of faults in data")),
    outline: .unstated, scoring: nil, deadlines: [:], steps: [], notes: [])
}
