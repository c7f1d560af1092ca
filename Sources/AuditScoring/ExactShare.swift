/// A share from 0 to 1 as an exact fraction: scores are added up in it and rounded once, when printed.
package struct ExactShare: Hashable, Sendable {
  private let numerator: BigNatural
  private let denominator: BigNatural

  private init(_ numerator: BigNatural, _ denominator: BigNatural) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Nil if the whole is 0, or the part is negative or above it.
  package init?(_ part: Int, of whole: Int) {
    guard whole > 0, part >= 0, part <= whole else { return nil }
    let divisor = greatestCommonDivisor(part.magnitude, whole.magnitude)
    self.init(BigNatural(part.magnitude / divisor), BigNatural(whole.magnitude / divisor))
  }

  /// In hundredths of a percent, rounded half up: 9835 is 98,35 %.
  package var basisPoints: Int {
    // The largest b with (2b - 1) / 20000 <= share, that is (2b - 1) * denominator <= 20000 * numerator.
    let scaled = numerator * BigNatural(20_000)
    var (low, high) = (0, 10_000)
    while low < high {
      let middle = (low + high + 1) / 2
      let bound = denominator * BigNatural(UInt(2 * middle - 1))
      if bound <= scaled { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Exactly 1, which a share printed as 100,00 % need not be.
  package var isWhole: Bool { numerator == denominator }

  /// Exactly 0, which a share printed as 0,00 % need not be.
  package var isZero: Bool { numerator.isZero }

  /// The mean of the shares by their weights; nil if no share has a weight above 0.
  package static func weightedMean(_ parts: [(share: ExactShare, weight: Int)]) -> ExactShare? {
    var sum = ExactShare(.zero, .one)
    var weights = BigNatural.zero
    for part in parts where part.weight > 0 {
      let weight = BigNatural(part.weight.magnitude)
      sum = sum.adding(ExactShare(part.share.numerator * weight, part.share.denominator))
      weights = weights + weight
    }
    guard !weights.isZero else { return nil }
    return ExactShare(sum.numerator, sum.denominator * weights).reducedByWords()
  }

  /// The sum, over the same denominator where one divides the other: most rules count the same records.
  private func adding(_ other: ExactShare) -> ExactShare {
    if denominator == other.denominator {
      return ExactShare(numerator + other.numerator, denominator)
    }
    return ExactShare(
      numerator * other.denominator + other.numerator * denominator,
      denominator * other.denominator
    ).reducedByWords()
  }

  /// The same share with factors that numerator and denominator have in common taken out.
  ///
  /// Small primes only, which keeps the usual counts short; the value is the same without it.
  private func reducedByWords() -> ExactShare {
    var (top, bottom) = (numerator, denominator)
    for prime in [2, 3, 5, 7, 11, 13] as [UInt] {
      while true {
        let (topPart, topRest) = top.dividedBy(prime)
        let (bottomPart, bottomRest) = bottom.dividedBy(prime)
        guard topRest == 0, bottomRest == 0, !top.isZero else { break }
        (top, bottom) = (topPart, bottomPart)
      }
    }
    return ExactShare(top, bottom)
  }
}

extension ExactShare: Comparable {
  /// Equal fractions may be written in different terms, so `==` compares values too.
  package static func == (a: ExactShare, b: ExactShare) -> Bool {
    a.numerator * b.denominator == b.numerator * a.denominator
  }

  package static func < (a: ExactShare, b: ExactShare) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(basisPoints)
  }
}

private func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}
