import AuditModel

/// A Data Package (Frictionless, versions 1 and 2): resources with their files, and schemas that become rules.
package struct DataPackage {
  package var name: String?
  package var title: LocalizedText?
  package var resources: [ProjectSpec.Resource] = []
  /// What does not stop the reading: keys that look mistyped, resources that are no tables.
  package var remarks: [Diagnostic] = []
  /// The schemas, as a pack that all others are laid over; and the files they are in.
  var layers: [(layer: PackLayer, bytes: [UInt8])] = []
  /// Files in which the standard allows keys that nobody knows.
  var files: Set<String> = []
}

extension ProjectSpec {
  /// A project that is nothing but a Data Package.
  package init(_ package: DataPackage) {
    let name = package.name ?? ""
    self.init(agencyID: name, agencyName: package.title ?? LocalizedText(name))
    resources = package.resources
  }
}
