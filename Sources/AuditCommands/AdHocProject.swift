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
    let (pack, library) = try adHocPack(references)
    let requests = try files.enumerated().map { index, file in
      try request(file, pack, asked: index < names.count ? names[index] : nil, reading)
    }
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
    // A pack outside the working folder brings its own border: the folder above the one it lies in.
    let outside = references.first {
      $0.hasSuffix(".json") && ($0.hasPrefix("/") || $0.hasPrefix("../"))
    }
    let root = options.root ?? outside.map { FilePath.parent(of: FilePath.parent(of: $0)) } ?? "."
    var library = RuleLibrary(root: root, folders: adHocFolders(root), limits: options.limits)
    let place = SourceLocation(file: "--rules", line: 0, column: 0)
    let pack = try RulePack.load(
      references.map { Located(value: $0, location: place) }, limits: options.limits
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
    return (pack, library)
  }

  private func adHocFolders(_ root: String) -> [String] {
    var folders = options.ruleFolders
    if let more = context.environment["SOAT_RULES"], !more.isEmpty { folders.append(more) }
    return folders + [FilePath.join(root, "rules")]
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
      source = try opener.open([file], csv)
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
