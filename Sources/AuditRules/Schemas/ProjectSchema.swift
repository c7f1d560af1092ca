import AuditModel
import AuditText

extension JSONSchema {
  /// `soat-project/1`, `audit.json`.
  package static let project = document(
    Version.projectFormat, LocalizedText(vi: "Dự án kiểm tra", en: "Audit project"),
    written(
      heading(Version.projectFormat) + [
        required(
          "agency", written([required("id", name), required("name", definition("text"))])),
        member("date", date), member("period", period), member("datapackage", name),
        member("packs", words), member("parameters", dictionary(of: scalar)),
        member("resources", list(of: definition("source"))), member("waivers", paths),
        member("outputs", outputs), member("ledger", name), member("profile", name),
        member("scoring", name), member("document", definition("document")),
      ]
    ).adding(
      // A package brings resources and rules of its own.
      "anyOf",
      .schemas([
        any.adding("required", .texts(["packs", "resources"])),
        any.adding("required", .texts(["datapackage"])),
      ])),
    definitions: [("text", .readableText), ("source", source), ("document", officialDocument)])

  /// `soat-waivers/1`.
  package static let waivers = document(
    Version.waiversFormat, LocalizedText(vi: "Miễn trừ", en: "Waivers"),
    written(
      heading(Version.waiversFormat) + [required("waivers", list(of: definition("waiver")))]),
    definitions: [("text", .readableText), ("waiver", waiver)])

  private static let openClassifications = Classification.allCases.filter { !$0.isStateSecret }
    .map(\.rawValue)

  private static let period = written([member("from", date), member("to", date)])
  private static let paths = oneOrMore(name, least: 1)

  private static let outputs = written([
    member("folder", name), member("lang", choice(Language.self)), member("findings", truth),
    member("xlsx", truth), member("maxFindingsPerRule", integer(0, 1_000_000_000)),
    member("documents", oneOrMore(choice(DocumentKind.self))),
  ])

  /// What official documents need besides the data.
  private static let officialDocument: JSONSchema = {
    let agency = either(name, written([required("agency", name)]))
    let signer = ["authority", "position", "name"].map { member($0, name) }
    return written([
      member("superior", agency), member("to", oneOrMore(agency)),
      member("letterhead", paths), member("symbol", name), member("number", integer(1, 999_999)),
      member("place", name), member("date", date), member("distribution", paths),
      member("archive", name), member("signer", written(signer)), member("basis", paths),
      member(
        "units",
        list(
          of: written([
            required("name", name), member("resources", words), member("officer", name),
          ]))),
      member("measures", list(of: measure)), member("causes", paths),
      member("recommendations", paths),
    ])
  }()

  private static let measure = written([
    required("id", name), required("title", name), required("unit", name),
    member("rules", words), member("deadline", date),
    member("status", choice(CorrectiveMeasure.Status.self)), member("since", date),
  ])

  private static let source = written([
    required("name", name), required("path", paths), member("as", name),
    member("title", definition("text")), member("format", choice(SourceFormatName.self)),
    member("encoding", name),
    // State secrets, which the other words declare, are refused.
    member("classification", choice(openClassifications)),
    member(
      "csv",
      written([
        member("delimiter", either(constant("tab"), pattern("^.$"))), member("quote", truth),
        member("header", truth), member("headerRows", integer(0, 20)),
        member("skip", integer(0, 1_000_000)),
      ])),
    member(
      "json",
      written([
        member("record", pattern("^/")), member("arrays", pattern("^(join|records):.+$")),
      ])),
    member(
      "xml",
      written([
        member("namespaces", dictionary(of: name)), member("record", pattern("^/")),
        member("repeated", dictionary(of: pattern("^(records|join:.+)$"))),
      ])),
    member("sqlite", written([member("table", name), member("query", name)])),
  ])

  private static let waiver: JSONSchema = {
    let key = either(string, list(of: string, least: 1))
    let scopes: [[Member]] = [
      [required("all", any.adding("const", .truth(true)))],
      [required("keys", list(of: key, least: 1))],
      [
        required(
          "keyHashes", list(of: pattern("^(hmac-)?sha256:[0-9a-f]{64}$"), least: 1))
      ],
    ]
    let common = [
      required("rule", name), member("resource", name), required("reason", definition("text")),
      required("document", name), required("approvedBy", name), required("until", date),
    ]
    return any.adding("anyOf", .schemas(scopes.map { written(common + $0) }))
  }()
}
