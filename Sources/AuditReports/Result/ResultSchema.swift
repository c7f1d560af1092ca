import AuditModel
import AuditText

extension JSONSchema {
  /// `soat-result/1`: what `ResultFile.write` writes and `ResultFormat.md` tells.
  package static let result = document(
    Version.resultFormat, LocalizedText(vi: "Kết quả kiểm tra", en: "Result of an inspection"),
    object([
      required("format", constant(Version.resultFormat)), required("tool", tool),
      required("agency", object([required("id", string), required("name", definition("text"))])),
      required("period", object([required("from", date.orNull), required("to", date.orNull)])),
      required("date", date), required("packs", materials), required("codeLists", materials),
      // None where no profile was used, as before there were any.
      member("profile", materials),
      required("score", agencyScore),
      // Files of before there were waivers have neither.
      member(
        "waivers", object([required("files", materials), required("list", list(of: waiver))])),
      member("switchedOff", list(of: switchedOff)),
      required("resources", list(of: definition("resource"))),
    ]),
    definitions: [
      ("text", bothLanguages), ("material", material), ("resource", resource),
      ("details", details), ("rule", rule), ("counts", counts), ("criteria", list(of: criterion)),
      ("coverage", coverage), ("grade", grade.orNull), ("basisPoints", basisPoints),
    ])

  static let tool = object([required("name", constant("soat")), required("version", string)])
  static let sha256 = pattern("^[0-9a-f]{64}$")
  static let details = list(of: object([required("name", string), required("value", string)]))

  private static let text = definition("text")
  private static let basisPoints = integer(0, 10_000).orNull
  private static let materials = list(of: definition("material"))

  private static let material = object([
    required("id", string), required("version", string), required("title", text.orNull),
    required("path", string), required("sha256", sha256), required("count", count),
  ])

  private static let waiver = object([
    required("rule", string), required("resource", string), required("file", string),
    required("line", count), required("keys", count.orNull), required("matchedKeys", count),
    required("reason", text), required("document", string), required("approvedBy", string),
    required("until", date), required("waived", count),
    required("state", choice(WaiverResult.State.self)),
  ])

  private static let switchedOff = object([
    required("id", string), required("resource", string), required("kind", string),
    required("title", text), required("severity", choice(Severity.self)),
    required("pack", string), required("by", string),
  ])
}

// MARK: Resources

extension JSONSchema {
  private static let resource = object([
    required("name", string), required("title", text), required("source", source),
    required("records", count), required("recordsJudged", count), required("complete", truth),
    required("incompleteReason", text.orNull), required("fields", list(of: field)),
    required("coverage", definition("coverage")),
    required(
      "score",
      object([
        required("basisPoints", definition("basisPoints")), required("weight", count),
        required("grade", definition("grade")), required("failedBlockingRules", list(of: string)),
        member("waived", count),
      ])),
    required("criteria", definition("criteria")), required("rules", list(of: definition("rule"))),
  ])

  private static let source = object([
    required("path", string), required("format", string), required("bytes", count),
    required("sha256", sha256.orNull), required("details", definition("details")),
    member(
      "parts",
      list(
        of: object([
          required("path", string), required("bytes", count), required("sha256", sha256.orNull),
          required("records", count), required("problem", text.orNull),
          required("details", definition("details")),
        ]), least: 1)),
  ])

  private static let field = object([
    required("name", string), required("title", text.orNull), required("type", string.orNull),
    required("filled", count.orNull), required("rules", count),
  ])

  private static let rule = object([
    required("id", string), required("kind", string), required("title", text),
    required("dimension", choice(Dimension.self)), required("severity", choice(Severity.self)),
    required("weight", count), required("fields", list(of: string)),
    required("unit", choice(RuleUnit.self)),
    required("legal", list(of: object([required("id", string), required("cite", text)]))),
    required("message", text), required("text", string.orNull),
    required("status", choice(RuleStatus.self)), required("statusReason", text.orNull),
    required("counts", definition("counts")),
    required("tolerance", object([required("warn", tolerance), required("fail", tolerance)])),
    required("findingsWritten", count), required("acceptedWithRemark", count),
    required(
      "score",
      object([
        required("basisPoints", definition("basisPoints")), required("excluded", text.orNull),
      ])),
  ])

  private static let tolerance = either(
    null, object([required("count", count)]),
    object([required("numerator", count), required("denominator", integer(1))]))
}

// MARK: Scores

extension JSONSchema {
  /// `soat-policy/1`: what `PolicyFile` reads, with the members that a result has of its way of scoring.
  package static let policy = document(
    Version.policyFormat, LocalizedText(vi: "Cách tính điểm", en: "Way of scoring"),
    object(
      [member("$schema", string), required("format", constant(Version.policyFormat))]
        + policyMembers),
    definitions: [("text", bothLanguages)])

  private static let policyMembers = [
    required("id", string), required("title", text),
    required("criterionWeights", object(Dimension.allCases.map { member($0.rawValue, count) })),
    required(
      "resourceWeights",
      list(of: object([required("resource", string), required("weight", count)]))),
    required(
      "grades", list(of: object([required("from", integer(0, 10_000)), required("name", text)]))),
    // Of a profile that takes several criteria together.
    member(
      "groups",
      list(
        of: object([
          required("name", text), required("dimensions", list(of: choice(Dimension.self))),
          required("weight", count),
        ]))),
  ]

  private static let agencyScore = object([
    required("internal", any.adding("const", .truth(true))),
    required("basisPoints", definition("basisPoints")), required("grade", definition("grade")),
    required("coverage", definition("coverage")), required("criteria", definition("criteria")),
    required(
      "policy", object(policyMembers)),
    member("waived", count),
  ])

  private static let grade = object([
    required("name", text), required("rank", count), required("capped", truth),
  ])

  private static let coverage = object([
    required("fieldsJudged", count), required("fields", count), required("recordsJudged", count),
    required("records", count),
  ])

  private static let criterion = object([
    required("dimension", choice(Dimension.self)), required("weight", count),
    required("basisPoints", definition("basisPoints")), required("rules", count),
    required("scoredRules", count), required("counts", definition("counts")),
  ])

  private static let counts = object([
    required("evaluated", count), required("passed", count), required("failed", count),
    member("waived", count), required("skipped", count),
  ])
}
