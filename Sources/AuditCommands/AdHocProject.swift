import AuditEngine
import AuditModel
import AuditRules
import AuditSources
import AuditSystem

extension ProjectLoader {
  /// A project made up of files and packs named on the command line.
  func load(
    files: [String], packs references: [String], resources names: [String], reading: SourceOptions
  ) throws -> LoadedProject {
    let (pack, library, package) = try adHocRules(references)
    let requests = try requests(files, pack, names) { file, asked in
      guard let package, let known = package.resource(of: file, asked: asked) else {
        return (asked, reading)
      }
      return (asked ?? known.name, reading.over(SourceOptions(known)))
    }
    try SourceSetting.refuseUnfit(reading.settings, for: requests.map(\.source))
    try refuseDoubles(requests)
    let (tables, lists) = try library.codeLists(of: pack)
    let schemas = try library.schemas(of: pack)
    let date = options.date ?? context.today
    let cutoff = pack.parameter("asOf")?.date ?? date
    var plan = AuditPlan(
      pack, requests: requests, tables: tables, schemas: schemas,
      dates: ["asOf": cutoff, "period-end": cutoff],
      showsValues: options.showsValues)
    let waivers = try waiverFiles(options.waiverFiles, of: pack)
    try plan.accept(waivers.flatMap(\.waivers), on: date, secret: waiverSecret())
    let spec = ProjectSpec(agencyID: "", agencyName: LocalizedText(""))
    return LoadedProject(
      spec: spec, folder: ".", pack: pack, plan: plan, packs: library.materials(of: pack),
      codeLists: lists,
      date: date, waiverFiles: waivers)
  }

  /// Packs named on the command line, which may lie anywhere, and the library that serves what they name in turn.
  func adHocPack(_ references: [String]) throws -> (pack: RulePack, library: RuleLibrary) {
    let (pack, library, _) = try adHocRules(references)
    return (pack, library)
  }

  /// A Data Package among the packs, and the folder it lies in.
  private struct AdHocPackage {
    var package: DataPackage
    var folder: String

    /// The resource that is asked for, or whose path names the file.
    func resource(of file: String, asked: String?) -> ProjectSpec.Resource? {
      package.resources.first { resource in
        asked.map { $0 == resource.name }
          ?? resource.paths.contains { path in
            let named = FilePath.join(folder, path.value)
            return named == file || FileTree.areSame(named, file)
          }
      }
    }
  }

  private func adHocRules(
    _ references: [String]
  ) throws -> (pack: RulePack, library: RuleLibrary, package: AdHocPackage?) {
    // A pack outside the working folder brings its own border: the folder above the one it lies in.
    let outside = references.first {
      $0.hasSuffix(".json") && ($0.hasPrefix("/") || $0.hasPrefix("../"))
    }
    let root = options.root ?? outside.map { FilePath.parent(of: FilePath.parent(of: $0)) } ?? "."
    var library = RuleLibrary(
      root: root, named: namedFolders, in: [FilePath.join(root, "rules")], limits: options.limits)
    let place = SourceLocation(file: "--rules", line: 0, column: 0)
    let packages = references.filter { FilePath.name(of: $0) == ProjectLoader.packageName }
    let package = try adHocPackage(packages)
    let pack = try RulePack.load(
      references.filter { !packages.contains($0) }.map { Located(value: $0, location: place) },
      dataPackage: package?.package, limits: options.limits
    ) { reference, from in
      guard from.file == "--rules", reference.hasSuffix(".json") else {
        return try library.pack(reference, from: from)
      }
      do {
        return (
          reference, try InputFile.contents(of: reference, limit: options.limits.ruleFileBytes)
        )
      } catch let error as Diagnostic {
        throw Diagnostic(configuration: error)
      }
    }
    return (pack, library, package)
  }

  /// The schemas of a Data Package are rules that all others are laid over.
  private func adHocPackage(_ files: [String]) throws -> AdHocPackage? {
    guard let file = files.first else { return nil }
    guard files.count == 1 else {
      throw Diagnostic(
        "usage.bad-value",
        LocalizedText(
          vi: "chỉ dùng được một datapackage.json", en: "only one datapackage.json can be used"))
    }
    do {
      let bytes = try InputFile.contents(of: file, limit: options.limits.ruleFileBytes)
      let folder = FilePath.parent(of: file)
      let root = try options.root ?? FileTree.commonRoot(of: folder)
      return AdHocPackage(
        package: try readPackage(bytes, file: file, folder: ".", root: root), folder: folder)
    } catch let error as Diagnostic {
      throw Diagnostic(configuration: error)
    }
  }

  /// The files as they were opened; those that could not be are told, and the others inspected all the same.
  ///
  /// `reading`: of which resource a file is, where that is known, and how it is read.
  private func requests(
    _ files: [String], _ pack: RulePack, _ names: [String],
    reading: (_ file: String, _ asked: String?) -> (String?, SourceOptions)
  ) throws -> [ResourceRequest] {
    var failures: [Diagnostic] = []
    let requests = try files.enumerated().map { index, file in
      let (asked, options) = reading(file, index < names.count ? names[index] : nil)
      do {
        return try request(file, pack, asked: asked, options)
      } catch let failure as Diagnostic where failure.code.hasPrefix("source.") {
        failures.append(failure)
        return unread(file, pack, asked: asked, options, failure)
      }
    }
    if failures.count == requests.count, !failures.isEmpty { throw Diagnostics(failures) }
    if !failures.isEmpty { context.console.report(failures) }
    return requests
  }

