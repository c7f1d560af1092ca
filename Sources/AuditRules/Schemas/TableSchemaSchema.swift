import AuditModel
import AuditText

/// A resource of a pack: what we read of Frictionless Table Schema.
extension JSONSchema {
  static let resource = written([
    required("name", name), member("title", definition("text")),
    member("description", definition("text")), member("keys", words),
    member("mask", dictionary(of: choice(Mask.names))), required("schema", definition("schema")),
    member("fieldRules", dictionary(of: definition("constraintRule"))),
  ])

  static let tableSchema = written([
    member("$schema", string), member("name", any), member("title", any),
    member("description", any), member("fieldsMatch", any), member("missingValues", missing),
    member("fields", list(of: definition("field"))), member("primaryKey", words),
    member("uniqueKeys", list(of: words)),
    member("foreignKeys", list(of: definition("foreignKey"))),
  ])

  private static let missing = list(
    of: either(string, written([required("value", string), member("label", any)])))

  static let field = written([
    required("name", name), member("title", definition("text")), member("description", any),
    member("example", any), member("rdfType", any), member("categories", list(of: any)),
    member("categoriesOrdered", any), member("type", choice(FieldType.self)),
    member("format", string), member("missingValues", missing), member("decimalChar", string),
    member("groupChar", string), member("bareNumber", truth), member("trueValues", words),
    member("falseValues", words), member("delimiter", name), member("itemType", string),
    member("constraints", definition("constraints")),
  ])

  /// A rule each, of the kinds whose form is a field's constraint.
  static let constraints = written(
    RuleKind.all.filter { RuleKind.constraintNames.contains($0.name) }.map { kind in
      member(kind.name, ParameterShape.constraint(kind).described(kind.title))
    } + [member("compare", choice(TextComparison.self))])

  static let foreignKey = written([
    required("fields", words),
    required(
      "reference", written([member("resource", string), required("fields", words)])),
  ])
}
