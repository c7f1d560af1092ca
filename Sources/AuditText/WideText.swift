/// UTF-16 that has no byte-order mark, known by its zero bytes.
///
/// The digits, delimiters and line ends of a table make up most of it, and each has a zero byte at the same side.
package enum WideText {
  /// From so many code units on their zero bytes are evidence enough.
  private static let manyUnits = 256

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Nil if the bytes are no such text.
  package static func evidence(of head: [UInt8]) -> EncodingEvidence? {
    let units = head.count / 2
    guard units >= 4 else { return nil }
    var zeros = [0, 0]
    var both = 0
    var pairs = 0
    for index in 0..<units {
      let (first, second) = (head[2 * index] == 0, head[2 * index + 1] == 0)
      if first { zeros[0] += 1 }
      if second { zeros[1] += 1 }
      if first, second { both += 1 }
      if isPlain(head[2 * index]), isPlain(head[2 * index + 1]) { pairs += 1 }
    }
    let (few, many) = (min(zeros[0], zeros[1]), max(zeros[0], zeros[1]))
    // A NUL is no character of a text; single ones may be damage.
    guard both * 100 <= units, few * 50 <= units, many * 4 >= units else { return nil }
    // In a short text a few bytes more or less tell nothing: two that are each a character of ASCII would be a rare sign.
    guard units >= manyUnits || pairs * 2 <= many else { return nil }
    return EncodingEvidence(
      zeros[1] > zeros[0] ? .utf16LittleEndian : .utf16BigEndian,
      .zeroBytes(percent: many * 100 / units))
  }
}
