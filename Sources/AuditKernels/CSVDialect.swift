/// How a CSV file is written, and how far its cells may go (RFC 4180 and what really comes).
package struct CSVDialect: Hashable, Sendable {
  package var delimiter: UInt8
  /// `"` unless the file uses none.
  package var quote: UInt8?
  /// Bytes of a cell: a quoted one that passes this is taken as never closed.
  package var cellLimit: Int
  /// Bytes of a record; one that passes this is cut there.
  package var recordLimit: Int { cellLimit * 2 }
  /// Fields of a record; one that passes this ends at its line.
  package var fieldLimit: Int

  package init(
    delimiter: UInt8 = 0x2C, quote: UInt8? = 0x22, cellLimit: Int = 16 << 20,
    fieldLimit: Int = 10_000
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.cellLimit = cellLimit
    self.fieldLimit = fieldLimit
  }
}

/// What can be wrong with how a record is written.
package enum RecordDefect: UInt8, Sendable, CaseIterable {
  case tooFewFields, tooManyFields
  /// A quote inside an unquoted cell, or text after a closing quote.
  case strayQuote
  case unclosedQuote
  case nulByte
  case invalidUTF8
  /// Longer than the limit: the rest, up to the end of the line, was not kept.
  case tooLong
  /// JSON: the record is not written as RFC 8259 has it, and its rest is unknown.
  case malformedRecord
  /// JSON: the record is a value of another kind than an object.
  case notAnObject
  /// JSON: a member's name stands twice in an object; the first one counts.
  case duplicateMember
  /// JSON: half of a `\u` pair, which is no character.
  case loneSurrogate
  /// JSON: a number where the field is declared as text, so that leading zeros are lost.
  case numberForText
  /// JSON: an object or a list where a field needs a single value, or the other way round. XML: elements in a field.
  case wrongNesting
  /// XML: text beside the elements of the record, or of one that fields are in, where no field is it.
  case strayText
  /// JSON: brackets nested deeper than the limit; the record's rest is not read.
  case tooDeep
  /// A value of bytes (SQLite's BLOB), which is no text.
  case binaryValue

  /// Cells of the record may stand under another field's name, or hold what is several fields'.
  package var mayMoveFields: Bool {
    switch self {
    case .tooFewFields, .tooManyFields, .strayQuote, .unclosedQuote, .tooLong, .malformedRecord,
      .wrongNesting:
      true
    default: false
    }
  }

  /// A stable word for programs.
  package var name: String {
    switch self {
    case .tooFewFields: "too-few-fields"
    case .tooManyFields: "too-many-fields"
    case .strayQuote: "stray-quote"
    case .unclosedQuote: "unclosed-quote"
    case .nulByte: "nul-byte"
    case .invalidUTF8: "invalid-utf8"
    case .tooLong: "too-long"
    case .malformedRecord: "malformed-record"
    case .notAnObject: "not-an-object"
    case .duplicateMember: "duplicate-member"
    case .loneSurrogate: "lone-surrogate"
    case .numberForText: "number-for-text"
    case .wrongNesting: "wrong-nesting"
    case .strayText: "stray-text"
    case .tooDeep: "too-deep"
    case .binaryValue: "binary-value"
    }
  }
}

/// A defect of a record of a batch.
package struct DefectEntry: Sendable, Hashable {
  /// From 0, within the batch.
  package var record: Int
  package var defect: RecordDefect
  /// The field, from 0, or the number of fields for `tooFewFields` and `tooManyFields`.
  package var detail: Int
  /// Line ends between the record's first byte and the place of the defect.
  package var lineOffset: Int
}
