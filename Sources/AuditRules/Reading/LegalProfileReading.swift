import AuditModel
import AuditText

extension LegalProfile {
  /// Reads a profile and opens no other file.
  ///
  /// Every mistake of it is in what is thrown.
  package static func read(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) throws(Diagnostics) -> LegalProfile {
    try ObjectReader.read(bytes, file: file, Version.legalProfileFormat, limits) { $0.profile() }
  }

  /// Whether a file says that it is a profile; nothing else of it is looked at.
  package static func isProfile(_ bytes: [UInt8]) -> Bool {
    let root = try? LocatedJSON.parse(bytes, file: "", syntax: .relaxed)
    return root?["format"]?.string == Version.legalProfileFormat
  }
}

extension ObjectReader {
  /// Reads a file that is one object of a format; every mistake of it is in what is thrown.
  static func read<Value>(
    _ bytes: [UInt8], file: String, _ format: String, _ limits: Limits,
    _ take: (ObjectReader) -> Value?
  ) throws(Diagnostics) -> Value {
    let root = try LocatedJSON.parse(
      bytes, file: file, syntax: .relaxed, depth: limits.ruleFileDepth,
      byteLimit: limits.ruleFileBytes)
    let log = MistakeLog()
    var value: Value?
    if let reader = ObjectReader(root, named: "{ }", log), reader.formatIs(format) {
      value = take(reader)
      reader.finish()
    }
    try log.throwIfAny()
    guard let value else { throw Diagnostics([.missingKey("format", at: root.location)]) }
    return value
  }

  /// The objects of a list; an element that is none is a mistake.
  func objects(_ name: String) -> [ObjectReader] {
    (list(name) ?? []).compactMap { ObjectReader($0, named: name, log) }
  }

  /// Two days, the second not before the first; either may be missing.
  func days() -> (from: CivilDate?, to: CivilDate?) {
    let (from, to) = (date("from"), date("to"))
    if let from, let to, to < from {
      log.add(
        .wrongValue(
          "to", to.iso, at: node["to"]?.location ?? location,
          expected: LocalizedText(vi: "ngày không trước 'from'", en: "a day not before 'from'")))
    }
    return (from, to)
  }

  fileprivate func profile() -> LegalProfile? {
    let id = required("id", name)
    let version = required("version", name)
    let title = required("title", text)
    let use = required("use") { choice($0, of: LegalProfile.Use.self) }
    let (from, to) = days()
    let texts = legalTexts()
    let basis = (strings("basis") ?? []).filter { line in
      guard texts.contains(where: { $0.id == line.value }) else {
        log.add(.unknown(.legal, line.value, at: line.location, among: texts.map(\.id)))
        return false
      }
      return true
    }
    let isLegal = use != .scoring
    let act = isLegal ? required("act", object)?.act() : object("act")?.act()
    let outline = isLegal ? required("outline", object)?.outline() : object("outline")?.outline()
    let scoring = isLegal ? object("scoring")?.scoring() : required("scoring", object)?.scoring()
    let deadlines = self.deadlines()
    let steps = objects("steps").compactMap { $0.step() }
    let notes = (list("notes") ?? []).compactMap { text(of: $0, "notes") }
    guard let id, let version, let title, let use else { return nil }
    let none = LegalProfile.none
    return LegalProfile(
      id: id.value, version: version.value, title: title, use: use, from: from, to: to,
      texts: texts, basis: basis.map(\.value), act: act ?? none.act,
      outline: outline ?? none.outline, scoring: scoring, deadlines: deadlines,
      steps: steps, notes: notes)
  }

  private func scoring() -> LegalProfile.Scoring? {
    let id = required("id", name)
    let title = required("title", text)
    let criteria = objects("criteria").compactMap { $0.criterion() }
    checkCriteria(criteria)
    if !has("bands") { log.add(.missingKey("bands", at: location)) }
    let bands = self.bands()
    finish()
    guard let id, let title, !bands.isEmpty else { return nil }
    return LegalProfile.Scoring(id: id.value, title: title, criteria: criteria, bands: bands)
  }

  private func legalTexts() -> [LegalProfile.Text] {
    var seen: [String: SourceLocation] = [:]
    return objects("texts").compactMap { reader in
      let id = reader.required("id", reader.name)
      let cite = reader.required("cite", reader.text)
      let (from, to) = reader.days()
      let certainty = reader.certainty()
      let note = reader.text("note")
      reader.finish()
      guard let id, let cite else { return nil }
      if let first = seen[id.value] {
        log.add(.duplicate(.legal, id.value, at: id.location, first: first))
        return nil
      }
      seen[id.value] = id.location
      return LegalProfile.Text(
        id: id.value, cite: cite, from: from, to: to, certainty: certainty, note: note)
    }
  }

