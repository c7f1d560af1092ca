import AuditKernels
import AuditModel

/// A resource of a run as rules see it: its schema, where its fields stand in the source, and its program so far.
package struct ResourceBinding {
  package let name: String
  /// Columns of the source by field name; a declared field that the source lacks is not there.
  package let columns: [String: Int]
  /// Words of the schema that mean "no value", by field; fields that have none are not there.
  package let missingValues: [String: [[UInt8]]]
  package var builder = ProgramBuilder()

  package init(name: String, columns: [String: Int], missingValues: [String: [[UInt8]]] = [:]) {
    self.name = name
    self.columns = columns
    self.missingValues = missingValues
  }
}

/// What lowering a rule may ask for: programs of the resources, code lists, key indexes of other resources.
///
/// Made by the engine, one for a run; rules of all resources are lowered before the first record is read.
package struct LoweringContext {
  package var resources: [String: ResourceBinding]
  package let tables: [String: CodeTable]
  /// Dates named by parameters: `asOf`, `period-end` and the pack's own.
  package let dates: [String: CivilDate]
  /// Key indexes asked for so far, each filled by a pass over its resource before any rule is judged.
  package private(set) var indexes: [IndexRequest] = []

  /// An index of the keys of a resource.
  ///
  /// Its key nodes belong to a small program of their own.
  package struct IndexRequest: Sendable {
    package let resource: String
    package let fields: [String]
    package let index: KeyIndex
  }

  package init(
    resources: [String: ResourceBinding], tables: [String: CodeTable], dates: [String: CivilDate]
  ) {
    self.resources = resources
    self.tables = tables
    self.dates = dates
  }

  /// The index of a resource's keys, the same one for the same request; nil when the resource or a field is not there.
  ///
  /// Blank keys are no keys: a record with a blank part has no entry. Text is compared as its bytes.
  package mutating func index(of resource: String, fields: [String]) -> KeyIndex? {
    if let known = indexes.first(where: { $0.resource == resource && $0.fields == fields }) {
      return known.index
    }
    guard let binding = resources[resource], fields.allSatisfy({ binding.columns[$0] != nil })
    else { return nil }
    let request = IndexRequest(resource: resource, fields: fields, index: KeyIndex())
    indexes.append(request)
    return request.index
  }
}
