import AuditModel
import AuditText

extension ProjectSpec {
  /// Reads a project file and opens no other.
  ///
  /// Every mistake of it is in what is thrown.
  package static func read(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) throws(Diagnostics) -> ProjectSpec {
    let root = try LocatedJSON.parse(
      bytes, file: file, syntax: .relaxed, depth: limits.ruleFileDepth,
      byteLimit: limits.ruleFileBytes)
    let log = MistakeLog()
    let project = ObjectReader(root, named: "{ }", log)?.project()
    try log.throwIfAny()
    guard let project else { throw Diagnostics([.missingKey("format", at: root.location)]) }
    return project
  }
}

extension ObjectReader {
  fileprivate func project() -> ProjectSpec? {
    guard formatIs(Version.projectFormat) else { return nil }
    _ = text("title")
    let package = name("datapackage")
    // A package brings resources and rules of its own.
    let isAlone = package == nil
    var project = ProjectSpec(
      agency: agency(), packs: (isAlone ? required("packs", strings) : strings("packs")) ?? [],
      resources: projectResources(isRequired: isAlone),
      parameters: (members("parameters") ?? []).map {
        (Located(value: $0.name, location: $0.nameLocation), $0.value)
      }, outputs: outputs())
    readPeriod(into: &project)
    project.date = date("date")
    project.dataPackage = package
    project.waivers = paths("waivers") ?? []
    project.ledger = name("ledger")
    project.document = document(resources: project.resources.map(\.name), date: project.date)
    project.document.profile = name("profile")
    project.document.scoring = name("scoring")
    finish()
    return project
  }

  private func agency() -> ProjectSpec.Agency {
    var agency = ProjectSpec.Agency(id: "", name: LocalizedText(""))
    guard let reader = required("agency", object) else { return agency }
    agency.id = reader.required("id", reader.name)?.value ?? ""
    agency.name = reader.required("name", reader.text) ?? LocalizedText("")
    reader.finish()
    return agency
  }

  private func readPeriod(into project: inout ProjectSpec) {
    guard let reader = object("period") else { return }
    project.periodFrom = reader.date("from")
    project.periodTo = reader.date("to")
    reader.finish()
    guard let from = project.periodFrom, let to = project.periodTo, to < from else { return }
    log.add(
      .wrongValue(
        "to", to.iso, at: reader.node["to"]?.location ?? reader.location,
        expected: LocalizedText(vi: "ngày không trước 'from'", en: "a day not before 'from'")))
  }

  private func projectResources(isRequired: Bool) -> [ProjectSpec.Resource] {
    var seen: [String: SourceLocation] = [:]
    var resources: [ProjectSpec.Resource] = []
    for node in (isRequired ? required("resources", list) : list("resources")) ?? [] {
      guard let reader = ObjectReader(node, named: "resources", log),
        let resource = reader.projectResource()
      else { continue }
      if let first = seen[resource.name] {
        log.add(.duplicate(.resource, resource.name, at: resource.location, first: first))
        continue
      }
      seen[resource.name] = resource.location
      resources.append(resource)
    }
    return resources
  }

  private func projectResource() -> ProjectSpec.Resource? {
    let name = required("name", self.name)
    let paths = required("path", self.paths)
    refuseSecret()
    let packName = self.name("as")
    let title = text("title")
    let format = choice("format", of: SourceFormatName.self)
    let csv = csvOptions()
    let json = jsonOptions()
    let xml = xmlOptions()
    let encoding = encodingOption()
    let (table, query) = sqliteOptions()
    finish()
    guard let name, let paths else { return nil }
    var resource = ProjectSpec.Resource(
      name: name.value, location: name.location, paths: paths, packName: packName ?? name,
      title: title, format: format?.rawValue, csv: csv, json: json, xml: xml, encoding: encoding,
      table: table,
      query: query)
    resource.formatKeys = formatKeys()
    return resource
  }

