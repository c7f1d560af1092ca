/// What is said of an XML document; nil is found out from it.
package struct XMLOptions: Hashable, Sendable {
  /// Names from the root down to the record element.
  package var record: [String]?
  /// The project's prefixes by namespace; names of other namespaces go by their local part.
  package var prefixes: [String: String] = [:]
  /// What to put between the values of a field that comes more than once, where it is not `; `.
  package var separators: [String: String] = [:]
  /// The path of an element each of which makes a record of its own.
  package var rows: String?

  package init() {}
}
