import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem

/// A project made ready: rules read and bound, sources open, everything about it known but the findings.
struct LoadedProject {
  var spec: ProjectSpec
  /// The folder of `audit.json`.
  var folder: String
  var pack: RulePack
  var plan: AuditPlan
  var packs: [MaterialDescription]
  var codeLists: [MaterialDescription]
  var date: CivilDate
  var waiverFiles: [WaiverFile] = []
  /// Folders that rules, profiles and registers are looked for in.
  var ruleFolders: [String] = []
}

/// What a command line may say of how a project is loaded.
struct LoadingOptions {
  /// The border of the project; found when nil.
  var root: String?
  var ruleFolders: [String] = []
  var date: CivilDate?
  var showsValues = false
  /// Of `check`: files of waivers, wherever they lie.
  var waiverFiles: [String] = []
  /// The file with the secret of keyed digests.
  var waiverKeyFile: String?
  var limits = Limits()
}

struct ProjectLoader {
  let options: LoadingOptions
  let context: CommandContext

  /// A project by its folder or file.
  func load(_ path: String) throws -> LoadedProject {
    let file = projectFile(path)
    let bytes: [UInt8]
    do {
      bytes = try InputFile.contents(of: file, limit: options.limits.ruleFileBytes)
    } catch {
      throw missingProject(error, path)
    }
    let folder = FilePath.parent(of: file)
    if FilePath.name(of: file) == ProjectLoader.packageName {
      let root = try options.root ?? FileTree.commonRoot(of: folder)
      let package = try readPackage(bytes, file: file, folder: ".", root: root)
      return try load(ProjectSpec(package), package, folder: folder, root: root)
    }
    let spec = try ProjectSpec.read(bytes, file: file, limits: options.limits)
    return try load(spec, folder: folder)
  }

  /// A folder's `audit.json`; its `datapackage.json` where there is no other.
  private func projectFile(_ path: String) -> String {
    guard FileTree.kind(of: path) == .folder else { return path }
    let package = FilePath.join(path, ProjectLoader.packageName)
    let project = FilePath.join(path, "audit.json")
    return FileTree.kind(of: project) == nil && FileTree.kind(of: package) == .file
      ? package : project
  }

  func load(_ spec: ProjectSpec, folder: String) throws -> LoadedProject {
    let root = try options.root ?? FileTree.commonRoot(of: folder)
    guard let named = spec.dataPackage else {
      return try load(spec, nil, folder: folder, root: root)
    }
    let path: String
    let bytes: [UInt8]
    do {
      path = try FileTree.resolve(named.value, from: folder, under: root, at: named.location)
      bytes = try InputFile.contents(of: path, limit: options.limits.ruleFileBytes)
    } catch {
      throw Diagnostic(configuration: error)
    }
    let package = try readPackage(
      bytes, file: path, folder: FilePath.parent(of: named.value), root: root)
    var spec = spec
    try add(package.resources, to: &spec)
    return try load(spec, package, folder: folder, root: root)
  }

  private func load(
    _ spec: ProjectSpec, _ package: DataPackage?, folder: String, root: String
  ) throws -> LoadedProject {
    if let output = spec.outputs.folder {
      try FileTree.requireInside(output.value, from: folder, under: root, at: output.location)
    }
    if let ledger = spec.ledger {
      try FileTree.requireInside(ledger.value, from: folder, under: root, at: ledger.location)
    }
    var library = RuleLibrary(
      root: root, named: namedFolders, in: [folder, root].map { FilePath.join($0, "rules") },
      limits: options.limits)
    let pack = try RulePack.load(
      spec.packs, parameters: spec.parameters, dataPackage: package, limits: options.limits
    ) { reference, place in
      try library.pack(reference, from: place)
    }
    let requests = try open(spec, pack, folder, root)
    let (tables, lists) = try library.codeLists(of: pack)
    let schemas = try library.schemas(of: pack)
    let date = options.date ?? spec.date ?? context.today
    let cutoff = pack.parameter("asOf")?.date ?? spec.periodTo ?? date
    var dates = ["asOf": cutoff, "period-end": spec.periodTo ?? cutoff]
    if let from = spec.periodFrom { dates["period-start"] = from }
    var plan = AuditPlan(
      pack, requests: requests, tables: tables, schemas: schemas, dates: dates,
      showsValues: options.showsValues)
    let waivers = try waiverFiles(
      try spec.waivers.map {
        (try FileTree.resolve($0.value, from: folder, under: root, at: $0.location))
      }, of: pack)
    try plan.accept(waivers.flatMap(\.waivers), on: date, secret: waiverSecret())
    return LoadedProject(
      spec: spec, folder: folder, pack: pack, plan: plan, packs: library.materials(of: pack),
      codeLists: lists,
      date: date, waiverFiles: waivers, ruleFolders: library.folders)
  }

  /// Folders with packs that the command line or the environment names.
  var namedFolders: [String] {
    options.ruleFolders + [context.environment["SOAT_RULES"] ?? ""].filter { !$0.isEmpty }
  }

