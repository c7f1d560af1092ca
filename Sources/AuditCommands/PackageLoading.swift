import AuditModel
import AuditRules
import AuditSystem

extension ProjectLoader {
  /// The name that the standard gives to a Data Package's file.
  static let packageName = "datapackage.json"

  /// Reads a Data Package and the files it names, and says what is only worth a word.
  ///
  /// `folder`: where it lies, as seen from the project's folder.
  func readPackage(
    _ bytes: [UInt8], file: String, folder: String, root: String
  ) throws -> DataPackage {
    let limits = options.limits
    let package = try DataPackage.read(bytes, file: file, folder: folder, limits: limits) {
      path, place in
      do throws(Diagnostic) {
        let found = try FileTree.resolve(
          path, from: FilePath.parent(of: file), under: root, at: place)
        return (found, try InputFile.contents(of: found, limit: limits.ruleFileBytes))
      } catch {
        throw Diagnostic(configuration: error)
      }
    }
    for remark in package.remarks {
      let place = remark.location.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
      context.console.warn(
        LocalizedText(vi: place + remark.message.vi, en: place + remark.message.en),
        hint: remark.hint)
    }
    return package
  }

  /// Resources of a package beside the project's own.
  func add(_ resources: [ProjectSpec.Resource], to spec: inout ProjectSpec) throws {
    for resource in resources {
      if let other = spec.resources.first(where: { $0.name == resource.name }) {
        throw Diagnostic(
          "project.duplicate-resource",
          LocalizedText(
            vi: "bộ dữ liệu '\(resource.name)' có cả trong audit.json và trong gói dữ liệu",
            en: "the resource '\(resource.name)' is in both the project and its data package"),
          at: other.location,
          hint: LocalizedText(vi: "bỏ bớt một chỗ", en: "take one of them away"))
      }
      spec.resources.append(resource)
    }
  }
}
