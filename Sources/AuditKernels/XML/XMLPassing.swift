/// Passing over pieces of markup without a look at what is in them.
extension XMLMarkup {
  /// The end of a start tag whose name ends at a position; `>` may stand within quotes.
  static func tagEnd(_ bytes: Bytes, _ start: Int) -> (end: Int, isEmpty: Bool) {
    var position = start
    var quote: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x3E {
        return (position + 1, bytes[position - 1] == 0x2F)
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      }
      position &+= 1
    }
    return (runsOut, false)
  }

  /// The end of a comment, section or instruction, whatever is in it.
  static func pieceEnd(_ bytes: Bytes, _ start: Int) -> Int {
    if bytes[start + 1] == 0x3F {
      let close = find(0x3F, 0x3E, bytes, start + 2)
      return close < 0 ? close : close + 2
    }
    guard let isComment = has("<!--", bytes, start) else { return runsOut }
    if isComment { return closing(0x2D, bytes, start + 4) }
    guard let isSection = has("<![CDATA[", bytes, start) else { return runsOut }
    return isSection ? closing(0x5D, bytes, start + 9) : outside
  }

  /// The end of `-->` or `]]>`.
  private static func closing(_ byte: UInt8, _ bytes: Bytes, _ start: Int) -> Int {
    var position = start
    while true {
      let at = find(byte, byte, bytes, position)
      guard at >= 0 else { return at }
      guard at + 2 < bytes.count else { return runsOut }
      if bytes[at + 2] == 0x3E { return at + 3 }
      position = at + 1
    }
  }
}
