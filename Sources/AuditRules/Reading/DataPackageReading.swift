import AuditModel
import AuditText

extension DataPackage {
  /// Reads a `datapackage.json`, and the schemas and dialects it names as files of their own.
  ///
  /// - `folder`: where its paths begin, as seen from the project's folder.
  /// - `resolve`: finds and reads a file it names.
  /// - Throws: every mistake of it.
  package static func read(
    _ bytes: [UInt8], file: String, folder: String = ".", limits: Limits = Limits(),
    resolve: PackResolver
  ) throws(Diagnostics) -> DataPackage {
    let root = try LocatedJSON.parse(
      bytes, file: file, syntax: .relaxed, depth: limits.ruleFileDepth,
      byteLimit: limits.ruleFileBytes)
    let log = MistakeLog()
    log.openFiles = [file]
    var package = DataPackage()
    if let reader = ObjectReader(root, named: "{ }", log) {
      withoutActuallyEscaping(resolve) { resolve in
        var reading = DataPackageReading(log: log, folder: folder, limits: limits, resolve: resolve)
        package = reading.package(reader, file: file, bytes)
      }
    }
    try log.throwIfAny()
    package.remarks = log.remarks + package.remarks
    return package
  }
}

/// One reading of a Data Package.
private struct DataPackageReading {
  let log: MistakeLog
  let folder: String
  let limits: Limits
  let resolve: PackResolver
  private var remarks: [Diagnostic] = []
  private var files: [(path: String, bytes: [UInt8])] = []

  init(log: MistakeLog, folder: String, limits: Limits, resolve: @escaping PackResolver) {
    self.log = log
    self.folder = folder
    self.limits = limits
    self.resolve = resolve
  }

  mutating func package(_ reader: ObjectReader, file: String, _ bytes: [UInt8]) -> DataPackage {
    var package = DataPackage()
    package.name = reader.name("name")?.value
    package.title = reader.string("title").map { LocalizedText($0.value) }
    let version = reader.name("version")?.value ?? ""
    for known in ["profile", "$schema", "description", "licenses", "sources", "contributors"] {
      _ = reader.value(known)
    }
    var layer = PackLayer(
      path: file,
      id: Located(
        value: package.name.map { "datapackage.\($0)" } ?? "datapackage", location: reader.location),
      version: version, title: package.title)
    var seen: [String: SourceLocation] = [:]
    for node in reader.required("resources", reader.list) ?? [] {
      guard let entry = ObjectReader(node, named: "resources", log),
        let (resource, schema) = resource(entry)
      else { continue }
      if let first = seen[resource.name] {
        log.add(.duplicate(.resource, resource.name, at: resource.location, first: first))
        continue
      }
      seen[resource.name] = resource.location
      package.resources.append(resource)
      layer.resources.append(schema)
    }
    reader.finish()
    package.layers = [(layer, bytes)]
    for (path, bytes) in files {
      let place = SourceLocation(file: path, line: 1, column: 1)
      package.layers.append(
        (PackLayer(path: path, id: Located(value: path, location: place), version: ""), bytes))
    }
    package.files = log.openFiles
    package.remarks = remarks
    return package
  }

