import AuditKernels
import AuditModel
import AuditText

/// A resource (bộ dữ liệu) as rule packs describe it; all layers laid over each other.
package struct ResourceSpec: Sendable {
  package let name: String
  package let location: SourceLocation
  package var title: LocalizedText?
  /// The fields that tell a clerk which record a finding is about.
  package var keys: [String] = []
  /// Fields without a mask are hidden whole.
  package var masks: [String: Mask] = [:]
  package var fields: [FieldSpec] = [] {
    didSet { index = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first } }
  }
  private var index: [String: Int] = [:]

  init(name: String, location: SourceLocation) {
    self.name = name
    self.location = location
  }

  package func field(_ name: String) -> FieldSpec? { index[name].map { fields[$0] } }

  package var fieldNames: [String] { fields.map(\.name) }
}

/// Where a code list is read from, and which of its columns are what.
package struct CodeListSpec: Sendable {
  package let name: String
  package let location: SourceLocation
  package var title: LocalizedText?
  package var version: String?
  /// As the pack writes it, relative to the pack's file.
  package var path: String
  package var pathLocation: SourceLocation
  /// Column with the code; the others are nil when the list has none.
  package var code: String
  package var nameColumn: String?
  package var parent: String?
  package var from: String?
  package var to: String?
  package var successor: String?
}

/// A legal text with the days it is in force.
package struct LegalSpec: Sendable {
  package let id: String
  package let location: SourceLocation
  package var cite: LocalizedText
  package var from: CivilDate?
  package var to: CivilDate?

  /// Without a day, always.
  package func isInForce(on day: CivilDate?) -> Bool {
    guard let day else { return true }
    return (from ?? day) <= day && day <= (to ?? day)
  }
}

/// A value that a project may give to its packs.
package struct ParameterSpec: Sendable {
  package let name: String
  package let location: SourceLocation
  package var title: LocalizedText?
  package var type: ValueType
  /// Nil until a project gives one; dates `asOf` and `period-end` are the engine's to give.
  package var value: ParameterValue?
}

package enum ParameterValue: Sendable, Hashable {
  case text(String)
  case number(Decimal)
  case date(CivilDate)
  case truth(Bool)
}
