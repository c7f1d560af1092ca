import AuditModel
import AuditText

/// Legal profiles and registers: what `LegalProfileReading` and `RegisterReading` take.
extension JSONSchema {
  /// `soat-profile/1`.
  package static let legalProfile = document(
    Version.legalProfileFormat, LocalizedText(vi: "Hồ sơ pháp lý", en: "Legal profile"),
    any.adding("anyOf", .schemas([legalUse, scoringUse])),
    definitions: [
      ("text", .readableText), ("act", act), ("outline", outline), ("scoring", scoringWay),
      ("legalText", legalText),
    ])

  /// `soat-agencies/1`.
  package static let agencies = document(
    Version.agenciesFormat, LocalizedText(vi: "Sổ cơ quan", en: "Agencies"),
    written(register(Version.agenciesFormat) + [required("agencies", list(of: agency))]),
    definitions: [("text", .readableText)])

  /// `soat-holidays/1`.
  package static let holidays = document(
    Version.holidaysFormat, LocalizedText(vi: "Bảng ngày nghỉ", en: "Days off"),
    written(
      register(Version.holidaysFormat) + days + [
        member("confirmedTo", date),
        member(
          "daysOff",
          list(
            of: written([
              required("from", date), member("to", date), member("name", definition("text")),
            ]))),
        member("workedDays", oneOrMore(date)),
      ]),
    definitions: [("text", .readableText)])

  private static let days = [member("from", date), member("to", date)]
  private static let certainty = member("certainty", choice(Certainty.self))
  private static let dimensions = member("dimensions", oneOrMore(choice(Dimension.self)))

  private static func register(_ format: String) -> [Member] {
    heading(format) + [required("id", name), required("version", name)]
  }

  private static func profile(_ use: LegalProfile.Use, _ members: [Member]) -> JSONSchema {
    let own = [
      member("$schema", string), required("format", constant(Version.legalProfileFormat)),
      required("id", name), required("version", name), required("title", definition("text")),
      required("use", constant(use.rawValue)), member("texts", list(of: definition("legalText"))),
      member("basis", words),
      member(
        "deadlines", written(Severity.allCases.map { member($0.rawValue, integer(1, 1000)) })),
      member(
        "steps",
        list(
          of: written([
            required("title", definition("text")), required("unit", definition("text")),
            required("days", integer(0, 1000)),
          ]))),
      member("notes", list(of: definition("text"))),
    ]
    return written(own + days + members)
  }

  private static let legalUse = profile(
    .legal,
    [
      required("act", definition("act")), required("outline", definition("outline")),
      member("scoring", definition("scoring")),
    ])
  private static let scoringUse = profile(
    .scoring,
    [
      member("act", definition("act")), member("outline", definition("outline")),
      required("scoring", definition("scoring")),
    ])

  private static let legalText = written(
    [required("id", name), required("cite", definition("text"))] + days + [
      certainty, member("note", definition("text")),
    ])

  private static let act = written(
    ["name", "report", "plan", "remedy"].map { required($0, definition("text")) })

  private static let outline = written([
    member("basis", definition("text")), member("note", definition("text")),
    required(
      "parts",
      list(
        of: written([
          required("letter", name), required("title", definition("text")),
          member("cite", definition("text")), certainty, member("inventory", truth),
          member(
            "aspects",
            list(
              of: written([
                required("title", definition("text")), dimensions,
                member("kinds", oneOrMore(choice(RuleKind.all.map(\.name)))),
              ]))),
        ]))),
  ])

  private static let scoringWay = written([
    required("id", name), required("title", definition("text")),
    member(
      "criteria",
      list(
        of: written([
          required("name", definition("text")), dimensions, member("weight", integer(0, 1000)),
        ]))),
    required(
      "bands",
      list(
        of: written([required("from", integer(0, 10_000)), required("name", definition("text"))]),
        least: 1)),
  ])

  private static let agency = written(
    [
      required("id", name), required("name", definition("text")), member("symbol", name),
      member("superior", name), member("place", name), member("successor", name), certainty,
    ] + days)
}