  /// Nil, with a remark or a mistake, for what is no table in a file.
  private mutating func resource(
    _ reader: ObjectReader
  ) -> (ProjectSpec.Resource, ResourceLayer)? {
    for known in ["description", "profile", "$schema", "sources", "licenses", "bytes", "hash"] {
      _ = reader.value(known)
    }
    let name = reader.required("name", reader.name)
    let title = reader.string("title").map { LocalizedText($0.value) }
    let paths = paths(reader)
    let form = form(reader)
    let encoding = reader.encodingOption()
    let schemaNode = reader.value("schema")
    let dialectNode = reader.value("dialect")
    _ = reader.value("compression")
    reader.finish()
    guard let name else { return nil }
    if case .other(let format) = form, schemaNode == nil {
      remarks.append(.noTable(name, format.value))
      return nil
    }
    if case .other(let format) = form {
      log.add(
        .wrongValue(
          "format", format.value, at: format.location,
          expected: .oneOf(DataPackageForm.names), among: DataPackageForm.names))
    }
    guard let paths else { return nil }
    var resource = ProjectSpec.Resource(
      name: name.value, location: name.location, paths: paths, packName: name, title: title,
      format: form.name, encoding: encoding)
    resource.folder = folder
    if case .tabs = form { resource.csv.delimiter = 0x09 }
    if let dialect = object(dialectNode, named: "dialect") {
      dialect.dialect(into: &resource, remarks: &remarks)
    }
    var layer = ResourceLayer(name: name)
    layer.title = title
    object(schemaNode, named: "schema")?.schema(into: &layer)
    return (resource, layer)
  }

  /// Relative paths; addresses of the network and data within the package are refused.
  private func paths(_ reader: ObjectReader) -> [Located<String>]? {
    if let data = reader.value("data") {
      log.add(.inlineData(at: data.location))
      _ = reader.value("path")
      return nil
    }
    let paths = reader.required("path", reader.paths) ?? []
    for path in paths where path.value.contains("://") { log.add(.remote(path)) }
    return paths.isEmpty || paths.contains { $0.value.contains("://") } ? nil : paths
  }

  private func form(_ reader: ObjectReader) -> DataPackageForm {
    let format = reader.name("format")
    let mediaType = reader.name("mediatype")
    if let format { return DataPackageForm(format: format) }
    return mediaType.flatMap { DataPackageForm(mediaType: $0.value) } ?? .unknown
  }

  /// An object, or the object that a file holds.
  private mutating func object(_ node: LocatedJSON?, named name: String) -> ObjectReader? {
    guard let node else { return nil }
    guard let path = node.string else { return ObjectReader(node, named: name, log) }
    guard !path.contains("://") else {
      log.add(.remote(Located(value: path, location: node.location)))
      return nil
    }
    do {
      let (file, bytes) = try resolve(path, node.location)
      files.append((file, bytes))
      log.openFiles.insert(file)
      let root = try LocatedJSON.parse(
        bytes, file: file, syntax: .relaxed, depth: limits.ruleFileDepth,
        byteLimit: limits.ruleFileBytes)
      return ObjectReader(root, named: name, log)
    } catch let mistakes as Diagnostics {
      log.add(mistakes)
    } catch let mistake as Diagnostic {
      log.add(mistake)
    } catch {
      log.add(.missingKey(name, at: node.location))
    }
    return nil
  }
}

extension Diagnostic {
  fileprivate static func inlineData(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      "project.inline-data",
      LocalizedText(
        vi: "dữ liệu viết ngay trong gói ('data') không được kiểm tra",
        en: "data within the package ('data') is not inspected"), at: place,
      hint: LocalizedText(
        vi: "ghi dữ liệu ra một tệp cạnh gói và nêu tên tệp ở 'path'",
        en: "write it to a file beside the package and name that in 'path'"))
  }

  fileprivate static func remote(_ path: Located<String>) -> Diagnostic {
    Diagnostic(
      "project.remote",
      LocalizedText(
        vi: "'\(path.value)' ở trên mạng; chương trình không bao giờ truy cập mạng",
        en: "'\(path.value)' is on a network, which this program never uses"), at: path.location,
      hint: LocalizedText(
        vi: "tải tệp về cạnh gói và ghi đường dẫn tương đối",
        en: "fetch the file, put it beside the package, and write a relative path"))
  }

  fileprivate static func noTable(_ name: Located<String>, _ format: String) -> Diagnostic {
    Diagnostic(
      "project.no-table",
      LocalizedText(
        vi: "không xét '\(name.value)': định dạng '\(format)' không phải bảng dữ liệu",
        en: "'\(name.value)' is not inspected: the format '\(format)' is no table"),
      at: name.location)
  }
}
