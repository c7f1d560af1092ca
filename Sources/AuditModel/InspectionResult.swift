/// How many units a rule was applied to, and with what outcome; exact whatever else was cut.
///
/// `evaluated == passed + failed`. What was not evaluated - a condition not met, an operand that is
/// blank or unreadable, which another rule counts - is `skipped`. What failed and was accepted by a waiver is `waived`:
/// neither passed nor failed, and so not evaluated.
package struct RuleCounts: Hashable, Sendable {
  package var passed: Int
  package var failed: Int
  package var skipped: Int
  package var waived: Int

  package init(passed: Int = 0, failed: Int = 0, skipped: Int = 0, waived: Int = 0) {
    self.passed = passed
    self.failed = failed
    self.skipped = skipped
    self.waived = waived
  }

  package var evaluated: Int { passed + failed }

  package static func += (a: inout RuleCounts, b: RuleCounts) {
    a.passed += b.passed
    a.failed += b.failed
    a.skipped += b.skipped
    a.waived += b.waived
  }

  /// Moves failures to what is waived.
  package mutating func waive(_ count: Int = 1) {
    failed -= count
    waived += count
  }
}

/// What became of a rule, the gravest first (the manual's order of precedence).
package enum RuleStatus: String, Sendable, CaseIterable {
  case error, incomplete
  case notApplicable = "not-applicable"
  case failed, warned, passed, waived
}

/// What one unit of a rule's counts is.
package enum RuleUnit: String, Sendable, CaseIterable {
  case record, value, group, node, row, resource, document
  case expectedKey = "expected-key"
}

/// A legal text that a rule rests on.
package struct LegalReference: Hashable, Sendable {
  package var id: String
  package var cite: LocalizedText

  package init(id: String, cite: LocalizedText) {
    self.id = id
    self.cite = cite
  }
}

/// A share in lowest terms is not needed; numerator of denominator, both from the rule file ("0.5%" is 5 of 1000).
package struct Share: Hashable, Sendable {
  package var numerator: Int
  package var denominator: Int

  package init(_ numerator: Int, of denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }
}

/// How many failures a rule bears: a count or a share of the evaluated units.
package enum Tolerance: Hashable, Sendable {
  case count(Int)
  case share(Share)
}

/// One rule as it was run on one resource, with its exact counts.
///
/// Holds no cell of the data.
package struct RuleResult: Sendable {
  package var id: String
  /// The rule kind's name: `required`, `assert`, ….
  package var kind: String
  package var title: LocalizedText
  package var dimension: Dimension
  package var severity: Severity
  /// Weight within its criterion; 1 unless the pack says otherwise.
  package var weight: Int
  /// Names of the fields the rule reads.
  package var fields: [String]
  package var unit: RuleUnit
  package var legal: [LegalReference]
  /// What is told of each finding.
  package var message: LocalizedText
  /// The rule's own text - an expression, a pattern - as the pack has it; nil where the title says all.
  package var text: String?
  package var counts: RuleCounts
  package var status: RuleStatus
  /// Why a rule is `not-applicable`, `incomplete` or in `error`.
  package var statusReason: LocalizedText?
  package var warnAt: Tolerance?
  package var failAt: Tolerance?
  /// Findings written to `findings.csv`; less than `counts.failed` only when a cap was asked for.
  package var findingsWritten: Int
  /// Records let pass with a remark, such as an obsolete code with a known successor.
  package var acceptedWithRemark: Int

  package init(
    id: String, kind: String, title: LocalizedText, dimension: Dimension, severity: Severity,
    weight: Int = 1, fields: [String], unit: RuleUnit = .record, legal: [LegalReference] = [],
    message: LocalizedText, text: String? = nil, counts: RuleCounts = RuleCounts(),
    status: RuleStatus = .notApplicable, statusReason: LocalizedText? = nil,
    warnAt: Tolerance? = nil, failAt: Tolerance? = nil, findingsWritten: Int = 0,
    acceptedWithRemark: Int = 0
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.dimension = dimension
    self.severity = severity
    self.weight = weight
    self.fields = fields
    self.unit = unit
    self.legal = legal
    self.message = message
    self.text = text
    self.counts = counts
    self.status = status
    self.statusReason = statusReason
    self.warnAt = warnAt
    self.failAt = failAt
    self.findingsWritten = findingsWritten
    self.acceptedWithRemark = acceptedWithRemark
  }
}

/// What a source turned out to be.
package struct SourceDescription: Hashable, Sendable {
  /// The path as the project wrote it, never an absolute path of the machine.
  package var path: String
  /// `csv`, ….
  package var format: String
  package var byteCount: Int
  /// Hex SHA-256 of the bytes that were read; nil if they were not read to the end.
  package var sha256: String?
  /// Settings found or given, in a fixed order: delimiter, line ends, header records, byte-order mark ….
  package var details: [Detail]
  /// The files, in the order they were read, where the records come from several.
  package var parts: [Part]

  /// One of several files whose records are one table.
  package struct Part: Hashable, Sendable {
    package var path: String
    package var byteCount: Int
    package var sha256: String?
    package var recordCount: Int
    /// Why it could not be read, or not to its end.
    package var problem: LocalizedText?
    /// What is not the same for all parts.
    package var details: [Detail]

    package init(
      path: String, byteCount: Int, sha256: String?, recordCount: Int, problem: LocalizedText?,
      details: [Detail]
    ) {
      self.path = path
      self.byteCount = byteCount
      self.sha256 = sha256
      self.recordCount = recordCount
      self.problem = problem
      self.details = details
    }
  }

  package struct Detail: Hashable, Sendable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    path: String, format: String, byteCount: Int, sha256: String?, details: [Detail],
    parts: [Part] = []
  ) {
    self.parts = parts
    self.path = path
    self.format = format
    self.byteCount = byteCount
    self.sha256 = sha256
    self.details = details
  }
}

