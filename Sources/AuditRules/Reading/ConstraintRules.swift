import AuditModel
import AuditText

/// A resource's schema with all packs' layers on each other.
struct SchemaLayers {
  var spec: ResourceSpec
  private(set) var fields: [(layer: FieldLayer, pack: String)] = []
  private var missing: [[UInt8]] = []
  private(set) var primaryKey: (node: LocatedJSON, pack: String)?
  private(set) var uniqueKeys: (nodes: [LocatedJSON], pack: String)?
  private(set) var foreignKeys: (nodes: [LocatedJSON], pack: String)?
  /// By key, with the place of the last layer that names it.
  private(set) var settings: [String: RuleSettings] = [:]
  private(set) var settingKeys: [Located<String>] = []
  private(set) var keyNames: [Located<String>] = []
  private(set) var maskNames: [Located<String>] = []
  /// The mask of declared fields that none is named for.
  private var otherMask: Mask?
  private(set) var pack = ""
  private(set) var dropped: [DroppedConstraint] = []

  init(_ spec: ResourceSpec) { self.spec = spec }

  var constraintCount: Int { fields.reduce(0) { $0 + $1.layer.constraints.count + 1 } }

  mutating func layOver(_ layer: ResourceLayer, pack: String, _ log: MistakeLog) {
    if self.pack.isEmpty { self.pack = pack }
    spec.title = layer.title ?? spec.title
    if let keys = layer.keys {
      spec.keys = keys.map(\.value)
      keyNames = keys
    }
    // What the packs before say, whatever the order in which this one says it.
    let (earlierNames, earlierOther) = (Set(maskNames.map(\.value)), otherMask)
    let earlierFields = Set(fields.map(\.layer.spec.name))
    for (field, mask) in layer.masks {
      let isOther = field.value == "*"
      let earlier =
        isOther
        ? earlierOther
        : earlierNames.contains(field.value)
          ? spec.masks[field.value] : earlierFields.contains(field.value) ? earlierOther : nil
      if earlier == .sensitive, mask != .sensitive {
        log.add(
          .wrongValue("mask", mask.rawValue, at: field.location, expected: .staysSensitive))
      } else if isOther {
        otherMask = mask
      } else {
        spec.masks[field.value] = mask
        maskNames.append(field)
      }
    }
    missing = layer.missing ?? missing
    layOver(layer.fields, pack: pack)
    if let node = layer.primaryKey { primaryKey = (node, pack) }
    if let nodes = layer.uniqueKeys { uniqueKeys = (nodes, pack) }
    if let nodes = layer.foreignKeys { foreignKeys = (nodes, pack) }
    for (key, later) in layer.fieldRules {
      settings[key.value, default: RuleSettings()].override(by: later)
      settingKeys.append(key)
    }
    spec.fields = fields.map { field, _ in
      var spec = field.spec
      spec.missing = (field.missing ?? missing).filter { !$0.isEmpty }
      return spec
    }
    let named = Set(maskNames.map(\.value))
    for field in spec.fields where !named.contains(field.name) {
      let mask = Mask.unnamed([field.name, field.title?.vi ?? "", field.title?.en ?? ""])
      spec.masks[field.name] = mask == .sensitive ? mask : otherMask
    }
  }

  private mutating func layOver(_ layers: [FieldLayer], pack: String) {
    var positions: [String: Int] = [:]
    for (index, field) in fields.enumerated() { positions[field.layer.spec.name] = index }
    for field in layers {
      if let index = positions[field.spec.name] {
        noteDropped(fields[index], field, pack: pack)
        fields[index] = (field, pack)
      } else {
        fields.append((field, pack))
      }
    }
  }
}

extension SchemaLayers {
  /// A field that is declared again loses the constraints it does not state again: said, never silent.
  private mutating func noteDropped(
    _ old: (layer: FieldLayer, pack: String), _ new: FieldLayer, pack: String
  ) {
    let name = new.spec.name
    let kept = Set(new.stated)
    dropped.removeAll { $0.field == name && kept.contains($0.constraint) }
    for constraint in old.layer.stated where !kept.contains(constraint) {
      dropped.append(
        DroppedConstraint(
          resource: spec.name, field: name, constraint: constraint, pack: old.pack, by: pack))
    }
  }
}

extension FieldLayer {
  /// Constraints that ask for something.
  fileprivate var stated: [String] {
    constraints.filter { $0.value.truth != false }.map(\.name.value)
  }
}

/// Makes each constraint of a schema a rule of its own.
struct ConstraintRules {
  let pack: RulePack
  let schema: SchemaLayers
  let limits: Limits
  let log: MistakeLog

