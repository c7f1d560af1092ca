/// What a node of a program yields for each record; every type has a null beside its values.
package enum NodeType: String, Sendable, Hashable {
  /// Bytes of a cell, a code list or a literal. Null is blank.
  case text
  /// An exact decimal.
  case number
  /// A calendar day (year * 512 + month * 32 + day, so that order is that of time).
  case date
  /// Seconds since 1970-01-01T00:00:00 UTC; a time without an offset is taken as Viet Nam time, UTC+7.
  case moment
  /// True, false or null, as SQL's three-valued logic has it.
  case truth
  /// An entry of a code table or key index; null where the key is blank, absent is `Node.absentEntry`.
  case entry
}

/// A handle to a step of a `Program`, made by `ProgramBuilder`; equal requests yield equal nodes.
package struct Node: Hashable, Sendable {
  package let index: Int
  package let type: NodeType

  /// The entry of a key that a table does not have.
  package static let absentEntry: Int64 = -1
}

package enum Comparison: Sendable, Hashable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

package enum DatePart: Sendable, Hashable { case year, month, day }

package enum Arithmetic: Sendable, Hashable { case add, subtract, multiply, divide, modulo }

/// Identifiers with a loop of their own; see `NamedFormats.swift` for each one's source.
package enum NamedFormat: Sendable, Hashable {
  case citizenNumber, taxNumber, organisationTaxNumber, branchTaxNumber, phone
}

/// Turns one value into another; for the rare and slow, never the common case.
package struct TextTransform: Sendable {
  package let name: String
  package let apply: @Sendable ([UInt8]) -> [UInt8]

  /// `name`: what makes two transforms the same one.
  package init(name: String, apply: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.name = name
    self.apply = apply
  }
}

/// Sorts a value into a class, 0 being the ordinary one; for the rare and slow.
package struct TextClassifier: Sendable {
  package let name: String
  /// Values that it passes are class 0 unasked.
  package let filter: PlainTextFilter?
  package let classify: @Sendable ([UInt8]) -> Int

  package init(
    name: String, filter: PlainTextFilter? = nil,
    classify: @escaping @Sendable ([UInt8]) -> Int
  ) {
    self.name = name
    self.filter = filter
    self.classify = classify
  }
}
