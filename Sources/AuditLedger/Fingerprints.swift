import AuditModel
import AuditSystem

/// Sorted fingerprints: eight bytes each, the highest byte first.
///
/// Not packed any further: hashes have nothing that could be left out.
enum Fingerprints {
  static func bytes(of list: [UInt64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(list.count * 8)
    for word in list {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  static func list(of bytes: [UInt8]) -> [UInt64] {
    var list: [UInt64] = []
    list.reserveCapacity(bytes.count / 8)
    var word: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if index & 7 == 7 { list.append(word) }
    }
    return list
  }

  /// How often each of the sorted fingerprints of `later` that `earlier` lacks is there, and how many the two share.
  static func compare(
    _ earlier: [UInt64], _ later: [UInt64]
  ) -> (persisting: Int, fixed: Int, appeared: [(fingerprint: UInt64, before: Int, now: Int)]) {
    var (persisting, fixed) = (0, 0)
    var appeared: [(fingerprint: UInt64, before: Int, now: Int)] = []
    var (a, b) = (0, 0)
    while a < earlier.count || b < later.count {
      let value: UInt64
      if b == later.count || a < earlier.count && earlier[a] < later[b] {
        value = earlier[a]
      } else {
        value = later[b]
      }
      let (first, second) = (a, b)
      while a < earlier.count, earlier[a] == value { a += 1 }
      while b < later.count, later[b] == value { b += 1 }
      let (before, now) = (a - first, b - second)
      persisting += min(before, now)
      fixed += max(0, before - now)
      if now > before { appeared.append((value, before, now)) }
    }
    return (persisting, fixed, appeared)
  }
}

extension Ledger {
  /// Made ready once: a comparison asks for thousands of lists.
  private func fingerprintCommand() throws -> LedgerCommand {
    if let known = fingerprintQuery { return known }
    let made = try LedgerCommand(
      "SELECT id, bytes FROM fingerprints WHERE id BETWEEN ? AND ? ORDER BY id", on: database)
    fingerprintQuery = made
    return made
  }

  /// All fingerprints of a rule, sorted; nil where none were made.
  func fingerprints(of rule: LedgerRule, _ position: Int, in run: LedgerRun) throws -> [UInt64]? {
    let first = (run.number << LedgerSchema.shift | position) << LedgerSchema.shift
    let command = try fingerprintCommand()
    try command.begin([.integer(first), .integer(first + (1 << LedgerSchema.shift) - 1)])
    var digest = SHA256()
    var list: [UInt64] = []
    var pieceCount = 0
    while try command.step() {
      guard command.value(0) == .integer(first + pieceCount), let bytes = command.value(1).blob
      else { throw broken("fingerprints", run) }
      pieceCount += 1
      digest.update(bytes)
      list += Fingerprints.list(of: bytes)
    }
    guard let expected = rule.fingerprintsDigest, let count = rule.findingCount else {
      guard pieceCount == 0 else { throw broken("fingerprints", run) }
      return nil
    }
    guard digest.finish() == expected, list.count == count else {
      throw broken("fingerprints", run)
    }
    return list
  }
}
