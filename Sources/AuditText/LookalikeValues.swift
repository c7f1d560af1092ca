/// Values that a text may be meant to be, found by how it looks.
package struct LookalikeValues: Sendable {
  private let values: [[UInt8]: [UInt8]]
  /// By the letters without marks; only those that no other value shares.
  private let bare: [[UInt8]: [UInt8]]
  private let longest: Int

  package init(_ values: [[UInt8]]) {
    self.values = Dictionary(values.map { (LookalikeValues.key($0), $0) }) { first, _ in first }
    bare = Dictionary(grouping: self.values) { VietnameseText.withoutMarks($0.key) }
      .compactMapValues { $0.count == 1 ? $0[0].value : nil }
    longest = values.map(\.count).max() ?? 0
  }

  /// The value that the text looks like; nil if there is none, or the text is one of them itself.
  ///
  /// Where nothing looks the same, the one value whose letters are the same but for their marks.
  package func value(like text: [UInt8]) -> [UInt8]? {
    // Marks written apart and bytes read wrongly at most treble a text.
    guard text.count <= longest * 3 + 8 else { return nil }
    let key = LookalikeValues.key(text)
    let found =
      values[key] ?? ReadableText.repaired(text).flatMap { values[LookalikeValues.key($0)] }
      ?? bare[VietnameseText.withoutMarks(key)]
    return found == text ? nil : found
  }

  private static func key(_ text: [UInt8]) -> [UInt8] { Lookalikes.replaced(TextLadder.key(text)) }
}
