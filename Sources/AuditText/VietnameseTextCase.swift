/// Upper and lower case of Latin, Greek and Cyrillic letters, one scalar for one.
///
/// The mappings are Unicode's simple ones; `ß` and other letters without a single counterpart stay.
extension VietnameseText {
  package static func lowercased(_ text: [UInt8]) -> [UInt8] {
    guard !text.allSatisfy({ $0 < 0x80 }) else {
      return text.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }
    return mapped(text, lowercased)
  }

  package static func uppercased(_ text: [UInt8]) -> [UInt8] {
    guard !text.allSatisfy({ $0 < 0x80 }) else {
      return text.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
    }
    return mapped(text) { $0.map(uppercase) }
  }

  static func lowercased(_ scalars: [UInt32]) -> [UInt32] { scalars.map(lowercase) }

  static func lowercase(_ scalar: UInt32) -> UInt32 {
    scalar < LetterCase.limit ? UInt32(LetterCase.lower[Int(scalar)]) : scalar
  }

  static func uppercase(_ scalar: UInt32) -> UInt32 {
    scalar < LetterCase.limit ? UInt32(LetterCase.upper[Int(scalar)]) : scalar
  }
}

/// A table each way, of the scalars below U+1F00.
private enum LetterCase {
  static let limit: UInt32 = 0x1F00

  static let lower = table(pairs + [(0x130, 0x69), (0x1E9E, 0xDF)])
  static let upper = table(
    pairs.map { ($1, $0) } + [(0x131, 0x49), (0x17F, 0x53), (0x1E9B, 0x1E60)])

  private static func table(_ pairs: [(UInt32, UInt32)]) -> [UInt16] {
    var result = (0..<UInt16(limit)).map(\.self)
    for (from, to) in pairs { result[Int(from)] = UInt16(to) }
    return result
  }

  /// Capital and small letters, in ranges whose letters alternate or lie a fixed distance apart.
  private static let pairs: [(UInt32, UInt32)] = {
    var result: [(UInt32, UInt32)] = [(0x178, 0xFF), (0x243, 0x180), (0x189, 0x256)]
    result += (0x41...0x5A).map { ($0, $0 + 32) }
    let distant: [(ClosedRange<UInt32>, UInt32)] = [
      (0xC0...0xD6, 32), (0xD8...0xDE, 32), (0x391...0x3A1, 32), (0x3A3...0x3AB, 32),
      (0x400...0x40F, 80), (0x410...0x42F, 32),
    ]
    for (range, distance) in distant {
      result += range.map { ($0, $0 + distance) }
    }
    let alternating: [ClosedRange<UInt32>] = [
      0x100...0x12F, 0x132...0x137, 0x139...0x148, 0x14A...0x177, 0x179...0x17E, 0x1A0...0x1A5,
      0x1AF...0x1B0, 0x1B3...0x1B6, 0x1CD...0x1DC, 0x1DE...0x1EF, 0x1F4...0x1F5, 0x1F8...0x21F,
      0x222...0x233, 0x1E00...0x1E95, 0x1EA0...0x1EFF,
    ]
    for range in alternating {
      result += stride(from: range.lowerBound, to: range.upperBound, by: 2).map { ($0, $0 + 1) }
    }
    return result
  }()
}
