/// What the plain subset asks of text between tags.
enum XMLText {
  /// Whether `]]>` stands in it (production [14] forbids that).
  static func hasSectionEnd(_ run: Bytes) -> Bool {
    var position = 0
    while true {
      let at = XMLMarkup.find(0x5D, 0x5D, run, position)
      guard at >= 0 else { return false }
      if at + 2 < run.count, run[at + 2] == 0x3E { return true }
      position = at + 1
    }
  }
}