  /// Nothing said is the least certainty.
  func certainty() -> Certainty { choice("certainty", of: Certainty.self) ?? .recalled }

  private func act() -> LegalProfile.Act? {
    let name = required("name", text)
    let report = required("report", text)
    let plan = required("plan", text)
    let remedy = required("remedy", text)
    finish()
    guard let name, let report, let plan, let remedy else { return nil }
    return LegalProfile.Act(
      name: name, reportSubject: report, planSubject: plan, remedySubject: remedy)
  }

  private func outline() -> ReportOutline? {
    let basis = text("basis")
    let note = text("note")
    if !has("parts") { log.add(.missingKey("parts", at: location)) }
    let parts = objects("parts").compactMap { $0.part() }
    finish()
    return ReportOutline(basis: basis, note: note, parts: parts)
  }

  private func part() -> ReportOutline.Part? {
    let letter = required("letter", name)
    let title = required("title", text)
    let cite = text("cite")
    let certainty = certainty()
    let isInventory = truth("inventory") ?? false
    let aspects = objects("aspects").compactMap { $0.aspect() }
    finish()
    guard let letter, let title else { return nil }
    return ReportOutline.Part(
      letter: letter.value, title: title, cite: cite, certainty: certainty,
      isInventory: isInventory, aspects: aspects)
  }

  private func aspect() -> ReportOutline.Aspect? {
    let title = required("title", text)
    let dimensions = dimensions()
    let kinds = (strings("kinds") ?? []).filter { kind in
      guard RuleKind.named(kind.value) == nil else { return true }
      log.add(
        .unknown(.kind, kind.value, at: kind.location, among: RuleKind.all.map(\.name)))
      return false
    }
    finish()
    return title.map { ReportOutline.Aspect($0, dimensions, kinds: kinds.map(\.value)) }
  }

  private func dimensions() -> [Dimension] {
    let words = Dimension.allCases.map(\.rawValue)
    return (strings("dimensions") ?? []).compactMap { word in
      if let dimension = Dimension(rawValue: word.value) { return dimension }
      log.add(
        .wrongValue(
          "dimensions", word.value, at: word.location, expected: .oneOf(words), among: words))
      return nil
    }
  }

  private func criterion() -> LegalProfile.Criterion? {
    let title = required("name", text)
    let dimensions = dimensions()
    let weight = integer("weight", 0...1000) ?? 1
    finish()
    return title.map { LegalProfile.Criterion(name: $0, dimensions: dimensions, weight: weight) }
  }

  /// A dimension counts once.
  private func checkCriteria(_ criteria: [LegalProfile.Criterion]) {
    var seen: Set<Dimension> = []
    for dimension in criteria.flatMap(\.dimensions) where !seen.insert(dimension).inserted {
      log.add(
        .wrongValue(
          "dimensions", dimension.rawValue, at: node["criteria"]?.location ?? location,
          expected: LocalizedText(
            vi: "mỗi tiêu chí chỉ thuộc một nhóm", en: "each dimension under one criterion only")))
    }
  }

  private func bands() -> [LegalProfile.Band] {
    let place = node["bands"]?.location ?? location
    let bands = objects("bands").compactMap { reader -> LegalProfile.Band? in
      let from = reader.required("from") { reader.integer($0, 0...10_000) }
      let name = reader.required("name", reader.text)
      reader.finish()
      guard let from, let name else { return nil }
      return LegalProfile.Band(fromBasisPoints: from, name: name)
    }
    let bounds = bands.map(\.fromBasisPoints)
    let falls = zip(bounds, bounds.dropFirst()).allSatisfy { $0 > $1 }
    guard !has("bands") || (falls && bounds.last == 0) else {
      log.add(
        .wrongValue(
          "bands", bounds.map(String.init).joined(separator: ", "), at: place,
          expected: LocalizedText(
            vi: "phần vạn, mức tốt nhất trước, giảm dần đến 0",
            en: "hundredths of a percent, falling from the best band to one that begins at 0")))
      return []
    }
    return bands
  }

  private func step() -> LegalProfile.Step? {
    let title = required("title", text)
    let unit = required("unit", text)
    let days = required("days") { integer($0, 0...1000) }
    finish()
    guard let title, let unit, let days else { return nil }
    return LegalProfile.Step(title: title, unit: unit, days: days)
  }

  private func deadlines() -> [Severity: Int] {
    guard let reader = object("deadlines") else { return [:] }
    var days: [Severity: Int] = [:]
    for severity in Severity.allCases {
      days[severity] = reader.integer(severity.rawValue, 1...1000)
    }
    reader.finish()
    return days
  }
}
