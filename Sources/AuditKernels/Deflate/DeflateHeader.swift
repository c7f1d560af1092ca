/// The two codes of a block as they stand before it, themselves compressed (RFC 1951, section 3.2.7).
struct DeflateHeader {
  private let literalCount: Int
  private let distanceCount: Int
  private let symbols: [(symbol: Int, extra: Int, extraBits: Int)]
  private let code: PrefixCode
  /// How many of the code's lengths are told, in the order below.
  private let told: Int

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  init(literals: PrefixCode, distances: PrefixCode) {
    literalCount = max(257, DeflateHeader.used(literals.lengths))
    distanceCount = max(1, DeflateHeader.used(distances.lengths))
    symbols = DeflateHeader.runs(
      literals.lengths.prefix(literalCount) + distances.lengths.prefix(distanceCount))
    var counts = [Int](repeating: 0, count: 19)
    for item in symbols { counts[item.symbol] += 1 }
    let code = PrefixCode(counts: counts, limit: 7)
    self.code = code
    told = max(4, (DeflateHeader.order.lastIndex { code.lengths[$0] > 0 } ?? 0) + 1)
  }

  var bitCount: Int {
    symbols.reduce(17 + 3 * told) { $0 + Int(code.lengths[$1.symbol]) + $1.extraBits }
  }

  /// Gives each value with the number of its bits.
  func write(_ put: (Int, Int) -> Void) {
    put(literalCount - 257, 5)
    put(distanceCount - 1, 5)
    put(told - 4, 4)
    for symbol in DeflateHeader.order.prefix(told) { put(Int(code.lengths[symbol]), 3) }
    for item in symbols {
      put(Int(code.words[item.symbol]), Int(code.lengths[item.symbol]))
      put(item.extra, item.extraBits)
    }
  }

  private static func used(_ lengths: [UInt8]) -> Int {
    (lengths.lastIndex { $0 > 0 } ?? -1) + 1
  }

  /// Lengths, with runs of one length told as a number of repetitions.
  private static func runs(
    _ lengths: ArraySlice<UInt8>
  ) -> [(symbol: Int, extra: Int, extraBits: Int)] {
    var result: [(symbol: Int, extra: Int, extraBits: Int)] = []
    var rest = lengths
    while let length = rest.first {
      var run = rest.prefix { $0 == length }.count
      rest = rest.dropFirst(run)
      if length > 0 {
        result.append((Int(length), 0, 0))
        run -= 1
      }
      while run >= 3 {
        let part = min(run, length > 0 ? 6 : 138)
        switch (length, part) {
        case (1..., _): result.append((16, part - 3, 2))
        case (_, ...10): result.append((17, part - 3, 3))
        default: result.append((18, part - 11, 7))
        }
        run -= part
      }
      for _ in 0..<run { result.append((Int(length), 0, 0)) }
    }
    return result
  }
}
