/// What every stage is compared with: each byte of the file read and looked at once, by a plain loop.
enum Yardstick {
  /// Counted in runs whose count fits a byte, which the compiler turns into vectors.
  static func lineFeeds(in bytes: [UInt8]) -> Int {
    let span = bytes.span
    var count = 0
    var start = 0
    while start < span.count {
      let end = min(span.count, start + 240)
      var found: UInt8 = 0
      for index in start..<end {
        // SAFETY: the index is from `start` and below `end`, which is at most the count.
        found &+= unsafe span[unchecked: index] == 0x0A ? 1 : 0
      }
      count += Int(found)
      start = end
    }
    return count
  }
}
