import AuditModel
import AuditText

/// What a rule asks, as bytes that are the same as long as it asks the same: where they differ from an inspection to the
/// next, its counts are no series.
///
/// How grave a breach is, what it weighs, what is said of it and on what text it rests change none of the counts and
/// are left out; so are the values of parameters and the entries of code lists, which are materials of their own.
enum RuleDefinition {
  private static let besides: Set<String> = [
    "id", "severity", "dimension", "weight", "legal", "title", "message", "tolerate", "enabled",
    "tests", "nulls",
  ]

  /// Of a rule in a pack's list.
  static func bytes(_ kind: RuleKind, listed node: LocatedJSON, on fields: [FieldSpec]) -> [UInt8] {
    var bytes = text(kind.name)
    for field in fields { bytes += form(of: field) }
    append(node, to: &bytes, without: besides)
    return bytes
  }

  /// Of a constraint.
  static func bytes(
    _ kind: RuleKind, of field: FieldSpec?, _ node: LocatedJSON, _ compare: TextComparison
  ) -> [UInt8] {
    var bytes = text(kind.name) + (field.map(form) ?? [0x2D]) + text("\(compare)")
    append(node, to: &bytes)
    return bytes
  }

  /// How the field's cells are read.
  private static func form(of field: FieldSpec) -> [UInt8] {
    let words = field.trueValues + field.falseValues + field.missing
    return text(field.name) + text(field.type.rawValue) + text(field.format)
      + text(field.delimiter) + text(String(words.count)) + words.flatMap { text($0) }
  }

  /// Members are sorted: their order means nothing.
  private static func append(
    _ node: LocatedJSON, to bytes: inout [UInt8], without names: Set<String> = []
  ) {
    switch node.value {
    case .null: bytes.append(0x30)
    case .truth(let truth): bytes.append(truth ? 0x54 : 0x46)
    case .number(let number): bytes += [0x23] + text(number)
    case .string(let string): bytes += [0x22] + text(string)
    case .array(let elements):
      bytes += [0x5B] + text(String(elements.count))
      for element in elements { append(element, to: &bytes) }
    case .object(let members):
      let kept = members.filter { !names.contains($0.name) }.sorted {
        $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
      }
      bytes += [0x7B] + text(String(kept.count))
      for member in kept {
        bytes += text(member.name)
        append(member.value, to: &bytes)
      }
    }
  }

  private static func text(_ string: String) -> [UInt8] { text(Array(string.utf8)) }

  private static func text(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(bytes.count):".utf8) + bytes
  }
}
