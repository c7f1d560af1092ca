import AuditModel
import AuditText

/// Lays packs over each other, then reads the parts of rules that need schemas, lists and parameters.
struct PackAssembly {
  private let layers: [(layer: PackLayer, bytes: [UInt8])]
  private let log: MistakeLog
  private let limits: Limits
  private var pack = RulePack()
  private var schemas: [SchemaLayers] = []
  private var rules: RuleCollection

  init(_ layers: [(layer: PackLayer, bytes: [UInt8])], _ log: MistakeLog, limits: Limits) {
    self.layers = layers
    self.log = log
    self.limits = limits
    rules = RuleCollection(log: log)
  }

  mutating func assemble(
    parameters: [(name: Located<String>, value: LocatedJSON)]
  ) throws(Diagnostics) -> RulePack {
    for (layer, bytes) in layers {
      pack.layers.append(
        RulePack.Layer(
          id: layer.id.value, version: layer.version, title: layer.title, path: layer.path,
          bytes: bytes, ruleCount: layer.rules.count))
      layOver(layer)
    }
    give(parameters)
    pack.resources = schemas.map(\.spec)
    guard countIsWithinLimit() else { throw Diagnostics(log.all) }
    for schema in schemas {
      ConstraintRules(pack: pack, schema: schema, limits: limits, log: log).add(to: &rules)
    }
    for (layer, _) in layers { addListed(layer) }
    try log.throwIfAny()
    pack.rules = rules.all
    pack.dropped = schemas.flatMap(\.dropped)
    nameSwitches()
    return pack
  }

  private mutating func layOver(_ layer: PackLayer) {
    merge(layer.legal, into: \.legal, by: \.id, .legal, \.location)
    merge(layer.parameters, into: \.parameters, by: \.name, .parameter, \.location)
    merge(layer.codeLists, into: \.codeLists, by: \.name, .list, \.location)
    var seen: [String: SourceLocation] = [:]
    for resource in layer.resources {
      let name = resource.name
      if let first = seen[name.value] {
        log.add(.duplicate(.resource, name.value, at: name.location, first: first))
        continue
      }
      seen[name.value] = name.location
      let index = schemas.firstIndex { $0.spec.name == name.value } ?? schemas.count
      if index == schemas.count {
        schemas.append(SchemaLayers(ResourceSpec(name: name.value, location: name.location)))
      }
      schemas[index].layOver(resource, pack: layer.id.value, log)
    }
  }

  /// Later entries replace earlier ones of the same name, in their place; twice in one pack is a mistake.
  private mutating func merge<Entry>(
    _ entries: [Entry], into list: WritableKeyPath<RulePack, [Entry]>, by name: (Entry) -> String,
    _ thing: NamedThing, _ location: (Entry) -> SourceLocation
  ) {
    var positions: [String: Int] = [:]
    for (index, entry) in pack[keyPath: list].enumerated() { positions[name(entry)] = index }
    var seen: [String: SourceLocation] = [:]
    for entry in entries {
      if let first = seen[name(entry)] {
        log.add(.duplicate(thing, name(entry), at: location(entry), first: first))
        continue
      }
      seen[name(entry)] = location(entry)
      if let index = positions[name(entry)] {
        pack[keyPath: list][index] = entry
      } else {
        pack[keyPath: list].append(entry)
      }
    }
  }

  private mutating func give(_ values: [(name: Located<String>, value: LocatedJSON)]) {
    for (name, value) in values {
      guard let index = pack.parameters.firstIndex(where: { $0.name == name.value }) else {
        log.add(
          .unknown(.parameter, name.value, at: name.location, among: pack.parameters.map(\.name)))
        continue
      }
      let reader = ObjectReader(value, log)
      pack.parameters[index].value =
        reader.parameterValue(value, pack.parameters[index]) ?? pack.parameters[index].value
    }
  }

  private func countIsWithinLimit() -> Bool {
    let constraints = schemas.reduce(0) { $0 + $1.constraintCount }
    let count = layers.reduce(constraints) { $0 + $1.layer.rules.count }
    guard count > limits.rules else { return true }
    let place = layers.last.map { SourceLocation(file: $0.layer.path, line: 1, column: 1) }
    log.add(.tooManyRules(count, limits, at: place))
    return false
  }

  /// Puts the packs' ids for the files in which rules are switched off.
  private mutating func nameSwitches() {
    for index in pack.rules.indices {
      guard let file = pack.rules[index].switchedOffBy else { continue }
      pack.rules[index].switchedOffBy = layers.first { $0.layer.path == file }?.layer.id.value
    }
  }

  // MARK: Listed rules

  private mutating func addListed(_ layer: PackLayer) {
    var seen: [String: SourceLocation] = [:]
    for rule in layer.rules {
      if let first = seen[rule.id.value] {
        log.add(.duplicate(.rule, rule.id.value, at: rule.id.location, first: first))
        // Its other mistakes are told too; the pack is none to be run any more.
        if let kind = rule.kind { add(rule, kind, layer) } else { rule.reader.finish() }
        continue
      }
      seen[rule.id.value] = rule.id.location
      guard let kind = rule.kind else {
        rule.reader.finish()
        check(legal: rule.settings)
        rules.override(rule.id, rule.settings)
        continue
      }
      guard rule.reader.value(RuleExpansion.key) != nil else {
        add(rule, kind, layer)
        continue
      }
      let expanded = RuleExpansion(rule: rule, pack: pack).rules()
      guard rules.all.count + expanded.count <= limits.rules else {
        log.add(.tooManyRules(rules.all.count + expanded.count, limits, at: rule.reader.location))
        continue
      }
      rules.begin(family: rule.id.value, expanded.map(\.id.value))
      for one in expanded { add(one, kind, layer) }
    }
  }

