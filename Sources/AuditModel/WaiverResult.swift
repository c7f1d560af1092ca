/// What one waiver did in one resource.
package struct WaiverHits: Hashable, Sendable {
  /// Its number in the run, from 0.
  package var waiver: Int
  /// Units that failed and were accepted.
  package var waived: Int
  /// Keys of the waiver that at least one of them has.
  package var matchedKeys: Int
  /// The rule could be judged here, so that a waiver that matched nothing is worth a word.
  package var wasJudged: Bool

  package init(waiver: Int, waived: Int, matchedKeys: Int, wasJudged: Bool) {
    self.waiver = waiver
    self.waived = waived
    self.matchedKeys = matchedKeys
    self.wasJudged = wasJudged
  }
}

/// A waiver and what became of it in an inspection; the keys it lists are not in it.
package struct WaiverResult: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// It accepted at least one failure.
    case applied
    /// In force, and nothing that failed is in it: the fault is mended, or the waiver is mistyped.
    case unmatched
    /// Its last day is before the inspection's: what it accepted counts as failed again.
    case expired
    /// Its rule was not judged: the resource or the rule did not take part, or could not be read whole.
    case notJudged = "not-judged"
  }

  package var rule: String
  /// As the project calls it.
  package var resource: String
  /// The name of the waivers' file, and the line it stands on.
  package var file: String
  package var line: Int
  /// Nil where all failures of the rule are accepted.
  package var keyCount: Int?
  package var matchedKeys: Int
  package var reason: LocalizedText
  /// Number and date of the document that accepts the failures.
  package var document: String
  package var approvedBy: String
  /// The last day it is in force.
  package var until: CivilDate
  package var waived: Int
  package var state: State

  package init(
    rule: String, resource: String, file: String, line: Int, keyCount: Int?, matchedKeys: Int = 0,
    reason: LocalizedText, document: String, approvedBy: String, until: CivilDate, waived: Int = 0,
    state: State
  ) {
    self.rule = rule
    self.resource = resource
    self.file = file
    self.line = line
    self.keyCount = keyCount
    self.matchedKeys = matchedKeys
    self.reason = reason
    self.document = document
    self.approvedBy = approvedBy
    self.until = until
    self.waived = waived
    self.state = state
  }
}

/// A rule that a pack has switched off (`"enabled": false`), told in every report.
package struct SwitchedOffRule: Hashable, Sendable {
  package var id: String
  /// As the project calls it.
  package var resource: String
  package var kind: String
  package var title: LocalizedText
  package var severity: Severity
  /// The pack that states the rule, and the one that switches it off.
  package var pack: String
  package var by: String

  package init(
    id: String, resource: String, kind: String, title: LocalizedText, severity: Severity,
    pack: String, by: String
  ) {
    self.id = id
    self.resource = resource
    self.kind = kind
    self.title = title
    self.severity = severity
    self.pack = pack
    self.by = by
  }
}

extension InspectionResult {
  /// Failures that waivers accepted, in all resources.
  package var waivedCount: Int { resources.reduce(0) { $0 + $1.waivedCount } }
}

extension ResourceResult {
  package var waivedCount: Int { rules.reduce(0) { $0 + $1.counts.waived } }
}
