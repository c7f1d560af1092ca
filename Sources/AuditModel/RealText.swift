/// Real numbers as text.
package enum RealText {
  /// The shortest decimal that means the number, without an exponent; `Inf` and `-Inf` as SQLite writes them.
  package static func digits(of number: Double) -> String {
    guard number.isFinite else { return number < 0 ? "-Inf" : "Inf" }
    let text = "\(number.magnitude)"
    let sign = number < 0 ? "-" : ""
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return sign + text }
    let halves = parts[0].split(separator: ".")
    let digits = halves[0] + (halves.count > 1 && halves[1] != "0" ? halves[1] : "")
    let point = halves[0].count + exponent
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count {
      return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
    }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }
}
