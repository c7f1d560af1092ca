import AuditKernels
import AuditModel
import AuditRules
import AuditSources
import AuditSystem

/// Finds rule packs and code lists: by path beside the file that names them, or by id in the rule folders.
///
/// Nothing outside the root is read: a pack may come from anywhere, its paths lead nowhere else. Folders of
/// packs that whoever runs the program names are a border of their own: packs there reach their own lists.
struct RuleLibrary {
  /// The border; paths in packs must lie under it.
  let root: String
  /// Folders searched for ids, the first that has it wins.
  let folders: [String]
  /// Those of the folders that the command line or the environment names.
  let named: [String]
  let limits: Limits
  private var byID: [String: String]?

  /// `named` folders are searched before the `rules` in other folders.
  init(root: String, named: [String], in others: [String], limits: Limits = Limits()) {
    self.root = root
    self.named = named
    self.folders = named + others.filter { !named.contains($0) }
    self.limits = limits
  }

  /// The folder that paths written in a file may not lead out of.
  private func border(of file: String) -> String {
    guard !FileTree.lies(file, under: root) else { return root }
    return named.first { FileTree.lies(file, under: $0) } ?? root
  }

  /// A pack named by a relative path (ends in `.json`) or by its id.
  mutating func pack(_ reference: String, from location: SourceLocation) throws -> (
    path: String, bytes: [UInt8]
  ) {
    let path: String
    if reference.hasSuffix(".json") {
      path = try FileTree.resolve(
        reference, from: FilePath.parent(of: location.file), under: border(of: location.file),
        at: location)
    } else if let known = try ids()[reference] {
      path = known
    } else {
      let known = try ids().keys.sorted()
      throw Diagnostic(
        "rule-file.pack-not-found",
        LocalizedText(
          vi: "không tìm thấy gói quy tắc '\(reference)'",
          en: "the rule pack '\(reference)' is not found"), at: location,
        hint: known.isEmpty
          ? LocalizedText(
            vi: "chỉ ra thư mục quy tắc bằng --rules-folder",
            en: "name the folder of rules with --rules-folder")
          : LocalizedText(
            vi: "hiện có: \(known.joined(separator: ", "))",
            en: "there are: \(known.joined(separator: ", "))"))
    }
    return (path, try InputFile.contents(of: path, limit: limits.ruleFileBytes))
  }

  /// Ids of the packs in the folders: read off each file's beginning once.
  private mutating func ids() throws -> [String: String] {
    if let byID { return byID }
    var found: [String: String] = [:]
    for folder in folders where FileTree.kind(of: folder) == .folder {
      for path in try FileTree.allFiles(under: folder, ending: ".json") {
        guard let bytes = try? InputFile.contents(of: path, limit: limits.ruleFileBytes),
          let id = RulePack.id(ofFile: bytes), found[id] == nil
        else { continue }
        found[id] = path
      }
    }
    byID = found
    return found
  }

  /// The code lists that the pack's rules use, and what the result says of each.
  func codeLists(
    of pack: RulePack
  ) throws -> (tables: [String: CodeTable], materials: [MaterialDescription]) {
    var tables: [String: CodeTable] = [:]
    var materials: [MaterialDescription] = []
    var mistakes: [Diagnostic] = []
    for spec in pack.codeLists {
      do {
        let path = try FileTree.resolve(
          spec.path, from: FilePath.parent(of: spec.pathLocation.file),
          under: border(of: spec.pathLocation.file), at: spec.pathLocation)
        let bytes = try InputFile.contents(of: path, limit: 1 << 30)
        let table = try CodeListFile.read(bytes, file: path, as: spec, limits: limits)
        tables[spec.name] = table
        materials.append(
          MaterialDescription(
            id: spec.name, version: spec.version ?? "", title: spec.title,
            path: FilePath.name(of: path),
            sha256: SHA256.hex(digestOf: bytes), count: table.entryCount))
      } catch let error as Diagnostics {
        mistakes += error.all
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return (tables, materials)
  }

  /// The XML Schemas that the pack's rules use, by the rules' ids.
  func schemas(of pack: RulePack) throws -> [String: XMLSchema] {
    var schemas: [String: XMLSchema] = [:]
    var mistakes: [Diagnostic] = []
    for rule in pack.rules where rule.isEnabled {
      guard let body = rule.body as? XSDBody else { continue }
      let place = body.schema.location
      let edge = border(of: place.file)
      do {
        let main = try FileTree.resolve(
          body.schema.value, from: FilePath.parent(of: place.file), under: edge, at: place)
        let files = try XMLSchemaReader(limits: limits, folder: edge) { path in
          let found = try FileTree.resolve(path, from: edge, under: edge, at: place)
          return try InputFile.contents(of: found, limit: limits.ruleFileBytes)
        }.read(path(main, within: edge))
        schemas[rule.id] = try XMLSchema(files)
      } catch let error as Diagnostic {
        mistakes.append(Diagnostic(configuration: error))
      }
    }
    if !mistakes.isEmpty { throw Diagnostics(mistakes) }
    return schemas
  }

  /// A path that `FileTree.resolve` gave, from the border on.
  private func path(_ path: String, within border: String) -> String {
    if border == "." { return path }
    return String(path.dropFirst(border.hasSuffix("/") ? border.count : border.count + 1))
  }

  func materials(of pack: RulePack) -> [MaterialDescription] {
    pack.layers.map { layer in
      MaterialDescription(
        id: layer.id, version: layer.version, title: layer.title,
        path: FilePath.name(of: layer.path),
        sha256: SHA256.hex(digestOf: layer.bytes), count: layer.ruleCount)
    }
  }
}

extension Diagnostic {
  /// A file of the configuration that cannot be read is a mistake of the configuration, not of the data.
  init(configuration error: Diagnostic) {
    self = error
    if code.hasPrefix("source.") { code = "rule-file." + code.dropFirst("source.".count) }
  }
}
