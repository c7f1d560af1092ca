import AuditModel

/// The least and the greatest of exact decimals.
struct NumberBounds {
  private(set) var least: Decimal?
  private(set) var greatest: Decimal?
  /// The least and the greatest whole part.
  private var low = Int64.max
  private var high = Int64.min

  @inline(__always) mutating func add(_ value: Int64, scale: UInt8) {
    // Of two numbers the one whose whole part is greater is the greater.
    let whole = scale == 0 ? value : value / powersOfTen[Int(scale)]
    if whole > low, whole < high { return }
    take(Decimal(value, scale: scale))
  }

  /// With whole numbers from the least to the greatest; with none where that is less.
  func with(_ least: Int, _ greatest: Int) -> NumberBounds {
    guard least <= greatest else { return self }
    var all = self
    all.add(Int64(least), scale: 0)
    all.add(Int64(greatest), scale: 0)
    return all
  }

  private mutating func take(_ value: Decimal) {
    if least.map({ NumberBounds.isLess(value, $0) }) ?? true { least = value }
    if greatest.map({ NumberBounds.isLess($0, value) }) ?? true { greatest = value }
    let whole = value.coefficient / powersOfTen[Int(value.scale)]
    low = min(low, whole)
    high = max(high, whole)
  }

  mutating func merge(_ other: NumberBounds) {
    if let least = other.least { take(least) }
    if let greatest = other.greatest { take(greatest) }
  }

  /// Equal numbers are told apart by their scale, so that the one kept does not depend on the order.
  private static func isLess(_ a: Decimal, _ b: Decimal) -> Bool {
    let left = Int128(a.coefficient) * Int128(powersOfTen[Int(b.scale)])
    let right = Int128(b.coefficient) * Int128(powersOfTen[Int(a.scale)])
    return left != right ? left < right : a.scale < b.scale
  }
}

/// The first and the last of texts by their bytes; of long ones the beginning.
struct TextBounds {
  private(set) var first: [UInt8]?
  private(set) var last: [UInt8]?
  /// The first eight bytes of each as a number whose order is theirs.
  private(set) var firstWord = UInt64.max
  private(set) var lastWord: UInt64 = 0
  /// The next eight.
  private(set) var firstRest = UInt64.max
  private(set) var lastRest: UInt64 = 0
  static let limit = 64

  @inline(__always) static func word(_ cell: Bytes) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* min(8, cell.count))
    return ((cell.word(at: 0) &<< shift) &>> shift).byteSwapped
  }

  /// Nothing is copied for a value that is neither first nor last.
  mutating func add(_ cell: Bytes) {
    let cell = cell.slice(0, min(cell.count, TextBounds.limit))
    guard let first, let last else { return take(cell.array) }
    if TextBounds.order(cell, first) < 0 || TextBounds.order(cell, last) > 0 { take(cell.array) }
  }

  private static func order(_ cell: Bytes, _ text: [UInt8]) -> Int {
    for index in 0..<min(cell.count, text.count) where cell[index] != text[index] {
      return Int(cell[index]) - Int(text[index])
    }
    return cell.count - text.count
  }

  private mutating func take(_ text: [UInt8]) {
    if first.map({ text.lexicographicallyPrecedes($0) }) ?? true {
      first = text
      (firstWord, firstRest) = (TextBounds.word(text, from: 0), TextBounds.word(text, from: 8))
    }
    if last.map({ $0.lexicographicallyPrecedes(text) }) ?? true {
      last = text
      (lastWord, lastRest) = (TextBounds.word(text, from: 0), TextBounds.word(text, from: 8))
    }
  }

  private static func word(_ text: [UInt8], from start: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in start..<(start + 8) {
      word = word << 8 | UInt64(index < text.count ? text[index] : 0)
    }
    return word
  }

  mutating func merge(_ other: TextBounds) {
    if let first = other.first { take(first) }
    if let last = other.last { take(last) }
  }
}
