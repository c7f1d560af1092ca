import AuditText
import Foundation

/// Holds JSON against a schema of the keywords that `JSONSchema` writes; any other keyword is a fault itself.
struct SchemaValidator {
  let schema: LocatedJSON

  init(_ bytes: [UInt8]) throws { schema = try LocatedJSON.parse(bytes, file: "schema") }

  /// Where and why a value is not as the schema says; none if it is.
  func faults(of value: LocatedJSON) -> [String] { faults(of: value, schema, at: "") }

  /// The part of the schema at a path of member names, references followed.
  func part(_ path: String) -> LocatedJSON? {
    var part: LocatedJSON? = schema
    for name in path.split(separator: "/") {
      if let elements = part?.array, let number = Int(name), elements.indices.contains(number) {
        part = elements[number]
      } else {
        part = part.flatMap { followed($0)[String(name)] }
      }
    }
    return part
  }

  private func followed(_ schema: LocatedJSON) -> LocatedJSON {
    guard let reference = schema["$ref"]?.string else { return schema }
    return part(String(reference.dropFirst(2))) ?? schema
  }

  private func faults(of value: LocatedJSON, _ schema: LocatedJSON, at place: String) -> [String] {
    (schema.members ?? []).flatMap { keyword in
      fault(of: value, keyword.name, keyword.value, in: schema, at: place)
    }
  }

  private func holds(_ value: LocatedJSON, _ schema: LocatedJSON) -> Bool {
    faults(of: value, schema, at: "").isEmpty
  }

  private func fault(
    of value: LocatedJSON, _ keyword: String, _ asked: LocatedJSON, in schema: LocatedJSON,
    at place: String
  ) -> [String] {
    func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(place): \(keyword)"] }
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description": return []
    case "$ref": return faults(of: value, followed(schema), at: place)
    case "type": return unless(isOf(value, asked.string ?? ""))
    case "const": return unless(isSame(value, asked))
    case "enum": return unless((asked.array ?? []).contains { isSame(value, $0) })
    case "minimum", "maximum":
      guard let number = value.number.flatMap(Double.init),
        let bound = asked.number.flatMap(Double.init)
      else { return [] }
      return unless(keyword == "minimum" ? number >= bound : number <= bound)
    case "minLength":
      return unless((value.string?.unicodeScalars.count ?? Int.max) >= asked.integer ?? 0)
    case "pattern": return unless(value.string.map { isMatch($0, asked.string ?? "") } ?? true)
    case "minItems": return unless((value.array?.count ?? Int.max) >= asked.integer ?? 0)
    case "minProperties": return unless((value.members?.count ?? Int.max) >= asked.integer ?? 0)
    case "items":
      return (value.array ?? []).enumerated().flatMap {
        faults(of: $1, asked, at: "\(place)/\($0)")
      }
    case "required":
      guard value.members != nil else { return [] }
      return (asked.array ?? []).compactMap(\.string).filter { value[$0] == nil }.map {
        "\(place): no \($0)"
      }
    case "properties":
      return (value.members ?? []).flatMap { member in
        asked[member.name].map { faults(of: member.value, $0, at: "\(place)/\(member.name)") } ?? []
      }
    case "patternProperties":
      return (asked.members ?? []).flatMap { pattern in
        (value.members ?? []).filter { isMatch($0.name, pattern.name) }.flatMap {
          faults(of: $0.value, pattern.value, at: "\(place)/\($0.name)")
        }
      }
    case "additionalProperties":
      let patterns = (schema["patternProperties"]?.members ?? []).map(\.name)
      let others = (value.members ?? []).filter { member in
        schema["properties"]?[member.name] == nil
          && !patterns.contains { isMatch(member.name, $0) }
      }
      return others.flatMap { member in
        asked.truth == false
          ? ["\(place): unknown \(member.name)"]
          : faults(of: member.value, asked, at: "\(place)/\(member.name)")
      }
    case "anyOf":
      let each = (asked.array ?? []).map { faults(of: value, $0, at: place) }
      return each.contains(where: \.isEmpty) ? [] : ["\(place): anyOf"] + each.flatMap(\.self)
    case "allOf": return (asked.array ?? []).flatMap { faults(of: value, $0, at: place) }
    case "if":
      guard let branch = schema[holds(value, asked) ? "then" : "else"] else { return [] }
      return faults(of: value, branch, at: place)
    case "then", "else": return []
    default: return ["\(place): the keyword \(keyword)"]
    }
  }

  private func isOf(_ value: LocatedJSON, _ type: String) -> Bool {
    switch value.value {
    case .null: type == "null"
    case .truth: type == "boolean"
    case .number: type == "number" || type == "integer" && value.integer != nil
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  private func isSame(_ value: LocatedJSON, _ other: LocatedJSON) -> Bool {
    switch (value.value, other.value) {
    case (.string(let a), .string(let b)): a == b
    case (.truth(let a), .truth(let b)): a == b
    default: false
    }
  }

  private func isMatch(_ text: String, _ pattern: String) -> Bool {
    text.range(of: pattern, options: .regularExpression) != nil
  }
}
