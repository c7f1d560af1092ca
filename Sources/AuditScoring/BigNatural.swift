/// A whole number from 0 without an upper bound: what exact shares are made of.
///
/// Only what scores need: sums, products, comparison, and division by one machine word. Limbs are
/// 32 bits, the least first, with no zero limb at the end, so that equal numbers have equal limbs.
struct BigNatural: Hashable, Sendable {
  private var limbs: [UInt32]

  init(_ value: UInt) {
    let wide = UInt64(value)
    limbs = [UInt32(truncatingIfNeeded: wide), UInt32(truncatingIfNeeded: wide >> 32)]
    dropLeadingZeros()
  }

  private init(limbs: [UInt32]) {
    self.limbs = limbs
    dropLeadingZeros()
  }

  static let zero = BigNatural(0)
  static let one = BigNatural(1)

  var isZero: Bool { limbs.isEmpty }

  private mutating func dropLeadingZeros() {
    while limbs.last == 0 { limbs.removeLast() }
  }
}

extension BigNatural: Comparable {
  static func < (a: BigNatural, b: BigNatural) -> Bool {
    guard a.limbs.count == b.limbs.count else { return a.limbs.count < b.limbs.count }
    for index in a.limbs.indices.reversed() where a.limbs[index] != b.limbs[index] {
      return a.limbs[index] < b.limbs[index]
    }
    return false
  }
}

extension BigNatural {
  static func + (a: BigNatural, b: BigNatural) -> BigNatural {
    let (long, short) = a.limbs.count >= b.limbs.count ? (a.limbs, b.limbs) : (b.limbs, a.limbs)
    var sum: [UInt32] = []
    sum.reserveCapacity(long.count + 1)
    var carry: UInt64 = 0
    for index in long.indices {
      let digit = UInt64(long[index]) + (index < short.count ? UInt64(short[index]) : 0) + carry
      sum.append(UInt32(truncatingIfNeeded: digit))
      carry = digit >> 32
    }
    sum.append(UInt32(carry))
    return BigNatural(limbs: sum)
  }

  /// The schoolbook product: shares of a whole agency have some thousand limbs at most.
  static func * (a: BigNatural, b: BigNatural) -> BigNatural {
    var product = [UInt32](repeating: 0, count: a.limbs.count + b.limbs.count)
    for (shift, factor) in a.limbs.enumerated() where factor != 0 {
      var carry: UInt64 = 0
      for index in b.limbs.indices {
        // At most (2^32 - 1)^2 + 2 * (2^32 - 1), which is 2^64 - 1: no overflow.
        let digit =
          UInt64(factor) * UInt64(b.limbs[index]) + UInt64(product[shift + index]) + carry
        product[shift + index] = UInt32(truncatingIfNeeded: digit)
        carry = digit >> 32
      }
      product[shift + b.limbs.count] = UInt32(carry)
    }
    return BigNatural(limbs: product)
  }

  /// Quotient and remainder; the divisor is above 0.
  func dividedBy(_ divisor: UInt) -> (quotient: BigNatural, remainder: UInt) {
    precondition(divisor > 0, "BigNatural divided by 0")
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      // (remainder * 2^32 + limb) / divisor; below 2^32 because remainder < divisor.
      let high = remainder >> 32
      let low = remainder << 32 | UInt64(limbs[index])
      let part = UInt64(divisor).dividingFullWidth((high, low))
      quotient[index] = UInt32(part.quotient)
      remainder = part.remainder
    }
    return (BigNatural(limbs: quotient), UInt(remainder))
  }
}
