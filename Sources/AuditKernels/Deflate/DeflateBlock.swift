/// Writes blocks of a DEFLATE stream, each in the shortest of its three forms (RFC 1951, section 3.2.3).
///
/// Of one stream.
final class DeflateBlock: @unchecked Sendable {
  private var bits: UInt64 = 0
  private var bitCount = 0
  /// Bytes of the block that is written; a form longer than the plain bytes is never chosen.
  private let output: Store<UInt8>
  private var count = 0
  /// By symbol: the word below, its length from bit 32 on.
  private let literalWords: Store<UInt64>
  private let distanceWords: Store<UInt64>

  init() {
    output = .allocate((128 << 10) + 4096, fill: 0)
    literalWords = .allocate(DeflateTokens.literalSymbols, fill: 0)
    distanceWords = .allocate(DeflateTokens.distanceSymbols, fill: 0)
  }

  deinit {
    output.deallocate()
    literalWords.deallocate()
    distanceWords.deallocate()
  }

  func write(
    _ tokens: DeflateTokens, of bytes: Bytes, isLast: Bool, to result: inout [UInt8]
  ) {
    let literals = PrefixCode(counts: tokens.literalCounts.array, limit: 15)
    let distances = PrefixCode(counts: tokens.distanceCounts.array, limit: 15)
    let header = DeflateHeader(literals: literals, distances: distances)
    let extra = DeflateBlock.extraBits(tokens)
    let own =
      header.bitCount + literals.cost(of: tokens.literalCounts)
      + distances.cost(of: tokens.distanceCounts) + extra
    let fixed =
      DeflateBlock.fixedLiterals.cost(of: tokens.literalCounts)
      + DeflateBlock.fixedDistances.cost(of: tokens.distanceCounts) + extra
    let stored = bytes.count * 8 + (bytes.count / 65_535 + 1) * 40
    if stored <= min(own, fixed) {
      writeStored(bytes, isLast: isLast)
    } else if fixed <= own {
      put(isLast ? 1 : 0, 1)
      put(1, 2)
      writeTokens(tokens, DeflateBlock.fixedLiterals, DeflateBlock.fixedDistances)
    } else {
      put(isLast ? 1 : 0, 1)
      put(2, 2)
      header.write { put($0, $1) }
      writeTokens(tokens, literals, distances)
    }
    drain(to: &result)
  }

  /// Fills the last byte up; the next block begins another stream.
  func flush(to result: inout [UInt8]) {
    put(0, (8 - bitCount % 8) % 8)
    drain(to: &result)
  }

  private func writeTokens(
    _ tokens: DeflateTokens, _ literals: PrefixCode, _ distances: PrefixCode
  ) {
    for symbol in 0..<literalWords.capacity {
      literalWords[symbol] =
        UInt64(literals.lengths[symbol]) << 32 | UInt64(literals.words[symbol])
    }
    for symbol in 0..<distanceWords.capacity {
      distanceWords[symbol] =
        UInt64(distances.lengths[symbol]) << 32 | UInt64(distances.words[symbol])
    }
    for index in 0..<tokens.count {
      let token = tokens[index]
      guard !token.isLiteral else {
        put(packed: literalWords[token.first])
        continue
      }
      let length = DeflateTokens.lengthSymbol(token.first)
      put(packed: literalWords[length.symbol])
      put(token.first & (1 << length.extra - 1), length.extra)
      let distance = DeflateTokens.distanceSymbol(token.second)
      put(packed: distanceWords[distance.symbol])
      put(token.second & (1 << distance.extra - 1), distance.extra)
    }
    put(packed: literalWords[DeflateTokens.endOfBlock])
  }

  /// Plain bytes, in pieces whose length fits into two bytes.
  private func writeStored(_ bytes: Bytes, isLast: Bool) {
    var start = 0
    repeat {
      let piece = min(65_535, bytes.count - start)
      put(isLast && start + piece == bytes.count ? 1 : 0, 1)
      put(0, 2)
      put(0, (8 - bitCount % 8) % 8)
      put(piece, 16)
      put(~piece & 0xFFFF, 16)
      moveBytes()
      output.copy(bytes.slice(start, piece), to: &count)
      start += piece
    } while start < bytes.count
  }

  private static func extraBits(_ tokens: DeflateTokens) -> Int {
    var bits = 0
    for excess in 0..<256 where excess == 0 || lengthBegins(excess) {
      let (symbol, extra) = DeflateTokens.lengthSymbol(excess)
      bits += tokens.literalCounts[symbol] * extra
    }
    for symbol in 4..<DeflateTokens.distanceSymbols {
      bits += tokens.distanceCounts[symbol] * (symbol / 2 - 1)
    }
    return bits
  }

  private static func lengthBegins(_ excess: Int) -> Bool {
    DeflateTokens.lengthSymbol(excess).symbol != DeflateTokens.lengthSymbol(excess - 1).symbol
  }

  private static let fixedLiterals = PrefixCode(
    lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = PrefixCode(lengths: Array(repeating: 5, count: 30))
}

extension DeflateBlock {
  /// Appends the lowest `length` bits, at most 16; all above them are zero.
  @inline(__always) private func put(_ value: Int, _ length: Int) {
    assert(value >> length == 0 && length <= 16, "\(value) in \(length) bits")
    bits |= UInt64(value) << UInt64(bitCount)
    bitCount += length
    if bitCount >= 32 { moveBytes() }
  }

  @inline(__always) private func put(packed word: UInt64) {
    bits |= (word & 0xFFFF) << UInt64(bitCount)
    bitCount += Int(word >> 32)
    if bitCount >= 32 { moveBytes() }
  }

  /// Moves whole bytes into the output.
  @inline(__always) private func moveBytes() {
    assert(count + 8 <= output.capacity)
    // SAFETY: the form was chosen for being no longer than the plain bytes, and there is room for those and more.
    unsafe UnsafeMutableRawPointer(output.base + count).storeBytes(
      of: bits.littleEndian, as: UInt64.self)
    count += bitCount / 8
    bits >>= UInt64(bitCount & ~7)
    bitCount &= 7
  }

  private func drain(to result: inout [UInt8]) {
    moveBytes()
    // SAFETY: `count` bytes were written.
    unsafe Bytes(output.base, count).append(to: &result)
    count = 0
  }
}

extension Store where Element == Int {
  fileprivate var array: [Int] { (0..<capacity).map { self[$0] } }
}
