/// Which elements of an XML document are its records, and how names are told apart.
package struct XMLSelection: Sendable, Hashable {
  /// Names from the root down to the record, as `name(local:namespace:)` has them; nil takes the whole document as one record.
  package var record: [String]?
  /// Prefixes of the project by namespace: elements and attributes of these are named `prefix:name`, all others by
  /// their local name alone.
  package var prefixes: [String: String]

  package init(record: [String]?, prefixes: [String: String] = [:]) {
    self.record = record
    self.prefixes = prefixes
  }

  /// What an element or attribute is called in the paths of records and fields.
  package func name(local: String, namespace: String?) -> String {
    guard let namespace, let prefix = prefixes[namespace] else { return local }
    return "\(prefix):\(local)"
  }
}
