package import AuditModel

/// What a project says of a CSV file; nil is found out from the file.
package struct CSVOptions: Hashable, Sendable {
  package var delimiter: UInt8?
  /// Nil is `"`; `hasQuotes` false reads quotes as ordinary characters.
  package var hasQuotes = true
  /// Records at the top that name the fields; the last of them does, where a name in it is blank those above do. 0: the fields are named `f1`, `f2` …
  package var headerRecords = 1
  /// Lines before the header that are no part of the table.
  package var skippedLines = 0
  package var limits = Limits()
  /// Bytes read at a time.
  package var chunkBytes = 256 << 10

  package init() {}
}
