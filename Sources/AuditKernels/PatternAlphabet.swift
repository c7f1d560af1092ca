/// The characters of a pattern's sets, cut into classes that no set of the pattern tells apart.
///
/// A class has a number from 0; `bytes` says how UTF-8 leads to it. Surrogates and what lies past U+10FFFF belong to no
/// class, so that ill-formed text matches nothing.
struct PatternAlphabet {
  /// Ranges of scalars from 0 on without a gap; the class of each, -1 for none.
  private let starts: [UInt32]
  private var classOfRange: [Int]
  private(set) var classCount = 1
  /// The classes of each of the pattern's sets.
  private(set) var classesOfSet: [[Int]] = []

  private static let end: UInt32 = 0x11_0000

  init(_ sets: [ScalarSet], _ budget: inout PatternBudget) throws(PatternError) {
    var cuts: Set<UInt32> = [0, 0xD800, 0xE000, PatternAlphabet.end]
    for set in sets {
      try budget.spend(set.ranges.count)
      for range in set.ranges {
        cuts.insert(range.lowerBound)
        cuts.insert(range.upperBound + 1)
      }
    }
    starts = cuts.sorted()
    classOfRange = starts.map {
      (0xD800..<0xE000).contains($0) || $0 >= PatternAlphabet.end ? -1 : 0
    }
    var sizes = [classOfRange.count { $0 == 0 }]
    for set in sets { try split(by: set, &sizes, &budget) }
    for set in sets {
      var classes: Set<Int> = []
      for index in rangeIndices(of: set) where classOfRange[index] >= 0 {
        classes.insert(classOfRange[index])
      }
      classesOfSet.append(classes.sorted())
    }
  }

  /// Classes that lie partly in the set become two.
  private mutating func split(
    by set: ScalarSet, _ sizes: inout [Int], _ budget: inout PatternBudget
  ) throws(PatternError) {
    let inside = rangeIndices(of: set).filter { classOfRange[$0] >= 0 }
    try budget.spend(inside.count)
    var counts: [Int: Int] = [:]
    for index in inside { counts[classOfRange[index], default: 0] += 1 }
    var renamed: [Int: Int] = [:]
    for index in inside {
      let old = classOfRange[index]
      guard let count = counts[old], count < sizes[old] else { continue }
      let new = renamed[old] ?? sizes.count
      if new == sizes.count {
        renamed[old] = new
        sizes.append(count)
      }
      classOfRange[index] = new
    }
    for (old, new) in renamed { sizes[old] -= sizes[new] }
    classCount = sizes.count
  }

  private func rangeIndices(of set: ScalarSet) -> [Int] {
    var indices: [Int] = []
    for range in set.ranges {
      var index = rangeIndex(of: range.lowerBound)
      while index < starts.count, starts[index] <= range.upperBound {
        indices.append(index)
        index += 1
      }
    }
    return indices
  }

  private func rangeIndex(of scalar: UInt32) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= scalar { low = middle } else { high = middle }
    }
    return low
  }

  /// The classes that have a scalar outside the set.
  func classes(outside set: ScalarSet) -> Set<Int> {
    var classes: Set<Int> = []
    for (index, start) in starts.enumerated() where classOfRange[index] >= 0 {
      let last = starts[index + 1] - 1
      if !set.ranges.contains(where: { $0.contains(start) && $0.contains(last) }) {
        classes.insert(classOfRange[index])
      }
    }
    return classes
  }

  /// The class of a scalar or of what is none, and the first number after the range it lies in.
  func classAndEnd(_ scalar: UInt32) -> (class: Int, end: UInt32) {
    let index = rangeIndex(of: scalar)
    return (classOfRange[index], index + 1 < starts.count ? starts[index + 1] : .max)
  }
}

/// How UTF-8 spells the classes of an alphabet: a tree whose equal branches are one.
///
/// An entry is a class, or a class count plus the number of a node, or -1 where no well-formed text goes on
/// (Unicode 3.9, table 3-7). The root has 256 entries; a node has 64, for the bytes 80 to BF, and comes after the nodes
/// that it leads to.
struct PatternByteTree {
  private(set) var root = [Int](repeating: -1, count: 256)
  private(set) var nodes: [[Int]] = []
  /// Bytes of one class are never told apart; class 0 has those that UTF-8 never has.
  private(set) var classOfByte = [UInt8](repeating: 0, count: 256)
  private(set) var byteClassCount = 1
  let alphabet: PatternAlphabet
  private var numberOfNode: [[Int]: Int] = [:]
  /// By class and depth, the entry of scalars that are all of that class; `unmade` until there is one.
  private var entryOfClass: [Int]
  private static let unmade = -2