  init(pack: RulePack, schema: SchemaLayers, limits: Limits, log: MistakeLog) {
    self.pack = pack
    self.schema = schema
    self.limits = limits
    self.log = log
  }

  private var resource: ResourceSpec { schema.spec }

  func add(to rules: inout RuleCollection) {
    var known = ["*"]
    checkNames()
    var checked: Set<String> = []
    for key in schema.settingKeys where checked.insert(key.value).inserted {
      schema.settings[key.value]?.checkLegal(in: pack, log)
      schema.settings[key.value]?.tests?.check(resource, in: pack, log)
    }
    let place = LocatedJSON(list: [], at: resource.location)
    for kind in [RuleKind.structure, .header] {
      add(kind, kind.name, place, nil, pack: schema.pack, to: &rules, &known)
    }
    for (field, pack) in schema.fields { add(field, pack, to: &rules, &known) }
    if let (node, pack) = schema.primaryKey {
      add(.primaryKey, "primaryKey", node, nil, pack: pack, to: &rules, &known)
    }
    for (index, node) in (schema.uniqueKeys?.nodes ?? []).enumerated() {
      add(
        .uniqueKeys, "uniqueKeys.\(index + 1)", node, nil, pack: schema.uniqueKeys?.pack ?? "",
        to: &rules, &known)
    }
    for (index, node) in (schema.foreignKeys?.nodes ?? []).enumerated() {
      add(
        .foreignKeys, "foreignKeys.\(index + 1)", node, nil, pack: schema.foreignKeys?.pack ?? "",
        to: &rules, &known)
    }
    let names = Set(known)
    for key in schema.settingKeys where !names.contains(key.value) {
      log.add(.unknown(.rule, key.value, at: key.location, among: known))
    }
  }

  private func checkNames() {
    for name in schema.keyNames + schema.maskNames where resource.field(name.value) == nil {
      log.add(.unknown(.field, name.value, at: name.location, among: resource.fieldNames))
    }
  }

  private func add(
    _ field: FieldLayer, _ pack: String, to rules: inout RuleCollection, _ known: inout [String]
  ) {
    guard let spec = resource.field(field.spec.name) else { return }
    var constraints = field.constraints
    let isKey = primaryKeyFields.contains(spec.name)
    if isKey, !constraints.contains(where: { $0.name.value == "required" }) {
      let name = Located(value: "required", location: spec.location)
      constraints.append((name, LocatedJSON(truth: true, at: spec.location)))
    }
    if spec.hasTypeRule {
      let place = spec.formatLocation ?? spec.location
      constraints.append(
        (Located(value: "type", location: place), LocatedJSON(list: [], at: place)))
    }
    for kind in RuleKind.all where kind.form == .field {
      guard let (name, value) = constraints.first(where: { $0.name.value == kind.name }) else {
        continue
      }
      add(
        kind, "\(spec.name).\(name.value)", value, spec, compare: field.compare, pack: pack,
        to: &rules, &known)
    }
  }

  private var primaryKeyFields: [String] {
    guard let node = schema.primaryKey?.node else { return [] }
    return node.string.map { [$0] } ?? (node.array ?? []).compactMap(\.string)
  }

  private func add(
    _ kind: RuleKind, _ key: String, _ value: LocatedJSON, _ field: FieldSpec?,
    compare: TextComparison = .exact, pack packID: String, to rules: inout RuleCollection,
    _ known: inout [String]
  ) {
    known.append(key)
    let reading = RuleReading(
      kind: kind.name, pack: pack, resource: resource, field: field, value: value,
      reader: ObjectReader(value, log), compare: compare, limits: limits)
    guard let body = kind.read(reading) else { return }
    let subject =
      field?.name ?? (body.fields.isEmpty ? resource.name : body.fields.joined(separator: ", "))
    var rule = RuleSpec(
      kind: kind, id: "\(resource.name).\(key)", location: value.location, pack: packID,
      resource: resource.name, body: body,
      title: LocalizedText(vi: "\(kind.title.vi): \(subject)", en: "\(kind.title.en): \(subject)"))
    rule.definition = RuleDefinition.bytes(kind, of: field, value, compare)
    if let common = schema.settings["*"] { rule.apply(common) }
    if let own = schema.settings[key] { rule.apply(own) }
    rules.add(rule, idLocation: schema.settings[key]?.id?.location ?? value.location)
  }
}

extension LocalizedText {
  fileprivate static let staysSensitive = LocalizedText(
    vi: "sensitive: trường mà gói trước khai là nhạy cảm thì gói sau không bỏ được",
    en: "sensitive: what an earlier pack declares so, a later one cannot undo")
}
