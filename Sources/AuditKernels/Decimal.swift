/// An exact decimal: `coefficient` divided by ten to the power `scale`.
///
/// Up to `Decimal.maximumDigits` significant digits; no binary floating point anywhere.
package struct Decimal: Hashable, Sendable {
  package var coefficient: Int64
  /// Digits after the point, 0 to 18.
  package var scale: UInt8

  package static let maximumDigits = 18

  package init(_ coefficient: Int64, scale: UInt8 = 0) {
    self.coefficient = coefficient
    self.scale = scale
  }

  /// Reads `-?digits(.digits)?`; nil for anything else, and over 18 significant digits.
  package init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes = bytes.dropFirst() }
    var value: Int64 = 0
    var scale = 0
    var pointSeen = false
    var digitSeen = false
    for byte in bytes {
      if byte == UInt8(ascii: "."), !pointSeen, digitSeen {
        pointSeen = true
        digitSeen = false
        continue
      }
      guard byte >= 0x30, byte <= 0x39, value < 100_000_000_000_000_000 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      digitSeen = true
      if pointSeen { scale += 1 }
    }
    guard digitSeen, scale <= Decimal.maximumDigits else { return nil }
    self.init(isNegative ? -value : value, scale: UInt8(scale))
  }

  /// As plain text: `-12.50`.
  package var description: String {
    let digits = String(coefficient.magnitude)
    let sign = coefficient < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, Int(scale) + 1 - digits.utf8.count)) + digits
    return sign + padded.dropLast(Int(scale)) + "." + padded.suffix(Int(scale))
  }
}

/// Ten to the powers 0 to 18.
let powersOfTen: [Int64] = {
  var powers: [Int64] = [1]
  for _ in 0..<18 { powers.append((powers.last ?? 1) * 10) }
  return powers
}()
