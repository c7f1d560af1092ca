import AuditKernels
import AuditModel
import AuditText

/// One rule pack as its file says it; the parts of rules that need schemas are left unread.
struct PackLayer {
  let path: String
  var id: Located<String>
  var version: String
  var title: LocalizedText?
  var extensions: [PackExtension] = []
  var legal: [LegalSpec] = []
  var parameters: [ParameterSpec] = []
  var codeLists: [CodeListSpec] = []
  var resources: [ResourceLayer] = []
  var rules: [RuleLayer] = []
}

/// Another pack that one builds on.
struct PackExtension {
  /// An id or a relative path.
  let reference: Located<String>
  let range: VersionRange?
}

/// An entry of `rules`: a new rule when it has a kind, otherwise changes to a known one.
struct RuleLayer {
  let id: Located<String>
  let kind: Located<String>?
  let settings: RuleSettings
  let reader: ObjectReader
}

extension ObjectReader {
  /// Nil if the file is no rule pack at all; what else is wrong is logged.
  func packLayer(path: String) -> PackLayer? {
    guard formatIs(Version.rulesFormat), let id = required("id", name) else { return nil }
    var layer = PackLayer(path: path, id: id, version: "")
    if let version = required("version", string) {
      layer.version = version.value
      if VersionNumber(version.value) == nil {
        log.add(.wrongValue("version", version.value, at: version.location, expected: .version))
      }
    }
    layer.title = text("title")
    _ = text("description")
    layer.extensions = (list("extends") ?? []).compactMap(packExtension)
    layer.legal = (list("legal") ?? []).compactMap(legal)
    layer.parameters = (members("parameters") ?? []).compactMap(parameter)
    layer.codeLists = (members("codeLists") ?? []).compactMap(codeList)
    layer.resources = (list("resources") ?? []).compactMap {
      ObjectReader($0, named: "resources", log)?.resourceLayer()
    }
    layer.rules = (list("rules") ?? []).compactMap(ruleLayer)
    if let profiles = value("profiles") {
      log.add(.notInThisVersion("profiles", at: profiles.location))
    }
    finish()
    return layer
  }

  func formatIs(_ expected: String) -> Bool {
    guard let format = required("format", string) else { return false }
    guard format.value != expected else { return true }
    let hint = LocalizedText(
      vi: "tệp này phải có \"format\": \"\(expected)\"",
      en: "this file has to say \"format\": \"\(expected)\"")
    log.add(
      Diagnostic(
        "rule-file.format",
        LocalizedText(
          vi: "định dạng '\(format.value)' không đọc được ở đây",
          en: "the format '\(format.value)' cannot be read here"), at: format.location, hint: hint))
    return false
  }

  private func packExtension(_ node: LocatedJSON) -> PackExtension? {
    if let text = node.string {
      return PackExtension(reference: Located(value: text, location: node.location), range: nil)
    }
    guard let reader = ObjectReader(node, named: "extends", log) else { return nil }
    let path = reader.name("path")
    let id = reader.name("id")
    let range = reader.string("version")
    reader.finish()
    guard let reference = path ?? id else {
      log.add(.missingKey("id", at: node.location))
      return nil
    }
    guard let range else { return PackExtension(reference: reference, range: nil) }
    guard let versions = VersionRange(range.value) else {
      log.add(.wrongValue("version", range.value, at: range.location, expected: .versionRange))
      return nil
    }
    return PackExtension(reference: reference, range: versions)
  }

  private func legal(_ node: LocatedJSON) -> LegalSpec? {
    guard let reader = ObjectReader(node, named: "legal", log) else { return nil }
    let id = reader.required("id", reader.name)
    let cite = reader.required("cite", reader.text)
    let (from, to) = (reader.date("from"), reader.date("to"))
    _ = reader.string("url")
    reader.finish()
    guard let id, let cite else { return nil }
    return LegalSpec(id: id.value, location: id.location, cite: cite, from: from, to: to)
  }

  private func codeList(_ member: LocatedJSON.Member) -> CodeListSpec? {
    guard let reader = ObjectReader(member.value, named: member.name, log) else { return nil }
    let path = reader.required("path", reader.name)
    let code = reader.required("code", reader.name)
    var list = CodeListSpec(
      name: member.name, location: member.nameLocation, path: path?.value ?? "",
      pathLocation: path?.location ?? member.nameLocation, code: code?.value ?? "")
    list.title = reader.text("title")
    list.version = reader.string("version")?.value
    list.nameColumn = reader.name("name")?.value
    list.parent = reader.name("parent")?.value
    list.from = reader.name("from")?.value
    list.to = reader.name("to")?.value
    list.successor = reader.name("successor")?.value
    reader.finish()
    return path == nil || code == nil ? nil : list
  }

  func ruleLayer(_ node: LocatedJSON) -> RuleLayer? {
    guard let reader = ObjectReader(node, named: "rules", log) else { return nil }
    let settings = reader.ruleSettings()
    let kind = reader.name("kind")
    guard let id = settings.id else {
      if !reader.has("id") { log.add(.missingKey("id", at: node.location)) }
      return nil
    }
    return RuleLayer(id: id, kind: kind, settings: settings, reader: reader)
  }
}

// MARK: Parameters

extension ObjectReader {
  private func parameter(_ member: LocatedJSON.Member) -> ParameterSpec? {
    guard let reader = ObjectReader(member.value, named: member.name, log) else { return nil }
    let title = reader.text("title")
    let type = reader.required("type") { reader.choice($0, of: ParameterType.self) }
    let initial = reader.value("default")
    reader.finish()
    guard let type else { return nil }
    var parameter = ParameterSpec(
      name: member.name, location: member.nameLocation, title: title, type: type.valueType)
    if let initial { parameter.value = parameterValue(initial, parameter) }
    return parameter
  }

  /// Logs a value of another type.
  func parameterValue(_ node: LocatedJSON, _ parameter: ParameterSpec) -> ParameterValue? {
    switch parameter.type {
    case .number:
      return decimal(of: node, parameter.name).map { .number($0) }
    case .truth:
      if let truth = node.truth { return .truth(truth) }
    case .date:
      if let date = node.string.flatMap({ CivilDate(iso: $0) }) { return .date(date) }
      if let text = node.string {
        log.add(.wrongValue(parameter.name, text, at: node.location, expected: .isoDate))
        return nil
      }
    default:
      if let text = node.string { return .text(text) }
    }
    log.add(.wrongType(parameter.name, node, expected: parameter.type.title))
    return nil
  }
}

enum ParameterType: String, CaseIterable {
  case date, number, integer, year, string, boolean

  var valueType: ValueType {
    switch self {
    case .date: .date
    case .number, .integer, .year: .number
    case .string: .text
    case .boolean: .truth
    }
  }
}

extension LocalizedText {
  static let version = LocalizedText(
    vi: "các số cách nhau dấu chấm, như 2026.1.0", en: "numbers with points, such as 2026.1.0")
  static let versionRange = LocalizedText(
    vi: "khoảng phiên bản như \">=2026.1 <2027\"",
    en: "a range of versions such as \">=2026.1 <2027\"")
}
