internal import AuditKernels
internal import AuditSystem

/// Keys and group records of one worker that went to the disk, by rule and partition.
///
/// A partition comes back whole, and one at a time on each core, so that memory holds a 256th of the keys.
struct SpilledKeys: Sendable {
  private let file: SpoolFile
  private var runs: [[[Run]]]

  /// Words that lie together in the file.
  private struct Run {
    var offset: Int
    var count: Int
  }

  init(ruleCount: Int, folder: String?) throws {
    file = try SpoolFile(in: folder)
    let none: [[Run]] = Array(repeating: [], count: KeyCollector.partitions)
    runs = Array(repeating: none, count: ruleCount)
  }

  /// Empties a collector into the file.
  mutating func take(_ collector: KeyCollector, rule: Int) throws {
    try collector.drain { partition, words in
      runs[rule][partition].append(Run(offset: file.byteCount, count: words.count))
      try file.append(words: words)
    }
  }

  /// Empties a collector of groups into the file.
  mutating func take(_ collector: GroupCollector, rule: Int) throws {
    try collector.drain { partition, words in
      runs[rule][partition].append(Run(offset: file.byteCount, count: words.count))
      try file.append(words: words)
    }
  }

  /// All entries of a rule's partition, one after another.
  func words(rule: Int, partition: Int) throws -> [UInt64] {
    var list: [UInt64] = []
    for run in runs[rule][partition] { try file.read(run.count, at: run.offset, onto: &list) }
    return list
  }
}
