/// About how many different values there were, from one byte for each of 16,384 shares of their hashes: HyperLogLog.
///
/// The hash is fixed and the registers hold maxima, so that the estimate depends on the values alone. The standard
/// error is 1.04 / √16384 = 0.81 % (Flajolet and others 2007); the estimator is that of Ertl 2017, section 4, which is
/// good over the whole range without tables.
final class DistinctSketch: @unchecked Sendable {
  static let bits = 14
  static let count = 1 << bits
  // SAFETY: owned and freed here; of one worker.
  let registers: Store<UInt8>

  init() { registers = .allocate(DistinctSketch.count, fill: 0) }
  deinit { registers.deallocate() }

  /// - `hash`: spread over all 64 bits.
  @inline(__always) static func add(_ hash: UInt64, to registers: Store<UInt8>) {
    let index = Int(truncatingIfNeeded: hash >> UInt64(64 &- bits))
    let rest = hash << UInt64(bits) | 1 << UInt64(bits &- 1)
    let rank = UInt8(truncatingIfNeeded: rest.leadingZeroBitCount &+ 1)
    if registers[index] < rank { registers[index] = rank }
  }

  func merge(_ other: DistinctSketch) {
    for index in 0..<DistinctSketch.count where registers[index] < other.registers[index] {
      registers[index] = other.registers[index]
    }
  }

  /// More values than any file has.
  private static let most = 1e15

  var estimate: Int {
    let most = 64 - DistinctSketch.bits + 1
    var counts = Array(repeating: 0, count: most + 1)
    for index in 0..<DistinctSketch.count { counts[Int(registers[index])] += 1 }
    let m = Double(DistinctSketch.count)
    var z = m * DistinctSketch.tau(1 - Double(counts[most]) / m)
    for rank in stride(from: most - 1, through: 1, by: -1) { z = 0.5 * (z + Double(counts[rank])) }
    z += m * DistinctSketch.sigma(Double(counts[0]) / m)
    // 1 / (2 ln 2).
    let alpha = 0.721_347_520_444_481_7
    // Registers that only crafted values fill would say more than numbers hold, or infinitely much.
    return Int(min(alpha * m * m / z, DistinctSketch.most).rounded())
  }

  private static func sigma(_ x: Double) -> Double {
    guard x < 1 else { return .infinity }
    var (x, y, z) = (x, 1.0, x)
    while true {
      x *= x
      let before = z
      z += x * y
      y += y
      if z == before { return z }
    }
  }

  private static func tau(_ x: Double) -> Double {
    guard x > 0, x < 1 else { return 0 }
    var (x, y, z) = (x, 1.0, 1 - x)
    while true {
      x = x.squareRoot()
      let before = z
      y *= 0.5
      z -= (1 - x) * (1 - x) * y
      if z == before { return z / 3 }
    }
  }
}
