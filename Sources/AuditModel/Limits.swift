/// Every limit of the program, printed by `soat limits`; each has an error code that names it when it is hit.
package struct Limits: Hashable, Sendable {
  /// A cell of a data file, in bytes; a quoted cell that passes it counts as never closed.
  package var cellBytes = 16 << 20
  /// Fields of a record.
  package var fieldsPerRecord = 10_000
  /// A field's name, in bytes.
  package var fieldNameBytes = 1_000
  /// Depth of elements of an XML document, and attributes of one element.
  package var xmlDepth = 256
  package var xmlAttributes = 1_000
  /// An XML document whose schema has keys, in bytes: libxml2 keeps them all in memory.
  package var schemaKeyBytes = 64 << 20
  /// Depth of brackets in a record or a document of JSON.
  package var jsonDepth = 512
  /// What a compressed file may expand to, in bytes, and how many times its size beyond 64 MB.
  package var expandedBytes = 64 << 30
  package var expansionRatio = 200
  /// Part files of one resource.
  package var parts = 100_000
  /// How long a query of a database may work, in seconds.
  package var querySeconds = 600
  /// A rule pack, project file, in bytes.
  package var ruleFileBytes = 16 << 20
  /// Depth of brackets in a rule pack, project file.
  package var ruleFileDepth = 64
  /// Rules of a run, fields' constraints included.
  package var rules = 20_000
  /// Entries of a code list.
  package var codeListEntries = 5_000_000
  /// Bytes of a pattern, and states of the automaton it compiles to.
  package var patternBytes = 10_000
  package var patternStates = 10_000
  /// Depth of an expression.
  package var expressionDepth = 100
  /// Significant digits of a number.
  package var numberDigits = 18
  /// Keys of uniqueness rules are kept in memory up to this many bytes, then in temporary files.
  package var keyMemoryBytes = 256 << 20
  /// Examples of findings a report shows for each rule.
  package var examplesPerRule = 10

  package init() {}
}
