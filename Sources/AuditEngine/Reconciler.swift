internal import AuditKernels
internal import AuditModel
internal import AuditRules

/// Arithmetic of reconciliations: amounts as 128-bit integers with 18 digits after the point.
enum Reconciler {
  static let unit: Int128 = 1_000_000_000_000_000_000

  static func scaled(_ decimal: Decimal) -> Int128 {
    var value = Int128(decimal.coefficient)
    for _ in 0..<(18 - Int(decimal.scale)) { value *= 10 }
    return value
  }

  static func holds(_ rule: Reconciliation, _ left: Int128, _ right: Int128) -> Bool {
    if left == right { return rule.comparison != .notEqual && rule.comparison != .less && rule.comparison != .greater }
    var slack = scaled(rule.toleratedAmount)
    if let share = rule.toleratedShare {
      let size = Int128(right.magnitude)
      let part = Int128(share.denominator)
      let allowed = size / part * Int128(share.numerator) + size % part * Int128(share.numerator) / part
      slack = max(slack, allowed)
    }
    switch rule.comparison {
    case .equal: return (left - right).magnitude <= slack.magnitude
    case .notEqual: return (left - right).magnitude > slack.magnitude
    case .less: return left < right + slack
    case .lessOrEqual: return left <= right + slack
    case .greater: return left > right - slack
    case .greaterOrEqual: return left >= right - slack
    }
  }

  /// As plain text, without zeros at the end: `3`, `12.5`.
  static func text(_ value: Int128) -> [UInt8] {
    let magnitude = value.magnitude
    let whole = magnitude / UInt128(unit)
    var fraction = String(magnitude % UInt128(unit))
    fraction = String(repeating: "0", count: 18 - fraction.utf8.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return Array(((value < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)).utf8)
  }
}
