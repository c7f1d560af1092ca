/// Exact amounts as 128-bit integers with 18 digits after the point, as aggregates and groups have them.
package enum ScaledNumber {
  package static let unit: Int128 = 1_000_000_000_000_000_000

  package static func scaled(_ decimal: Decimal) -> Int128 {
    var value = Int128(decimal.coefficient)
    for _ in 0..<(18 - Int(decimal.scale)) { value *= 10 }
    return value
  }

  /// As plain text, without zeros at the end: `3`, `12.5`.
  package static func text(_ value: Int128) -> [UInt8] {
    let magnitude = value.magnitude
    if magnitude % UInt128(unit) == 0, let short = Int64(exactly: value / unit) {
      return Array(String(short).utf8)
    }
    let whole = magnitude / UInt128(unit)
    var fraction = String(magnitude % UInt128(unit))
    fraction = String(repeating: "0", count: 18 - fraction.utf8.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return Array(
      ((value < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)).utf8)
  }
}
