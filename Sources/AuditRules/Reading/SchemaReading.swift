import AuditKernels
import AuditModel
import AuditText

/// What one rule pack says of a resource; later packs' layers are laid over it.
struct ResourceLayer {
  let name: Located<String>
  var title: LocalizedText?
  var keys: [Located<String>]?
  var masks: [(field: Located<String>, mask: Mask)] = []
  var missing: [[UInt8]]?
  var fields: [FieldLayer] = []
  var primaryKey: LocatedJSON?
  var uniqueKeys: [LocatedJSON]?
  var foreignKeys: [LocatedJSON]?
  var fieldRules: [(key: Located<String>, settings: RuleSettings)] = []
}

/// A field and its constraints, which become rules when the layers are together.
struct FieldLayer {
  var spec: FieldSpec
  /// Nil: those of the schema.
  var missing: [[UInt8]]?
  var constraints: [(name: Located<String>, value: LocatedJSON)] = []
  /// Of `enum`: whether the ladder of `compare: "text"` is used.
  var compare = TextComparison.exact
}

/// How a value is held against a list.
package enum TextComparison: String, Sendable, CaseIterable {
  /// Byte by byte.
  case exact
  /// By the ladder: composed form, tone placement, spaces, case, apostrophe and dash.
  case text
}

extension ObjectReader {
  func resourceLayer() -> ResourceLayer? {
    guard let name = required("name", self.name) else {
      finishQuietly(["title", "description", "keys", "mask", "schema", "fieldRules"])
      return nil
    }
    var layer = ResourceLayer(name: name)
    layer.title = text("title")
    _ = text("description")
    layer.keys = strings("keys")
    layer.masks = masks()
    if let schema = required("schema", object) ?? nil { schema.schema(into: &layer) }
    for member in members("fieldRules") ?? [] {
      guard let reader = ObjectReader(member.value, named: member.name, log) else { continue }
      let key = Located(value: member.name, location: member.nameLocation)
      var settings = reader.ruleSettings()
      if reader.node["tests"] != nil { settings.tests = reader.ruleTests() }
      layer.fieldRules.append((key, settings))
      reader.finish()
    }
    finish()
    return layer
  }

  func finishQuietly(_ names: [String]) {
    for name in names { _ = value(name) }
    finish()
  }

  private func masks() -> [(field: Located<String>, mask: Mask)] {
    (members("mask") ?? []).compactMap { member in
      guard let name = member.value.string, let mask = Mask(name: name) else {
        log.add(
          .wrongValue(
            "mask", member.value.string ?? "", at: member.value.location,
            expected: .oneOf(Mask.names),
            among: Mask.names))
        return nil
      }
      return (Located(value: member.name, location: member.nameLocation), mask)
    }
  }

  /// Table Schema v2.
  func schema(into layer: inout ResourceLayer) {
    for unused in ["title", "description", "fieldsMatch", "$schema", "name"] { _ = value(unused) }
    layer.missing = missingValues()
    var seen: [String: SourceLocation] = [:]
    for node in list("fields") ?? [] {
      guard let reader = ObjectReader(node, named: "fields", log), let field = reader.field() else {
        continue
      }
      if let first = seen[field.spec.name] {
        log.add(.duplicate(.field, field.spec.name, at: field.spec.location, first: first))
        continue
      }
      seen[field.spec.name] = field.spec.location
      layer.fields.append(field)
    }
    layer.primaryKey = value("primaryKey")
    layer.uniqueKeys = list("uniqueKeys")
    layer.foreignKeys = list("foreignKeys")
    finish()
  }

  /// Strings, or objects with `value` and `label`.
  private func missingValues() -> [[UInt8]]? {
    list("missingValues")?.compactMap { node in
      if let text = node.string { return Array(text.utf8) }
      guard let reader = ObjectReader(node, named: "missingValues", log) else { return nil }
      let text = reader.required("value", reader.string)
      _ = reader.value("label")
      reader.finish()
      return text.map { Array($0.value.utf8) }
    }
  }

  private func field() -> FieldLayer? {
    guard let name = required("name", self.name) else { return nil }
    var field = FieldLayer(spec: FieldSpec(name: name.value, location: name.location))
    field.spec.title = text("title")
    for unused in ["description", "example", "rdfType", "categoriesOrdered"] { _ = value(unused) }
    let type = choice("type", of: FieldType.self)
    field.spec.type = type ?? .string
    field.spec.isTypeStated = type != nil
    field.missing = missingValues()
    readOptions(into: &field.spec)
    readFormat(into: &field.spec)
    readConstraints(into: &field)
    finish()
    return field
  }

