/// Words that a short text may be, known by how many characters they have and by the first and the last of these.
package final class PlainWords: @unchecked Sendable {
  /// A number of characters each from 0, then a kind of the first: the kinds of the last, a bit each.
  // SAFETY: allocated by `init`, written by it alone, freed by `deinit`.
  private let lastKinds: Store<UInt32>
  /// Of the scalars U+0000 to U+024F and U+1E00 to U+1EFF, by their lowest eleven bits.
  private let kinds: Store<UInt8>
  private let longest: Int
  /// Of words of any number of characters: most texts are told from all of them without being counted.
  private let anyLastKinds: Store<UInt32>

  private static let kindLimit = 32

  /// - `longest`: the most characters that any word has, spaces aside.
  /// - `kindCount`: at most 32.
  /// - `lastKinds`: asked up to `longest` + 1 characters, which stands for all that have more.
  package init(
    longest: Int, kindCount: Int, kind: (_ scalar: UInt32) -> Int,
    lastKinds: (_ count: Int, _ first: Int) -> UInt32
  ) {
    precondition(kindCount <= PlainWords.kindLimit, "\(kindCount)")
    self.longest = longest
    self.lastKinds = .allocate((longest + 2) * PlainWords.kindLimit, fill: 0)
    anyLastKinds = .allocate(PlainWords.kindLimit, fill: 0)
    for count in 0...(longest + 1) {
      for first in 0..<kindCount {
        let kinds = lastKinds(count, first)
        self.lastKinds[count * PlainWords.kindLimit + first] = kinds
        anyLastKinds[first] |= kinds
      }
    }
    kinds = .allocate(0x800, fill: 0)
    for scalars in [0..<0x250, 0x1E00..<0x1F00] as [Range<UInt32>] {
      for scalar in scalars { kinds[Int(scalar & 0x7FF)] = UInt8(kind(scalar)) }
    }
  }

  deinit {
    lastKinds.deallocate()
    anyLastKinds.deallocate()
    kinds.deallocate()
  }

  /// Whether it may be one of the words; never false for one that is.
  ///
  /// Of well-formed text that is not empty and made of such scalars, without a space at its ends.
  @inline(__always) func mayHold(_ text: Bytes) -> Bool {
    let first = Int(kinds[PlainWords.first(text)])
    let last = UInt32(kinds[PlainWords.last(text)])
    guard anyLastKinds[first] >> last & 1 == 1 else { return false }
    let row = min(PlainWords.count(text), longest &+ 1) &* PlainWords.kindLimit
    return lastKinds[row &+ first] >> last & 1 == 1
  }

  /// Characters besides spaces.
  @inline(__always) private static func count(_ text: Bytes) -> Int {
    var others = 0
    var position = 0
    while position < text.count {
      let word = text.word(at: position)
      let difference = word ^ 0x2020_2020_2020_2020
      let isSpace = ~((difference & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7F7F_7F7F_7F7F_7F7F) | difference)
      var marks = (isSpace | word & (~word << 1)) & 0x8080_8080_8080_8080
      let rest = text.count &- position
      if rest < 8 { marks &= ~0 >> UInt64(64 &- 8 &* rest) }
      others &+= marks.nonzeroBitCount
      position &+= 8
    }
    return text.count &- others
  }

  /// The lowest eleven bits of the first scalar.
  @inline(__always) private static func first(_ text: Bytes) -> Int {
    let lead = Int(text[0])
    guard lead >= 0x80 else { return lead }
    guard lead >= 0xE0 else { return (lead & 0x1F) << 6 | Int(text[1] & 0x3F) }
    return (Int(text[1] & 0x3F) << 6 | Int(text[2] & 0x3F)) & 0x7FF
  }

  /// The lowest eleven bits of the last scalar.
  @inline(__always) private static func last(_ text: Bytes) -> Int {
    let end = text.count &- 1
    let byte = Int(text[end])
    guard byte >= 0x80 else { return byte }
    return (Int(text[end &- 1]) << 6 | byte & 0x3F) & 0x7FF
  }
}
