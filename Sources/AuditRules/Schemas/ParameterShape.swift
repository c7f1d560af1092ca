import AuditModel
import AuditText

/// What a parameter of a rule kind may be; the names and their texts are the kinds' own.
struct ParameterShape {
  var schema: JSONSchema
  var isRequired = false

  /// Of a kind that is listed: `kind.parameter`, or the parameter's name where it is the same in every kind.
  static func of(_ parameter: String, in kind: RuleKind) -> ParameterShape {
    guard let shape = shapes["\(kind.name).\(parameter)"] ?? shapes[parameter] else {
      preconditionFailure("\(kind.name).\(parameter) has no shape")
    }
    return shape
  }

  /// Of a field's constraint: the value beside its name.
  static func constraint(_ kind: RuleKind) -> JSONSchema {
    switch kind.name {
    case "required", "unique": .truth
    case "minLength", "maxLength": .count
    case "pattern": .string
    case "enum": .list(of: .scalar)
    default: .scalar
    }
  }

  private static func needed(_ schema: JSONSchema) -> ParameterShape {
    ParameterShape(schema: schema, isRequired: true)
  }

  private static func may(_ schema: JSONSchema) -> ParameterShape { ParameterShape(schema: schema) }

  private static let shapes: [String: ParameterShape] = [
    "aggregate": may(.choice(Aggregate.self)),
    "assert.assert": needed(.string),
    "at": may(.string),
    "block": needed(.words),
    "by": may(.words),
    "change": may(.percent),
    "changes": may(.changes),
    "checks": may(.oneOrMore(.choice(ReadableTextDefects.checks.map(\.name)))),
    "code.accept": may(.oneOrMore(.choice(CodeBody.acceptances))),
    "code.list": needed(.string),
    "code.name": may(.name),
    "code.parent": may(.name),
    "compare": may(.choice(TextComparison.self)),
    "dependency.by": needed(.words),
    "deviations": may(.decimal),
    "equals": may(.decimal),
    "event": may(.name),
    "frequency": may(.choice(FreshBody.Frequency.self)),
    "gap": may(.integer(0, 36_525)),
    "hierarchy.code": needed(.name),
    "hierarchy.list": needed(.string),
    "hierarchy.tolerance": may(.decimal),
    "key": may(.words),
    "keys": may(.words),
    "lag": may(.integer(0, 36_525)),
    "limit": may(.integer(2, 20_000)),
    "master.fields": needed(.dictionary(of: .string)),
    "master.list": needed(.string),
    "max": may(.count),
    "min": may(.count),
    "number": may(.name),
    "order": may(.name),
    "outlier.compare": may(.choice(ShareShift.Comparison.self)),
    "outlier.previous": may(.earlierPeriod),
    "outlier.least": may(.integer(3, 1_000_000)),
    "per": may(.choice(FreshBody.Per.self)),
    "percentile": may(.integer(1, 100)),
    "placeholders": may(.words),
    "previous": may(.either(.count, .name)),
    "query": needed(.name),
    "reconcile.compare": may(.choice(["=", "!=", "<>", "<", "<=", ">", ">="])),
    "refuse": may(.oneOrMore(.choice(SequenceBody.Breach.self))),
    "register": needed(.register),
    "required": may(.words),
    "resources": may(.words),
    "seconds": may(.integer(1, 3600)),
    "similar.least": may(.percent),
    "step": may(.decimal),
    "to": may(.name),
    "tolerance": may(.either(.decimal, .percent)),
    "value": may(.decimal),
    "when": may(.string),
    "where": may(.string),
    "with": may(.otherSide),
    "within": may(.integer(0, 36_525)),
    "xsd.schema": needed(.name),
  ]
}

/// Parameters that are objects themselves.
extension JSONSchema {
  /// Records of an earlier period, or how many there were of each value.
  fileprivate static let earlierPeriod = written([
    required("resource", string), member("fields", words), member("count", name),
  ])

  fileprivate static let changes = written([required("resource", string), required("keys", words)])

  /// A code list, or another resource.
  fileprivate static let register = either(
    written([
      required("list", string), member("at", string),
      member("filter", written([required("column", name), required("equals", string)])),
    ]),
    written([required("resource", string), required("field", string)]))

  fileprivate static let otherSide = written([
    required("resource", string), member("key", words),
    member("aggregate", choice(Aggregate.self)), member("value", decimal),
    member("where", string),
  ])
}
