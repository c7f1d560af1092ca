/// A code in which no word begins another, short for what is frequent (Huffman; RFC 1951, section 3.2.2).
struct PrefixCode {
  /// Bits of each symbol's word; 0 for a symbol that does not occur.
  private(set) var lengths: [UInt8]
  /// The words, their first bit lowest, as DEFLATE packs them.
  private(set) var words: [UInt16]

  /// With given lengths, such as those of the fixed code.
  init(lengths: [UInt8]) {
    self.lengths = lengths
    words = PrefixCode.words(of: lengths)
  }

  /// The best code for the counts with words of at most `limit` bits.
  ///
  /// Where the best one is longer, differences between the counts are halved until it is not.
  init(counts: [Int], limit: Int) {
    var counts = counts
    var lengths = PrefixCode.lengths(of: counts)
    while let longest = lengths.max(), Int(longest) > limit {
      for symbol in counts.indices where counts[symbol] > 0 {
        counts[symbol] = (counts[symbol] + 1) / 2
      }
      lengths = PrefixCode.lengths(of: counts)
    }
    self.init(lengths: lengths)
  }

  /// Lengths of Huffman's code; one symbol alone, or none, gets a word of one bit, as decoders expect.
  private static func lengths(of counts: [Int]) -> [UInt8] {
    var lengths = [UInt8](repeating: 0, count: counts.count)
    let symbols = counts.indices.filter { counts[$0] > 0 }
      .sorted { (counts[$0], $0) < (counts[$1], $1) }
    guard symbols.count > 1 else {
      lengths[symbols.first ?? 0] = 1
      return lengths
    }
    // Nodes in the order they are made: leaves by rising weight, then pairs, whose weights rise as well.
    var weights = symbols.map { counts[$0] }
    var parents = [Int](repeating: 0, count: 2 * symbols.count - 1)
    var (leaf, pair) = (0, symbols.count)
    func lightest() -> Int {
      let takesLeaf =
        leaf < symbols.count && (pair >= weights.count || weights[leaf] <= weights[pair])
      defer { if takesLeaf { leaf += 1 } else { pair += 1 } }
      return takesLeaf ? leaf : pair
    }
    while weights.count < parents.count {
      let (first, second) = (lightest(), lightest())
      parents[first] = weights.count
      parents[second] = weights.count
      weights.append(weights[first] + weights[second])
    }
    var depths = [UInt8](repeating: 0, count: parents.count)
    for node in (0..<parents.count - 1).reversed() { depths[node] = depths[parents[node]] + 1 }
    for (node, symbol) in symbols.enumerated() { lengths[symbol] = depths[node] }
    return lengths
  }

  /// Words of a length count upwards in the symbols' order.
  private static func words(of lengths: [UInt8]) -> [UInt16] {
    var counts = [Int](repeating: 0, count: 16)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var next = [Int](repeating: 0, count: 16)
    for length in 1..<16 { next[length] = (next[length - 1] + counts[length - 1]) << 1 }
    return lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      return reversed(next[Int(length)], bits: Int(length))
    }
  }

  private static func reversed(_ word: Int, bits: Int) -> UInt16 {
    var result = 0
    for bit in 0..<bits { result |= (word >> bit & 1) << (bits - 1 - bit) }
    return UInt16(truncatingIfNeeded: result)
  }

  /// Bits that so many of each symbol take.
  func cost(of counts: Store<Int>) -> Int {
    var bits = 0
    for symbol in 0..<counts.capacity { bits += counts[symbol] * Int(lengths[symbol]) }
    return bits
  }
}