  private func formatKeys() -> [Located<String>] {
    let keys = (node.members ?? []).filter { member in
      !member.value.isNull && ["csv", "encoding", "json", "sqlite", "xml"].contains(member.name)
    }
    let records = (node["json"]?.members ?? []).filter { $0.name == "record" }
    return keys.map { Located(value: $0.name, location: $0.nameLocation) }
      + records.map { Located(value: "json/record", location: $0.nameLocation) }
  }

  /// A path, or a list of them that is not empty.
  func paths(_ name: String) -> [Located<String>]? {
    guard let node = value(name), let paths = strings(of: node, name) else { return nil }
    for path in paths where path.value.isEmpty {
      log.add(.wrongValue(name, "", at: path.location, expected: .notEmpty))
    }
    guard !paths.isEmpty else {
      log.add(.wrongValue(name, "[]", at: node.location, expected: .onePath))
      return nil
    }
    return paths
  }

  func encodingOption() -> TextEncoding? {
    guard let name = self.name("encoding") else { return nil }
    if let encoding = TextEncoding(name: name.value) { return encoding }
    let names = TextEncoding.allCases.map(\.rawValue)
    log.add(
      .wrongValue(
        "encoding", name.value, at: name.location, expected: .oneOf(names), among: names))
    return nil
  }

  private func sqliteOptions() -> (table: String?, query: String?) {
    guard let reader = object("sqlite") else { return (nil, nil) }
    let table = reader.name("table")
    let query = reader.name("query")
    reader.finish()
    if table != nil, let query {
      log.add(
        .wrongValue(
          "query", query.value, at: query.location,
          expected: LocalizedText(
            vi: "chỉ một trong hai: table, query", en: "only one of table and query")))
    }
    return (table?.value, query?.value)
  }

  private func csvOptions() -> ProjectSpec.CSV {
    var csv = ProjectSpec.CSV()
    guard let reader = object("csv") else { return csv }
    if let delimiter = reader.string("delimiter") {
      csv.delimiter = reader.delimiter(delimiter)
    }
    csv.hasQuotes = reader.truth("quote") ?? true
    let named = reader.truth("header") ?? true
    csv.headerRecords = reader.integer("headerRows", 0...20) ?? (named ? 1 : 0)
    if !named { csv.headerRecords = 0 }
    csv.skippedLines = reader.integer("skip", 0...1_000_000) ?? 0
    reader.finish()
    return csv
  }

  func delimiter(_ text: Located<String>) -> UInt8? {
    if text.value == "tab" { return 0x09 }
    let bytes = Array(text.value.utf8)
    if bytes.count == 1, bytes[0] != 0x22, bytes[0] == 0x09 || (0x20...0x7E).contains(bytes[0]) {
      return bytes[0]
    }
    log.add(
      .wrongValue(
        "delimiter", text.value, at: text.location,
        expected: LocalizedText(
          vi: "một ký tự như , ; | hoặc \"tab\"", en: "a single character such as , ; | or \"tab\"")
      ))
    return nil
  }

  private func outputs() -> ProjectSpec.Outputs {
    var outputs = ProjectSpec.Outputs()
    guard let reader = object("outputs") else { return outputs }
    outputs.folder = reader.name("folder")
    outputs.language = reader.choice("lang", of: Language.self)
    outputs.writesFindings = reader.truth("findings") ?? true
    outputs.writesWorkbook = reader.truth("xlsx") ?? false
    outputs.maximumFindingsPerRule = reader.integer("maxFindingsPerRule", 0...1_000_000_000)
    outputs.documents = reader.documents()
    reader.finish()
    return outputs
  }
}

extension LocalizedText {
  fileprivate static let onePath = LocalizedText(
    vi: "danh sách cần ít nhất một tệp", en: "the list has to name one file at least")
}

enum SourceFormatName: String, CaseIterable { case csv, json, ndjson, sqlite, xml }
