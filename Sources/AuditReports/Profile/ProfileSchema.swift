import AuditModel
import AuditText

extension JSONSchema {
  /// `soat-profile-result/1`: what `ProfileFile.write` writes.
  package static let profileResult = document(
    Version.profileResultFormat,
    LocalizedText(vi: "Kiểm kê bộ dữ liệu", en: "Profile of a dataset"),
    object([
      required("format", constant(Version.profileResultFormat)), required("tool", tool),
      required("date", date), required("name", string), required("source", source),
      required("records", count), required("damagedRecords", count), required("complete", truth),
      required("incompleteReason", definition("text").orNull), required("valuesShown", truth),
      required(
        "exactness",
        object([
          required("exactValues", count), required("distinctStandardErrorPercent", number),
          required("sampleRecords", count),
        ])),
      required("header", list(of: definition("text"))),
      required("fields", list(of: definition("field"))),
    ]),
    definitions: [
      ("text", bothLanguages), ("details", details), ("field", field), ("counts", counts),
    ])

  private static let number = any.adding("type", .text("number")).adding("minimum", .integer(0))

  private static let counts = list(
    of: object([required("name", string), required("count", count)]))

  private static let source = object([
    required("path", string), required("format", string), required("bytes", count),
    required("details", definition("details")),
    member(
      "parts",
      list(
        of: object([
          required("path", string), required("bytes", count), required("records", count),
          required("problem", definition("text").orNull),
        ]), least: 1)),
  ])

  /// How many values are of a named format.
  private static let formatShare = object([
    required("name", string), required("count", count), required("of", count),
    required("isSample", truth),
  ])

  private static let field = object([
    required("name", string), required("sensitive", truth), required("filled", count),
    required("blank", count),
    required("type", choice(FoundType.self)), required("typeFormat", string.orNull),
    required("typeCount", count.orNull),
    required(
      "form",
      object([
        required("of", count), required("isSample", truth), required("errorPoints", number),
      ])), required("writtenAs", definition("counts")),
    required("identifiers", definition("counts")), required("formats", list(of: formatShare)),
    required("namedFormat", formatShare.orNull), required("distinct", count.orNull),
    required("distinctIsExact", truth), required("minimum", string.orNull),
    required("maximum", string.orNull),
    required(
      "length",
      object([
        required("shortest", count.orNull), required("longest", count.orNull),
        required("mean", number.orNull),
      ])),
    required(
      "frequent",
      object([
        required("of", count), required("isSample", truth),
        required(
          "values",
          list(
            of: object([
              required("value", string), required("masked", truth), required("count", count),
            ]))),
      ])),
    required("patternsAreMany", truth), required("patterns", definition("counts")),
    required("textDefects", definition("counts")), required("codeLists", definition("counts")),
    required(
      "years", list(of: object([required("year", integer()), required("count", count)]))),
  ])
}
