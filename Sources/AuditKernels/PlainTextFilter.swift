/// Tells at a glance of most texts that there is nothing to be found in them.
///
/// It asks a text three things, each cheaper than reading it: whether it is made of plain characters with single spaces
/// between them, by an automaton over its bytes; where all letters past ASCII are below U+0100, which the old fonts
/// used for their marks, whether they are words as they stand; and whether it may be one of some words.
package final class PlainTextFilter: @unchecked Sendable {
  /// Rows of 256, by offset, as in `AutomatonTables`; 0 is the dead state's, the next three are of texts that may end.
  // SAFETY: allocated by `init`, written by it alone, freed by `deinit`.
  private let rows: Store<UInt16>
  private let start: Int
  private let isOfWords: @Sendable ([UInt8]) -> Bool
  private let words: PlainWords?

  /// The last of the states of texts that may end: of those with letters past ASCII and none past U+00FF.
  @inline(__always) private static var latin: Int { 256 * PlainTextRows.latin }

  /// - `isPlain`: asked of the characters U+0080 to U+024F and U+1E00 to U+1EFF; others past ASCII are not plain.
  /// - `isOfWords`: asked of plain texts whose letters past ASCII are all below U+0100.
  /// - `words`: what else may be found; nil for nothing.
  package init(
    isPlain: (_ scalar: UInt32) -> Bool, isOfWords: @escaping @Sendable ([UInt8]) -> Bool,
    words: PlainWords?
  ) {
    self.isOfWords = isOfWords
    self.words = words
    let machine = PlainTextRows(isPlain)
    start = machine.start
    rows = .allocate(machine.rows.count, fill: 0)
    for (index, target) in machine.rows.enumerated() { rows[index] = target }
  }

  deinit { rows.deallocate() }

  /// Whether there is nothing to be found; false for those that have to be read, the empty one among them.
  func passes(_ text: Bytes) -> Bool { passes(text, end(of: text, from: start, at: 0)) }

  /// Four texts at a time, a bit each: each step waits for the one before, and one text's waiting is the others' time.
  func passes(_ a: Bytes, _ b: Bytes, _ c: Bytes, _ d: Bytes) -> UInt8 {
    var (w, x, y, z) = (start, start, start, start)
    let shared = min(min(a.count, b.count), min(c.count, d.count))
    var index = 0
    while index < shared {
      w = Int(rows[w &+ Int(a[index])])
      x = Int(rows[x &+ Int(b[index])])
      y = Int(rows[y &+ Int(c[index])])
      z = Int(rows[z &+ Int(d[index])])
      index &+= 1
    }
    return (passes(a, end(of: a, from: w, at: index)) ? 1 : 0)
      | (passes(b, end(of: b, from: x, at: index)) ? 2 : 0)
      | (passes(c, end(of: c, from: y, at: index)) ? 4 : 0)
      | (passes(d, end(of: d, from: z, at: index)) ? 8 : 0)
  }

  /// The state behind the last byte, coming to `index` in another.
  @inline(__always) private func end(of text: Bytes, from state: Int, at index: Int) -> Int {
    var (state, index) = (state, index)
    while index < text.count {
      state = Int(rows[state &+ Int(text[index])])
      index &+= 1
    }
    return state
  }

  @inline(__always) private func passes(_ text: Bytes, _ state: Int) -> Bool {
    guard state > 0, state <= PlainTextFilter.latin,
      state < PlainTextFilter.latin || isOfWords(text.array)
    else { return false }
    return !(words?.mayHold(text) ?? false)
  }
}

/// The automaton: what has been read stands before a character, behind a space or another, or in one.
private struct PlainTextRows {
  /// Texts of ASCII alone, with a letter past U+00FF, with letters past ASCII and none past U+00FF.
  static let ascii = 1
  static let wide = 2
  static let latin = 3

  private(set) var rows = [UInt16](repeating: 0, count: 4 * 256)
  private(set) var start = 0
  private var numbers: [[UInt16]: UInt16] = [:]

  init(_ isPlain: (UInt32) -> Bool) {
    let (ascii, wide, latin) = (PlainTextRows.ascii, PlainTextRows.wide, PlainTextRows.latin)
    // Behind a letter past U+00FF it does not matter what letters come.
    let wideLeads = leads(isPlain, latin: wide, wide: wide)
    let otherLeads = leads(isPlain, latin: latin, wide: wide)
    for (kind, leads) in [(ascii, otherLeads), (wide, wideLeads), (latin, otherLeads)] {
      var row = leads
      for byte in 0x21...0x7E { row[byte] = UInt16(256 * kind) }
      let afterSpace = number(of: row)
      if kind == ascii { start = Int(afterSpace) }
      row[0x20] = afterSpace
      for byte in 0..<256 { rows[256 * kind + byte] = row[byte] }
    }
  }

  /// A row with no more than the first bytes of the plain characters past ASCII, whose last bytes lead to one of two
  /// states.
  private mutating func leads(_ isPlain: (UInt32) -> Bool, latin: Int, wide: Int) -> [UInt16] {
    var result = [UInt16](repeating: 0, count: 256)
    for lead in 0xC2...0xC9 {
      result[lead] = last(isPlain, from: UInt32(lead & 0x1F) << 6, to: lead < 0xC4 ? latin : wide)
    }
    var second = [UInt16](repeating: 0, count: 256)
    for byte in 0xB8...0xBB {
      second[byte] = last(isPlain, from: 0x1000 | UInt32(byte & 0x3F) << 6, to: wide)
    }
    result[0xE1] = number(of: second)
    return result
  }

  /// The state that waits for the last byte of one of the 64 characters from `first` on.
  private mutating func last(
    _ isPlain: (UInt32) -> Bool, from first: UInt32, to state: Int
  ) -> UInt16 {
    var row = [UInt16](repeating: 0, count: 256)
    for offset in 0..<64 where isPlain(first + UInt32(offset)) {
      row[0x80 + offset] = UInt16(256 * state)
    }
    return number(of: row)
  }

  private mutating func number(of row: [UInt16]) -> UInt16 {
    guard row.contains(where: { $0 != 0 }) else { return 0 }
    if let known = numbers[row] { return known }
    let number = UInt16(rows.count)
    numbers[row] = number
    rows += row
    return number
  }
}
