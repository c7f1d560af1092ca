/// Values that a text may be meant to be, found by how it looks.
package struct LookalikeValues: Sendable {
  private let values: [[UInt8]: [UInt8]]
  private let longest: Int

  package init(_ values: [[UInt8]]) {
    self.values = Dictionary(values.map { (LookalikeValues.key($0), $0) }) { first, _ in first }
    longest = values.map(\.count).max() ?? 0
  }

  /// The value that the text looks like; nil if there is none, or the text is one of them itself.
  package func value(like text: [UInt8]) -> [UInt8]? {
    // Marks written apart and bytes read wrongly at most treble a text.
    guard text.count <= longest * 3 + 8 else { return nil }
    let found =
      values[LookalikeValues.key(text)]
      ?? ReadableText.repaired(text).flatMap { values[LookalikeValues.key($0)] }
    return found == text ? nil : found
  }

  private static func key(_ text: [UInt8]) -> [UInt8] { Lookalikes.replaced(TextLadder.key(text)) }
}