  private func open(
    _ spec: ProjectSpec, _ pack: RulePack, _ folder: String, _ root: String
  ) throws -> [ResourceRequest] {
    var requests: [ResourceRequest] = []
    var mistakes: [Diagnostic] = []
    var used: [String: String] = [:]
    var failures: [Diagnostic] = []
    for resource in spec.resources {
      guard pack.resource(resource.packName.value) != nil else {
        mistakes.append(
          Diagnostic.unknownResource(
            resource.packName.value, at: resource.packName.location,
            among: pack.resources.map(\.name)))
        continue
      }
      if let other = used[resource.packName.value] {
        mistakes.append(
          Diagnostic(
            "project.duplicate-resource",
            LocalizedText(
              vi:
                "'\(resource.name)' và '\(other)' cùng là bộ dữ liệu '\(resource.packName.value)' của gói quy tắc",
              en:
                "'\(resource.name)' and '\(other)' are both the packs' resource '\(resource.packName.value)'"
            ),
            at: resource.location,
            hint: LocalizedText(
              vi: "kiểm tra mỗi tệp trong một dự án riêng",
              en: "inspect each of the files in a project of its own")))
        continue
      }
      used[resource.packName.value] = resource.name
      let declared = pack.resource(resource.packName.value)?.declaredFields ?? []
      let opened: any Source
      do {
        opened = try source(resource, declared, folder, root)
      } catch let failure as Diagnostic where failure.code.hasPrefix("source.") {
        // The others are inspected all the same.
        failures.append(failure)
        opened = UnreadSource(
          resource.paths.map(\.value).joined(separator: ", "), format: resource.format,
          declared: declared.map(\.name), failure: failure)
      }
      mistakes += unfitKeys(of: resource, for: opened)
      requests.append(
        ResourceRequest(
          name: resource.name, packName: resource.packName.value, title: resource.title,
          source: opened))
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    if failures.count == requests.count, !failures.isEmpty { throw Diagnostics(failures) }
    if !failures.isEmpty { context.console.report(failures) }
    return requests
  }

  private func unfitKeys(
    of resource: ProjectSpec.Resource, for source: any Source
  ) -> [Diagnostic] {
    let unfit = resource.formatKeys.filter { key in
      SourceSetting.keys[key.value].map { !$0.fits(source) } ?? false
    }
    // Where `json` itself does not fit, what is in it need not be told too.
    let isOther = unfit.contains { $0.value == "json" }
    return unfit.compactMap { key in
      guard !isOther || key.value != "json/record" else { return nil }
      return SourceSetting.keys[key.value]?.unfitKey(at: key.location, for: source)
    }
  }

  private func source(
    _ resource: ProjectSpec.Resource, _ declared: [DeclaredField], _ folder: String, _ root: String
  ) throws
    -> any Source
  {
    var source = SourceOptions(resource)
    source.resourceName = resource.packName.value
    source.declared = declared
    let opener = SourceOpener(
      context: context, limits: options.limits, base: FilePath.join(folder, resource.folder),
      root: root)
    return try opener.open(
      resource.paths.map(\.value), source, at: resource.paths.first?.location)
  }

  private func missingProject(_ error: Diagnostic, _ path: String) -> Diagnostic {
    Diagnostic(
      "project.unreadable", error.message, at: error.location,
      hint: LocalizedText(
        vi: "nêu thư mục có tệp audit.json, hoặc chính tệp đó: soat audit samples/xa-mau",
        en: "name a folder with an audit.json, or the file itself: soat audit samples/xa-mau"))
  }
}

extension SourceOptions {
  init(_ resource: ProjectSpec.Resource) {
    self.init()
    format = resource.format
    csv.delimiter = resource.csv.delimiter
    csv.hasQuotes = resource.csv.hasQuotes
    csv.headerRecords = resource.csv.headerRecords
    csv.skippedLines = resource.csv.skippedLines
    json = JSONOptions(resource.json)
    xml = XMLOptions(resource.xml)
    encoding = resource.encoding
    sqlite.table = resource.table
    sqlite.query = resource.query
  }
}

extension XMLOptions {
  init(_ spec: ProjectSpec.XML) {
    self.init()
    record = spec.record
    prefixes = spec.prefixes
    separators = spec.separators
    rows = spec.rows
  }
}

extension JSONOptions {
  init(_ spec: ProjectSpec.JSON) {
    self.init()
    path = spec.path
    if let separator = spec.separator { lists = .joined(separator: separator) }
    if let field = spec.spreadField { lists = .spread(field: field) }
  }
}

extension ResourceSpec {
  /// What sources are told of the fields.
  var declaredFields: [DeclaredField] {
    fields.map { DeclaredField(name: $0.name, isText: $0.isTypeStated && $0.type == .string) }
  }
}

extension FileTree {
  /// The border of a project: the working folder where the project lies in it, else the project's own folder.
  static func commonRoot(of folder: String) throws(Diagnostic) -> String {
    if !folder.hasPrefix("/"), !folder.split(separator: "/").contains("..") { return "." }
    return folder
  }
}

extension ParameterSpec {
  var date: CivilDate? { if case .date(let date) = value { date } else { nil } }
}

extension Diagnostic {
  static func unknownResource(_ name: String, at place: SourceLocation, among known: [String])
    -> Diagnostic
  {
    Diagnostic(
      "rule-file.unknown-resource",
      LocalizedText(
        vi: "các gói quy tắc không có bộ dữ liệu '\(name)'",
        en: "the rule packs have no resource '\(name)'"), at: place,
      hint: LocalizedText(
        vi: "hiện có: \(known.joined(separator: ", ")); dùng \"as\" khi tên khác",
        en: "there are: \(known.joined(separator: ", ")); use \"as\" where the name differs"))
  }
}
