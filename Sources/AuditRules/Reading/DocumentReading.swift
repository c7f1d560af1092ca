import AuditModel
import AuditText

extension ObjectReader {
  /// The project's `document`: what its official documents need besides the data.
  ///
  /// - `date`: the inspection's day where the project gives it, from which measures are new.
  func document(resources: [String], date: CivilDate?) -> ProjectSpec.Document {
    var document = ProjectSpec.Document()
    guard let reader = object("document") else { return document }
    reader.readForm(into: &document)
    document.details.basis = reader.texts("basis")
    document.details.units = reader.units(resources)
    document.details.measures = reader.measures(date)
    document.details.causes = reader.texts("causes")
    document.details.recommendations = reader.texts("recommendations")
    reader.finish()
    return document
  }

  private func readForm(into document: inout ProjectSpec.Document) {
    document.superior = value("superior").flatMap { agencyName($0, "superior") }
    document.recipients = agencyNames("to")
    document.details.letterhead = texts("letterhead")
    document.details.symbol = name("symbol")?.value
    document.details.number = integer("number", 1...999_999)
    document.details.place = name("place")?.value
    document.details.signingDate = date("date")
    document.details.distribution = texts("distribution")
    document.details.archive = name("archive")?.value
    guard let signer = object("signer") else { return }
    document.details.signer = DocumentDetails.Signer(
      authority: signer.name("authority")?.value, position: signer.name("position")?.value,
      name: signer.name("name")?.value)
    signer.finish()
  }

  private func texts(_ name: String) -> [String] {
    (strings(name) ?? []).compactMap { text in
      guard text.value.isEmpty else { return text.value }
      log.add(.wrongValue(name, "", at: text.location, expected: .notEmpty))
      return nil
    }
  }

  private func agencyNames(_ name: String) -> [ProjectSpec.AgencyName] {
    guard let node = value(name) else { return [] }
    return (node.array ?? [node]).compactMap { agencyName($0, name) }
  }

  /// A name as it is printed, or `{"agency": id}` of a register.
  private func agencyName(_ node: LocatedJSON, _ name: String) -> ProjectSpec.AgencyName? {
    if let text = node.string {
      guard text.isEmpty else { return .text(text) }
      log.add(.wrongValue(name, "", at: node.location, expected: .notEmpty))
      return nil
    }
    guard let reader = ObjectReader(node, named: name, log) else { return nil }
    let id = reader.required("agency", reader.name)
    reader.finish()
    return id.map(ProjectSpec.AgencyName.id)
  }

  private func units(_ resources: [String]) -> [DocumentDetails.Unit] {
    objects("units").compactMap { reader in
      let name = reader.required("name", reader.name)
      let known = (reader.strings("resources") ?? []).filter { resource in
        guard !resources.contains(resource.value) else { return true }
        log.add(.unknown(.resource, resource.value, at: resource.location, among: resources))
        return false
      }
      let officer = reader.name("officer")
      reader.finish()
      return name.map {
        DocumentDetails.Unit(
          name: $0.value, resources: known.map(\.value), officer: officer?.value)
      }
    }
  }

  private func measures(_ date: CivilDate?) -> [CorrectiveMeasure] {
    var seen: [String: SourceLocation] = [:]
    return objects("measures").compactMap { reader in
      let id = reader.required("id", reader.name)
      let title = reader.required("title", reader.name)
      let unit = reader.required("unit", reader.name)
      let rules = reader.strings("rules") ?? []
      let deadline = reader.date("deadline")
      let status = reader.choice("status", of: CorrectiveMeasure.Status.self) ?? .new
      let since = reader.date("since") ?? date
      reader.finish()
      guard let id, let title, let unit else { return nil }
      if let first = seen[id.value] {
        log.add(.duplicate(.id, id.value, at: id.location, first: first))
        return nil
      }
      seen[id.value] = id.location
      guard let since else {
        log.add(.missingKey("since", at: reader.location))
        return nil
      }
      return CorrectiveMeasure(
        id: id.value, title: title.value, unit: unit.value, rules: rules.map(\.value),
        deadline: deadline, status: status, statusDate: since)
    }
  }

  /// Official documents that the project asks for.
  func documents() -> [DocumentKind] {
    let words = DocumentKind.allCases.map(\.rawValue)
    return (strings("documents") ?? []).compactMap { word in
      if let kind = DocumentKind(rawValue: word.value) { return kind }
      log.add(
        .wrongValue(
          "documents", word.value, at: word.location, expected: .oneOf(words), among: words))
      return nil
    }
  }

  /// State secrets are not this program's to read: a resource that is declared one is refused.
  func refuseSecret() {
    guard let classification = choice("classification", of: Classification.self),
      classification.isStateSecret,
      let place = node["classification"]?.location
    else { return }
    log.add(.stateSecret(classification, at: place))
  }
}

extension Diagnostic {
  static func stateSecret(_ classification: Classification, at place: SourceLocation) -> Diagnostic
  {
    Diagnostic(
      "project.state-secret",
      LocalizedText(
        vi:
          "bộ dữ liệu khai là '\(classification.rawValue)': bí mật nhà nước không được kiểm tra bằng chương trình này",
        en:
          "the resource is declared '\(classification.rawValue)': state secrets are not inspected with this program"
      ), at: place,
      hint: LocalizedText(
        vi: "bỏ bộ dữ liệu khỏi dự án và xử lý theo quy định về bảo vệ bí mật nhà nước",
        en: "take the resource out of the project and treat it as the law on state secrets says"))
  }
}
