/// A set of Unicode scalars, as sorted ranges that neither overlap nor touch.
struct ScalarSet: Hashable, Sendable {
  let ranges: [ClosedRange<UInt32>]

  static let last: UInt32 = 0x10_FFFF

  init(_ unsorted: [ClosedRange<UInt32>]) {
    var merged: [ClosedRange<UInt32>] = []
    for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = merged.last, range.lowerBound <= previous.upperBound &+ 1 {
        let upper = max(previous.upperBound, range.upperBound)
        merged[merged.count - 1] = previous.lowerBound...upper
      } else {
        merged.append(range)
      }
    }
    ranges = merged
  }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  /// Every scalar that is not in this set.
  var complement: ScalarSet {
    var rest: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= ScalarSet.last { rest.append(next...ScalarSet.last) }
    return ScalarSet(rest)
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) }
  }

  /// `.`: every character but line feed and carriage return, as in XML Schema.
  static let notLineEnd = ScalarSet([0x0A...0x0A, 0x0D...0x0D]).complement
  /// `\d`: 0 to 9, no digits of other scripts.
  static let digits = ScalarSet([0x30...0x39])
  /// `\w`: A to Z, a to z, 0 to 9 and the underscore; Vietnamese letters are `\p{L}`.
  static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  /// `\s`: space, tab, line feed, vertical tab, form feed, carriage return.
  static let spaces = ScalarSet([0x09...0x0D, 0x20...0x20])
}

// MARK: Unicode's general categories

extension ScalarSet {
  /// The scalars of a category such as `Lu`, or of a group of categories such as `L`; nil for other names.
  static func category(_ name: String) -> ScalarSet? {
    let wanted = CategoryRuns.names.map { $0 == name || $0.prefix(1) == name }
    guard wanted.contains(true) else { return nil }
    return ScalarSet(CategoryRuns.all.filter { wanted[$0.category] }.map(\.scalars))
  }
}
