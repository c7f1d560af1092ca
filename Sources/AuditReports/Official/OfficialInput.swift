import AuditModel
import AuditScoring
import AuditText

/// Everything that official documents are made from.
package struct OfficialInput: Sendable {
  package var result: InspectionResult
  package var scores: AgencyScorecard
  package var profile: LegalProfile
  package var details: DocumentDetails
  package var holidays: HolidayTable
  /// With the inspection before; nil where there is none to compare with.
  package var comparison: RunComparison?
  /// What was promised after earlier inspections, and how far it has come.
  package var measures: [CorrectiveMeasure]
  package var policyWarnings: [LocalizedText]

  package init(
    result: InspectionResult, scores: AgencyScorecard, profile: LegalProfile = .none,
    details: DocumentDetails = DocumentDetails(), holidays: HolidayTable = HolidayTable(),
    comparison: RunComparison? = nil, measures: [CorrectiveMeasure] = [],
    warnings: [LocalizedText] = []
  ) {
    self.result = result
    self.scores = scores
    self.profile = profile
    self.details = details
    self.holidays = holidays
    self.comparison = comparison
    self.measures = measures
    policyWarnings = warnings
  }
}

/// The figures and words that all official documents share.
struct OfficialFrame {
  let input: OfficialInput
  let numbers = ReportNumbers(.vi)
  /// All rules, the worst first.
  let rules: [RankedRule]

  init(_ input: OfficialInput) {
    self.input = input
    rules = RankedRule.ranked(input.result, input.scores)
  }

  var result: InspectionResult { input.result }
  var card: AgencyScorecard { input.scores }
  var details: DocumentDetails { input.details }
  var profile: LegalProfile { input.profile }
  var agencyName: String { clip(result.agencyName.vi, 200) }

  /// The day that deadlines are counted from.
  var startDay: CivilDate { details.signingDate ?? result.date }

  /// The year that the inspection is of: that of its period's last day.
  var year: Int { (result.periodTo ?? result.date).year }

  func count(_ number: Int) -> String { numbers.count(number) }
  func date(_ date: CivilDate) -> String { date.vietnamese }

  func percent(_ part: Int, of whole: Int) -> String {
    numbers.percent(part, of: whole) ?? "không đánh giá"
  }

  func score(_ share: ExactShare?) -> String { share.map(numbers.percent) ?? "không đánh giá" }

  /// Text that may be long, cut at a number of characters.
  func clip(_ text: String, _ limit: Int = 240) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }

  func title(_ resource: ResourceResult) -> String { clip(resource.title.vi, 160) }

  func resourceTitle(_ name: String) -> String {
    result.resources.first { $0.name == name }.map(title) ?? clip(name, 100)
  }

  /// The unit that answers for a resource; the agency itself where none is named.
  func unit(_ resource: String) -> String {
    details.unit(of: resource).map { clip($0.name, 160) } ?? agencyName
  }

  var periodText: String {
    switch (result.periodFrom, result.periodTo) {
    case (let from?, let to?): "từ ngày \(date(from)) đến ngày \(date(to))"
    case (let from?, nil): "từ ngày \(date(from))"
    case (nil, let to?): "đến ngày \(date(to))"
    case (nil, nil): "tính đến ngày \(date(result.date))"
    }
  }

  func caps(_ text: String) -> String {
    String(decoding: VietnameseText.uppercased(Array(text.utf8)), as: UTF8.self)
  }

  /// A sentence's first letter in capitals.
  func sentence(_ text: String) -> String { caps(String(text.prefix(1))) + text.dropFirst() }

  /// A sentence's first letter small, to be put into another.
  func inner(_ text: String) -> String {
    String(
      decoding: VietnameseText.lowercased(Array(String(text.prefix(1)).utf8)), as: UTF8.self)
      + text.dropFirst()
  }
}

