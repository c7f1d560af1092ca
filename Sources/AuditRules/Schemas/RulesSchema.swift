import AuditModel
import AuditText

extension JSONSchema {
  /// `soat-rules/1`: kinds, their parameters and all words come from the lists that packs are read by.
  package static let rules = document(
    Version.rulesFormat, LocalizedText(vi: "Gói quy tắc", en: "Rule pack"), pack,
    definitions: parts + kinds)

  private static let parts: [(name: String, schema: JSONSchema)] = [
    ("text", .readableText), ("legal", legal), ("parameter", parameter), ("codeList", codeList),
    ("resource", resource), ("schema", tableSchema), ("field", field),
    ("constraints", constraints), ("foreignKey", foreignKey), ("constraintRule", constraintRule),
    ("rule", rule), ("change", change), ("tolerance", tolerance), ("tests", tests),
  ]

  private static let kinds = listedKinds.map { kind in
    (name: "rule-\(kind.name)", schema: listed(kind))
  }

  private static let listedKinds = RuleKind.all.filter { $0.form == .listed }

  /// A text for people in files that people write: in both languages, or one string for both.
  package static let readableText = either(
    string,
    written([member("vi", string), member("en", string)]).adding("minProperties", .integer(1)))

  static let words = oneOrMore(string)

  /// An object in a file that people write.
  static func written(_ members: [Member]) -> JSONSchema { object(members, takesOwnKeys: true) }

  /// The first members of a file, by which it is known.
  static func heading(_ format: String) -> [Member] {
    [
      member("$schema", string), required("format", constant(format)),
      member("title", definition("text")),
    ]
  }

  private static let pack = written(
    heading(Version.rulesFormat) + [
      required("id", name), required("version", pattern("^[0-9]+(\\.[0-9]+)*$")),
      member("description", definition("text")),
      member(
        "extends",
        list(
          of: either(
            name,
            written([member("path", name), member("id", name), member("version", name)])))),
      member("legal", list(of: definition("legal"))),
      member("parameters", dictionary(of: definition("parameter"))),
      member("codeLists", dictionary(of: definition("codeList"))),
      member("resources", list(of: definition("resource"))),
      member("rules", list(of: definition("rule"))),
    ])

  private static let legal = written([
    required("id", name), required("cite", definition("text")), member("from", date),
    member("to", date), member("url", string),
  ])

  private static let parameter = written([
    member("title", definition("text")), required("type", choice(ParameterType.self)),
    member("default", scalar),
  ])

  static let scalar = either(string, decimal, truth)

  private static let codeList = written([
    required("path", name), required("code", name), member("title", definition("text")),
    member("version", string), member("name", name), member("parent", name),
    member("from", name), member("to", name), member("successor", name),
  ])
}

// MARK: Rules

extension JSONSchema {
  /// What any rule may be given, as `ObjectReader.ruleSettings` reads it.
  private static let settings = [
    member("severity", choice(Severity.self)), member("dimension", choice(Dimension.self)),
    member("weight", integer(0, 1_000_000)), member("legal", words),
    member("title", definition("text")), member("message", definition("text")),
    member("nulls", choice(NullHandling.self)), member("enabled", truth),
    member("tolerate", definition("tolerance")),
  ]

  private static let tolerance = written([
    member("warn", either(count, percent)), member("fail", either(count, percent)),
  ])

  /// Of a field's or a schema's constraint.
  private static let constraintRule = written(
    [member("id", name)] + settings + [member("tests", definition("tests"))])

  /// Of a rule that is known already: an entry without `kind`.
  private static let change = written([required("id", name)] + settings)

  /// An entry of `rules`: by its kind, or a change.
  private static let rule: JSONSchema = {
    let named: [(name: String, schema: JSONSchema)] = [
      ("id", name), ("kind", choice(listedKinds.map(\.name))),
    ]
    let kinds = listedKinds.map { kind in
      JSONSchema.if("kind", is: kind.name, then: definition("rule-\(kind.name)"))
    }
    return any.adding("properties", .named(named)).adding("required", .texts(["id"]))
      .and(kinds + [.without("kind", then: definition("change"))])
  }()

  private static func listed(_ kind: RuleKind) -> JSONSchema {
    let parameters = kind.parameters.map { parameter in
      let shape = ParameterShape.of(parameter.name, in: kind)
      return Member(
        name: parameter.name, schema: shape.schema.described(parameter.description),
        isRequired: shape.isRequired)
    }
    let each = written([
      required("fields", words), member("except", words), member("type", choice(FieldType.self)),
    ])
    return written(
      [required("id", name), required("kind", constant(kind.name)), required("on", words)]
        + settings + parameters
        + [member("forEach", each), member("tests", definition("tests"))]
    ).described(kind.title)
  }

  /// Single records, and tables that a rule sees as a whole.
  private static let tests: JSONSchema = {
    let record = dictionary(of: either(string, decimal, truth, null))
    let records = list(of: record)
    let table = [
      required("records", records), member("resources", dictionary(of: records)),
      member("asOf", date),
    ]
    let numbers = member("fails", list(of: integer(1)))
    return written([
      member("pass", list(of: either(record, object(table + [counts(failed: integer(0, 0))])))),
      member(
        "fail", list(of: either(record, object(table + [numbers, counts(failed: integer(1))])))),
    ])
  }()

  private static func counts(failed: JSONSchema) -> Member {
    member(
      "counts",
      object([member("passed", count), member("failed", failed), member("skipped", count)]))
  }
}
