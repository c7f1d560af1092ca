/// What each byte of a one-byte encoding stands for, and which bytes join the one before them.
package struct EncodingTable: Sendable {
  /// The scalar of each byte; `invalid` for a byte that stands for nothing.
  package let scalars: [UInt16]
  /// A byte that is a mark, after the byte of its letter: both are one scalar.
  package let pairs: [Pair]

  private let joined: [Join: UInt16]

  package static let invalid: UInt16 = 0xFFFF

  private struct Join: Hashable {
    let letter: UInt8
    let mark: UInt8

    init(_ letter: UInt8, _ mark: UInt8) {
      self.letter = letter
      self.mark = mark
    }
  }

  package struct Pair: Hashable, Sendable {
    package let letter: UInt8
    package let mark: UInt8
    package let scalar: UInt16
  }

  /// - `high`: 128 hexadecimal scalars, of the bytes from 80 on.
  /// - `low`: `byte=scalar` for those bytes below 80 that are not ASCII.
  /// - `pairs`: lines of a mark's byte and `letter=scalar` of the letters it joins.
  init(high: String, low: String = "", pairs: String = "") {
    var scalars = (0..<128).map { UInt16($0) }
    scalars += high.split { $0 == " " || $0 == "\n" }.map { EncodingTable.number($0) }
    for (byte, scalar) in low.split(separator: " ").compactMap(EncodingTable.assignment) {
      scalars[byte] = scalar
    }
    precondition(scalars.count == 256, "\(scalars.count) bytes in a table")
    self.scalars = scalars
    let pairs = pairs.split(separator: "\n").flatMap { line in
      let words = line.split(separator: " ")
      let mark = UInt8(truncatingIfNeeded: EncodingTable.number(words[0]))
      return words.dropFirst().compactMap(EncodingTable.assignment).map { letter, scalar in
        Pair(letter: UInt8(truncatingIfNeeded: letter), mark: mark, scalar: scalar)
      }
    }
    self.pairs = pairs
    joined = Dictionary(uniqueKeysWithValues: pairs.map { (Join($0.letter, $0.mark), $0.scalar) })
  }

  private static func number(_ digits: Substring) -> UInt16 { UInt16(digits, radix: 16) ?? invalid }

  private static func assignment(_ word: Substring) -> (byte: Int, scalar: UInt16)? {
    let parts = word.split(separator: "=")
    return parts.count == 2 ? (Int(number(parts[0])), number(parts[1])) : nil
  }

  /// The text as scalars; nil stands for a byte that says nothing.
  ///
  /// The slow twin of `ByteDecoder`, for words and for tests.
  package func decoded(_ bytes: some Sequence<UInt8>) -> [UInt32?] {
    var result: [UInt32?] = []
    var last: UInt8?
    for byte in bytes {
      let letter = last
      last = byte
      if let letter, let scalar = joined[Join(letter, byte)] {
        result[result.count - 1] = UInt32(scalar)
      } else {
        let scalar = scalars[Int(byte)]
        result.append(scalar == EncodingTable.invalid ? nil : UInt32(scalar))
      }
    }
    return result
  }
}
