/// How the records of a document are written, when they are written plainly: what framer and splitter go by.
package struct XMLPlainFormat: Sendable, Hashable {
  /// The record element's name as it stands in the document.
  package let recordName: [UInt8]
  package let scope: XMLScope
  /// Names from the root down to the record.
  package let path: [[UInt8]]
  /// The project's prefixes by namespace.
  let prefixes: [String: String]

  /// Looks at a document's beginning; nil when no record begins there, or something outside the plain subset
  /// comes first.
  ///
  /// - `path`: names from the root down to the record, as `XMLSelection` has them.
  package init?(head: [UInt8], path: [String], prefixes: [String: String]) {
    let arena = ByteArena(capacity: head.count)
    _ = arena.append(head)
    let bytes = arena.bytes(at: 0, count: head.count)
    self.path = path.map { Array($0.utf8) }
    self.prefixes = prefixes
    var outer = XMLOuterReader(path: self.path, prefixes: prefixes)
    var position = 0
    while position < bytes.count, !outer.beginsRecord(bytes, position) {
      position = outer.piece(bytes, position, isLast: false)
      guard position >= 0 else { return nil }
    }
    guard position < bytes.count else { return nil }
    let end = XMLMarkup.name(bytes, position + 1)
    recordName = bytes.slice(position + 1, end - position - 1).array
    scope = outer.scope
  }

  /// The output of `XMLEventReader`, whose records lie one after another.
  package init(resolved record: String) {
    recordName = Array(record.utf8)
    path = [recordName]
    prefixes = [:]
    scope = .resolved
  }
}
