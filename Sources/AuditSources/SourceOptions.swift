package import AuditModel
package import AuditText

/// What a project or a command line says of a source; nil is found out from the input.
package struct SourceOptions: Sendable {
  /// A format's name.
  package var format: String?
  package var csv = CSVOptions()
  package var xml = XMLOptions()
  package var json = JSONOptions()
  package var sqlite = SQLiteOptions()
  /// The encoding of text, where it is declared.
  package var encoding: TextEncoding?
  /// What the rule pack calls the resource: a database's table of this name is it.
  package var resourceName: String?
  /// Fields that the rule pack declares, for formats whose inputs do not list theirs.
  package var declared: [DeclaredField] = []
  /// What of this was said in so many words and is for some formats only.
  package var settings: [SourceSetting] = []
  package var limits = Limits()
  /// Bytes read at a time.
  package var chunkBytes = 384 << 10

  package init() {}
}

/// Which part of a SQLite database is the table; with neither, the one of the resource's name, or the only one.
package struct SQLiteOptions: Hashable, Sendable {
  /// A table or a view.
  package var table: String?
  /// A single SELECT.
  package var query: String?

  package init() {}
}

/// A field as the rule pack has it.
package struct DeclaredField: Hashable, Sendable {
  package var name: String
  /// Declared as text in so many words: a number in its place has lost its leading zeros.
  package var isText: Bool

  package init(name: String, isText: Bool) {
    self.name = name
    self.isText = isText
  }
}

/// What is said of a CSV file.
package struct CSVOptions: Hashable, Sendable {
  package var delimiter: UInt8?
  /// Nil is `"`; `hasQuotes` false reads quotes as ordinary characters.
  package var hasQuotes = true
  /// Records at the top that name the fields; the last of them does, where a name in it is blank those above do. 0: the fields are named `f1`, `f2` …
  package var headerRecords = 1
  /// Lines before the header that are no part of the table.
  package var skippedLines = 0

  package init() {}
}

/// What is said of a JSON file.
package struct JSONOptions: Hashable, Sendable {
  /// Names that lead from the document's root to the list of records; nil: the first list of objects.
  package var path: [String]?
  package var lists = Lists.joined(separator: "; ")

  /// What becomes of a list that is a field's value.
  package enum Lists: Hashable, Sendable {
    case joined(separator: String)
    /// This field's elements make a record each, with the record's other fields; other lists are joined by `; `.
    case spread(field: String)
  }

  package init() {}
}
