import AuditModel
import AuditScoring

/// Numbers and dates as a report prints them: `1.234.567`, `98,35 %`, `31/12/2025`.
package struct ReportNumbers {
  let language: Language

  package init(_ language: Language) { self.language = language }

  /// A whole number in groups of three.
  package func count(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += language == .vi ? "." : "," }
      text.append(digit)
    }
    return text
  }

  /// Hundredths of a percent: 9835 is `98,35 %`.
  package func percent(basisPoints: Int) -> String {
    let fraction = basisPoints % 100
    let digits = (fraction < 10 ? "0" : "") + String(fraction)
    return "\(count(basisPoints / 100))\(language == .vi ? "," : ".")\(digits)\u{A0}%"
  }

  /// A share, with a sign before a 0 or a 100 that rounding alone has made.
  package func percent(_ share: ExactShare) -> String {
    let points = share.basisPoints
    let isRoundedToBound = (points == 10_000 && !share.isWhole) || (points == 0 && !share.isZero)
    return (isRoundedToBound ? "≈\u{A0}" : "") + percent(basisPoints: points)
  }

  /// `part` of `whole`; nil if the whole is 0.
  package func percent(_ part: Int, of whole: Int) -> String? {
    ExactShare(part, of: whole).map(percent)
  }

  func date(_ date: CivilDate) -> String { date.vietnamese }

  /// Bytes, with a rounded figure in a larger unit from 1 KB on; a unit is 1.024 of the one below.
  func bytes(_ number: Int) -> String {
    let exact = "\(count(number))\u{A0}byte"
    var (unit, name) = (1, "")
    for next in ["KB", "MB", "GB", "TB"] where number / unit >= 1024 {
      (unit, name) = (unit * 1024, next)
    }
    guard unit > 1 else { return exact }
    let tenths = number / unit * 10 + (number % unit * 10 + unit / 2) / unit
    let comma = language == .vi ? "," : "."
    return "\(count(tenths / 10))\(comma)\(tenths % 10)\u{A0}\(name) (\(exact))"
  }
}
