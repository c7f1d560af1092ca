/// A block cut into literals and repetitions, with how often each symbol occurs (RFC 1951, section 3.2.5).
///
/// Of one stream.
final class DeflateTokens: @unchecked Sendable {
  /// A literal byte; or, with the highest bit set, length - 3 from bit 16 on and distance - 1 below.
  private let items: Store<UInt32>
  private(set) var count = 0
  /// By symbol: literals 0...255, end of block 256, lengths 257...285.
  let literalCounts: Store<Int>
  let distanceCounts: Store<Int>

  static let literalSymbols = 286
  static let distanceSymbols = 30
  static let endOfBlock = 256

  init(capacity: Int) {
    items = .allocate(capacity, fill: 0)
    literalCounts = .allocate(DeflateTokens.literalSymbols, fill: 0)
    distanceCounts = .allocate(DeflateTokens.distanceSymbols, fill: 0)
  }

  deinit {
    items.deallocate()
    literalCounts.deallocate()
    distanceCounts.deallocate()
  }

  func removeAll() {
    count = 0
    for symbol in 0..<literalCounts.capacity { literalCounts[symbol] = 0 }
    for symbol in 0..<distanceCounts.capacity { distanceCounts[symbol] = 0 }
    literalCounts[DeflateTokens.endOfBlock] = 1
  }

  @inline(__always) func add(literal byte: UInt8) {
    items[count] = UInt32(byte)
    count += 1
    literalCounts[Int(byte)] += 1
  }

  @inline(__always) func add(length: Int, distance: Int) {
    items[count] = 1 << 31 | UInt32(length - 3) << 16 | UInt32(distance - 1)
    count += 1
    literalCounts[DeflateTokens.lengthSymbol(length - 3).symbol] += 1
    distanceCounts[DeflateTokens.distanceSymbol(distance - 1).symbol] += 1
  }

  @inline(__always) subscript(index: Int) -> (isLiteral: Bool, first: Int, second: Int) {
    let item = items[index]
    guard item >> 31 != 0 else { return (true, Int(item), 0) }
    return (false, Int(item >> 16 & 0xFF), Int(item & 0xFFFF))
  }

  /// The symbol of a length and how many of its lowest bits follow; `excess` is the length - 3.
  @inline(__always) static func lengthSymbol(_ excess: Int) -> (symbol: Int, extra: Int) {
    guard excess >= 8 else { return (257 + excess, 0) }
    guard excess < 255 else { return (285, 0) }
    let top = Int.bitWidth - 1 - excess.leadingZeroBitCount
    return (257 + 4 * (top - 1) + (excess >> (top - 2) & 3), top - 2)
  }

  /// The same for a distance; `excess` is the distance - 1.
  @inline(__always) static func distanceSymbol(_ excess: Int) -> (symbol: Int, extra: Int) {
    guard excess >= 4 else { return (excess, 0) }
    let top = Int.bitWidth - 1 - excess.leadingZeroBitCount
    return (2 * top + (excess >> (top - 1) & 1), top - 1)
  }
}
