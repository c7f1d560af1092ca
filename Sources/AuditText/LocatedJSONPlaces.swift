import AuditModel

/// Turns byte offsets into lines and columns; cheap when asked in rising order.
struct TextPlaces {
  let file: String
  private var offset = 0
  private var line = 1
  private var column = 1
  private var start = 0

  init(file: String) { self.file = file }

  /// Leaves a byte-order mark of three bytes out of the columns.
  mutating func skipMark() {
    start = 3
    offset = 3
  }

  mutating func location(of target: Int, in bytes: [UInt8]) -> SourceLocation {
    if target < offset {
      offset = start
      line = 1
      column = 1
    }
    while offset < min(target, bytes.count) {
      let byte = bytes[offset]
      offset += 1
      if byte == 0x0A || (byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 && byte != 0x0D {
        column += 1
      }
    }
    return SourceLocation(file: file, line: line, column: column)
  }
}

/// RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Check {
  /// The offset of the first byte of the first sequence that is none.
  static func firstFault(in bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      guard let length = length(of: index, in: bytes) else { return index }
      index += length
    }
    return nil
  }

  private static func length(of start: Int, in bytes: [UInt8]) -> Int? {
    let (count, second): (Int, ClosedRange<UInt8>)
    switch bytes[start] {
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard start + count <= bytes.count, second.contains(bytes[start + 1]) else { return nil }
    for byte in bytes[start + 2..<start + count] where byte & 0xC0 != 0x80 { return nil }
    return count
  }
}
