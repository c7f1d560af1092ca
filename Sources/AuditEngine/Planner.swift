package import AuditKernels
package import AuditModel
package import AuditRules
package import AuditSources
package import AuditSystem
internal import AuditText

/// A resource of a project: its source opened, and the name packs know it by.
package struct ResourceRequest: Sendable {
  package var name: String
  package var packName: String
  package var title: LocalizedText?
  package var source: any Source

  package init(name: String, packName: String, title: LocalizedText?, source: any Source) {
    self.name = name
    self.packName = packName
    self.title = title
    self.source = source
  }

  /// In place of the packs' name, for a file that could not be matched with any; no pack can have it.
  package static func unmatched(_ path: String) -> String { "\u{0}" + path }
}

extension AuditPlan {
  /// Binds the enabled rules of a pack to the sources.
  ///
  /// - `tables`: code lists by the pack's names for them.
  /// - `dates`: `asOf`, `period-end` and other dates the run gives.
  /// - `schemas`: of documents, by the ids of the rules that ask for them.
  /// - `showsValues`: no masks but those of sensitive fields.
  package init(
    _ pack: RulePack, requests: [ResourceRequest], tables: [String: CodeTable],
    schemas: [String: XMLSchema] = [:], dates: [String: CivilDate],
    showsValues: Bool
  ) {
    let formats = Dictionary(requests.map { ($0.packName, $0.source.format) }) { first, _ in first }
    var bindings: [String: ResourceBinding] = [:]
    var missingValues: [String: [String: [[UInt8]]]] = [:]
    for request in requests {
      let spec = pack.resource(request.packName)
      var missing: [String: [[UInt8]]] = [:]
      for field in spec?.fields ?? [] { missing[field.name] = field.missing }
      missingValues[request.packName] = missing
      bindings[request.packName] = ResourceBinding(
        name: request.packName, columns: request.source.columns, missingValues: missing)
    }
    var context = LoweringContext(resources: bindings, tables: tables, dates: dates)
    var checks: [String: [Check]] = [:]
    for rule in pack.rules where rule.isEnabled && bindings[rule.resource] != nil {
      var form = rule.body.lower(rule, of: pack, in: &context)
      if case .document(let id) = form, formats[rule.resource] != "xml" || schemas[id] == nil {
        form = .notApplicable(.notXML)
      }
      checks[rule.resource, default: []].append(
        Check(rule: pack.result(of: rule, on: dates["asOf"]), form: form))
    }
    let resources = requests.map { request in
      PlannedResource(
        request, pack.resource(request.packName), checks[request.packName] ?? [],
        Program(context.resources[request.packName]?.builder ?? ProgramBuilder()),
        showsValues: showsValues)
    }
    self.init(resources: resources, indexes: context.indexes, missingValues: missingValues)
    self.schemas = schemas
  }
}

extension PlannedResource {
  fileprivate init(
    _ request: ResourceRequest, _ spec: ResourceSpec?, _ checks: [Check], _ program: Program,
    showsValues: Bool
  ) {
    let names = request.source.header.names
    let declared = spec?.fields ?? []
    var ruleCounts: [String: Int] = [:]
    for check in checks {
      for field in Set(check.rule.fields) { ruleCounts[field, default: 0] += 1 }
    }
    // Where no name is one that rules know, the first record may stand in the header's place: it is not for results.
    let isNamed =
      declared.isEmpty || request.source.format != SourceFormat.csv.name
      || names.contains { spec?.field($0) != nil }
    let inventory = names.enumerated().map { index, name in
      let field = spec?.field(name)
      return FieldInventory(
        name: isNamed ? name : "f\(index + 1)", title: field?.title, type: field?.type.rawValue,
        filled: nil,
        ruleCount: ruleCounts[name] ?? 0)
    }
    self.init(
      name: request.name, packName: request.packName,
      title: request.title ?? spec?.title ?? LocalizedText(request.name), source: request.source,
      checks: checks,
      program: program, keyColumns: (spec?.keys ?? []).compactMap { names.firstIndex(of: $0) },
      masks: names.map { name in
        let mask = spec?.masks[name] ?? .unnamed([name])
        return showsValues ? mask.lifted : mask
      }, fields: inventory,
      missingFields: declared.map(\.name).filter { !names.contains($0) })
    // What has no column may be a copy of one that has.
    self.showsValues = showsValues && !masks.contains(.sensitive)
    self.isNamed = isNamed
    wholeKeyColumns = keyColumns.count == spec?.keys.count ? keyColumns : nil
  }
}
