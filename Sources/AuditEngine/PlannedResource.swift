package import AuditKernels
package import AuditModel
package import AuditRules
package import AuditSources
package import AuditSystem
package import AuditText

/// A resource whose rules are bound to its source, ready to run.
package struct PlannedResource: Sendable {
  package var name: String
  /// What rule packs call it.
  package var packName: String
  package var title: LocalizedText
  package var source: any Source
  package var checks: [Check]
  package var program: Program
  /// Columns that tell a clerk which record it is.
  package var keyColumns: [Int]
  /// The same where the source has all fields of the key; nil where it lacks one.
  package var wholeKeyColumns: [Int]?
  /// Failures that are accepted; nil where none are.
  package var waivers: ResourceWaivers?
  /// How values of each column are shown.
  package var masks: [Mask]
  /// Whether values that are of no column are shown too.
  package var showsValues = false
  /// Declared fields, for the inventory.
  package var fields: [FieldInventory]
  /// Declared fields that the source does not have: findings of the header.
  package var missingFields: [String]
  /// Whether the header has a name that rules know; else a record may stand in its place.
  package var isNamed = true

  package init(
    name: String, packName: String, title: LocalizedText, source: any Source, checks: [Check],
    program: Program,
    keyColumns: [Int], masks: [Mask], fields: [FieldInventory], missingFields: [String]
  ) {
    self.name = name
    self.packName = packName
    self.title = title
    self.source = source
    self.checks = checks
    self.program = program
    self.keyColumns = keyColumns
    self.masks = masks
    self.fields = fields
    self.missingFields = missingFields
  }

  /// How cells are shown of records whose cells may be another field's.
  var slippedMask: Mask {
    masks.contains(.sensitive) ? .sensitive : masks.allSatisfy { $0 == .none } ? .none : .all
  }

  /// Whether one of these fields holds sensitive personal data.
  func hasSensitive(_ fields: [String]) -> Bool {
    let names = source.header.names
    return fields.contains { field in
      names.firstIndex(of: field).map { masks[$0] == .sensitive } ?? false
    }
  }

  /// What is wrong with the header, and with what the input is written in.
  var headerMessages: [LocalizedText] {
    source.headerMessages(naming: isNamed) + (isNamed ? [] : [.noHeader])
  }
}

extension PlannedResource {
  /// Numbers of the checks that judge records by one of these indexes.
  func checks(lookingInto indexes: [KeyIndex]) -> Set<Int> {
    guard !indexes.isEmpty else { return [] }
    let steps = program.steps(lookingInto: indexes)
    var numbers: Set<Int> = []
    for (number, check) in checks.enumerated() {
      switch check.form {
      case .records(let legs):
        if legs.contains(where: { program.depends($0.verdict, on: steps) }) {
          numbers.insert(number)
        }
      case .coverage(let coverage):
        if indexes.contains(where: { $0 === coverage.expected }) { numbers.insert(number) }
      default: break
      }
    }
    return numbers
  }
}

/// What is to be run: resources in the project's order, and indexes to be filled first.
package struct AuditPlan: Sendable {
  package var resources: [PlannedResource]
  package var indexes: [LoweringContext.IndexRequest]
  /// Missing-value words of the indexed fields, by resource and field.
  package var missingValues: [String: [String: [[UInt8]]]]
  /// Schemas of documents, by the ids of the rules that ask for them.
  package var schemas: [String: XMLSchema] = [:]

  package init(
    resources: [PlannedResource], indexes: [LoweringContext.IndexRequest],
    missingValues: [String: [String: [[UInt8]]]]
  ) {
    self.resources = resources
    self.indexes = indexes
    self.missingValues = missingValues
  }
}

/// How a run is done; none of it changes what is found.
package struct AuditOptions: Sendable {
  package var workers: Int
  package var language = Language.vi
  package var style = FindingStyle.csv
  /// Findings of each rule that are written; nil for all.
  package var findingsPerRule: Int?
  package var limits = Limits()
  /// Whether the sources' SHA-256 is taken, which a result that is kept must have.
  package var digests = true
  /// Where uniqueness rules spill when memory is over its limit; the system's own folder when nil.
  package var temporaryFolder: String?
  /// Takes fingerprints of what is found; nil where no later run will ask for them.
  package var fingerprints: FingerprintStore?

  package init(workers: Int) { self.workers = workers }
}
