/// DEFLATE read the slow, obvious way, bit by bit (RFC 1951, section 3.2): the twin of `DeflateStream`.
struct Inflater {
  private let bytes: [UInt8]
  private var position = 0
  private var output: [UInt8] = []

  struct Mistake: Error { let text: String }

  static func inflate(_ bytes: [UInt8]) throws -> [UInt8] {
    var inflater = Inflater(bytes: bytes)
    while try !inflater.readBlock() {}
    guard (inflater.position + 7) / 8 == bytes.count else { throw Mistake(text: "bytes behind") }
    return inflater.output
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether it was the last.
  private mutating func readBlock() throws -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try readStored()
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
      try readTokens(Code(lengths), Code(Array(repeating: 5, count: 30)))
    case 2:
      let (literals, distances) = try readCodes()
      try readTokens(literals, distances)
    default: throw Mistake(text: "a block of an unknown form")
    }
    return isLast
  }

  private mutating func readStored() throws {
    position = (position + 7) / 8 * 8
    let (count, complement) = (try bits(16), try bits(16))
    guard count == ~complement & 0xFFFF else { throw Mistake(text: "a wrong length") }
    for _ in 0..<count { output.append(UInt8(try bits(8))) }
  }

  private mutating func readCodes() throws -> (Code, Code) {
    let (literals, distances, told) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
    var own = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for symbol in order.prefix(told) { own[symbol] = try bits(3) }
    let code = Code(own)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      switch try symbol(of: code) {
      case 16:
        guard let last = lengths.last else { throw Mistake(text: "nothing to repeat") }
        lengths += Array(repeating: last, count: try bits(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try bits(3) + 3)
      case 18: lengths += Array(repeating: 0, count: try bits(7) + 11)
      case let length: lengths.append(length)
      }
    }
    guard lengths.count == literals + distances else { throw Mistake(text: "too many lengths") }
    return (Code(Array(lengths.prefix(literals))), Code(Array(lengths.suffix(distances))))
  }

  private mutating func readTokens(_ literals: Code, _ distances: Code) throws {
    let lengthBases = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
      163, 195, 227, 258,
    ]
    let distanceBases = [
      1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
      2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    while true {
      let symbol = try symbol(of: literals)
      guard symbol != 256 else { return }
      guard symbol > 256 else {
        output.append(UInt8(symbol))
        continue
      }
      let extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
      let length = lengthBases[symbol - 257] + (try bits(extra))
      let second = try self.symbol(of: distances)
      let distance = distanceBases[second] + (try bits(max(0, second / 2 - 1)))
      guard distance <= min(output.count, 32768) else { throw Mistake(text: "too far back") }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func bits(_ count: Int) throws -> Int {
    var value = 0
    for bit in 0..<count {
      guard position / 8 < bytes.count else { throw Mistake(text: "cut short") }
      value |= Int(bytes[position / 8] >> UInt8(position % 8) & 1) << bit
      position += 1
    }
    return value
  }

  private mutating func symbol(of code: Code) throws -> Int {
    var word = 1
    for _ in 1...15 {
      word = word << 1 | (try bits(1))
      if let symbol = code.symbols[word] { return symbol }
    }
    throw Mistake(text: "a word that the code has not")
  }

  /// Symbols by word, each word with a 1 before it.
  private struct Code {
    var symbols: [Int: Int] = [:]

    init(_ lengths: [Int]) {
      var word = 2
      for length in 1...15 {
        for (symbol, own) in lengths.enumerated() where own == length {
          symbols[word] = symbol
          word += 1
        }
        word <<= 1
      }
    }
  }
}
