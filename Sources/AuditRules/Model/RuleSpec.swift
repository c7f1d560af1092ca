import AuditModel

/// What a rule does with a record one of whose operands is blank or unreadable.
package enum NullHandling: String, Sendable, CaseIterable {
  /// Not judged: another rule counts that. The default.
  case skip
  case fail, pass
}

/// What may be said of any rule, whatever its kind; nil where a layer says nothing.
package struct RuleSettings: Sendable {
  package var id: Located<String>?
  package var severity: Severity?
  package var dimension: Dimension?
  package var weight: Int?
  package var legal: [Located<String>]?
  package var title: LocalizedText?
  package var message: LocalizedText?
  package var warnAt: Tolerance?
  package var failAt: Tolerance?
  package var nulls: NullHandling?
  package var isEnabled: Bool?
  /// Of `fieldRules`; rules of the list have theirs beside their other keys.
  package var tests: RuleTests?
  /// Where `isEnabled` is said.
  package var enabledAt: SourceLocation?

  package init() {}

  /// Puts what a later layer says in place of what this one does.
  mutating func override(by later: RuleSettings) {
    id = later.id ?? id
    severity = later.severity ?? severity
    dimension = later.dimension ?? dimension
    weight = later.weight ?? weight
    legal = later.legal ?? legal
    title = later.title ?? title
    message = later.message ?? message
    if later.warnAt != nil || later.failAt != nil {
      warnAt = later.warnAt
      failAt = later.failAt
    }
    nulls = later.nulls ?? nulls
    tests = later.tests ?? tests
    isEnabled = later.isEnabled ?? isEnabled
    enabledAt = later.enabledAt ?? enabledAt
  }
}

/// A value with the place it stands at.
package struct Located<Value: Sendable>: Sendable {
  package let value: Value
  package let location: SourceLocation

  package init(value: Value, location: SourceLocation) {
    self.value = value
    self.location = location
  }
}

/// A rule of a pack, read and checked, bound to no data yet.
package struct RuleSpec: Sendable {
  package var id: String
  package let kind: RuleKind
  package let location: SourceLocation
  /// The pack it was first stated in.
  package let pack: String
  /// The name of the resource, as packs call it.
  package let resource: String
  package let body: any RuleBody
  package var title: LocalizedText
  package var message: LocalizedText
  package var dimension: Dimension
  package var severity: Severity
  package var weight: Int
  package var legal: [String]
  package var warnAt: Tolerance?
  package var failAt: Tolerance?
  package var nulls: NullHandling
  package var isEnabled: Bool
  /// The pack that switches it off; nil for its own.
  package var switchedOffBy: String?
  /// The pack says what becomes of records with blank operands.
  package var statesNulls = false
  package var tests: RuleTests
  /// True where the pack itself gave the message.
  package var hasOwnMessage: Bool
  /// What it asks, as bytes that are the same as long as it asks the same; `nulls` is not in them.
  package var definition: [UInt8] = []
}

/// What a rule of some kind asks: one struct a kind, in the kind's file.
package protocol RuleBody: Sendable {
  /// Fields of the rule's own resource that it reads.
  var fields: [String] { get }
  /// Said of a finding where the pack says nothing itself.
  var message: LocalizedText { get }
  /// The rule's own text, as a report prints it: an expression, a pattern, a list; nil where the title says all.
  var text: String? { get }
  /// What it counts, where that is not what its kind says.
  var unit: RuleUnit? { get }

  /// Binds the rule to data; not applicable where the source lacks a field it needs.
  func lower(_ rule: RuleSpec, of pack: RulePack, in context: inout LoweringContext) -> CheckForm
}

/// A constraint that a later pack's declaration of the field has no more.
package struct DroppedConstraint: Sendable {
  package let resource: String
  package let field: String
  /// Its kind's name.
  package let constraint: String
  /// The pack that stated it, and the one that left it out.
  package let pack: String
  package let by: String

  package var id: String { "\(resource).\(field).\(constraint)" }
}

/// Rule packs read together: what a project asks for.
package struct RulePack: Sendable {
  /// A file that took part, extended ones first.
  package struct Layer: Sendable {
    package let id: String
    package let version: String
    package let title: LocalizedText?
    package let path: String
    package let bytes: [UInt8]
    /// Entries of its `rules`; constraints not counted.
    package let ruleCount: Int
  }

  package var layers: [Layer] = []
  package var legal: [LegalSpec] = []
  package var parameters: [ParameterSpec] = []
  package var codeLists: [CodeListSpec] = []
  package var resources: [ResourceSpec] = []
  /// In the order of reports: by resource, its implicit rules and constraints first; then the `rules` as listed.
  package var rules: [RuleSpec] = []
  package var dropped: [DroppedConstraint] = []

  package func resource(_ name: String) -> ResourceSpec? { resources.first { $0.name == name } }
  package func codeList(_ name: String) -> CodeListSpec? { codeLists.first { $0.name == name } }
  package func parameter(_ name: String) -> ParameterSpec? { parameters.first { $0.name == name } }

  /// The texts a rule rests on that are in force on a day; unknown ids were refused when the pack was read.
  package func legalReferences(of rule: RuleSpec, on day: CivilDate?) -> [LegalReference] {
    rule.legal.compactMap { id in
      guard let text = legal.first(where: { $0.id == id }), text.isInForce(on: day) else {
        return nil
      }
      return LegalReference(id: id, cite: text.cite)
    }
  }
}