  init(_ alphabet: PatternAlphabet, _ budget: inout PatternBudget) throws(PatternError) {
    self.alphabet = alphabet
    entryOfClass = Array(repeating: PatternByteTree.unmade, count: 4 * alphabet.classCount)
    for byte in 0..<0x80 { root[byte] = alphabet.classAndEnd(UInt32(byte)).class }
    for (leads, depth, least): (ClosedRange<UInt32>, UInt32, UInt32) in [
      (0xC2...0xDF, 1, 0x80), (0xE0...0xEF, 2, 0x800), (0xF0...0xF4, 3, 0x1_0000),
    ] {
      for lead in leads {
        let first = (lead & (0x3F >> depth)) << (6 * depth)
        root[Int(lead)] = try entry(first, depth, least, &budget)
      }
    }
    numberOfNode = [:]
    findByteClasses()
  }

  /// Where `depth` more bytes lead that spell the scalars from `first` on; those below `least` have shorter spellings.
  private mutating func entry(
    _ first: UInt32, _ depth: UInt32, _ least: UInt32, _ budget: inout PatternBudget
  ) throws(PatternError) -> Int {
    let size: UInt32 = 1 << (6 * depth)
    guard first + size > least else { return -1 }
    let (classNumber, end) = alphabet.classAndEnd(first)
    if depth == 0 { return classNumber }
    if first >= least, first + size <= end {
      return try entry(ofClass: classNumber, depth, &budget)
    }
    var entries: [Int] = []
    entries.reserveCapacity(64)
    if depth == 1 {
      // Scalars with shorter spellings end where such a node does.
      var scalar = first
      while scalar < first + size {
        let (number, end) = alphabet.classAndEnd(scalar)
        let next = min(end, first + size)
        entries.append(contentsOf: repeatElement(number, count: Int(next - scalar)))
        scalar = next
      }
    } else {
      for index in 0..<UInt32(64) {
        entries.append(try entry(first + index << (6 * (depth - 1)), depth - 1, least, &budget))
      }
    }
    return try node(entries, &budget)
  }

  /// Where `depth` more bytes lead, if to one class whatever they are.
  private mutating func entry(
    ofClass number: Int, _ depth: UInt32, _ budget: inout PatternBudget
  ) throws(PatternError) -> Int {
    guard number >= 0, depth > 0 else { return number }
    let place = 4 * number + Int(depth)
    if entryOfClass[place] == PatternByteTree.unmade {
      let below = try entry(ofClass: number, depth - 1, &budget)
      entryOfClass[place] = try node(Array(repeating: below, count: 64), &budget)
    }
    return entryOfClass[place]
  }

  private mutating func node(
    _ entries: [Int], _ budget: inout PatternBudget
  ) throws(PatternError) -> Int {
    try budget.spend(64)
    guard entries.contains(where: { $0 >= 0 }) else { return -1 }
    if let known = numberOfNode[entries] { return alphabet.classCount + known }
    nodes.append(entries)
    numberOfNode[entries] = nodes.count - 1
    return alphabet.classCount + nodes.count - 1
  }

  private mutating func findByteClasses() {
    var classOfEntry: [Int: UInt8] = [-1: 0]
    for byte in 0..<256 where !(0x80...0xBF).contains(byte) {
      let known = classOfEntry[root[byte]] ?? UInt8(byteClassCount)
      if Int(known) == byteClassCount {
        classOfEntry[root[byte]] = known
        byteClassCount += 1
      }
      classOfByte[byte] = known
    }
    var representatives: [Int] = []
    for byte in 0..<64 {
      let same = representatives.first { other in nodes.allSatisfy { $0[other] == $0[byte] } }
      if let same {
        classOfByte[0x80 + byte] = classOfByte[0x80 + same]
      } else {
        representatives.append(byte)
        classOfByte[0x80 + byte] = UInt8(byteClassCount)
        byteClassCount += 1
      }
    }
  }
}