  /// A file that could not be opened: of which resource it is, is known only where `--as` says so.
  private func unread(
    _ file: String, _ pack: RulePack, asked: String?, _ reading: SourceOptions,
    _ failure: Diagnostic
  ) -> ResourceRequest {
    let declared = asked.flatMap { pack.resource($0)?.declaredFields } ?? []
    return ResourceRequest(
      name: asked ?? FilePath.name(of: file),
      packName: asked ?? ResourceRequest.unmatched(file), title: nil,
      source: UnreadSource(
        file, format: reading.format, declared: declared.map(\.name), failure: failure))
  }

  private func request(
    _ file: String, _ pack: RulePack, asked: String?, _ reading: SourceOptions
  ) throws -> ResourceRequest {
    var csv = reading
    var opener = SourceOpener(context: context, limits: options.limits)
    if file == "-" { opener.stream = .stream(try SpooledStream(context.input)) }
    if let asked {
      guard let resource = pack.resource(asked) else {
        throw Diagnostic.unknownResource(
          asked, at: SourceLocation(file: "--as", line: 0, column: 0),
          among: pack.resources.map(\.name))
      }
      csv.declared = resource.declaredFields
      csv.resourceName = asked
      let source = try opener.open([file], csv)
      return ResourceRequest(name: asked, packName: asked, title: nil, source: source)
    }
    var source = try opener.open([file], csv)
    let header = Set(source.header.names)
    let best = pack.resources.max { a, b in shared(a, header) < shared(b, header) }
    guard let best, shared(best, header) > 0 else {
      throw Diagnostic(
        "rule-file.no-resource",
        LocalizedText(
          vi: "không bộ dữ liệu nào của gói quy tắc có cột trùng tên với '\(file)'",
          en: "no resource of the rule pack shares a column name with '\(file)'"),
        hint: columnsHint(source.header.names))
    }
    if source.format != SourceFormat.csv.name {
      csv.declared = best.declaredFields
      opener.tellsSkipped = false
      csv.limits = options.limits
      source = try source.declaring(csv) ?? opener.open([file], csv)
    }
    return ResourceRequest(name: best.name, packName: best.name, title: nil, source: source)
  }

  /// Names the columns, unless the first line looks like a record: data never goes into a message.
  private func columnsHint(_ names: [String]) -> LocalizedText {
    guard names.contains(where: { !$0.isEmpty }) else {
      return LocalizedText(vi: "tệp trống, không có dòng tên cột", en: "the file is empty")
    }
    // A name may hold a year or a number; a value alone is made of digits and signs, or is very long.
    let isRecord = names.contains { name in
      let scalars = name.unicodeScalars
      return scalars.count > 60
        || !scalars.contains { $0.properties.isAlphabetic }
          && scalars.contains { ("0"..."9").contains($0) }
    }
    guard !isRecord else {
      return LocalizedText(
        vi: "dòng đầu giống dữ liệu hơn là tên cột: tệp cần một dòng tên cột như trong gói",
        en: "the first line looks like data, not names: the file needs a line of column names")
    }
    let list = names.prefix(12).joined(separator: ", ")
    return LocalizedText(
      vi:
        "các cột của tệp: \(list); nếu trên dòng tên cột còn dòng khác, khai báo skip trong audit.json",
      en:
        "the file's columns: \(list); if other lines stand above the names, declare skip in audit.json"
    )
  }

  private func shared(_ resource: ResourceSpec, _ header: Set<String>) -> Int {
    resource.fieldNames.count { header.contains($0) }
  }

  private func refuseDoubles(_ requests: [ResourceRequest]) throws(Diagnostic) {
    var seen: [String: String] = [:]
    for request in requests {
      if let other = seen[request.packName] {
        throw Diagnostic(
          "usage.same-resource",
          LocalizedText(
            vi: "'\(other)' và '\(request.source.path)' cùng là bộ dữ liệu '\(request.packName)'",
            en:
              "'\(other)' and '\(request.source.path)' are both the resource '\(request.packName)'"),
          hint: LocalizedText(
            vi:
              "chạy riêng từng tệp, hoặc dùng --as; các tệp phần của một bảng: đặt mẫu trong dấu nháy, như 'cong_dan/*.csv'",
            en:
              "check them one by one, or use --as; for part files of one table put a pattern in quotes, such as 'cong_dan/*.csv'"
          ))
      }
      seen[request.packName] = request.source.path
    }
  }
}

extension SourceOptions {
  /// What the command line says comes before what a Data Package does.
  fileprivate func over(_ base: SourceOptions) -> SourceOptions {
    var options = base
    options.settings = settings
    options.format = format ?? base.format
    options.encoding = encoding ?? base.encoding
    options.csv.delimiter = csv.delimiter ?? base.csv.delimiter
    options.json.path = json.path ?? base.json.path
    options.xml.record = xml.record ?? base.xml.record
    if sqlite != SQLiteOptions() { options.sqlite = sqlite }
    return options
  }
}
