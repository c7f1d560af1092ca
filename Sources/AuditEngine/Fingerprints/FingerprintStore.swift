package import AuditKernels
internal import AuditSystem

/// Takes the fingerprints of a run's findings: keyed hashes by which a later run knows a finding again.
///
/// A fingerprint is of the resource, the rule, the field and the record's key, and of no value and no position: a
/// finding stays the same while the same field of the same record breaks the same rule. Findings of no record are
/// known by what they are about, such as the missing key or the column. Two findings of one rule that look the same are
/// kept as two.
package final class FingerprintStore: Sendable {
  private let secret: SipHash
  private let resources = Shared<[String: RuleFingerprints]>([:])

  /// `secret`: the same for all runs that are to be compared.
  package init(secret: SipHash) { self.secret = secret }

  /// Of a resource by its name in the project; nil where it could not be read whole.
  package func fingerprints(of resource: String) -> RuleFingerprints? {
    resources.with { $0[resource] }
  }

  func keep(_ fingerprints: RuleFingerprints, of resource: String) {
    resources.with { $0[resource] = fingerprints }
  }

  /// The hash for findings of one rule about one field: a key of its own, so that hashes of two rules tell nothing of each other.
  func hash(resource: String, rule: String, field: String) -> SipHash {
    var bytes: [UInt8] = [0]
    for text in [resource, rule, field] {
      bytes += Array(text.utf8)
      // No name has a zero byte.
      bytes.append(0)
    }
    let first = secret.hash(bytes)
    bytes[0] = 1
    return SipHash(key0: first, key1: secret.hash(bytes))
  }
}

/// The fingerprints of a resource's findings, by rule, in memory as far as they fit.
package final class RuleFingerprints: Sendable {
  private let numbers: [String: Int]
  /// Of each check, sorted lists in memory.
  private let lists: [[[UInt64]]]
  private let spilled: [FingerprintSpill]

  init(rules: [String], lists: [[[UInt64]]], spilled: [FingerprintSpill]) {
    numbers = Dictionary(
      rules.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.lists = lists
    self.spilled = spilled
  }

  /// Hands on all fingerprints of a rule, the smallest first, in pieces of `size` but for the last.
  package func forEachPiece(
    of rule: String, size: Int, _ body: ([UInt64]) throws -> Void
  ) throws {
    guard let check = numbers[rule] else { return }
    var runs = lists[check].filter { !$0.isEmpty }.map { FingerprintRun($0) }
    for spill in spilled { runs += spill.runs(of: check) }
    var piece: [UInt64] = []
    piece.reserveCapacity(size)
    for index in runs.indices { try runs[index].advance() }
    while true {
      var least: Int?
      for index in runs.indices {
        guard let value = runs[index].current else { continue }
        if let known = least, let other = runs[known].current, other <= value { continue }
        least = index
      }
      guard let least, let value = runs[least].current else { break }
      piece.append(value)
      try runs[least].advance()
      if piece.count == size {
        try body(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if !piece.isEmpty { try body(piece) }
  }
}

/// Sorted fingerprints, read one after another from memory or from the disk.
struct FingerprintRun {
  private(set) var current: UInt64?
  private var buffer: [UInt64]
  private var position = 0
  private let spool: SpoolFile?
  private var offset: Int
  private var left: Int
  private static let bufferCount = 8192

  init(_ list: [UInt64]) {
    buffer = list
    (spool, offset, left) = (nil, 0, 0)
  }

  init(_ spool: SpoolFile, offset: Int, count: Int) {
    buffer = []
    self.spool = spool
    self.offset = offset
    left = count
  }

  mutating func advance() throws {
    if position == buffer.count, left > 0, let spool {
      let count = min(left, FingerprintRun.bufferCount)
      buffer.removeAll(keepingCapacity: true)
      try spool.read(count, at: offset, onto: &buffer)
      offset += count * 8
      left -= count
      position = 0
    }
    guard position < buffer.count else {
      current = nil
      return
    }
    current = buffer[position]
    position += 1
  }
}