extension OfficialFrame {
  /// Ô số 1 to 4.
  ///
  /// - `kind`: its part of the number, `BC`, `KH`, ….
  func letterhead(_ kind: String) -> OfficialDocument.Letterhead {
    OfficialDocument.Letterhead(
      superior: details.superior.map { [caps(clip($0, 160))] } ?? [],
      agency: (details.letterhead.isEmpty ? [agencyName] : details.letterhead)
        .prefix(4).map { caps(clip($0, 160)) },
      number: number(kind), nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
      motto: "Độc lập - Tự do - Hạnh phúc", placeAndDate: placeAndDate)
  }

  /// Two digits at least; a place for it where the number is not given yet.
  private func number(_ kind: String) -> String {
    let blank = String(repeating: "\u{A0}", count: 8)
    let number = kind == "BC" ? details.number.map { ($0 < 10 ? "0" : "") + String($0) } : nil
    let symbol = details.symbol.map { caps(clip($0, 40)) } ?? blank
    return "Số: \(number ?? blank)/\(kind)-\(symbol)"
  }

  /// Days below 10 and the months 1 and 2 are written with a 0 before them.
  var placeAndDate: String {
    let blank = String(repeating: "\u{A0}", count: 6)
    let place = details.place.map { clip($0, 80) } ?? "………"
    guard let day = details.signingDate else {
      return "\(place), ngày\(blank)tháng\(blank)năm \(result.date.year)"
    }
    return "\(place), \(written(day))"
  }

  /// `ngày 05 tháng 01 năm 2026`.
  func written(_ day: CivilDate) -> String {
    let dayText = (day.day < 10 ? "0" : "") + String(day.day)
    let month = (day.month < 3 ? "0" : "") + String(day.month)
    return "ngày \(dayText) tháng \(month) năm \(day.year)"
  }

  /// Citations of the texts in force on the day of the document, and the agency's own.
  var basis: [String] {
    let texts = profile.basisTexts.filter {
      $0.isInForce(on: result.periodTo ?? result.date) || profile.id.isEmpty
    }
    let lines = texts.map { "Căn cứ " + clip($0.cite.vi, 600) }
    let own = details.basis.map { line in
      line.hasPrefix("Căn cứ") || line.hasPrefix("Theo") || line.hasPrefix("Thực hiện")
        ? clip(line, 600) : "Căn cứ " + clip(line, 600)
    }
    return OfficialDocument.closed(lines + own)
  }

  /// Ô số 7 and 9b.
  func signature(isAddressed: Bool) -> OfficialDocument.Signature {
    var receivers = details.distribution.map { clip($0, 200) }
    if receivers.isEmpty, isAddressed { receivers = ["Như trên"] }
    // "As above" says nothing where nobody is above.
    if !isAddressed { receivers.removeAll { $0.contains("Như trên") } }
    receivers = receivers.map { line in
      let bare = line.hasPrefix("- ") ? String(line.dropFirst(2)) : line
      return "- " + (bare.last.map { ".;".contains($0) } == true ? String(bare.dropLast()) : bare)
        + ";"
    }
    receivers.append("- Lưu: \(details.archive.map { clip($0, 80) } ?? "VT").")
    let roles = [details.signer.authority, details.signer.position].compactMap(\.self)
      .map { caps(clip($0, 120)) }
    return OfficialDocument.Signature(
      distributionTitle: "Nơi nhận:", distribution: receivers,
      roles: roles.isEmpty ? ["THỦ TRƯỞNG CƠ QUAN"] : roles,
      name: details.signer.name.map { clip($0, 120) } ?? "")
  }

  /// `(Kèm theo Báo cáo số …/BC-UBND ngày … tháng … năm … của …)`, blank until the document has its number.
  func annexNote(_ kind: DocumentKind, _ code: String) -> String {
    let letterhead = letterhead(code)
    let day =
      details.signingDate.map(written)
      ?? "ngày\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}tháng\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}năm \(result.date.year)"
    return "(Kèm theo \(kind.title.vi) số \(letterhead.number.dropFirst("Số: ".count)) \(day) "
      + "của \(agencyName))"
  }
}
