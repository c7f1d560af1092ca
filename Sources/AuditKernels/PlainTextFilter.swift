/// Tells at a glance of most short plain texts that they are none of some words.
package struct PlainTextFilter: Sendable {
  /// 256 bits for each count of characters from 0, four words each: first bytes that words of so many may have.
  private let firstBytes: [UInt64]
  private let longest: Int

  /// - `longest`: the most characters that any word has, spaces aside.
  /// - `mayBegin`: whether one of so many characters may begin with the byte; asked up to `longest` + 1, which stands
  ///   for all that have more.
  package init(longest: Int, mayBegin: (_ byte: UInt8, _ count: Int) -> Bool) {
    self.longest = longest
    var bits = Array(repeating: UInt64(0), count: 4 * (longest + 2))
    for count in 0...(longest + 1) {
      for byte in UInt8.min...UInt8.max where mayBegin(byte, count) {
        bits[4 * count + Int(byte >> 6)] |= 1 << UInt64(byte & 63)
      }
    }
    firstBytes = bits
  }

  /// Whether the words have to be looked through for a text that `Evaluator.isPlain` lets pass.
  @inline(__always) func mayHold(_ text: Bytes) -> Bool {
    var count = 0
    for position in 0..<text.count {
      let byte = text[position]
      count &+= byte == 0x20 || byte & 0xC0 == 0x80 ? 0 : 1
    }
    let first = text[0]
    let row = 4 &* min(count, longest &+ 1)
    return firstBytes[row &+ Int(first >> 6)] >> UInt64(first & 63) & 1 == 1
  }
}
