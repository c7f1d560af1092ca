/// Questions about a few bytes at hand, to tell one kind of JSON from another.
package enum JSONProbe {
  /// Whether the bytes are one value and nothing else.
  package static func isWhole(_ text: [UInt8]) -> Bool {
    var value = JSONDocumentScan(.value, depthLimit: 512)
    return feed(text, to: &value) == .end(at: text.count)
  }

  /// Whether a list of objects is reached through objects.
  package static func hasList(_ text: [UInt8]) -> Bool {
    var scan = JSONDocumentScan(.firstList, depthLimit: 512)
    if case .list = feed(text, to: &scan) { return true }
    return false
  }

  private static func feed(_ text: [UInt8], to scan: inout JSONDocumentScan)
    -> JSONDocumentScan.Outcome
  {
    let arena = ByteArena(capacity: text.count)
    _ = arena.append(text)
    return scan.feed(arena.bytes(at: 0, count: text.count), from: 0)
  }
}
