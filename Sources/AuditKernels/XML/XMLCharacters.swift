/// Which characters XML 1.0 (fifth edition) allows, and where.
enum XMLCharacters {
  /// White space, production [3].
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  /// `Char`, production [2].
  static func isLegal(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Whether all bytes are well-formed UTF-8 of legal characters, and each CR is followed by an LF.
  ///
  /// A lone CR is legal too, but where it ends a line is not told by all parsers alike.
  static func areLegal(_ bytes: Bytes) -> Bool {
    guard unsafe Utf8Kernel.firstInvalid(bytes.base, bytes.count) == nil else { return false }
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte < 0x20 {
        guard isSpace(byte) else { return false }
        if byte == 0x0D, index + 1 >= bytes.count || bytes[index + 1] != 0x0A { return false }
      } else if byte == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
        return false
      }
    }
    return true
  }

  static func lineCount(_ bytes: Bytes) -> Int {
    var lines = 0
    var position = 0
    while position < bytes.count {
      let rest = bytes.count - position
      let valid: UInt64 = rest >= 64 ? ~0 : ~0 >> UInt64(64 - rest)
      // SAFETY: bytes are padded, and the surplus is masked out.
      lines &+= (unsafe ByteBlock(bytes.base + position).equal(0x0A) & valid).nonzeroBitCount
      position &+= 64
    }
    return lines
  }

  /// Whether bytes are a name without a colon, or two of them with one between (Namespaces in XML 1.0, QName).
  static func isQualifiedName(_ bytes: Bytes) -> Bool {
    guard bytes.count > 0, bytes.count < 40_000,
      unsafe Utf8Kernel.firstInvalid(bytes.base, bytes.count) == nil
    else { return false }
    var position = 0
    var isFirst = true
    var colons = 0
    while position < bytes.count {
      if bytes[position] == 0x3A {
        guard !isFirst, colons == 0 else { return false }
        colons += 1
        isFirst = true
        position += 1
        continue
      }
      let (scalar, length) = scalar(bytes, position)
      guard isFirst ? isNameStart(scalar) : isNamePart(scalar) else { return false }
      isFirst = false
      position += length
    }
    return !isFirst
  }

  /// The character at a position of well-formed UTF-8.
  static func scalar(_ bytes: Bytes, _ position: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(bytes[position])
    func part(_ offset: Int) -> UInt32 { UInt32(bytes[position + offset] & 0x3F) }
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | part(1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | part(1) << 6 | part(2), 3) }
    return ((lead & 0x07) << 18 | part(1) << 12 | part(2) << 6 | part(3), 4)
  }

  /// `NameStartChar`, production [4], without the colon.
  private static func isNameStart(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
      0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
      0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// `NameChar`, production [4a], without the colon.
  private static func isNamePart(_ scalar: UInt32) -> Bool {
    if isNameStart(scalar) { return true }
    return switch scalar {
    case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: false
    }
  }

  /// Whether a byte can be within a name: ASCII ones exactly, others as a character that is looked at later.
  @inline(__always) static func mayBeInName(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return true }
    let (low, high): (UInt64, UInt64) = (0x07FF_6000_0000_0000, 0x07FF_FFFE_87FF_FFFE)
    return (byte < 64 ? low >> UInt64(byte) : high >> UInt64(byte &- 64)) & 1 == 1
  }
}