  private func check(legal settings: RuleSettings) {
    settings.checkLegal(in: pack, log)
  }

  private mutating func add(_ rule: RuleLayer, _ kindName: Located<String>, _ layer: PackLayer) {
    check(legal: rule.settings)
    guard let kind = kind(kindName),
      let target = ListedRuleTarget(rule.reader, in: pack)
    else { return }
    let reading = RuleReading(
      kind: kind.name, pack: pack, resource: target.resource, field: target.fields.first,
      value: rule.reader.node, reader: rule.reader, onFields: target.fields, limits: limits)
    let tests = rule.reader.ruleTests()
    tests.check(target.resource, in: pack, log)
    let body = kind.read(reading)
    rule.reader.finish()
    guard let body else { return }
    var spec = RuleSpec(
      kind: kind, id: rule.id.value, location: rule.reader.location, pack: layer.id.value,
      resource: target.resource.name, body: body,
      title: LocalizedText(
        vi: "\(kind.title.vi): \(rule.id.value)", en: "\(kind.title.en): \(rule.id.value)"))
    spec.tests = tests
    spec.definition = RuleDefinition.bytes(kind, listed: rule.reader.node, on: target.fields)
    spec.apply(rule.settings)
    if rule.settings.title == nil, let message = rule.settings.message { spec.title = message }
    rules.replaceOrAdd(spec)
  }

  private func kind(_ name: Located<String>) -> RuleKind? {
    guard let kind = RuleKind.named(name.value) else {
      log.add(.unknown(.kind, name.value, at: name.location, among: RuleKind.listedNames))
      return nil
    }
    guard kind.form == .listed else {
      log.add(
        .wrongValue(
          "kind", name.value, at: name.location,
          expected: LocalizedText(
            vi:
              "đây là ràng buộc của lược đồ: ghi trong 'constraints' hoặc 'schema' của bộ dữ liệu",
            en:
              "this is a constraint: write it in the field's 'constraints' or the resource's 'schema'"
          )))
      return nil
    }
    return kind
  }
}

/// What a listed rule is about: `on` names a resource, a field of one, or several fields of one.
struct ListedRuleTarget {
  let resource: ResourceSpec
  var fields: [FieldSpec] = []

  /// Nil, and logged, if something is not there.
  init?(_ reader: ObjectReader, in pack: RulePack) {
    guard let names = reader.required("on", reader.strings), let first = names.first else {
      return nil
    }
    guard let (resource, _) = ListedRuleTarget.split(first.value, pack) else {
      let name = first.value.split(separator: ".").first.map(String.init) ?? first.value
      reader.log.add(
        .unknown(.resource, name, at: first.location, among: pack.resources.map(\.name)))
      return nil
    }
    self.resource = resource
    for name in names {
      guard let (owner, field) = ListedRuleTarget.split(name.value, pack),
        owner.name == resource.name
      else {
        reader.log.add(
          .unknown(.field, name.value, at: name.location, among: resource.fieldNames))
        return nil
      }
      if field == "*" {
        fields += resource.fields.filter { $0.type == .string }
      } else if let field {
        guard let spec = resource.field(field) else {
          reader.log.add(.unknown(.field, field, at: name.location, among: resource.fieldNames))
          return nil
        }
        fields.append(spec)
      }
    }
  }

  private static func split(_ text: String, _ pack: RulePack) -> (ResourceSpec, String?)? {
    if let resource = pack.resource(text) { return (resource, nil) }
    for index in text.indices where text[index] == "." {
      guard let resource = pack.resource(String(text[..<index])) else { continue }
      return (resource, String(text[text.index(after: index)...]))
    }
    return nil
  }
}

extension RuleSettings {
  func checkLegal(in pack: RulePack, _ log: MistakeLog) {
    for id in legal ?? [] where !pack.legal.contains(where: { $0.id == id.value }) {
      log.add(.unknown(.legal, id.value, at: id.location, among: pack.legal.map(\.id)))
    }
  }
}

extension RuleSpec {
  /// A rule with its kind's own settings.
  init(
    kind: RuleKind, id: String, location: SourceLocation, pack: String, resource: String,
    body: any RuleBody, title: LocalizedText
  ) {
    self.init(
      id: id, kind: kind, location: location, pack: pack, resource: resource, body: body,
      title: title, message: body.message, dimension: kind.dimension, severity: .error, weight: 1,
      legal: [], warnAt: nil, failAt: nil, nulls: .skip, isEnabled: true, tests: RuleTests(),
      hasOwnMessage: false)
  }

  mutating func apply(_ settings: RuleSettings) {
    id = settings.id?.value ?? id
    title = settings.title ?? title
    message = settings.message ?? message
    hasOwnMessage = hasOwnMessage || settings.message != nil
    dimension = settings.dimension ?? dimension
    severity = settings.severity ?? severity
    weight = settings.weight ?? weight
    legal = settings.legal?.map(\.value) ?? legal
    if settings.warnAt != nil || settings.failAt != nil {
      warnAt = settings.warnAt
      failAt = settings.failAt
    }
    nulls = settings.nulls ?? nulls
    statesNulls = statesNulls || settings.nulls != nil
    isEnabled = settings.isEnabled ?? isEnabled
    tests = settings.tests ?? tests
    if let place = settings.enabledAt { switchedOffBy = isEnabled ? nil : place.file }
  }
}