  private func readOptions(into field: inout FieldSpec) {
    let isInteger = field.type == .integer || field.type == .year
    field.numberFormat = isInteger ? .integer : .number
    if field.type == .year { field.numberFormat.isLenient = false }
    if let mark = mark("decimalChar") { field.numberFormat.decimalMark = mark }
    field.numberFormat.groupMark = mark("groupChar")
    if let isBare = truth("bareNumber") { field.numberFormat.isBare = isBare }
    if let values = strings("trueValues") { field.trueValues = values.map { Array($0.value.utf8) } }
    if let values = strings("falseValues") {
      field.falseValues = values.map { Array($0.value.utf8) }
    }
    if let delimiter = name("delimiter") { field.delimiter = delimiter.value }
    _ = string("itemType")
  }

  /// One ASCII character.
  private func mark(_ name: String) -> UInt8? {
    guard let text = string(name) else { return nil }
    let bytes = Array(text.value.utf8)
    guard bytes.count == 1, bytes[0] > 0x20, bytes[0] < 0x7F, !(0x30...0x39).contains(bytes[0])
    else {
      if bytes == [0x20] { return 0x20 }
      log.add(
        .wrongValue(
          name, text.value, at: text.location,
          expected: LocalizedText(
            vi: "một ký tự như . hoặc ,", en: "a single character such as . or ,")))
      return nil
    }
    return bytes[0]
  }

  private func readFormat(into field: inout FieldSpec) {
    if field.type == .date { field.dateFormat = .isoDate }
    if field.type == .datetime { field.dateFormat = .isoDateTime }
    if field.type == .time { field.dateFormat = .isoTime }
    guard let format = string("format") else { return }
    field.format = format.value
    field.formatLocation = format.location
    if let named = field.valueFormat {
      if field.type == .date { field.dateFormat = named.dateFormat }
      field.numberFormat = named.numberFormat ?? field.numberFormat
    } else if field.dateFormat != nil {
      readDateFormat(format, into: &field)
    } else if let words = formats(of: field.type), !words.contains(format.value) {
      log.add(
        .wrongValue(
          "format", format.value, at: format.location, expected: .oneOf(words), among: words))
      field.format = "default"
    }
  }

  private func formats(of type: FieldType) -> [String]? {
    switch type {
    case .string:
      ["default"] + ValueFormat.names(of: type)
    case .geopoint: ["default", "array", "object"]
    case .geojson: ["default", "topojson"]
    case .any, .list: nil
    default: ["default"] + ValueFormat.names(of: type)
    }
  }

  private func readDateFormat(_ format: Located<String>, into field: inout FieldSpec) {
    guard format.value != "default" else { return }
    do throws(DateFormat.Failure) {
      field.dateFormat = try DateFormat(format.value)
    } catch {
      log.add(
        .wrongValue("format", format.value, at: place(of: error, in: format), expected: .dateFormat)
      )
    }
  }

  private func place(of failure: DateFormat.Failure, in format: Located<String>) -> SourceLocation {
    guard case .unknownDirective(let offset) = failure, let node = node["format"] else {
      return format.location
    }
    return node.location(ofByte: offset)
  }

  private func readConstraints(into field: inout FieldLayer) {
    if let categories = list("categories") {
      let name = Located(value: "enum", location: node["categories"]?.location ?? location)
      let values = categories.map { $0["value"] ?? $0 }
      field.constraints.append((name, LocatedJSON(list: values, at: name.location)))
    }
    guard let constraints = object("constraints") else { return }
    field.compare = constraints.choice("compare", of: TextComparison.self) ?? .exact
    let names = RuleKind.constraintNames
    for member in constraints.node.members ?? []
    where member.name != "compare" && !member.name.hasPrefix("x-") {
      guard names.contains(member.name) else {
        log.add(
          member.name == "jsonSchema"
            ? .notInThisVersion("jsonSchema", at: member.nameLocation)
            : .unknown(.constraint, member.name, at: member.nameLocation, among: names))
        continue
      }
      if member.name == "enum" { field.constraints.removeAll { $0.name.value == "enum" } }
      let name = Located(value: member.name, location: member.nameLocation)
      field.constraints.append((name, member.value))
    }
  }
}

extension LocalizedText {
  fileprivate static let dateFormat = LocalizedText(
    vi: "mẫu như %d/%m/%Y, dùng %Y %m %d %-m %-d %H %M %S %f %z",
    en: "a pattern such as %d/%m/%Y, of %Y %m %d %-m %-d %H %M %S %f %z")
}
