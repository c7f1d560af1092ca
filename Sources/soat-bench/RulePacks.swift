import AuditModel
import AuditRules

/// The rules that are measured: each kind alone, then all.
struct MeasuredRules {
  let name: String
  /// Constraints by field, and what else the schema has.
  var constraints: [String: String] = [:]
  var types: [String: String] = [:]
  var schema = ""
  var rule = ""

  static let kinds: [MeasuredRules] = [
    MeasuredRules(name: "structure"),
    MeasuredRules(name: "required", constraints: ["ho_ten": #""required": true"#]),
    MeasuredRules(name: "type", types: ["ngay_sinh": #""type": "date", "format": "%d/%m/%Y""#]),
    MeasuredRules(name: "minLength", constraints: ["ho_ten": #""minLength": 4"#]),
    MeasuredRules(
      name: "minimum", constraints: ["thu_nhap": #""minimum": 0"#],
      types: ["thu_nhap": #""type": "integer""#]),
    MeasuredRules(
      name: "pattern", constraints: ["email": #""pattern": "[a-z0-9.]+@[a-z0-9-]+(\\.[a-z]+)+""#]),
    MeasuredRules(name: "enum", constraints: ["gioi_tinh": #""enum": ["Nam", "Nữ"]"#]),
    MeasuredRules(name: "unique", constraints: ["so": #""unique": true"#]),
    MeasuredRules(
      name: "foreignKeys",
      schema:
        #""foreignKeys": [{"fields": "ma_ho", "reference": {"resource": "", "fields": "so"}}],"#),
    MeasuredRules(
      name: "assert", types: ["ngay_sinh": date, "ngay_cap": date],
      rule: #"{"id": "A", "kind": "assert", "on": "nguoi", "assert": "ngay_sinh <= ngay_cap"}"#),
    MeasuredRules(
      name: "code", rule: #"{"id": "C", "kind": "code", "on": "nguoi.ma_xa", "list": "xa"}"#),
    MeasuredRules(
      name: "reconcile",
      rule: """
        {"id": "R", "kind": "reconcile", "on": "nguoi", "aggregate": "count", "key": "ma_ho", "equals": 3}
        """),
    MeasuredRules(name: "text", rule: #"{"id": "T", "kind": "text", "on": "nguoi.ho_ten"}"#),
  ]

  private static let date = #""type": "date", "format": "%d/%m/%Y""#

  static var all: MeasuredRules {
    var all = MeasuredRules(name: "all rules")
    for kind in kinds {
      all.constraints.merge(kind.constraints) { "\($0), \($1)" }
      all.types.merge(kind.types) { first, _ in first }
      all.schema += kind.schema
      if !kind.rule.isEmpty { all.rule += (all.rule.isEmpty ? "" : ",\n") + kind.rule }
    }
    return all
  }

  /// The text of a rule pack.
  var pack: String {
    let fields = Register.fields.map { name in
      var parts = [#""name": "\#(name)""#]
      if let type = types[name] { parts.append(type) }
      if let constraint = constraints[name] { parts.append(#""constraints": {\#(constraint)}"#) }
      return "{\(parts.joined(separator: ", "))}"
    }
    return """
      {"format": "soat-rules/1", "id": "do-toc-do", "version": "1.0.0", "title": {"vi": "Đo tốc độ"},
       "codeLists": {"xa": {"path": "xa.csv", "code": "ma", "name": "ten"}},
       "resources": [{"name": "nguoi", "keys": ["so"], "mask": {"so": "last3"},
         "schema": {\(schema) "fields": [\(fields.joined(separator: ",\n"))]}}],
       "rules": [\(rule)]}
      """
  }

  func load() throws -> RulePack {
    let bytes = Array(pack.utf8)
    let name = "\(name).json"
    let place = SourceLocation(file: "soat-bench", line: 0, column: 0)
    return try RulePack.load([Located(value: name, location: place)]) { _, _ in (name, bytes) }
  }
}
