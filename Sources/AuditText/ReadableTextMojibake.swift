/// UTF-8 that was read as Windows-1252 (or Latin-1) and written as UTF-8 again.
///
/// Each byte of a letter has become a character of its own: `ễ`, E1 BB 85, reads `á»…`. The way back
/// is to take the characters as bytes of Windows-1252 and read these as UTF-8. It counts as
/// mojibake only if Vietnamese letters come of it.
enum Mojibake {
  /// The text as it was meant; nil if it is not mojibake.
  ///
  /// Text mangled twice is mended twice.
  static func repaired(_ scalars: [UInt32]) -> [UInt32]? {
    guard hasBytePair(scalars) else { return nil }
    var result = once(scalars)
    for _ in 0..<2 {
      guard let next = result.flatMap(once) else { break }
      result = next
    }
    return result
  }

  /// Whether somewhere a first byte of UTF-8 and a following one stand together.
  private static func hasBytePair(_ scalars: [UInt32]) -> Bool {
    var isAfterLead = false
    for scalar in scalars {
      if isAfterLead, scalar >= 0x80, let byte = windows1252Byte(of: scalar), byte < 0xC0 {
        return true
      }
      isAfterLead = (0xC2...0xF4).contains(scalar)
    }
    return false
  }

  private static func once(_ scalars: [UInt32]) -> [UInt32]? {
    var result: [UInt32] = []
    var isStrong = false
    var weakCount = 0
    var hasOther = false
    var index = 0
    while index < scalars.count {
      guard scalars[index] >= 0x80, let (letter, length) = letter(in: scalars, at: index) else {
        hasOther = hasOther || scalars[index] >= 0x80
        result.append(scalars[index])
        index += 1
        continue
      }
      if isVietnameseOnly(letter) { isStrong = true } else { weakCount += 1 }
      result.append(letter)
      index += length
    }
    guard isStrong || weakCount > 0 && !hasOther else { return nil }
    return result
  }

  /// The letter that the characters from `index` on are the bytes of.
  private static func letter(
    in scalars: [UInt32], at index: Int
  ) -> (scalar: UInt32, length: Int)? {
    var bytes: [UInt8] = []
    for scalar in scalars[index...].prefix(4) {
      guard let byte = windows1252Byte(of: scalar) else { break }
      bytes.append(byte)
    }
    guard let (scalar, length) = bytes.isEmpty ? nil : UTF8Text.scalar(in: bytes[...], at: 0),
      length > 1, isLikely(scalar), !isSpaceInCapitals(scalars, at: index, scalar)
    else { return nil }
    return (scalar, length)
  }

  /// What Vietnamese text has past ASCII, once or twice mangled.
  private static func isLikely(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0xFF, 0x300...0x323, 0x2010...0x203A: true
    default: isVietnameseOnly(scalar) || windows1252Byte(of: scalar) != nil
    }
  }

  /// The letters that Vietnamese has and Windows-1252 lacks, so that their bytes can't be chance.
  private static func isVietnameseOnly(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0: true
    case 0x1EA0...0x1EF9: true
    default: false
    }
  }

  /// `XÃ` + no-break space + `TÂN` has the bytes of `à` and is nothing but capitals.
  private static func isSpaceInCapitals(
    _ scalars: [UInt32], at index: Int, _ letter: UInt32
  ) -> Bool {
    guard letter == 0xE0 || letter == 0xA0, scalars[index + 1] == 0xA0, index + 2 < scalars.count
    else { return false }
    let next = scalars[index + 2]
    return VietnameseText.lowercase(next) != next
  }

  static func windows1252Byte(of scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return UInt8(scalar) }
    return upperRow.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
  }

  /// Bytes 80 to 9F of Windows-1252; 0 where it has none, as Latin-1's controls are taken too.
  private static let upperRow: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]
}
