import AuditModel
import AuditText

/// `forEach`: one rule for each field of a resource whose name matches a pattern.
///
/// In every text of the rule `{field}` stands for the field's name and `{title}` for its title; each rule has the id
/// `<id>.<field>`, unless the id says where the name goes.
struct RuleExpansion {
  let rule: RuleLayer
  let pack: RulePack

  static let key = "forEach"

  /// The rules, in the order of the resource's fields; none, and logged, if something is wrong.
  func rules() -> [RuleLayer] {
    let reader = rule.reader
    guard let each = reader.object(RuleExpansion.key) else { return [] }
    let patterns = each.required("fields", each.strings) ?? []
    let except = each.strings("except") ?? []
    let type = each.choice("type", of: FieldType.self)
    each.finish()
    guard let resource = resource() else { return [] }
    let fields = resource.fields.filter { field in
      patterns.contains { NamePattern($0.value).matches(field.name) }
        && !except.contains { NamePattern($0.value).matches(field.name) }
        && (type == nil || field.type == type)
    }
    guard !fields.isEmpty else {
      if !patterns.isEmpty { reader.log.add(.noFieldMatches(each.location, resource)) }
      return []
    }
    return fields.compactMap { layer(for: $0) }
  }

  /// The resource that `on` names, by itself or before `.{field}`.
  private func resource() -> ResourceSpec? {
    guard let names = rule.reader.required("on", rule.reader.strings), let on = names.first else {
      return nil
    }
    let name =
      on.value.hasSuffix(".{field}") ? String(on.value.dropLast(".{field}".count)) : on.value
    if let resource = pack.resource(name) { return resource }
    rule.reader.log.add(
      .unknown(.resource, name, at: on.location, among: pack.resources.map(\.name)))
    return nil
  }

  private func layer(for field: FieldSpec) -> RuleLayer? {
    let node = rule.reader.node.without(RuleExpansion.key).mapTexts { text, member in
      guard text.contains("{") else { return text }
      let isExpression = member.map { RuleExpansion.expressions.contains($0) } ?? false
      let name = isExpression ? ExpressionName.quoted(field.name) : field.name
      let title = field.title ?? LocalizedText(field.name)
      return text.replacing("{field}", with: name)
        .replacing("{title}", with: member == "en" ? title.en : title.vi)
    }
    guard let layer = ObjectReader(node, rule.reader.log).ruleLayer(node) else { return nil }
    guard layer.id.value == rule.id.value else { return layer }
    let id = Located(value: "\(rule.id.value).\(field.name)", location: rule.id.location)
    var settings = layer.settings
    settings.id = id
    return RuleLayer(id: id, kind: layer.kind, settings: settings, reader: layer.reader)
  }

  /// Members whose texts are expressions, in which a name may have to be quoted.
  private static let expressions: Set<String> = ["assert", "when", "where", "value"]
}

/// A name with `*` for any characters and `?` for one.
struct NamePattern {
  private let pattern: [Unicode.Scalar]

  init(_ text: String) { pattern = Array(text.unicodeScalars) }

  /// In steps of the two lengths' product at most.
  func matches(_ name: String) -> Bool {
    var reached = [Bool](repeating: false, count: pattern.count + 1)
    reached[0] = true
    for (index, scalar) in pattern.enumerated() where scalar == "*" {
      reached[index + 1] = reached[index]
    }
    for character in name.unicodeScalars {
      var next = [Bool](repeating: false, count: pattern.count + 1)
      for (index, scalar) in pattern.enumerated() {
        if scalar == "*" {
          next[index + 1] = next[index] || reached[index + 1]
        } else {
          next[index + 1] = reached[index] && (scalar == "?" || scalar == character)
        }
      }
      reached = next
    }
    return reached[pattern.count]
  }
}

extension String {
  /// Without Foundation.
  fileprivate func replacing(_ part: String, with other: String) -> String {
    let (bytes, wanted) = (Array(utf8), Array(part.utf8))
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: wanted) {
        result += Array(other.utf8)
        index += wanted.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Diagnostic {
  fileprivate static func noFieldMatches(_ place: SourceLocation, _ resource: ResourceSpec)
    -> Diagnostic
  {
    let names = resource.fieldNames.prefix(20).joined(separator: ", ")
    return Diagnostic(
      "rule-file.for-each",
      LocalizedText(
        vi: "không trường nào của '\(resource.name)' khớp với forEach",
        en: "no field of '\(resource.name)' matches forEach"), at: place,
      hint: LocalizedText(
        vi: "* thay cho mọi chữ, ? cho một chữ; các trường: \(names)",
        en: "* is any characters, ? is one; the fields: \(names)"))
  }
}
