internal import AuditKernels

/// Finds the delimiter by trying: the one under which most of the first records have the same number of fields, more than one.
enum DelimiterDetector {
  static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  static func delimiter(of head: [UInt8]) -> UInt8 {
    var best: (score: Int, delimiter: UInt8) = (0, 0x2C)
    for candidate in candidates {
      let probe = CSVProbe(
        head, dialect: CSVDialect(delimiter: candidate), isWhole: head.count < 64 << 10)
      var counts: [Int: Int] = [:]
      var position = 0
      var records = 0
      while records < 100, let record = probe.record(from: position) {
        position = record.next
        guard !record.isEmptyLine else { continue }
        counts[record.cells.count, default: 0] += 1
        records += 1
      }
      // Of equal counts, the smaller number of fields is looked at last, so that order does not matter.
      for (fields, count) in counts where fields > 1 {
        let score = count * 1000 / max(1, records) * 100 + min(fields, 99)
        if score > best.score { best = (score, candidate) }
      }
    }
    return best.delimiter
  }
}