/// A column of a source and how full it is.
package struct FieldInventory: Hashable, Sendable {
  package var name: String
  package var title: LocalizedText?
  /// The declared type; nil for a column no schema names.
  package var type: String?
  /// Records with a value that is not blank; nil where no rule needed the column, so it was not read.
  package var filled: Int?
  /// How many rules judge it.
  package var ruleCount: Int

  package init(
    name: String, title: LocalizedText? = nil, type: String?, filled: Int?, ruleCount: Int
  ) {
    self.name = name
    self.title = title
    self.type = type
    self.filled = filled
    self.ruleCount = ruleCount
  }
}

/// A resource (bộ dữ liệu) after inspection.
package struct ResourceResult: Sendable {
  package var name: String
  package var title: LocalizedText
  package var source: SourceDescription
  package var recordCount: Int
  package var fields: [FieldInventory]
  package var rules: [RuleResult]
  /// Records that at least one rule evaluated.
  package var recordsJudged: Int
  /// False if the source could not be read whole; `incompleteReason` says why.
  package var complete: Bool
  package var incompleteReason: LocalizedText?
  /// What each waiver of the run did here; not kept, since `InspectionResult.waivers` says it.
  package var waiverHits: [WaiverHits] = []

  package init(
    name: String, title: LocalizedText, source: SourceDescription, recordCount: Int,
    fields: [FieldInventory], rules: [RuleResult], recordsJudged: Int, complete: Bool,
    incompleteReason: LocalizedText? = nil
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.recordCount = recordCount
    self.fields = fields
    self.rules = rules
    self.recordsJudged = recordsJudged
    self.complete = complete
    self.incompleteReason = incompleteReason
  }
}

/// A rule pack or code list that took part, with the digest of its bytes.
package struct MaterialDescription: Hashable, Sendable {
  package var id: String
  package var version: String
  package var title: LocalizedText?
  package var path: String
  package var sha256: String
  /// Entries of a code list, rules of a pack.
  package var count: Int

  package init(
    id: String, version: String, title: LocalizedText? = nil, path: String, sha256: String,
    count: Int
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.path = path
    self.sha256 = sha256
    self.count = count
  }
}

/// Everything an inspection found but the cells themselves: what `result.json` keeps
/// (`soat-result/1`) and what every report is rendered from.
package struct InspectionResult: Sendable {
  package var toolVersion: String
  package var agencyID: String
  package var agencyName: LocalizedText
  package var periodFrom: CivilDate?
  package var periodTo: CivilDate?
  /// The day the inspection is dated.
  package var date: CivilDate
  package var packs: [MaterialDescription]
  package var codeLists: [MaterialDescription]
  package var resources: [ResourceResult]
  /// The legal profile that it went by; nil where there was none.
  package var profile: MaterialDescription?
  /// Files of waivers that took part, with the digests of their bytes.
  package var waiverFiles: [MaterialDescription] = []
  /// Every waiver of these files, in their order, with what became of it.
  package var waivers: [WaiverResult] = []
  /// Rules of the inspected resources that a pack has switched off.
  package var switchedOff: [SwitchedOffRule] = []

  package init(
    toolVersion: String, agencyID: String, agencyName: LocalizedText, periodFrom: CivilDate? = nil,
    periodTo: CivilDate? = nil, date: CivilDate, packs: [MaterialDescription],
    codeLists: [MaterialDescription], resources: [ResourceResult]
  ) {
    self.toolVersion = toolVersion
    self.agencyID = agencyID
    self.agencyName = agencyName
    self.periodFrom = periodFrom
    self.periodTo = periodTo
    self.date = date
    self.packs = packs
    self.codeLists = codeLists
    self.resources = resources
  }
}

/// One finding as a person reads it; values are already masked unless the caller asked otherwise.
package struct FindingExample: Hashable, Sendable {
  package var resource: String
  package var ruleID: String
  /// The file the record is in, where the resource has several; else nil.
  package var part: String?
  package var record: Int
  package var line: Int
  package var field: String
  package var key: String
  package var value: String
  package var expected: String
  /// What is expected is the rule's own, and nothing of the data is in it.
  package var isExpectedFixed = true
  /// The rule's own words.
  package var message: LocalizedText
  /// What is said of this value besides.
  package var explanation: LocalizedText?
  /// The record passed, and this is said of it.
  package var isRemark: Bool

  package init(
    resource: String, ruleID: String, part: String? = nil, record: Int, line: Int, field: String,
    key: String, value: String, expected: String, message: LocalizedText, isRemark: Bool = false
  ) {
    self.part = part
    self.resource = resource
    self.ruleID = ruleID
    self.record = record
    self.line = line
    self.field = field
    self.key = key
    self.value = value
    self.expected = expected
    self.message = message
    self.isRemark = isRemark
  }

  /// The message with what is said of the value.
  package func text(_ language: Language) -> String {
    message[language] + (explanation.map { " (\($0[language]))" } ?? "")
  }
}
