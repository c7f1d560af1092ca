internal import AuditKernels
package import AuditModel
package import AuditRules
package import AuditSystem

/// The waivers in force for one resource, by the numbers of its checks.
///
/// Asked for failing records alone: a resource without waivers pays nothing, one with waivers a look into a table a failure.
package struct ResourceWaivers: Sendable {
  /// What one check accepts: numbers of `entries`.
  struct CheckWaivers: Sendable {
    var wholeRule: Int?
    var values: [[UInt8]: Int] = [:]
    var digests: [[UInt8]: Int] = [:]
    var keyedDigests: [[UInt8]: Int] = [:]

    var hasKeys: Bool { !(values.isEmpty && digests.isEmpty && keyedDigests.isEmpty) }
  }

  /// One key of a waiver, or its whole rule: what failures are counted by.
  struct Entry: Sendable {
    /// Its number in the run.
    var waiver: Int
    var check: Int
    var isWholeRule: Bool
    var note: LocalizedText
  }

  private(set) var entries: [Entry] = []
  private var checks: [CheckWaivers?]
  private let keyColumns: [Int]
  private let secret: KeyedDigest?

  /// - `keyColumns`: nil where the source lacks one of the key's fields, so that no record has a key.
  init(checkCount: Int, keyColumns: [Int]?, secret: KeyedDigest?) {
    checks = Array(repeating: nil, count: checkCount)
    self.keyColumns = keyColumns ?? []
    self.secret = secret
  }

  /// Adds a waiver; where two accept the same, the first of them does.
  mutating func add(_ waiver: WaiverSpec, number: Int, check: Int) {
    var known = checks[check] ?? CheckWaivers()
    func entry(isWholeRule: Bool) -> Int {
      entries.append(
        Entry(waiver: number, check: check, isWholeRule: isWholeRule, note: waiver.note))
      return entries.count - 1
    }
    switch waiver.scope {
    case .wholeRule:
      let number = entry(isWholeRule: true)
      known.wholeRule = known.wholeRule ?? number
    case .keys(let keys):
      for key in keys {
        let number = entry(isWholeRule: false)
        switch key {
        case .value(let value): known.values[value] = known.values[value] ?? number
        case .digest(let digest): known.digests[digest] = known.digests[digest] ?? number
        case .keyedDigest(let digest):
          known.keyedDigests[digest] = known.keyedDigests[digest] ?? number
        }
      }
    }
    checks[check] = known
  }

  /// What accepts all failures of a check; nil for nothing.
  func ofRule(_ check: Int) -> Int? { checks[check]?.wholeRule }

  /// What accepts a failure of a record; nil for nothing.
  func of(_ check: Int, _ origin: RecordCells, _ record: Int) -> Int? {
    guard let known = checks[check] else { return nil }
    guard known.hasKeys, !keyColumns.isEmpty else { return known.wholeRule }
    return of(known, key: origin.key(keyColumns, of: record))
  }

  /// What accepts the failure of a key that no record has.
  func of(_ check: Int, key: [UInt8]) -> Int? {
    checks[check].flatMap { of($0, key: key) }
  }

  private func of(_ known: CheckWaivers, key: [UInt8]) -> Int? {
    if let number = known.values[key] { return number }
    if !known.digests.isEmpty, let number = known.digests[SHA256.digest(of: key)] { return number }
    if !known.keyedDigests.isEmpty, let secret,
      let number = known.keyedDigests[secret.digest(of: key)]
    {
      return number
    }
    return known.wholeRule
  }

  /// What each waiver did, from the failures counted of each entry.
  func hits(_ counts: [Int], wasJudged: (_ check: Int) -> Bool) -> [WaiverHits] {
    var hits: [WaiverHits] = []
    for (number, entry) in entries.enumerated() {
      if hits.last?.waiver != entry.waiver {
        hits.append(
          WaiverHits(
            waiver: entry.waiver, waived: 0, matchedKeys: 0, wasJudged: wasJudged(entry.check)))
      }
      hits[hits.count - 1].waived += counts[number]
      if !entry.isWholeRule, counts[number] > 0 { hits[hits.count - 1].matchedKeys += 1 }
    }
    return hits
  }
}

extension WaiverSpec {
  /// What a finding says of it: the document, its last day, the reason.
  fileprivate var note: LocalizedText {
    LocalizedText(
      vi: "\(document), đến hết \(until.vietnamese): \(reason.vi)",
      en: "\(document), until \(until.vietnamese): \(reason.en)")
  }
}

extension AuditPlan {
  /// Puts the waivers that are in force on a day to the resources' checks.
  package mutating func accept(_ waivers: [WaiverSpec], on day: CivilDate, secret: KeyedDigest?) {
    for index in resources.indices {
      let resource = resources[index]
      var mine = ResourceWaivers(
        checkCount: resource.checks.count, keyColumns: resource.wholeKeyColumns, secret: secret)
      for (number, waiver) in waivers.enumerated() where day <= waiver.until {
        guard waiver.resource == resource.packName,
          let check = resource.checks.firstIndex(where: { $0.rule.id == waiver.rule })
        else { continue }
        mine.add(waiver, number: number, check: check)
      }
      resources[index].waivers = mine.entries.isEmpty ? nil : mine
    }
  }
}
