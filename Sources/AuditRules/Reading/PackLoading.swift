import AuditModel
import AuditText

/// Finds the rule pack that an id or relative path means; `from` is where it is named.
package typealias PackResolver = (_ reference: String, _ from: SourceLocation) throws -> (
  path: String, bytes: [UInt8]
)

extension RulePack {
  /// Reads packs and all they extend, and lays them over each other, later ones over earlier ones.
  ///
  /// `parameters` are the project's; all packs are laid over the schemas of the `dataPackage`. Every mistake of every file is in what is thrown.
  package static func load(
    _ references: [Located<String>], parameters: [(name: Located<String>, value: LocatedJSON)] = [],
    dataPackage: DataPackage? = nil, limits: Limits = Limits(), resolve: PackResolver
  ) throws(Diagnostics) -> RulePack {
    var loading = PackLoading(limits: limits)
    if let dataPackage { loading.begin(with: dataPackage) }
    for reference in references {
      loading.load(PackExtension(reference: reference, range: nil), resolve)
    }
    var assembly = PackAssembly(loading.layers, loading.log, limits: limits)
    return try assembly.assemble(parameters: parameters)
  }
}

extension RulePack {
  /// The id a file gives itself; nil if it is no rule pack or cannot be read as one.
  package static func id(ofFile bytes: [UInt8]) -> String? {
    guard let root = try? LocatedJSON.parse(bytes, file: "", syntax: .relaxed),
      root["format"]?.string == Version.rulesFormat
    else { return nil }
    return root["id"]?.string
  }
}

/// Follows `extends` depth first, so that what is built on comes before what builds on it.
private struct PackLoading {
  let log = MistakeLog()
  let limits: Limits
  private(set) var layers: [(layer: PackLayer, bytes: [UInt8])] = []
  private var open: [String] = []
  private var known: [String: Int] = [:]

  init(limits: Limits) { self.limits = limits }

  mutating func begin(with package: DataPackage) {
    layers = package.layers
    log.openFiles = package.files
  }

  mutating func load(_ wanted: PackExtension, _ resolve: PackResolver) {
    guard let (path, bytes) = file(wanted.reference, resolve) else { return }
    if let index = known[path] {
      check(layers[index].layer, against: wanted)
      return
    }
    guard !open.contains(path) else {
      log.add(cycle(path, at: wanted.reference.location))
      return
    }
    guard let layer = layer(path, bytes) else { return }
    check(layer, against: wanted)
    open.append(path)
    for next in layer.extensions { load(next, resolve) }
    open.removeLast()
    if let other = layers.first(where: { $0.layer.id.value == layer.id.value }) {
      log.add(
        .duplicate(.id, layer.id.value, at: layer.id.location, first: other.layer.id.location))
    }
    known[path] = layers.count
    layers.append((layer, bytes))
  }

  private func file(_ reference: Located<String>, _ resolve: PackResolver) -> (String, [UInt8])? {
    do {
      return try resolve(reference.value, reference.location)
    } catch let mistakes as Diagnostics {
      log.add(mistakes)
    } catch let mistake as Diagnostic {
      log.add(mistake)
    } catch {
      log.add(
        Diagnostic(
          "rule-file.pack-not-found",
          LocalizedText(
            vi: "không tìm thấy gói quy tắc '\(reference.value)'",
            en: "the rule pack '\(reference.value)' is not found"), at: reference.location))
    }
    return nil
  }

  private func layer(_ path: String, _ bytes: [UInt8]) -> PackLayer? {
    do throws(Diagnostics) {
      let root = try LocatedJSON.parse(
        bytes, file: path, syntax: .relaxed, depth: limits.ruleFileDepth,
        byteLimit: limits.ruleFileBytes)
      return ObjectReader(root, named: "{ }", log)?.packLayer(path: path)
    } catch {
      log.add(error)
      return nil
    }
  }

  private func check(_ layer: PackLayer, against wanted: PackExtension) {
    guard let range = wanted.range, let version = VersionNumber(layer.version),
      !range.contains(version)
    else { return }
    log.add(
      Diagnostic(
        "rule-file.pack-version",
        LocalizedText(
          vi: "gói '\(layer.id.value)' có phiên bản \(layer.version), ngoài khoảng được yêu cầu",
          en:
            "the pack '\(layer.id.value)' has version \(layer.version), outside the range asked for"
        ),
        at: wanted.reference.location,
        hint: LocalizedText(vi: "cập nhật khoảng hoặc gói", en: "update the range or the pack")))
  }

  private func cycle(_ path: String, at place: SourceLocation) -> Diagnostic {
    let loop = (open.drop { $0 != path } + [path]).joined(separator: " → ")
    return Diagnostic(
      "rule-file.extends-cycle",
      LocalizedText(
        vi: "gói quy tắc kế thừa vòng tròn: \(loop)",
        en: "rule packs extend each other in a circle: \(loop)"), at: place)
  }
}
