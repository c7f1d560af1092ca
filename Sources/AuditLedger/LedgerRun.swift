import AuditModel

/// An inspection as the ledger keeps it, without what belongs to single rules.
package struct LedgerRun: Hashable, Sendable {
  /// From 1, in the order of recording.
  package var number: Int
  /// When it was recorded, as in `2026-12-16T09:30:00+07:00`.
  package var recorded: String
  package var date: CivilDate
  package var periodFrom: CivilDate?
  package var periodTo: CivilDate?
  package var agencyID: String
  package var agencyName: LocalizedText
  package var language: Language
  package var toolVersion: String
  /// The id of the scoring policy.
  package var policy: String
  /// The agency's score in hundredths of a percent; nil if nothing could be scored.
  package var basisPoints: Int?
  package var recordCount: Int
  /// Of all rules that were judged.
  package var counts: RuleCounts
  package var ruleCount: Int
  /// Against the agency's inspection before, as it was known when this one was recorded.
  package var changedRules: Int
  package var addedRules: Int
  package var removedRules: Int
  /// Tells whether two inspections' fingerprints were made with the same key; nil where none were made.
  package var keyCheck: [UInt8]?
  /// Entries of measures that had been made when it was recorded.
  package var measureEventCount: Int
  /// The head of the chain after this inspection.
  package var digest: [UInt8]
}

/// One rule of one resource in an inspection, as the ledger keeps it.
package struct LedgerRule: Hashable, Sendable {
  package var resource: String
  package var rule: String
  /// The digest of what the rule asks: where it differs from before, the series breaks.
  package var definition: [UInt8]
  package var title: LocalizedText
  package var severity: Severity
  package var status: RuleStatus
  package var counts: RuleCounts
  /// Fingerprints kept; nil where none were made.
  package var findingCount: Int?
  var fingerprintsDigest: [UInt8]?

  package init(
    resource: String, rule: String, definition: [UInt8], title: LocalizedText, severity: Severity,
    status: RuleStatus, counts: RuleCounts
  ) {
    self.resource = resource
    self.rule = rule
    self.definition = definition
    self.title = title
    self.severity = severity
    self.status = status
    self.counts = counts
  }

  /// The counts, unless the rule could not be judged whole or at all.
  package var judgedCounts: RuleCounts? {
    switch status {
    case .error, .incomplete, .notApplicable: nil
    case .failed, .warned, .passed, .waived: counts
    }
  }
}

/// What is to be recorded of an inspection whose outputs are written.
package struct LedgerEntry {
  /// A file or text that took part, with the digest of its bytes.
  package struct Material: Hashable, Sendable {
    package var kind: String
    package var name: String
    package var version: String
    package var sha256: String?

    package init(kind: String, name: String, version: String = "", sha256: String?) {
      self.kind = kind
      self.name = name
      self.version = version
      self.sha256 = sha256
    }
  }

  /// A score of the agency, a resource, or a criterion of either; nil for the whole of it.
  package struct Score: Hashable, Sendable {
    package var resource: String?
    package var criterion: String?
    package var basisPoints: Int?

    package init(resource: String?, criterion: String?, basisPoints: Int?) {
      self.resource = resource
      self.criterion = criterion
      self.basisPoints = basisPoints
    }
  }

  /// Something a report is rendered from, by its name.
  package struct Document: Hashable, Sendable {
    package var name: String
    package var bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Hands on a rule's fingerprints in pieces, the smallest first.
  package typealias Pieces = (_ body: ([UInt64]) throws -> Void) throws -> Void

  package var result: InspectionResult
  package var recorded: String
  package var language: Language
  package var policy: String
  package var basisPoints: Int?
  package var scores: [Score]
  package var materials: [Material]
  package var documents: [Document]
  package var rules: [LedgerRule]
  package var keyCheck: [UInt8]?
  /// Of a rule; nil where none were made, as for a resource that could not be read whole.
  package var fingerprints: (LedgerRule) -> Pieces?

  package init(
    result: InspectionResult, recorded: String, language: Language, policy: String,
    basisPoints: Int?, scores: [Score], materials: [Material], documents: [Document],
    rules: [LedgerRule], keyCheck: [UInt8]?, fingerprints: @escaping (LedgerRule) -> Pieces?
  ) {
    self.result = result
    self.recorded = recorded
    self.language = language
    self.policy = policy
    self.basisPoints = basisPoints
    self.scores = scores
    self.materials = materials
    self.documents = documents
    self.rules = rules
    self.keyCheck = keyCheck
    self.fingerprints = fingerprints
  }
}
